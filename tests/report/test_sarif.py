"""SARIF, checked by hand against the OASIS specification 2.1.0 (the section numbers)."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings

from img2fair.findings import Place, Report, RuleText, Severity
from img2fair.report.sarif import FINGERPRINT, to_sarif
from tests.report.findings import GAP, NOTHING, REPORTS, evil, gaps, report
from tests.sizes import size

RULE = RuleText("I2F-S001", "A value is missing", "Why.", "Fill it.", ("Een waarde ontbreekt", "Waarom.", "Vul in."))
URI = re.compile(r"([A-Za-z0-9/\-._~:@!$&'()*+,;=]|%[0-9A-F]{2})+")
"""A path of a URI: RFC 3986, section 3.3."""


def log(made: Report, **more: Any) -> dict[str, Any]:
    run = json.loads(to_sarif(made, **more))["runs"][0]
    assert isinstance(run, dict)
    return run


def check(run: dict[str, Any]) -> None:
    """What the specification demands of the properties that are used."""
    assert run["tool"]["driver"]["name"]  # 3.19.8
    assert run["columnKind"] == "unicodeCodePoints"  # 3.14.17
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules)) or any(not rule for rule in rules)  # 3.49.3
    for result in run["results"]:
        assert result["level"] in ("error", "warning", "note")  # 3.27.10
        assert rules[result["ruleIndex"]] == result["ruleId"]  # 3.27.6
        assert isinstance(result["message"]["text"], str)  # 3.27.11
        assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"][FINGERPRINT])  # 3.27.17
        for location in result["locations"]:
            physical = location.get("physicalLocation")
            if physical:
                assert URI.fullmatch(physical["artifactLocation"]["uri"])  # 3.4.3
                assert all(number > 0 for number in physical.get("region", {}).values())  # 3.30.5, 3.30.6


def test_the_log_says_what_it_is() -> None:
    whole = json.loads(to_sarif(NOTHING))
    assert whole["version"] == "2.1.0" and whole["$schema"].endswith("sarif-schema-2.1.0.json")
    assert whole["runs"][0]["results"] == []
    check(whole["runs"][0])


def test_a_finding_is_a_result_at_the_rule_of_the_mapping() -> None:
    (result,) = log(gaps("LGG"))["results"]
    assert (result["ruleId"], result["level"]) == ("I2F-S001", "error")
    assert result["message"]["text"].splitlines() == [
        "dataset 'Glioma LGG' has no theme",
        'where: XNAT: project LGG > Custom form "HRI dataset" > field "Theme" <https://xnat.example.org/p/LGG>',
        "where: img2fair.yaml: defaults.theme",
        "mapping: mapping.yaml:41:9",
        "mend: Choose one.",
    ]
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "mapping.yaml"
    assert physical["region"] == {"startLine": 41, "startColumn": 9}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "https://xnat.example.org/lgg"


def test_a_finding_in_a_file_is_placed_in_the_file() -> None:
    found = replace(GAP, mapping=None, where=(Place("file", "", "a b/ø.ttl"),))
    (result,) = log(Report((found,), (found.key,), ()))["results"]
    assert result["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "a%20b/%C3%B8.ttl"}}


def test_rules_explain_themselves_in_both_languages() -> None:
    made = gaps("LGG")
    (english,) = log(made, rules={RULE.code: RULE})["tool"]["driver"]["rules"]
    assert english["shortDescription"]["text"] == "A value is missing" and english["help"]["text"] == "Why. Fill it."
    run = log(made, rules={RULE.code: RULE}, language="nl")
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == "Een waarde ontbreekt"
    assert run["results"][0]["message"]["text"].startswith("dataset 'Glioma LGG' heeft geen thema")


def test_fingerprints_outlive_the_mapping_and_tell_findings_apart() -> None:
    def prints(made: Report) -> list[str]:
        return [result["partialFingerprints"][FINGERPRINT] for result in log(made)["results"]]

    (first,) = prints(gaps("LGG"))
    assert prints(Report((replace(GAP, mapping="other.yaml:1:1", message="x", severity=Severity.INFO),), (), ())) == [
        first
    ]
    others = (
        replace(GAP, property="p"),
        replace(GAP, code="I2F-S002"),
        replace(GAP, key="k"),
        replace(GAP, focus="f"),
        replace(GAP, value="v"),
    )
    assert len({first, *prints(Report(others, (), ()))}) == 6
    many = prints(report(12))
    assert len(set(many)) == len(many)


@pytest.mark.parametrize("made", [report(12), NOTHING, evil()])
def test_every_report_keeps_the_rules(made: Report) -> None:
    check(log(made))


NAMELESS = Report((replace(report(1).findings[0], mapping=None, where=(Place("file", "", "\x00\ud800"),)),), (), ())
"""A finding in a file whose name has no character that can be shown."""


@settings(max_examples=size(60, 600), deadline=None)
@given(REPORTS)
@example(NAMELESS)
def test_any_text_parses_back(made: Report) -> None:
    text = to_sarif(made)
    text.encode()
    run = log(made)
    check(run)
    assert len(run["results"]) == len(made.findings)
    assert [result["properties"]["value"] for result in run["results"]] == [one.value for one in made.findings]
