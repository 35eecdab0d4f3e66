"""The clinical files: patients with what is known of their imaging, and one sample for each.

cBioPortal counts samples and XNAT has none, so one sample stands for the imaging of each patient.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from img2fair.cbioportal.modalities import word
from img2fair.cbioportal.text import table
from img2fair.clinical.cohort import Cohort, Patient
from img2fair.codes import CodeTable

SAMPLE = "-01"
"""Ends a sample's id: of a TCGA barcode it makes the one that portals know the primary tumour by."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of a clinical file: its id, display name, description, datatype and priority (higher: shown earlier)."""

    id: str
    name: str
    description: str
    datatype: str = "STRING"
    priority: int = 1


PATIENT = Attribute("PATIENT_ID", "Patient Identifier", "Identifier of the patient in this study")
_PATIENT_ATTRIBUTES = (
    PATIENT,
    Attribute("SEX", "Sex", "Sex as the imaging archive has it", priority=9),
    Attribute("AGE", "Age at First Imaging", "Age in whole years on day 0, the first imaging session", "NUMBER", 8),
    Attribute("IMAGING_MODALITIES", "Imaging Modalities", "DICOM modalities of the acquired scans", priority=7),
    Attribute("IMAGING_SESSIONS", "Imaging Sessions", "Number of imaging sessions", "NUMBER", 6),
    Attribute("IMAGING_BODY_PARTS", "Imaged Body Parts", "Body parts examined, in SNOMED CT's words", priority=5),
    Attribute("IMAGING_FOLLOWUP_DAYS", "Imaging Follow-up", "Days from first to last imaging session", "NUMBER", 4),
    Attribute("HAS_SEGMENTATION", "Has Segmentation", "Whether the archive holds outlines", "BOOLEAN", 3),
)
_SAMPLE_ATTRIBUTES = (
    PATIENT,
    Attribute("SAMPLE_ID", "Sample Identifier", "Stands for the imaging of the patient; no tissue was sampled"),
)
_ONCOTREE = Attribute("ONCOTREE_CODE", "OncoTree Code", "Cancer type of all patients of the project, an OncoTree code")


def sample_id(patient: Patient) -> str:
    """Return the id of the sample that stands for a patient's imaging."""
    return f"{patient.id}{SAMPLE}"


def modalities_of(cohort: Cohort) -> list[str]:
    """Return the modalities seen in a cohort, sorted."""
    return sorted({code for patient in cohort.patients for code in _modalities(patient)})


def patient_file(cohort: Cohort, names: CodeTable) -> str:
    """Return the patients' file, by patient."""
    seen = modalities_of(cohort)
    attributes = [*_PATIENT_ATTRIBUTES, *(_has(code, names) for code in seen)]
    return _clinical(attributes, [[*_values(patient), *_flags(patient, seen)] for patient in cohort.patients])


def sample_file(cohort: Cohort, cancer_type: str) -> str:
    """Return the samples' file, by patient; a single cancer type of the project is each sample's."""
    typed = cancer_type != "mixed"
    attributes = [*_SAMPLE_ATTRIBUTES, *([_ONCOTREE] if typed else [])]
    code = [cancer_type.upper()] if typed else []
    return _clinical(attributes, [[patient.id, sample_id(patient), *code] for patient in cohort.patients])


def _clinical(attributes: Sequence[Attribute], rows: Sequence[Sequence[str | int | None]]) -> str:
    """Return a clinical file: four lines that begin with ``#``, the header, the rows."""
    about = [
        [entry.name for entry in attributes],
        [entry.description for entry in attributes],
        [entry.datatype for entry in attributes],
        [str(entry.priority) for entry in attributes],
    ]
    marked = [[f"#{line[0]}", *line[1:]] for line in about]
    return table(marked[0], [*marked[1:], [entry.id for entry in attributes], *rows])


def _has(code: str, names: CodeTable) -> Attribute:
    spoken = word(code, names)
    return Attribute(f"HAS_{code}", f"Has {code}", f"Whether there are scans of the modality {spoken}", "BOOLEAN", 2)


def _modalities(patient: Patient) -> set[str]:
    return {code for visit in patient.visits for code in visit.modalities}


def _values(patient: Patient) -> Iterator[str | int | None]:
    yield patient.id
    yield patient.sex
    yield patient.age
    yield ";".join(sorted(_modalities(patient))) or None
    yield len(patient.visits)
    yield ";".join(sorted({part for visit in patient.visits for part in visit.body_parts})) or None
    yield patient.last_day
    yield _truth(any(visit.drawn for visit in patient.visits))


def _flags(patient: Patient, codes: Sequence[str]) -> list[str]:
    return [_truth(code in _modalities(patient)) for code in codes]


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"
