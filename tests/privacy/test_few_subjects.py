"""Figures that tell of few subjects, alone or less one another (docs/decisions/006-few-subjects.md)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.config import load_config
from img2fair.errors import UsageFault
from img2fair.mapping import Settings, map_project
from img2fair.mapping.names import project_names
from img2fair.mapping.views import Reader
from img2fair.model import (
    Count,
    Header,
    Held,
    ImagingSession,
    ImagingSubject,
    Project,
    Resource,
    ScanProfile,
    Visibility,
)
from img2fair.privacy import facts
from img2fair.privacy.counts import about, behind, partition, rounded
from img2fair.privacy.overlapping import crowded
from img2fair.publication import mapping_settings
from tests.mapping.samples import loaded

LEAST = 10
MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SETTINGS = Settings({"url": "https://x.org"}, {})


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
    everyone, hidden = [f"S{n}" for n in range(people)], []
    for label, found in labels.items():
        truth = {figure: exact(found, figure) for figure in FIGURES}
        if behind(truth["files"], [f"S{n}" for n in found], everyone, LEAST) < LEAST:
            assert (figures[label]["files"], figures[label]["scans"]) == (None, None)
            assert figures[label]["bytes"] == about(truth["bytes"])
            assert figures[label]["bytes"] % 1_000_000 == 0
            hidden.append(found)
        else:
            assert (figures[label]["files"], figures[label]["bytes"]) == (truth["files"], truth["bytes"])
    few = len(set().union(*hidden))
    for figure in ("files", "bytes"):
        whole = totals[f"scans.{figure}"]
        assert whole is None or few == 0 or few >= LEAST, "the total less the others tells of few"
        assert whole in (None, sum(exact(found, figure) for found in labels.values()))
    shown = [one["scans"] for one in figures.values()]
    assert shown.count(None) in (0, len(shown)) or few >= LEAST


def test_totals_of_the_few_who_were_imaged_are_withheld() -> None:
    figures, totals = told(project({"DICOM": range(3)}, 50))
    assert totals == dict.fromkeys(TOTALS) | {
        "subjects.count": 50, "scans.derived": 0, "scans.segmented": 0, "scans.rated": 0,
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


@pytest.mark.parametrize(
    ("figure", "having", "people", "told"),
    [
        (20, 20, 20, 20), (40, 9, 40, 9), (30, 30, 40, 30), (35, 35, 40, 5), (39, 35, 40, 5), (40, 35, 40, 35),
        (100, 17, 18, 1), (100, 18, 19, 18), (18, 18, 19, 1), (0, 0, 19, 0),
    ],
)  # fmt: skip
def test_of_how_few_a_total_tells(figure: int, having: int, people: int, told: int) -> None:
    """Of those who have a thing; and of those who have none, where there are fewer things than people."""
    everyone = [f"S{n}" for n in range(people)]
    assert behind(figure, everyone[:having], everyone, LEAST) == told


@pytest.mark.parametrize(
    ("parts", "told"),
    [((20, 20, 0), (20, 20, 0)), ((20, 11, 9), (None,) * 3), ((20, 20, 10), (20, 20, 10)), ((40, 1), (None, None))],
)
def test_a_partition_with_a_small_part_is_not_told(parts: tuple[int, ...], told: tuple[int | None, ...]) -> None:
    assert partition(parts, LEAST) == told


@pytest.mark.parametrize(("scans", "narrow"), [(43, True), (49, True), (50, False), (400, False)])
def test_a_total_that_leaves_no_room_for_a_small_value(scans: int, narrow: bool) -> None:
    """All 40 have a CT scan, 3 another: of 43 scans no more than 3 are of another kind."""
    everyone = [f"S{n}" for n in range(40)]
    having = {"CT": everyone, "US": everyone[:3]}
    assert crowded(scans, having, ["CT"], 40, LEAST) is narrow
    assert crowded(scans, having, ["CT"], 40) is (scans < 80)
    assert not crowded(scans, {"CT": everyone}, ["CT"], 40, LEAST)


@pytest.mark.parametrize(("times", "shown"), [(1, None), (2, 70)])
def test_scans_and_files_are_not_told_where_they_narrow_a_small_value(times: int, shown: int | None) -> None:
    subjects = tuple(ImagingSubject(Held(f"S{n}"), Held("l")) for n in range(35))
    sessions = tuple(
        ImagingSession(Held("E"), Held("l"), Held(f"S{n}"), scans=(scan("DICOM", "MR" if n < 3 else "CT", times, n),))
        for n in range(35)
    )
    figures, totals = told(Project("P", Visibility.PUBLIC, subjects=subjects, sessions=sessions))
    assert totals["scans.count"] == shown
    assert (totals["scans.files"] is None) is (times == 0)
    assert figures["DICOM"]["scans"] == shown


@pytest.mark.parametrize("least", [5, 6, 10, 11, 25])
def test_presets_from_the_config_to_the_record(tmp_path: Path, least: int) -> None:
    """The same project with so many people as the config says, and with one fewer."""
    file = tmp_path / "img2fair.yaml"
    file.write_text(f"archive: {{url: https://x.org}}\nprivacy: {{min_count: {least}}}\n", encoding="utf-8")
    settings = mapping_settings(load_config(file).config, Header("https://x.org", "", "", MOMENT, ""))
    shown = []
    for people in (least, least - 1):
        found = project({"DICOM": range(people)}, people)
        women = tuple(replace(subject, sex=Held("F")) for subject in found.subjects)
        dataset = map_project(loaded("health-ri-core"), settings, replace(found, subjects=women)).records[0]
        counted = {triple.predicate.value.rpartition("#")[2]: triple for triple in dataset.triples}
        shown.append((dataset.counts[:1], "numberOfUniqueIndividuals" in counted, "numberOfRecords" in counted))
    assert shown == [((Count("sex", "female", rounded(least, least)),), True, True), ((), False, False)]


@pytest.mark.parametrize("least", [4, 1, 0, -1])
def test_the_floor_is_five(tmp_path: Path, least: int) -> None:
    file = tmp_path / "img2fair.yaml"
    file.write_text(f"archive: {{url: https://x.org}}\nprivacy: {{min_count: {least}}}\n", encoding="utf-8")
    with pytest.raises(UsageFault, match=r"min_count: must be 5 or more"):
        load_config(file)
