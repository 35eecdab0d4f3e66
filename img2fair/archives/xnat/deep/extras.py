"""What the deep reads are given and what they give back: raw ids in, model values out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from img2fair.model import Assessment, Form, Held, Table, Variable


@dataclass(frozen=True, slots=True, repr=False)
class SessionSeed:
    """A session of a project as the lists gave it: enough to ask for more of it."""

    id: str
    subject_id: str
    label: str
    date: dt.date | None
    xsi_type: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ScanSeed:
    """A scan of a project as the lists gave it: enough to look into one of its headers."""

    session_id: str
    subject_label: str
    session_label: str
    scan_id: str
    modality: str


@dataclass(frozen=True, slots=True)
class SubjectExtras:
    """What ``--clinical`` adds to a subject."""

    demographics: tuple[Variable, ...] = ()
    variables: tuple[Variable, ...] = ()
    forms: tuple[Form, ...] = ()
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionExtras:
    """What ``--clinical`` adds to a session; ``age_days`` is the subject's age at it in days."""

    age_days: Held[int] | None = None
    variables: tuple[Variable, ...] = ()
    forms: tuple[Form, ...] = ()
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class ClinicalExtras:
    """What ``--clinical`` adds to a project, by the raw ids of its subjects and sessions.

    ``unread`` names what the archive did not give, or not all of: ``subjects.demographics``, ``subjects.variables``,
    ``subjects.forms``, ``subjects.assessments``, the last three of ``sessions`` as well, and ``tables``.
    """

    subjects: Mapping[str, SubjectExtras] = field(default_factory=dict)
    sessions: Mapping[str, SessionExtras] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    unread: frozenset[str] = frozenset()


def first_days(sessions: Iterable[SessionSeed]) -> dict[str, dt.date]:
    """Return the day of the first session of each subject (by id) that has a dated one: days count from there."""
    first: dict[str, dt.date] = {}
    for session in sessions:
        if session.date is not None:
            first[session.subject_id] = min(session.date, first.get(session.subject_id, session.date))
    return first
