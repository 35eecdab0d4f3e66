"""The released XNAT clients read the demo archive as they read XNAT."""

from collections.abc import Iterator
from typing import Any

import pytest
import pyxnat
import xnat

from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import load_content

CONTENT = load_content()
SMALL = ("qin_prostate_repeatability", "pseudo_phi_dicom_data")
VISIBLE = sorted(project.id for project in CONTENT.projects)


@pytest.fixture(scope="module")
def archive() -> Iterator[DemoArchive]:
    with DemoArchive(require_login=True) as running:
        yield running


@pytest.fixture
def xnatpy(archive: DemoArchive) -> Iterator[Any]:
    with xnat.connect(archive.url, user="demo", password="demo", loglevel="ERROR") as connection:
        yield connection


@pytest.fixture
def pyxnat_interface(archive: DemoArchive) -> Iterator[Any]:
    interface = pyxnat.Interface(server=archive.url, user="demo", password="demo")
    yield interface
    interface.disconnect()


def test_xnatpy_logs_in_and_leaves_no_session(archive: DemoArchive) -> None:
    before = archive.logins.count("demo")
    with xnat.connect(archive.url, user="demo", password="demo", loglevel="ERROR") as connection:
        assert connection.logged_in_user == "demo"
        assert connection.xnat_version == CONTENT.version
        assert archive.logins.count("demo") == before + 1
    assert archive.logins.count("demo") == before


def test_xnatpy_is_refused_with_a_wrong_password(archive: DemoArchive) -> None:
    with pytest.raises(xnat.exceptions.XNATLoginFailedError, match="Login attempt failed"):
        xnat.connect(archive.url, user="demo", password="wrong", loglevel="CRITICAL")


def test_xnatpy_lists_projects_with_their_text(xnatpy: Any) -> None:
    assert sorted(xnatpy.projects.data) == VISIBLE
    for project in xnatpy.projects.values():
        truth = CONTENT.project(project.id)
        assert project.name == truth.name
        assert (project.description or "") == truth.description
        assert project.keywords == truth.keywords
        assert truth.pi is not None
        assert project.pi.lastname == truth.pi.lastname
    assert xnatpy.access_levels == {"covid_19_ar": "Members", "breast_diagnosis": "Collaborators"}


def test_xnatpy_counts_subjects_and_sessions_of_every_project(xnatpy: Any) -> None:
    for project_id in VISIBLE:
        counts = CONTENT.counts(project_id)
        project = xnatpy.projects[project_id]
        assert len(project.subjects) == counts.subjects
        assert len(project.experiments) == counts.sessions + counts.subject_assessors
    assert len(xnatpy.subjects) == len(CONTENT.subjects)
    assert len(xnatpy.experiments) == len(CONTENT.experiments)


def test_xnatpy_shows_guests_under_their_labels(xnatpy: Any) -> None:
    project = xnatpy.projects["cmb_pca"]
    assert {subject.label for subject in project.subjects} == {s.label for s in CONTENT.subjects_of("cmb_pca")}
    assert {session.label for session in project.experiments} == {s.label for s in CONTENT.sessions_of("cmb_pca")}


def test_xnatpy_reads_sessions_and_scans(xnatpy: Any) -> None:
    project = xnatpy.projects["pseudo_phi_dicom_data"]
    for subject in project.subjects.values():
        truth = CONTENT.subjects[subject.id].subject
        assert subject.demographics.gender == truth.gender
        shown = {*(s.id for s in truth.sessions), *(a.id for a in truth.subject_assessors)}
        assert {one.id for one in subject.experiments.values()} == shown
        for session in (one for one in subject.experiments.values() if one.id in CONTENT.sessions):
            held = CONTENT.sessions[session.id].session
            assert session.date.isoformat() == held.date
            assert session.uid == held.uid
            assert {scan.id: scan.type for scan in session.scans.values()} == {s.id: s.type for s in held.scans}


def test_xnatpy_reads_a_scan_to_the_bottom(xnatpy: Any) -> None:
    held = CONTENT.project("icdc_glioma").subjects[0]
    subject = xnatpy.projects["icdc_glioma"].subjects[held.label]
    assert dict(subject.fields) == {"species": "Canine"}
    truth = held.sessions[0].scans[0]
    scan = subject.experiments[held.sessions[0].label].scans[truth.id]
    assert scan.__xsi_type__ == truth.xsi_type
    assert scan.frames == truth.frames
    assert scan.quality == "usable"
    assert scan.modality == truth.modality
    assert scan.scanner.manufacturer == truth.scanner_manufacturer
    [resource] = scan.resources.values()
    assert (resource.label, resource.file_count) == ("DICOM", truth.resources[0].file_count)
    assert resource.file_size == truth.resources[0].file_size


