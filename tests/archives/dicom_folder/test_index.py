"""DICOMDIRs: whole and broken ones, and those that name what is not there."""

from pathlib import Path

import pydicom
import pytest

from tests.archives.dicom_folder.files import TEST_FILES, dicom, fill, uid
from tests.archives.dicom_folder.harvests import STUDY, indexed, lines, read, scans, told

INDEXES = sorted(path for path in (TEST_FILES / "dicomdirtests").glob("DICOMDIR*") if "empty" not in path.name)


@pytest.mark.parametrize("path", INDEXES, ids=lambda path: path.name)
def test_every_kind_of_index(path: Path) -> None:
    (project,), header = read(path)
    assert (len(project.subjects), len(project.sessions), sum(profile.count for profile in scans(project))) == (
        2,
        6,
        13,
    )
    assert told(header) == ""


def test_what_is_named_by_the_index_and_missing_counts_and_is_told(tmp_path: Path) -> None:
    index = indexed(tmp_path, STUDY)
    missing = next(path for path in sorted(index.parent.rglob("*")) if path.is_file() and path != index)
    missing.unlink()
    (project,), header = read(index)
    assert sum(len(session.scans) for session in project.sessions) == 3
    assert told(header).startswith("1 files could not be read as DICOM: 1 not there")
    assert not header.complete
    sizes = [resource.bytes for profile in scans(project) for resource in profile.resources]
    assert sizes.count(None) == 1


def test_an_index_copied_in_lower_case(tmp_path: Path) -> None:
    index = indexed(tmp_path, STUDY)
    low = tmp_path / "low"
    for path in index.parent.rglob("*"):
        if path.is_file():
            name = str(path.relative_to(index.parent)).lower()
            fill(low, {name: path.read_bytes()})
    assert lines(low / "dicomdir") == lines(index)


@pytest.mark.parametrize("name", [["..", "OUT"], ["A", "..", "..", "OUT"], ["/OUT"], ["A\\B"]])
def test_an_index_does_not_lead_out_of_its_folder(name: list[str], tmp_path: Path) -> None:
    index = indexed(tmp_path, STUDY)
    fill(index.parent.parent, {"OUT": dicom(7, 7, 7)})
    listed = pydicom.dcmread(index)
    record = next(one for one in listed.DirectoryRecordSequence if one.get("ReferencedFileID"))
    record["ReferencedFileID"]._value = name
    del record.ReferencedSOPInstanceUIDInFile
    listed.save_as(index)
    assert uid(7).encode() not in b"".join(lines(index))
    assert "1 not there" in told(read(index)[1])


def test_an_index_in_a_circle_ends(tmp_path: Path) -> None:
    index = indexed(tmp_path, STUDY)
    plain = lines(index)
    listed = pydicom.dcmread(index)
    for record in listed.DirectoryRecordSequence:
        record.OffsetOfTheNextDirectoryRecord = listed.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
    listed.save_as(index)
    assert lines(index) == plain
