"""What came of the source fields of a project: plain figures and released words, for the draft and the reports.

No row is one patient's. A number of patients below the smallest cell is told as ``None``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from img2fair.clinical.decisions import Decide, Kind


class Came(StrEnum):
    """What came of one source value."""

    READ = "read"
    MISSING = "missing"
    UNMAPPED = "unmapped"
    OUT_OF_RANGE = "out of range"
    UNREADABLE = "unreadable"


LOST = frozenset({Came.UNMAPPED, Came.OUT_OF_RANGE, Came.UNREADABLE})
"""What comes of a value that is there and is not exported."""


@dataclass(frozen=True, slots=True)
class Read:
    """A source value as it was read: its target text, or why there is none."""

    value: str | None
    came: Came = Came.READ


@dataclass(frozen=True, slots=True)
class FieldSeen:
    """A source field as a project has it: what a draft tells of it.

    :param of: patients of the project; ``filled``: those with a value; both exact, as the file is the steward's.
    :param distinct: different values.
    :param values: released values and the patients that have each, most first: those of ``least`` patients and more.
    :param hidden: how many different values are not shown.
    :param recognised: kind → how many filled patients have only values that the kind reads.
    :param low, high: of numbers: what the ``least``-th smallest and largest patient has; ``None`` without numbers.
    :param several: patients with more than one different value.
    :param repeated: patients of whom it is said on more than one day, or occasion.
    :param telling: different values that are long, or that the guard keeps in: notes, names, labels.
    :param rare: canonical words of values of fewer patients, where a kind with few words of its own reads them.
    :param of_people: its name says that it tells of people, or is a number or note: nothing of it is shown.
    :param unread: how many of the values that are not shown its decision neither lists nor reads.
    """

    path: str
    of: int
    filled: int
    distinct: int
    values: tuple[tuple[str, int], ...] = ()
    hidden: int = 0
    recognised: Mapping[Kind, int] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    several: int = 0
    repeated: int = 0
    telling: int = 0
    rare: tuple[str, ...] = ()
    of_people: bool = False
    unread: int = 0


@dataclass(frozen=True, slots=True)
class RareValues:
    """Words of too few patients to be shown that a steward has to decide on: for a file of hers alone.

    :param more: how many are not told here either: look them up in the archive, they may tell of somebody.
    """

    path: str
    values: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A CSV or JSON file as a project has it, and which of its columns name people and days.

    :param copies: how many files of this name there are (one a subject, or one a session, or one for all).
    :param rows: their rows; ``found``: those that the proposed columns tell the subject of.
    :param columns: names of columns as they stand in paths.
    """

    file: str
    copies: int = 1
    rows: int = 0
    found: int = 0
    columns: tuple[str, ...] = ()
    subject: str = ""
    session: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class ValueTold:
    """One source value of an attribute, what it became, and how many patients have it (``None``: too few to tell).

    :param source: the value; empty where it is not shown.
    """

    source: str
    target: str | None
    came: Came
    patients: int | None


@dataclass(frozen=True, slots=True)
class FieldTold:
    """What came of one source field.

    :param patients: how many have the attribute in the study; ``came``: patients by what came of their value.
    """

    path: str
    decide: Decide
    attribute: str = ""
    level: str = ""
    datatype: str = ""
    unit: str = ""
    kind: str = ""
    of: int = 0
    filled: int = 0
    distinct: int = 0
    patients: int = 0
    came: Mapping[Came, int] = field(default_factory=dict)
    values: tuple[ValueTold, ...] = ()
    conflicts: int = 0
    line: int = 0


class Conflict(StrEnum):
    """What cannot be true of one person, or stands twice."""

    SEX = "sex"
    """Two sources tell different sexes."""
    AGE = "age"
    """A stated age and the one by the birth date differ by more than a year."""
    BEFORE_BIRTH = "before birth"
    AFTER_DEATH = "after death"
    SURVIVAL = "survival"
    """A patient was seen after the months of survival have ended."""
    DUPLICATE = "duplicate session"
    """Two sessions of one study UID, or of one day, modality and number of images."""
    STRANGER = "session without subject"
    BASELINE = "baseline"
    """The field that tells day 0 has several days."""


@dataclass(frozen=True, slots=True)
class ToMend:
    """What of one subject is to be mended in the archive, for its steward alone.

    :param subject: the archive's id of the subject; no label, and no id of the study, so that the two never meet.
    :param field: the source path; empty where it is no single field.
    :param what: a ``Conflict``, or what came of a value.
    """

    subject: str
    field: str
    what: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What de-identification did, in counts, and by patient without a word of who it is.

    :param actions: what was done (``dropped: field``, ``date to offset``, ``age capped``, ``pseudonym`` …) → how often.
    :param patients: per patient of the study: its id there, what its day 0 is, and what was done.
    """

    actions: Mapping[str, int] = field(default_factory=dict)
    patients: tuple[Mapping[str, str | int], ...] = ()
