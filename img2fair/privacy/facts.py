"""What the scans of a project say as a whole: counts, codes, ages, sizes. Everything stays ``Held``.

Derived objects are counted apart from acquisitions; animals and phantoms are not people; conflicting or impossible
values are unknown; a figure that one scan does not give is not known for the whole (unknown is not zero).
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import TypeVar

from img2fair.codes import is_derived
from img2fair.model import Held, HeldText, ImagingSession, ImagingSubject, Project, Resource, ScanProfile
from img2fair.model.held import total, unseal
from img2fair.privacy.counts import complementary, usual_ages

T = TypeVar("T")

Scan = tuple[str, ScanProfile]
"""Scans that are alike, and the id of their subject. Many are counted: a text is much faster to count than its seal."""

NOT_PEOPLE = frozenset(
    "animal animals bovine canine canines cat cats cow cows dog dogs equine feline felines ferret ferrets goat goats "
    "hamster hamsters horse horses macaque macaques mice monkey monkeys mouse murine ovine pdx phantom phantoms pig "
    "piglet piglets pigs porcine preclinical primate primates rabbit rabbits rat rats rodent rodents sheep swine "
    "veterinary xenograft xenografts zebrafish".split()
)
"""Words of the keywords or title that say a project is not only about people. Then nothing is said of people's number,
sex and age, unless the config says ``species: human``."""

_HUMAN = frozenset({"human", "homo sapiens"})
_SEXES = {"male": "male", "m": "male", "female": "female", "f": "female"}


@dataclass(frozen=True, slots=True)
class FormatFacts:
    """The files under one resource label, over the whole project.

    ``subjects`` is the number of subjects that have such files; ``scans_tell`` the fewest of whom ``scans`` tells.
    """

    label: HeldText
    scans: Held[int]
    files: Held[int] | None
    bytes: Held[int] | None
    subjects: int = 0
    scans_tell: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Aggregates of one project; ``None`` where the archive did not say.

    ``people`` is the base for small counts; ``concerned`` the number of subjects a total tells of, by its path, where
    that can be fewer (docs/decisions/006-few-subjects.md).
    """

    people: int | None
    human: bool
    subject_count: Held[int] | None
    female: Held[int] | None
    male: Held[int] | None
    age_min: Held[int] | None
    age_max: Held[int] | None
    session_count: Held[int] | None
    first: Held[dt.date] | None
    last: Held[dt.date] | None
    scan_count: Held[int] | None
    derived_count: Held[int] | None
    files: Held[int] | None
    bytes: Held[int] | None
    modalities: tuple[HeldText, ...]
    derived_modalities: tuple[HeldText, ...]
    body_parts: tuple[tuple[HeldText, int], ...]
    manufacturers: tuple[tuple[HeldText, int], ...]
    formats: tuple[FormatFacts, ...]
    concerned: Mapping[str, int]


def facts(project: Project, min_count: int, species: str | None = None) -> Facts:
    """Return the aggregates of a project.

    :param min_count: fewest people that may be counted in public.
    :param species: what the config says the subjects are; ``human`` overrules keywords and archive.
    """
    subjects_read = "subjects" not in project.unread
    sessions_read = "sessions" not in project.unread
    human = _are_people(project, species)
    female, male = _sexes(project, min_count) if human else (None, None)
    ages = usual_ages(_ages(project), min_count) if human else None
    days = sorted(unseal(session.date) for session in project.sessions if session.date is not None)
    acquired, derived = _scans(project)
    formats, concerned = _telling(project, acquired, derived, min_count)
    people = len({subject.id for subject in project.subjects})
    return Facts(
        people=people if subjects_read else None,
        human=human,
        subject_count=Held(people) if subjects_read else None,
        female=female,
        male=male,
        age_min=Held(ages[0]) if ages else None,
        age_max=Held(ages[1]) if ages else None,
        session_count=Held(len(project.sessions)) if sessions_read else None,
        first=Held(days[0]) if days else None,
        last=Held(days[-1]) if days else None,
        scan_count=Held(sum(profile.count for _, profile in acquired)) if sessions_read else None,
        derived_count=Held(sum(profile.count for _, profile in derived)) if sessions_read else None,
        files=total(entry.files for entry in formats),
        bytes=total(entry.bytes for entry in formats),
        modalities=tuple(value for value, _ in _distinct(acquired, "modality")),
        derived_modalities=tuple(value for value, _ in _distinct(derived, "modality")),
        body_parts=_distinct(acquired, "body_part"),
        manufacturers=_distinct(acquired, "manufacturer"),
        formats=formats,
        concerned=concerned,
    )


