"""Telling whether a project was edited while it was read, without believing any clock.

The closing list, asked last, names every session with its last change and its subject's. Where it says the same as the
lists before it, nothing was edited in between: all of them tell of one state. A list that came short is found out in
the same way. It also brings what sessions say of their patients, which is hashed with the project.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from img2fair.archives.patients import Patients
from img2fair.archives.values import unescaped
from img2fair.archives.xnat import columns
from img2fair.archives.xnat.scans import MODIFIED, SUBJECT, Row

State = tuple[str, str, str, str]
"""A session, its subject, and the last changes of both; the subject's is empty for a session shared in."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A set of sessions in two numbers, whatever their order; they hold within a run only.

    :param states: with the last changes.
    :param members: without them; items of single objects do not say when they were changed.
    """

    states: int = 0
    members: int = 0

    def __add__(self, other: "Fold") -> "Fold":
        return Fold(self.states + other.states, self.members + other.members)


@dataclass(slots=True, repr=False)
class Closed:
    """What closing lists say by the id of a project; no entry where they could not be had."""

    folds: dict[str, Fold] = field(default_factory=dict)
    patients: dict[str, Patients] = field(default_factory=dict)

    def update(self, more: "Closed") -> None:
        """Take in what is said of other projects."""
        self.folds.update(more.folds)
        self.patients.update(more.patients)


def _fold(states: Iterable[State]) -> Fold:
    found = set(states)
    return Fold(sum(map(hash, found)), sum(hash(state[:2]) for state in found))


def own_fold(sessions: Mapping[str, Sequence[Row]], changed: Mapping[str, str]) -> Fold:
    """Return the fold of a project's own sessions.

    :param changed: the last change of each subject by its id, from the list of subjects.
    """
    heads = ((id_, rows[0]) for id_, rows in sessions.items())
    return _fold((id_, row[SUBJECT], row[MODIFIED], changed.get(row[SUBJECT], "")) for id_, row in heads)


def shared_fold(sessions: Mapping[str, Sequence[Row]]) -> Fold:
    """Return the fold of the sessions shared into a project."""
    heads = ((id_, rows[0]) for id_, rows in sessions.items())
    return _fold((id_, row[SUBJECT], row[MODIFIED], "") for id_, row in heads)


def closed_by(ids: Iterable[str], rows: Iterable[Row], asked: Sequence[str], *, shared: bool) -> Closed:
    """Return what the rows of a closing list say of projects.

    :param asked: its columns: those of ``columns.CLOSING``, of ``columns.PATIENT``, or both; behind them, where they
        are ``shared`` into projects, the one that tells which.
    """
    at = {name: place for place, name in enumerate(asked)}
    project, session, subject = at[asked[-1] if shared else "project"], at["ID"], at["subject_ID"]
    changes = [at[name] for name in columns.CLOSING[len(columns.OF_PATIENT) :] if name in at]
    names, numbers = ([at[name] for name in told if name in at] for told in _OF_PATIENT)
    folds, patients = {id_: Fold() for id_ in ids}, {id_: Patients() for id_ in ids}
    seen: set[int] = set()
    for row in rows:
        id_ = row[project]
        if id_ not in folds:
            continue
        if names or numbers:
            patients[id_].add(row[subject], _of(row, names), _of(row, numbers))
        changed, subject_changed = (row[place] for place in changes) if changes else ("", "")
        state = row[session], row[subject], changed, "" if shared else subject_changed
        number = hash((id_, state))
        if number not in seen:
            seen.add(number)
            folds[id_] += _fold((state,))
    return Closed(folds if changes else {}, patients if names or numbers else {})


_OF_PATIENT = (columns.PATIENT_NAMES, columns.PATIENT_NUMBERS)


def _of(row: Row, places: Iterable[int]) -> Iterator[str]:
    """Yield what a row says of its patient, without the escapes that XNAT's forms store."""
    return (unescaped(row[place]) for place in places)
