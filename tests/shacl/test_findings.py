"""Every code has a golden finding: words, place to mend, and one finding for one cause."""

from typing import Any

import pytest
from ruamel.yaml import YAML

from img2fair.findings import Finding, Report
from img2fair.rdf import shorten
from img2fair.shacl import RULES, load_profile, validate_groups
from img2fair.shacl.records import Group
from tests.shacl.cases import CASES, changed, group, lgg, short

SEEN: list[dict[str, Any]] = YAML(typ="safe").load(CASES / "findings.yaml")


def told(finding: Finding) -> dict[str, Any]:
    """A finding as the cases write it."""
    every = {
        "code": finding.code.removeprefix("I2F-"),
        "severity": finding.severity.value,
        "on": short(finding.focus),
        "property": shorten(finding.property),
        "message": finding.message,
        "value": finding.value,
        "profile": finding.profile,
        "mapping": finding.mapping,
        "where": [str(place) for place in finding.where],
        "who": finding.who,
    }
    return {name: value for name, value in every.items() if value not in (None, [], "")}


def check(records: Group, name: str = "health-ri-core") -> Report:
    return validate_groups([records], [load_profile(name)])


def test_a_good_dataset_has_no_finding() -> None:
    report = check(group(lgg()))
    assert report.findings == ()
    assert report.conforms
    assert report.profiles == ("dcat-ap", "health-ri-core")
    assert report.checked == ("https://xnat.example.org/lgg", "https://xnat.example.org/lgg-dicom")
    assert dict(report.titles)["https://xnat.example.org/lgg"] == "Glioma LGG"


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case["name"])
def test_finding(case: dict[str, Any]) -> None:
    records = group(changed(lgg(), case["change"]), case.get("origins"), case.get("gaps"))
    report = check(records, case.get("profile", "health-ri-core"))
    assert [told(finding) for finding in report.findings] == case["expect"]


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case["name"])
def test_no_blank_node_is_shown_and_every_finding_has_a_cure(case: dict[str, Any]) -> None:
    report = check(group(changed(lgg(), case["change"])), case.get("profile", "health-ri-core"))
    for finding in report.findings:
        shown = f"{finding.message} {finding.focus} {finding.value} {finding.shape} {finding.cure}"
        assert "_:" not in shown and "urn:img2fair" not in shown and "nothing1" not in shown
        assert finding.cure and finding.code in RULES and finding.key in report.checked


def test_every_code_has_a_case_or_a_test_of_its_own() -> None:
    """The last three need shapes of another kind: test_words.py and test_rooms.py have them."""
    codes = {f"I2F-{finding['code']}" for case in SEEN for finding in case["expect"]}
    assert codes == set(RULES) - {"I2F-S011", "I2F-S090", "I2F-S099"}


def test_what_would_do_is_told_in_both_languages() -> None:
    (finding,) = check(group(changed(lgg(), [["x:lgg", "dcat:theme"]]))).findings
    assert finding.options("en")[0][1] == "Health"
    assert finding.options("nl")[0][1] == "Gezondheid"
    assert [iri for iri, _ in finding.options("nl")] == [iri for iri, _ in finding.options("en")]
