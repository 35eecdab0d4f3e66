"""People counted by sex, age, modality …: no count below the least is told, and none follows from those that are."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.model import Count, Held, HeldText, ImagingSession, ImagingSubject, Project, ScanProfile, Visibility
from img2fair.model.held import unseal
from img2fair.privacy import breakdown, facts
from img2fair.privacy.ages import band, told_bands, usual_ages
from img2fair.privacy.breakdown import ABOUT, PARTITIONS
from tests.sizes import size


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
        (0, {}), (1, {}), (9, {}), (10, {"MR": 10}), (40, {"MR": 40}), (41, {}), (49, {}), (50, {"MR": 50}),
    ],
)  # fmt: skip
def test_who_has_a_modality_and_who_has_not_are_both_many(having: int, shown: dict[str, int]) -> None:
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


@pytest.mark.parametrize(
    ("ct", "mr", "both", "shown"),
    [
        (20, 20, 0, {"CT": 20, "MR": 20}),
        (20, 20, 4, {"MR": 25}),
        (20, 20, 10, {"CT": 30, "MR": 30}),
        (25, 20, 0, {"CT": 25, "MR": 20}),
        (27, 20, 3, {"CT": 30}),
    ],
)
def test_few_with_two_values_keep_the_smaller_in(ct: int, mr: int, both: int, shown: dict[str, int]) -> None:
    """Who knows that everybody has one of the two could tell by the sum how many have both."""
    kinds = [("CT",)] * ct + [("MR",)] * mr + [("CT", "MR")] * both
    people = [one(n) for n in range(len(kinds))]
    assert told(of(people, [session(n, *kind) for n, kind in enumerate(kinds)]), "modality") == shown


@pytest.mark.parametrize(
    ("makers", "shown"),
    [
        ((60, 37, 3), {"A": 60}),
        ((45, 42, 13), {"A": 45, "B": 40, "C": 15}),
        ((45, 42, 10, 3), {}),
        ((60, 30, 6, 4), {"A": 60, "B": 30}),
    ],
)
def test_few_of_another_maker(makers: Sequence[int], shown: dict[str, int]) -> None:
    names = [name for name, count in zip("ABCD", makers, strict=False) for _ in range(count)]
    sessions = [session(n, "CT", manufacturer=name) for n, name in enumerate(names)]
    assert told(of([one(n) for n in range(len(names))], sessions), "manufacturer") == shown


@pytest.mark.parametrize(
    ("three", "bare", "shown"), [(30, 0, {"3": 30}), (25, 5, {}), (20, 10, {"3": 20}), (30, 5, {})]
)
def test_a_field_strength_beside_few_others_in_such_a_scanner(three: int, bare: int, shown: dict[str, int]) -> None:
    sessions = [session(n, "MR", strength="3" if n < three else None) for n in range(three + bare)]
    assert told(of([one(n) for n in range(60)], sessions), "field_strength") == shown


@pytest.mark.parametrize(
    ("sizes", "people", "shown"),
    [
        ({"40-44": 20, "45-49": 30}, 50, {"40-44": 20, "45-49": 30}),
        ({"40-44": 20, "45-49": 30}, 53, {"45-49": 30}),
        ({"40-44": 20, "45-49": 30, "50-54": 9}, 59, {"45-49": 30}),
        ({"40-44": 20, "45-49": 30, "50-54": 9, "55-59": 1}, 60, {"40-44": 20, "45-49": 30}),
        ({"40-44": 12, "45-49": 9, "50-54": 9}, 30, {}),
        ({"40-44": 9}, 9, {}),
    ],
)
def test_bands_that_are_told(sizes: dict[str, int], people: int, shown: dict[str, int]) -> None:
    assert told_bands(sizes, people, 10) == shown


@pytest.mark.parametrize(
    ("ages", "unknown", "shown"),
    [
        ([30.0] * 20 + [52.0] * 20, 0, (30, 54)),
        ([30.0] * 20 + [95.0] * 20, 0, (30, 89)),
        ([95.0] * 20, 0, (85, 89)),
        ([float(age) for age in range(20, 60)], 0, (25, 54)),
        ([float(age) for age in range(20, 49)], 0, (25, 39)),
        ([float(age) for age in range(20, 48)], 0, None),
        ([float(age) for age in range(20, 55)], 2, None),
        ([float(age) for age in range(20, 56)], 2, (25, 49)),
        ([float(age) for age in range(20, 49)], 10, (25, 39)),
        ([88.0] * 19 + [float(age) for age in range(91, 111)], 20, (85, 89)),
        ([88.0] * 14 + [float(age) for age in range(60, 85)], 20, (65, 89)),
        ([], 50, None),
    ],
)
def test_the_usual_ages(ages: list[float], unknown: int, shown: tuple[int, int] | None) -> None:
    assert usual_ages(ages, len(ages) + unknown, 10) == shown


@given(st.lists(st.floats(0, 119.9), max_size=80), st.integers(0, 30), st.sampled_from([5, 6, 10, 11]))
def test_an_age_range_speaks_of_many(ages: list[float], unknown: int, least: int) -> None:
    shown = usual_ages(ages, len(ages) + unknown, least)
    if shown is None:
        return
    lower, upper = shown
    assert (lower % 5, upper % 5) == (0, 4)
    assert upper <= 89
    assert sum(lower <= age <= upper + 1 or (upper == 89 and age >= 85) for age in ages) >= least
    assert len(ages) >= least


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
        assert count.subjects is not None
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
