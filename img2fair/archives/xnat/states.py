"""Telling whether a project was edited while it was read, without believing any clock.

The closing list, asked last, names every session with its last change and its subject's. Where it says the same as the
lists before it, nothing was edited in between: all of them tell of one state. A list that came short is found out in
the same way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


def closing_folds(ids: Iterable[str], states: Iterable[tuple[str, State]]) -> dict[str, Fold]:
    """Return the fold of each project, from the closing list's projects and states."""
    found = dict.fromkeys(ids, Fold())
    seen: set[int] = set()
    for project, state in states:
        number = hash((project, state))
        if project in found and number not in seen:
            seen.add(number)
            found[project] += _fold((state,))
    return found
