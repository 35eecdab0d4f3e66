"""What has changed since an earlier report."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from img2fair.findings import Report, Severity
from img2fair.report.change_since import change_since
from img2fair.report.json_form import from_json, to_json
from tests.report.catalogue import judged, key_of, lacks


def test_nothing_has_changed_between_a_report_and_itself() -> None:
    made = judged(8)
    found = change_since(from_json(to_json(made)), made)
    assert found.counts == {"new": 0, "mended": 0, "still": len(made.findings), "gone": 0}
    assert found.mended_records == () and found.new_records == 0


def test_what_is_mended_is_told_by_cause_and_record() -> None:
    found = change_since(judged(8), judged(8, mended=2))
    wrong = [finding for finding in judged(8).findings if finding.key == key_of(2)]
    assert found.counts["mended"] == len(wrong) == len(found.mended) and found.mended_records == (key_of(2),)
    assert found.counts["new"] == 0


def test_what_is_new_is_not_mended() -> None:
    found = change_since(judged(8, mended=2), judged(8))
    assert found.counts["new"] > 0 == found.counts["mended"]


def test_a_record_that_was_not_checked_is_not_mended() -> None:
    found = change_since(judged(9), judged(8))
    assert lacks(8, "dct:description") and found.counts["mended"] == 0 and found.counts["gone"] > 0
    back = change_since(judged(8), judged(9))
    assert back.new_records == 2 and back.counts["new"] == found.counts["gone"]


def test_other_words_and_severity_are_the_same_finding() -> None:
    made = judged(4)
    said = tuple(replace(f, message="other", cure="other", severity=Severity.INFO) for f in made.findings)
    assert change_since(replace(made, findings=said), made).counts["still"] == len(made.findings)


@given(st.lists(st.integers(0, 11)), st.lists(st.integers(0, 11)))
def test_every_finding_is_counted_once(earlier: list[int], later: list[int]) -> None:
    made = judged(9)
    before, now = (Report(tuple(made.findings[n] for n in picked), made.checked, ()) for picked in (earlier, later))
    counts = change_since(before, now).counts
    assert counts["new"] + counts["still"] == len(now.findings)
    assert counts["mended"] + counts["gone"] + counts["still"] == len(before.findings)
