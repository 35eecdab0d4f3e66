"""Names and numbers of patients that an archive shows: hashed with their project, found again, and nowhere else."""

import logging
import random
import re
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.archives import Depth
from img2fair.archives.dicom.elements import ObjectHeader
from img2fair.archives.dicom.headers import read_header, read_object
from img2fair.archives.dicom.series import PATIENT_ATTRIBUTES, Series
from img2fair.archives.dicom_folder.entries import Outcome
from img2fair.archives.dicomweb import answers
from img2fair.archives.patients import Patients, met_of, together
from img2fair.archives.xnat import columns
from img2fair.archives.xnat.reader import Material
from img2fair.archives.xnat.states import Closed, closed_by
from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.content import ArchiveContent, Share
from img2fair.model import Project
from img2fair.privacy import Gazetteer, Met
from tests.archives.dicom_folder.files import dicom
from tests.archives.reading import read, without_waits
from tests.archives.truth import patients

__all__ = ["without_waits"]

pytestmark = pytest.mark.usefixtures("without_waits")

NAME, ID, ACCESSION = "Wiesenthal^Agathe", "4711-0815", "ACC-774411"
INVENTED, OTHER = "pseudo_phi_dicom_data", "icdc_glioma"
PLAIN = ("Wiesenthal", "Agathe", "wiesenthal", "4711-0815", "ACC-774411", "47110815")


def found(project: Project, text: str) -> set[str]:
    return {text[hit.start : hit.end] for hit in Gazetteer.of(project).found(text)}


@pytest.fixture(scope="module")
def named(content: ArchiveContent) -> ArchiveContent:
    """Two projects; of the second, one session has a patient of flesh and blood and is shared into the first."""
    small = content.only(INVENTED, OTHER)
    session = min(seen.session.id for seen in small.sessions_of(OTHER))
    return small.with_session(
        session,
        dcm_patient_name=NAME,
        dcm_patient_id=ID,
        dcm_accession_number=ACCESSION,
        shares=(Share(project=INVENTED, label="guest"),),
    )


LISTS = {
    "lists": Fault(path="/nowhere", kind="status"),
    "project by project": Fault(path="/data/experiments", query="%2C.*sortBy|sortBy.*%2C", kind="status", status=500),
    "object by object": Fault(path="/data/experiments", kind="status", status=500),
    "patients alone": Fault(path="/data/experiments", query="meta%2Flast_modified", kind="status", status=500),
}


@pytest.mark.parametrize("way", LISTS)
@pytest.mark.parametrize("depth", [Depth(), Depth(full=True, clinical=True)], ids=["ordinary", "deep"])
def test_who_was_met_is_found_again_and_stands_nowhere(
    named: ArchiveContent, tmp_path: Path, caplog: pytest.LogCaptureFixture, way: str, depth: Depth
) -> None:
    caplog.set_level(logging.DEBUG)
    with DemoArchive(named) as archive:
        archive.faults.add(LISTS[way])
        _, projects = read(archive, tmp_path / "s.jsonl", depth=depth)
    for project in projects:
        assert found(project, "with thanks to Agathe Wiesenthal, no. 4711-0815") == {"Agathe Wiesenthal", "4711-0815"}
        assert found(project, "study ACC-774411") == {"ACC-774411"}
        assert found(project, "with thanks to all") == set()
    written = (tmp_path / "s.jsonl").read_text()
    assert not [word for word in PLAIN if word in written or word in caplog.text]


def test_the_demos_invented_people_are_met(content: ArchiveContent, tmp_path: Path) -> None:
    """Their names stand in the descriptions of studies, as in the collection that they are from."""
    with DemoArchive(content.only(INVENTED)) as archive:
        _, (project,) = read(archive, tmp_path / "s.jsonl")
    said = [seen.session.session_type for seen in content.sessions_of(INVENTED)]
    people = {named[1] for text in said if (named := re.search(r" for (\w+ \w+)$", text))}
    assert len(people) > 3
    assert [name for name in people if name not in found(project, f"XR CHEST for {name}, seen twice")] == []
    assert len(patients(content, INVENTED)) == len(project.subjects)


def test_who_may_not_see_subjects_meets_nobody(content: ArchiveContent, tmp_path: Path) -> None:
    with DemoArchive(content.only("covid_19_ar")) as archive:
        _, (project,) = read(archive, tmp_path / "s.jsonl", None)
    assert "subjects" in project.unread
    assert project.met == ()


def test_a_private_projects_patients_are_never_asked_for(named: ArchiveContent, tmp_path: Path) -> None:
    hidden = named.with_project(OTHER, accessibility="private")
    with DemoArchive(hidden) as archive:
        read(archive, tmp_path / "s.jsonl")
        asked = [record.query for record in archive.requests if "dcmPatient" in record.query]
    assert asked
    assert not [query for query in asked if OTHER in query]


said = st.builds(
    met_of,
    st.lists(st.sampled_from(["", " ", NAME, "Zonneveld^Bo", "a\\b"]), max_size=3),
    st.lists(st.sampled_from([ID, "x", ""]), max_size=2),
)


