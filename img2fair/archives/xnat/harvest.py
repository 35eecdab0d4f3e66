"""A harvest of one XNAT: which projects, in which order of requests, and what the header says of it."""

import logging
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from img2fair.archives import ArchiveSettings
from img2fair.archives.xnat.access import Access
from img2fair.archives.xnat.answers import Row as Named
from img2fair.archives.xnat.assembly import project_of
from img2fair.archives.xnat.earlier import Earlier, settled
from img2fair.archives.xnat.form_definitions import Defined
from img2fair.archives.xnat.gathered import Gathering
from img2fair.archives.xnat.lists import Lists, chunks
from img2fair.archives.xnat.reader import READINGS, Material, ProjectReader
from img2fair.archives.xnat.site import Seen, form_definitions, links, list_access, version
from img2fair.archives.xnat.workers import Work, ahead, work, workers
from img2fair.errors import RemoteFault, UsageFault
from img2fair.http import Client, Journal, Unreachable
from img2fair.model import Header, Project, Unread, Visibility, Why, Withheld

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
Read = tuple[str, Project | None]
"""A project's id, and the project where it could be read."""

TOGETHER = 16
"""Groups of projects whose lists are held at the same time: some thousands of projects."""
ASKABLE = re.compile(r"(?!\.{1,2}$)(?! )[^,*%\x00-\x1f\x7f]+(?<! )")
"""Ids that a filter of a list takes for what they are, and an address too."""
AMBIGUOUS = "its id has a character that the archive's filters read as something else"
UNCHECKED = "whether it was edited while it was read cannot be told on this archive"


