"""What is said of a project as a whole: counts, codes, ages, sizes. Everything stays ``Held``.

Derived objects are counted apart from acquisitions; a figure that one scan does not give is not known for the whole
(unknown is not zero).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from img2fair.model import Held, HeldText, Project
from img2fair.model.held import total, unseal
from img2fair.privacy.ages import usual_ages
from img2fair.privacy.breakdown import Cell, cells
from img2fair.privacy.counts import partition
from img2fair.privacy.labelled import FormatFacts, by_label
from img2fair.privacy.people import ages, are_people, sexes
from img2fair.privacy.quality import RATINGS, Quality, quality
from img2fair.privacy.scanned import (
    Scan,
    Spread,
    acquired_and_derived,
    field_strengths,
    manufacturers,
    outlined,
    scans_of,
    spread,
)
from img2fair.privacy.totals import totals


@dataclass(frozen=True, slots=True)
class Facts:
    """Aggregates of one project; ``None`` where the archive did not say.

    ``people`` is the base for small counts; ``concerned`` the number of subjects a total tells of, by its path, where
    that can be fewer (docs/decisions/006-few-subjects.md); ``cells`` who has what, for ``breakdown``; empty where the
    subjects are not people.
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
    segmented: Held[int] | None
    quality: Quality | None
    files: Held[int] | None
    bytes: Held[int] | None
    modalities: tuple[HeldText, ...]
    derived_modalities: tuple[HeldText, ...]
    body_parts: tuple[tuple[HeldText, int], ...]
    manufacturers: tuple[tuple[HeldText, int], ...]
    field_strengths: tuple[HeldText, ...]
    formats: tuple[FormatFacts, ...]
    concerned: Mapping[str, int]
    cells: tuple[Cell, ...]


def facts(project: Project, min_count: int, species: str | None = None) -> Facts:
    """Return the aggregates of a project.

    :param min_count: fewest people that may be counted in public.
    :param species: what the config says the subjects are; ``human`` overrules keywords and archive.
    """
    subjects_read = "subjects" not in project.unread
    sessions_read = "sessions" not in project.unread
    human = are_people(project, species)
    everyone = {unseal(subject.id) for subject in project.subjects}
    people = len(everyone)
    sex, age = (sexes(project), ages(project)) if human else ({}, {})
    female, male = _female_and_male(sex, people, min_count) if subjects_read else (None, None)
    usual = usual_ages(age.values(), people, min_count)
    days = sorted(unseal(session.date) for session in project.sessions if session.date is not None)
    acquired, derived = acquired_and_derived(project)
    spreads = _spreads(project, acquired)
    segmented = outlined(project, derived) & everyone
    rated = quality(acquired, everyone, min_count)
    told = totals(project, everyone, acquired, derived, spreads, min_count)
    others = (told.concerned["scans.count"], told.concerned["scans.derived"])
    formats, filed = by_label(acquired, derived, others, everyone, min_count)
    if not told.filed:
        formats, filed = tuple(replace(one, subjects=1) for one in formats), 1
    concerned = {**told.concerned, "scans.files": filed, "scans.bytes": filed}
    rates = min(rated.subjects, told.concerned["scans.count"])
    concerned |= dict.fromkeys(("scans.rated", *(f"scans.{rating}_share" for rating in RATINGS)), rates)
    concerned["scans.segmented"] = _either(len(segmented), len(everyone - segmented))
    return Facts(
        people=people if subjects_read else None,
        human=human,
        subject_count=Held(people) if subjects_read else None,
        female=female,
        male=male,
        age_min=Held(usual[0]) if usual else None,
        age_max=Held(usual[1]) if usual else None,
        session_count=Held(len(project.sessions)) if sessions_read else None,
        first=Held(days[0]) if days else None,
        last=Held(days[-1]) if days else None,
        scan_count=Held(scans_of(acquired)) if sessions_read else None,
        derived_count=Held(scans_of(derived)) if sessions_read else None,
        segmented=Held(len(segmented)) if sessions_read and "assessors" not in project.unread else None,
        quality=rated if sessions_read else None,
        files=total(entry.files for entry in formats),
        bytes=total(entry.bytes for entry in formats),
        modalities=tuple(map(Held, spreads["modality"])),
        derived_modalities=tuple(map(Held, spread(derived, "modality"))),
        body_parts=_scanned(spreads["body_part"]),
        manufacturers=_scanned(spreads["manufacturer"]),
        field_strengths=tuple(map(Held, spreads["field_strength"])),
        formats=formats,
        concerned=concerned,
        cells=cells(everyone, sex, age, spreads) if human and subjects_read else (),
    )


def _spreads(project: Project, acquired: Sequence[Scan]) -> dict[str, dict[str, Spread]]:
    found = {about: spread(acquired, about) for about in ("modality", "body_part")}
    return {**found, "manufacturer": manufacturers(project), "field_strength": field_strengths(project)}


def _scanned(spreads: Mapping[str, Spread]) -> tuple[tuple[HeldText, int], ...]:
    """Return the distinct values with their numbers of scans."""
    return tuple((Held(value), one.scans) for value, one in spreads.items())


def _either(having: int, lacking: int) -> int:
    """Return of how few subjects a number of subjects tells: the others follow from it."""
    return min((count for count in (having, lacking) if count), default=0)


def _female_and_male(sex: Mapping[str, str], people: int, min_count: int) -> tuple[Held[int] | None, Held[int] | None]:
    said = list(sex.values())
    parts = said.count("female"), said.count("male"), people - len(said)
    female, male, _ = partition(parts, min_count)
    return (Held(female) if female else None, Held(male) if male else None)
