"""Dates with the day first are days where a field can hold nothing else, and birth dates are told of nobody."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.clinical.decisions import TableKeys
from img2fair.privacy.day_first import day_first, written_day_first
from img2fair.privacy.sources import Sources
from tests.privacy.clinical_projects import form, guard_of, label_of, project, session, subject, table

days = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


@given(days, st.sampled_from("-/."), st.booleans())
def test_a_date_is_read_as_it_was_written(day: dt.date, sign: str, padded: bool) -> None:
    text = (
        f"{day.day:02}{sign}{day.month:02}{sign}{day.year}" if padded else f"{day.day}{sign}{day.month}{sign}{day.year}"
    )
    assert day_first(text) == day
    assert written_day_first([text]) is (day.day > 12)


@pytest.mark.parametrize(
    ("values", "read"),
    [
        (["14-03-2019", "03-04-2019", "onbekend"], True),
        (["3/4/2019", "4/5/2019"], False),
        (["03-14-2019", "14-03-2019"], False),
        (["14-03-2019", "soon"], False),
        (["14-03-2019", 3], False),
        (["30-02-2019", "14-03-2019"], False),
        (["14-03/2019"], False),
        (["14-03-19"], False),
        ([], False),
        (["onbekend"], False),
    ],
)
def test_a_field_is_read_so_only_where_nothing_else_is_possible(values: list[object], read: bool) -> None:
    assert written_day_first(values) is read


def test_sources_tell_days_and_no_dates() -> None:
    people = [
        subject(
            one,
            variables={"diagnose": f"{one + 10}-02-2020", "geboortedatum": f"{one + 10}-02-1950", "visite": "3/4/2020"},
            forms=(form("Intake", {"opname": f"{one + 10}.02.2020"}),),
        )
        for one in range(5)
    ]
    sessions = [session(one, 1, "2020-03-01") for one in range(5)]
    rows = "".join(f"{label_of(one)};{one + 10}-02-2020;{one}\n" for one in range(5))
    made = project(people, sessions, [table("psa.csv", "wie;afname;psa\n" + rows)])
    sources = Sources(made, guard_of(made), [TableKeys("psa.csv", subject="wie", day="afname")])
    said = {one.path: one for one in sources.of_subject(people[0])}
    assert said["subjects.variables.diagnose/day"].value == -20
    assert said["subjects.forms.intake.opname/day"].value == -20
    assert said["tables.psa.csv.psa"].day == -20
    assert said["subjects.variables.visite"].value == "3/4/2020", "it may be of March or April"
    assert "geboortedatum" not in "".join(said)
