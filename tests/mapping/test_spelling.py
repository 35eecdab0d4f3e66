"""Properties that look like slips of the pen are warned of by ``mapping check``; those of shipped mappings do not."""

from pathlib import Path

import pytest

from img2fair.assets import names
from img2fair.cli import run
from img2fair.mapping import load_mapping
from img2fair.spelling import doubtful_properties

LAYERS = {"analytics", "eucaim"}


@pytest.mark.parametrize("name", names("mappings", ".yaml"))
def test_shipped_mappings_have_no_slip(name: str) -> None:
    mapping = load_mapping(("health-ri-core", name) if name in LAYERS else name)
    assert doubtful_properties(mapping) == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("dct:titel", "dct:title"), ("dcat:keywords", "dcat:keyword"), ("dct:licence", "dct:license"),
     ("healthdcatap:numberOfRecord", "healthdcatap:numberOfRecords")],
)  # fmt: skip
def test_a_slip_is_warned_of_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, meant: str
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(f"mapping: 1\nextends: dcat-ap\ndataset:\n  fields:\n    {written}: {{from: project.name}}\n")
    assert run(["mapping", "check", str(file)]) == 0
    assert (
        f"own.yaml:5:5: no profile knows the property '{written}'; did you mean '{meant}'?" in capsys.readouterr().err
    )


@pytest.mark.parametrize("written", ["ex:title", "dct:accrualMethod", "dct:mediator"])
def test_other_terms_are_nobodys_business(tmp_path: Path, written: str) -> None:
    file = tmp_path / "own.yaml"
    head = "mapping: 1\nextends: dcat-ap\nprefixes: {ex: 'https://example.org/ns#'}\n"
    file.write_text(f"{head}dataset: {{fields: {{{written}: {{from: project.name}}}}}}\n")
    assert doubtful_properties(load_mapping(str(file))) == ()
