"""The people of a study as they may leave: plain values, made in privacy/cohort and written by cbioportal.

Nothing here is the archive's word: ids are pseudonyms or labels that passed a test, days count from a baseline, values
are targets of a harmonisation file, codes are those of our tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from img2fair.clinical.outcome import Conflict, FieldTold, Ledger, ToMend
from img2fair.clinical.survival import DECEASED


@dataclass(frozen=True, slots=True)
class Link:
    """The ids that a viewer opens a session by; ``study_instance_uid`` is empty without one, or without an opt-in."""

    subject_id: str
    session_id: str
    study_instance_uid: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One imaging session; ``day`` counts from the patient's baseline, ``number`` from 1 in the order of days.

    :param drawn: objects that outline something: segmentations and structure sets, among the scans or as assessors.
    :param age: in whole years on its day, capped as ``Patient.age``.
    :param field_strength: tesla, such as ``1.5``.
    :param sample: the id of the sample that it is of; empty where no sample stands for it.
    :param values: attribute id → value, of the session alone (level ``sample``).
    :param measures: assay profile → entity (the last part of its stable id) → number as text.
    """

    number: int
    day: int | None
    modalities: tuple[str, ...]
    body_parts: tuple[str, ...]
    series: int
    images: int | None
    drawn: int
    link: Link | None = None
    age: str | None = None
    manufacturer: str | None = None
    field_strength: str | None = None
    sample: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day, other than imaging: a read, a quality control, a treatment, a measurement.

    :param type: cBioPortal's EVENT_TYPE, in upper case; ``cells``: column → value.
    """

    day: int
    until: int | None
    type: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample that stands for imaging, or of which a steward's table says that a genomic study has it.

    :param visits: the numbers of the sessions that it stands for; empty where it is only joined.
    :param values: attribute id → value (level ``sample``).
    :param measures: assay profile → entity → number as text, by the profile's own rule where it has several sessions.
    """

    id: str
    visits: tuple[int, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Patient:
    """One subject.

    :param age: in whole years on day 0, or ``>89`` (also where the last day it is seen would tell of 90 and more).
    :param baseline: what day 0 is: ``first imaging session``, or what the harmonisation file calls it.
    :param values: attribute id → value (level ``patient``), beside SEX and AGE.
    """

    id: str
    sex: str | None
    age: str | None
    visits: tuple[Visit, ...]
    samples: tuple[Sample, ...] = ()
    baseline: str = "first imaging session"
    values: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    @property
    def dies_untimed(self) -> bool:
        """Whether the patient is deceased and nobody says when: a study leaves the status out (validateData.py)."""
        return self.values.get("OS_STATUS") == DECEASED and not self.values.get("OS_MONTHS")

    @property
    def first_day(self) -> int | None:
        """The day of the first dated session."""
        return min((visit.day for visit in self.visits if visit.day is not None), default=None)

    @property
    def last_day(self) -> int | None:
        """The day of the last dated session."""
        return max((visit.day for visit in self.visits if visit.day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Cohort:
    """The people of a study, by id, and what came of everything that was read of them.

    :param left_out: kind → how many things were left out: ``undated``, ``strangers``, ``modality``, ``sex``, ``age`` …
    :param fields: what came of each source field that is decided on.
    :param conflicts: how many patients (or sessions) each concerns.
    :param to_mend: whom what is wrong is to be looked up of, by subject; not where the archive's ids tell of people.
    """

    patients: tuple[Patient, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    fields: tuple[FieldTold, ...] = ()
    conflicts: Mapping[Conflict, int] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    to_mend: tuple[ToMend, ...] = ()
