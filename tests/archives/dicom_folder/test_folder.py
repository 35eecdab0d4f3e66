"""Folders, ZIP archives and DICOMDIRs of DICOM files: the same projects, whatever lies between the files."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.archives import Depth, read_access
from img2fair.archives.choice import Choice
from img2fair.archives.dicom.grouping import Grouping
from img2fair.errors import UsageFault
from img2fair.model import Held, Visibility, Why
from img2fair.model.snapshot_file import project_line
from img2fair.privacy import Gazetteer
from tests.archives.dicom_folder.files import TEST_FILES, dicom, fill, uid
from tests.archives.dicom_folder.harvests import (
    ALL,
    BY_PREFIX,
    STUDY,
    indexed,
    lines,
    read,
    scans,
    settings,
    told,
    written,
    zipped,
)


def test_series_become_scans_studies_sessions_patients_subjects(tmp_path: Path) -> None:
    (project,), header = read(fill(tmp_path, STUDY))
    assert [(one.id, one.sex) for one in project.subjects] == [(Held("P1"), Held("F")), (Held("P2"), None)]
    assert [(one.study_instance_uid, one.subject) for one in project.sessions] == [
        (Held(uid(1)), Held("P1")),
        (Held(uid(2)), Held("P2")),
    ]
    assert [
        (profile.count, profile.modality, resource.label, resource.files, resource.bytes)
        for profile in scans(project)
        for resource in profile.resources
    ] == [
        (1, Held("CT"), Held("DICOM"), Held(2), Held(len(STUDY["b/2"]) + len(STUDY["b/CANARY^file.dcm"]))),
        (1, Held("MR"), Held("DICOM"), Held(1), Held(len(STUDY["a/3"]))),
        (1, Held("CT"), Held("DICOM"), Held(1), Held(len(STUDY["a.b/4"]))),
    ]
    assert (header.complete, header.moving, told(header)) == (True, (), "")
    assert header.software == f"DICOM folder (pydicom {pydicom.__version__})"
    assert "sessions.model" in {one.part for one in header.unread}
    assert "CANARY" not in written(header) + project_line(project).decode()


def test_folder_zip_and_index_say_the_same(tmp_path: Path) -> None:
    folder = lines(fill(tmp_path / "folder", STUDY))
    assert lines(zipped(tmp_path / "files.zip", STUDY)) == folder
    assert lines(indexed(tmp_path, STUDY)) == folder
    assert lines(tmp_path / "folder", threads=1) == folder == lines(tmp_path / "folder", threads=16)


def test_who_is_named_in_headers_is_found_again(tmp_path: Path) -> None:
    files = {
        "1": dicom(1, 1, 1, PatientName="Wiesenthal^Agathe", OtherPatientNames="Zonneveld^Agathe"),
        "2": dicom(1, 1, 2, PatientName="Wiesenthal^A", AccessionNumber="ACC-774411"),
        "3": dicom(2, 1, 1, PatientID="P2", PatientName="Quackenbush^Bo", AccessionNumber=""),
    }
    text = "Agathe Wiesenthal; zonneveld; ACC-774411; CANARY1; Bo Quackenbush; somebody else"
    for place in (fill(tmp_path / "f", files), zipped(tmp_path / "z.zip", files), indexed(tmp_path, files)):
        (project,), _ = read(place)
        hits = [text[hit.start : hit.end] for hit in Gazetteer.of(project).found(text)]
        assert hits == ["Agathe Wiesenthal", "zonneveld", "ACC-774411", "CANARY1", "Bo Quackenbush"]
        assert not [word for word in (b"Wiesenthal", b"Agathe", b"ACC-77") if word in project_line(project)]


def test_a_file_that_only_an_index_knows_has_the_patient_of_its_records(tmp_path: Path) -> None:
    index = indexed(tmp_path, {"1": dicom(1, 1, 1, PatientName="Wiesenthal^Agathe")})
    for path in index.parent.rglob("*"):
        if path.is_file() and path != index:
            path.unlink()
    (project,), _ = read(index)
    assert Gazetteer.of(project).found("Agathe Wiesenthal")


@given(st.permutations(sorted(STUDY)), st.lists(st.sampled_from(sorted(STUDY)), max_size=3))
def test_names_order_and_copies_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], again: list[str]
) -> None:
    files = {f"{place}.dcm": STUDY[name] for place, name in enumerate([*order, *again])}
    folder = tmp_path_factory.mktemp("mixed")
    assert lines(zipped(folder / "mixed.zip", files)) == lines(zipped(folder / "plain.zip", STUDY))


def test_pydicoms_own_files(tmp_path: Path) -> None:
    (project,), header = read(TEST_FILES)
    assert len(project.sessions) > 25
    assert told(header).startswith("20 files could not be read as DICOM: 10 DICOM without the UIDs")
    assert header.complete


def test_a_folder_needs_to_be_told_what_a_project_is(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="no projects of its own"):
        read(fill(tmp_path, STUDY), options=None)


def test_what_the_files_of_a_series_say_differently_is_not_known(tmp_path: Path) -> None:
    files = {
        "1": dicom(1, 1, 1, Manufacturer="ACME", NumberOfFrames=2),
        "2": dicom(1, 1, 2, Manufacturer="EMCA"),
        "3": dicom(1, 2, 1, NumberOfFrames=3, BodyPartExamined="CHEST"),
        "4": dicom(1, 2, 2, NumberOfFrames=3),
    }
    (project,), _ = read(fill(tmp_path, files), depth=Depth(full=True))
    first, second = scans(project)
    assert (first.manufacturer, first.frames) == (None, None)
    assert (second.manufacturer, second.frames, second.body_part) == (Held("ACME"), Held(6), Held("CHEST"))


TOUCH = """
import os, sys
moment = 0
print(flush=True)
while True:
    moment += 1
    os.utime(sys.argv[1], ns=(moment, moment))
