"""Archives: each is a function that yields the projects of one kind of archive.

To add a kind, write a module with the same signature and a line in ``ARCHIVES``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from img2fair.model import Header, Project, Visibility


@dataclass(frozen=True, slots=True)
class Login:
    """A user name and a password, or an alias and its secret. Never printed."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Login({self.user!r}, ***)"


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """What a harvest needs to know.

    :param url: the address requests go to.
    :param iri: the name of the archive in identifiers; stays the same when the address changes.
    :param login: ``None`` reads as a guest.
    :param only: ids to limit the harvest to; empty means everything.
    :param threads: how many projects are read at once.
    """

    url: str
    iri: str
    login: Login | None = None
    only: tuple[str, ...] = ()
    threads: int = 4


class Harvest(Protocol):
    """A harvest under way: its projects, sorted by id, and, when they have all been taken, its header."""

    def projects(self) -> Iterable[Project]:
        """Yield the projects, sorted by id; to be called once."""

    def header(self) -> Header:
        """Return the header; to be called when the projects have all been taken."""


ARCHIVES = {"xnat": "img2fair.archives.xnat"}
"""Kind of archive → the module whose ``harvest`` reads it."""


def harvest(kind: str, settings: ArchiveSettings, progress: Callable[[str, int, int], None]) -> Harvest:
    """Begin a harvest of an archive: logs in and lists the projects.

    :param progress: told the id of each project read, how many have been read and how many there are.
    :raises RemoteFault: the archive cannot be used.
    :raises LoginFault: it refused the log-in.
    """
    begun: Harvest = import_module(ARCHIVES[kind]).harvest(settings, progress)
    return begun


def read_access(kind: str, settings: ArchiveSettings) -> Mapping[str, Visibility]:
    """Return who may see each project that the archive shows right now.

    :raises Fault: as :func:`harvest`.
    """
    access: Mapping[str, Visibility] = import_module(ARCHIVES[kind]).read_access(settings)
    return access