def test_xnatpy_reads_assessors_and_files(xnatpy: Any) -> None:
    seen = next(one for one in CONTENT.assessors.values() if one.assessor.xsi_type == "icr:roiCollectionData")
    session = xnatpy.projects[seen.owner].experiments[seen.session.label]
    found = session.assessors[seen.assessor.id]
    assert found.__xsi_type__ == "icr:roiCollectionData"
    assert found.rois == seen.assessor.parameters["rois"]
    project = CONTENT.project("pseudo_phi_dicom_data")
    resources = {one.label: one for one in xnatpy.projects[project.id].resources.values()}
    assert set(resources) == {one.label for one in project.resources}
    for held in project.resources:
        [file] = resources[held.label].files.values()
        with file.open() as opened:
            assert opened.read().decode() == held.files[0].text
    scan = next(s for s in CONTENT.sessions_of(project.id)[0].session.scans if s.resources[0].files)
    told = xnatpy.projects[project.id].experiments[CONTENT.sessions_of(project.id)[0].label].scans[scan.id]
    assert told.dicom_dump(fields=["Modality"])[0]["value"] == scan.modality


def test_xnatpy_reads_as_guest_where_the_site_is_open() -> None:
    with DemoArchive() as archive, xnat.connect(archive.url, loglevel="ERROR") as connection:
        assert connection.logged_in_user == "guest"
        assert sorted(connection.projects.data) == [name for name in VISIBLE if name != "breast_diagnosis"]


def test_xnatpy_takes_an_alias_token(archive: DemoArchive, xnatpy: Any) -> None:
    token = xnatpy.services.issue_token()
    with xnat.connect(archive.url, user=token.alias, password=token.secret, loglevel="ERROR") as connection:
        assert connection.logged_in_user == "demo"


def test_pyxnat_lists_projects_subjects_and_sessions(pyxnat_interface: Any) -> None:
    select = pyxnat_interface.select
    assert sorted(select.projects().get()) == VISIBLE
    for project_id in VISIBLE:
        shown = {seen.subject.id for seen in CONTENT.subjects_of(project_id)}
        assert set(select.project(project_id).subjects().get()) == shown
    sessions = {seen.session.id for seen in CONTENT.sessions_of("cmb_pca")}
    assert set(select.project("cmb_pca").experiments().get()) == sessions


def test_pyxnat_reads_one_session(pyxnat_interface: Any) -> None:
    truth = CONTENT.sessions_of("pseudo_phi_dicom_data")[0]
    project = pyxnat_interface.select.project("pseudo_phi_dicom_data")
    session = project.subject(truth.subject.label).experiment(truth.label)
    assert session.id() == truth.session.id
    assert session.datatype() == truth.session.xsi_type
    assert set(session.scans().get()) == {scan.id for scan in truth.session.scans}
    assert session.scan(truth.session.scans[0].id).attrs.get("series_description") == (
        truth.session.scans[0].series_description
    )
    assert project.accessibility() == b"public"


@pytest.mark.parametrize("project_id", SMALL)
def test_pyxnat_lists_all_scans_of_a_project_at_once(pyxnat_interface: Any, project_id: str) -> None:
    rows = pyxnat_interface.array.scans(project_id=project_id).data
    found = {(row["ID"], row["xnat:imagescandata/id"]) for row in rows}
    assert found == {(s.session.id, scan.id) for s in CONTENT.sessions_of(project_id) for scan in s.session.scans}
    mr = pyxnat_interface.array.mrscans(project_id=project_id).data
    sessions = [s.session for s in CONTENT.sessions_of(project_id) if s.session.xsi_type == "xnat:mrSessionData"]
    assert len(mr) == sum(scan.modality == "MR" for session in sessions for scan in session.scans)


def test_pyxnat_learns_the_types_and_the_version(pyxnat_interface: Any) -> None:
    assert "xnat:mrSessionData" in pyxnat_interface.inspect.datatypes()
    assert "xnat:subjectData/GENDER_TEXT" in pyxnat_interface.inspect.datatypes("xnat:subjectData", "*")
    assert pyxnat_interface.version()["version"] == CONTENT.version
