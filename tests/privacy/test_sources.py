"""Source fields: every value by its path, names that tell of somebody hidden, rows of files with their people."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.clinical.decisions import TableKeys
from img2fair.model import Project
from img2fair.privacy.sources import Saying, Sources
from tests.privacy.clinical_projects import (
    assessment,
    cohort,
    form,
    guard_of,
    json_table,
    label_of,
    project,
    session,
    subject,
    table,
)


def said(made: Project, *tables: TableKeys, of: int = 0) -> list[Saying]:
    return Sources(made, guard_of(made), tables).of_subject(made.subjects[of])


def plain(sayings: list[Saying]) -> set[tuple[str, object, int | None]]:
    return {(one.path, one.value, one.day) for one in sayings}


def test_all_that_is_said_of_a_subject_has_a_path() -> None:
    made = project(
        [
            subject(
                0,
                group="patients",
                demographics={"race": "white"},
                variables={"stage": "II"},
                forms=(form("Intake Form", {"arm": "A", "part": {"score": 3}, "seen/day": 4, "many": ["x", "y"]}),),
                assessments=(assessment("clin:visit", "A1", 30, {"karnofsky": 80}),),
            )
        ],
        [
            session(0, 1, "2020-01-01"),
            session(0, 2, "2020-01-11", visit="v2", site="a", variables={"tracer": "FDG"},
                    assessments=(assessment("qc:manual", "A2", 10, {"pass": True}),)),
        ],
    )  # fmt: skip
    assert plain(said(made)) == {
        ("subjects.group", "patients", None),
        ("subjects.demographics.race", "white", None),
        ("subjects.variables.stage", "II", None),
        ("subjects.forms.intake_form.arm", "A", None),
        ("subjects.forms.intake_form.part/score", 3, None),
        ("subjects.forms.intake_form.seen/day", 4, None),
        ("subjects.forms.intake_form.many", "x", None),
        ("subjects.forms.intake_form.many", "y", None),
        ("subjects.assessments.clin:visit.karnofsky", 80, 30),
        ("sessions.visit", "v2", 10),
        ("sessions.site", "a", 10),
        ("sessions.variables.tracer", "FDG", 10),
        ("sessions.assessments.qc:manual.pass", True, 10),
    }


NAMES = {
    "a label of a subject": label_of(0),
    "a label in other spelling": label_of(1).lower().replace("-", " "),
    "a name as DICOM writes it": "Jansen^Piet",
    "a name with a comma": "Jansen, Piet",
    "a name with a title": "notes of dr. Jansen",
    "an e-mail address": "p.jansen@example.org",
    "a date": "seen 2019-03-04",
    "a number": "MRN 1234567",
    "a pattern": "all*",
    "a forged hidden name": "~0a1b2c3d",
    "what is not printable": "a\x00b",
    "nothing": " ",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_tells_of_somebody_is_hidden(name: str) -> None:
    made = project([subject(0, variables={name: "1"}), subject(1)])
    path = said(made)[0].path
    assert path.startswith("subjects.variables.~")
    assert len(path) == len("subjects.variables.~") + 8
    again = dataclasses.replace(made, id="OTHER")
    assert said(again)[0].path != path, "the hash is the project's own"


@pytest.mark.parametrize(
    "name",
    ["original_glcm_Contrast", "lh.bankssts_area", "Left-Cerebellum", "WHO graad", "date_of_surgery", "IDH1 R132H",
     "Mini-Mental State Examination (0-30)", "größe", "überleben"],
)  # fmt: skip
def test_names_of_variables_are_shown(name: str) -> None:
    assert said(project([subject(0, variables={name: "1"})]))[0].path == f"subjects.variables.{name}"


def test_forms_of_one_title_are_told_apart_whoever_comes_first() -> None:
    one, other = form("Visit", {"a": 1}, "11111111-x"), form("visit ", {"a": 2}, "22222222-y")
    paths = [
        {saying.path for saying in said(project(subjects))}
        for subjects in ([subject(0, forms=(one, other))], [subject(0, forms=(other, one))])
    ]
    assert paths[0] == paths[1] == {"subjects.forms.visit_11111111.a", "subjects.forms.visit_22222222.a"}


def test_rows_find_their_people_and_dates_become_days() -> None:
    text = f"participant,visit_date,seen,birth_date,mmse\n{label_of(0)},2020-01-11,2020-02-01,1960-01-01,29\n"
    made = project([subject(0), subject(1)], [session(0, 1, "2020-01-01")], [table("mmse.csv", "\ufeff" + text)])
    keys = TableKeys("mmse.csv", subject="participant", day="visit_date")
    assert plain(said(made, keys)) == {("tables.mmse.csv.mmse", "29", 10), ("tables.mmse.csv.seen/day", 31, 10)}
    assert said(made, keys, of=1) == said(made) == []


ROWS = {
    "its subject": ({"subject": label_of(0)}, "BRAIN1", True),
    "the id of its subject": ({"subject": "XNAT_S00000"}, "BRAIN1", True),
    "its session": ({"session": f"{label_of(0)}_MR1"}, "BRAIN1", True),
    "both": ({"subject": label_of(0), "session": "XNAT_E000001"}, "BRAIN1", True),
    "nobody in a file of the subject": ({}, "XNAT_S00000", True),
    "nobody in a file of the session": ({}, "XNAT_E000001", True),
    "nobody in a file of the project": ({}, "BRAIN1", False),
    "somebody unknown": ({"subject": "UNKNOWN"}, "BRAIN1", False),
    "somebody unknown in a file of the subject": ({"subject": "UNKNOWN"}, "XNAT_S00000", False),
    "another subject in a file of the subject": ({"subject": label_of(1)}, "XNAT_S00000", False),
    "a session of another subject": ({"subject": label_of(1), "session": "XNAT_E000001"}, "BRAIN1", False),
    "another session in a file of the session": ({"session": "XNAT_E000002"}, "XNAT_E000001", False),
}


@pytest.mark.parametrize(("row", "owner", "found"), ROWS.values(), ids=ROWS)
def test_a_row_is_of_one_person_or_of_nobody(row: dict[str, str], owner: str, found: bool) -> None:
    made = project(
        [subject(0), subject(1)],
        [session(0, 1, "2020-01-01"), session(0, 2, "2020-02-01")],
        [json_table("x.json", [{**row, "value": 1}], owner)],
    )
    keys = TableKeys("x.json", subject="subject", session="session")
    assert bool(said(made, keys)) is found
    assert not said(made, keys, of=1)


def test_a_label_that_two_have_is_nobodys() -> None:
    twice = dataclasses.replace(subject(1), label=subject(0).label)
    made = project([subject(0), twice], tables=[json_table("x.json", [{"subject": label_of(0), "value": 1}])])
    keys = TableKeys("x.json", subject="subject")
    assert not said(made, keys)
    assert not said(made, keys, of=1)


BROKEN = [
    "",
    "a",
    '"',
    "[1, 2]",
    "{",
    "null",
    "NaN",
    '[{"subject": NaN}]',
    "a,b\n1",
    "\x00",
    "a\n" + "x" * 200_000,
    "[" * 9000,
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_that_is_no_table_says_nothing_that_breaks(text: str, ending: str) -> None:
    made = project([subject(0)], tables=[table(f"x.{ending}", text, "XNAT_S00000")])
    for saying in said(made, TableKeys(f"x.{ending}")):
        assert saying.path.startswith(f"tables.x.{ending}.")


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5), st.text(max_size=8))
def test_whatever_names_and_values_are_paths_are_plain(names: list[str], value: str) -> None:
    made = cohort(3, **{name: [value] * 3 for name in names})
    for saying in said(made):
        assert saying.path.isprintable()
        assert "*" not in saying.path