class XnatHarvest:
    """A harvest of one XNAT; nothing is asked before its projects are taken, and the session ends with them."""

    def __init__(self, settings: ArchiveSettings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress
        self._time = datetime.now(UTC).replace(microsecond=0)
        self._client = Client(settings.url, Journal(), threads=settings.threads, rate=settings.rate)
        self._access = Access(self._client, settings.login)
        self._lists = Lists(self._client, full=settings.depth.full)
        self._gathering = Gathering(self._lists)
        self._earlier = Earlier()
        self._software = ""
        self._forms = Defined()
        self._links: dict[str, str] = {}
        self._unread: dict[str, list[Unread]] = {}
        self._described: dict[str, Named] = {}
        self._moving: set[str] = set()
        self._withheld: dict[str, Withheld] = {}
        self._seen = Seen({}, None)
        self._chosen: Sequence[str] = ()

    def projects(self) -> Iterator[Project]:
        """Yield the projects; a few are read at the same time. One that was edited meanwhile comes once more.

        :raises LoginFault: the archive refuses the log-in, or closed the session and does not open another.
        :raises RemoteFault: the archive cannot be read, or the session was lost on the way, so that lists may have been
            a guest's.
        :raises UsageFault: a project that was named is not there.
        """
        with self._access, workers(self._client, self._settings.threads) as pool:
            self._seen = self._access.enter(lambda: list_access(self._client))
            self._earlier = Earlier.of(self._settings.earlier, self._settings.iri)
            self._chosen = self._choose(pool)
            for done, (id_, project) in enumerate(self._read_all(pool), start=1):
                self._progress(id_, done, len(self._chosen))
                if project is not None:
                    yield project
            for _, project in self._read_moved(pool):
                if project is not None:
                    yield project
            self._check_session()

    def header(self) -> Header:
        """Return the header, as far as the harvest has come; complete where no project failed."""
        of_projects = (one for _, parts in sorted(self._unread.items()) for one in parts)
        unread = (*(Unread("", "forms", reason) for reason in self._forms.unread), *of_projects)
        return Header(
            archive=self._settings.iri,
            software=self._software,
            run=secrets.token_hex(4),
            time=self._time,
            account=self._access.account,
            only=self._settings.only,
            requests=self._client.journal.renumbered(),
            withheld=tuple(self._withheld[id_] for id_ in sorted(self._withheld)),
            unread=unread,
            moving=tuple(sorted(self._moving)),
            unsettled=self._unsettled(),
            depth=self._settings.depth.names(),
            links=self._links,
            forms=self._forms.forms,
            complete=all(one.part for one in unread),
        )

    def _unsettled(self) -> tuple[str, ...]:
        said = {**self._gathering.found.descriptions, **self._described}
        return tuple(
            id_ for id_ in self._chosen if id_ not in said or not settled(said[id_]["last_modified"], self._seen.at)
        )

    def _choose(self, pool: Executor) -> list[str]:
        """Return the ids of the projects to read, when the site has said what there is to know of all of them."""
        asked = self._ask_for()
        told = pool.submit(version, self._client), pool.submit(form_definitions, self._client, asked)
        linked = (
            pool.submit(links, self._client) if self._settings.depth.full or self._settings.depth.clinical else None
        )
        self._gathering.descriptions(pool, asked)
        self._software, self._forms = f"XNAT {told[0].result()}".strip(), told[1].result()
        self._links = linked.result() if linked else {}
        return [id_ for id_ in asked if self._wants(id_)]

    def _ask_for(self) -> list[str]:
        """Return the ids of the projects to read, as far as id and access tell; note why the others are not."""
        only, access = self._settings.only, self._seen.access
        absent = sorted(set(only) - set(access))
        if absent:
            raise UsageFault(
                f"the archive shows this account no project '{absent[0]}'",
                where=f"{self._settings.url}/data/projects",
                cure="check the id, and that the account may see the project",
            )
        wanted = sorted(only or access)
        for id_ in wanted:
            reason, why = self._reason(id_, access[id_])
            if reason:
                self._withheld[id_] = Withheld(id_, access[id_], reason, why)
            elif not ASKABLE.fullmatch(id_):
                log.warning("project %r is not read: %s", id_, AMBIGUOUS)
                self._unread[id_] = [Unread(id_, "", AMBIGUOUS)]
        return [id_ for id_ in wanted if id_ not in self._withheld and id_ not in self._unread]

    def _reason(self, id_: str, visibility: Visibility) -> tuple[str, Why]:
        """Return why a project is not read; empty where it is."""
        named_for_export = self._settings.depth.clinical and id_ in self._settings.only
        if visibility is Visibility.PRIVATE and not named_for_export:
            return "private projects are never read or published", Why.ACCESS
        if visibility is Visibility.UNKNOWN:
            return "the archive does not say clearly who may see it", Why.ACCESS
        return self._settings.choice.against_id(id_, visibility), Why.CHOICE

    def _wants(self, id_: str) -> bool:
        """Tell whether a project is chosen by its keywords too; note why where it is not."""
        choice, found = self._settings.choice, self._gathering.found
        if not (choice.include_keywords or choice.exclude_keywords):
            return True
        if id_ not in found.descriptions:
            self._gathering.description(id_)
        if id_ not in found.descriptions:  # who cannot be asked has not opted in
            self._unread[id_] = [Unread(id_, "", "its keywords could not be read, which decide whether it is wanted")]
            return False
        reason = choice.against_keywords(found.descriptions[id_]["keywords"])
        if reason:
            self._withheld[id_] = Withheld(id_, self._seen.access[id_], reason, Why.CHOICE)
        return not reason

    def _read_all(self, pool: Executor) -> Iterator[Read]:
        """Yield the projects, with what lists bring of as many of them as are held at a time."""
        groups = chunks(self._chosen)
        while together := list(islice(groups, TOGETHER)):
            with ExitStack() as stack:
                lists = {
                    group: self._lists.rows(stack.enter_context(file))
                    for group, file in self._gathering.contents(pool, together)
                }
                yield from ahead(pool, self._read, work(together, lists), self._settings.threads)

    def _read_moved(self, pool: Executor) -> Iterator[Read]:
        """Yield those projects once more that now describe themselves in other words than when they were read."""
        self._gathering.forget()
        self._earlier = Earlier()
        moved = self._moved(pool, sorted(self._described))
        for _ in range(READINGS):
            if moved:
                yield from ahead(pool, self._read, ((id_, None) for id_ in moved), self._settings.threads)
                moved = self._moved(pool, moved)
        self._moving.update(moved)

    def _moved(self, pool: Executor, ids: Sequence[str]) -> list[str]:
        """Return the projects whose words are no longer those that were read; one that is gone has none."""
        now = self._gathering.words(pool, ids)
        for id_ in ids:
            if id_ not in now:
                self._unread[id_].append(Unread(id_, "check", UNCHECKED))
        return [
            id_ for id_ in ids if any(not rows.items() <= self._described[id_].items() for rows in now.get(id_, ()))
        ]

    def _read(self, wanted: Work) -> Read:
        """Read a project; one that fails is left out and said to be unread as a whole (part ``""``)."""
        id_, rows = wanted
        found = self._gathering.found
        reader = ProjectReader(self._client, self._lists, id_, found, self._earlier, id_ in found.readable, self._deep)
        try:
            material, project = reader.read(rows, lambda read: self._made(id_, read))
            self._access.renewed()
        except Unreachable:
            raise
        except RemoteFault as fault:
            log.warning("project %s was not read: %s (%s)", id_, fault.what, fault.where)
            self._unread[id_] = [Unread(id_, "", fault.what)]
            return id_, None
        self._tell(project, material)
        return id_, replace(project, met=material.patients.hashes(id_))

    @property
    def _deep(self) -> bool:
        return bool(self._settings.depth.names())

    def _made(self, id_: str, material: Material) -> Project:
        """Return a project from what its lists said, with all that is read beyond them."""
        settings = self._settings
        project = project_of(
            id_, self._seen.access[id_], material, self._forms.titles, settings.choice, full=settings.depth.full
        )
        if not self._deep:
            return project
        from img2fair.archives.xnat.deepening import deepened  # with its readers, which take time to import

        return deepened(project, material, self._client, settings, self._forms.titles)

    def _tell(self, project: Project, material: Material) -> None:
        """Note for the header what of a project is missing or in doubt."""
        unread = [Unread(project.id, part, "the archive does not show it to this account") for part in project.unread]
        if material.unchecked:
            unread.append(Unread(project.id, "check", UNCHECKED))
        self._unread[project.id] = sorted(unread, key=lambda one: one.part)
        self._described[project.id] = material.description
        self._moving.discard(project.id)
        if material.moving:
            log.warning("project %s is being edited; what was read of it may be of two states", project.id)
            self._moving.add(project.id)

    def _check_session(self) -> None:
        """Make sure that nobody logged us out on the way.

        :raises RemoteFault: the session was lost unseen.
        """
        if not self._access.still_there():
            raise RemoteFault(
                "the archive ended our session during the harvest, so its lists may be short",
                where=self._settings.url,
                cure="run again; nothing was written",
            )
