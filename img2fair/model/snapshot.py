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
    """One request of a harvest, or one file of a folder; ``path`` is without host and query.

    ``project`` is whose parts it brought (empty: those of all projects), ``parts`` which ones (``Project.requests``).
    """

    number: int
    method: str
    path: str
    project: str = ""
    parts: tuple[str, ...] = ()


class Why(StrEnum):
    """Why a project was not read."""

    ACCESS = "access"
    """The archive says that it is private, or does not say clearly who may see it."""
    CHOICE = "choice"
    """The config leaves it out; it is not for the catalogue, whatever the archive says."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A project that was seen and not read, and why."""

    project: str
    visibility: Visibility
    reason: str
    why: Why = Why.ACCESS


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that could not be read: ``project`` is empty for the whole site; ``part`` as in ``Project.requests``.

    ``part`` can also be one attribute that the archive gives for nothing, such as ``sessions.manufacturer``.
    """

    project: str
    part: str
    reason: str


@dataclass(frozen=True, slots=True)
class FormField:
    """A question of a custom form. ``key`` is dotted where it lies in a container or grid; ``type`` is form.io's.

    Keys are the archive's configuration, as ids of projects are, and plain; a mapping names them.
    """

    key: str
    label: HeldText | None
    type: str = ""


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A custom form of the archive, as its administrators made it.

    :param about: what it asks about, as the archive's data type: ``xnat:projectData``, ``xnat:subjectData`` …
    :param projects: the ids of the projects it is limited to; empty where every project has it.
    """

    uuid: str
    title: HeldText | None
    about: str = ""
    projects: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a snapshot: where, when, as whom, by which requests, and what is missing.

    ``kind`` is that of the archive, as in a config's ``type``.

    ``only`` are the ids a harvest was limited to (empty: all); ``complete`` says that nothing it wanted failed. Only a
    complete harvest without limit can tell that a project is gone. ``moving`` are projects that were edited while they
    were read, also when they were read again: their parts may be of two states. ``unsettled`` are projects that were
    changed so shortly before they were read, by the archive's own clock, that a later change could bear the same time:
    a later harvest reads them again (``--since``). ``depth`` names what was read beyond the ordinary: ``full``,
    ``clinical``, ``evidence``. ``links`` are addresses that the archive's plugins answer, such as ``viewer`` and
    ``dicomweb``, with the names of ids in braces; they are asked for with ``full`` and ``clinical``. ``forms`` are the
    archive's custom forms. ``choice`` is the digest of which projects the config chose; empty where nobody says.
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
    moving: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    depth: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    forms: tuple[FormDefinition, ...] = ()
    kind: str = "xnat"
    complete: bool = True
    choice: str = ""
    schema: str = "img2fair/snapshot"
    version: int = 3


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
    pubmed: HeldText | None = None
    uri: HeldText | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The answers of one custom form; ``answers`` is the form.io submission, nested as it came."""

    uuid: str
    title: HeldText | None
    answers: Held[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Variable:
    """A named value of a subject or session: a custom variable of XNAT, or a field of its demographics."""

    name: HeldText
    value: HeldText


@dataclass(frozen=True, slots=True)
class Assessor:
    """Derived data of one type: quality control, segmentations, regions of interest, volumes, radiomics.

    ``type`` is the archive's type, such as ``icr:roiCollectionData``; ``count`` says how many a session has of it.
    """

    type: HeldText
    count: int = 1


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one assessor, or one form or survey of a subject, says (``--clinical``); ``values`` by path, as it came.

    ``day`` counts from the subject's first dated session, so that no date is kept.
    """

    type: HeldText
    id: HeldText
    label: HeldText
    day: Held[int] | None
    values: Held[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV or JSON file of a project, subject or session, read because its name is on the list (``--clinical``)."""

    owner: HeldText
    resource: HeldText
    name: HeldText
    text: HeldText


@dataclass(frozen=True, slots=True)
class Resource:
    """Files under one resource label; ``None`` for a figure the archive does not know.

    ``format`` and ``content`` are read with ``--full`` only.
    """

    label: HeldText
    files: Held[int] | None
    bytes: Held[int] | None
    format: HeldText | None = None
    content: HeldText | None = None


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """The scans of one session that are alike in everything but number; ``count`` says how many.

    With ``--full`` each scan stands alone, with its ``id`` and ``series_instance_uid``.
    """

    count: int
    modality: HeldText | None = None
    type: HeldText | None = None
    body_part: HeldText | None = None
    manufacturer: HeldText | None = None
    model: HeldText | None = None
    quality: HeldText | None = None
    frames: Held[int] | None = None
    resources: tuple[Resource, ...] = ()
    id: HeldText | None = None
    series_instance_uid: HeldText | None = None


@dataclass(frozen=True, slots=True)
class ImagingSession:
    """An XNAT imaging session: one DICOM study.

    ``age`` is the subject's age in years at the session; ``age_days`` in days, from the birth date, which is not kept
    (``--clinical``). ``manufacturer``, ``model`` and ``field_strength`` (as the archive writes it, tesla) are those of
    the session's scanner; ``site`` is where it was acquired.
    """

    id: HeldText
    label: HeldText
    subject: HeldText
    date: Held[dt.date] | None = None
    modality: HeldText | None = None
    age: Held[float] | None = None
    study_instance_uid: HeldText | None = None
    manufacturer: HeldText | None = None
    model: HeldText | None = None
    field_strength: HeldText | None = None
    site: HeldText | None = None
    visit: HeldText | None = None
    shared: bool = False
    scans: tuple[ScanProfile, ...] = ()
    assessors: tuple[Assessor, ...] = ()
    resources: tuple[Resource, ...] = ()
    age_days: Held[int] | None = None
    variables: tuple[Variable, ...] = ()
    forms: tuple[Form, ...] = ()
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class ImagingSubject:
    """An XNAT subject. Birth dates are reduced to an age at harvest: in years, or with ``--clinical`` in days.

    ``demographics`` (beyond sex and age), ``variables``, ``forms`` and ``assessments`` are read with ``--clinical``.
    """

    id: HeldText
    label: HeldText
    sex: HeldText | None = None
    age: Held[float] | None = None
    group: HeldText | None = None
    shared: bool = False
    demographics: tuple[Variable, ...] = ()
    variables: tuple[Variable, ...] = ()
    forms: tuple[Form, ...] = ()
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeEvidence:
    """In how many sampled headers an attribute (DICOM keyword) is present and not empty; never what it says.

    ``codes`` counts the values of attributes that are codes by definition, such as YES and NO or codes of DICOM's
    de-identification methods.
    """

    keyword: str
    present: int
    codes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderEvidence:
    """What DICOM headers say of de-identification, for one modality of a project (``--deid-evidence``).

    :param sampled: headers that were read; ``unread``: headers that could not be.
    :param declared: headers that say the patient's identity was removed; ``contradicted``: those of them that hold
        what such a header does not have; ``denied``: headers that say it was not. All others say nothing.
    """

    modality: HeldText | None
    sampled: int
    unread: int
    attributes: tuple[AttributeEvidence, ...] = ()
    declared: int = 0
    contradicted: int = 0
    denied: int = 0


@dataclass(frozen=True, slots=True)
class Project:
    """One XNAT project with everything that was read of it.

    ``requests`` tells, for each part (``project``, ``people``, ``form``, ``subjects``, ``sessions``, ``assessors``),
    the number of the request that brought it; it comes from the header and is no part of the project's line.
    ``unread`` names the parts that the archive did not give. ``met`` are salted hashes of the names and numbers of
    patients that were met on the way and are not kept (privacy/gazetteer.py).
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
    resources: tuple[Resource, ...] = ()
    evidence: tuple[HeaderEvidence, ...] = ()
    tables: tuple[Table, ...] = ()
    met: tuple[str, ...] = ()
    requests: dict[str, int] = field(default_factory=dict)
    unread: Parts = frozenset()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A header and re-openable projects, one at a time. See ``snapshot_file`` for the form on disk."""

    header: Header
    reopen: Callable[[], Iterator[Project]]

    def __repr__(self) -> str:
        whole = "" if self.header.complete else ", incomplete"
        return f"<Snapshot of {self.header.archive}: {self.header.projects} projects{whole}>"

    def projects(self) -> Iterator[Project]:
        """Yield the projects, sorted by id, from the beginning at each call."""
        return self.reopen()
