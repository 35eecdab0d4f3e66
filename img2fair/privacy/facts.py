"""What the scans of a project say as a whole: counts, codes, ages, sizes. Everything stays ``Held``.

Derived objects are counted apart from acquisitions; animals and phantoms are not people; conflicting or impossible
values are unknown; a figure that one scan does not give is not known for the whole (unknown is not zero).
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.codes import is_derived
from img2fair.model import Held, HeldText, ImagingSession, Project, Resource, ScanProfile
from img2fair.model.held import total, unseal
from img2fair.privacy.counts import complementary, usual_ages

NOT_PEOPLE = frozenset(
    "animal animals bovine canine cat dog dogs equine feline macaque mice monkey mouse murine ovine phantom phantoms "
    "pig porcine preclinical primate rabbit rat rats rodent sheep swine veterinary zebrafish".split()
)
"""Keywords that say a project is not only about people: then nothing is said of people's number, sex and age."""

_SEXES = {"male": "male", "m": "male", "female": "female", "f": "female"}


@dataclass(frozen=True, slots=True)
class FormatFacts:
    """The files under one resource label, over the whole project."""

    label: HeldText
    scans: Held[int]
    files: Held[int] | None
    bytes: Held[int] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Aggregates of one project; ``None`` where the archive did not say. ``people`` is the base for small counts."""

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


def facts(project: Project, min_count: int, species: str | None = None) -> Facts:
    """Return the aggregates of a project.

    :param min_count: fewest people that may be counted in public.
    :param species: what the config says the subjects are; ``human`` overrules the keywords.
    """
    subjects_read = "subjects" not in project.unread
    sessions_read = "sessions" not in project.unread
    human = _are_people(project, species)
    female, male = _sexes(project, min_count) if human else (None, None)
    ages = usual_ages(_ages(project), min_count) if human else None
    days = sorted(unseal(session.date) for session in project.sessions if session.date is not None)
    profiles = [profile for session in project.sessions for profile in session.scans]
    acquired = [profile for profile in profiles if not _derived(profile)]
    derived = [profile for profile in profiles if _derived(profile)]
    formats = _formats(profiles)
    return Facts(
        people=len(project.subjects) if subjects_read else None,
        human=human,
        subject_count=Held(len(project.subjects)) if subjects_read else None,
        female=female,
        male=male,
        age_min=Held(ages[0]) if ages else None,
        age_max=Held(ages[1]) if ages else None,
        session_count=Held(len(project.sessions)) if sessions_read else None,
        first=Held(days[0]) if days else None,
        last=Held(days[-1]) if days else None,
        scan_count=Held(sum(profile.count for profile in acquired)) if sessions_read else None,
        derived_count=Held(sum(profile.count for profile in derived)) if sessions_read else None,
        files=total(entry.files for entry in formats),
        bytes=total(entry.bytes for entry in formats),
        modalities=tuple(value for value, _ in _distinct(acquired, "modality")),
        derived_modalities=tuple(value for value, _ in _distinct(derived, "modality")),
        body_parts=_distinct(acquired, "body_part"),
        manufacturers=_distinct(acquired, "manufacturer"),
        formats=formats,
    )


def _derived(profile: ScanProfile) -> bool:
    return profile.modality is not None and is_derived(unseal(profile.modality))


def _are_people(project: Project, species: str | None) -> bool:
    if species is not None:
        return species.strip().casefold() in ("human", "homo sapiens")
    words = re.findall(r"[a-z]+", unseal(project.keywords).casefold()) if project.keywords else []
    return not NOT_PEOPLE.intersection(words)


def _sexes(project: Project, min_count: int) -> tuple[Held[int] | None, Held[int] | None]:
    if "subjects" in project.unread:
        return None, None
    sexes = Counter(
        _SEXES.get(unseal(subject.sex).strip().casefold(), "") if subject.sex else "" for subject in project.subjects
    )
    female, male, _ = complementary((sexes["female"], sexes["male"], sexes[""]), min_count)
    return (Held(female) if female else None, Held(male) if male else None)


def _ages(project: Project) -> list[float]:
    """Return one age per person: at the first session that tells it, else as the subject's own field has it."""
    ages: dict[HeldText, float] = {s.id: unseal(s.age) for s in project.subjects if s.age is not None}
    by_day = sorted(project.sessions, key=_day)
    for session in reversed(by_day):
        if session.age is not None:
            ages[session.subject] = unseal(session.age)
    return list(ages.values())


def _day(session: ImagingSession) -> tuple[bool, dt.date]:
    return (session.date is None, unseal(session.date) if session.date else dt.date.min)


def _distinct(profiles: Iterable[ScanProfile], name: str) -> tuple[tuple[HeldText, int], ...]:
    """Return the distinct values of a profile's field with their numbers of scans, by value."""
    found: Counter[HeldText] = Counter()
    for profile in profiles:
        value = getattr(profile, name)
        if value is not None:
            found[value] += profile.count
    return tuple(sorted(found.items(), key=lambda item: unseal(item[0])))


def _formats(profiles: Iterable[ScanProfile]) -> tuple[FormatFacts, ...]:
    entries: dict[HeldText, list[tuple[int, Resource]]] = defaultdict(list)
    for profile in profiles:
        for resource in profile.resources:
            entries[resource.label].append((profile.count, resource))
    return tuple(
        FormatFacts(
            label=label,
            scans=Held(sum(count for count, _ in found)),
            files=total(resource.files for _, resource in found),
            bytes=total(resource.bytes for _, resource in found),
        )
        for label, found in sorted(entries.items(), key=lambda item: unseal(item[0]))
    )
