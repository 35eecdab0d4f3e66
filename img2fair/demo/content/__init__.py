"""What the demo archive holds: plain frozen values, loaded from the bundled metadata or edited by a test."""

from img2fair.demo.content.holdings import ArchiveContent
from img2fair.demo.content.idc import load_content
from img2fair.demo.content.objects import (
    Assessor,
    CustomForm,
    CustomVariable,
    Experiment,
    Investigator,
    Json,
    Project,
    Publication,
    Resource,
    Scan,
    Session,
    Share,
    Source,
    StoredFile,
    Subject,
    SubjectAssessor,
    User,
)
from img2fair.demo.content.seen import (
    AssessorSeen,
    Counts,
    ExperimentSeen,
    SessionSeen,
    SubjectAssessorSeen,
    SubjectSeen,
)

__all__ = [
    "ArchiveContent",
    "Assessor",
    "AssessorSeen",
    "Counts",
    "CustomForm",
    "CustomVariable",
    "Experiment",
    "ExperimentSeen",
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
    "StoredFile",
    "Subject",
    "SubjectAssessor",
    "SubjectAssessorSeen",
    "SubjectSeen",
    "User",
    "load_content",
]
