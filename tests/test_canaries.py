"""Every field of the archive holds a word of its own; only those that the mapping names come out, anywhere."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from img2fair import pipeline
from img2fair.assets import find_folder
from img2fair.cli import run
from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.content import ArchiveContent
from img2fair.model.record_files import read_records
from tests.test_flow import CONFIG

CANARY = re.compile(r"Cnry[0-9a-f]{10}|CNRY[0-9A-F]{10}|cnry[0-9a-f]{10}")
KEPT = re.compile(
    # what the server needs to stay itself: ids of projects, forms and their keys, access, XNAT's own types
    r"forms/.*|projects/[^/]+/(id|accessibility|sources/.*)|.*/xsi_type|projects/[^/]+/custom_fields/[^/]+"
)
MAPPED = {
    # in the words of the content's paths; everything else in the archive stays inside
    "name", "secondary_id", "description", "keywords", "aliases/#",
    "pi/title", "pi/firstname", "pi/lastname", "pi/institution",
    "investigators/#/title", "investigators/#/firstname", "investigators/#/lastname", "investigators/#/institution",
    "publications/#/doi", "publications/#/uri",
    "subjects/sessions/scans/modality", "subjects/sessions/scans/body_part_examined",
    "subjects/sessions/scans/resources/#/label",
}  # fmt: skip
PRIVATE = "breast_diagnosis"
RICH = "pseudo_phi_dicom_data"
"""The project with people, headers, assessors and tables of every kind."""

SHIPPED = "\n".join((find_folder("mappings") / f"{name}.yaml").read_text() for name in ("dcat-ap", "health-ri-core"))
ANSWERS = set(re.findall(r"\bform\.(\w+(?:\.\w+)?)", SHIPPED))
MEMBERS = set(re.findall(r"\bit\.(\w+)", SHIPPED))
UNNAMED = {
    # answers that no rule names: alone, in a group of their own, and within groups of which rules name other members
    "internal_note": "x",
    "reviewer": {"name": "x", "email": "x"},
    "history": [{"who": "x"}, "x"],
}
UNNAMED_MEMBER = "private_phone"


def named(kind: str) -> bool:
    """Whether a rule of the shipped mappings names a field: for an answer of a form, its key and that of its group."""
    if not kind.startswith("custom_fields/"):
        return kind in MAPPED
    key, *member = [part for part in kind.split("/")[2:] if part != "#"]
    known = key in {answer.partition(".")[0] for answer in ANSWERS}
    return known and all(one in MEMBERS or f"{key}.{one}" in ANSWERS for one in member)


def with_unnamed_answers(content: ArchiveContent, project: str) -> ArchiveContent:
    """The content with answers in a project's form that no rule names."""

    def more(answer: Any) -> Any:
        if isinstance(answer, list):
            return [more(item) for item in answer]
        return {**answer, UNNAMED_MEMBER: "x"} if isinstance(answer, dict) else answer

    ((uuid, answers),) = content.project(project).custom_fields.items()
    assert isinstance(answers, dict)
    filled = {key: more(answer) for key, answer in answers.items()} | UNNAMED
    return content.with_project(project, custom_fields={uuid: filled})


def kind(path: str) -> str:
    """Return the kind of a field: its path without the ids of subjects, sessions and scans, and without its project."""
    inside = "/".join(path.split("/")[2:])
    inside = re.sub(r"(subjects|sessions|scans)/[^/]+/", r"\1/", inside)
    return re.sub(r"(?<=/)\d+(?=/|$)", "#", inside)


