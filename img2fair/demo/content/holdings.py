"""The whole archive as one value, with the truth that tests compare answers with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from img2fair.demo.content.objects import CustomForm, Project, Session, Source, Subject, User

Rewrite = Callable[[str, str], str]
T = TypeVar("T")


@dataclass(frozen=True)
class SubjectSeen:
    """A subject as it is shown in ``project``, which need not be its ``owner``."""

    project: str
    owner: str
    subject: Subject
    label: str


@dataclass(frozen=True)
class SessionSeen:
    """A session as it is shown in ``project``, which need not be its ``owner``."""

    project: str
    owner: str
    subject: SubjectSeen
    session: Session
    label: str


@dataclass(frozen=True)
class Counts:
    """What a project shows, objects shared into it included; ``None`` where a file catalogue is unknown."""

    subjects: int
    sessions: int
    scans: int
    acquisitions: int
    resources: int
    files: int | None
    size: int | None


@dataclass(frozen=True, kw_only=True)
class ArchiveContent:
    """Everything the demo archive answers from. Edit it by making another one."""

    projects: tuple[Project, ...]
    forms: tuple[CustomForm, ...] = ()
    users: tuple[User, ...] = ()
    site_id: str = "IMG2FAIR"
    version: str = "1.8.11"
    plugins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def project(self, project_id: str) -> Project:
        """Return a project by its ID; ``KeyError`` if there is none."""
        return self._projects[project_id]

    def with_project(self, project_id: str, **changes: Any) -> "ArchiveContent":
        """Return the content with fields of one project changed."""
        changed = replace(self.project(project_id), **changes)
        return replace(self, projects=tuple(changed if p.id == project_id else p for p in self.projects))

    def with_subject(self, subject_id: str, **changes: Any) -> "ArchiveContent":
        """Return the content with fields of one subject changed."""
        owner = self.project(self.subjects[subject_id].owner)
        changed = replace(self.subjects[subject_id].subject, **changes)
        return self.with_project(owner.id, subjects=tuple(changed if s.id == subject_id else s for s in owner.subjects))

    def with_session(self, session_id: str, **changes: Any) -> "ArchiveContent":
        """Return the content with fields of one session changed."""
        subject = self.sessions[session_id].subject.subject
        changed = replace(self.sessions[session_id].session, **changes)
        return self.with_subject(
            subject.id, sessions=tuple(changed if s.id == session_id else s for s in subject.sessions)
        )

    def only(self, *project_ids: str) -> "ArchiveContent":
        """Return the content with these projects alone."""
        return replace(self, projects=tuple(p for p in self.projects if p.id in project_ids))

    def map_text(self, rewrite: Rewrite) -> "ArchiveContent":
        """Return the content with every text of projects and forms rewritten, ids included; accounts stay.

        :param rewrite: gets the path of a text, such as ``projects/tcga_kich/subjects/IMG2FAIR_S00394/label``, and the
            text; what it returns takes the text's place.
        """
        return replace(
            self,
            projects=_rewritten(self.projects, "projects", rewrite),
            forms=_rewritten(self.forms, "forms", rewrite),
        )

    def subjects_of(self, project_id: str) -> tuple[SubjectSeen, ...]:
        """Return the subjects a project shows: its own, then those shared into it."""
        return tuple(self._subjects_shown.get(project_id, ()))

    def sessions_of(self, project_id: str) -> tuple[SessionSeen, ...]:
        """Return the sessions a project shows: its own, then those shared into it."""
        return tuple(self._sessions_shown.get(project_id, ()))

    def counts(self, project_id: str) -> Counts:
        """Return how much a project shows, objects shared into it included."""
        sessions = [seen.session for seen in self.sessions_of(project_id)]
        scans = [scan for session in sessions for scan in session.scans]
        resources = [resource for scan in scans for resource in scan.resources]
        return Counts(
            subjects=len(self.subjects_of(project_id)),
            sessions=len(sessions),
            scans=len(scans),
            acquisitions=sum(scan.is_acquisition for scan in scans),
            resources=len(resources),
            files=_sum_if_all_known([resource.file_count for resource in resources]),
            size=_sum_if_all_known([resource.file_size for resource in resources]),
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return every source of the bundled metadata once, by DOI."""
        by_doi = {source.doi: source for project in self.projects for source in project.sources}
        return tuple(by_doi[doi] for doi in sorted(by_doi))

    @cached_property
    def subjects(self) -> Mapping[str, SubjectSeen]:
        """All subjects by ID, as their owner shows them."""
        return {s.id: SubjectSeen(p.id, p.id, s, s.label) for p in self.projects for s in p.subjects}

    @cached_property
    def sessions(self) -> Mapping[str, SessionSeen]:
        """All sessions by ID, as their owner shows them."""
        return {
            session.id: SessionSeen(seen.owner, seen.owner, seen, session, session.label)
            for seen in self.subjects.values()
            for session in seen.subject.sessions
        }

    @cached_property
    def _projects(self) -> Mapping[str, Project]:
        return {project.id: project for project in self.projects}

    @cached_property
    def _subjects_shown(self) -> Mapping[str, list[SubjectSeen]]:
        shown: dict[str, list[SubjectSeen]] = {p.id: [] for p in self.projects}
        for seen in self.subjects.values():
            shown[seen.owner].append(seen)
        for seen in self.subjects.values():
            for share in seen.subject.shares:
                shown.setdefault(share.project, []).append(
                    replace(seen, project=share.project, label=share.label or seen.label)
                )
        return shown

    @cached_property
    def _sessions_shown(self) -> Mapping[str, list[SessionSeen]]:
        shown: dict[str, list[SessionSeen]] = {p.id: [] for p in self.projects}
        for seen in self.sessions.values():
            shown[seen.owner].append(seen)
        for seen in self.sessions.values():
            for share in seen.session.shares:
                shown.setdefault(share.project, []).append(
                    replace(
                        seen,
                        project=share.project,
                        label=share.label or seen.label,
                        subject=self._subject_in(share.project, seen.subject),
                    )
                )
        return shown

    def _subject_in(self, project_id: str, owned: SubjectSeen) -> SubjectSeen:
        shown = (s for s in self._subjects_shown.get(project_id, ()) if s.subject.id == owned.subject.id)
        return next(shown, owned)


def _sum_if_all_known(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _rewritten(value: T, path: str, rewrite: Rewrite) -> T:
    """Return a value with the texts inside it rewritten; its shape stays."""
    return _rewritten_any(value, path, rewrite)  # type: ignore[no-any-return]


def _rewritten_any(value: Any, path: str, rewrite: Rewrite) -> Any:
    if isinstance(value, str):
        return rewrite(path, value)
    if isinstance(value, tuple | list):
        return type(value)(
            _rewritten_any(item, f"{path}/{_step(item, index)}", rewrite) for index, item in enumerate(value)
        )
    if isinstance(value, Mapping):
        return {key: _rewritten_any(item, f"{path}/{key}", rewrite) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value)]
        return replace(value, **{n: _rewritten_any(getattr(value, n), f"{path}/{n}", rewrite) for n in names})
    return value


def _step(item: object, index: int) -> str:
    """Return how an item of a list is called in a path: by its own ID where it has one."""
    return str(getattr(item, "id", "") or index)
