"""Projects made by hand, and their studies."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from img2fair.cbioportal import Study, StudySettings
from img2fair.cbioportal.builder import NO_DECISIONS, about_project, build, terms_of
from img2fair.cbioportal.viewers import with_own_viewer
from img2fair.clinical.decisions import Decisions
from img2fair.clinical.oncotree import PortalTypes, Tree
from img2fair.model import Header, Held, HeldText, ImagingSession, ImagingSubject, Project, ScanProfile, Visibility
from img2fair.privacy.cohort import Joined, release_cohort

HEADER = Header("https://xnat.example.org", "XNAT 1.9", "r", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "user", projects=1)
KEY = bytes(range(32))
OHIF = "https://viewer.example.org/viewer?StudyInstanceUIDs={study_instance_uid}"


def held(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields of the model as they come from an archive."""
    return {name: Held(value) for name, value in fields.items()}


def subject(id_: str, label: str = "", **fields: Any) -> ImagingSubject:
    return ImagingSubject(Held(id_), Held(label or id_), **held(fields))


def scan(modality: str | None = "MR", number: int = 1, **fields: Any) -> ScanProfile:
    return ScanProfile(number, modality=None if modality is None else Held(modality), **held(fields))


def session(id_: str, of: str, day: str | None, *scans: ScanProfile, **fields: Any) -> ImagingSession:
    return ImagingSession(
        id=Held(id_),
        label=Held(f"label of {id_}"),
        subject=Held(of),
        date=None if day is None else Held(dt.date.fromisoformat(day)),
        scans=scans or (scan(),),
        **held(fields),
    )


def project(subjects: Sequence[ImagingSubject], sessions: Sequence[ImagingSession], **fields: Any) -> Project:
    return Project("P1", Visibility.PUBLIC, subjects=tuple(subjects), sessions=tuple(sessions), **held(fields))


def study(made: Project, *, key: bytes | None = KEY, **entries: Any) -> Study:
    settings = StudySettings(made.id, study_uids=True, **entries)
    return make_study(made, HEADER, settings, None if settings.patient_id == "label" else key)


def make_study(
    made: Project,
    header: Header,
    settings: StudySettings,
    key: bytes | None,
    decisions: Decisions = NO_DECISIONS,
    tree: Tree | None = None,
    portal: PortalTypes | None = None,
    join: Mapping[HeldText, Joined] | None = None,
) -> Study:
    """Return the study of a project, without a look at it and without a report."""
    settings = with_own_viewer(settings, header.links)
    people = release_cohort(made, terms_of(made, header, settings, key, decisions, join))
    return build(people, about_project(made, header, settings), settings, decisions, tree, portal)
