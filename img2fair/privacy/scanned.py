"""What was acquired in a project, apart from what was derived of it. For the privacy room alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from img2fair.codes import is_derived
from img2fair.model import HeldText, ImagingSession, Project, ScanProfile
from img2fair.model.held import unseal
from img2fair.privacy.tesla import tesla

Scan = tuple[str, ScanProfile]
"""Scans that are alike, and the id of their subject. Many are counted: a text is much faster to count than its seal."""

OUTLINES = frozenset({"SEG", "RTSTRUCT"})
"""Modalities of objects that outline something: DICOM PS3.3, Segmentation (A.51) and RT Structure Set (A.19)."""
_OUTLINING = ("roicollection", "segmentation")
"""What the name of an assessor's type holds that outlines something; ``icr:roiCollectionData`` is the ROI plugin's."""
MR = "MR"


@dataclass(slots=True)
class Spread:
    """How often a value occurs: its number of scans, and the subjects that have it."""

    scans: int = 0
    subjects: set[str] = field(default_factory=set)


def acquired_and_derived(project: Project) -> tuple[list[Scan], list[Scan]]:
    """Return the acquired scans, and the derived."""
    acquired: list[Scan] = []
    derived: list[Scan] = []
    for session in project.sessions:
        subject = unseal(session.subject)
        for profile in session.scans:
            (derived if _derived(profile) else acquired).append((subject, profile))
    return acquired, derived


def spread(scans: Iterable[Scan], name: str) -> dict[str, Spread]:
    """Return how often each value of a profile's field occurs, by value in its order."""
    found: dict[str, Spread] = defaultdict(Spread)
    for subject, profile in scans:
        held: HeldText | None = getattr(profile, name)
        if held is not None:
            one = found[unseal(held)]
            one.scans += profile.count
            one.subjects.add(subject)
    return dict(sorted(found.items()))


def manufacturers(project: Project) -> dict[str, Spread]:
    """Return how often each maker of scanners occurs among acquired scans, by name in its order.

    A scan without one has that of its session: unknown is not none.
    """
    found: dict[str, Spread] = defaultdict(Spread)
    for session in project.sessions:
        for profile in session.scans:
            held = profile.manufacturer if profile.manufacturer is not None else session.manufacturer
            if held is not None and not _derived(profile):
                one = found[unseal(held)]
                one.scans += profile.count
                one.subjects.add(unseal(session.subject))
    return dict(sorted(found.items()))


def field_strengths(project: Project) -> dict[str, Spread]:
    """Return how often each field strength (tesla, as plain decimal text) occurs in sessions with acquired MR scans."""
    found: dict[str, Spread] = {}
    for session in project.sessions:
        told = tesla(unseal(session.field_strength)) if session.field_strength is not None else None
        scans = sum(profile.count for profile in session.scans if _magnetic(profile)) if told else 0
        if told and scans:
            one = found.setdefault(told, Spread())
            one.scans += scans
            one.subjects.add(unseal(session.subject))
    return dict(sorted(found.items(), key=lambda entry: float(entry[0])))


def outlined(project: Project, derived: Iterable[Scan]) -> set[str]:
    """Return the subjects that have a segmentation: an object of DICOM's, or an assessor of the archive."""
    by_object = (subject for subject, profile in derived if _code(profile) in OUTLINES)
    by_assessor = (unseal(session.subject) for session in project.sessions if _assessed(session))
    return set(chain(by_object, by_assessor))


def _assessed(session: ImagingSession) -> bool:
    return any(outlining(unseal(one.type)) for one in session.assessors if one.count)


def outlining(kind: str) -> bool:
    """Tell whether an assessor of this type outlines something in images."""
    return any(part in kind.casefold() for part in _OUTLINING)


def _derived(profile: ScanProfile) -> bool:
    return profile.modality is not None and is_derived(unseal(profile.modality))


def _magnetic(profile: ScanProfile) -> bool:
    return _code(profile) == MR


def _code(profile: ScanProfile) -> str:
    return unseal(profile.modality).strip().upper() if profile.modality is not None else ""


def magnetic_in(modalities: Mapping[str, Collection[str]]) -> set[str]:
    """Return who was in an MR scanner, of those who have each modality."""
    return set().union(*(who for modality, who in modalities.items() if modality.strip().upper() == MR))


def subjects_of(scans: Iterable[Scan]) -> set[str]:
    """Return the subjects that have any of the scans."""
    return {subject for subject, _ in scans}


def scans_of(scans: Iterable[Scan]) -> int:
    """Return how many scans there are."""
    return sum(profile.count for _, profile in scans)
