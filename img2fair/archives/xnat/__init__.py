"""XNAT: a few lists for the site, five answers per project, never a request per session.

Private projects are not read: only their ids and access are taken from the site's list. A part that the archive refuses
is unread; a part that fails leaves its whole project out, so that nothing is concluded from half of it.
"""

import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TypeVar

from img2fair.archives import ArchiveSettings
from img2fair.archives.xnat.access import Access
from img2fair.archives.xnat.reader import REQUESTS, ProjectReader
from img2fair.archives.xnat.site import list_access, read_site
from img2fair.errors import RemoteFault, UsageFault
from img2fair.http import Client, Journal
from img2fair.model import Header, Project, Unread, Visibility, Withheld

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

Progress = Callable[[str, int, int], None]


def harvest(settings: ArchiveSettings, progress: Progress) -> "XnatHarvest":
    """Log in, read the site's lists and decide which projects are read; see ``archives.harvest``."""
    return XnatHarvest(settings, progress)


def read_access(settings: ArchiveSettings) -> Mapping[str, Visibility]:
    """Return the access of every project this account sees, from one list; see ``archives.read_access``."""
    client = Client(settings.url, Journal())
    access = Access(client, settings.login)
    access.log_in()
    try:
        return list_access(client)[0]
    finally:
        access.log_out()


class XnatHarvest:
    """A harvest of one XNAT under way."""

    def __init__(self, settings: ArchiveSettings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress
        self._time = datetime.now(UTC).replace(microsecond=0)
        self._client = Client(settings.url, Journal(), threads=settings.threads)
        self._access = Access(self._client, settings.login)
        self._access.log_in()
        self._site = read_site(self._client)
        self._unread: list[Unread] = []
        self._chosen = self._choose()

    def projects(self) -> Iterator[Project]:
        """Yield the projects by id; a few are read at the same time.

        :raises LoginFault: the archive closed the session and does not open another.
        :raises RemoteFault: the session was lost on the way, so later lists may have been a guest's.
        """
        first = self._client.journal.reserve(REQUESTS * len(self._chosen)).start
        with ThreadPoolExecutor(self._settings.threads) as pool:
            readers = (
                ProjectReader(
                    self._client,
                    self._site,
                    id_,
                    self._site.access[id_],
                    range(first + start, first + start + REQUESTS),
                )
                for id_, start in zip(self._chosen, range(0, REQUESTS * len(self._chosen), REQUESTS), strict=True)
            )
            for done, (id_, project) in enumerate(
                _ahead(pool, self._read, readers, self._settings.threads * 2), start=1
            ):
                self._progress(id_, done, len(self._chosen))
                if project is not None:
                    yield project
        self._end()

    def header(self) -> Header:
        """Return the header; complete where no project failed."""
        self._unread.sort(key=lambda unread: (unread.project, unread.part))
        return Header(
            archive=self._settings.iri,
            software=self._site.software,
            run=secrets.token_hex(4),
            time=self._time,
            account=self._access.account,
            only=self._settings.only,
            requests=self._client.journal.listed(),
            withheld=tuple(
                Withheld(id_, visibility, "private projects are never read or published")
                if visibility is Visibility.PRIVATE
                else Withheld(id_, visibility, "the archive does not say clearly who may see it")
                for id_, visibility in sorted(self._site.access.items())
                if not visibility.publishable and self._asked_for(id_)
            ),
            unread=tuple(self._unread),
            complete=all(unread.part != "" for unread in self._unread),
        )

    def _asked_for(self, id_: str) -> bool:
        return not self._settings.only or id_ in self._settings.only

    def _choose(self) -> list[str]:
        absent = sorted(set(self._settings.only) - set(self._site.access))
        if absent:
            raise UsageFault(
                f"the archive shows this account no project '{absent[0]}'",
                where=f"{self._settings.url}/data/projects",
                cure="check the id, and that the account may see the project",
            )
        seen = self._site.access.items()
        return sorted(id_ for id_, visibility in seen if visibility.publishable and self._asked_for(id_))

    def _read(self, reader: ProjectReader) -> tuple[str, Project | None]:
        """Read a project; one that fails is left out and said to be unread as a whole (part ``""``)."""
        try:
            project = reader.read()
        except RemoteFault as fault:
            log.warning("project %s was not read: %s (%s)", reader.id, fault.what, fault.where)
            self._unread.append(Unread(reader.id, "", fault.what))
            return reader.id, None
        self._unread.extend(
            Unread(reader.id, part, "the archive does not show it to this account") for part in sorted(project.unread)
        )
        return reader.id, project

    def _end(self) -> None:
        """Make sure that nobody logged us out on the way, then log out."""
        if not self._access.still_there():
            raise RemoteFault(
                "the archive ended our session during the harvest, so its lists may be short",
                where=self._settings.url,
                cure="run again; nothing was written",
            )
        self._access.log_out()


def _ahead(pool: ThreadPoolExecutor, work: Callable[[T], R], items: Iterable[T], window: int) -> Iterator[R]:
    """Yield the results in order, never more than ``window`` of them waiting in memory."""
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= window:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
