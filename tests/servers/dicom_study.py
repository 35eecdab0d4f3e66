"""A small study of our own in DICOM files: 4 patients, CT MR PT SEG, every way to say and not to say things.

Patient 3 has a name, a birth date and an accession number that must be nowhere in what is harvested.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

CANARIES = ("Wiesenthal", "Agathe", "19480229", "ACC-774411", "Ward 9, bed 3", "Quacksalber")
"""Texts of patient 3's headers that nobody asks for."""
ROOT = "1.2.826.0.1.3680043.10.999"

CLASSES = {
    "CT": "1.2.840.10008.5.1.4.1.1.2",
    "MR": "1.2.840.10008.5.1.4.1.1.4",
    "PT": "1.2.840.10008.5.1.4.1.1.128",
    "SEG": "1.2.840.10008.5.1.4.1.1.66.4",
}


@dataclass(frozen=True, slots=True)
class WrittenSeries:
    """One series to write: ``count`` objects that say ``values``."""

    patient: str
    study: int
    number: int
    modality: str
    count: int
    values: Mapping[str, Any]

    @property
    def study_uid(self) -> str:
        return f"{ROOT}.{self.study}"

    @property
    def uid(self) -> str:
        return f"{ROOT}.{self.study}.{self.number}"


_LUNG = {"PatientSex": "F", "PatientAge": "061Y", "StudyDate": "20200501", "ClinicalTrialProtocolID": "LUNG"}
_SCANNER = {"Manufacturer": "ACME", "ManufacturerModelName": "Tube 3", "InstitutionName": "Elm Hospital"}
_CLEAN = {"PatientIdentityRemoved": "YES", "DeidentificationMethod": "by hand", "BurnedInAnnotation": "NO"}
_BRAIN = {"PatientSex": "M", "StudyDate": "20210203", "ClinicalTrialProtocolID": "BRAIN"}
_NAMED = {
    "PatientSex": "F",
    "StudyDate": "20200502",
    "ClinicalTrialProtocolID": "LUNG",
    "PatientName": "Wiesenthal^Agathe",
    "PatientBirthDate": "19480229",
    "AccessionNumber": "ACC-774411",
    "StudyDescription": "Ward 9, bed 3",
    "ReferringPhysicianName": "Quacksalber^Otto",
}

STUDY = (
    WrittenSeries("LUNG-01", 1, 1, "CT", 3, {**_LUNG, **_SCANNER, **_CLEAN, "BodyPartExamined": "CHEST"}),
    WrittenSeries("LUNG-01", 1, 2, "PT", 2, {**_LUNG, **_SCANNER, **_CLEAN, "BodyPartExamined": "CHEST"}),
    WrittenSeries("LUNG-01", 1, 3, "SEG", 1, {**_LUNG, "Manufacturer": "Segmenter", "BodyPartExamined": "CHEST"}),
    WrittenSeries("LUNG-02", 2, 1, "CT", 2, {**_NAMED, **_SCANNER, "BodyPartExamined": "TH CT CHEST WO C"}),
    WrittenSeries(
        "BRAIN-01",
        3,
        1,
        "MR",
        2,
        {
            **_BRAIN,
            "MagneticFieldStrength": "1.5",
            "PatientAge": "018M",
            "ClinicalTrialTimePointID": "baseline",
            "SeriesDescription": "T1",
        },
    ),
    WrittenSeries("BRAIN-02", 4, 1, "MR", 1, {**_BRAIN, "MagneticFieldStrength": "3", "SeriesDescription": "T1"}),
    WrittenSeries("", 5, 1, "CT", 1, {"StudyDate": "20190101", "ClinicalTrialProtocolID": "BRAIN"}),
)
"""12 objects in 7 series of 5 studies; the last one names no patient."""


def written(series: tuple[WrittenSeries, ...] = STUDY) -> Iterator[bytes]:
    """Yield the objects as DICOM files, the same bytes every time."""
    for one in series:
        for number in range(1, one.count + 1):
            yield _file(one, number)


def _file(one: WrittenSeries, number: int) -> bytes:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = UID(CLASSES[one.modality])
    meta.MediaStorageSOPInstanceUID = UID(f"{one.uid}.{number}")
    meta.ImplementationClassUID = UID(ROOT)
    file = FileDataset("", _dataset(one, number), file_meta=meta, preamble=bytes(128))
    target = BytesIO()
    file.save_as(target, enforce_file_format=True)
    return target.getvalue()


def _dataset(one: WrittenSeries, number: int) -> Dataset:
    made = Dataset()
    made.SOPClassUID = CLASSES[one.modality]
    made.SOPInstanceUID = f"{one.uid}.{number}"
    made.StudyInstanceUID = one.study_uid
    made.SeriesInstanceUID = one.uid
    made.Modality = one.modality
    made.PatientID = one.patient
    made.PatientName = ""
    made.StudyID = ""
    made.InstanceNumber = number
    made.SeriesNumber = one.number
    for keyword, value in one.values.items():
        setattr(made, keyword, value)
    made.Rows = made.Columns = 2
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 8, 8, 7, 0
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.PixelData = bytes(4)
    made["PixelData"].VR = "OB"
    return made