class Canaries:
    """One word for each kind of field of each project."""

    def __init__(self) -> None:
        self.of: dict[str, tuple[str, str]] = {}

    def plant(self, path: str, value: str) -> str:
        if KEPT.fullmatch(path):
            return value
        project = path.split("/")[1]
        word = "Cnry" + sha256(f"{project} {kind(path)}".encode()).hexdigest()[:10]
        self.of[word.casefold()] = (project, kind(path))
        ids = kind(path).endswith(("/id", "/uid", "/label")) and "resources" not in path
        suffix = sha256(path.encode()).hexdigest()[:6] if ids else ""
        return f"{word}{suffix}"

    def seen_in(self, text: str) -> set[tuple[str, str]]:
        return {self.of[found.casefold()] for found in CANARY.findall(text)}


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture
def folder(
    content: ArchiveContent, canaries: Canaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    monkeypatch.setenv("XNAT_USER", "demo")
    monkeypatch.setenv("XNAT_PASS", "demo")
    kept = content.only("icdc_glioma", "qin_prostate_repeatability", "tcga_brca", "cmb_pca", PRIVATE)
    kept = with_unnamed_answers(kept, "tcga_brca")
    with DemoArchive(kept.map_text(canaries.plant)) as archive:
        config = CONFIG.format(url=archive.url).replace("work: work", "work: work\nblock_on: never")
        (tmp_path / "img2fair.yaml").write_text(config)
        yield tmp_path


def outputs(folder: Path) -> str:
    """Return everything that was written, but the snapshot, which is private."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "snapshot.jsonl"]
    assert len(files) > 20
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_only_mapped_fields_come_out(folder: Path, canaries: Canaries, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(folder / "img2fair.yaml")
    run(["publish", "--yes", "-vv", "--debug", "-c", config])
    run(["validate", str(folder / "work" / "records"), "--format", "html", "-o", str(folder / "report.html")])
    run(["validate", str(folder / "work" / "records")])
    for dataset in ("icdc_glioma", "tcga_brca"):
        run(["explain", dataset, "-c", config])
        study = ["-o", str(folder / "studies" / dataset), "--project", dataset, "-c", config]
        assert run(["export", "cbioportal", str(folder / "work" / "snapshot.jsonl"), *study]) == 0
    told = capsys.readouterr()
    everything = outputs(folder) + told.out + told.err
    seen = canaries.seen_in(everything)
    assert not {what for what in seen if what[0] == PRIVATE}, "nothing of a private project"
    kinds = {what for _, what in seen}
    assert {"name", "description", "pi/lastname"} <= kinds, "the test looks where there is something to see"
    assert not {what for what in kinds if not named(what)}
    assert len(canaries.of) >= 200


def test_answers_that_no_rule_names_stay_inside(
    folder: Path, canaries: Canaries, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = {what for _, what in canaries.of.values() if what.startswith("custom_fields/") and not named(what)}
    assert {what.split("/")[2] for what in planted} >= {*UNNAMED, "publisher", "contact_point", "creator_grid"}
    assert sum(what.endswith(UNNAMED_MEMBER) for what in planted) >= 3
    run(["publish", "--yes", "-vv", "--debug", "-c", str(folder / "img2fair.yaml")])
    told = capsys.readouterr()
    seen = {what for _, what in canaries.seen_in(outputs(folder) + told.out + told.err)}
    assert not seen & planted
    assert {what.split("/")[2] for what in seen if what.startswith("custom_fields/")} >= {"title", "publisher"}


def test_a_crash_tells_nothing(
    folder: Path, canaries: Canaries, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> object:
        raise RuntimeError(f"broken with {arguments!r}")

    monkeypatch.setattr(pipeline, "map_project", broken)
    code = run(["publish", "--yes", "-vv", "--debug", "-c", str(folder / "img2fair.yaml")])
    told = capsys.readouterr()
    assert code == 1
    assert "RuntimeError" in told.err
    assert "Project(id=" in told.err, "what broke is named, sealed values are not"
    assert not canaries.seen_in(told.out + told.err)
    assert sys.exc_info() == (None, None, None)


def test_a_snapshot_that_does_not_parse_is_not_quoted(
    folder: Path, canaries: Canaries, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot = folder / "work" / "snapshot.jsonl"
    assert run(["harvest", "-c", str(folder / "img2fair.yaml")]) == 0
    text = snapshot.read_text()
    assert canaries.seen_in(text)
    snapshot.write_text(text.replace('"subjects":[', '"subjects":[[', 1))
    assert run(["map", str(snapshot), "--debug", "-c", str(folder / "img2fair.yaml")]) == 2
    told = capsys.readouterr()
    assert not canaries.seen_in(told.out + told.err)


DEEP = ("--full", "--clinical", "--deid-evidence", "-vv", "--debug")
READABLE = re.compile(r".*/resources/\d+/label|.*/files/\d+/name|.*/files/\d+/header/0020000[DE]")
"""Names by which files are found: without them no header and no table is read."""


@dataclass
class Rich:
    """The project with everything, planted; its access can be changed."""

    archive: DemoArchive
    folder: Path
    canaries: Canaries

    def run(self, *arguments: str) -> int:
        return run([*arguments, "-c", str(self.folder / "img2fair.yaml")])

    def make(self, access: str) -> None:
        self.archive.content = self.archive.content.with_project(RICH, accessibility=access)

    def snapshot(self) -> str:
        return (self.folder / "work" / "snapshot.jsonl").read_text()


@pytest.fixture(scope="module")
def planted(content: ArchiveContent) -> tuple[ArchiveContent, Canaries]:
    canaries = Canaries()

    def plant(path: str, value: str) -> str:
        return value if READABLE.fullmatch(path) and f"projects/{RICH}/" in path else canaries.plant(path, value)

    kept = content.only(RICH, "tcga_kich").map_text(plant)
    ours = [replace(user, roles={**user.roles, RICH: "Owners"}) for user in kept.users if user.login == "demo"]
    return replace(kept, users=tuple(ours)), canaries


@pytest.fixture
def rich(planted: tuple[ArchiveContent, Canaries], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rich]:
    monkeypatch.setenv("XNAT_USER", "demo")
    monkeypatch.setenv("XNAT_PASS", "demo")
    with DemoArchive(planted[0], strict=True) as archive:
        config = CONFIG.format(url=archive.url).replace("archive: {", 'archive: {tables: ["*.csv", "*.json"], ')
        (tmp_path / "img2fair.yaml").write_text(config)
        yield Rich(archive, tmp_path, planted[1])


def told_beside_the_snapshot(rich: Rich, capsys: pytest.CaptureFixture[str]) -> str:
    """Everything written and said, but the project lines of snapshots; their headers are looked at."""
    told = capsys.readouterr()
    files = [path for path in rich.folder.rglob("*") if path.is_file()]
    assert all(path.stat().st_mode & 0o077 == 0 for path in files if "snapshot" in path.name)
    texts = [path.read_text("utf-8", "replace") for path in files]
    shown = [
        text.partition("\n")[0] if "snapshot" in path.name else text for path, text in zip(files, texts, strict=True)
    ]
    names = [str(path.relative_to(rich.folder)) for path in files]
    return "\n".join((*shown, *names, told.out, told.err))


BROKEN = {
    "nothing": (),
    "every object": (Fault(path="/data/experiments/[^/]+", kind="status", status=500),),
    "every subject": (Fault(path="/data/subjects/.*", kind="bad_json"),),
    "the lists of people": (Fault(path=f"/data/projects/{RICH}/subjects", kind="wrong_type"),),
    "resources": (Fault(path=".*/resources.*", kind="status", status=500),),
    "files": (Fault(path=".*/files/.*", kind="truncated"),),
    "headers": (Fault(path="/data/services/dicomdump", kind="status", status=500),),
    "assessors": (Fault(path="/data/experiments/[^/]+/assessors", kind="html_500"),),
    "forms": (Fault(path="/xapi/custom-fields/.*", kind="status", status=403),),
}


@pytest.mark.parametrize(
    ("access", "faults"), [("protected", ()), *(("private", faults) for faults in BROKEN.values())]
)
def test_a_deep_harvest_tells_nothing_of_people(
    rich: Rich, capsys: pytest.CaptureFixture[str], access: str, faults: tuple[Fault, ...]
) -> None:
    rich.make(access)
    for fault in faults:
        rich.archive.faults.add(fault)
    code = rich.run("harvest", *DEEP, "--project", RICH)
    everything = told_beside_the_snapshot(rich, capsys)
    assert "GET /data/experiments/*" in everything, "the test looks where there is something to see"
    assert not rich.canaries.seen_in(everything)
    if not faults:
        kinds = {kind for _, kind in rich.canaries.seen_in(rich.snapshot())}
        assert code == 0
        assert {"subjects/label", "subjects/sessions/label", "subjects/sessions/acquisition_site"} <= kinds, kinds


def test_a_private_project_read_for_an_export_is_never_published(
    rich: Rich, capsys: pytest.CaptureFixture[str]
) -> None:
    rich.make("private")
    assert rich.run("harvest", *DEEP, "--project", RICH) == 0
    assert f'"id":"{RICH}","visibility":"private"' in rich.snapshot()
    snapshot = str(rich.folder / "work" / "snapshot.jsonl")
    assert rich.run("map", snapshot, "-vv", "-o", str(rich.folder / "work" / "records")) == 0
    assert not [record for record in read_records(rich.folder / "work" / "records") if record.project]
    rich.run("validate", str(rich.folder / "work" / "records"))
    rich.run("plan", "-vv")
    assert rich.run("explain", RICH) != 0
    assert not rich.canaries.seen_in(told_beside_the_snapshot(rich, capsys))
    assert rich.run("export", "cbioportal", snapshot, "--project", RICH, "-o", str(rich.folder / "study")) == 0
    assert (rich.folder / "study" / "meta_study.txt").is_file()


def test_nothing_of_a_private_project_is_asked_for_or_kept(rich: Rich, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where a deep harvest of it was just there, or broke off and left what it had read."""
    rich.make("private")
    assert rich.run("harvest", *DEEP, "--project", RICH) == 0
    kept = rich.snapshot()
    (rich.folder / "work" / ".snapshot.jsonl.partial").write_text(kept)
    (rich.folder / "work" / ".snapshot.jsonl.partial").chmod(0o600)
    rich.archive.requests.clear()
    ids = re.findall(r"Cnry[0-9a-f]{16}", kept)
    assert ids
    code = rich.run("publish", "--yes", "-vv", "--debug")
    assert code in (0, 3)
    asked = "\n".join(f"{record.path}?{record.query}" for record in rich.archive.requests)
    assert RICH not in asked
    assert not [id_ for id_ in ids if id_ in asked]
    assert not {what for project, what in rich.canaries.seen_in(rich.snapshot()) if project == RICH}
    told = told_beside_the_snapshot(rich, capsys)
    assert not {what for project, what in rich.canaries.seen_in(told) if project == RICH}
    assert not list((rich.folder / "work").glob(".*.partial"))
    assert not [
        path for path in (rich.folder / "public").rglob("*") if path.is_file() and RICH in path.read_text("utf-8")
    ]
