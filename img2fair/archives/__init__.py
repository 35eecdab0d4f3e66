"""Archives: each is a function that yields the projects of one kind of archive.

To add a kind, write a package with the same functions, its ``checks`` in a module of that name, and a line in
``ARCHIVES``.
"""

from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from img2fair.archives.choice import Choice
from img2fair.errors import UsageFault
from img2fair.log import hide
from img2fair.model import Check, Header, Project, Visibility


@dataclass(frozen=True, slots=True)
class Login:
    """A user name and a password, or an alias and its secret. Never printed."""

    user: str
    password: str

    def __post_init__(self) -> None:
        hide(self.password)
        hide(b64encode(f"{self.user}:{self.password}".encode()).decode())

    def __repr__(self) -> str:
        return f"Login({self.user!r}, ***)"


@dataclass(frozen=True, slots=True)
class Depth:
    """What is read beyond the ordinary.

    :param full: scans one by one, formats, and the resources of projects and sessions.
    :param clinical: what an export of people needs; also of private projects, if they are named in ``only``.
    :param evidence: of how many scans per project and modality DICOM headers are looked at; 0: none.
    :param tables: names (globs) of the CSV and JSON resource files that ``clinical`` reads.
    """

    full: bool = False
    clinical: bool = False
    evidence: int = 0
    tables: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Return what is switched on, as the header says it."""
        said = (("clinical", self.clinical), ("evidence", self.evidence > 0), ("full", self.full))
        return tuple(name for name, on in said if on)


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """What a harvest needs to know.

    :param url: the address requests go to, or the path of a folder or file.
    :param iri: the name of the archive in identifiers; stays the same when the address changes, and is it by default.
    :param login: ``None`` reads as a guest.
    :param only: ids to limit the harvest to; empty means everything.
    :param threads: how many requests are under way at once.
    :param rate: most requests a second; 0: no limit.
    :param choice: which projects are for the catalogue at all.
    :param earlier: snapshots to take over what has not changed since, the preferred one first.
    :param options: what only one kind of archive asks for, as its config model has it.
    """

    url: str
    iri: str = ""
    login: Login | None = None
    only: tuple[str, ...] = ()
    threads: int = 4
    rate: float = 0.0
    choice: Choice = field(default_factory=Choice)
    depth: Depth = field(default_factory=Depth)
    earlier: tuple[Path, ...] = ()
    options: Any = None

    def __post_init__(self) -> None:
        if not self.iri:
            object.__setattr__(self, "iri", self.url)


class Harvest(Protocol):
    """A harvest under way: its projects and, when they have all been taken, its header."""

    def projects(self) -> Iterable[Project]:
        """Yield the projects in any order; one that comes again replaces what came before. To be called once."""

    def header(self) -> Header:
        """Return the header; to be called when the projects have all been taken."""


ARCHIVES = {
    "xnat": "img2fair.archives.xnat",
    "dicomweb": "img2fair.archives.dicomweb",
    "dicom_folder": "img2fair.archives.dicom_folder",
    "table": "img2fair.archives.table",
}
"""Kind of archive → the module whose ``harvest`` reads it."""


def harvest(kind: str, settings: ArchiveSettings, progress: Callable[[str, int, int], None]) -> Harvest:
    """Begin a harvest of an archive; it may log in only when its projects are taken, which then raises the same.

    :param progress: told the id of each project read, how many have been read and how many there are.
    :raises RemoteFault: the archive cannot be used.
    :raises LoginFault: it refused the log-in.
    :raises UsageFault: there is no such kind, a project that was named is not there, or the settings do not fit the
        archive.
    """
    if kind not in ARCHIVES:
        raise UsageFault(f"no kind of archive '{kind}'", cure=f"give one of: {', '.join(ARCHIVES)}")
    begun: Harvest = import_module(ARCHIVES[kind]).harvest(settings, progress)
    return begun


def read_access(kind: str, settings: ArchiveSettings) -> Mapping[str, Visibility]:
    """Return who may see each project that the archive shows right now.

    :raises Fault: as :func:`harvest`.
    """
    access: Mapping[str, Visibility] = import_module(ARCHIVES[kind]).read_access(settings)
    return access


WITHIN = 5.5
"""Seconds for all questions of a look at a server, where nobody says how many there are."""


def checks(
    kind: str, settings: ArchiveSettings, form_keys: Collection[str] = (), within: float = WITHIN
) -> tuple[Check, ...]:
    """Return what is right and wrong with an archive, the log-in and the settings, without changing anything.

    No session stays open. What cannot be used is a failed check, and no exception.

    :param form_keys: the answers of custom forms that the mapping asks for, dotted.
    :param within: seconds after which a server is asked nothing more; a log-out may take one more.
    """
    found: tuple[Check, ...] = import_module(f"{ARCHIVES[kind]}.checks").checks(settings, form_keys, within)
    return found
