"""What the site's lists bring, project by project: the bulk of a harvest in about ten requests.

A list that fails for a group of projects leaves them without an entry; the reader of the single project then asks for
that part alone (reader.py), with the same result.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import IO, Any

from img2fair.archives.xnat import columns
from img2fair.archives.xnat.answers import Refused
from img2fair.archives.xnat.answers import Row as Named
from img2fair.archives.xnat.lists import Lists, chunks
from img2fair.archives.xnat.project import People, answers_of_cell, people_of_rows
from img2fair.archives.xnat.scans import ID, PROJECT, Row
from img2fair.archives.xnat.states import Fold
from img2fair.errors import RemoteFault
from img2fair.http import Unreachable

log = logging.getLogger(__name__)

PROJECT_PARTS = (("project", "people", "form"), ("project", "people"), ("project",))
_MORE = {"people": columns.PEOPLE, "form": (columns.ANSWERS,)}


@dataclass(slots=True)
class Gathered:
    """Parts by the id of a project; no entry where a list did not bring it.

    ``descriptions`` are rows of ``columns.DESCRIPTION``; ``strengths`` and ``assessors`` are by the id of a session,
    for the projects in ``measured`` and ``assessed`` and the sessions in ``foreign``. ``own_states`` and
    ``shared_states`` are folds of what the closing lists say (states.py).
    """

    descriptions: dict[str, Named] = field(default_factory=dict)
    people: dict[str, People] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    own_subjects: dict[str, list[Row]] = field(default_factory=dict)
    shared_subjects: dict[str, list[Row]] = field(default_factory=dict)
    shared_sessions: dict[str, list[Row]] = field(default_factory=dict)
    strengths: dict[str, str] = field(default_factory=dict)
    measured: set[str] = field(default_factory=set)
    assessors: dict[str, Counter[str]] = field(default_factory=dict)
    assessed: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    own_states: dict[str, Fold] = field(default_factory=dict)
    shared_states: dict[str, Fold] = field(default_factory=dict)

    def subjects(self, id_: str) -> list[Row] | None:
        """Return a project's subjects, own and shared in; ``None`` where they were not read whole."""
        own, shared = self.own_subjects.get(id_), self.shared_subjects.get(id_)
        return None if own is None or shared is None else [*own, *shared]

    def foreign_sessions(self, owners: Iterable[str]) -> list[str]:
        """Return the ids of sessions that are shared into projects and owned by none of ``owners``."""
        known = set(owners)
        rows = (row for rows in self.shared_sessions.values() for row in rows)
        return sorted({row[ID] for row in rows if row[PROJECT] not in known})


class Gathering:
    """Asks the lists for groups of projects, several at once."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self.found = Gathered()

    def descriptions(self, pool: Executor, ids: Sequence[str]) -> None:
        """Read what projects say of themselves; people and forms too, as far as this version lists them."""
        self._each(pool, ids, self._described)

    def description(self, id_: str) -> None:
        """Read what one project says of itself, where the list for many cannot be had."""
        self._tried(lambda group: self._take(group, ("project",)), (id_,))

    def own_sessions(self, ids: Sequence[str]) -> IO[bytes] | None:
        """Return the list of projects' own sessions; ``None`` where it cannot be had."""
        held: list[IO[bytes]] = []
        self._tried(lambda group: held.append(self._lists.own_sessions(group)), ids)
        return held[0] if held else None

    def contents(self, pool: Executor, ids: Sequence[str]) -> None:
        """Read everything of projects but their own sessions and scans."""
        found, lists = self.found, self._lists
        reads: tuple[Callable[[Sequence[str]], None], ...] = (
            lambda group: found.own_subjects.update(lists.own_subjects(group)),
            lambda group: found.shared_subjects.update(lists.shared_subjects(group)),
            lambda group: found.shared_sessions.update(lists.shared_sessions(group)),
            self._measured,
            self._assessed,
        )
        waiting = [pool.submit(self._tried, read, group) for group in chunks(ids) for read in reads]
        for future in waiting:
            future.result()
        self._each(pool, found.foreign_sessions(ids), self._foreign)

    def closing(self, pool: Executor, ids: Sequence[str]) -> None:
        """Read the last change of every session and subject, when all other lists have been read."""
        receivers = [id_ for id_ in ids if self.found.shared_sessions.get(id_)]
        self._each(pool, ids, lambda group: self.found.own_states.update(self._lists.closing(group, shared=False)))
        self._each(
            pool, receivers, lambda group: self.found.shared_states.update(self._lists.closing(group, shared=True))
        )

    def _each(self, pool: Executor, ids: Sequence[str], read: Callable[[Sequence[str]], None]) -> None:
        for future in [pool.submit(self._tried, read, group) for group in chunks(ids)]:
            future.result()

    def _tried(self, read: Callable[[Sequence[str]], None], group: Sequence[str]) -> bool:
        """Read a list for a group; tell whether it was had."""
        try:
            read(group)
        except Unreachable:
            raise
        except (RemoteFault, Refused) as fault:
            why = fault.what if isinstance(fault, RemoteFault) else str(fault)
            log.info("a list for %d projects cannot be had (%s); asking for each by itself", len(group), why)
            return False
        return True

    def _described(self, group: Sequence[str]) -> None:
        for parts in PROJECT_PARTS:
            if self._tried(lambda ids, parts=parts: self._take(ids, parts), group):  # type: ignore[misc]
                return

    def _take(self, group: Sequence[str], parts: tuple[str, ...]) -> None:
        more = [column for part in parts for column in _MORE.get(part, ())]
        rows = self._lists.descriptions(group, more, parts)
        answers = {id_: _answers(found) for id_, found in rows.items() if found and "form" in parts}
        for id_, found in rows.items():
            if found:
                self.found.descriptions[id_] = found[0]
                if "people" in parts:
                    self.found.people[id_] = people_of_rows(found)
        self.found.answers.update(answers)

    def _measured(self, group: Sequence[str]) -> None:
        self.found.strengths.update(self._lists.strengths({"project": ",".join(group)}, _only(group)))
        self.found.measured.update(group)

    def _assessed(self, group: Sequence[str]) -> None:
        self.found.assessors.update(self._lists.assessors({"project": ",".join(group)}, _only(group)))
        self.found.assessed.update(group)

    def _foreign(self, group: Sequence[str]) -> None:
        """Read what belongs to sessions of projects that are not read themselves."""
        ids = ",".join(group)
        strengths = self._lists.strengths({"ID": ids}, "")
        assessors = self._lists.assessors({columns.ASSESSORS[-1]: ids}, "")
        self.found.strengths.update(strengths)
        self.found.assessors.update(assessors)
        self.found.foreign.update(group)


def _only(group: Sequence[str]) -> str:
    return group[0] if len(group) == 1 else ""


def _answers(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return a project's answers to forms; its rows all have the same cell.

    :raises RemoteFault: the cell is not JSON, so that this list cannot be used for forms.
    """
    try:
        return answers_of_cell(rows[0][columns.ANSWERS.lower()])
    except ValueError:
        raise RemoteFault("the archive's list of projects has answers to forms that are not JSON") from None
