"""What an archive has of a project and no catalogue shows, in groups: whether it is there, never what it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from img2fair.findings import Place
from img2fair.model import FormDefinition, Header, ImagingSession, ImagingSubject, Person, Project, Record
from img2fair.places import Ground, places
from img2fair.privacy import FIELDS, Kind
from img2fair.privacy.policy import FORM


class Presence(StrEnum):
    """Whether a project has something."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """The archive did not say."""
    UNREAD = "unread"
    """This harvest did not ask for it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One group of what stays inside. ``name`` leads to its words; ``paths`` are names people try (``NEVER``)."""

    name: str
    presence: Presence
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """How to tell whether a project has what is in a group.

    :param part: the part of a harvest that brings it; empty where nobody can say that there is none.
    :param depth: how deep a harvest must be for it.
    """

    name: str
    paths: str
    has: Callable[[Project], bool]
    part: str = "sessions"
    depth: str = ""


def _subject(has: Callable[[ImagingSubject], object]) -> Callable[[Project], bool]:
    return lambda project: any(map(has, project.subjects))


def _session(has: Callable[[ImagingSession], object]) -> Callable[[Project], bool]:
    return lambda project: any(map(has, project.sessions))


def _person(has: Callable[[Person], object]) -> Callable[[Project], bool]:
    return lambda project: any(has(one) for one in (project.pi, *project.investigators) if one is not None)


def _has_ages(project: Project) -> bool:
    ages = [subject.age is not None for subject in project.subjects]
    return any((*ages, *(one.age is not None or one.age_days is not None for one in project.sessions)))


def _has_answers(project: Project) -> bool:
    single = (subject.demographics or subject.variables or subject.forms or subject.assessments
              for subject in project.subjects)  # fmt: skip
    return any(single) or any(one.variables or one.forms or one.assessments for one in project.sessions)


_GROUPS = (
    _Group("patients", "", lambda project: bool(project.met), ""),
    _Group("labels", "subjects.labels subjects.label sessions.labels sessions.label",
           lambda project: bool(project.subjects or project.sessions), "subjects"),
    _Group("uids", "sessions.study_instance_uid scans.series_instance_uid scans.id",
           _session(lambda one: one.study_instance_uid is not None
                    or any(scan.id is not None or scan.series_instance_uid is not None for scan in one.scans))),
    _Group("days", "", _session(lambda one: one.date is not None)),
    _Group("births", "subjects.dob sessions.age_days", _has_ages, "subjects"),
    _Group("sexes", "", _subject(lambda one: one.sex is not None), "subjects"),
    _Group("groups", "subjects.group", _subject(lambda one: one.group is not None), "subjects"),
    _Group("answers", "subjects.demographics subjects.variables subjects.forms subjects.assessments "
           "sessions.variables sessions.forms sessions.assessments", _has_answers, "subjects", "clinical"),
    _Group("scan words", "scans.types scans.type scans.series_description scans.quality",
           _session(lambda one: any(scan.type is not None or scan.quality is not None for scan in one.scans))),
    _Group("scanners", "sessions.manufacturer sessions.model sessions.field_strength",
           _session(lambda one: one.manufacturer is not None or one.model is not None
                    or one.field_strength is not None)),
    _Group("visits", "sessions.site sessions.visit",
           _session(lambda one: one.site is not None or one.visit is not None)),
    _Group("derived", "sessions.assessors sessions.resources",
           _session(lambda one: bool(one.assessors or one.resources)), "assessors"),
    _Group("images", "", _session(lambda one: bool(one.scans))),
    _Group("files", "project.resources project.tables",
           lambda project: bool(project.resources or project.tables), "project", "clinical"),
    _Group("headers", "project.evidence", lambda project: bool(project.evidence), "project", "evidence"),
    _Group("mail", "project.pi.email project.investigators.email",
           _person(lambda one: one.email is not None or one.department is not None), "people"),
    _Group("citations", "project.publications.citation",
           lambda project: any(one.citation is not None for one in project.publications), "people"),
)  # fmt: skip


def kept_inside(project: Project, header: Header) -> tuple[Kept, ...]:
    """Return the groups of what no rule can publish, each with whether the project has it (unknown is not no)."""
    return tuple(Kept(one.name, _presence(one, project, header), tuple(one.paths.split())) for one in _GROUPS)


def _presence(group: _Group, project: Project, header: Header) -> Presence:
    if group.has(project):
        return Presence.YES
    if group.depth and group.depth not in header.depth:
        return Presence.UNREAD
    unread = group.part in project.unread or not group.part
    return Presence.UNKNOWN if unread else Presence.NO


@dataclass(frozen=True, slots=True)
class Unused:
    """A field or question that may be published, and of which nothing is on the page."""

    path: str
    place: Place | None


def unused_fields(records: Sequence[Record], ground: Ground) -> tuple[Unused, ...]:
    """Return the fields of words on the allow-list that no value of these records was made of."""
    used = {source.path for record in records for origin in record.origins.values() for source in origin.sources}
    words = (entry.path for entry in FIELDS if entry.kind in (Kind.TEXT, Kind.MOMENT) and entry.part != "form")
    return tuple(_unused(path, ground) for path in words if not _covers(used, path))


def unused_questions(records: Sequence[Record], forms: Iterable[FormDefinition], ground: Ground) -> tuple[Unused, ...]:
    """Return the questions of the project's own form that no value of these records was made of, by their keys."""
    used = {source.path for record in records for origin in record.origins.values() for source in origin.sources}
    keys = [
        FORM + question.key
        for form in forms
        if form.about.casefold().endswith("projectdata") and (not form.projects or ground.project in form.projects)
        for question in form.fields
    ]
    groups = {key.rpartition(".")[0] for key in keys}
    single = (key for key in dict.fromkeys(keys) if key not in groups)
    return tuple(_unused(key, ground) for key in single if key not in used)


def _covers(used: set[str], path: str) -> bool:
    """Tell whether a path was used: itself, or for a part of a name the whole name."""
    parts = (".title", ".firstname", ".lastname")
    return path in used or (path.endswith(parts) and f"{path.rpartition('.')[0]}.name" in used)


def _unused(path: str, ground: Ground) -> Unused:
    return Unused(path, next(iter(places([path], ground)), None))
