"""Objects as a project shows them, which need not be the project that owns them."""

from dataclasses import dataclass
from typing import TypeAlias

from img2fair.demo.content.objects import Assessor, Session, Subject, SubjectAssessor


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

    @property
    def experiment(self) -> Session:
        """What is seen."""
        return self.session


@dataclass(frozen=True)
class AssessorSeen:
    """An image assessor as it is shown in ``project``; ``session`` is its session, as that one's owner shows it."""

    project: str
    owner: str
    session: SessionSeen
    assessor: Assessor
    label: str

    @property
    def experiment(self) -> Assessor:
        """What is seen."""
        return self.assessor

    @property
    def subject(self) -> SubjectSeen:
        """Whose images it was derived from."""
        return self.session.subject


@dataclass(frozen=True)
class SubjectAssessorSeen:
    """A subject's assessor without images, as it is shown in ``project``."""

    project: str
    owner: str
    subject: SubjectSeen
    assessor: SubjectAssessor
    label: str

    @property
    def experiment(self) -> SubjectAssessor:
        """What is seen."""
        return self.assessor


ExperimentSeen: TypeAlias = SessionSeen | AssessorSeen | SubjectAssessorSeen


@dataclass(frozen=True)
class Counts:
    """What a project shows, objects shared into it included; ``None`` where a file catalogue is unknown.

    ``resources``, ``files`` and ``size`` are those of scans; ``assessors`` are image assessors.
    """

    subjects: int
    sessions: int
    scans: int
    acquisitions: int
    resources: int
    files: int | None
    size: int | None
    assessors: int = 0
    subject_assessors: int = 0
