"""Rows of a snapshot and a report: complete, unknown where the archive does not say, and one project at a time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair import (
    ArchiveSettings,
    MappingSettings,
    Project,
    Snapshot,
    cause_rows,
    harvest_to,
    load_mapping,
    load_profile,
    map_snapshot,
    project_rows,
    read_snapshot,
    scan_rows,
    session_rows,
    validate,
)
from img2fair.cli.settings import config_or_bare
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.model import Held, Visibility
from img2fair.publication import mapping_settings

NOWHERE = Path()


@pytest.fixture(scope="module")
def snapshot(content: ArchiveContent, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The whole demo archive, read as a guest."""
    file = tmp_path_factory.mktemp("harvest") / "snapshot.jsonl"
    with DemoArchive(content) as archive:
        harvested = harvest_to(str(file), "xnat", ArchiveSettings(archive.url, iri="https://xnat.example.org"))
    found = read_snapshot(str(file))
    assert (harvested.header.projects, found.header.archive) == (9, "https://xnat.example.org")
    return found


def only(snapshot: Snapshot, *projects: Project) -> Snapshot:
    return Snapshot(snapshot.header, lambda: iter(projects))


def of(snapshot: Snapshot, id_: str) -> Project:
    return next(project for project in snapshot.projects() if project.id == id_)


def test_rows_agree_with_each_other_and_with_the_snapshot(snapshot: Snapshot) -> None:
    projects = {row["project"]: row for row in project_rows(snapshot)}
    sessions, scans = list(session_rows(snapshot)), list(scan_rows(snapshot))
    for project in snapshot.projects():
        row, here = projects[project.id], [one for one in sessions if one["project"] == project.id]
        acquired = sum(one["scans"] for one in scans if one["project"] == project.id and not one["derived"])
        assert len(here) == len(project.sessions)
        if row["sessions"] is not None:
            assert (row["sessions"], row["subjects"]) == (len(here), len(project.subjects))
            assert row["scans"] == acquired == sum(one["scans"] for one in here)
            assert row["derived"] == sum(one["derived"] for one in here)
            assert [one["session"] for one in here] == [*range(1, len(here) + 1)]
    assert sum(one["scans"] for one in scans) == sum(
        profile.count for project in snapshot.projects() for session in project.sessions for profile in session.scans
    )


def test_what_the_archive_does_not_say_is_unknown_and_not_none(snapshot: Snapshot) -> None:
    rows = {row["project"]: row for row in project_rows(snapshot)}
    unknown = rows["covid_19_ar"]
    assert [unknown[name] for name in ("subjects", "sessions", "scans", "derived", "files", "bytes")] == [None] * 6
    assert (rows["b_mode_and_ceus_liver"]["scans"], rows["b_mode_and_ceus_liver"]["bytes"]) == (60, None)


def test_a_total_with_an_unknown_part_is_unknown(snapshot: Snapshot) -> None:
    project = of(snapshot, "tcga_kich")
    (whole,) = project_rows(only(snapshot, project))
    first, *others = project.sessions
    profile, *more = first.scans
    resources = tuple(replace(one, files=None) for one in profile.resources)
    assert resources
    changed = replace(first, scans=(replace(profile, resources=resources), *more))
    (part,) = project_rows(only(snapshot, replace(project, sessions=(changed, *others))))
    assert isinstance(whole["files"], int)
    assert (part["files"], part["bytes"]) == (None, whole["bytes"])


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.UNKNOWN])
def test_projects_that_are_not_for_the_public_have_no_rows(snapshot: Snapshot, visibility: Visibility) -> None:
    closed = only(snapshot, replace(of(snapshot, "tcga_kich"), visibility=visibility))
    assert [*project_rows(closed), *session_rows(closed), *scan_rows(closed)] == []


def test_projects_are_read_one_at_a_time(snapshot: Snapshot) -> None:
    taken: list[str] = []

    def one_by_one() -> Iterator[Project]:
        for project in snapshot.projects():
            taken.append(project.id)
            yield project

    next(scan_rows(Snapshot(snapshot.header, one_by_one)))
    assert taken == ["b_mode_and_ceus_liver"]


def test_causes_are_the_findings_counted(snapshot: Snapshot) -> None:
    report = validate(map_snapshot(snapshot, load_mapping("dcat-ap")), [load_profile("dcat-ap")])
    rows = list(cause_rows(report))
    found = Counter((one.code, one.severity.value) for one in report.findings)
    assert {(row["code"], row["severity"]) for row in rows} == set(found)
    assert sum(row["records"] for row in rows) <= sum(found.values())
    assert [row["severity"] for row in rows] == sorted(
        (row["severity"] for row in rows), key="violation warning info".split().index
    )
    assert [row["message"] for row in cause_rows(report, "nl")] != [row["message"] for row in rows]


def test_without_settings_the_records_are_those_of_the_command_line(snapshot: Snapshot) -> None:
    bare = config_or_bare(NOWHERE, snapshot.header.archive).config
    assert MappingSettings.of_header(snapshot.header) == mapping_settings(bare, snapshot.header)


def test_what_a_notebook_shows_is_short_and_sealed(snapshot: Snapshot) -> None:
    mapped = map_snapshot(snapshot, load_mapping("dcat-ap"))
    profile = load_profile("dcat-ap")
    shown = [snapshot, mapped, mapped.mapping, mapped.records[1], profile, validate(mapped, [profile])]
    for one in map(repr, shown):
        assert one.startswith("<")
        assert len(one) < 150
    assert "***" in repr(of(snapshot, "tcga_kich").name)
    assert isinstance(of(snapshot, "tcga_kich").name, Held)
