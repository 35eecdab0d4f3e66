"""A harvest of one XNAT: which projects, in which order of requests, and what the header says of it."""

import logging
import secrets
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import IO, TypeVar

from img2fair.archives import ArchiveSettings
from img2fair.archives.xnat.access import Access
from img2fair.archives.xnat.answers import Refused
from img2fair.archives.xnat.assembly import project_of
from img2fair.archives.xnat.deepening import deepened
from img2fair.archives.xnat.earlier import Earlier, settled
from img2fair.archives.xnat.gathered import Gathering
from img2fair.archives.xnat.lists import Lists, chunks
from img2fair.archives.xnat.reader import Material, ProjectReader
from img2fair.archives.xnat.scans import PROJECT, Row
from img2fair.archives.xnat.site import form_titles, links, list_access, list_readable, version
from img2fair.errors import RemoteFault, UsageFault
from img2fair.http import Client, Journal, Unreachable
from img2fair.model import Header, Project, Unread, Visibility, Why, Withheld

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

Progress = Callable[[str, int, int], None]
Work = tuple[str, Sequence[Row] | None]
"""A project's id, and the rows of its own sessions where the site's list brought them."""


class XnatHarvest:
    """A harvest of one XNAT under way."""

    def __init__(self, settings: ArchiveSettings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress
        self._time = datetime.now(UTC).replace(microsecond=0)
        self._client = Client(settings.url, Journal(), threads=settings.threads, rate=settings.rate)
        self._access = Access(self._client, settings.login)
        self._lists = Lists(self._client, full=settings.depth.full)
        self._unread: list[Unread] = []
        self._moving: set[str] = set()
        self._withheld: dict[str, Withheld] = {}
        self._seen = self._access.enter(lambda: list_access(self._client))
        self._asked = self._ask_for()
        self._earlier = Earlier.of(settings.earlier, settings.iri)
        with ThreadPoolExecutor(settings.threads) as pool:
            told = pool.submit(version, self._client), pool.submit(form_titles, self._client)
            readable = pool.submit(self._list_readable)
            linked = pool.submit(links, self._client) if settings.depth.full or settings.depth.clinical else None
            self._gathering = Gathering(self._lists)
            self._gathering.descriptions(pool, self._asked)
            self._readable = readable.result()
            self._links = linked.result() if linked else {}
            self._software, self._titles = f"XNAT {told[0].result()}".strip(), told[1].result()
        self._chosen = [id_ for id_ in self._asked if self._wants(id_)]

    def projects(self) -> Iterator[Project]:
        """Yield the projects; a few are read at the same time.

        :raises LoginFault: the archive closed the session and does not open another.
        :raises RemoteFault: the session was lost on the way, so later lists may have been a guest's.
        """
        with ExitStack() as stack:
            stack.enter_context(self._access)
            pool = stack.enter_context(ThreadPoolExecutor(self._settings.threads))
            files = self._gather(pool)
            for file in files.values():
                stack.enter_context(file)
            self._check_session()
            work = _work(self._chosen, {group: self._lists.rows(file) for group, file in files.items()})
            before = len(self._client.journal.listed())
            results = _ahead(pool, self._read, work, self._settings.threads)
            for done, (id_, project) in enumerate(results, start=1):
                self._progress(id_, done, len(self._chosen))
                if project is not None:
                    yield project
            if len(self._client.journal.listed()) > before:
                self._check_session()

    def header(self) -> Header:
        """Return the header, as far as the harvest has come; complete where no project failed."""
        return Header(
            archive=self._settings.iri,
            software=self._software,
            run=secrets.token_hex(4),
            time=self._time,
            account=self._access.account,
            only=self._settings.only,
            requests=self._client.journal.listed(),
            withheld=tuple(self._withheld[id_] for id_ in sorted(self._withheld)),
            unread=tuple(sorted(self._unread, key=lambda unread: (unread.project, unread.part))),
            moving=tuple(sorted(self._moving)),
            unsettled=self._unsettled(),
            depth=self._settings.depth.names(),
            links=self._links,
            complete=all(unread.part != "" for unread in self._unread),
        )

    def _unsettled(self) -> tuple[str, ...]:
        said = self._gathering.found.descriptions
        return tuple(
            id_ for id_ in self._chosen if id_ not in said or not settled(said[id_]["last_modified"], self._seen.at)
        )

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
        return [id_ for id_ in wanted if id_ not in self._withheld]

    def _reason(self, id_: str, visibility: Visibility) -> tuple[str, Why]:
        """Return why a project is not read; empty where it is."""
        named_for_export = self._settings.depth.clinical and id_ in self._settings.only
        if visibility is Visibility.PRIVATE and not named_for_export:
            return "private projects are never read or published", Why.ACCESS
        if visibility is Visibility.UNKNOWN:
            return "the archive does not say clearly who may see it", Why.ACCESS
        return self._settings.choice.against_id(id_, visibility), Why.CHOICE

    def _list_readable(self) -> Collection[str]:
        """Return the projects whose data the account may read: all public ones, of the others those that are listed."""
        public = {id_ for id_ in self._asked if self._seen.access[id_] is Visibility.PUBLIC}
        if len(public) == len(self._asked):
            return public
        try:
            return public | list_readable(self._client)
        except Unreachable:
            raise
        except (RemoteFault, Refused):
            return public

    def _wants(self, id_: str) -> bool:
        """Tell whether a project is chosen by its keywords too; note why where it is not."""
        choice, found = self._settings.choice, self._gathering.found
        if not (choice.include_keywords or choice.exclude_keywords):
            return True
        if id_ not in found.descriptions:
            self._gathering.description(id_)
        if id_ not in found.descriptions:
            return True  # the reader will fail on it, and say so
        reason = choice.against_keywords(found.descriptions[id_]["keywords"])
        if reason:
            self._withheld[id_] = Withheld(id_, self._seen.access[id_], reason, Why.CHOICE)
        return not reason

    def _gather(self, pool: Executor) -> dict[tuple[str, ...], IO[bytes]]:
        """Read the site's lists of the chosen projects; return those of sessions by the projects they are of.

        The closing lists come last, when everything that they are to confirm has been read.
        """
        self._gathering.contents(pool, self._chosen)
        asked = {group: pool.submit(self._gathering.own_sessions, group) for group in chunks(self._chosen)}
        files = {group: file for group, future in asked.items() if (file := future.result()) is not None}
        self._gathering.closing(pool, self._chosen)
        return files

    def _read(self, work: Work) -> tuple[str, Project | None]:
        """Read a project; one that fails is left out and said to be unread as a whole (part ``""``)."""
        id_, rows = work
        visibility = self._seen.access[id_]
        reader = ProjectReader(
            self._client, self._lists, id_, self._gathering.found, self._earlier, id_ in self._readable
        )
        try:
            material = reader.read(rows)
            full = self._settings.depth.full
            project = project_of(id_, visibility, material, self._titles, self._settings.choice, full=full)
            project = deepened(project, material, self._client, self._settings, self._titles)
            self._access.renewed()
        except Unreachable:
            raise
        except RemoteFault as fault:
            log.warning("project %s was not read: %s (%s)", id_, fault.what, fault.where)
            self._unread.append(Unread(id_, "", fault.what))
            return id_, None
        self._tell(project, material)
        return id_, project

    def _tell(self, project: Project, material: Material) -> None:
        """Note for the header what of a project is missing or in doubt."""
        self._unread.extend(
            Unread(project.id, part, "the archive does not show it to this account") for part in sorted(project.unread)
        )
        if material.unchecked:
            reason = "whether it was edited while it was read cannot be told on this archive"
            self._unread.append(Unread(project.id, "check", reason))
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


def _work(chosen: Sequence[str], lists: Mapping[tuple[str, ...], Iterable[Row]]) -> Iterator[Work]:
    """Yield what is to be read, project by project, from lists of sessions that are sorted by project.

    Where a list turns out not to be sorted, the project whose rows come in several places is yielded once more, to be
    read by itself; what was read of it first is replaced.
    """
    waiting, torn = set(chosen), set[str]()
    for group, rows in lists.items():
        for id_, found in groupby(rows, key=itemgetter(PROJECT)):
            if id_ in waiting:
                waiting.remove(id_)
                yield id_, list(found)
            elif id_ in group:
                torn.add(id_)
        for id_ in sorted(waiting.intersection(group)):
            waiting.remove(id_)
            yield id_, ()
    for id_ in sorted(waiting | torn):
        yield id_, None


def _ahead(pool: Executor, work: Callable[[T], R], items: Iterable[T], window: int) -> Iterator[R]:
    """Yield the results in order, never more than ``window`` of them waiting in memory."""
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= window:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
