"""DICOM files for tests, written with pydicom; the same each time."""

import io
from pathlib import Path
from typing import Any

import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian

ROOT = "1.2.826.0.1.3680043.10.1"
TEST_FILES = Path(pydicom.__file__).parent / "data" / "test_files"
"""pydicom's own test files: real ones, and broken ones on purpose."""


def uid(*numbers: int) -> str:
    return ".".join((ROOT, *(str(number) for number in numbers)))


def dicom(
    study: int, series: int, instance: int, syntax: str = ExplicitVRLittleEndian, *, ballast: int = 0, **values: Any
) -> bytes:
    """A DICOM file; ``None`` leaves an attribute out; ``ballast`` bytes stand before most attributes."""
    usual = {
        "SOPClassUID": CTImageStorage,
        "SOPInstanceUID": uid(study, series, instance),
        "StudyInstanceUID": uid(study),
        "SeriesInstanceUID": uid(study, series),
        "PatientID": "P1",
        "PatientName": "CANARY^NAME",
        "AccessionNumber": "CANARY1",
        "StudyID": "1",
        "SeriesNumber": series,
        "InstanceNumber": instance,
        "StudyDate": "20200501",
        "StudyTime": "120000",
        "Modality": "CT",
        "Manufacturer": "ACME",
        "Rows": 8,
        "PixelData": b"\x00" * 512,
    }
    told = {keyword: value for keyword, value in (usual | values).items() if value is not None}
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = UID(syntax)
    meta.MediaStorageSOPClassUID = UID(str(told.get("SOPClassUID", CTImageStorage)))
    meta.MediaStorageSOPInstanceUID = UID(str(told.get("SOPInstanceUID", uid(9))))
    encoding = {"is_implicit_VR": meta.TransferSyntaxUID.is_implicit_VR,
                "is_little_endian": meta.TransferSyntaxUID.is_little_endian}  # fmt: skip
    dataset = FileDataset("", Dataset(), preamble=bytes(128), file_meta=meta, **encoding)
    if ballast:
        dataset.add_new(0x00090010, "LO", "TEST")
        dataset.add_new(0x00091001, "OB", bytes(ballast))
    for keyword, value in told.items():
        setattr(dataset, keyword, value)
    if "PixelData" in told:
        dataset["PixelData"].VR = "OB"
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder; the names may have folders in them."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
