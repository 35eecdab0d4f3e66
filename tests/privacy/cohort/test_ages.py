"""Ages of 90 and more are told by nothing in a study: not alone, and not together with a day."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.clinical.cohort import Patient
from img2fair.clinical.decisions import Baseline, Kind, Level, Pick
from img2fair.privacy.cohort import release_cohort
from tests.cbioportal.studies import project, session
from tests.privacy.cohort.cohorts import decided, field, person, scanned, terms, visit

YEAR = 365.25
OF = "subjects.assessments.clin:visitData"
EVERYTHING = decided(
    field("subjects.variables.died/day", "OS_MONTHS", Kind.MONTHS),
    field("subjects.variables.relapse/day", "DAYS_TO_RELAPSE", Kind.DAY),
    field("subjects.variables.diagnosed", "AGE_AT_DIAGNOSIS", Kind.AGE),
    field("sessions.variables.years", "AGE_AT_SCAN", Kind.NUMBER, Level.SAMPLE, pick=Pick.LAST),
    field(f"{OF}.age", "AGE_THEN", Kind.NUMBER, Level.EVENT, event="STATUS", until=f"{OF}.end/day"),
    field(f"{OF}.ecog", "ECOG", Kind.NUMBER, Level.EVENT, event="STATUS", until=f"{OF}.end/day"),
    baseline=Baseline((("subjects.variables.zero/day", "diagnosis"),)),
)


def released(age: float, said: dict[str, Any]) -> Patient:
    made = project([person("S1", said, age=age)], [session("E1", "S1", "2020-01-01")])
    return release_cohort(made, terms(decisions=EVERYTHING)).patients[0]


@pytest.mark.parametrize(
    ("age", "said", "told"),
    [
        (89.0, {}, "89"),
        (90.0, {}, ">89"),
        (88.0, {"died/day": "365"}, "88"),
        (88.0, {"died/day": "731"}, ">89"),
        (88.0, {"relapse/day": "731"}, ">89"),
        (88.0, {"diagnosed": "90"}, ">89"),
        (88.0, {"zero/day": "-731"}, ">89"),
        (60.0, {"diagnosed": "45"}, "60"),
        (150.0, {}, None),
    ],
)
def test_what_ends_after_ninety_is_capped(age: float, said: dict[str, Any], told: str | None) -> None:
    if told == ">89" and "zero/day" in said:
        said = {**said, "died/day": "731"}
    assert released(age, said).age == told


def test_with_one_age_all_are_capped() -> None:
    seen = (visit({"age": 71.5, "ecog": 1, "end/day": 7000}, 40),)
    made = project(
        [person("S1", age=72.0, seen=seen, diagnosed="71")], [scanned("E1", "S1", "2020-01-01", said={"years": "72"})]
    )
    patient = release_cohort(made, terms(decisions=EVERYTHING)).patients[0]
    assert (patient.age, patient.visits[0].age) == (">89", ">89")
    assert patient.values["AGE_AT_DIAGNOSIS"] == ">89"
    assert patient.samples[0].values["AGE_AT_SCAN"] == patient.visits[0].values["AGE_AT_SCAN"] == ">89"
    assert patient.events[0].cells == {"AGE_THEN": ">89", "ECOG": "1"}


def test_an_age_in_days_is_better_than_one_in_years() -> None:
    made = project([person("S1", age=10.0)], [session("E1", "S1", "2020-01-01", age=20.0, age_days=10_958)])
    assert release_cohort(made, terms(decisions=EVERYTHING)).patients[0].age == "30"


def told(patient: Patient) -> Iterator[tuple[str, float]]:
    """Yield each age that a study tells, with its day."""
    yield patient.age or "NA", 0
    for one in patient.visits:
        if one.day is not None:
            yield one.age or "NA", one.day
    for values in (patient.values, *(sample.values for sample in patient.samples)):
        yield from ((value, 0) for name, value in values.items() if "AGE" in name)
    for event in patient.events:
        yield from ((value, event.day) for name, value in event.cells.items() if "AGE" in name)


DAYS = st.integers(-16_000, 16_000)
"""Any two of them are less than 90 years apart, which would stop the export."""
AGES = st.floats(0, 130, allow_nan=False)


@given(
    ages=st.lists(AGES | st.none(), min_size=1, max_size=3), own=AGES | st.none(), days=st.lists(DAYS, min_size=3,
    max_size=3), said=st.fixed_dictionaries({}, optional={"died/day": DAYS.map(str), "zero/day": DAYS.map(str),
    "relapse/day": DAYS.map(str), "diagnosed": st.integers(0, 99).map(str)}), event=st.none() | st.tuples(DAYS, DAYS,
    st.integers(0, 99)),
)  # fmt: skip
def test_no_age_and_day_together_tell_of_ninety(
    ages: list[float | None], own: float | None, days: list[int], said: dict[str, Any],
    event: tuple[int, int, int] | None,
) -> None:  # fmt: skip
    start = dt.date(1990, 1, 1)
    seen = () if event is None else (visit({"age": event[2], "ecog": 1, "end/day": event[1]}, event[0]),)
    own_age: dict[str, Any] = {} if own is None else {"age": own}
    sessions = [
        session(f"E{n}", "S1", str(start + dt.timedelta(day % 15_000)), **({} if age is None else {"age": age}))
        for n, (age, day) in enumerate(zip(ages, days, strict=False))
    ]
    made = project([person("S1", said, seen=seen, **own_age)], sessions)
    patient = release_cohort(made, terms(decisions=EVERYTHING)).patients[0]
    ends = [float(one.day) for one in patient.visits if one.day is not None]
    ends += [float(day) for one in patient.events for day in (one.day, one.until) if day is not None]
    ends += [float(patient.values[name]) * per for name, per in (("OS_MONTHS", 30.4375), ("DAYS_TO_RELAPSE", 1))
             if name in patient.values]  # fmt: skip
    last = max(ends, default=0.0)
    for age, day in told(patient):
        assert age in (">89", "NA") or float(age) + max(last - day, 0) / YEAR < 90


def days_of(zero: int) -> dict[str, Any]:
    return {"zero/day": str(zero)}


@given(st.dates(dt.date(1960, 1, 1), dt.date(2060, 1, 1)), st.lists(st.integers(0, 9000), min_size=2, max_size=6), DAYS)
def test_differences_of_offsets_are_true_differences(start: dt.date, days: list[int], zero: int) -> None:
    dates = [start + dt.timedelta(day) for day in days]
    first = min(dates)
    events = tuple(visit({"ecog": 1}, (day - first).days, f"A{n}") for n, day in enumerate(dates))
    made = project(
        [person("S1", days_of(zero), seen=events)],
        [session(f"E{n:03}", "S1", str(day)) for n, day in enumerate(dates)],
    )
    patient = release_cohort(made, terms(decisions=EVERYTHING)).patients[0]
    expected = sorted((day - first).days - zero for day in dates)
    assert [visit.day for visit in patient.visits] == expected
    assert [event.day for event in patient.events] == expected
    assert not any(f"{day:%Y%m%d}" in repr(patient) or str(day) in repr(patient) for day in dates)
