"""The facts of a project: who is counted, what is unknown, and that no split tells of few people."""

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest

from img2fair.model import Held, ImagingSession, ImagingSubject, Project, Resource, ScanProfile, Variable, Visibility
from img2fair.model.held import unseal
from img2fair.privacy import Guard, Rule, facts, release
from tests.sizes import size


def rule(path: str, **more: Any) -> Rule:
    return Rule(path, "test.yaml:1:1", Guard(), **more)


def project(sexes: str, **more: Any) -> Project:
    subjects = tuple(
        ImagingSubject(Held(f"S{n}"), Held(f"L{n}"), sex=Held(sex) if sex.strip() else None)
        for n, sex in enumerate(sexes)
    )
    return Project("P", Visibility.PUBLIC, subjects=subjects, **more)


def test_every_split_that_is_shown_is_safe_by_brute_force() -> None:
    """Whatever is published of sex, no count of one sex below ten can be worked out from it and the total."""
    for female, male, unknown in itertools.product(range(0, 24, size(3, 1)), repeat=3):
        total = female + male + unknown
        told = facts(project("F" * female + "M" * male + " " * unknown), 10)
        shown = {}
        for name, held in (("female", told.female), ("male", told.male)):
            shown[name] = release(held, rule(f"subjects.{name}", people=total))
        for truth, name in ((female, "female"), (male, "male")):
            seen = shown[name]
            assert seen is None or (truth >= 10 and abs(seen - truth) <= 2)


def scan(modality: str, count: int = 1, **more: Any) -> ScanProfile:
    return ScanProfile(count, modality=Held(modality), **more)


def session(subject: str, *scans: ScanProfile, **more: Any) -> ImagingSession:
    return ImagingSession(Held(f"E{subject}"), Held("l"), Held(subject), scans=scans, **more)


def test_derived_objects_are_counted_apart() -> None:
    told = facts(project("F", sessions=(session("S0", scan("MR", 3), scan("SEG", 2), scan("sr")),)), 10)
    assert (told.scan_count, told.derived_count) == (Held(3), Held(3))
    assert [unseal(value) for value in told.modalities] == ["MR"]
    assert [unseal(value) for value in told.derived_modalities] == ["SEG", "sr"]


def test_one_unknown_size_makes_the_whole_unknown() -> None:
    known, unknown = Resource(Held("DICOM"), Held(2), Held(10)), Resource(Held("DICOM"), None, None)
    scans = (scan("MR", resources=(known,)), scan("CT", resources=(unknown,)))
    told = facts(project("F", sessions=(session("S0", *scans),)), 10)
    assert told.bytes is None
    assert told.formats[0].bytes is None
    assert told.formats[0].scans == Held(2)


@pytest.mark.parametrize(
    ("keywords", "species", "human"),
    [
        ("glioma, brain", None, True),
        ("canine glioma", None, False),
        ("Mouse; liver", None, False),
        ("mouse", "human", True),
        ("brain", "Canine", False),
        (None, None, True),
    ],
)
def test_animals_are_not_people(keywords: str | None, species: str | None, human: bool) -> None:
    told = facts(project("F" * 30, keywords=Held(keywords) if keywords else None), 10, species)
    assert told.human is human
    assert (told.female is not None) is human


@pytest.mark.parametrize(
    ("told", "config", "human"),
    [
        ("Canine", None, False),
        ("Mus musculus", None, False),
        ("Canine", "human", True),
        ("Homo sapiens", None, True),
        ("HUMAN", None, True),
        (" ", None, False),
    ],
)
def test_a_species_that_the_archive_tells_of_one_subject_is_heeded(told: str, config: str | None, human: bool) -> None:
    some = project("F" * 30)
    told_of = replace(some.subjects[7], demographics=(Variable(Held("species"), Held(told)),))
    found = facts(replace(some, subjects=(*some.subjects[:7], told_of, *some.subjects[8:])), 10, config)
    assert found.human is human
    assert (found.female is not None) is human


def test_what_was_not_read_is_unknown_not_zero() -> None:
    told = facts(Project("P", Visibility.PROTECTED, unread=frozenset({"subjects", "sessions"})), 10)
    assert told.people is None
    assert told.subject_count is None
    assert told.scan_count is None
    none_there = facts(Project("P", Visibility.PUBLIC), 10)
    assert (none_there.subject_count, none_there.scan_count) == (Held(0), Held(0))


def test_an_age_is_taken_once_per_person_at_the_first_session() -> None:
    sessions = tuple(
        session(f"S{n}", date=Held(dt.date(2020 + later, 1, 1)), age=Held(40.0 + n % 5 + 20 * later))
        for n in range(20)
        for later in (1, 0)
    )
    told = facts(project("F" * 20, sessions=sessions), 10)
    assert (told.age_min, told.age_max) == (Held(40), Held(44))
