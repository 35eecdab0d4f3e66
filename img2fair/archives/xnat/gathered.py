"""What the site's lists bring, project by project: the bulk of a harvest in about ten requests.

A list that fails for a group of projects leaves them without an entry; the reader of the single project then asks for
that part alone (reader.py), with the same result.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import IO, Any

from img2fair.archives.xnat import columns
from img2fair.archives.xnat.answers import Refused
from img2fair.archives.xnat.answers import Row as Named
from img2fair.archives.xnat.lists import Lists, chunks
from img2fair.archives.xnat.project import People, answers_of_cell, people_of_rows
from img2fair.archives.xnat.scans import ID, PROJECT, Row
from img2fair.archives.xnat.states import Closed
from img2fair.errors import RemoteFault
from img2fair.http import Unreachable

log = logging.getLogger(__name__)

Group = tuple[str, ...]
Read = Callable[[Sequence[str]], None]

PROJECT_PARTS = (("project", "people", "form"), ("project", "people"), ("project",))
_MORE = {"people": columns.PEOPLE, "form": (columns.ANSWERS,)}


@dataclass(slots=True, repr=False)
class Gathered:
    """Parts by the id of a project; no entry where a list did not bring it.

    ``descriptions`` are rows of ``columns.DESCRIPTION``; ``strengths`` and ``assessors`` are by the id of a session,
    for the projects in ``measured`` and ``assessed`` and the sessions in ``foreign``. ``own_closed`` and
    ``shared_closed`` are what the closing lists say (states.py). ``readable`` are the projects whose data the account
    may read, when all but the closing lists have been read.
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
    own_closed: Closed = field(default_factory=Closed)
    shared_closed: Closed = field(default_factory=Closed)
    readable: frozenset[str] = frozenset()

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
        self._all(pool, chunks(ids), (self._described,))

    def description(self, id_: str) -> None:
        """Read what one project says of itself, where the list for many cannot be had."""
        self._tried(lambda group: self._take(group, ("project",)), (id_,))

    def words(self, pool: Executor, ids: Sequence[str]) -> dict[str, list[Named]]:
        """Return what projects say of themselves now, as far as it can be had: a row each, none where one is gone."""
        now: dict[str, list[Named]] = {}
        self._all(pool, chunks(ids), (lambda group: now.update(self._lists.descriptions(group, (), ())),))
        return now

    def forget(self) -> None:
        """Forget what the projects hold and say, so that each is asked for by itself."""
        self.found = Gathered()

    def contents(self, pool: Executor, groups: Sequence[Group]) -> Iterator[tuple[Group, IO[bytes]]]:
        """Read all that groups of projects hold; yield the list of own sessions of each group for which it can be had.

        Sessions come first and the closing lists last, so that these find out whatever was edited on the way. What was
        read for other groups before is forgotten.
        """
        found = Gathered(self.found.descriptions, self.found.people, self.found.answers)
        self.found, lists, ids = found, self._lists, [id_ for group in groups for id_ in group]
        files = [pool.submit(self._own_sessions, group) for group in groups]
        self._all(pool, groups, (lambda group: found.shared_sessions.update(lists.shared_sessions(group)),))
        for group, file in zip(groups, files, strict=True):
            if (whole := file.result()) is not None:
                yield group, whole
        subjects: tuple[Read, ...] = (
            lambda group: found.own_subjects.update(lists.own_subjects(group)),
            lambda group: found.shared_subjects.update(lists.shared_subjects(group)),
        )
        self._all(pool, groups, (*subjects, self._measured, self._assessed))
        self._all(pool, chunks(found.foreign_sessions(ids)), (self._foreign,))
        self._tried(self._readable, ids)
        self._closing(pool, groups)

    def _own_sessions(self, group: Sequence[str]) -> IO[bytes] | None:
        held: list[IO[bytes]] = []
        self._tried(lambda ids: held.append(self._lists.own_sessions(ids)), group)
        return held[0] if held else None

    def _closing(self, pool: Executor, groups: Sequence[Sequence[str]]) -> None:
        """Read the last change of every session and its subject, and what they say of patients."""
        found, lists = self.found, self._lists
        ids = [id_ for group in groups for id_ in group]
        receivers = [id_ for id_ in ids if found.shared_sessions.get(id_)]
        self._all(pool, groups, (lambda group: found.own_closed.update(lists.closed(group, shared=False)),))
        self._all(
            pool, chunks(receivers), (lambda group: found.shared_closed.update(lists.closed(group, shared=True)),)
        )

    def _all(self, pool: Executor, groups: Iterable[Sequence[str]], reads: Sequence[Read]) -> None:
        for future in [pool.submit(self._tried, read, group) for group in groups for read in reads]:
            future.result()

    def _tried(self, read: Read, group: Sequence[str]) -> bool:
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

    def _readable(self, _: Sequence[str]) -> None:
        """Read which lists are to be believed: they leave out without a word what an account may not read now."""
        self.found.readable = self._lists.readable()

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
        raise RemoteFault(
            "the archive's list of projects has answers to forms that are not JSON",
            cure="run again; if it stays, tell whoever runs the XNAT",
        ) from None
