"""Harvests of real DICOMweb servers: Debian's Orthanc and PyPI's tiny_pacs, with the same study in both."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from img2fair.archives import Depth, Login, read_access
from img2fair.archives.dicom.grouping import Grouping
from img2fair.errors import LoginFault
from img2fair.model import Visibility
from img2fair.model.snapshot_file import read_snapshot
from img2fair.privacy import Gazetteer
from tests.archives.dicomweb.harvesting import BY_TRIAL, WHOLE, harvested, harvested_bytes, settings
from tests.servers.dicom_study import CANARIES, ROOT, STUDY, written
from tests.servers.dicomweb import orthanc, tiny_pacs

Started = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="module", params=[orthanc, tiny_pacs], ids=["orthanc", "tiny_pacs"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The DICOMweb root of a server that holds the study."""
    start: Started = request.param
    with start(tmp_path_factory.mktemp("server"), written()) as root:
        yield root


def sessions_of(project: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {session["id"].removeprefix(f"{ROOT}."): session for session in project["sessions"]}


def test_the_study_becomes_subjects_sessions_and_scans(server: str, tmp_path: Path) -> None:
    header, (project,) = harvested(tmp_path, settings(server))
    assert header.complete
    assert [subject["id"] for subject in project["subjects"]] == [
        f"{ROOT}.5", "BRAIN-01", "BRAIN-02", "LUNG-01", "LUNG-02",
    ]  # fmt: skip
    assert len(project["sessions"]) == 5
    assert sum(scan["count"] for session in project["sessions"] for scan in session["scans"]) == len(STUDY)
    lung = sessions_of(project)["1"]
    assert lung["date"] == "2020-05-01"
    assert lung["manufacturer"] == "ACME"
    assert lung["model"] == "Tube 3"
    assert lung["site"] == "Elm Hospital"
    assert "modality" not in lung, "CT and PT differ"
    assert {scan["manufacturer"] for scan in lung["scans"]} == {"ACME", "Segmenter"}
    assert sessions_of(project)["3"]["visit"] == "baseline"
    assert sessions_of(project)["3"]["field_strength"] == "1.5"
    assert sessions_of(project)["3"]["scans"][0]["type"] == "T1"


def test_ages_are_stated_or_from_a_birth_date_that_is_not_kept(server: str, tmp_path: Path) -> None:
    _, (project,) = harvested(tmp_path, settings(server))
    ages = {subject["id"]: subject.get("age") for subject in project["subjects"]}
    assert ages["LUNG-01"] == 61
    assert ages["BRAIN-01"] == 1.5
    assert ages["LUNG-02"] == 72.2, "no more than a tenth, or it would give the birth date back"


def test_what_nobody_asks_for_is_nowhere(server: str, tmp_path: Path) -> None:
    for depth in (Depth(), Depth(full=True, evidence=3)):
        harvested(tmp_path, settings(server, depth=depth))
        text = (tmp_path / "snapshot.jsonl").read_text(encoding="utf-8")
        assert [canary for canary in CANARIES if canary in text] == []


def test_who_is_named_there_is_found_again(server: str, tmp_path: Path) -> None:
    harvested(tmp_path, settings(server))
    (project,) = read_snapshot(tmp_path / "snapshot.jsonl").projects()
    assert project.met
    text = "after a talk with Agathe Wiesenthal (ACC-774411) in ward 9"
    assert [text[hit.start : hit.end] for hit in Gazetteer.of(project).found(text)] == [
        "Agathe Wiesenthal",
        "ACC-774411",
    ]


def test_no_uid_or_patient_stands_in_the_header(server: str, tmp_path: Path) -> None:
    harvested(tmp_path, settings(server, BY_TRIAL, depth=Depth(evidence=2)))
    head = (tmp_path / "snapshot.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert ROOT not in head
    assert "LUNG-0" not in head


def test_two_harvests_are_the_same_bytes(server: str, tmp_path: Path) -> None:
    first, second = (harvested_bytes(tmp_path, settings(server, BY_TRIAL, depth=Depth(full=True)))[1] for _ in range(2))
    assert first == second


def test_scans_stand_alone_when_all_is_asked_for(server: str, tmp_path: Path) -> None:
    _, (project,) = harvested(tmp_path, settings(server, depth=Depth(full=True)))
    uids = {scan["series_instance_uid"] for session in project["sessions"] for scan in session["scans"]}
    assert uids == {one.uid for one in STUDY}


def test_headers_give_evidence_and_no_values(server: str, tmp_path: Path) -> None:
    _, (project,) = harvested(tmp_path, settings(server, depth=Depth(evidence=5)))
    told = {one["modality"]: one for one in project["evidence"]}
    assert set(told) == {"CT", "MR", "PT", "SEG"}
    assert (told["CT"]["sampled"], told["CT"]["unread"]) == (3, 0)
    said = {one["keyword"]: one for one in told["CT"]["attributes"]}
    assert said["PatientIdentityRemoved"]["present"] == 1
    assert said["PatientIdentityRemoved"]["codes"] == [["YES", 1]]
    assert said["DeidentificationMethod"]["present"] == 1
    assert said["AccessionNumber"]["present"] == 1
    assert said["PatientBirthDate"]["present"] == 1
    assert said["ReferringPhysicianName"]["present"] == 1


def test_projects_by_trial_and_who_may_see_them(server: str, tmp_path: Path) -> None:
    grouping = replace(BY_TRIAL, access={"BRAIN": Visibility.PRIVATE}, visibility=Visibility.PUBLIC)
    header, (lung,) = harvested(tmp_path, settings(server, grouping))
    assert lung["id"] == "LUNG"
    assert [(one.project, one.visibility) for one in header.withheld] == [("BRAIN", Visibility.PRIVATE)]
    assert read_access("dicomweb", settings(server, grouping)) == {
        "BRAIN": Visibility.PRIVATE,
        "LUNG": Visibility.PUBLIC,
    }


def test_projects_by_the_beginning_of_patient_ids(server: str, tmp_path: Path) -> None:
    by_prefix = Grouping(by="prefix", visibility=Visibility.PUBLIC)
    header, projects = harvested(tmp_path, settings(server, by_prefix))
    assert [project["id"] for project in projects] == ["BRAIN", "LUNG"]
    assert header.unread[-1].part == "series"
    assert header.unread[-1].reason.startswith("1 series belong to no project")


def test_counts_of_instances_are_known_or_unknown_and_never_zero(tmp_path: Path) -> None:
    for start, files in ((orthanc, 12), (tiny_pacs, None)):
        folder = tmp_path / start.__name__
        folder.mkdir()
        with start(folder, written()) as root:
            _, (project,) = harvested(tmp_path, settings(root))
        told = [
            resource.get("files")
            for session in project["sessions"]
            for scan in session["scans"]
            for resource in scan["resources"]
        ]
        assert sum(told) == files if files else set(told) == {None}


def test_orthanc_is_read_in_a_few_requests(tmp_path: Path) -> None:
    with orthanc(tmp_path, written()) as root:
        header, _ = harvested(tmp_path, settings(root))
    assert [request.path for request in header.requests] == ["/series", "/series"]
    assert header.unread == ()


def test_tiny_pacs_lacks_what_its_lists_do_not_give_only_until_objects_are_read(tmp_path: Path) -> None:
    with tiny_pacs(tmp_path, written()) as root:
        header, _ = harvested(tmp_path, settings(root))
    assert header.software == "DICOMweb tiny_pacs"
    assert "/studies/{study}/series" in {request.path for request in header.requests}
    assert header.unread == ()


def test_log_in(tmp_path: Path) -> None:
    with orthanc(tmp_path, written(), login=("reader", "s3cret")) as root:
        header, (project,) = harvested(tmp_path, settings(root, login=Login("reader", "s3cret")))
        assert header.account == "user"
        assert len(project["sessions"]) == 5
        for login in (None, Login("reader", "wrong")):
            with pytest.raises(LoginFault):
                harvested(tmp_path, settings(root, WHOLE, login=login))


def test_an_empty_archive_has_no_projects(tmp_path: Path) -> None:
    with orthanc(tmp_path, ()) as root:
        header, projects = harvested(tmp_path, settings(root))
    assert projects == []
    assert not header.complete, "an archive that shows nothing is no proof that projects are gone"
    assert [(one.project, one.part) for one in header.unread] == [("", "series")]
