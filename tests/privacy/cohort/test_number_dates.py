"""Numbers that are dates, births or ages in disguise stop the export; numbers that are numbers do not."""

import dataclasses
import datetime as dt
import random
from collections.abc import Callable

import pytest

from img2fair.clinical.cohort import Cohort
from img2fair.clinical.decisions import AssayDecision, Baseline, Decide, FieldDecision, Kind, Level, TableKeys
from img2fair.privacy import Guard, Review
from img2fair.privacy.cohort import PrivacyStop, release_cohort
from tests.cbioportal.studies import project, session
from tests.privacy.cohort.cohorts import decided, field, person, table, terms

PEOPLE = 8
NO_BASELINE = Baseline()
PATH = "subjects.variables.v"
Told = Callable[[int, dt.date, int], object]
"""What a variable says, by the patient's number, the day of the session, and the age at it."""


def since(day: dt.date, year: int, month: int = 1, first: int = 1) -> int:
    return (day - dt.date(year, month, first)).days


def day_of(number: int) -> dt.date:
    return dt.date(2019, 4, 2) + dt.timedelta(days=37 * number)


def released(
    told: Told,
    *fields: FieldDecision,
    people: int = PEOPLE,
    name: str = "v",
    reviews: tuple[Review, ...] = (),
    baseline: Baseline = NO_BASELINE,
) -> Cohort:
    numbers = range(people)
    made = project(
        [person(f"S{n}", {name: str(told(n, day_of(n), 48 + 3 * n))}, age=float(48 + 3 * n)) for n in numbers],
        [session(f"E{n}", f"S{n}", str(day_of(n))) for n in numbers],
    )
    guard = Guard(project="P1", reviews=reviews, today=dt.date(2026, 1, 1))
    return release_cohort(made, terms(decisions=decided(*fields, baseline=baseline), guard=guard))


DATES: dict[str, Told] = {
    "spreadsheet": lambda n, day, age: since(day, 1899, 12, 30),
    "spreadsheet, with a time": lambda n, day, age: since(day, 1899, 12, 30) + 0.4375,
    "spreadsheet, decimal comma": lambda n, day, age: f"{since(day, 1899, 12, 30)},5",
    "weeks before the scan": lambda n, day, age: since(day, 1899, 12, 30) - 50 * n,
    "1904": lambda n, day, age: since(day, 1904),
    "Unix days": lambda n, day, age: since(day, 1970),
    "SAS": lambda n, day, age: since(day, 1960),
    "modified Julian": lambda n, day, age: since(day, 1858, 11, 17),
    "Julian": lambda n, day, age: day.toordinal() + 1_721_424.5,
    "Common Era": lambda n, day, age: day.toordinal(),
    "Matlab": lambda n, day, age: day.toordinal() + 366,
    "Unix seconds": lambda n, day, age: since(day, 1970) * 86_400 + 30_000,
    "Unix milliseconds": lambda n, day, age: (since(day, 1970) * 86_400 + 30_000) * 1000,
    "SPSS": lambda n, day, age: since(day, 1582, 10, 14) * 86_400,
    "yymmdd": lambda n, day, age: f"{day:%y%m%d}",
    "ddmmyy": lambda n, day, age: f"{day:%d%m%y}",
    "mmddyy": lambda n, day, age: f"{day:%m%d%y}",
    "month": lambda n, day, age: f"{day:%Y%m}",
    "week": lambda n, day, age: f"{day:%G%V}",
    "year": lambda n, day, age: day.year,
    "decimal year": lambda n, day, age: day.year + 0.25,
    "year of a birth": lambda n, day, age: day.year - age,
    "years of long ago": lambda n, day, age: 1985 + n,
    "birth, of a spreadsheet": lambda n, day, age: since(day, 1899, 12, 30) - round(age * 365.25) - 100,
    "birth, yymmdd": lambda n, day, age: f"{day - dt.timedelta(days=round(age * 365.25) + 100):%y%m%d}",
    "age in days": lambda n, day, age: round(age * 365.25) + 17 * n,
    "days before, to the birth": lambda n, day, age: -round(age * 365.25) - 17 * n,
    "age in months": lambda n, day, age: age * 12 + n,
    "age, in a field that is no age": lambda n, day, age: age,
}
NUMBERS: dict[str, Told] = {
    "millimetres cubed": lambda n, day, age: 20_000 + 9_137 * n,
    "kilograms": lambda n, day, age: 61 + 7 * n % 40,
    "platelets": lambda n, day, age: 150_000 + 21_500 * n,
    "steps": lambda n, day, age: 1_200 + 433 * n,
    "intracranial volume": lambda n, day, age: 1_310 + 97 * n,
    "score": lambda n, day, age: n % 5,
    "days of follow-up": lambda n, day, age: 400 + 211 * n,
    "months of survival": lambda n, day, age: 3 + 8 * n,
    "nothing": lambda n, day, age: "unknown",
}