@given(st.lists(st.tuples(st.sampled_from(["S1", "S2", "S3"]), said), max_size=8), st.randoms(use_true_random=False))
def test_patients_are_the_same_in_any_order_and_in_parts(rows: list[tuple[str, Met]], chance: random.Random) -> None:
    whole, shuffled, half = Patients(), Patients(), Patients()
    for patient, one in rows:
        whole.add_met(patient, one)
    for patient, one in chance.sample(rows, len(rows)):
        chance.choice((shuffled, half)).add_met(patient, one)
    shuffled.add_all(half)
    assert list(shuffled.each()) == list(whole.each())
    assert shuffled.hashes("P") == whole.hashes("P")
    assert {patient for patient, _ in whole.each()} == {patient for patient, one in rows if one != Met()}
    assert all(text.strip() == text != "" for _, one in whole.each() for text in (*one.names, *one.numbers))


def test_one_patient_has_all_that_its_sessions_say() -> None:
    both = together(met_of([NAME], [ID]), met_of(["Wiesenthal^A", NAME, " "], ["4711\\4712", ""]))
    assert both == Met(("Wiesenthal^A", NAME), ("4711", ID, "4712"))


def test_nothing_that_holds_them_shows_them() -> None:
    here = Patients()
    here.add("S1", [NAME], [ID])
    one = met_of([NAME], [ID])
    holders: list[Any] = [
        here, one, Closed(patients={"P": here}), Material({}, patients=here), ObjectHeader({}, one),
        Series({}, met=one), Outcome(1, met=one),
    ]  # fmt: skip
    for holder in holders:
        assert "Wiesenthal" not in f"{holder} {holder!r}"


SESSIONS = 25_000


def test_a_large_sites_closing_list_takes_little_memory() -> None:
    """The names are held once a patient: 25,000 sessions of as many patients within 32 MiB."""
    asked = (*columns.CLOSING, *columns.PATIENT)
    rows = (
        (f"E{n}", "P", f"S{n}", "2024-01-01", "2024-01-01", f"Name{n}^Given", f"ID{n}", f"ACC{n}")
        for n in range(SESSIONS)
    )
    tracemalloc.start()
    try:
        closed = closed_by(["P"], rows, asked, shared=False)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(list(closed.patients["P"].each())) == SESSIONS
    assert held < 32 << 20


HEADER: dict[str, Any] = {
    "PatientName": "Yamada^Tarou=山田^太郎=やまだ^たろう",
    "OtherPatientNames": ["Y^T", "Tarou"],
    "PatientBirthName": "Suzuki^Tarou",
    "PatientMotherBirthName": "Itou^Hana",
    "OtherPatientIDs": ["77-1", "77-2"],
    "AccessionNumber": ACCESSION,
}
TOLD = Met(
    ("Itou^Hana", "Suzuki^Tarou", "Tarou", "Y^T", "Yamada^Tarou=山田^太郎=やまだ^たろう"), ("77-1", "77-2", ACCESSION)
)


@pytest.mark.parametrize("encoding", ["ISO_IR 192", ["", "ISO 2022 IR 87"]], ids=["UTF-8", "escapes"])
def test_a_header_tells_its_patient_apart_from_all_else(encoding: Any) -> None:
    data = dicom(1, 1, 1, SpecificCharacterSet=encoding, **HEADER)
    header = read_object(data, whole=True)
    assert header is not None
    assert header.met == TOLD
    assert header.values == read_header(data, whole=True)
    assert not [text for text in header.values.values() if text in (*TOLD.names, *TOLD.numbers)]


def _json(keyword: str, values: Any) -> dict[str, Any]:
    several = values if isinstance(values, list) else [values]
    if "Name" in keyword:
        groups = ("Alphabetic", "Ideographic", "Phonetic")
        return {"vr": "PN", "Value": [dict(zip(groups, name.split("="), strict=False)) for name in several]}
    return {"vr": "LO", "Value": several}


ROW = {PATIENT_ATTRIBUTES[keyword]: _json(keyword, values) for keyword, values in HEADER.items()}
STRANGE: list[tuple[Any, Met]] = [
    (ROW, TOLD),
    ({"00100010": {"vr": "PN", "Value": [NAME]}}, Met((NAME,))),
    ({"00100010": {"vr": "PN", "Value": [{"Ideographic": "山田^太郎"}]}}, Met(("=山田^太郎",))),
    ({"00080050": {"vr": "SH", "Value": [4711]}}, Met((), ("4711",))),
    ({"00100010": {"vr": "PN", "Value": [None, {}, [], {"Alphabetic": {"x": 1}}]}}, Met()),
    ({"00100010": {"vr": "PN"}, "00080050": None, "00101000": {"Value": "x"}}, Met()),
    ({"00100010": {"vr": "PN", "Value": ["x" * 5000]}}, Met()),
    ({}, Met()),
]


@pytest.mark.parametrize(("row", "expected"), STRANGE)
def test_rows_of_a_query_say_what_they_say_of_patients(row: dict[str, Any], expected: Met) -> None:
    assert answers.met_in(row) == expected


def test_sessions_of_shared_subjects_count_in_both_projects(named: ArchiveContent) -> None:
    for project in (INVENTED, OTHER):
        assert NAME in {name for one in patients(named, project).values() for name in one.names}
