"""The worked example of the researcher's page is true: its commands are run, and say what it says they do."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from img2fair.assets import find_folder
from img2fair.cli import run
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.demo.fdp import DemoFdp
from img2fair.demo.world import write_config

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "researcher.md").read_text(encoding="utf-8")
PROJECT = "pseudo_phi_dicom_data"


def steps() -> Iterator[tuple[list[str], str]]:
    """Yield each command of ours and what the page says that it tells."""
    for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for said in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = said.partition("\n")
            if command.startswith("img2fair ") and "demo" not in command.split():
                yield shlex.split(command)[1:], output


def snippets() -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_worked_example(
    content: ArchiveContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("XNAT_USER", "XNAT_PASS"):
        monkeypatch.setenv(name, "demo")
    monkeypatch.chdir(tmp_path)
    with DemoArchive(content.only(PROJECT)) as archive, DemoFdp() as fdp:
        write_config(tmp_path, archive, fdp)
        told = [(words, run(words), capsys.readouterr().err, output) for words, output in steps()]
    assert [code for _, code, _, _ in told] == [0, 0, 2, 0]
    for words, _, said, output in told:
        assert said.strip() == output.strip(), " ".join(words)
    drafted, decided = snippets()
    assert drafted in (tmp_path / "draft.yaml").read_text("utf-8")
    assert decided in (find_folder("templates") / "demo" / "harmonisation.yaml").read_text("utf-8")
    assert (tmp_path / "study.report" / "harmonisation.html").is_file()
