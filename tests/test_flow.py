"""The whole flow from an archive to a published site, as commands."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from img2fair.cli import run
from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.content import ArchiveContent
from img2fair.files import locked
from img2fair.model.record_files import read_records

CONFIG = """\
archive: {{url: "{url}", iri: "https://xnat.example.org", name: An archive}}
mapping: health-ri-core
defaults:
  catalog: {{title: A catalogue, description: What we hold}}
  publisher: &desk {{name: Desk, identifier: "https://example.org/desk", email: d@example.org, homepage: "https://example.org"}}
  contact_point: *desk
  creator: *desk
  license: CC BY 4.0
  rights: https://example.org/terms
  people:
    TCGA Research Network: {{identifier: "https://example.org/tcga", homepage: "https://example.org/tcga"}}
    Marguerite Fictional: {{identifier: m, homepage: "https://example.org/m"}}
    Jules Fictional: {{identifier: j, homepage: "https://example.org/j"}}
    Prof. Ada Fictional: {{identifier: a, homepage: "https://example.org/a"}}
targets:
  site: {{type: site, path: public, base: "https://example.org/catalogue"}}
work: work
"""
USED = ("tcga_kich", "soft_tissue_sarcoma", "covid_19_ar", "b_mode_and_ceus_liver", "breast_diagnosis")


@dataclass
class World:
    """An archive and a folder to work in."""

    archive: DemoArchive
    folder: Path

    def run(self, *arguments: str) -> int:
        return run([*arguments, "-c", str(self.folder / "img2fair.yaml")])

    def publish(self, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = self.run("publish", "--yes", "--json")
        return code, json.loads(capsys.readouterr().out)["site"]

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Every file of the site with its content and time of change."""
        root = self.folder / "public"
        return {
            str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def world(content: ArchiveContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("XNAT_USER", "demo")
    monkeypatch.setenv("XNAT_PASS", "demo")
    with DemoArchive(content.only(*USED)) as archive:
        (tmp_path / "img2fair.yaml").write_text(CONFIG.format(url=archive.url))
        yield World(archive, tmp_path)


def test_first_run_second_run_and_what_changes(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = world.publish(capsys)
    assert (code, told["withdraw"], told["update"], told["failed"]) == (3, 0, 0, 0)
    assert told["blocked"] >= 1, "the project without a description"
    assert (world.folder / "public" / "index.html").is_file()
    assert "dataset/breast_diagnosis.ttl" not in world.files()
    assert "dataset/b_mode_and_ceus_liver.ttl" not in world.files()

    before = world.files()
    code, told = world.publish(capsys)
    assert (told["create"], told["update"], told["withdraw"]) == (0, 0, 0)
    assert world.files() == before, "nothing is touched, not even a time"

    world.archive.content = world.archive.content.with_project("tcga_kich", name="A new title")
    code, told = world.publish(capsys)
    assert (told["create"], told["update"], told["withdraw"]) == (0, 1, 0)
    assert b"A new title" in world.files()["dataset/tcga_kich.ttl"][0]

    world.archive.content = world.archive.content.with_project("covid_19_ar", accessibility="private")
    code, told = world.publish(capsys)
    assert (told["create"], told["update"], told["withdraw"]) == (0, 0, 1)
    title = world.archive.content.project("covid_19_ar").name.encode()
    assert not [name for name, (text, _) in world.files().items() if title in text]

    world.archive.content = world.archive.content.with_project("covid_19_ar", accessibility="protected")
    code, told = world.publish(capsys)
    assert (told["update"], told["withdraw"]) == (0, 0)
    assert "dataset/covid_19_ar.ttl" in world.files(), "it is back where it was"


def test_a_half_readable_archive_withdraws_nothing(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.publish(capsys)
    before = world.files()
    for path in ("/data/subjects", "/data/projects/tcga_kich/subjects"):
        world.archive.faults.add(Fault(path=path, kind="status", status=500))
    code, told = world.publish(capsys)
    assert code == 9
    assert told["unknown"] >= 1
    assert told["withdraw"] == 0
    assert world.files() == before


def test_a_snapshot_goes_through_a_pipe(world: World, tmp_path: Path) -> None:
    """`img2fair harvest URL -o - | img2fair map -`: the snapshot touches no file of the user's."""
    config, records = str(world.folder / "img2fair.yaml"), str(tmp_path / "records")
    harvest = [sys.executable, "-m", "img2fair", "harvest", "-o", "-", "-c", config]
    mapping = [sys.executable, "-m", "img2fair", "map", "-", "-o", records, "--json", "-c", config]
    with subprocess.Popen(harvest, stdout=subprocess.PIPE) as first:
        second = subprocess.run(mapping, stdin=first.stdout, capture_output=True, text=True, check=True)
    assert json.loads(second.stdout)["projects"] == 4
    assert (tmp_path / "records" / "dataset" / "tcga_kich.ttl").is_file()
    assert not (world.folder / "work").exists()


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["list", "mappings"], "mappings"),
        (["list", "profiles"], "profiles"),
        (["list", "targets"], "targets"),
        (["rule", "I2F-S001"], "I2F-S001"),
        (["rule"], "I2F-M001"),
        (["mapping", "check", "dcat-ap"], "errors"),
    ],
)
def test_one_json_object_on_stdout(arguments: list[str], key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*arguments, "--json"]) == 0
    assert key in json.loads(capsys.readouterr().out)


