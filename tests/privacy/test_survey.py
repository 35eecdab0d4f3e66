"""The survey of source fields: counts that are right, and never a word of few people."""

import re
import string
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.clinical.decisions import Decide, Decisions, FieldDecision, Kind, TableKeys, Unlisted
from img2fair.clinical.outcome import FieldSeen
from img2fair.model import Project
from img2fair.privacy.of_people import names_somebody, of_people
from img2fair.privacy.survey import Survey, survey
from img2fair.privacy.survey_tables import tables_seen
from tests.privacy.clinical_projects import (
    assessment,
    cohort,
    guard_of,
    json_table,
    label_of,
    project,
    session,
    subject,
    table,
)
from tests.sizes import size

LEAST = 5


def seen_of(made: Project, *tables: TableKeys) -> dict[str, FieldSeen]:
    return {field.path: field for field in survey(made, guard_of(made), tables, LEAST)}


def field_of(values: Sequence[object], name: str = "stage", number: int = 12) -> FieldSeen:
    return seen_of(cohort(number, **{name: values}))[f"subjects.variables.{name}"]


def test_values_are_counted_by_patient() -> None:
    field = field_of(["Stage II"] * 6 + ["Stage III"] * 5 + ["iv"])
    assert (field.of, field.filled, field.distinct) == (12, 12, 3)
    assert field.values == (("Stage II", 6), ("Stage III", 5))
    assert (field.hidden, field.rare) == (1, ("Stage IV",))
    assert field.recognised[Kind.STAGE] == 12


def test_who_has_no_value_is_not_filled() -> None:
    field = field_of(["Stage II"] * 6, number=20)
    assert (field.of, field.filled) == (20, 6)


def test_of_many_different_values_the_kinds_are_known_too() -> None:
    ages = field_of([f"{place % 100}.{place}" for place in range(400)], "old", 400).recognised
    assert ages[Kind.NUMBER] == ages[Kind.AGE] == 400
    words = field_of([f"word {place}" for place in range(400)], "kind", 400).recognised
    assert words == {}


def test_what_says_that_nothing_is_known_is_neither_read_nor_against() -> None:
    assert field_of(["Stage II"] * 6 + ["unknown"] * 6).recognised[Kind.STAGE] == 6


def test_a_range_leaves_the_outermost_patients_out_each_counted_once() -> None:
    assert (field_of(list(range(100, 112)), "score").low, field_of(list(range(100, 112)), "score").high) == (104, 107)
    assert field_of(list(range(100, 109)), "score", 9).low is None, "too few patients for a range"
    subjects = [subject(number, variables={"size": 50 + number}) for number in range(12)]
    many = [assessment("x:y", f"A{place}", place, {"size": 900 + place}) for place in range(9)]
    made = project([subject(0, assessments=tuple(many)), *subjects[1:]])
    field = seen_of(made)["subjects.assessments.x:y.size"]
    assert (field.low, field.high, field.filled, field.repeated, field.several) == (None, None, 1, 1, 1)


def test_measures_are_not_shown_singly_and_codes_are() -> None:
    assert field_of(["71"] * 12, "score").values == ()
    assert field_of([0] * 6 + [1] * 6, "dead").values == (("0", 6), ("1", 6))


def test_sex_and_age_have_a_place_of_their_own_and_nobody_is_ninety() -> None:
    made = project([subject(number, sex="F", age=88.0 + number) for number in range(12)])
    seen = seen_of(made)
    assert seen["subjects.sex"].values == (("F", 12),)
    assert seen["subjects.age"].values == ()
    assert seen["subjects.age"].high == 89
    by_session = project([subject(1)], [session(1, 1, "2020-01-01", age=50.0)])
    assert seen_of(by_session)["subjects.age"].filled == 1