@pytest.mark.parametrize("told", DATES.values(), ids=DATES)
@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.DAY, Kind.MONTHS])
def test_dates_and_births_as_numbers_stop_the_export(told: Told, kind: Kind) -> None:
    to = "OS_MONTHS" if kind is Kind.MONTHS else "VALUE"
    with pytest.raises(PrivacyStop, match=r"read as|lie 90 years") as caught:
        released(told, field(PATH, to, kind))
    assert caught.value.code == 7
    assert not any(str(told(n, day_of(n), 48 + 3 * n)) in caught.value.what for n in range(PEOPLE))


@pytest.mark.parametrize("told", NUMBERS.values(), ids=NUMBERS)
def test_numbers_that_are_numbers_leave(told: Told) -> None:
    released(told, field(PATH, "VALUE", Kind.NUMBER))
    released(told, field(PATH, "VALUE", Kind.NUMBER), people=1)
    released(told, field(PATH, "VALUE", Kind.NUMBER), people=2)


@pytest.mark.parametrize("name", ["spreadsheet", "yymmdd", "month", "year", "Unix days", "year of a birth"])
def test_of_one_patient_the_day_itself_is_enough(name: str) -> None:
    with pytest.raises(PrivacyStop, match="read as dates"):
        released(DATES[name], field(PATH, "VALUE", Kind.NUMBER), people=1)


def test_measures_of_a_table_s_size_are_seldom_taken_for_dates() -> None:
    """Of 400 fields with chance numbers of the size of dates and ages none stops, with 12 patients or with 5."""
    numbers = random.Random(8)  # noqa: S311 - chance, and nothing secret
    fields = [field(f"subjects.variables.v{n}", f"V{n}", Kind.NUMBER) for n in range(400)]
    for people in (5, 12):
        spans = [(10 ** numbers.uniform(0, 2), 10 ** numbers.uniform(2.5, 6)) for _ in fields]
        subjects = [
            person(
                f"S{n}", {f"v{at}": str(round(numbers.uniform(*span))) for at, span in enumerate(spans)}, age=50.0 + n
            )
            for n in range(people)
        ]
        made = project(subjects, [session(f"E{n}", f"S{n}", str(day_of(n))) for n in range(people)])
        assert release_cohort(made, terms(decisions=decided(*fields))).patients


def test_somebody_can_review_a_field() -> None:
    with pytest.raises(PrivacyStop) as caught:
        released(DATES["year"], field(PATH, "VALUE", Kind.NUMBER))
    of, value = (caught.value.cure or "").rpartition("field ")[2].split(", value ")
    review = Review("P1", of, value, "A", "teeth, not years", dt.date(2026, 1, 2))
    assert released(DATES["year"], field(PATH, "VALUE", Kind.NUMBER), reviews=(review,)).patients
    ended = dataclasses.replace(review, until=dt.date(2025, 12, 31))
    with pytest.raises(PrivacyStop):
        released(DATES["year"], field(PATH, "VALUE", Kind.NUMBER), reviews=(ended,))


@pytest.mark.parametrize("name", ["geboortedatum", "Geb.datum", "DOB", "date of birth", "birthYear", "Geburtsjahr",
                                  "date de naissance", "days_to_birth", "yob"])  # fmt: skip
def test_a_birth_by_name_stops_the_export(name: str) -> None:
    with pytest.raises(PrivacyStop, match="tells of a birth by its name"):
        released(lambda n, day, age: 7, field(f"subjects.variables.{name}", "V", Kind.NUMBER), name=name)
    with pytest.raises(PrivacyStop, match="tells of a birth by its name"):
        released(lambda n, day, age: 7, baseline=Baseline(((f"subjects.variables.{name}/day", "birth"),)))


