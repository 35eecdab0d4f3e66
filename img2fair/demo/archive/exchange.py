"""Requests and answers as values, and the one exception that is an answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias
from urllib.parse import parse_qsl

from img2fair.demo.archive.access import Viewer
from img2fair.demo.content import ArchiveContent

JSON = "application/json"
HTML = "text/html;charset=UTF-8"
TEXT = "text/plain;charset=UTF-8"
CSV = "text/csv;charset=UTF-8"
XML = "text/xml;charset=UTF-8"
BYTES = "application/octet-stream"

Header: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Dialect:
    """How one server differs from another.

    :param unsupported: paths of which any that starts so (in any case of letters) is an unknown field here, which ends
        in 500 or in an empty answer. A short name among them is one that this version does not have, and skips.
    :param strict: whether four things are as XNAT's source has them, where clients have believed otherwise: a filter
        chooses objects and never cuts what is joined to them (``QueryOrganizer.getRootQuery``); the list of projects
        has no short names for its dates (``XMLPathShortcuts``) and takes no filters from ordinary users
        (``ProjectListResource``); an empty list of experiments has the database's own column names and no URI
        (``ExperimentListResource``).
    """

    unsupported: frozenset[str] = frozenset()
    strict: bool = False

    @cached_property
    def refused(self) -> tuple[str, ...]:
        """The unsupported paths in lower case."""
        return tuple(path.lower() for path in self.unsupported)


@dataclass(frozen=True)
class Request:
    """One request, after its sender is known; ``path`` has lost ``/archive`` and ``/REST``."""

    method: str
    path: str
    params: Mapping[str, str]
    body: bytes
    viewer: Viewer
    session_id: str
    dialect: Dialect = field(default_factory=Dialect)
    query: str = ""

    def all_of(self, name: str) -> list[str]:
        """Return every value of a parameter that may be repeated."""
        return [value for given, value in parse_qsl(self.query, keep_blank_values=True) if given == name]

    @property
    def content(self) -> ArchiveContent:
        """What the archive holds at the moment of this request."""
        return self.viewer.content

    @property
    def format(self) -> str:
        """The ``format`` asked for, in lower case; empty where none is named."""
        return self.params.get("format", "").lower()


@dataclass(frozen=True)
class Response:
    """One answer; a body given as an iterator goes out chunked; a ``ranged`` one can be asked for in part (Range)."""

    body: bytes | Iterator[bytes]
    content_type: str = JSON
    status: int = 200
    headers: tuple[Header, ...] = field(default=())
    ranged: bool = False


class ArchiveError(Exception):
    """An answer other than success, with the reason XNAT would give (its status page)."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


NO_SUCH_OBJECT = "Unable to find the specified experiment."


def not_found(reason: str = NO_SUCH_OBJECT) -> ArchiveError:
    """Return the 404 that stands for both invisible and absent (XNAT's ProjectResource)."""
    return ArchiveError(404, reason)


@dataclass(frozen=True)
class RequestRecord:
    """One line of the request log; ``path`` as it was sent, ``status`` 0 where the connection was cut."""

    method: str
    path: str
    query: str
    user: str
    status: int
    fault: str = ""
