"""Figures that tell of few subjects, alone or less one another (docs/decisions/006-few-subjects.md)."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.mapping import Settings
from img2fair.mapping.names import project_names
from img2fair.mapping.views import Reader
from img2fair.model import Held, ImagingSession, ImagingSubject, Project, Resource, ScanProfile, Visibility
from img2fair.privacy import facts
from img2fair.privacy.counts import about, complementary, rounded
from tests.sizes import size

LEAST = 10
SETTINGS = Settings({"url": "https://x.org"}, {})


def test_nobody_can_work_out_that_there_are_few_of_one_sex() -> None:
    """Every way to split a known total: among those that look alike, no count is always one to nine."""
    for total in range(LEAST, size(34, 60)):
        alike: dict[tuple[int | None, ...], list[tuple[int, int, int]]] = defaultdict(list)
        for female, male in itertools.product(range(total + 1), repeat=2):
            if female + male <= total:
                world = (female, male, total - female - male)
                shown = [rounded(part, LEAST) if part else None for part in complementary(world, LEAST)[:2]]
                alike[tuple(shown)].append(world)
        for worlds in alike.values():
            for part in range(3):
                assert not all(0 < world[part] < LEAST for world in worlds), worlds


def scan(label: str, modality: str, count: int, number: int) -> ScanProfile:
    resource = Resource(Held(label), Held(count * 3), Held(1_234_567 + 7919 * number))
    return ScanProfile(count, modality=Held(modality), resources=(resource,))


def project(labels: dict[str, Sequence[int]], people: int, modality: str = "CT", **more: Any) -> Project:
    """A project whose labels have files of these subjects, by number."""
    subjects = tuple(ImagingSubject(Held(f"S{n}"), Held("l")) for n in range(people))
    sessions = tuple(
        ImagingSession(Held(f"E{n}-{label}"), Held("l"), Held(f"S{n}"), scans=(scan(label, modality, 2, n),))
        for label, members in labels.items()
        for n in members
    )
    return Project("P", Visibility.PUBLIC, subjects=subjects, sessions=sessions, **more)


def told(of: Project) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """What a mapping can read: for each label its figures, and the totals."""
    found = facts(of, LEAST)
    reader = Reader(people=found.people, concerned=found.concerned, min_count=LEAST)
    names = project_names(SETTINGS, of, found, reader)
    figures = {one.member("label"): {key: one.member(key) for key in FIGURES} for one in names["resources"]}
    return figures, {path: names[path.split(".")[0]].member(path.split(".")[1]) for path in TOTALS}


FIGURES = ("files", "bytes", "scans")
TOTALS = (
    "subjects.count", "sessions.count", "scans.count", "scans.derived", "scans.segmented", "scans.rated",
    "scans.usable_share", "scans.questionable_share", "scans.unusable_share", "scans.files", "scans.bytes",
)  # fmt: skip
SHARES = dict.fromkeys(path for path in TOTALS if path.endswith("_share"))


def exact(members: Collection[int], figure: str) -> int:
    """The true figure of a label that these subjects have."""
    size = sum(1_234_567 + 7919 * number for number in members)
    return {"scans": 2 * len(members), "files": 6 * len(members), "bytes": size}[figure]


@given(
    st.dictionaries(st.sampled_from("ABCD"), st.sets(st.integers(0, 24), min_size=1), min_size=1),
    st.integers(0, 25),
)
def test_no_figure_of_few_subjects_is_told_or_follows(labels: dict[str, set[int]], people: int) -> None:
    of = project({label: sorted(found) for label, found in labels.items()}, people)
    figures, totals = told(of)
    if people < LEAST:
        assert not any(value is not None for one in [*figures.values(), totals] for value in one.values())
        return
    for label, found in labels.items():
        truth = {figure: exact(found, figure) for figure in FIGURES}
        if len(found) < LEAST:
            assert (figures[label]["files"], figures[label]["scans"]) == (None, None)
            assert figures[label]["bytes"] == about(truth["bytes"])
            assert figures[label]["bytes"] % 1_000_000 == 0
        else:
            assert (figures[label]["files"], figures[label]["bytes"]) == (truth["files"], truth["bytes"])
    hidden = [found for found in labels.values() if len(found) < LEAST]
    behind = len(set().union(*hidden))
    for figure in ("files", "bytes"):
        whole = totals[f"scans.{figure}"]
        assert whole is None or behind == 0 or behind >= LEAST, "the total less the others tells of few"
        assert whole in (None, sum(exact(found, figure) for found in labels.values()))
    shown = [one["scans"] for one in figures.values()]
    assert shown.count(None) in (0, len(shown)) or behind >= LEAST


def test_totals_of_the_few_who_were_imaged_are_withheld() -> None:
    figures, totals = told(project({"DICOM": range(3)}, 50))
    assert totals == dict.fromkeys(TOTALS) | {
        "subjects.count": 50, "scans.derived": 0, "scans.segmented": 0, "scans.rated": None,
    }  # fmt: skip
    assert figures == {"DICOM": {"files": None, "bytes": 4_000_000, "scans": None}}


def test_derived_objects_of_few_are_not_counted_and_do_not_follow() -> None:
    few = project({"DICOM": range(20)}, 20)
    drawn = project({"DICOM": range(2)}, 20, "SEG").sessions
    both = Project("P", Visibility.PUBLIC, subjects=few.subjects, sessions=(*few.sessions, *drawn))
    figures, totals = told(both)
    assert (totals["scans.count"], totals["scans.derived"]) == (40, None)
    assert figures["DICOM"]["scans"] is None, "less the acquired ones it would be the derived ones"


def test_none_at_all_counts_nobody_and_may_be_said() -> None:
    _, totals = told(project({}, 12))
    assert (totals["subjects.count"], totals["sessions.count"], totals["scans.count"]) == (12, 0, 0)


def test_subjects_listed_twice_are_one_person() -> None:
    of = project({}, 6)
    twice = Project("P", Visibility.PUBLIC, subjects=of.subjects * 3)
    assert facts(twice, LEAST).people == 6
    assert told(twice)[1]["subjects.count"] is None


def test_what_is_said_differently_of_one_subject_is_unknown() -> None:
    ids = [Held(f"S{n}") for n in range(20)]
    females = tuple(ImagingSubject(one, Held("l"), sex=Held("F"), age=Held(40.0)) for one in ids)
    males = tuple(ImagingSubject(one, Held("l"), sex=Held("M"), age=Held(50.0)) for one in ids)
    found = facts(Project("P", Visibility.PUBLIC, subjects=(*females, *males)), LEAST)
    assert (found.people, found.female, found.male, found.age_min) == (20, None, None, None)


def test_sessions_of_strangers_give_no_ages() -> None:
    of = project({}, 5)
    day = dt.date(2020, 1, 1)
    strangers = [ImagingSession(Held(f"E{n}"), Held("l"), Held(f"X{n}"), Held(day), age=Held(50.0)) for n in range(40)]
    found = facts(Project("P", Visibility.PUBLIC, subjects=of.subjects, sessions=tuple(strangers)), LEAST)
    assert (found.age_min, found.age_max) == (None, None)


@pytest.mark.parametrize(
    ("keywords", "title", "human"),
    [
        ("brain", "Glioma in pet dogs", False),
        ("", "Phantoms for MR QA", False),
        ("PDX", "Tumours", False),
        ("pre-clinical PET", "Tumours", False),
        ("cats", None, False),
        ("catalogue, rating, dogma", "A rational category", True),
        (None, None, True),
    ],
)
def test_animals_and_phantoms_are_told_by_keywords_and_title(
    keywords: str | None, title: str | None, human: bool
) -> None:
    of = project({}, 30, keywords=Held(keywords) if keywords else None, name=Held(title) if title else None)
    assert facts(of, LEAST).human is human
    assert facts(of, LEAST, "human").human


@pytest.mark.parametrize(("figure", "told"), [(0, 0), (7, 7), (15, 20), (12_345, 10_000), (987_654, 1_000_000)])
def test_about(figure: int, told: int) -> None:
    assert about(figure) == told
