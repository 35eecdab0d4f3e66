"""A snapshot lists what xnatpy lists, the client that people read XNAT with."""

from pathlib import Path
from typing import Any

import xnat

from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.model import Project
from img2fair.model.held import unseal
from tests.archives.reading import read


def test_it_lists_what_xnatpy_lists(content: ArchiveContent, tmp_path: Path) -> None:
    small = content.only("pseudo_phi_dicom_data", "cmb_pca", "qin_prostate_repeatability")
    with DemoArchive(small) as archive:
        _, projects = read(archive, tmp_path / "s.jsonl")
        for project in projects:  # a connection for each: xnatpy keeps the first label of what is shared
            with xnat.connect(archive.url, user="demo", password="demo", loglevel="ERROR") as peer:
                assert project.id in peer.projects.data
                assert len(peer.projects.data) == len(projects)
                compare(project, peer.projects[project.id])


def compare(project: Project, theirs: Any) -> None:
    assert {unseal(one.id): unseal(one.label) for one in project.subjects} == {
        subject.id: subject.label for subject in theirs.subjects.values()
    }
    sessions = {one.id: one for one in theirs.experiments.values() if "SessionData" in one.__xsi_type__}
    assert {unseal(one.id): unseal(one.label) for one in project.sessions} == {
        id_: session.label for id_, session in sessions.items()
    }
    for session in project.sessions[:5]:
        scans = sessions[unseal(session.id)].scans.values()
        assert sum(profile.count for profile in session.scans) == len(scans)
        assert {unseal(p.modality) for p in session.scans if p.modality} == {scan.modality for scan in scans}
