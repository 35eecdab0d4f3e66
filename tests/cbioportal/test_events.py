"""Timelines: a file for each type of event, no event twice, marks that the portal can draw, words as they are."""

from dataclasses import replace

import pytest

from img2fair.cbioportal.events import Entry, by_file, events_table, other_events, without_repeats
from img2fair.cbioportal.text import markdown
from img2fair.clinical.cohort import Cohort, Event, Patient
from tests.cbioportal.checker import rows
from tests.cbioportal.cohorts import cohort, made


def entry(day: int = 0, kind: str = "STATUS", **cells: str) -> Entry:
    return Entry("P-1", day, None, kind, cells)


def test_a_file_for_each_type_imaging_first() -> None:
    kinds = ["TREATMENT", "LAB_TEST", "Lab test", "IMAGING", "STATUS", "%"]
    found = by_file([entry(kind=kind) for kind in kinds])
    assert {stem: [one.type for one in entries] for stem, entries in found.items()} == {
        "timeline_imaging": ["IMAGING"],
        "timeline_lab_test": ["LAB_TEST", "Lab test"],
        "timeline_other": ["%"],
        "timeline_status": ["STATUS"],
        "timeline_treatment": ["TREATMENT"],
    }
    assert next(iter(found)) == "timeline_imaging"


def test_columns_by_name_and_none_that_is_blank_everywhere() -> None:
    text = events_table([entry(NOTE="", B="2"), entry(1, A="1")])
    assert text == (
        "PATIENT_ID\tSTART_DATE\tSTOP_DATE\tEVENT_TYPE\tA\tB\nP-1\t0\t\tSTATUS\t\t2\nP-1\t1\t\tSTATUS\t1\t\n"
    )


def test_a_column_of_styles_is_filled_and_valid_in_every_row() -> None:
    entries = [
        entry(STYLE_SHAPE="star", STYLE_COLOR="#0072B2"),
        entry(1, STYLE_SHAPE="heart", STYLE_COLOR="blue"),
        entry(2),
    ]
    told = [(row["STYLE_SHAPE"], row["STYLE_COLOR"]) for row in rows(events_table(entries))]
    assert told == [("star", "#0072B2"), ("circle", "#7f7f7f"), ("circle", "#7f7f7f")]


def test_equal_events_stand_once() -> None:
    kept, repeats = without_repeats([entry(A="1"), entry(A="1", B=""), entry(1, A="1"), entry(A="2")])
    assert (len(kept), repeats) == (3, 1)
    study = made()
    assert ("I2F-E051", "1 events of the timeline were the same as another") in [
        (found.code, found.message) for found in study.findings
    ]


def test_events_stand_by_day_whatever_their_order() -> None:
    events = (Event(5, None, "STATUS", {"A": "2"}), Event(-1, 7, "STATUS", {"A": "1"}), Event(5, None, "STATUS", {}))
    found = other_events(Cohort((Patient("P-1", None, None, (), events=events),)))
    assert [(one.day, one.until, dict(one.cells)) for one in found] == [(-1, 7, {"A": "1"}), (5, None, {}),
                                                                        (5, None, {"A": "2"})]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain", "plain"), ("a*b_c", "a\\*b\\_c"), ("<b>[x](y)", "\\<b\\>\\[x\\]\\(y)"), ("a\\b`c", "a\\\\b\\`c")],
)
def test_words_are_not_markdown(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_an_event_of_the_steward_that_is_imaging_joins_the_sessions() -> None:
    people = cohort().patients
    read = Event(3, None, "IMAGING", {"RESULT": "stable"})
    study = made(Cohort((replace(people[0], events=(read,)), *people[1:])))
    told = rows(study.files["data_timeline_imaging.txt"])
    assert [row["RESULT"] for row in told] == ["", "", "", "stable"]
    assert [row["STYLE_SHAPE"] for row in told] == ["camera", "camera", "camera", "circle"]
