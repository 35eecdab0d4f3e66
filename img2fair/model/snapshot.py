"""What an archive said: the types of a harvest. Every text, number and date of the archive is ``Held``.

Plain (not held) are only: the ids of projects, access levels, request numbers, and how many scans a profile stands for.
``None`` means "the archive has none"; a part named in ``Project.unread`` means "the archive did not say" (unknown is
not zero).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import PlainSerializer

from img2fair.model.held import Held

HeldText = Held[str]

Parts = Annotated[frozenset[str], PlainSerializer(sorted)]
"""Names of parts; written sorted, so that equal snapshots are equal bytes."""


class Visibility(StrEnum):
    """Who may know of a project, as the archive says; fixed at harvest."""

    PUBLIC = "public"
    PROTECTED = "protected"
    PRIVATE = "private"
    UNKNOWN = "unknown"

    @property
    def publishable(self) -> bool:
        """Only what is known to be public or protected may be published."""
        return self in (Visibility.PUBLIC, Visibility.PROTECTED)


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a harvest; ``path`` is without host and query."""

    number: int
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A project that was seen and not read, and why."""

    project: str
    visibility: Visibility
    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that could not be read: ``project`` is empty for the whole site; ``part`` as in ``Project.requests``."""

    project: str
    part: str
    reason: str


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a snapshot: where, when, as whom, by which requests, and what is missing.

    ``only`` are the ids a harvest was limited to (empty: all); ``complete`` says that nothing it wanted failed. Only a
    complete harvest without limit can tell that a project is gone.
    """

    archive: str
    software: str
    run: str
    time: dt.datetime
    account: str
    projects: int = 0
    only: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    unread: tuple[Unread, ...] = ()
    complete: bool = True
    schema: str = "img2fair/snapshot"
    version: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """An investigator. XNAT: ``xnat:investigatorData``; ``orcid`` where its ID attribute holds one."""

    lastname: HeldText | None = None
    firstname: HeldText | None = None
    title: HeldText | None = None
    institution: HeldText | None = None
    department: HeldText | None = None
    email: HeldText | None = None
    orcid: HeldText | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication of a project. XNAT: ``xnat:publicationResource``."""

    title: HeldText | None = None
    citation: HeldText | None = None
    doi: HeldText | None = None
    uri: HeldText | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The answers of one custom form; ``answers`` is the form.io submission, nested as it came."""

    uuid: str
    title: HeldText | None
    answers: Held[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Resource:
    """Files of a scan profile under one resource label; ``None`` for a figure the archive does not know."""

    label: HeldText
    files: Held[int] | None
    bytes: Held[int] | None


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """The scans of one session that are alike in everything but number; ``count`` says how many."""

    count: int
    modality: HeldText | None = None
    type: HeldText | None = None
    body_part: HeldText | None = None
    manufacturer: HeldText | None = None
    model: HeldText | None = None
    quality: HeldText | None = None
    frames: Held[int] | None = None
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class ImagingSession:
    """An XNAT imaging session: one DICOM study. ``age`` is the subject's age in years at the session."""

    id: HeldText
    label: HeldText
    subject: HeldText
    date: Held[dt.date] | None = None
    modality: HeldText | None = None
    age: Held[float] | None = None
    study_instance_uid: HeldText | None = None
    shared: bool = False
    scans: tuple[ScanProfile, ...] = ()


@dataclass(frozen=True, slots=True)
class ImagingSubject:
    """An XNAT subject. Birth dates are reduced to an age in years at harvest and not kept."""

    id: HeldText
    label: HeldText
    sex: HeldText | None = None
    age: Held[float] | None = None
    group: HeldText | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """One XNAT project with everything that was read of it.

    ``requests`` tells, for each part (``project``, ``form``, ``subjects``, ``sessions``), the number of the request
    that brought it; ``unread`` the parts that the archive did not give.
    """

    id: str
    visibility: Visibility
    secondary_id: HeldText | None = None
    name: HeldText | None = None
    description: HeldText | None = None
    keywords: HeldText | None = None
    aliases: tuple[HeldText, ...] = ()
    inserted: Held[dt.datetime] | None = None
    modified: Held[dt.datetime] | None = None
    pi: Person | None = None
    investigators: tuple[Person, ...] = ()
    publications: tuple[Publication, ...] = ()
    forms: tuple[Form, ...] = ()
    subjects: tuple[ImagingSubject, ...] = ()
    sessions: tuple[ImagingSession, ...] = ()
    requests: dict[str, int] = field(default_factory=dict)
    unread: Parts = frozenset()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A header and re-openable projects, one at a time. See ``snapshot_file`` for the form on disk."""

    header: Header
    reopen: Callable[[], Iterator[Project]]

    def projects(self) -> Iterator[Project]:
        """Yield the projects, sorted by id, from the beginning at each call."""
        return self.reopen()
