"""The samples' file. cBioPortal counts samples and XNAT has none: what one stands for is a choice of the config.

Subject: all imaging of a patient. Session: one imaging session, whose modality, scanner and day become attributes.
Table: a sample of a genomic study, as a steward's table names it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from img2fair.cbioportal.attributes import CODE, DETAILED, NUMBER, OF_SAMPLE, PATIENT, TYPE, chosen, of_decisions
from img2fair.cbioportal.cancer_type import CancerTypes
from img2fair.cbioportal.clinical import Cell, value_of, written
from img2fair.cbioportal.modalities import words
from img2fair.cbioportal.settings import StudySettings
from img2fair.clinical.cohort import Cohort, Patient, Sample, Visit
from img2fair.clinical.decisions import Attribute, Decisions, Level
from img2fair.codes import CodeTable

SESSION = "session"
MIXED = "mixed"
"""The study's cancer type where its patients have several."""

_STANDS_FOR = {
    "subject": "Stands for the imaging of the patient; no tissue was sampled",
    "session": "Stands for one imaging session; no tissue was sampled",
    "table": "Sample of the study that the imaging joins",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A sample, its patient, and the sessions that it stands for."""

    patient: Patient
    sample: Sample
    visits: tuple[Visit, ...]

    @property
    def visit(self) -> Visit | None:
        """The one session that it stands for."""
        return self.visits[0] if len(self.visits) == 1 else None


Column = tuple[Attribute, Callable[[Row], Cell]]


def samples_of(cohort: Cohort) -> list[Row]:
    """Return the samples of a cohort, by id."""
    rows = [
        Row(patient, sample, tuple(visit for visit in patient.visits if visit.number in sample.visits))
        for patient in cohort.patients
        for sample in patient.samples
    ]
    return sorted(rows, key=lambda row: row.sample.id)


def sample_file(
    cohort: Cohort, decisions: Decisions, settings: StudySettings, types: CancerTypes, names: CodeTable
) -> str:
    """Return the samples' file, by sample; a column in which nothing is known is left out."""
    strategy = settings.samples
    columns: list[Column] = [
        (PATIENT, lambda row: row.patient.id),
        (Attribute("SAMPLE_ID", "Sample Identifier", _STANDS_FOR[strategy]), lambda row: row.sample.id),
        *_cancer(decisions, settings, types),
        *_added(cohort, of_decisions(decisions)),
        *(_of_session(names) if strategy == SESSION else ()),
    ]
    return written(columns, samples_of(cohort), (PATIENT.id, "SAMPLE_ID"))


def oncotree_codes(cohort: Cohort, decisions: Decisions, cancer_type: str) -> list[str]:
    """Return the OncoTree codes that the samples of a study have, sorted."""
    code = _coded(decisions, cancer_type)
    return sorted({found for row in samples_of(cohort) if (found := code(row)) is not None})


def _coded(decisions: Decisions, cancer_type: str) -> Callable[[Row], str | None]:
    """Return how a sample's code is found: its own, its patient's, or that of all patients of the project.

    Where a harmonisation file tells codes, a patient without one has none: nobody said that it is the study's.
    """
    single = None if cancer_type == MIXED or CODE in of_decisions(decisions) else cancer_type.upper()
    return lambda row: value_of(row.sample.values, CODE) or value_of(row.patient.values, CODE) or single


def _cancer(decisions: Decisions, settings: StudySettings, types: CancerTypes) -> list[Column]:
    code = _coded(decisions, settings.cancer_type)
    known = of_decisions(decisions)

    def said(row: Row, id_: str, place: int) -> str | None:
        told = value_of(row.sample.values, id_) or value_of(row.patient.values, id_)
        found = types.columns.get(code(row) or "")
        return told or (found[place] if found else None)

    return [
        (known.get(CODE, OF_SAMPLE[CODE]), code),
        (known.get(TYPE, OF_SAMPLE[TYPE]), lambda row: said(row, TYPE, 0)),
        (known.get(DETAILED, OF_SAMPLE[DETAILED]), lambda row: said(row, DETAILED, 1)),
    ]


def _added(cohort: Cohort, known: dict[str, Attribute]) -> list[Column]:
    ids = {id_ for patient in cohort.patients for sample in patient.samples for id_ in sample.values}
    return [_value(attribute) for attribute in chosen(ids - {*OF_SAMPLE}, known, Level.SAMPLE)]


def _value(attribute: Attribute) -> Column:
    return attribute, lambda row: value_of(row.sample.values, attribute.id)


def _of_session(names: CodeTable) -> list[Column]:
    return [(attribute, _of_visit(found)) for attribute, found in _session_attributes(names)]


def _of_visit(found: Callable[[Visit], Cell]) -> Callable[[Row], Cell]:
    return lambda row: None if row.visit is None else found(row.visit)


def _session_attributes(names: CodeTable) -> list[tuple[Attribute, Callable[[Visit], Cell]]]:
    return [
        (_attribute("MODALITY", "Modality", "What the session was imaged with", 7),
         lambda visit: words(visit.modalities, names)),
        (_attribute("BODY_PART", "Body Part", "Body parts examined, in SNOMED CT's words", 6),
         lambda visit: ";".join(visit.body_parts) or None),
        (_attribute("MANUFACTURER", "Scanner Manufacturer", "Manufacturer of the scanner", 5),
         lambda visit: visit.manufacturer or None),
        (_attribute("FIELD_STRENGTH", "Field Strength", "Nominal field strength of the scanner (T)", 4, number=True),
         lambda visit: visit.field_strength or None),
        (_attribute("DAYS_FROM_BASELINE", "Days from Baseline", "Days from day 0 to the session", 3, number=True),
         lambda visit: visit.day),
        (_attribute("AGE_AT_IMAGING", "Age at Imaging", "Age in whole years on the day of the session; 90 and"
                    " more is told as over 89", 3, number=True),
         lambda visit: visit.age),
        (_attribute("SESSION", "Session", "Number of the session among those of the patient", 2, number=True),
         lambda visit: visit.number),
        (_attribute("SERIES_COUNT", "Series", "Number of acquired series", 1, number=True),
         lambda visit: visit.series),
        (_attribute("IMAGE_COUNT", "Images", "Number of acquired images", 1, number=True),
         lambda visit: visit.images),
        (_attribute("SEGMENTATION_COUNT", "Segmentations", "Number of objects that outline something", 1, number=True),
         lambda visit: visit.drawn),
    ]  # fmt: skip


def _attribute(id_: str, name: str, about: str, priority: int, *, number: bool = False) -> Attribute:
    kind = {"datatype": NUMBER} if number else {}
    return Attribute(id_, name, about, Level.SAMPLE, priority=priority, **kind)


OURS = frozenset({"SAMPLE_ID", "MODALITY", "BODY_PART", "MANUFACTURER", "FIELD_STRENGTH", "DAYS_FROM_BASELINE",
                  "AGE_AT_IMAGING", "SESSION", "SERIES_COUNT", "IMAGE_COUNT", "SEGMENTATION_COUNT"})  # fmt: skip
"""Ids of the samples' file that no harmonisation file may take, whatever the samples stand for."""
