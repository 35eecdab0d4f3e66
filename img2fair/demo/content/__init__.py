"""What the demo archive holds: plain frozen values, loaded from the bundled metadata or edited by a test."""

from img2fair.demo.content.holdings import ArchiveContent, Counts, SessionSeen, SubjectSeen
from img2fair.demo.content.idc import load_content
from img2fair.demo.content.objects import (
    CustomForm,
    CustomVariable,
    Investigator,
    Json,
    Project,
    Publication,
    Resource,
    Scan,
    Session,
    Share,
    Source,
    Subject,
    User,
)

__all__ = [
    "ArchiveContent",
    "Counts",
    "CustomForm",
    "CustomVariable",
    "Investigator",
    "Json",
    "Project",
    "Publication",
    "Resource",
    "Scan",
    "Session",
    "SessionSeen",
    "Share",
    "Source",
    "Subject",
    "SubjectSeen",
    "User",
    "load_content",
]
