"""Harvests of DICOM files for tests, and one study packed in each way."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydicom.fileset import FileSet

from img2fair.archives import ArchiveSettings, harvest
from img2fair.archives.dicom.grouping import Grouping
from img2fair.model import Header, Project, ScanProfile, Visibility
from img2fair.model.snapshot_file import project_line
from tests.archives.dicom_folder.files import dicom, fill

ALL = Grouping(project="ALL", visibility=Visibility.PUBLIC)
BY_PREFIX = Grouping(by="prefix", visibility=Visibility.PUBLIC, access={"SECRET": Visibility.PRIVATE})


def settings(path: Path, **more: Any) -> ArchiveSettings:
    return replace(ArchiveSettings(str(path), "https://folder.example.org", options=ALL), **more)


def read(path: Path, **more: Any) -> tuple[list[Project], Header]:
    begun = harvest("dicom_folder", settings(path, **more), lambda *_: None)
    return list(begun.projects()), begun.header()


def lines(path: Path, **more: Any) -> list[bytes]:
    return [project_line(project) for project in read(path, **more)[0]]


def written(header: Header) -> str:
    return TypeAdapter(Header).dump_json(header).decode()


def told(header: Header) -> str:
    """What a header says of files that could not be read."""
    return next((one.reason for one in header.unread if one.part == "files"), "")


def scans(project: Project) -> list[ScanProfile]:
    return [profile for session in project.sessions for profile in session.scans]


STUDY = {
    "b/CANARY^file.dcm": dicom(1, 1, 1),
    "b/2": dicom(1, 1, 2),
    "a/3": dicom(1, 2, 1, Modality="MR", PatientSex="F", PatientAge="045Y"),
    "a.b/4": dicom(2, 1, 1, PatientID="P2", StudyDate="20210101"),
}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def indexed(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files as a medium with a DICOMDIR, which names them anew."""
    index = FileSet()
    for path in sorted(fill(folder / "loose", files).rglob("*")):
        if path.is_file():
            index.add(path)
    index.write(folder / "medium", use_existing=False)
    index._stage["t"].cleanup()
    return folder / "medium" / "DICOMDIR"
