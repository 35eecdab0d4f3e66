"""F-UJI's metrics as far as metadata decide them."""

from pathlib import Path
from typing import TypedDict, cast

import pytest
from ruamel.yaml import YAML

from img2fair.rdf import from_text
from img2fair.report.described import described_of_graph, sheets
from img2fair.report.fair import CHECKS, UNDECIDED, failures
from img2fair.report.page_words import Speech
from tests.report.catalogue import PREFIXES, catalogue, key_of, lacks


class Case(TypedDict, total=False):
    mends: str
    also: list[str]
    dataset: str
    distribution: str


CASES = cast("list[Case]", YAML(typ="safe").load(Path(__file__).parent.parent / "cases" / "fair.yaml"))
ALWAYS = {"FsF-F1-01MD", "FsF-I1-01M", "FsF-R1.3-01M"}
"""What a dcat:Dataset with an IRI cannot fail."""


def failing(dataset: str = "", distribution: str = "") -> set[str]:
    text = f"""@prefix adms: <http://www.w3.org/ns/adms#> . {PREFIXES}
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <https://x.org/1> a dcat:Dataset; dcat:distribution <https://x.org/1/d> {";" + dataset if dataset else ""} .
    <https://x.org/1/d> a dcat:Distribution {";" + distribution if distribution else ""} ."""
    return {one.code for one in failures(sheets(described_of_graph(from_text(text))))}


def test_of_a_dataset_without_words_all_is_wanting() -> None:
    assert failing() == {check.code for check in CHECKS} - ALWAYS


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("dataset", case.get("distribution")))
def test_what_is_said_mends_what_it_should(case: Case) -> None:
    mended = failing() - failing(case.get("dataset", ""), case.get("distribution", ""))
    assert mended == {code for code in (case["mends"], *case.get("also", ())) if code}


def test_a_dataset_without_any_address_has_no_unique_identifier() -> None:
    (sheet,) = sheets(described_of_graph(from_text(f"{PREFIXES} [] a dcat:Dataset ; dct:identifier 'P1' .")))
    assert "FsF-F1-01MD" in {one.code for one in failures([sheet])}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_each_failure_tells_its_dataset_and_why(language: str) -> None:
    say = Speech(language)
    found = failures(sheets(catalogue(6)))
    core = {one.key: say(one.reason[0], **one.reason[1]) for one in found if one.code == "FsF-F2-01M"}
    assert set(core) == {key_of(number) for number in range(6) if lacks(number, "dct:description")}
    assert all("dct:description" in reason for reason in core.values())
    assert all(say(one.reason[0], **one.reason[1]) and say(one.code) for one in found)


def test_what_only_a_server_decides_is_never_passed() -> None:
    assert not {check.code for check in CHECKS} & set(UNDECIDED)
