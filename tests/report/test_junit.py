"""JUnit XML: a test case for each record, a failure for each violation."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from img2fair.findings import Report, Severity
from img2fair.report.junit import to_junit
from tests.report.findings import EVIL, NOTHING, REPORTS, evil, gaps, report
from tests.sizes import size


def parsed(made: Report, language: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(to_junit(made, language=language))  # noqa: S314 - our own


def test_a_record_is_a_case_and_a_violation_a_failure() -> None:
    made = report(3)
    root = parsed(made)
    suite = root[0]
    assert (root.get("tests"), root.get("failures")) == ("5", str(made.counts()["violation"]))
    assert suite.get("name") == "dcat-ap, health-ri-core"
    case = next(case for case in suite if case.get("classname") == "P0000")
    assert case.get("name") == "Low-grade glioma with tumour outlines 0"
    failures = case.findall("failure")
    assert [one.get("type") for one in failures] == ["I2F-S012", "I2F-S003"]
    assert failures[0].get("message") == 'dataset "Low-grade glioma with tumour outlines 0" has no theme'
    assert "mend: choose one; usual here: HEAL" in str(failures[0].text).splitlines()
    assert str(case.findtext("system-out")).startswith("warning[I2F-S021]: the creator has no ORCID\n  where: ")
    assert len([case for case in suite if len(case) == 0]) == 3, "those without a finding pass"


def test_dutch() -> None:
    failure = next(parsed(gaps("LGG"), "nl").iter("failure"))
    assert failure.get("message") == "dataset 'Glioma LGG' heeft geen thema"
    assert str(failure.text).splitlines()[-1] == "herstel: Kies er een."


@pytest.mark.parametrize("made", [NOTHING, Report((), (), ()), evil()])
def test_the_odd_ones(made: Report) -> None:
    assert parsed(made).get("tests") == str(len(made.checked))
    assert "<script" not in to_junit(evil()) and EVIL.partition("\x1b")[0] in str(
        next(parsed(evil()).iter("failure")).text
    )


@settings(max_examples=size(60, 600), deadline=None)
@given(REPORTS)
def test_any_text_parses_back(made: Report) -> None:
    text = to_junit(made)
    text.encode()
    root = parsed(made)
    violations = [one for one in made.findings if one.severity is Severity.VIOLATION]
    assert len(list(root.iter("failure"))) == len(violations) == int(str(root.get("failures")))
    keys = {*made.checked, *(finding.key for finding in made.findings)}
    assert len(list(root.iter("testcase"))) == len(keys) == int(str(root.get("tests")))
    assert {element.tag for element in root.iter()} <= {"testsuites", "testsuite", "testcase", "failure", "system-out"}