def _scans(project: Project) -> tuple[list[Scan], list[Scan]]:
    """Return the acquired scans, and the derived."""
    acquired: list[Scan] = []
    derived: list[Scan] = []
    for session in project.sessions:
        subject = unseal(session.subject)
        for profile in session.scans:
            (derived if _derived(profile) else acquired).append((subject, profile))
    return acquired, derived


def _derived(profile: ScanProfile) -> bool:
    return profile.modality is not None and is_derived(unseal(profile.modality))


def _are_people(project: Project, species: str | None) -> bool:
    if species is not None:
        return str(species).strip().casefold() in _HUMAN
    if any(_foreign(subject) for subject in project.subjects):
        return False
    said = " ".join(unseal(text) for text in (project.keywords, project.name) if text).casefold()
    return not NOT_PEOPLE.intersection(re.findall(r"[a-z]+", said.replace("pre-clinical", "preclinical")))


def _foreign(subject: ImagingSubject) -> bool:
    """Tell whether the archive says of a subject that it is no human; DICOM: PatientSpeciesDescription (0010,2201)."""
    return any(
        unseal(said.name).strip().casefold() == "species" and unseal(said.value).strip().casefold() not in _HUMAN
        for said in subject.demographics
    )


def _sexes(project: Project, min_count: int) -> tuple[Held[int] | None, Held[int] | None]:
    if "subjects" in project.unread:
        return None, None
    told = _agreed(
        (subject.id, _SEXES.get(unseal(subject.sex).strip().casefold(), "") if subject.sex else "")
        for subject in project.subjects
    )
    sexes = Counter(sex or "" for sex in told.values())
    female, male, _ = complementary((sexes["female"], sexes["male"], sexes[""]), min_count)
    return (Held(female) if female else None, Held(male) if male else None)


def _ages(project: Project) -> list[float]:
    """Return one age per person: at the first session that tells it, else as the subject's own field has it."""
    told = _agreed((s.id, unseal(s.age) if s.age is not None else None) for s in project.subjects)
    by_day = sorted(project.sessions, key=_day)
    for session in reversed(by_day):
        if session.age is not None and session.subject in told:
            told[session.subject] = unseal(session.age)
    return [age for age in told.values() if age is not None]


def _agreed(said: Iterable[tuple[HeldText, T]]) -> dict[HeldText, T | None]:
    """Return what is said of each subject; ``None`` where it is said twice and differently."""
    told: dict[HeldText, T | None] = {}
    for subject, value in said:
        told[subject] = value if told.get(subject, value) == value else None
    return told


def _day(session: ImagingSession) -> tuple[bool, dt.date]:
    return (session.date is None, unseal(session.date) if session.date else dt.date.min)


def _distinct(scans: Iterable[Scan], name: str) -> tuple[tuple[HeldText, int], ...]:
    """Return the distinct values of a profile's field with their numbers of scans, by value."""
    found: Counter[str] = Counter()
    for _, profile in scans:
        value = getattr(profile, name)
        if value is not None:
            found[unseal(value)] += profile.count
    return tuple((Held(value), count) for value, count in sorted(found.items()))


def _telling(
    project: Project, acquired: Sequence[Scan], derived: Sequence[Scan], min_count: int
) -> tuple[tuple[FormatFacts, ...], dict[str, int]]:
    """Return the files by label, and of how many subjects each total tells.

    The sizes of labels that few subjects have follow from the total less all others, so such a total tells of those
    few; likewise the scans of a label, from which with the others the derived objects of few could follow.
    """
    entries: dict[str, list[tuple[str, int, Resource]]] = defaultdict(list)
    for subject, profile in chain(acquired, derived):
        for resource in profile.resources:
            entries[unseal(resource.label)].append((subject, profile.count, resource))
    subjects = {label: {subject for subject, _, _ in found} for label, found in entries.items()}
    few = {one for having in subjects.values() if len(having) < min_count for one in having}
    filed = len(few or {one for having in subjects.values() for one in having})
    concerned = {
        "sessions.count": len({session.subject for session in project.sessions}),
        "scans.count": len({subject for subject, _ in acquired}),
        "scans.derived": len({subject for subject, _ in derived}),
        "scans.files": filed,
        "scans.bytes": filed,
    }
    told = [count for count in (concerned["scans.count"], concerned["scans.derived"], filed) if count]
    return tuple(
        FormatFacts(
            label=Held(label),
            scans=Held(sum(count for _, count, _ in found)),
            files=total(resource.files for _, _, resource in found),
            bytes=total(resource.bytes for _, _, resource in found),
            subjects=len(subjects[label]),
            scans_tell=min(len(subjects[label]), *told),
        )
        for label, found in sorted(entries.items(), key=itemgetter(0))
    ), concerned
