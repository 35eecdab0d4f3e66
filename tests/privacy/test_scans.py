"""Field strengths, ratings of quality and segmentations: what is told of scans beside their number."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.mapping import Settings
from img2fair.mapping.names import project_names
from img2fair.mapping.views import Reader
from img2fair.model import Assessor, Held, ImagingSession, ImagingSubject, Project, ScanProfile, Visibility
from img2fair.model.held import unseal
from img2fair.privacy import facts
from img2fair.privacy.tesla import tesla
from tests.sizes import size

LEAST = 10
SETTINGS = Settings({"url": "https://x.org"}, {})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.5", "1.5"), ("1,5T", "1.5"), ("15000", "1.5"), ("3.0", "3"), ("3", "3"), (" 3 T ", "3"), ("3 Tesla", "3"),
        ("1500 mT", "1.5"), ("15 kG", "1.5"), ("30000 gauss", "3"), ("2.89362", "3"), ("1.494", "1.5"), ("7", "7"),
        ("0.55", "0.55"), ("0,064", "0.064"), ("1.29", "1.29"), ("12.345678", "12.35"), ("9.4", "9.4"),
        ("", None), ("MR", None), ("3T Prisma", None), ("1.5/3", None), ("-1.5", None), ("0", None), ("3000", None),
        ("30000.0", "3"), ("1500", None), ("99999999", None), ("NaN", None), ("1e4", None), ("\u0663", None),
        ("1.5 Ann Miller", None),
    ],
)  # fmt: skip
def test_field_strengths_as_they_are_written(written: str, read: str | None) -> None:
    assert tesla(written) == read


@given(st.text(max_size=12))
def test_a_field_strength_is_a_plain_number_or_nothing(written: str) -> None:
    told = tesla(written)
    assert told is None or (tesla(told) == told and set(told) <= set("0123456789.") and len(told) <= 5)


def scan(modality: str = "MR", quality: str | None = None, count: int = 1) -> ScanProfile:
    return ScanProfile(count, modality=Held(modality), quality=Held(quality) if quality else None)


def project(scans: Mapping[int, Collection[ScanProfile]], people: int = 40, **more: Any) -> Project:
    subjects = tuple(ImagingSubject(Held(f"S{n}"), Held("l")) for n in range(people))
    sessions = tuple(
        ImagingSession(Held(f"E{n}"), Held("l"), Held(f"S{n}"), scans=tuple(found), **more)
        for n, found in scans.items()
    )
    return Project("P", Visibility.PUBLIC, subjects=subjects, sessions=sessions)


def told(of: Project, *paths: str) -> list[Any]:
    found = facts(of, LEAST)
    reader = Reader(people=found.people, concerned=found.concerned, min_count=LEAST)
    scans = project_names(SETTINGS, of, found, reader)["scans"]
    return [scans.member(path) for path in paths]


def test_field_strengths_are_those_of_acquired_mr() -> None:
    magnetic = project({0: [scan("MR")]}, field_strength=Held("15000"))
    weak = project({1: [scan("mr")]}, field_strength=Held("0.35T"))
    other = project({2: [scan("CT")], 3: [], 4: [scan("SEG")]}, field_strength=Held("7"))
    odd = project({5: [scan("MR")]}, field_strength=Held("Dr. Miller"))
    sessions = (*magnetic.sessions, *weak.sessions, *other.sessions, *odd.sessions)
    both = Project("P", Visibility.PUBLIC, subjects=magnetic.subjects, sessions=sessions)
    assert told(both, "field_strengths") == [["0.35", "1.5"]]
    assert told(project({}), "field_strengths") == [[]]


SHARES = ("rated", "usable_share", "questionable_share", "unusable_share")


@pytest.mark.parametrize(
    ("ratings", "shown"),
    [
        ({"usable": 40}, [40, 100, 0, 0]),
        ({"Usable ": 30, "unusable": 10}, [40, 75, 0, 25]),
        ({"usable": 20, "questionable": 10, "unusable": 10}, [40, 50, 25, 25]),
        ({"usable": 39, "unusable": 1}, [40, None, None, None]),
        ({"usable": 35, "unusable": 5}, [40, None, None, None]),
        ({"usable": 22, "questionable": 13, "unusable": 5}, [40, None, None, None]),
        ({"usable": 30, "fair": 10}, [30, 100, 0, 0]),
        ({"usable": 35, "fair": 5}, [None, None, None, None]),
        ({"usable": 9, "fair": 31}, [None, None, None, None]),
        ({"fair": 40}, [0, None, None, None]),
    ],
)
def test_quality_is_told_in_shares_of_the_rated_scans(ratings: dict[str, int], shown: list[int | None]) -> None:
    written = [rating for rating, subjects in ratings.items() for _ in range(subjects)]
    assert told(project({n: [scan("MR", one)] for n, one in enumerate(written)}), *SHARES) == shown


def test_quality_of_derived_objects_and_of_what_was_not_read_is_unknown() -> None:
    assert told(project({n: [scan("SEG", "usable")] for n in range(40)}), *SHARES) == [0, None, None, None]
    unread = Project("P", Visibility.PUBLIC, subjects=project({}).subjects, unread=frozenset({"sessions"}))
    assert told(unread, *SHARES, "segmented") == [None] * 5


@pytest.mark.parametrize(("each", "shown"), [(9, [360, 100, 0, 0]), (8, [320, None, None, None])])
def test_few_bad_scans_among_very_many(each: int, shown: list[int | None]) -> None:
    """A share that rounds to nothing does not tell of few where it can be of many scans."""
    of = project({n: [scan("MR", "usable" if n else "unusable", 1 if not n else each)] for n in range(40)})
    more = project({n: [scan("MR", "usable", each - 1)] for n in range(1)}, people=1).sessions
    assert told(Project("P", Visibility.PUBLIC, subjects=of.subjects, sessions=(*of.sessions, *more)), *SHARES) == shown


@given(st.lists(st.sampled_from(("usable", "questionable", "unusable", "")), max_size=size(40, 80)), st.integers(1, 4))
def test_no_share_tells_of_few(ratings: list[str], each: int) -> None:
    """Shares that are told are rounded and of many; one that would not be keeps them all in."""
    of = project({n: [scan("MR", rating or None, each)] for n, rating in enumerate(ratings)}, people=len(ratings))
    rated, *shares = told(of, *SHARES)
    numbers = [ratings.count(rating) for rating in ("usable", "questionable", "unusable")]
    known = sum(numbers)
    if len(ratings) < LEAST or 0 < known < LEAST:
        assert [rated, *shares] == [None] * 4
    assert rated in (None, known * each)
    assert shares.count(None) in (0, 3)
    for share, number in zip(shares, numbers, strict=True):
        assert share is None or share % 5 == 0
        assert share is None or abs(share - 100 * number / known) <= 2.5
        assert share is None or number == 0 or number >= LEAST


@pytest.mark.parametrize(("drawn", "shown"), [(0, 0), (1, None), (9, None), (10, 10), (30, 30), (31, None), (40, 40)])
def test_subjects_with_a_segmentation(drawn: int, shown: int | None) -> None:
    objects = project({n: [scan("CT"), scan("SEG" if n % 2 else "RTSTRUCT")] for n in range(drawn)})
    assert told(objects, "segmented") == [shown]
    collections = project(
        {n: [scan("CT")] for n in range(drawn)}, assessors=(Assessor(Held("icr:roiCollectionData"), 2),)
    )
    assert told(collections, "segmented") == [shown]


def test_other_assessors_and_strangers_are_no_segmented_subjects() -> None:
    checked = project({n: [scan("CT")] for n in range(40)}, assessors=(Assessor(Held("xnat:qcManualAssessorData")),))
    strangers = project({n + 100: [scan("SEG")] for n in range(40)})
    assert told(checked, "segmented") == told(strangers, "segmented") == [0]
    partly = Project("P", Visibility.PUBLIC, subjects=checked.subjects, unread=frozenset({"assessors"}))
    assert told(partly, "segmented") == [None]


def test_few_subjects_leak_no_new_figure() -> None:
    few = project({n: [scan("MR", "usable"), scan("SEG")] for n in range(9)}, people=9, field_strength=Held("3"))
    assert told(few, *SHARES, "segmented") == [None] * 5
    found = facts(few, LEAST)
    names = project_names(SETTINGS, few, found, Reader(people=9, concerned=found.concerned, min_count=LEAST))
    assert (names["counts"].member("csv"), bool(names["counts"]), names["counts"].told) == (None, False, ())
    assert [unseal(one) for one in found.field_strengths] == ["3"]