HIDDEN = {
    "of too few patients": ("Zwaluw", 4, "kind"),
    "a label": (label_of(3), 6, "kind"),
    "an e-mail address": ("a.b@example.org", 6, "kind"),
    "a date": ("04-03-2019", 6, "kind"),
    "a long text": ("Zwaluw " * 12, 6, "kind"),
    "in a field of people": ("Zwaluw", 6, "operator"),
    "in a field of notes": ("Zwaluw", 6, "remarks"),
    "not printable": ("Zwa\u200bluw\x07", 6, "kind"),
}


@pytest.mark.parametrize(("value", "patients", "name"), HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_shown(value: str, patients: int, name: str) -> None:
    field = field_of([value] * patients + ["other"] * 5, name)
    assert value not in [text for text, _ in field.values]
    assert value.strip() not in repr(field)


OF_PEOPLE = [
    *("name", "patientName", "dcmPatientId", "dcmPatientName", "Operator", "referring physician", "accession_number"),
    *("MRN", "insert_user", "remarks", "initials", "opmerkingen", "investigator", "entered by", "reader/name", "email"),
    *("beoordelaar", "Behandelend specialist", "oncoloog", "patientnummer", "BSN", "Telefoonnummer", "nurse"),
    *("lastName", "physician 2", "readerId", "file_name", "comments_on_scan", "patient ID", "remark"),
]
NOT_OF_PEOPLE = [
    *("stage", "tumor", "noted", "readership", "arm", "usermean", "pathology", "karnofsky", "drug_name"),
    *("reader_1_score", "drug user", "tumor_number", "idh", "chads_risk"),
]


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_fields_of_people_are_known_by_their_names(name: str) -> None:
    assert of_people(f"subjects.variables.{name}") is True


@pytest.mark.parametrize("name", NOT_OF_PEOPLE)
def test_other_fields_are_not(name: str) -> None:
    assert of_people(f"subjects.variables.{name}") is False


VALUES = st.sampled_from(["II", "III", "unknown", "A", "B", "1", "12.5", "ja"]) | st.text(string.printable, max_size=70)


@given(st.lists(VALUES, min_size=1, max_size=14), st.lists(VALUES, max_size=14))
def test_no_value_of_few_patients_is_shown_and_figures_add_up(one: list[str], other: list[str]) -> None:
    made = cohort(14, one=one, other=other)
    for field in survey(made, guard_of(made), (), LEAST):
        column = [value.strip() for value in (one if field.path.endswith("one") else other)]
        column = [value for value in column if value]
        assert field.filled <= field.of == 14
        assert field.hidden + len(field.values) == field.distinct
        for text, patients in field.values:
            assert patients >= LEAST
            assert text.isprintable()
        assert all(count <= field.filled for count in field.recognised.values())
        assert all(re.fullmatch(r"[A-Za-z0-9: ]+", word) for word in field.rare), "canonical words alone"


def test_canaries_of_few_patients_are_nowhere() -> None:
    names = ["Grade", "stage", "kind", "sex", "side"]
    made = cohort(20, **{name: [f"CANARY{name}{place}" for place in range(4)] * 4 + ["II"] * 4 for name in names})
    assert "CANARY" not in repr(survey(cohort(3, **{n: ["CANARY"] * 3 for n in names}), guard_of(made), (), LEAST))
    assert "CANARY" not in repr(survey(made, guard_of(made), (), LEAST))


@pytest.mark.parametrize("text", ["dr. Jansen", "Dr Jansen", "prof. de Vries", "mevr. van der Berg", "Herr K."])
def test_a_value_with_a_title_is_somebody(text: str) -> None:
    assert names_somebody(text)
    made = cohort(12, seen_by=[text] * 12, stage=["Stage II"] * 12)
    told = {one.path: one for one in survey(made, guard_of(made), (), 5)}
    assert (told["subjects.variables.seen_by"].values, told["subjects.variables.seen_by"].telling) == ((), 1)
    assert told["subjects.variables.stage"].values == (("Stage II", 12),)


@pytest.mark.parametrize("text", ["DR Chest", "MR Brain", "10^9/L", "profile A", "drug A", "Dhraxol", "dr."])
def test_other_values_are_not(text: str) -> None:
    assert not names_somebody(text)


KIND = FieldDecision("subjects.variables.kind", Decide.EXPORT, kind=Kind.TABLE, values={"often": "O"})


@pytest.mark.parametrize(
    ("own", "unread"),
    [
        (KIND, 3),
        (replace(KIND, values={"often": "O", "zwaluw": "Z"}), 2),
        (replace(KIND, kind=Kind.ONCOTREE), 3),
        (replace(KIND, kind=Kind.NUMBER), 2),
        (replace(KIND, unlisted=Unlisted.MISSING), 0),
        (replace(KIND, decide=Decide.DROP), 0),
    ],
)
def test_values_that_are_not_shown_and_not_decided_on_are_counted(own: FieldDecision, unread: int) -> None:
    made = cohort(12, kind=["often"] * 7 + ["Zwaluw", "zwaluw ", "a.b@example.org", "12", "unknown"])
    (field,) = survey(made, guard_of(made), (), LEAST, Decisions("P", (own,), file="P.yaml"))
    assert (field.unread, field.values) == (unread, (("often", 7),))


@pytest.mark.parametrize(("value", "patients", "name"), HIDDEN.values(), ids=HIDDEN)
def test_what_the_steward_alone_is_given(value: str, patients: int, name: str) -> None:
    """Words of few patients, and nothing that is kept in for another reason."""
    made = cohort(12, **{name: [value] * patients + ["other"] * 5})
    own = FieldDecision(f"subjects.variables.{name}", Decide.UNDECIDED, values={"other": "O"})
    (found,) = Survey(made, guard_of(made), (), LEAST).for_the_steward(Decisions("P", (own,)))
    told = (value,) if patients < LEAST else ()
    assert (found.values, found.more) == (told, 1 - len(told))


def test_of_very_many_words_the_steward_is_given_some() -> None:
    made = cohort(400, kind=[f"word{place:03}" for place in range(400)])
    (found,) = Survey(made, guard_of(made), (), LEAST).for_the_steward(Decisions("P", (KIND,)))
    assert (len(found.values), found.more) == (200, 200)


def test_files_and_the_columns_that_name_people() -> None:
    rows = "".join(f"{label_of(number)},{label_of(number)}_MR1,2020-01-05,{number}\n" for number in range(6))
    made = project(
        [subject(number) for number in range(6)],
        [session(number, 1, "2020-01-01") for number in range(6)],
        [
            table("clinical.csv", f"pid;scan;visit date;value\n{rows}".replace(",", ";")),
            json_table("one.json", {"a": 1}, "XNAT_S00001"),
            json_table("one.json", {"a": 1, "birth_date": "1950-01-01"}, "XNAT_S00002"),
        ],
    )
    clinical, one = tables_seen(made, guard_of(made))
    assert (clinical.file, clinical.subject, clinical.session, clinical.day) == (
        "clinical.csv", "pid", "scan", "visit date")  # fmt: skip
    assert (clinical.rows, clinical.found, clinical.columns) == (6, 6, ("pid", "scan", "visit date", "value"))
    assert (one.file, one.copies, one.subject, one.day) == ("one.json", 2, "", "")


def test_many_patients_are_surveyed_in_time() -> None:
    number = size(500, 10_000)
    names = [f"field{place}" for place in range(5)]
    subjects = [subject(place, variables=dict.fromkeys(names, place % 7 * 1.5)) for place in range(number)]
    sessions = [
        session(place, visit, f"201{visit}-01-01",
                assessments=(assessment("a:b", f"A{place}{visit}", visit, {f"m{x}": place * x for x in range(10)}),))
        for place in range(number) for visit in range(3)
    ]  # fmt: skip
    made = project(subjects, sessions)
    start = time.process_time()
    assert len(survey(made, guard_of(made), (), LEAST)) == 15
    assert time.process_time() - start < size(3, 15)
