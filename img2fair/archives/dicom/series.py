"""One DICOM series as raw text, and the list of attributes that are read at all.

What is in neither ``ATTRIBUTES`` nor ``PATIENT_ATTRIBUTES`` is never asked for: no telephone numbers, no addresses, no
descriptions of studies, no pixels. The names and numbers of patients are read, hashed with their project and forgotten
(``archives.patients``). Source of names and tags: DICOM PS3.6 chapter 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from img2fair.archives.patients import UNNAMED
from img2fair.privacy import Met

ATTRIBUTES: Mapping[str, str] = {
    "StudyDate": "00080020",
    "Modality": "00080060",
    "Manufacturer": "00080070",
    "InstitutionName": "00080080",
    "SeriesDescription": "0008103E",
    "ManufacturerModelName": "00081090",
    "PatientID": "00100020",
    "PatientBirthDate": "00100030",
    "PatientSex": "00100040",
    "PatientAge": "00101010",
    "PatientSpeciesDescription": "00102201",
    "ClinicalTrialProtocolID": "00120020",
    "ClinicalTrialSiteID": "00120030",
    "ClinicalTrialTimePointID": "00120050",
    "PatientIdentityRemoved": "00120062",
    "DeidentificationMethod": "00120063",
    "DeidentificationMethodCodeSequence": "00120064",
    "BodyPartExamined": "00180015",
    "MagneticFieldStrength": "00180087",
    "StudyInstanceUID": "0020000D",
    "SeriesInstanceUID": "0020000E",
    "NumberOfFrames": "00280008",
    "BurnedInAnnotation": "00280301",
    "LongitudinalTemporalInformationModified": "00280303",
}
"""Keyword → tag (eight hex digits) of all that may be read, by tag. ``PatientBirthDate`` becomes an age and is then
forgotten; of ``DeidentificationMethod`` only its presence is kept."""

PATIENT_NAMES: Mapping[str, str] = {
    "PatientName": "00100010",
    "OtherPatientNames": "00101001",
    "PatientBirthName": "00101005",
    "PatientMotherBirthName": "00101060",
}
PATIENT_NUMBERS: Mapping[str, str] = {"AccessionNumber": "00080050", "OtherPatientIDs": "00101000"}
PATIENT_ATTRIBUTES: Mapping[str, str] = {**PATIENT_NAMES, **PATIENT_NUMBERS}
"""Keyword → tag of what becomes ``Series.met`` and nothing else. PatientID is not among them: it is the subject's
label."""

PRESENT = "present"
"""What stands in ``Series.values`` for a text of which only the presence counts."""


@dataclass(frozen=True, slots=True, repr=False)
class Series:
    """One DICOM series, as its source says it; raw text, so it never leaves the room of archives.

    :param values: DICOM keyword (one of ``ATTRIBUTES``) → value as text, stripped; a keyword is absent where the source
        gave no value or its instances contradict each other. Several values are joined by a backslash; of a code
        sequence they are the code values. ``NumberOfFrames`` is that of each instance.
    :param instances: number of instances; ``None`` where the source does not know it.
    :param bytes: size of all instances; ``None`` where the source does not know it.
    :param label: what the files are called as a resource.
    :param met: names and numbers of its patient.
    """

    values: Mapping[str, str]
    instances: int | None = None
    bytes: int | None = None
    label: str = "DICOM"
    met: Met = UNNAMED
