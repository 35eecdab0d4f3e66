"""The patients' file: who they are, what is known of their imaging, and what a harmonisation file adds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from img2fair.cbioportal.attributes import (
    BOOLEAN,
    NUMBER,
    OF_SAMPLE,
    PATIENT,
    SEX,
    chosen,
    head,
    of_decisions,
)
from img2fair.cbioportal.baseline import day_zero
from img2fair.cbioportal.modalities import word
from img2fair.cbioportal.text import table
from img2fair.clinical.cohort import Cohort, Patient
from img2fair.clinical.decisions import Attribute, Decisions, Level
from img2fair.clinical.survival import DECEASED
from img2fair.codes import CodeTable

Cell = str | int | None
Column = tuple[Attribute, Callable[[Patient], Cell]]
Row = TypeVar("Row")

SESSIONS, MODALITIES, DRAWN = "IMAGING_SESSIONS", "IMAGING_MODALITIES", "HAS_SEGMENTATION"
PARTS, FIRST, FOLLOWED, BASELINE = "IMAGING_BODY_PARTS", "FIRST_IMAGING_DAY", "IMAGING_FOLLOWUP_DAYS", "DAY_0"
OURS = frozenset({PATIENT.id, SESSIONS, MODALITIES, DRAWN, PARTS, FIRST, FOLLOWED, BASELINE})
"""Ids of the patients' file that no harmonisation file may take."""
STATUS, MONTHS = "OS_STATUS", "OS_MONTHS"
_ALWAYS = frozenset({PATIENT.id, "SEX", "AGE", SESSIONS, MODALITIES, FIRST, FOLLOWED, DRAWN})
"""Columns that stand in the file also where nothing is known."""


def modalities_of(cohort: Cohort) -> list[str]:
    """Return the modalities seen in a cohort, sorted."""
    return sorted({code for patient in cohort.patients for code in modalities(patient)})


def modalities(patient: Patient) -> set[str]:
    """Return the modalities that a patient was imaged with."""
    return {code for visit in patient.visits for code in visit.modalities}


def patient_file(cohort: Cohort, decisions: Decisions, names: CodeTable) -> str:
    """Return the patients' file, by patient; a column in which nothing is known is left out, but for the usual ones."""
    known = of_decisions(decisions)
    columns = [*_who(cohort, decisions, known), *_added(cohort, known), *_imaging(), *_flags(cohort, names)]
    if len({patient.baseline for patient in cohort.patients}) > 1:
        said = Attribute(BASELINE, "Day 0", "What day 0 of the patient's time axis is", priority=0)
        columns.append((said, lambda patient: patient.baseline))
    return written(columns, cohort.patients, _ALWAYS)


def written(
    columns: Iterable[tuple[Attribute, Callable[[Row], Cell]]], rows: Sequence[Row], always: Iterable[str]
) -> str:
    """Return a clinical file of columns; those without a value in any row are left out, but for ``always``."""
    kept, cells = [], []
    for attribute, value in columns:
        column = [value(row) for row in rows]
        if attribute.id in always or any(cell is not None for cell in column):
            kept.append(attribute)
            cells.append(column)
    lines = head(kept)
    return table(lines[0], [*lines[1:], *zip(*cells, strict=True)], names=lines[-1])


def value_of(values: Mapping[str, str], id_: str) -> str | None:
    """Return a value, or ``None`` where it is missing."""
    return values.get(id_) or None


def _who(cohort: Cohort, decisions: Decisions, known: Mapping[str, Attribute]) -> list[Column]:
    zero = day_zero(cohort, decisions)
    age = Attribute(
        "AGE",
        "Age",
        f"Age in whole years on day 0 ({zero}); 90 and more, also on a later day of the patient, is told as over 89",
        datatype=NUMBER,
        priority=8,
    )
    return [
        (PATIENT, lambda patient: patient.id),
        (known.get("SEX", SEX), lambda patient: patient.sex),
        (age, lambda patient: patient.age),
    ]


def _added(cohort: Cohort, known: dict[str, Attribute]) -> list[Column]:
    ids = {id_ for patient in cohort.patients for id_ in patient.values} - {"SEX", "AGE", *OF_SAMPLE}
    return [_value(attribute) for attribute in chosen(ids, known, Level.PATIENT)]


def _value(attribute: Attribute) -> Column:
    if attribute.id == STATUS:
        return attribute, lambda patient: None if dies_untimed(patient) else value_of(patient.values, STATUS)
    return attribute, lambda patient: value_of(patient.values, attribute.id)


def dies_untimed(patient: Patient) -> bool:
    """Tell whether a patient is deceased and nobody says when: the validator warns of it, so the status is left out."""
    return patient.values.get(STATUS) == DECEASED and not patient.values.get(MONTHS)


def _imaging() -> list[Column]:
    return [
        (
            Attribute(MODALITIES, "Imaging Modalities", "DICOM modalities of the acquired scans", priority=7),
            lambda patient: ";".join(sorted(modalities(patient))) or None,
        ),
        (
            Attribute(SESSIONS, "Imaging Sessions", "Number of imaging sessions", datatype=NUMBER, priority=6),
            lambda patient: len(patient.visits),
        ),
        (
            Attribute(PARTS, "Imaged Body Parts", "Body parts examined, in SNOMED CT's words", priority=5),
            lambda patient: ";".join(sorted({part for visit in patient.visits for part in visit.body_parts})) or None,
        ),
        (
            Attribute(FIRST, "First Imaging Day", "Days from day 0 to the first imaging session", datatype=NUMBER),
            lambda patient: patient.first_day,
        ),
        (
            Attribute(
                FOLLOWED, "Imaging Follow-up", "Days from first to last imaging session", datatype=NUMBER, priority=4
            ),
            _followed,
        ),
        (
            Attribute(DRAWN, "Has Segmentation", "Whether the archive holds outlines", datatype=BOOLEAN, priority=3),
            lambda patient: truth(any(visit.drawn for visit in patient.visits)),
        ),
    ]


def _followed(patient: Patient) -> int | None:
    first, last = patient.first_day, patient.last_day
    return None if first is None or last is None else last - first


def _flags(cohort: Cohort, names: CodeTable) -> list[Column]:
    return [_has(code, names) for code in modalities_of(cohort)]


def _has(code: str, names: CodeTable) -> Column:
    spoken = f"Whether there are scans of the modality {word(code, names)}"
    attribute = Attribute(f"HAS_{code}", f"Has {code}", spoken, datatype=BOOLEAN, priority=2)
    return attribute, lambda patient: truth(code in modalities(patient))


def truth(value: bool) -> str:
    """Return a truth as cBioPortal's datatype BOOLEAN has it."""
    return "TRUE" if value else "FALSE"
