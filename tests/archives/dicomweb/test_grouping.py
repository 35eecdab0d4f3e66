"""How series become projects, and that no project is named after a patient."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from img2fair.archives import ArchiveSettings
from img2fair.archives.dicom.grouping import CUT, LOOKED_UP, NAMING, Grouping, group
from img2fair.archives.dicom.project_id import LONGEST, safe_id
from img2fair.archives.dicom.series import ATTRIBUTES, Series
from img2fair.archives.dicom.withholding import sift
from img2fair.errors import UsageFault
from img2fair.model import Unread, Visibility

PREFIX = Grouping(by="prefix")
TRIAL = Grouping(by="attribute")


def of(patient: str, trial: str = "", number: int = 0) -> Series:
    values = {"PatientID": patient, "ClinicalTrialProtocolID": trial, "StudyInstanceUID": f"1.{number}"}
    return Series({name: text for name, text in values.items() if text})


@pytest.mark.parametrize(
    ("grouping", "patient", "trial", "expected"),
    [
        (Grouping(by="archive", project="ALL"), "x", "", "ALL"),
        (TRIAL, "x", "NCT01", "NCT01"),
        (TRIAL, "x", "Lung Trial / 2", "Lung_Trial_2"),
        (TRIAL, "x", "", None),
        (TRIAL, "x", "/../", None),
        (Grouping(by="attribute", attribute="InstitutionName"), "x", "NCT01", None),
        (PREFIX, "LUNG-01", "", "LUNG"),
        (PREFIX, "LUNG-01-2", "", "LUNG"),
        (PREFIX, "LUNG", "", None),
        (PREFIX, "LUNG-", "", None),
        (PREFIX, "-01", "", None),
        (Grouping(by="prefix", separator="_x_"), "A_x_1", "", "A"),
    ],
)
def test_the_project_of_a_series(grouping: Grouping, patient: str, trial: str, expected: str | None) -> None:
    assert grouping.project_of(of(patient, trial).values) == expected


REFUSED = {
    "a prefix of one patient": (PREFIX, [of("Meier-Anna"), of("Meier-Anna")], "Meier"),
    "a prefix that is another's whole id": (PREFIX, [of("Meier-1"), of("Meier-2"), of("Meier")], "Meier"),
    "the same in other letters": (PREFIX, [of("MEIER-1"), of("MEIER-2"), of("meier")], "MEIER"),
    "a prefix that is a number": (PREFIX, [of("471100-1"), of("471100-2")], "471100"),
    "a trial that is a patient": (TRIAL, [of("P7", "P7"), of("P8", "P7")], "P7"),
    "a trial that is another trial's patient": (TRIAL, [of("P7", "T"), of("P8", "P 7"), of("P_7", "T")], "P_7"),
}


@pytest.mark.parametrize(("grouping", "series", "id_"), REFUSED.values(), ids=REFUSED)
def test_an_id_that_could_be_a_patients_is_refused_and_not_told(
    grouping: Grouping, series: list[Series], id_: str
) -> None:
    groups = group(series, grouping)
    assert id_ not in groups.projects
    assert "may be a patient's" in " ".join(unread.reason for unread in groups.unread)
    assert id_ not in str(groups.unread)
    assert not groups.whole, "a project may be called so: it is not gone"


@pytest.mark.parametrize(("grouping", "series", "id_"), REFUSED.values(), ids=REFUSED)
def test_the_config_can_vouch_for_an_id(grouping: Grouping, series: list[Series], id_: str) -> None:
    vouched = Grouping(by=grouping.by, access={id_: Visibility.PUBLIC})
    groups = group(series, vouched)
    assert id_ in groups.projects
    assert groups.whole


def test_a_prefix_of_two_patients_is_a_project() -> None:
    groups = group([of("LUNG-1"), of("LUNG-2"), of("x")], PREFIX)
    assert {id_: len(series) for id_, series in groups.projects.items()} == {"LUNG": 2}
    assert [(unread.project, unread.part) for unread in groups.unread] == [("", "series")]
    assert groups.unread[0].reason.startswith("1 series belong to no project")
    assert groups.whole


@pytest.mark.parametrize("series", [[], [of("LUNG")]])
def test_an_archive_without_any_project_does_not_say_that_projects_are_gone(series: list[Series]) -> None:
    groups = group(series, PREFIX)
    assert groups.projects == {}
    assert not groups.whole
    assert [(unread.project, unread.part) for unread in groups.unread] == [("", "series")]


def test_what_is_said_to_be_private_is_withheld_whether_it_is_there_or_not() -> None:
    grouping = Grouping(by="prefix", visibility=Visibility.PUBLIC, access={"GONE": Visibility.PRIVATE})
    asked = ArchiveSettings("x", "https://x.example.org", options=grouping)
    sifted = sift(["LUNG"], grouping, asked)
    assert sifted.chosen == ("LUNG",)
    assert [(one.project, one.visibility) for one in sifted.withheld] == [("GONE", Visibility.PRIVATE)]
    assert sift(["LUNG"], grouping, replace(asked, only=("LUNG",))).withheld == ()
    whole = Grouping(by="archive", project="ALL", visibility=Visibility.PRIVATE)
    assert [one.project for one in sift([], whole, asked).withheld] == ["ALL"]


def test_two_values_that_become_one_id_leave_that_project_out() -> None:
    groups = group([of("a", "T 1"), of("b", "T/1"), of("c", "T2")], TRIAL)
    assert list(groups.projects) == ["T2"]
    assert groups.unread == (Unread("T_1", "", "2 values of ClinicalTrialProtocolID become this id"),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "archive"},
        {"by": "archive", "project": "a b"},
        {"by": "attribute", "attribute": "PatientID"},
        {"by": "attribute", "attribute": "PatientName"},
        {"by": "attribute", "attribute": "SeriesDescription"},
        {"by": "attribute", "attribute": "StudyInstanceUID"},
        {"by": "prefix", "attribute": "PatientBirthDate"},
        {"by": "prefix", "separator": ""},
        {"by": "table"},
        {"by": "table", "table": Path("x.csv"), "attribute": "AccessionNumber"},
    ],
)
def test_entries_that_do_not_go_together(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageFault):
        Grouping(**wrong)  # type: ignore[arg-type]


def test_all_attributes_that_make_projects_are_read() -> None:
    assert NAMING < CUT < LOOKED_UP < set(ATTRIBUTES) | {""}


@given(some.text(max_size=100))
def test_ids_are_safe_stable_and_of_few_characters(text: str) -> None:
    id_ = safe_id(text)
    if id_ is not None:
        assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", id_)
        assert len(id_) <= LONGEST
        assert safe_id(id_) == id_


@given(
    some.lists(
        some.tuples(some.text("Mé1- ", max_size=5), some.text("Mé1- ", max_size=5)),
        max_size=8,
    ),
    some.sampled_from([PREFIX, TRIAL]),
)
def test_no_project_is_ever_called_as_a_patient(said: list[tuple[str, str]], grouping: Grouping) -> None:
    series = [of(patient, trial) for patient, trial in said]
    groups = group(series, grouping)
    patients = {(safe_id(patient) or "").casefold() for patient, _ in said}
    assert patients.isdisjoint(id_.casefold() for id_ in groups.projects)
    counted = sum(int(unread.reason.split()[0]) for unread in groups.unread if unread.project == "")
    clashing = {unread.project for unread in groups.unread if unread.project}
    left_out = [one for one in series if grouping.project_of(one.values) in clashing]
    assert sum(len(own) for own in groups.projects.values()) + counted + len(left_out) == len(series)


TABLE = """\ufeffvalue,project,visibility,name,pi
1.1,LUNG,public,"Lungs, all","Meier, Anna"
1.2,LUNG,,,
1.3,BRAIN,Private,,
"""


def table(folder: Path, text: str) -> Path:
    (folder / "projects.csv").write_text(text, encoding="utf-8")
    return folder / "projects.csv"


def test_a_table_tells_projects_and_who_may_see_them(tmp_path: Path) -> None:
    grouping = Grouping(by="table", table=table(tmp_path, TABLE), names={"LUNG": {"name": "Lungs"}})
    found = {number: grouping.project_of(of("x", number=number).values) for number in range(1, 5)}
    assert found == {1: "LUNG", 2: "LUNG", 3: "BRAIN", 4: None}
    assert grouping.visibility_of("LUNG") is Visibility.PUBLIC
    assert grouping.visibility_of("BRAIN") is Visibility.PRIVATE
    assert grouping.described("LUNG") == {"name": "Lungs", "pi": "Meier, Anna"}
    assert grouping.known_projects() == frozenset({"LUNG", "BRAIN"})
    strict = Grouping(by="table", table=grouping.table, access={"LUNG": Visibility.PROTECTED})
    assert strict.visibility_of("LUNG") is Visibility.PROTECTED


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("project\nA\n", 1),
        ("value,project,colour\n1,A,red\n", 1),
        ("value,project\n1,A\n1,B\n", 3),
        ("value,project\nMeier,a b\n", 2),
        ("value,project\n,A\n", 2),
        ("value,project\nMeier,A,x\n", 2),
        ("value,project\nMeier\n", 2),
        ("value,project,visibility\n1,A,open\n", 2),
        ("value,project,visibility\n1,A,public\n2,A,private\n", 3),
        ("value,project,name\n1,A,x\n2,A,Meier\n", 3),
    ],
)
def test_tables_that_cannot_be_right(text: str, line: int, tmp_path: Path) -> None:
    grouping = Grouping(by="table", table=table(tmp_path, text))
    with pytest.raises(UsageFault) as fault:
        grouping.project_of({"StudyInstanceUID": "1"})
    assert fault.value.where.endswith(f"projects.csv:{line}")
    assert "Meier" not in str(fault.value)


@pytest.mark.parametrize("content", [None, b"value,project\n\xff,A\n", b'value,project\n"1,A\n'])
def test_tables_that_cannot_be_read(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "projects.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageFault):
        Grouping(by="table", table=path).project_of({"StudyInstanceUID": "1"})


def test_who_may_see_a_project_is_unknown_unless_said() -> None:
    assert Grouping(by="attribute").visibility_of("A") is Visibility.UNKNOWN
    said = Grouping(by="attribute", visibility=Visibility.PUBLIC, access={"B": Visibility.PRIVATE})
    assert (said.visibility_of("A"), said.visibility_of("B")) == (Visibility.PUBLIC, Visibility.PRIVATE)
