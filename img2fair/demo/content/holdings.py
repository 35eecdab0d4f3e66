"""The whole archive as one value, with the truth that tests compare answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from img2fair.demo.content.objects import (
    CustomForm,
    Project,
    Source,
    User,
)
from img2fair.demo.content.rewriting import Rewrite, rewritten
from img2fair.demo.content.seen import (
    AssessorSeen,
    Counts,
    ExperimentSeen,
    SessionSeen,
    SubjectAssessorSeen,
    SubjectSeen,
)


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
            projects=rewritten(self.projects, "projects", rewrite),
            forms=rewritten(self.forms, "forms", rewrite),
        )

    def subjects_of(self, project_id: str) -> tuple[SubjectSeen, ...]:
        """Return the subjects a project shows: its own, then those shared into it."""
        return tuple(self._subjects_shown.get(project_id, {}).values())

    def sessions_of(self, project_id: str) -> tuple[SessionSeen, ...]:
        """Return the sessions a project shows: its own, then those shared into it."""
        return tuple(self._sessions_shown.get(project_id, ()))

    def sessions_of_subject(self, project_id: str, subject_id: str) -> tuple[SessionSeen, ...]:
        """Return the sessions of one subject that a project shows."""
        return tuple(self._sessions_by_subject.get((project_id, subject_id), ()))

    def assessors_of(self, project_id: str) -> tuple[AssessorSeen, ...]:
        """Return the image assessors a project shows: its own, then those shared into it (the session alone may be)."""
        return tuple(self._assessors_shown.get(project_id, ()))

    def subject_assessors_of(self, project_id: str) -> tuple[SubjectAssessorSeen, ...]:
        """Return the subject assessors without images a project shows: its own, then those shared into it."""
        shown = self._subject_assessors_shown.get(project_id, ())
        return tuple(replace(seen, subject=self._subject_in(project_id, seen.subject)) for seen in shown)

    def experiments_of(self, project_id: str) -> tuple[SessionSeen | SubjectAssessorSeen, ...]:
        """Return what a project lists as its experiments: sessions and subject assessors, not image assessors."""
        return (*self.sessions_of(project_id), *self.subject_assessors_of(project_id))

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
            assessors=len(self.assessors_of(project_id)),
            subject_assessors=len(self.subject_assessors_of(project_id)),
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
    def experiments(self) -> Mapping[str, ExperimentSeen]:
        """All sessions and assessors by ID, as their owner shows them."""
        return {**self.sessions, **self.assessors, **self.subject_assessors}

    @cached_property
    def assessors(self) -> Mapping[str, AssessorSeen]:
        """All image assessors by ID, as their owner shows them: the project that owns the session."""
        return {
            assessor.id: AssessorSeen(seen.owner, seen.owner, seen, assessor, assessor.label)
            for seen in self.sessions.values()
            for assessor in seen.session.assessors
        }

    @cached_property
    def subject_assessors(self) -> Mapping[str, SubjectAssessorSeen]:
        """All subject assessors without images by ID, as their owner shows them."""
        return {
            assessor.id: SubjectAssessorSeen(seen.owner, seen.owner, seen, assessor, assessor.label)
            for seen in self.subjects.values()
            for assessor in seen.subject.subject_assessors
        }

    @cached_property
    def _projects(self) -> Mapping[str, Project]:
        return {project.id: project for project in self.projects}

    @cached_property
    def _subjects_shown(self) -> Mapping[str, Mapping[str, SubjectSeen]]:
        shown: dict[str, dict[str, SubjectSeen]] = {p.id: {} for p in self.projects}
        for seen in self.subjects.values():
            shown[seen.owner][seen.subject.id] = seen
        for seen in self.subjects.values():
            for share in seen.subject.shares:
                guest = replace(seen, project=share.project, label=share.label or seen.label)
                shown.setdefault(share.project, {}).setdefault(seen.subject.id, guest)
        return shown

    @cached_property
    def _sessions_shown(self) -> Mapping[str, list[SessionSeen]]:
        shown: dict[str, list[SessionSeen]] = {p.id: [] for p in self.projects}
        for seen in self.sessions.values():
            shown[seen.owner].append(seen)
        for seen in self.sessions.values():
            for share in seen.session.shares:
                if share.project == seen.owner:
                    continue
                guest = replace(
                    seen,
                    project=share.project,
                    label=share.label or seen.label,
                    subject=self._subject_in(share.project, seen.subject),
                )
                shown.setdefault(share.project, []).append(guest)
        return shown

    @cached_property
    def _sessions_by_subject(self) -> Mapping[tuple[str, str], list[SessionSeen]]:
        found: dict[tuple[str, str], list[SessionSeen]] = {}
        for project_id, shown in self._sessions_shown.items():
            for seen in shown:
                found.setdefault((project_id, seen.subject.subject.id), []).append(seen)
        return found

    @cached_property
    def _assessors_shown(self) -> Mapping[str, list[AssessorSeen]]:
        return _shown(self.assessors)

    @cached_property
    def _subject_assessors_shown(self) -> Mapping[str, list[SubjectAssessorSeen]]:
        return _shown(self.subject_assessors)

    def _subject_in(self, project_id: str, owned: SubjectSeen) -> SubjectSeen:
        return self._subjects_shown.get(project_id, {}).get(owned.subject.id, owned)


S = TypeVar("S", AssessorSeen, SubjectAssessorSeen)


def _shown(owned: Mapping[str, S]) -> Mapping[str, list[S]]:
    """Return what each project shows of experiments: its own, then those shared into it under its label."""
    shown: dict[str, list[S]] = {}
    for seen in owned.values():
        shown.setdefault(seen.owner, []).append(seen)
    for seen in owned.values():
        for share in seen.experiment.shares:
            if share.project != seen.owner:
                guest = replace(seen, project=share.project, label=share.label or seen.label)
                shown.setdefault(share.project, []).append(guest)
    return shown


def _sum_if_all_known(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