@pytest.mark.parametrize("name", ["sex_at_birth", "birth_weight", "newborn", "dobutamine", "geb", "place_of_birth"])
def test_other_words_of_birth_do_not(name: str) -> None:
    assert released(lambda n, day, age: 7, field(f"subjects.variables.{name}", "V", Kind.NUMBER), name=name).patients


@pytest.mark.parametrize("name", ["accession_number", "patient_id", "MRN", "telefoonnummer", "patientnummer"])
def test_a_number_of_somebody_by_name_stops_the_export(name: str) -> None:
    with pytest.raises(PrivacyStop, match="number of somebody"):
        released(lambda n, day, age: 7, field(f"subjects.variables.{name}", "V", Kind.NUMBER), name=name)


def test_day_0_is_no_birth() -> None:
    """A date of birth under any name, as the harvest makes days of it."""
    path = "subjects.variables.gd/day"
    with pytest.raises(PrivacyStop, match=r"times since birth|lie 90 years"):
        released(lambda n, day, age: -round(age * 365.25) - 100, name="gd/day", baseline=Baseline(((path, "gd"),)))


def test_days_that_span_a_life_stop_the_export() -> None:
    """Of nobody an age is known; 1900-01-01 is what software writes for no date, and would give the others away."""
    made = project([person("S1")], [session("E1", "S1", "1900-01-01"), session("E2", "S1", "2019-04-02")])
    with pytest.raises(PrivacyStop, match="days of 1 patients lie 90 years"):
        release_cohort(made, terms(decisions=decided()))


@pytest.mark.parametrize("to", ["LEEFTIJD", "AGE_AT_SCAN", "PATIENTAGE", "AGEATDX"])
def test_an_age_by_name_is_whole_and_capped(to: str) -> None:
    cohort = released(lambda n, day, age: f"{30.4 * (n + 1):.4f}", field(PATH, to, Kind.NUMBER), people=3)
    assert sorted(patient.values[to] for patient in cohort.patients) == ["30", "60", ">89"]


@pytest.mark.parametrize("to", ["STAGE", "PERCENTAGE", "DOSAGE", "IMAGES", "AVERAGE"])
def test_other_words_with_age_are_not(to: str) -> None:
    cohort = released(lambda n, day, age: f"{30.4 * (n + 1):.4f}", field(PATH, to, Kind.NUMBER), people=3)
    assert sorted(patient.values[to] for patient in cohort.patients) == ["30.4", "60.8", "91.2"]


def test_a_pattern_takes_no_number_of_somebody() -> None:
    text = "session,PatientID,AccessionNumber,mrn,volume\n" + "".join(
        f"E{n},48{n}1370,3{n}104729,77,{n}.5\n" for n in range(3)
    )
    made = project([person(f"S{n}") for n in range(3)], [session(f"E{n}", f"S{n}", str(day_of(n))) for n in range(3)])
    made = dataclasses.replace(made, tables=(table("radiomics.csv", text),))
    assay = AssayDecision("r", Decide.EXPORT, ("tables.radiomics.csv.*",), prefix="R")
    decisions = decided(assays=(assay,), tables=(TableKeys("radiomics.csv", session="session"),))
    cohort = release_cohort(made, terms(decisions=decisions))
    told = [patient.samples[0].measures for patient in cohort.patients]
    assert sorted(told, key=repr) == [{"r": {"volume": f"{n}.5"}} for n in range(3)]


def test_times_among_measures_stop_the_export() -> None:
    text = "session,acquired\n" + "".join(f"E{n},{since(day_of(n), 1970) * 86_400}.5\n" for n in range(3))
    made = project([person(f"S{n}") for n in range(3)], [session(f"E{n}", f"S{n}", str(day_of(n))) for n in range(3)])
    made = dataclasses.replace(made, tables=(table("radiomics.csv", text),))
    assay = AssayDecision("r", Decide.EXPORT, ("tables.radiomics.csv.*",), prefix="R")
    with pytest.raises(PrivacyStop, match="seconds since 1970"):
        keys = (TableKeys("radiomics.csv", session="session"),)
        release_cohort(made, terms(decisions=decided(assays=(assay,), tables=keys)))


@pytest.mark.parametrize("level", Level)
def test_every_level_is_looked_at(level: Level) -> None:
    with pytest.raises(PrivacyStop, match="read as"):
        released(DATES["spreadsheet"], field(PATH, "VALUE", Kind.NUMBER, level, event="STATUS"))
