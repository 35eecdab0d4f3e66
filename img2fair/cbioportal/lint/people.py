"""Ids of patients and samples: how they may be written, what the importer makes of them, and who is in the study."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from img2fair.cbioportal.lint.found import Found

PATIENT, SAMPLE = "PATIENT_ID", "SAMPLE_ID"
LONGEST: Mapping[str, int] = {PATIENT: 50, SAMPLE: 63}
"""Widths of ``patient.STABLE_ID`` and ``sample.STABLE_ID`` (cgds.sql; MAX_SAMPLE_STABLE_ID_LENGTH of validateData)."""

SAFE = re.compile(r"[A-Za-z0-9._-]+")
TAKEN = re.compile(r"[A-Za-z0-9._()'-]+")
"""INVALID_ID_CHARACTERS of core 1.0.9, the other way round; 7 takes a few more, the documentation only ``SAFE``."""

_TCGA = "TCGA"
_SAMPLE_BARCODE = re.compile(r"(TCGA-\w\w-\w\w\w\w-\d\d)")
_OF_PATIENT = re.compile(r"(TCGA-\w\w-\w\w\w\w)-\d\d")
_NORMAL = re.compile(r"TCGA-\w\w-\w{4}-1[01]")


@dataclass(slots=True)
class People:
    """Who is in a study.

    :param samples: sample id → patient id; ``None`` where the file of samples could not be read.
    :param attributes: the ids of the samples' attributes.
    :param patients: the ids of the patients' file; ``None`` where there is none, or it could not be read.
    """

    samples: dict[str, str] | None = None
    attributes: frozenset[str] = frozenset()
    patients: dict[str, int] | None = None
    with_samples: dict[str, int] = field(default_factory=dict)

    @property
    def everybody(self) -> frozenset[str] | None:
        """Return the ids of all patients, or ``None`` where nothing is known."""
        if self.samples is None and self.patients is None:
            return None
        return frozenset((*(self.patients or ()), *self.with_samples))


def id_problem(column: str, value: str) -> str | None:
    """Return what is wrong with an id (``ClinicalValidator.checkLine``)."""
    if value.strip().lower() in ("", "na"):
        return "id missing"
    if len(value) > LONGEST[column]:
        return "id long"
    if SAFE.fullmatch(value):
        return "rewritten" if rewritten(value, column == SAMPLE) != value else None
    return "id odd" if TAKEN.fullmatch(value) else "id letters"


def rewritten(value: str, of_sample: bool) -> str:
    """Return the id that the importer makes of one (``StableIdUtil.getId``)."""
    if not value.startswith(_TCGA):
        return value
    parts = value.replace("Tumor", "01").replace("Normal", "11").rstrip("-").split("-")
    if len(parts) < (4 if of_sample else 3):
        return f"{value}-01"
    made = "-".join(parts[: 4 if of_sample else 3])
    barcode = _SAMPLE_BARCODE.match(made) if of_sample else None
    return barcode[1] if barcode else made


def is_normal(sample: str) -> bool:
    """Tell whether the importer takes a sample for one of normal tissue by its barcode (``StableIdUtil.isNormal``)."""
    return _NORMAL.match(sample) is not None


def patient_of(sample: str) -> str | None:
    """Return the patient that the importer reads out of a sample's barcode (``ImportClinicalData``), if it is one."""
    barcode = _OF_PATIENT.match(sample)
    return barcode[1] if barcode else None


class Unique:
    """Ids that may stand once, and not differ in upper and lower case only, as databases compare without it."""

    def __init__(self, path: str, column: str) -> None:
        self._path, self._column = path, column
        self._seen: dict[str, str] = {}

    def add(self, value: str, line: int, found: Found) -> bool:
        """Note an id; return whether it is new."""
        folded = value.casefold()
        first = self._seen.get(folded)
        if first is None:
            self._seen[folded] = value
            return True
        found.tell("id twice" if first == value else "id case", self._path, line, self._column)
        return first != value
