"""The contract of ``--json``, both ways."""

import json

import pytest
from hypothesis import given, settings

from img2fair.errors import UsageFault
from img2fair.findings import Report
from img2fair.report.json_form import from_json, to_json
from tests.report.findings import NOTHING, REPORTS, THEMES, evil, gaps, report
from tests.sizes import size


@pytest.mark.parametrize(
    "made",
    [
        report(12),
        NOTHING,
        evil(),
        gaps("LGG", "BRATS"),
        Report((), (), ()),
        Report((), (), ("a", "b"), advisory=("b",)),
    ],
)
def test_json_goes_both_ways(made: Report) -> None:
    assert from_json(to_json(made)) == made


def test_a_report_of_before_there_were_advisory_profiles_can_be_read() -> None:
    told = json.loads(to_json(Report((), (), ("imaging",), advisory=("imaging",))))
    assert told.pop("advisory") == ["imaging"]
    assert from_json(json.dumps(told)).advisory == ()


@settings(max_examples=size(60, 600), deadline=None)
@given(REPORTS)
def test_any_text_goes_both_ways(made: Report) -> None:
    text = to_json(made)
    text.encode()
    assert from_json(text) == made


def test_json_keeps_its_contract() -> None:
    data = json.loads(to_json(report(3)))
    assert {"schema", "version", "conforms", "checked", "checked_keys", "findings"} <= set(data)
    assert (data["schema"], data["version"], data["conforms"], data["checked"]) == ("img2fair/report", 2, False, 5)
    first = data["findings"][0]
    assert {"code", "severity", "focus_node", "path", "message", "mapping", "source"} <= set(first)
    assert first["path"] == "http://www.w3.org/ns/dcat#theme" and first["severity"] == "violation"
    assert first["focus_node"].endswith("P0000") and 'field "Theme"' in first["source"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "img2fair/report", "version": 2}', "null",
                                  '{"schema": "img2fair/report", "version": 1, "findings": [{}]}'])  # fmt: skip
def test_what_is_no_report_is_a_fault(text: str) -> None:
    with pytest.raises(UsageFault):
        from_json(text)


def test_json_holds_both_languages_and_what_would_do() -> None:
    (told,) = json.loads(to_json(gaps("LGG")))["findings"]
    assert told["nl"] == {"message": "dataset 'Glioma LGG' heeft geen thema", "cure": "Kies er een.", "allowed": []}
    assert told["allowed"][0] == {"iri": f"{THEMES}/HEAL", "label": "Health"} and told["allowed_count"] == 13
    assert told["places"][0]["link"] == "https://xnat.example.org/p/LGG"
    assert [source["path"] for source in told["origin"]["sources"]] == ["form.theme", "defaults.theme"]
