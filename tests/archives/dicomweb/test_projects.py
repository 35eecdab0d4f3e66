"""Projects made of series: patients, studies, scans, ages."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from img2fair.archives.choice import Choice
from img2fair.archives.dicom.grouping import Grouping
from img2fair.archives.dicom.projects import MISSING_PARTS, build, unread_attributes, years_of
from img2fair.archives.dicom.series import ATTRIBUTES, Series
from img2fair.model import Held, Person, Project, Resource, Variable, Visibility
from img2fair.model.snapshot_file import project_line

WHOLE = Grouping(
    by="archive",
    project="ALL",
    visibility=Visibility.PUBLIC,
    names={"ALL": {"name": "All", "keywords": "fair, lungs", "pi": "Meier, Anna"}},
)


def series(number: int = 1, study: str = "1.1", /, **values: str) -> Series:
    usual = {"StudyInstanceUID": study, "SeriesInstanceUID": f"{study}.{number}", "PatientID": "P1", "Modality": "CT"}
    return Series({name: text for name, text in {**usual, **values}.items() if text}, instances=2)


def built(*members: Series, **more: Any) -> Project:
    return build("ALL", WHOLE, members, **more)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("045Y", 45), ("018M", 1.5), ("052W", 0.997), ("010D", 0.027), ("001D", 0.003), ("120Y", 120), ("45Y", 45),
        ("042y", 42), ("121Y", None), ("155Y", None), ("000Y", None), ("000D", None), ("90", None), ("N-A", None),
        ("", None), ("Y", None), ("-01Y", None), ("٤٥Y", None), ("1000Y", None),
    ],
)  # fmt: skip
def test_dicom_ages(text: str, years: float | None) -> None:
    assert years_of(text) == (None if years is None else pytest.approx(years, abs=0.001))


@given(some.text())
def test_any_text_as_an_age(text: str) -> None:
    years = years_of(text)
    assert years is None or 0 < years <= 120


@pytest.mark.parametrize(
    ("values", "years"),
    [
        ({"PatientAge": "050Y", "PatientBirthDate": "20000101"}, 50),
        ({"PatientAge": "000Y", "PatientBirthDate": "20000101"}, 20),
        ({"PatientBirthDate": "2000.01.01"}, 20),
        ({"PatientBirthDate": "18000101"}, None),
        ({"PatientBirthDate": "20300101"}, None),
        ({"PatientBirthDate": "20000101", "StudyDate": ""}, None),
        ({"PatientBirthDate": "2000"}, None),
        ({}, None),
    ],
)
def test_ages_at_a_study(values: dict[str, str], years: float | None) -> None:
    project = built(series(**{"StudyDate": "20200101", **values}))
    expected = None if years is None else Held(pytest.approx(years, abs=0.01))
    assert (project.sessions[0].age is None) == (expected is None)
    for age in (project.sessions[0].age, project.subjects[0].age):
        assert age is None or age == expected
    assert b"2000" not in project_line(project).replace(b"2020", b"")


CONFLICTS = {
    "sex": ({"PatientSex": "F"}, {"PatientSex": "M"}),
    "age": ({"PatientAge": "040Y"}, {"PatientAge": "041Y"}),
    "date": ({"StudyDate": "20200101"}, {"StudyDate": "20200102"}),
    "manufacturer": ({"Manufacturer": "A"}, {"Manufacturer": "B"}),
    "modality": ({"Modality": "CT"}, {"Modality": "PT"}),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_what_is_said_differently_is_unknown(name: str) -> None:
    first, second = CONFLICTS[name]
    differing, same = built(series(1, **first), series(2, **second)), built(series(1, **first), series(2, **first))
    assert getattr(differing.subjects[0] if name == "sex" else differing.sessions[0], name) is None
    assert getattr(same.subjects[0] if name == "sex" else same.sessions[0], name) is not None


@pytest.mark.parametrize("sex", ["U", "0000", "6657", "male", ""])
def test_a_sex_that_is_no_code_is_unknown(sex: str) -> None:
    assert built(series(PatientSex=sex)).subjects[0].sex is None


def test_derived_objects_do_not_tell_the_scanner() -> None:
    project = built(series(1, Manufacturer="ACME"), series(2, Modality="SEG", Manufacturer="Segmenter"))
    session = project.sessions[0]
    assert (session.modality, session.manufacturer) == (Held("CT"), Held("ACME"))
    assert [scan.manufacturer for scan in session.scans] == [Held("ACME"), Held("Segmenter")]


def test_alike_scans_are_one_row_unless_all_is_asked_for() -> None:
    members = [series(number) for number in range(1, 4)]
    (profile,) = built(*members).sessions[0].scans
    assert (profile.count, profile.id, profile.resources) == (3, None, (Resource(Held("DICOM"), Held(6), None),))
    single = built(*members, full=True).sessions[0].scans
    assert [(scan.count, scan.series_instance_uid) for scan in single] == [(1, Held(f"1.1.{n}")) for n in (1, 2, 3)]


def test_a_series_without_patient_is_the_studys_one_patients_or_the_studys_own() -> None:
    project = built(series(1), series(2, PatientID=""), series(1, "1.2", PatientID=""))
    assert [subject.id for subject in project.subjects] == [Held("1.2"), Held("P1")]
    assert [session.subject for session in project.sessions] == [Held("P1"), Held("1.2")]


def test_a_study_of_two_patients_is_two_sessions() -> None:
    project = built(series(1), series(2, PatientID="P2"))
    assert [session.subject for session in project.sessions] == [Held("P1"), Held("P2")]
    assert len({session.id for session in project.sessions}) == 2
    assert {session.study_instance_uid for session in project.sessions} == {Held("1.1")}


@pytest.mark.parametrize(
    ("said", "told"), [("Mus musculus", 1), ("Canine", 1), ("Homo sapiens", 0), ("human", 0), ("", 0)]
)
def test_animals_are_told(said: str, told: int) -> None:
    demographics = built(series(PatientSpeciesDescription=said)).subjects[0].demographics
    assert demographics == (Variable(Held("species"), Held(said)),) * told


def test_frames_are_those_of_all_instances_or_unknown() -> None:
    assert built(series(NumberOfFrames="10")).sessions[0].scans[0].frames == Held(20)
    assert built(series(1, NumberOfFrames="10"), series(2)).sessions[0].scans[0].frames is None


def test_names_come_from_the_config_and_words_that_opt_in_are_not_published() -> None:
    project = built(series(), choice=Choice(include_keywords=("fair",)))
    assert (project.name, project.keywords, project.pi) == (
        Held("All"), Held("lungs"), Person(lastname=Held("Meier"), firstname=Held("Anna")),
    )  # fmt: skip


def test_patients_nobody_gave_are_unread() -> None:
    project = built(series(PatientID=""), missing={"PatientID"})
    assert (project.subjects, project.unread, len(project.sessions)) == ((), frozenset({"subjects"}), 1)


def test_missing_attributes_are_told_by_part() -> None:
    assert {unread.part for unread in unread_attributes(["Manufacturer", "PatientAge", "PatientBirthDate"])} == {
        "sessions.age", "sessions.manufacturer",
    }  # fmt: skip
    assert unread_attributes(["PatientAge", "NumberOfFrames"]) == ()
    assert set(MISSING_PARTS) < set(ATTRIBUTES)


_VALUES = some.fixed_dictionaries({}, optional={name: some.text("AM\\é09 ", max_size=4) for name in sorted(ATTRIBUTES)})


@given(some.lists(_VALUES, max_size=6), some.randoms(use_true_random=False), some.booleans())
def test_the_order_of_series_does_not_matter(said: list[dict[str, str]], chance: random.Random, full: bool) -> None:
    members = [
        Series({**values, "StudyInstanceUID": f"1.{number % 2}", "SeriesInstanceUID": f"1.{number % 2}.{number}"})
        for number, values in enumerate(said)
    ]
    shuffled = chance.sample(members, len(members))
    line = project_line(built(*members, full=full))
    assert project_line(built(*shuffled, full=full)) == line
    project = built(*members, full=full)
    assert sum(scan.count for session in project.sessions for scan in session.scans) == len(members)
    assert {session.subject for session in project.sessions} == {subject.id for subject in project.subjects}
