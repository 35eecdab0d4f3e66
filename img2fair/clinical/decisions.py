"""What a steward decides about the source fields of a project: the harmonisation file as a value.

The file is read and drafted in cbioportal/harmonisation. A source field has a path of plain words: ``subjects.sex``,
``subjects.age``, ``subjects.group``, ``subjects.demographics.<name>``, ``subjects.variables.<name>``,
``subjects.forms.<form>.<key>``, ``subjects.assessments.<type>.<path>``, the same four of ``sessions``,
``sessions.visit``, ``sessions.site`` and ``tables.<file>.<column>``. A name that could tell of somebody stands as
``~`` and eight hexadecimal digits (privacy/sources.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

ANY = "*"
"""In a pattern of paths: any characters. No path of a source field holds it."""


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split(ANY))), re.DOTALL)


def fits(pattern: str, path: str) -> bool:
    """Tell whether a source path is meant by a path or pattern of a harmonisation file."""
    return pattern == path or (ANY in pattern and _pattern(pattern).fullmatch(path) is not None)


class Decide(StrEnum):
    """What becomes of a source field."""

    EXPORT = "export"
    DROP = "drop"
    UNDECIDED = "?"


class Level(StrEnum):
    """What a target attribute tells of: a patient, a sample, or one event of the timeline."""

    PATIENT = "patient"
    SAMPLE = "sample"
    EVENT = "event"


class Datatype(StrEnum):
    """cBioPortal's datatypes of clinical attributes."""

    STRING = "STRING"
    NUMBER = "NUMBER"
    BOOLEAN = "BOOLEAN"


class Kind(StrEnum):
    """How a source value is read; all but ``TABLE`` know the usual spellings (clinical/reading.py)."""

    SEX = "sex"
    SURVIVAL = "survival"
    YES_NO = "yes_no"
    NUMBER = "number"
    AGE = "age"
    DAY = "day"
    MONTHS = "months"
    STAGE = "stage"
    GRADE = "grade"
    SIDE = "side"
    ONCOTREE = "oncotree"
    TABLE = "table"


class Pick(StrEnum):
    """Which of several values of one patient or sample counts."""

    ONLY = "only"
    """They must agree; where they do not, the value is left out and told as a conflict."""
    FIRST = "first"
    LAST = "last"
    BASELINE = "baseline"
    """The one nearest to day 0."""


class Unlisted(StrEnum):
    """What becomes of a value that the table does not list."""

    REFUSE = "refuse"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of a clinical file, or of a timeline: id, display name, description, datatype, priority, unit.

    :param priority: cBioPortal's: 0 hides the chart, 1 is the default, higher is shown earlier.
    """

    id: str
    name: str
    description: str
    level: Level = Level.PATIENT
    datatype: Datatype = Datatype.STRING
    priority: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """What becomes of one source field.

    :param attribute: where it goes; ``None`` where it is dropped, or its decision is open.
    :param values: source text (folded: ``clinical.reading.folded``) → target text; ``None`` for a missing value,
        ``"?"`` for one that nobody decided. Looked at before the kind's own spellings.
    :param unit: the unit of the source where it is not the attribute's: ``days`` for months, ``lb`` for kg, ``cm``.
    :param least, most: numbers beyond are out of range and left out; so is what no person can have (``AGE``).
    :param decimals: digits after the point of a number; ``None``: as many as it has, at most 4.
    :param event: at level ``event``: cBioPortal's EVENT_TYPE, such as ``STATUS`` or ``TREATMENT``.
    :param until: at level ``event``: the path of the day on which the event ends; empty: it has no end.
    :param day: at level ``event``: the path of the day on which it is; empty: the assessor's or session's own day.
    :param line: its line in the file; 0 where it is not from a file.
    """

    path: str
    decide: Decide
    attribute: Attribute | None = None
    kind: Kind = Kind.TABLE
    values: Mapping[str, str | None] = field(default_factory=dict)
    unlisted: Unlisted = Unlisted.REFUSE
    unit: str = ""
    least: float | None = None
    most: float | None = None
    decimals: int | None = None
    pick: Pick = Pick.ONLY
    event: str = ""
    day: str = ""
    until: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class AssayDecision:
    """Numbers of images as one generic assay profile: radiomics, volumes, quality control.

    :param profile: its stable id in the study, such as ``radiomics_mr_t1c_tumor``.
    :param sources: source paths (``*`` stands for any characters) whose numbers are its entities.
    :param assay: cBioPortal's generic_assay_type, such as ``RADIOMICS`` or ``VOLUMES``.
    :param prefix: begins the stable id of each entity, which is shared by all studies of a portal; in upper case,
        such as ``RADIOMICS_MR_T1C_TUMOR``.
    :param about: settings: program and version, bin width, resampling, mask; stands in the profile's description.
    """

    profile: str
    decide: Decide
    sources: tuple[str, ...]
    assay: str = "RADIOMICS"
    name: str = ""
    about: str = ""
    prefix: str = ""
    unit: str = ""
    pick: Pick = Pick.BASELINE
    line: int = 0


@dataclass(frozen=True, slots=True)
class TableKeys:
    """How the rows of a file (``--clinical`` reads it) find their people; columns by name, empty: there is none.

    :param file: the file's name.
    :param subject: the column with XNAT's label or id of the subject; not needed in a file of one subject or session.
    :param session: the column with the label or id of the session.
    :param day: the column with the day of the row: a date, or whole days from the first imaging session.
    """

    file: str
    subject: str = ""
    session: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What day 0 is, tried in this order for each patient; at last it is the first imaging session.

    :param fields: source paths of days (``…/day``) and what each is called, such as ``diagnosis``.
    """

    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """A harmonisation file.

    :param file: its name, for messages; empty for what stands without a file (``BUILT_IN``).
    :param digest: SHA-256 of its bytes, in hexadecimal; empty without a file.
    """

    project: str
    fields: tuple[FieldDecision, ...] = ()
    assays: tuple[AssayDecision, ...] = ()
    tables: tuple[TableKeys, ...] = ()
    baseline: Baseline = Baseline()
    oncotree: str = ""
    file: str = ""
    digest: str = ""

    def of(self, path: str) -> FieldDecision | None:
        """Return what is decided of a source field: by its own path, else by the first pattern that fits it."""
        own = next((one for one in self.fields if one.path == path), None)
        return own or next((one for one in self.fields if ANY in one.path and fits(one.path, path)), None)

    def uses(self, path: str) -> bool:
        """Tell whether a source field is named as a day, or taken up by an assay: it needs no decision of its own."""
        days = {day for day, _ in self.baseline.fields}
        days |= {day for one in self.fields for day in (one.day, one.until)}
        return path in days or any(fits(pattern, path) for assay in self.assays for pattern in assay.sources)