"""


@contextmanager
def touched(path: Path) -> Iterator[None]:
    """Have another process give a file a new time again and again."""
    with subprocess.Popen([sys.executable, "-c", TOUCH, str(path)], stdout=subprocess.PIPE) as toucher:
        assert toucher.stdout is not None
        toucher.stdout.readline()
        try:
            yield
        finally:
            toucher.kill()


def moving(path: Path) -> tuple[str, ...]:
    """What moves, of the first harvest that sees it: the machine may give the other process no time during one."""
    found = (read(path, options=BY_PREFIX)[1].moving for _ in range(1000))
    return next((ids for ids in found if ids), ())


def test_what_changes_while_it_is_read_is_moving(tmp_path: Path) -> None:
    mixed = {name: dicom(place, 1, 1, PatientID=patient) for place, (name, patient) in enumerate(PATIENTS.items())}
    mixed["a"] = dicom(0, 1, 1, PatientID="HEART-1", ballast=900_000)  # takes a while to read
    folder, packed = fill(tmp_path / "folder", mixed), zipped(tmp_path / "files.zip", mixed)
    assert read(folder, options=BY_PREFIX)[1].moving == ()
    with touched(folder / "a"):
        assert moving(folder) == ("HEART",)
    with touched(packed):
        assert moving(packed) == ("HEART", "LUNG", "SECRET")


PATIENTS = {"a": "HEART-1", "b": "HEART-2", "c": "LUNG-1", "d": "LUNG-2", "e": "SECRET-1", "f": "SECRET-2"}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Three projects with two patients each."""
    files = {
        name: dicom(place, 1, 1, PatientID=patient, PatientIdentityRemoved="YES", OperatorsName="CANARY")
        for place, (name, patient) in enumerate(PATIENTS.items())
    }
    return fill(tmp_path / "three", files)


@pytest.mark.parametrize(
    ("more", "read_ids", "withheld"),
    [
        ({}, ["HEART", "LUNG"], {"SECRET": Why.ACCESS}),
        ({"only": ("LUNG",)}, ["LUNG"], {}),
        ({"only": ("SECRET",)}, [], {"SECRET": Why.ACCESS}),
        ({"only": ("SECRET",), "depth": Depth(clinical=True)}, ["SECRET"], {}),
        ({"choice": Choice(exclude=("L*",))}, ["HEART"], {"LUNG": Why.CHOICE, "SECRET": Why.ACCESS}),
        ({"options": Grouping(by="prefix")}, [], dict.fromkeys(("HEART", "LUNG", "SECRET"), Why.ACCESS)),
    ],
)
def test_who_may_see_a_project(
    more: dict[str, Any], read_ids: list[str], withheld: dict[str, Why], three: Path
) -> None:
    projects, header = read(three, **({"options": BY_PREFIX} | more))
    assert [project.id for project in projects] == read_ids
    assert {one.project: one.why for one in header.withheld} == withheld


def test_access_is_that_of_the_config(three: Path) -> None:
    assert read_access("dicom_folder", settings(three)) == {"ALL": Visibility.PUBLIC}
    assert read_access("dicom_folder", settings(three, options=BY_PREFIX)) == {
        "HEART": Visibility.PUBLIC,
        "LUNG": Visibility.PUBLIC,
        "SECRET": Visibility.PRIVATE,
    }


def test_keywords_of_the_config_without_the_one_that_opts_in(three: Path) -> None:
    options = replace(ALL, names={"ALL": {"name": "All", "keywords": "fair, lungs"}})
    (project,), _ = read(three, options=options, choice=Choice(include_keywords=("fair",)))
    assert (project.name, project.keywords) == (Held("All"), Held("lungs"))


@pytest.mark.parametrize(("most", "sampled"), [(0, 0), (1, 1), (4, 4), (9, 6)])
def test_evidence_of_some_headers(most: int, sampled: int, three: Path) -> None:
    (project,), header = read(three, depth=Depth(evidence=most))
    assert sum(one.sampled for one in project.evidence) == sampled
    present = {attribute.keyword: attribute for one in project.evidence for attribute in one.attributes}
    if most:
        assert present["OperatorsName"].present == sampled
        assert present["PatientIdentityRemoved"].codes == (("YES", sampled),)
        assert header.depth == ("evidence",)
    assert b"CANARY" not in project_line(project)
