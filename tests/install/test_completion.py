"""What a shell completes: commands, options, and the ids of projects that may be published; and it never talks."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from img2fair.assets import names
from img2fair.cli import run
from img2fair.cli.completing import mappings, profiles
from img2fair.cli.completion import SHELLS
from img2fair.demo.archive import DemoArchive
from img2fair.project_ids import FILE, known_projects, remember_projects
from img2fair.shacl import list_profiles

BIN = Path(sys.executable).parent
KNOWN = ["ABC", "TCGA_1", "TCGA_2"]
BASH = """
source <(img2fair completion bash)
COMP_WORDS=(img2fair "$@"); COMP_CWORD=$#; COMPREPLY=()
compopt() { echo "$*"; }
_img2fair_completion img2fair
echo "${COMPREPLY[*]}"
"""
LINES: dict[str, str] = {
    "har": "harvest",
    "preview ": "ABC TCGA_1 TCGA_2",
    "preview T": "TCGA_1 TCGA_2",
    "withdraw A": "ABC",
    "explain TCGA_2": "TCGA_2",
    "harvest --project A": "ABC",
    "export cbioportal snapshot.jsonl --project A": "ABC",
    "plan --ours a": "all",
    "publish --ours T": "TCGA_1 TCGA_2",
    "preview -c other.yaml ": "OTHER",
    "preview -c several.yaml ": "DELFT LEIDEN",
    "preview -c several.yaml#leiden ": "LEIDEN",
    "preview -c nowhere/img2fair.yaml ": "",
    "rule i2f-p00": "I2F-P001",
    "validate --profile healthdcat": "healthdcat-ap",
    "validate --fail-on w": "warning",
    "map snapshot.jsonl --mapping fdp": "fdp-default",
    "map snapshot.jsonl --mapping ./own": "-o default",
    "mapping check euc": "eucaim",
    "completion ": "bash zsh fish",
}
WORK = {
    "": ".img2fair",
    "work: store\n": "store",
    "archive: {url: x}\nwork:   store # here\ntargets: {}\n": "store",
    'work: "my store"\n': "my store",
    "work: 'my store'  # here\n": "my store",
    "# work: other\nmapping: x\n": ".img2fair",
    "archive:\n  work: other\n": ".img2fair",
    "work: ../store/here\n": "../store/here",
    "work:\n  - broken\n": ".img2fair",
    "work: {broken: yes}\n": ".img2fair",
    "\ufeffwork: store\r\nmapping: x\r\n": "store",
    "work: store#1\n": "store#1",
    "work: 'my store'\t# here\n": "my store",
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with configs, and work folders in which harvests left something."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    remember_projects(tmp_path / ".img2fair", KNOWN, KNOWN, whole=True)
    (tmp_path / "other.yaml").write_text("work: other\n")
    remember_projects(tmp_path / "other", ["OTHER"], ["OTHER"], whole=True)
    (tmp_path / "several.yaml").write_text("work: several\n")
    for name in ("leiden", "delft"):
        remember_projects(tmp_path / "several" / name, [name.upper()], [name.upper()], whole=True)
    return tmp_path


def asked(line: str, instruction: str = "bash_complete") -> subprocess.CompletedProcess[str]:
    words = f"img2fair {line}"
    said = {"_IMG2FAIR_COMPLETE": instruction, "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    return subprocess.run([BIN / "img2fair"], env={**os.environ, **said}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("line", "completed"), LINES.items(), ids=LINES)
def test_bash_completes(line: str, completed: str, place: Path) -> None:
    command = ["bash", "--norc", "-c", BASH, "bash", *line.split(" ")]
    ended = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True)
    assert (ended.stdout.split(), ended.stderr) == (completed.split(), "")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_one_that_its_shell_reads(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script, told = capsys.readouterr()
    assert told == ""
    assert script.startswith("#compdef img2fair\n" if shell == "zsh" else "# Completion of img2fair")
    assert f"img2fair completion {shell} > ~/" in script
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=script, text=True, check=False).returncode == 0


@pytest.mark.parametrize("broken", ["folder", "noise", "gone", "closed", "link", "pipe"])
def test_whatever_lies_there_it_does_not_talk(broken: str, place: Path) -> None:
    file = place / ".img2fair" / FILE
    file.unlink()
    match broken:
        case "folder":
            file.mkdir()
        case "noise":
            file.write_bytes(b"\xff\xfe\x00$(touch ran)\n*\n; ls\nA B\n")
        case "gone":
            shutil.rmtree(place / ".img2fair")
        case "pipe":
            os.mkfifo(file)
        case "closed":
            (place / "img2fair.yaml").mkdir()
        case _:
            file.symlink_to(file)
    ended = asked("preview ")
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "", "")
    assert not (place / "ran").exists()


def test_a_broken_installation_is_silent_too(place: Path) -> None:
    ended = subprocess.run(
        [BIN / "img2fair"],
        env={**os.environ, "_IMG2FAIR_COMPLETE": "bash_complete", "COMP_WORDS": "img2fair pre", "COMP_CWORD": "one"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("", "")


def test_nothing_heavy_is_loaded_while_somebody_types(place: Path) -> None:
    code = "import sys\nfrom img2fair.cli import run\ntry:\n run([])\nfinally:\n print(*sys.modules, file=sys.stderr)"
    said = {"_IMG2FAIR_COMPLETE": "bash_complete", "COMP_WORDS": "img2fair preview T", "COMP_CWORD": "2"}
    ended = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **said}, capture_output=True, text=True, check=True
    )
    assert "TCGA_1" in ended.stdout
    loaded = {name.partition(".")[0] for name in ended.stderr.split()}
    assert not loaded & {"jinja2", "pydantic", "pyoxigraph", "rdflib", "requests", "ruamel", "yaml", "logging"}


@pytest.mark.parametrize(("config", "work"), WORK.items())
def test_the_work_folder_is_found_without_yaml(config: str, work: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "img2fair.yaml").write_text(config, encoding="utf-8", newline="")
    remember_projects(tmp_path / "in" / work, ["FOUND"], ["FOUND"], whole=True)
    assert known_projects(tmp_path / "in" / "img2fair.yaml") == ("FOUND",)


def test_a_harvest_of_some_leaves_the_others_and_forgets_the_private(tmp_path: Path) -> None:
    remember_projects(tmp_path, ["A", "B", "C"], ["A", "B", "C"], whole=True)
    remember_projects(tmp_path, ["A"], ["A", "B"], whole=False)
    assert (tmp_path / FILE).read_text() == "A\nC\n"
    remember_projects(tmp_path, ["D", "a b", "x;y", "*", "", "--yes"], ["D"], whole=True)
    assert (tmp_path / FILE).read_text() == "D\n", "what cannot be typed without quotes, or is an option, is left out"
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_harvest_keeps_ids_of_publishable_projects_only(content: Any, place: Path) -> None:
    hidden, shown = "icdc_glioma", "tcga_kich"
    with DemoArchive(content.only(hidden, shown)) as archive:
        (place / "img2fair.yaml").write_text(f"archive: {{url: '{archive.url}'}}\n")
        assert run(["harvest", "-q"]) == 0
        assert (place / ".img2fair" / FILE).read_text().split() == [hidden, shown]
        archive.content = archive.content.with_project(hidden, accessibility="private")
        assert run(["harvest", "-q"]) == 0
    assert (place / ".img2fair" / FILE).read_text().split() == [shown]


def test_names_are_those_of_what_ships() -> None:
    context, parameter = click.Context(click.Command("validate")), click.Option(["--profile"])
    assert sorted(item.value for item in profiles(context, parameter, "")) == [name for name, *_ in list_profiles()]
    assert [item.value for item in mappings(context, parameter, "")] == names("mappings", ".yaml")
