"""People counted by sex, age, modality …: no count below the least is told, and none follows from those that are."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.model import Count, Held, HeldText, ImagingSession, ImagingSubject, Project, ScanProfile, Visibility
from img2fair.model.held import unseal
from img2fair.privacy import breakdown, facts
from img2fair.privacy.breakdown import ABOUT, PARTITIONS, band
from tests.sizes import size

LEAST = 5
"""The least that a config may say; with few the tables stay small enough to try all of them."""


def plainly(_: str, value: HeldText) -> str:
    """A code table that knows every word."""
    return unseal(value)


def one(number: int, sex: str = "", age: float | None = None) -> ImagingSubject:
    return ImagingSubject(
        Held(f"S{number}"), Held("l"), sex=Held(sex) if sex else None, age=None if age is None else Held(age)
    )


def of(subjects: Sequence[ImagingSubject], sessions: Sequence[ImagingSession] = ()) -> Project:
    return Project("P", Visibility.PUBLIC, subjects=tuple(subjects), sessions=tuple(sessions))


def held(text: str | None) -> HeldText | None:
    return Held(text) if text else None


def session(
    number: int,
    *modalities: str,
    strength: str | None = None,
    manufacturer: str | None = None,
    body_part: str | None = None,
) -> ImagingSession:
    maker, part = held(manufacturer), held(body_part)
    scans = tuple(ScanProfile(2, Held(modality), manufacturer=maker, body_part=part) for modality in modalities)
    ids = Held(f"E{number}"), Held("l"), Held(f"S{number}")
    return ImagingSession(*ids, scans=scans, field_strength=held(strength))


def counted(project: Project, least: int = 10, species: str | None = None) -> tuple[Count, ...]:
    found = facts(project, least, species)
    return breakdown(found.people, found.cells, least, plainly)


def told(project: Project, about: str, least: int = 10) -> dict[str, int | None]:
    return {count.value: count.subjects for count in counted(project, least) if count.about == about}


def test_people_are_counted_by_all_that_is_known_of_them() -> None:
    subjects = [one(n, "F" if n % 2 else "M", 30 + n % 3 * 30) for n in range(60)]
    sessions = [
        session(n, "MR", *(["CT"] if n < 20 else []), strength="1,5T", manufacturer="Maker", body_part="HEAD")
        for n in range(60)
    ]
    assert counted(of(subjects, sessions)) == (
        Count("sex", "female", 30),
        Count("sex", "male", 30),
        Count("age", "30-34", 20),
        Count("age", "60-64", 20),
        Count("age", "90+", 20),
        Count("modality", "CT", 20),
        Count("modality", "MR", 60),
        Count("body_part", "HEAD", 60),
        Count("manufacturer", "Maker", 60),
        Count("field_strength", "1.5", 60),
    )


@pytest.mark.parametrize(("age", "written"), [(0.4, "0-4"), (5, "5-9"), (44.9, "40-44"), (89.9, "85-89"), (112, "90+")])
def test_bands_of_ages(age: float, written: str) -> None:
    assert band(age) == written


def test_values_of_one_name_are_one_and_a_person_counts_once() -> None:
    sessions = [session(n, "CT", manufacturer="SIEMENS" if n % 3 else "Siemens Healthineers") for n in range(30)]
    again = [session(n, "CT", manufacturer="SIEMENS") for n in range(30)]
    found = facts(of([one(n) for n in range(30)], [*sessions, *again]), 10)

    def known(about: str, _: HeldText) -> str | None:
        return "Siemens" if about == "manufacturer" else None

    assert breakdown(found.people, found.cells, 10, known) == (Count("manufacturer", "Siemens", 30),)


@pytest.mark.parametrize(
    ("having", "shown"),
    [
        (0, {}), (1, {"MR": None}), (9, {"MR": None}), (10, {"MR": 10}), (40, {"MR": 40}),
        (41, {}), (49, {}), (50, {"MR": 50}),
    ],
)  # fmt: skip
def test_who_has_a_modality_and_who_has_not_are_both_many(having: int, shown: dict[str, int | None]) -> None:
    found = told(of([one(n) for n in range(50)], [session(n, "MR") for n in range(having)]), "modality")
    assert found == shown


def test_sessions_of_strangers_and_derived_objects_are_not_counted() -> None:
    sessions = [session(n, "SEG") for n in range(30)] + [session(n + 100, "CT") for n in range(30)]
    assert counted(of([one(n) for n in range(30)], sessions)) == ()


def test_nothing_is_counted_of_few_of_animals_or_of_who_was_not_read() -> None:
    many = of([one(n, "F", 40) for n in range(30)], [session(n, "CT") for n in range(30)])
    assert counted(many)
    assert counted(replace(many, subjects=many.subjects[:9], sessions=many.sessions[:9])) == ()
    assert counted(replace(many, keywords=Held("canine"))) == ()
    assert counted(many, species="mouse") == ()
    assert counted(replace(many, unread=frozenset({"subjects"}))) == ()


World = tuple[int, ...]
BANDS = (20.0, 30.0, 40.0)


@cache
def alike(total: int) -> dict[tuple[Count, ...], list[World]]:
    """Every way to split a known total into three bands and those of unknown age, by what is told of it."""
    found: dict[tuple[Count, ...], list[World]] = defaultdict(list)
    for parts in itertools.product(range(total + 1), repeat=len(BANDS)):
        if sum(parts) <= total:
            world = (*parts, total - sum(parts))
            found[shown(world)].append(world)
    return found


def shown(world: World) -> tuple[Count, ...]:
    ages = [age for age, count in zip((*BANDS, None), world, strict=True) for _ in range(count)]
    return counted(of([one(n, age=age) for n, age in enumerate(ages)]), LEAST)


@settings(max_examples=size(500, 2000))
@given(st.integers(LEAST, size(14, 20)), st.data())
def test_no_part_of_a_partition_below_the_least_follows(total: int, data: st.DataObject) -> None:
    """Among the worlds that look alike from outside, no part is one to four in all of them."""
    world = data.draw(st.sampled_from(sorted({world for worlds in alike(total).values() for world in worlds})))
    worlds = alike(total)[shown(world)]
    for part in range(len(world)):
        assert not all(0 < other[part] < LEAST for other in worlds), worlds
    sums = [world for world in worlds if 0 < sum(world[:-1]) < LEAST]
    assert len(sums) != len(worlds), "how many have a known age"


@settings(max_examples=size(500, 2000))
@given(
    st.lists(st.tuples(st.sampled_from("FM?"), st.integers(0, 100), st.sets(st.sampled_from(("CT", "MR", "US")))),
             max_size=40),
    st.integers(5, 12),
)  # fmt: skip
def test_no_count_is_below_the_least_and_none_is_far_from_the_truth(
    people: list[tuple[str, int, set[str]]], least: int
) -> None:
    subjects = [one(n, sex, age) for n, (sex, age, _) in enumerate(people)]
    sessions = [session(n, *sorted(modalities)) for n, (_, _, modalities) in enumerate(people)]
    truth = {
        "sex": {"female": sum(s == "F" for s, _, _ in people), "male": sum(s == "M" for s, _, _ in people)},
        "modality": {name: sum(name in m for _, _, m in people) for name in ("CT", "MR", "US")},
    }
    for count in counted(of(subjects, sessions), least):
        true = truth.get(count.about, {}).get(count.value)
        true = sum(band(age) == count.value for _, age, _ in people) if true is None else true
        if count.subjects is None:
            assert count.about not in PARTITIONS
            assert 0 < true < least
            continue
        assert least <= count.subjects
        assert abs(count.subjects - true) <= 2
        assert true >= least
        assert count.about in PARTITIONS or len(people) - true == 0 or len(people) - true >= least


def test_what_is_told_stands_in_one_order() -> None:
    strengths = ["3", "0.55", "1.5"]
    sessions = [session(n, "MR", strength=strengths[n % 3]) for n in range(60)]
    found = counted(of([one(n, "F") for n in range(60)], sessions))
    assert [count.value for count in found if count.about == "field_strength"] == ["0.55", "1.5", "3"]
    assert [ABOUT.index(count.about) for count in found] == sorted(ABOUT.index(count.about) for count in found)
