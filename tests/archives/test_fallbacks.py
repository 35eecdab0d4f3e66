"""Whatever list an archive does not give: the snapshot is the same, only the requests are more."""

import re
from pathlib import Path

import pytest

from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.content import ArchiveContent
from img2fair.model.snapshot_file import snapshot_digest
from tests.archives.reading import read, without_waits
from tests.archives.truth import as_held, as_read

pytestmark = pytest.mark.usefixtures("without_waits")

__all__ = ["without_waits"]

SMALL = ("b_mode_and_ceus_liver", "cmb_pca", "icdc_glioma", "qin_prostate_repeatability")
"""Enough for shared subjects and sessions, unknown sizes, PET and MR."""

# what does not work: (path, query) of lists that fail for good
LISTS = {
    "descriptions with joins": ("/data/projects", "investigators"),
    "subjects": ("/data/subjects", ""),
    "subjects shared in": ("/data/subjects", "share"),
    "subjects of a project": ("/data/(subjects|projects/[^/]+/subjects)", "columns"),
    "sessions": ("/data/experiments", "imageSessionData.*sortBy"),
    "sessions shared in": ("/data/experiments", "share.*imageScanData|imageScanData.*share"),
    "all lists of sessions": ("/data/experiments", "imageScanData"),
    "field strengths": ("/data/experiments", "fieldStrength"),
    "assessors": ("/data/experiments", "imageAssessorData"),
    "the closing list": ("/data/experiments", "meta%2Flast_modified"),
    "all lists of experiments": ("/data/experiments", ""),
}
HOW = ("status", "empty_body", "html_500", "wrong_type", "bad_json")


@pytest.fixture(scope="module")
def some(content: ArchiveContent) -> ArchiveContent:
    return content.only(*SMALL)


@pytest.fixture(scope="module")
def whole(some: ArchiveContent, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("whole") / "s.jsonl"
    with DemoArchive(some) as archive:
        header, projects = read(archive, path)
        assert [as_read(project) for project in projects] == [as_held(some, project.id) for project in projects]
        assert len(header.requests) == 15, "14, and one because sessions are shared"
        assert all(project.met for project in projects)
    return snapshot_digest(path)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_fails_for_good(some: ArchiveContent, whole: str, tmp_path: Path, name: str) -> None:
    path, query = LISTS[name]
    with DemoArchive(some) as archive:
        archive.faults.add(Fault(path=path, query=query, kind="status", status=500))
        header, _ = read(archive, tmp_path / "s.jsonl")
    assert header.complete
    assert snapshot_digest(tmp_path / "s.jsonl") == whole


@pytest.mark.parametrize("kind", HOW)
@pytest.mark.parametrize("name", ["descriptions with joins", "subjects", "sessions", "assessors"])
def test_in_every_way(some: ArchiveContent, whole: str, tmp_path: Path, name: str, kind: str) -> None:
    path, query = LISTS[name]
    with DemoArchive(some) as archive:
        archive.faults.add(Fault(path=path, query=query, kind=kind, status=403))  # type: ignore[arg-type]
        header, _ = read(archive, tmp_path / "s.jsonl")
    assert header.complete
    assert snapshot_digest(tmp_path / "s.jsonl") == whole


UNKNOWN = (
    "xnat:projectData/custom_fields",
    "xnat:projectData/publications",
    "xnat:projectData/investigators",
    "xnat:subjectData/sharing",
    "xnat:imageSessionData/sharing",
    "xnat:imageAssessorData/imageSession_ID",
    "xnat:subjectData/meta/last_modified",
)


@pytest.mark.parametrize("column", UNKNOWN)
def test_a_column_this_version_does_not_know(some: ArchiveContent, whole: str, tmp_path: Path, column: str) -> None:
    with DemoArchive(some, unsupported=frozenset({column})) as archive:
        read(archive, tmp_path / "s.jsonl")
    assert snapshot_digest(tmp_path / "s.jsonl") == whole


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("column", ["xnat:imageSessionData/dcmPatientName", "dcmPatientName", "dcmAccessionNumber"])
def test_a_version_without_the_columns_of_patients(
    some: ArchiveContent, tmp_path: Path, column: str, strict: bool
) -> None:
    """Nobody is met, which is no gap; all else is the same. A short name that a version does not know, it skips."""
    with DemoArchive(some, unsupported=frozenset({column}), strict=strict) as archive:
        header, projects = read(archive, tmp_path / "s.jsonl")
        asked = [record.query for record in archive.requests if record.path == "/data/experiments"]
    assert (header.complete, header.unread) == (True, ())
    truth = [as_held(some, project.id) for project in projects]
    assert [as_read(project) for project in projects] == [
        {name: value for name, value in one.items() if name != "met"} for one in truth
    ]
    assert len([query for query in asked if "dcmPatient" in query]) <= 2 * 3, "tried as others are, for own and shared"


def test_patients_come_with_the_closing_list_in_one_row_a_session(some: ArchiveContent, tmp_path: Path) -> None:
    with DemoArchive(some) as archive:
        read(archive, tmp_path / "s.jsonl")
        asked = [record.query for record in archive.requests if "dcmPatient" in record.query]
    assert len(asked) == 2, "own sessions and shared ones"
    assert not [query for query in asked if "imageScanData" in query or "sortBy" in query], "which goes into a file"


def test_a_project_that_cannot_be_described_is_left_out(some: ArchiveContent, tmp_path: Path) -> None:
    with DemoArchive(some) as archive:
        archive.faults.add(Fault(path="/data/projects", query="columns=ID", kind="status", status=500))
        header, projects = read(archive, tmp_path / "s.jsonl")
    assert not projects
    assert not header.complete
    assert {unread.part for unread in header.unread} == {""}


def test_lists_that_are_not_sorted(some: ArchiveContent, whole: str, tmp_path: Path) -> None:
    with DemoArchive(some) as archive:
        archive.faults.add(Fault(path="/data/experiments", query="sortBy", kind="unsorted"))
        read(archive, tmp_path / "s.jsonl")
    assert snapshot_digest(tmp_path / "s.jsonl") == whole


def test_a_list_that_is_well_formed_and_short_is_found_out(some: ArchiveContent, whole: str, tmp_path: Path) -> None:
    with DemoArchive(some) as archive:
        archive.faults.add(Fault(path="/data/experiments", query="sortBy", kind="shortened", times=1))
        read(archive, tmp_path / "s.jsonl")
    assert snapshot_digest(tmp_path / "s.jsonl") == whole


def test_no_row_of_a_project_that_is_not_read_is_asked_for(content: ArchiveContent, tmp_path: Path) -> None:
    with DemoArchive(content) as archive:
        header, _ = read(archive, tmp_path / "s.jsonl")
        asked = [record.query for record in archive.requests if record.path.startswith("/data/")]
    assert "breast_diagnosis" not in " ".join(asked)
    assert {w.project for w in header.withheld} == {"breast_diagnosis"}
    lists = [query for query in asked if "columns=" in query]
    assert all(re.search(r"(?:^|&)(?:ID|project|[^&]*share%2Fproject)=", query) for query in lists), "each has a filter"
