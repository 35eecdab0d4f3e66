"""What the harmonisation of a project came to, for the steward: figures and words, no row of a patient.

A number from 1 to ``least`` - 1 is told as ``Hidden.FEW``; zero is zero. Of numbers that add up to a known one, the one
that would follow from the others is hidden too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from img2fair.clinical.outcome import Came

SCHEMA, VERSION = "img2fair/harmonisation-report", 1
CORE = ("SEX", "AGE", "ONCOTREE_CODE", "CANCER_TYPE", "CANCER_TYPE_DETAILED", "SAMPLE_TYPE", "OS_STATUS", "OS_MONTHS",
        "STAGE_OR_GRADE", "PRIMARY_SITE")  # fmt: skip
"""The attributes that studies are compared by most; the ninth is any of ``STAGES``."""
STAGES = ("AJCC_PATHOLOGIC_TUMOR_STAGE", "AJCC_CLINICAL_TUMOR_STAGE", "CLINICAL_STAGE", "PATH_STAGE", "STAGE",
          "TUMOR_STAGE", "GRADE", "TUMOR_GRADE", "HISTOLOGICAL_GRADE")  # fmt: skip


class Hidden(StrEnum):
    """Why a number is not told."""

    FEW = "few"
    WITHHELD = "withheld"
    """It is not small, but a small one would follow from it."""
    NEARLY = "nearly all"
    """Few lack it."""


Number = int | Hidden


class Verdict(StrEnum):
    """Whether the study can be loaded and compared as it is."""

    READY = "ready"
    GAPS = "gaps"
    """It can be exported, but values of patients are lost or contradict each other."""
    BLOCKED = "blocked"
    """Something must be decided or mended first."""


class Matter(StrEnum):
    """What a steward is to decide or mend."""

    FIELD = "field"
    """A source field without a decision."""
    VALUE = "value"
    """A value that the table does not list."""
    DIAGNOSIS = "diagnosis"
    """A diagnosis without an OncoTree code."""
    RANGE = "range"
    UNREADABLE = "unreadable"
    CONFLICT = "conflict"
    SEVERAL = "several"
    """Patients with several values where one counts."""
    FINDING = "finding"


class Novelty(StrEnum):
    """Whether others know an attribute by this id."""

    STANDARD = "standard"
    RENAMED = "renamed"
    """A known id, under which the source has another name."""
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing to decide, and how many patients it is about.

    :param path: the source path; empty where it is about none. ``what`` names it further: the values, the conflict.
    :param said: message of a finding in English and Dutch, and its cure in both; empty for other matters.
    :param line: the line of the harmonisation file; 0 where it is not from a file.
    :param stops: whether nothing is exported before it is decided or mended.
    """

    matter: Matter
    path: str = ""
    what: tuple[str, ...] = ()
    patients: Number = 0
    line: int = 0
    said: tuple[str, str] = ("", "")
    cure: tuple[str, str] = ("", "")
    code: str = ""
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many of all have something."""

    number: Number
    of: Number


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A source value (empty: not shown), its target, what came of it and how many patients have it."""

    source: str
    target: str | None
    came: Came
    patients: Number


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One source field and what it became; ``attribute`` is empty where it is dropped or nobody decided."""

    path: str
    decide: str
    attribute: str = ""
    level: str = ""
    datatype: str = ""
    unit: str = ""
    kind: str = ""
    novelty: Novelty | None = None
    filled: Share = Share(0, 0)
    distinct: int = 0
    patients: Share = Share(0, 0)
    came: Mapping[Came, Number] = field(default_factory=dict)
    values: tuple[ValueRow, ...] = ()
    conflicts: Number = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """An OncoTree code that a diagnosis may be.

    :param match: the kind of match, such as ``exact_name`` or ``predecessor``.
    :param known: whether the target portal knows the code; ``None`` where it was not asked.
    """

    code: str
    name: str
    match: str
    version: str = ""
    note: str = ""
    ambiguous: bool = False
    known: bool | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A source term or code (empty: not shown), the code it was given, and the candidates."""

    term: str
    patients: Number
    decided: str = ""
    candidates: tuple[Proposed, ...] = ()
    known: bool | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A public study that has some of the attributes, by id."""

    study: str
    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imaging:
    """What of the imaging will not be reached.

    :param viewer: whether the config names a viewer; without one nothing is linked and nothing is wrong.
    :param unmapped: how many times a modality is no DICOM code; ``undated``: sessions without a date.
    """

    sessions: Number = 0
    viewer: bool = False
    unlinked: Number = 0
    without_sessions: Number = 0
    unmapped: Number = 0
    undated: Number = 0
    strangers: Number = 0


@dataclass(frozen=True, slots=True)
class SmallCells:
    """How easily a person is told apart: by one category, and by sex, age band and diagnosis together."""

    categories: tuple[tuple[str, int], ...] = ()
    """Attribute and how many of its values have fewer than ``least`` patients."""
    combinations: int = 0
    """Combinations of sex, age band and diagnosis with fewer than ``least`` patients."""


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since the report before."""

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    """Source paths that had no decision then."""
    opened: tuple[str, ...] = ()
    patients: tuple[Number, Number] = (0, 0)
    verdict: tuple[str, str] = ("", "")
    same_snapshot: bool = False
    same_mapping: bool = False


@dataclass(frozen=True, slots=True)
class HarmonisationReport:
    """What the harmonisation of a project came to.

    :param file: the harmonisation file's name; empty where there is none.
    :param least: the fewest patients that a number tells of.
    :param first: the decisions that are next, by the patients that they are about; ``open``: how many there are in all.
    :param left_out: why patients or sessions lack something, and how often.
    :param ledger: what de-identification did, and how often.
    :param made_of: what the study can be made again from: digests and versions by name.
    """

    project: str
    study: str
    verdict: Verdict
    patients: Number
    least: int
    file: str = ""
    oncotree: str = ""
    first: tuple[Decision, ...] = ()
    open: int = 0
    attributes: tuple[AttributeRow, ...] = ()
    core: tuple[tuple[str, Share], ...] = ()
    conflicts: Mapping[str, Number] = field(default_factory=dict)
    diagnoses: tuple[Diagnosis, ...] = ()
    matches: tuple[Match, ...] = ()
    ledger: Mapping[str, Number] = field(default_factory=dict)
    left_out: Mapping[str, Number] = field(default_factory=dict)
    small: SmallCells = SmallCells()
    imaging: Imaging = Imaging()
    findings: tuple[Decision, ...] = ()
    made_of: Mapping[str, str] = field(default_factory=dict)
    since: Since | None = None
    schema: str = field(default=SCHEMA, kw_only=True)
    version: int = field(default=VERSION, kw_only=True)
