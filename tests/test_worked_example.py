"""The worked example of the researcher's page is true: its commands are run, and say what it says they do."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from img2fair.assets import find_folder
from img2fair.cbioportal.harmonisation import read_decisions
from img2fair.cli import run
from img2fair.clinical.decisions import Decide, Kind
from img2fair.config import StudyEntry, load_config
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.demo.fdp import DemoFdp
from img2fair.demo.world import write_config
from img2fair.publication import export_order

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "researcher.md").read_text(encoding="utf-8")
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


def test_the_yaml_of_the_harmonisation_page_is_read(tmp_path: Path) -> None:
    page = (DOCS / "harmonisation.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    file = tmp_path / "brain1.yaml"
    file.write_text("schema: img2fair/harmonisation\nversion: 1\nproject: BRAIN1\n" + "".join(blocks), "utf-8")
    decisions = read_decisions(file, "BRAIN1")
    assert [field.path for field in decisions.fields] == ["subjects.variables.stage"]
    assert decisions.baseline.fields
    assert len(decisions.tables) == 2
    assert decisions.assays[0].prefix == "RADIOMICS_MR_T1C_TUMOR"
    kinds = set(re.findall(r"`(\w+)`", page[page.index("| `as` |") : page.index("| `unit`")]))
    assert {kind.value for kind in Kind} <= kinds


def test_the_short_file_of_the_how_to_keeps_what_it_names_and_drops_the_rest(tmp_path: Path) -> None:
    page = (DOCS / "how-to" / "export-a-cohort.md").read_text(encoding="utf-8")
    lines = page[page.index("    schema: img2fair/harmonisation") :].split("\n\n")[0].splitlines()
    file = tmp_path / "brain1.yaml"
    file.write_text("".join(f"{line[4:]}\n" for line in lines), "utf-8")
    decisions = read_decisions(file, "BRAIN1")
    for path in ("subjects.sex", "subjects.age", "subjects.variables.diagnosis"):
        assert (own := decisions.of(path)) is not None and own.decide is Decide.EXPORT
    for path in ("subjects.variables.stage", "sessions.visit", "tables.psa.csv.psa"):
        assert (own := decisions.of(path)) is not None and own.decide is Decide.DROP


def test_the_config_of_the_export_page_is_read(tmp_path: Path) -> None:
    page = (DOCS / "cbioportal.md").read_text(encoding="utf-8")
    block = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[0]
    (tmp_path / "img2fair.yaml").write_text(f"archive: {{url: 'https://xnat.example.org'}}\n{block}", "utf-8")
    order = export_order(load_config(tmp_path / "img2fair.yaml"), "BRAIN1")
    assert order.mapping == tmp_path / "brain1.yaml"
    assert order.study.study == "gbm_example_2026"
    told = set(StudyEntry.model_fields) - {"record", "sample_table", "reference_genome"}
    assert {name for name in told if f"      {name}:" not in block} == set()
