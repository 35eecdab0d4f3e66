"""Who may see what: XNAT's accessibility of projects (XNAT's ProjectAccessibilityResource)."""

from dataclasses import dataclass
from functools import cached_property

from img2fair.demo.content import ArchiveContent, ExperimentSeen, Project, SubjectSeen, User


@dataclass(frozen=True)
class Viewer:
    """One account, or the guest, looking at the archive."""

    content: ArchiveContent
    user: User | None

    @property
    def login(self) -> str:
        """The account's name; XNAT calls somebody without an account ``guest``."""
        return self.user.login if self.user else "guest"

    @property
    def uid(self) -> int:
        """The account's number."""
        return self.user.uid if self.user else 2

    def role(self, project: Project) -> str:
        """Return the account's group in a project: Owners, Members, Collaborators or nothing."""
        return self.user.roles.get(project.id, "") if self.user else ""

    def sees(self, project: Project) -> bool:
        """Whether the project is listed at all: one's own, public and protected ones."""
        return project.accessibility in {"public", "protected"} or bool(self.role(project))

    def reads(self, project: Project) -> bool:
        """Whether the project's data may be read: one's own and public ones."""
        return project.accessibility == "public" or bool(self.role(project))

    @property
    def seen_projects(self) -> tuple[Project, ...]:
        """The projects that are listed."""
        return tuple(project for project in self.content.projects if self.sees(project))

    @property
    def read_projects(self) -> tuple[Project, ...]:
        """The projects whose data may be read."""
        return tuple(project for project in self.content.projects if self.reads(project))

    @cached_property
    def readable(self) -> frozenset[str]:
        """The ids of the projects whose data may be read."""
        return frozenset(project.id for project in self.read_projects)

    def reads_subject(self, seen: SubjectSeen) -> bool:
        """Whether a subject may be read, by its owner or by a project it is shared into."""
        return seen.owner in self.readable or any(share.project in self.readable for share in seen.subject.shares)

    def reads_experiment(self, seen: ExperimentSeen) -> bool:
        """Whether an experiment may be read, by its owner or by a project it is shared into."""
        return seen.owner in self.readable or any(share.project in self.readable for share in seen.experiment.shares)
