"""Everything of one project: taken from the site's lists, and asked for by itself where they did not bring it."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import quote

from img2fair.archives.patients import Patients
from img2fair.archives.xnat import columns
from img2fair.archives.xnat.answers import Refused, item, json_object
from img2fair.archives.xnat.answers import Row as Named
from img2fair.archives.xnat.earlier import Earlier
from img2fair.archives.xnat.gathered import Gathered
from img2fair.archives.xnat.lists import Lists, chunks
from img2fair.archives.xnat.objects import Objects
from img2fair.archives.xnat.project import People, people_of_item
from img2fair.archives.xnat.scans import PROJECT, Row, by_session
from img2fair.archives.xnat.states import Closed, Fold, own_fold, shared_fold
from img2fair.errors import RemoteFault
from img2fair.http import Client, Unreachable

log = logging.getLogger(__name__)

T = TypeVar("T")

READINGS = 3
"""How often a project is read whose lists do not agree, before it is given as it is and said to be moving.

The last time its sessions are read one by one, in case it is the lists that are wrong and nobody edits.
"""


@dataclass(slots=True, repr=False)
class Material:
    """What was read of a project, raw.

    :param patients: what sessions say of them, whole once the project has been read; to be hashed and forgotten.
    :param unread: parts that the archive refused.
    :param moving: it was edited at every reading, so that its parts may be of two states.
    :param unchecked: whether it was edited could not be told.
    """

    description: Named
    people: People = field(default_factory=People)
    answers: Mapping[str, Any] = field(default_factory=dict)
    subjects: Sequence[Row] = ()
    own: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    shared: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    strengths: Mapping[str, str] = field(default_factory=dict)
    assessors: Mapping[str, Counter[str]] = field(default_factory=dict)
    patients: Patients = field(default_factory=Patients)
    unread: set[str] = field(default_factory=set)
    moving: bool = False
    unchecked: bool = False


@dataclass(slots=True, repr=False)
class ProjectReader:
    """Reads one project.

    :param gathered: what the site's lists brought.
    :param earlier: what an earlier harvest read of people, to be taken over where nothing has changed.
    :param readable: whether this account is known to be let at the project's data; lists leave out without a word what
        it may not read, and then cannot be believed.
    :param deep: whether what is made of the project asks for more of it.
    """

    client: Client
    lists: Lists
    id: str
    gathered: Gathered
    earlier: Earlier
    readable: bool
    deep: bool = False
    _singly: bool = False
    _by_object: bool = False

    def read(self, own: Sequence[Row] | None, made: Callable[[Material], T]) -> tuple[Material, T]:
        """Return what the project holds, all of one state, and what is made of it.

        :param own: the rows of its own sessions, where the site's list brought them.
        :param made: makes something of what the project holds, asking for more of it where ``deep`` says so.
        :raises RemoteFault: a part failed in every way of asking for it.
        """
        try:
            return self._read(own, made)
        except Refused:
            raise RemoteFault(
                f"project {self.id} names what it does not show",
                where=self._path(),
                cure="run again; if it stays, let the account read all of the project",
            ) from None

    def _read(self, own: Sequence[Row] | None, made: Callable[[Material], T]) -> tuple[Material, T]:
        for reading in range(READINGS):
            if reading:
                log.info("the lists of project %s do not agree; reading it again", self.id)
                self.gathered, self.earlier, own = Gathered(), Earlier(), None
            self._singly, self._by_object = bool(reading), reading == READINGS - 1
            material = self._material(own)
            found = made(material)
            self._singly = self._singly or self.deep
            if self._settled(material):
                return material, found
        material.moving = True
        return material, found

    def _material(self, own: Sequence[Row] | None) -> Material:
        described = self._description()
        material = Material(described, self._people(described))
        material.answers = self._part("form", material, self._answers) or {}
        self._part("sessions", material, lambda: self._sessions(material, own))
        subjects = self._part("subjects", material, self._subjects)
        if subjects is None or "sessions" in material.unread:
            # who may not see subjects sees no sessions either, and gets an empty list of them
            material.own, material.shared, material.strengths = {}, {}, {}
            material.unread.add("sessions")
        else:
            material.subjects = subjects
            material.strengths = material.strengths or self._strengths(material.own, material.shared)
            material.assessors = self._assessors(material.own, material.shared)
        return material

    def _part(self, name: str, material: Material, read: Callable[[], T]) -> T | None:
        """Read a part; a refusal makes it unread. XNATs without custom forms answer 404 for them: there are none."""
        try:
            return read()
        except Refused as refusal:
            if refusal.status == 403:
                material.unread.add(name)
            elif name != "form":
                raise self._gone() from None
            return None

    def _gone(self) -> RemoteFault:
        return RemoteFault(f"project {self.id} is gone since it was listed", where=self._path(), cure="run again")

    def _path(self) -> str:
        return f"/data/projects/{quote(self.id, safe='')}"

    def _description(self) -> Named:
        found = self.gathered.descriptions.get(self.id)
        if found is None:
            rows = self.lists.descriptions((self.id,), (), ("project",))[self.id]
            found = next(iter(rows), None)
        if found is None:
            raise self._gone()
        return found

    def _people(self, described: Named) -> People:
        found = self.gathered.people.get(self.id) or self.earlier.people(self.id, described["last_modified"])
        if found is not None:
            return found
        try:
            whole = self.client.get(
                self._path(),
                {"format": "json"},
                read=lambda answer: item(answer, self.id),
                project=self.id,
                parts=("people",),
            )
        except Refused:
            raise self._gone() from None
        return people_of_item(whole)

    def _answers(self) -> Mapping[str, Any]:
        found = self.gathered.answers.get(self.id)
        if found is not None:
            return found
        path = f"/xapi/custom-fields/projects/{quote(self.id, safe='')}/fields"
        return self.client.get(path, read=json_object, project=self.id, parts=("form",))

    def _subjects(self) -> Sequence[Row]:
        found = self.gathered.subjects(self.id) if self.readable else None
        return found if found is not None else self._proof()

    def _proof(self) -> Sequence[Row]:
        """Ask the project's own list of subjects, the only one that refuses instead of leaving out.

        :raises Refused: this account may not see subjects of the project.
        """
        self._singly = True
        try:
            return self._either(lambda: self.lists.subjects_of(self.id, self._path()), self._objects.subjects)
        except Refused as refusal:
            if refusal.status != 403:
                raise self._gone() from None
            raise

    @property
    def _objects(self) -> Objects:
        return Objects(self.client, self.id, self._path())

    def _either(self, read: Callable[[], T], otherwise: Callable[[], T]) -> T:
        """Read in the one way, and where that fails in the other."""
        try:
            return read()
        except Unreachable:
            raise
        except (RemoteFault, Refused) as fault:
            log.info("project %s: a list cannot be had (%s); asking object by object", self.id, type(fault).__name__)
            return otherwise()

    def _sessions(self, material: Material, own: Sequence[Row] | None) -> None:
        shared: Sequence[Row] | None = self.gathered.shared_sessions.get(self.id)
        if own is None or shared is None:
            read = self._single_sessions if self._by_object else self._listed_sessions
            own, shared, material.strengths, material.patients = self._either(read, self._single_sessions)
            # what was read before the sessions may be of sessions as they were before
            self.gathered = replace(self.gathered, strengths={}, measured=set(), assessors={}, assessed=set())
        material.own, material.shared = by_session(own), by_session(shared)

    def _listed_sessions(self) -> tuple[Sequence[Row], Sequence[Row], dict[str, str], Patients]:
        self._singly = True
        with self.lists.own_sessions((self.id,)) as file:
            own = list(self.lists.rows(file))
        return own, self.lists.shared_sessions((self.id,))[self.id], {}, Patients()

    def _single_sessions(self) -> tuple[Sequence[Row], Sequence[Row], dict[str, str], Patients]:
        self._singly = self._by_object = True
        rows, strengths, patients = self._objects.sessions(len(self.lists.sessions_columns))
        place = self.lists.sessions_columns.index("project")
        own = [row for row in rows if row[place] == self.id]
        return own, [row for row in rows if row[place] != self.id], strengths, patients

    def _strengths(self, own: Mapping[str, Any], shared: Mapping[str, Sequence[Row]]) -> dict[str, str]:
        found, asked = self.gathered.strengths, self._not_in(self.gathered.measured, shared)
        if self.id in self.gathered.measured and not asked:
            return found
        return {
            **found,
            **self._either(
                lambda: self._of_sessions(self.lists.strengths, "ID", self.gathered.measured, asked),
                lambda: {id_: self._objects.strength(id_) for id_ in (*own, *shared)},
            ),
        }

    def _assessors(self, own: Mapping[str, Any], shared: Mapping[str, Sequence[Row]]) -> dict[str, Counter[str]]:
        found, asked = self.gathered.assessors, self._not_in(self.gathered.assessed, shared)
        if self.id in self.gathered.assessed and not asked:
            return found
        return {
            **found,
            **self._either(
                lambda: self._of_sessions(self.lists.assessors, columns.ASSESSORS[-1], self.gathered.assessed, asked),
                lambda: {id_: self._objects.assessors(id_) for id_ in (*own, *shared)},
            ),
        }

    def _not_in(self, read: set[str], shared: Mapping[str, Sequence[Row]]) -> list[str]:
        """Return the ids of shared sessions of which no list told, neither as their owner's nor alone."""
        told = read | self.gathered.foreign
        return sorted(id_ for id_, rows in shared.items() if rows[0][PROJECT] not in told and id_ not in told)

    def _of_sessions(
        self, read: Callable[[Mapping[str, str], str], dict[str, T]], by_id: str, had: set[str], asked: Sequence[str]
    ) -> dict[str, T]:
        found = {} if self.id in had else read({"project": self.id}, self.id)
        for group in chunks(asked):
            found.update(read({by_id: ",".join(group)}, self.id))
        return found

    def _settled(self, material: Material) -> bool:
        """Tell whether nothing was edited between the lists; True too where it cannot be told (``unchecked``)."""
        if "sessions" in material.unread:
            return True
        closed = [self._closed(shared=shared) for shared in ((False, True) if material.shared else (False,))]
        for one in closed:
            material.patients.add_all(one.patients.pop(self.id, Patients()))  # out of what is held of all projects
        said = [one.folds[self.id] for one in closed if self.id in one.folds]
        if len(said) < len(closed):
            material.unchecked = True
            return True
        changed = {row[0]: row[-1] for row in material.subjects}
        found, told = own_fold(material.own, changed) + shared_fold(material.shared), sum(said, Fold())
        material.unchecked = self._by_object  # items do not say when they were changed
        return told.members == found.members if self._by_object else told == found

    def _closed(self, *, shared: bool) -> Closed:
        """Return what the closing list says: the site's, unless something was asked for after it."""
        had = self.gathered.shared_closed if shared else self.gathered.own_closed
        if self.id in had.folds and not self._singly:
            return had
        return self.lists.closed((self.id,), shared=shared)
