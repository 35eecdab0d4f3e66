"""What is no DICOM, broken, hidden or hostile is told by kind and number, and stops nothing."""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from img2fair.errors import Fault, RemoteFault
from img2fair.model import Held
from img2fair.model.snapshot_file import project_line
from tests.archives.dicom_folder.files import TEST_FILES, dicom, fill
from tests.archives.dicom_folder.harvests import (
    BY_PREFIX,
    STUDY,
    lines,
    read,
    scans,
    told,
    written,
    zipped,
)
from tests.sizes import size


def test_links_are_followed_once(tmp_path: Path) -> None:
    folder = fill(tmp_path / "folder", STUDY)
    plain = lines(folder)
    (folder / "a" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    (folder / "twice").symlink_to(folder / "b", target_is_directory=True)
    os.mkfifo(folder / "pipe")
    projects, header = read(folder)
    assert [project_line(project) for project in projects] == plain
    assert told(header) == "1 files could not be read as DICOM: 1 not there"


def test_a_file_of_an_annex_that_was_not_fetched(tmp_path: Path) -> None:
    folder = fill(tmp_path, STUDY)
    (folder / "z").symlink_to(tmp_path / "annex" / "object")
    assert not read(folder)[1].complete


BAD = {
    "CANARY.txt": b"not an image",
    "x/CANARY.dcm": dicom(3, 1, 1)[:400],
    "y/CANARY.dcm": dicom(3, 1, 1, SeriesInstanceUID=None),
    "empty": b"",
}


@pytest.mark.parametrize("pack", [fill, lambda path, files: zipped(path / "files.zip", files)])
def test_bad_files_are_told_by_kind_and_number_and_never_by_name(
    pack: Callable[[Path, dict[str, bytes]], Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    projects, header = read(pack(tmp_path, STUDY | BAD))
    assert told(header) == (
        "4 files could not be read as DICOM: 1 DICOM without the UIDs of study and series, "
        "1 cut short or broken DICOM, 2 no DICOM (numbers in the list of files sorted by path: 7, 8)"
    )
    assert [project_line(project) for project in projects] == lines(fill(tmp_path / "good", STUDY))
    assert header.complete, "the one project there is was read"
    assert "CANARY" not in written(header) + caplog.text


def test_numbers_are_those_of_the_sorted_list(tmp_path: Path) -> None:
    fill(tmp_path, STUDY | {"a-b/5": dicom(1, 1, 1)[:400], "a/b": dicom(1, 1, 1)[:400], "ü": dicom(1, 1, 1)[:400]})
    listing = f"find -L '{tmp_path}' -type f | LC_ALL=C sort"
    paths = subprocess.run(["sh", "-c", listing], capture_output=True, check=True).stdout.splitlines()
    numbers = [place for place, path in enumerate(paths, start=1) if path.endswith((b"/5", b"/b", "ü".encode()))]
    assert told(read(tmp_path)[1]).endswith(f"sorted by path: {', '.join(map(str, numbers))})")


def test_a_broken_file_may_hide_a_project_where_files_tell_the_projects(tmp_path: Path) -> None:
    fill(tmp_path, {name: dicom(place, 1, 1, PatientID=f"LUNG-{place}") for place, name in enumerate("abc", start=1)})
    fill(tmp_path, {"d": dicom(9, 1, 1)[:400]})
    projects, header = read(tmp_path, options=BY_PREFIX)
    assert [project.id for project in projects] == ["LUNG"]
    assert not header.complete


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path / "none", "No such file"),
        (lambda path: fill(path, {"x.txt": b"text"}), "no DICOM file"),
        (lambda path: fill(path, {"x.txt": b"text"}) / "x.txt", "no place with DICOM files"),
        (lambda path: fill(path, {"x.dcm": dicom(1, 1, 1)}) / "x.dcm", "no place with DICOM files"),
        (lambda path: fill(path, {"x.zip": b"PK\x03\x04 torn"}) / "x.zip", "damaged"),
        (lambda path: zipped(path / "x.zip", {}), "no DICOM file"),
        (lambda path: fill(path, {"DICOMDIR": torn_index()}) / "DICOMDIR", "DICOM"),
    ],
)
def test_places_that_cannot_be_read(make: Callable[[Path], Path], what: str, tmp_path: Path) -> None:
    with pytest.raises(RemoteFault, match=what):
        read(make(tmp_path))


def torn_index() -> bytes:
    return (TEST_FILES / "dicomdirtests" / "DICOMDIR").read_bytes()[:2500]


def test_a_zip_that_unpacks_to_much_more_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1", dicom(1, 1, 1))
        archive.writestr("2", bytes(size(10, 1000) << 20))
        archive.writestr("3", bytes(128) + b"DICM" + bytes(size(10, 1000) << 20))
        archive.writestr("../../4", dicom(1, 1, 2))
    before = sorted(tmp_path.parent.rglob("*"))
    (project,), header = read(path)
    assert scans(project)[0].resources[0].files == Held(2)
    assert told(header).startswith("2 files")
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = zipped(tmp_path / "locked.zip", STUDY)
    data = bytearray(path.read_bytes())
    for mark, flag in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.find(mark) + flag] |= 1  # the first file's flag for encryption, in the list and before the file
    path.write_bytes(data)
    _, header = read(path)
    assert told(header).startswith("1 files could not be read as DICOM: 1 not to be opened")
    assert not header.complete


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    """As root every folder can be listed, so the folder is one whose name is too long to be reached."""
    deep = fill(tmp_path, STUDY)
    plain = lines(tmp_path)
    here = Path.cwd()
    try:
        os.chdir(deep)
        for _ in range(20):
            Path("d" * 250).mkdir()
            os.chdir("d" * 250)
        projects, header = read(tmp_path)
    finally:
        os.chdir(here)
        shutil.rmtree(deep / ("d" * 250))
    assert [project_line(project) for project in projects] == plain
    assert "1 not to be opened" in told(header)
    assert not header.complete


def test_faults_have_cures(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        read(tmp_path / "none")
    assert caught.value.cure