def test_plan_and_apply_by_file(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.run("harvest", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["projects"] == 4
    assert told["complete"] is True
    assert set(told) == {"projects", "subjects", "sessions", "scans", "complete", "requests"}
    snapshot = str(world.folder / "work" / "snapshot.jsonl")
    assert world.run("map", snapshot) == 0
    assert world.run("plan", "--detailed-exitcode") == 10
    assert not (world.folder / "public").exists(), "planning writes nothing"
    plan = str(world.folder / "work" / "plan.json")
    assert world.run("apply", plan) == 0
    before = world.files()
    assert world.run("apply", plan) == 9, "applied twice"
    assert world.files() == before
    assert world.run("plan", "--detailed-exitcode") == 0


def test_a_project_that_turns_private_between_plan_and_apply_is_not_written(world: World) -> None:
    world.run("harvest")
    world.run("map", str(world.folder / "work" / "snapshot.jsonl"))
    world.run("plan")
    world.archive.content = world.archive.content.with_project("tcga_kich", accessibility="private")
    assert world.run("apply", str(world.folder / "work" / "plan.json")) == 8
    assert not [name for name, (text, _) in world.files().items() if b"tcga_kich" in text]


def test_validate_explain_and_withdraw(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.publish(capsys)
    records = str(world.folder / "work" / "records")
    assert run(["validate", records, "--json"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert report["conforms"] is False
    violations = [finding for finding in report["findings"] if finding["severity"] == "violation"]
    found = [finding for finding in violations if finding["path"] == "http://purl.org/dc/terms/description"]
    assert [f["focus_node"] for f in found] == ["https://xnat.example.org/data/projects/b_mode_and_ceus_liver"]
    assert found[0]["mapping"].startswith("dcat-ap.yaml:")
    assert "Project Description" in json.dumps(found[0])
    assert run(["validate", records, "--fail-on", "never"]) == 0
    capsys.readouterr()
    assert run(["validate", str(world.folder / "public"), "--json"]) == 0, "what is published conforms"
    assert json.loads(capsys.readouterr().out)["checked"] > 5
    assert world.run("explain", "b_mode_and_ceus_liver", "dct:description") == 0
    assert "project.description" in capsys.readouterr().out
    assert world.run("explain", "tcga_kich", "--json") == 0
    explained = json.loads(capsys.readouterr().out)["explanations"]
    values = [entry for entry in explained if entry["value"] is not None]
    assert all(re.match(r"[\w.-]+\.yaml:\d+:\d+$", entry["rule"]) for entry in values), "every triple has its rule"
    own = [record for record in read_records(Path(records)) if record.project == "tcga_kich"]
    assert len(values) == sum(len(record.triples) for record in own)
    assert world.run("explain", "tcga_kich", "dct:nonsense") == 0, "it could answer: there is no rule"
    assert world.run("explain", "tcga_kich", "dct:licence") == 2, "a slip of the pen"
    assert world.run("withdraw", "tcga_kich") == 0
    assert world.run("withdraw", "tcga_kich") == 2, "it is gone already"
    assert world.run("withdraw", "tcga_kitsch") == 2


def mend(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


BadInput = Callable[[World], None]


def _gone(world: World) -> None:
    world.archive.stop()


def _wrong_password(world: World) -> None:
    os.environ["XNAT_PASS"] = "not-it"  # put back by the world's monkeypatch


def _login_page(world: World) -> None:
    world.archive.faults.add(Fault(path="/data/projects", kind="login_page"))


def _short_list(world: World) -> None:
    world.archive.faults.add(Fault(path="/data/projects", kind="shortened"))


def _config(old: str, new: str) -> BadInput:
    def change(world: World) -> None:
        path = world.folder / "img2fair.yaml"
        path.write_text(mend(path.read_text(), old, new))

    return change


def _mapping_with_a_slip(world: World) -> None:
    (world.folder / "own.yaml").write_text(
        "mapping: 1\nextends: dcat-ap\nprofile: dcat-ap\ndataset:\n  fields:\n    dct:title: {from: project.titel}\n"
    )
    _config("mapping: health-ri-core", "mapping: own.yaml")(world)


def _somebody_elses_folder(world: World) -> None:
    shutil.rmtree(world.folder / "public", ignore_errors=True)
    (world.folder / "public").unlink(missing_ok=True)
    (world.folder / "public").mkdir()
    (world.folder / "public" / "thesis.txt").write_text("mine")


BAD: list[tuple[str, BadInput, int, str]] = [
    ("the archive is down", _gone, 4, "connection refused"),
    ("a wrong password", _wrong_password, 5, "refuses the log-in"),
    ("a log-in page", _login_page, 5, "log-in page"),
    ("a list cut short", _short_list, 4, "rows"),
    ("a mapping with a slip", _mapping_with_a_slip, 2, "own.yaml:6:"),
    ("an unknown mapping", _config("mapping: health-ri-core", "mapping: health-ri"), 2, "health-ri-core"),
    ("an unknown profile", _config("work: work", "work: work\nprofiles: [healthri]"), 2, "health-ri-core"),
    ("an unknown entry", _config("work: work", "wrok: work"), 2, "did you mean 'work'"),
    ("somebody else's folder", _somebody_elses_folder, 2, "public"),
]


@pytest.mark.parametrize(("spoil", "code", "message"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input_ends_in_words_and_changes_nothing(
    world: World,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    spoil: BadInput,
    code: int,
    message: str,
) -> None:
    monkeypatch.setenv("XNAT_PASS", "demo")
    world.publish(capsys)
    spoil(world)
    kept = {str(path): path.read_bytes() for path in world.folder.rglob("*") if path.is_file() and path.name != "lock"}
    capsys.readouterr()
    assert world.run("publish", "--yes", "-q") == code
    told = capsys.readouterr()
    assert message in told.err
    assert len(told.err.strip().splitlines()) <= 6
    assert "Traceback" not in told.err
    assert told.out == ""
    now = {str(path): path.read_bytes() for path in world.folder.rglob("*") if path.is_file() and path.name != "lock"}
    changed = {path for path in kept if now.get(path) != kept[path]}
    assert not {path for path in changed if Path(path).parent != world.folder / "work"}
    assert "not-it" not in told.err
    assert told.err.startswith("error: "), "nothing but the error"


LITTLE_ROOM = """
import resource, sys
from img2fair.cli import run
sys.dont_write_bytecode = True  # half a compiled module would fail ever after
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(run(sys.argv[1:]))
"""


def test_a_full_disk_leaves_everything_as_it_was(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A limit on the size of files is a disk that fills up in the middle of a write."""
    world.publish(capsys)
    before = world.files()
    old = (world.folder / "work" / "snapshot.jsonl").read_bytes()
    world.archive.content = world.archive.content.with_project("tcga_kich", name="A new title")
    command = [sys.executable, "-c", LITTLE_ROOM, "publish", "--yes", "-c", str(world.folder / "img2fair.yaml")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 4
    assert "free some room" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert (world.folder / "work" / "snapshot.jsonl").read_bytes() == old
    assert world.files() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["harvest", "ftp://x.org"],
        ["harvest", "https://me:word@x.org"],
        ["validate", "nothing-here.ttl"],
        ["map", "nothing-here.jsonl"],
        ["apply", "nothing-here.json"],
        ["mapping", "check", "nothing-here.yaml"],
        ["list", "nonsense"],
        ["rule", "I2F-X999"],
        ["serve", "nothing-here"],
        ["nonsense"],
    ],
)
def test_slips_on_the_command_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.err
    assert "Traceback" not in told.err
    assert len(told.err.strip().splitlines()) <= 6
    assert "word" not in told.err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    (world.folder / "a-file").write_text("not a folder")
    assert world.run("harvest", "-o", str(world.folder / "a-file" / "s.jsonl")) == 2
    assert "nothing that was there has been changed" in capsys.readouterr().err
    assert (world.folder / "a-file").read_text() == "not a folder"


def test_two_runs_at_once(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with locked(world.folder / "work"):
        assert world.run("publish", "--yes") == 6
    assert f"process {os.getpid()}" in capsys.readouterr().err


def test_without_a_terminal_it_does_not_guess(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.run("publish") == 2
    assert "--yes" in capsys.readouterr().err
    assert not (world.folder / "public").exists()


def test_a_stop_still_withdraws_what_is_private_and_says_so(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Too much would vanish, which stops the run (9); what the archive says is private goes all the same."""
    world.publish(capsys)
    kept = world.archive.content
    gone = kept.only("breast_diagnosis", "covid_19_ar", "b_mode_and_ceus_liver")
    world.archive.content = gone.with_project("covid_19_ar", accessibility="private")
    code, told = world.publish(capsys)
    assert code == 9
    assert told["withdraw"] == 1
    waiting = json.loads((world.folder / "work" / "last-run.json").read_text())["would_withdraw"]
    assert waiting == ["soft_tissue_sarcoma", "tcga_kich"]
    assert "dataset/tcga_kich.ttl" in world.files()
    assert kept.project("covid_19_ar").name.encode() not in b"".join(text for text, _ in world.files().values())


def test_an_archive_read_in_part_withdraws_what_is_private_and_writes_what_is_sure(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with 9 all the same: what was not read stays as it is."""
    world.publish(capsys)
    kept = world.archive.content
    world.archive.content = kept.with_project("covid_19_ar", accessibility="private").with_project(
        "soft_tissue_sarcoma", name="A new title"
    )
    for path in ("/data/subjects", "/data/projects/tcga_kich/subjects"):
        world.archive.faults.add(Fault(path=path, kind="status", status=500))
    before = world.files()
    code, told = world.publish(capsys)
    assert (code, told["withdraw"], told["update"]) == (9, 1, 1)
    written = b"".join(text for text, _ in world.files().values())
    assert kept.project("covid_19_ar").name.encode() not in written
    assert b"A new title" in written
    assert world.files()["dataset/tcga_kich.ttl"][0] == before["dataset/tcga_kich.ttl"][0]


def test_an_archive_that_does_not_list_its_projects_withdraws_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.publish(capsys)
    before = world.files()
    world.archive.content = world.archive.content.with_project("covid_19_ar", accessibility="private")
    _short_list(world)
    assert world.run("publish", "--yes") == 4
    assert world.files() == before


def test_a_stop_names_what_would_vanish_and_what_to_do(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """In the message, in last-run.json, and at the end of a plan."""
    world.publish(capsys)
    before = world.files()
    world.archive.content = world.archive.content.only("breast_diagnosis", "covid_19_ar", "b_mode_and_ceus_liver")
    assert world.run("publish", "--yes") == 9
    assert "2 of 3 datasets would be withdrawn" in (said := capsys.readouterr().err)
    assert "no longer shows their projects: soft_tissue_sarcoma, tcga_kich\n" in said
    assert len(said.strip().splitlines()) <= 6
    kept = json.loads((world.folder / "work" / "last-run.json").read_text())
    assert (kept["exit_code"], kept["would_withdraw"]) == (9, ["soft_tissue_sarcoma", "tcga_kich"])
    assert world.files() == before
    snapshot = str(world.folder / "work" / "snapshot.jsonl")
    assert world.run("map", snapshot) == 0
    assert world.run("plan") == 9
    assert "nothing to do" not in (said := capsys.readouterr().err)
    assert said.strip().endswith("where all 2 are to go: img2fair publish --confirm-withdrawals 2")
    assert world.run("publish", "--yes", "--confirm-withdrawals", "2") in (0, 3)
    assert json.loads((world.folder / "work" / "last-run.json").read_text())["would_withdraw"] == []
    assert world.files() != before


def test_a_study_in_a_portal_is_a_distribution_of_its_dataset(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Catalogue and study name each other: the distribution leads to the study, the study to the catalogue record."""
    path = world.folder / "img2fair.yaml"
    path.write_text(
        path.read_text()
        + "cbioportal:\n  portal: https://portal.example.org\n  catalogue: https://example.org/catalogue\n"
        + "  projects: {tcga_kich: {patient_id: label}}\n"
        + "projects: {tcga_kich: {distributions: {cBioPortal: {byte_size: 4096}}}}\n"
    )
    world.publish(capsys)
    turtle = world.files()["distribution/tcga_kich-cbioportal.ttl"][0].decode()
    assert "<https://portal.example.org/study/summary?id=tcga_kich>" in turtle
    assert "text/tab-separated-values" in turtle
    assert "application/zip" not in turtle
    study = world.folder / "study"
    snapshot = str(world.folder / "work" / "snapshot.jsonl")
    assert world.run("export", "cbioportal", snapshot, "--project", "tcga_kich", "-o", str(study)) == 0
    told = "".join(file.read_text() for file in study.rglob("*") if file.is_file())
    assert "https://example.org/catalogue/dataset/tcga_kich" in told


def test_a_changed_choice_wants_a_harvest(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A project that was withdrawn and is excluded since is in the snapshot still: a plan of it would show it again."""
    world.publish(capsys)
    assert world.run("withdraw", "tcga_kich") == 0
    assert "exclude: {projects: [tcga_kich]}" in capsys.readouterr().err
    config = world.folder / "img2fair.yaml"
    config.write_text(config.read_text().replace("archive: {", "archive: {exclude: {projects: [tcga_kich]}, "))
    assert world.run("plan") == 9
    assert "run img2fair harvest" in capsys.readouterr().err
    assert world.run("map", str(world.folder / "work" / "snapshot.jsonl")) == 0
    assert "img2fair harvest" in capsys.readouterr().err
    assert world.run("harvest") == 0
    assert world.run("map", str(world.folder / "work" / "snapshot.jsonl")) == 0
    assert "img2fair harvest" not in capsys.readouterr().err
    assert world.run("plan", "--json") == 0
    assert json.loads(capsys.readouterr().out)["site"]["create"] == 0
