"""The snapshot on disk: private, streamed, equal for equal content, and clear about what is not one."""

import datetime as dt
from pathlib import Path

import pytest

from img2fair.errors import Fault, UsageFault
from img2fair.model import Header, Held, ImagingSubject, Project, Request, Visibility
from img2fair.model.snapshot_file import partial_path, read_partial, read_snapshot, snapshot_digest, write_snapshot

HEADER = Header(
    "https://x.example.org",
    "XNAT 1.9",
    "r1",
    dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    "user",
    requests=(
        Request(1, "GET", "/data/projects", parts=("project", "people")),
        Request(2, "GET", "/data/projects/B", project="B", parts=("people",)),
    ),
)
PROJECTS = [
    Project(
        "A",
        Visibility.PUBLIC,
        name=Held("Jansen^Piet"),
        subjects=(ImagingSubject(Held("S1"), Held("lé")),),
        requests={"project": 1, "people": 1},
    ),
    Project("B", Visibility.PROTECTED, unread=frozenset({"subjects"}), requests={"project": 1, "people": 2}),
]


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    made = write_snapshot(tmp_path / "s.jsonl", PROJECTS, lambda: HEADER)
    snapshot = read_snapshot(tmp_path / "s.jsonl")
    assert snapshot.header == made
    assert list(snapshot.projects()) == PROJECTS
    assert list(snapshot.projects()) == PROJECTS, "it can be read again"
    assert (tmp_path / "s.jsonl").stat().st_mode & 0o777 == 0o600


def test_the_header_is_not_part_of_its_digest(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "1", PROJECTS, lambda: HEADER)
    write_snapshot(tmp_path / "2", PROJECTS, lambda: Header("https://y.example.org", "", "r2", HEADER.time, "guest"))
    write_snapshot(tmp_path / "3", PROJECTS[:1], lambda: HEADER)
    assert snapshot_digest(tmp_path / "1") == snapshot_digest(tmp_path / "2") != snapshot_digest(tmp_path / "3")


@pytest.mark.parametrize("lines", [1, 2])
def test_one_cut_short_is_refused_without_quoting_it(tmp_path: Path, lines: int) -> None:
    write_snapshot(tmp_path / "s", PROJECTS, lambda: HEADER)
    text = (tmp_path / "s").read_text().splitlines(keepends=True)
    (tmp_path / "s").write_text("".join(text[:lines]) + text[lines][:30])
    with pytest.raises(UsageFault, match="cut short") as caught:
        list(read_snapshot(tmp_path / "s").projects())
    assert "Jansen" not in str(caught.value)
    assert caught.value.__context__ is None or "Jansen" not in str(caught.value.__context__)


def test_another_version_is_named(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "s", PROJECTS, lambda: HEADER)
    text = (tmp_path / "s").read_text().replace('"version":3', '"version":9', 1)
    (tmp_path / "s").write_text(text)
    with pytest.raises(UsageFault, match="version 9"):
        read_snapshot(tmp_path / "s")


def test_a_harvest_that_breaks_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("old")

    def breaking() -> object:
        yield PROJECTS[0]
        raise Fault("broken")

    with pytest.raises(Fault, match="broken"):
        write_snapshot(tmp_path / "s", breaking(), lambda: HEADER)  # type: ignore[arg-type]
    assert (tmp_path / "s").read_text() == "old"
    left = partial_path(tmp_path / "s")
    assert sorted(tmp_path.iterdir()) == [left, tmp_path / "s"]
    assert left.stat().st_mode & 0o777 == 0o600
    assert [project.id for project in read_partial(left).projects()] == ["A"]


def test_what_a_killed_run_left_is_read_without_its_last_line(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "s", PROJECTS, lambda: HEADER)
    text = (tmp_path / "s").read_text()
    (tmp_path / "left").write_text(text[:-20])
    assert [project.id for project in read_partial(tmp_path / "left").projects()] == ["A"]


def test_projects_may_come_in_any_order(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "1", PROJECTS, lambda: HEADER)
    write_snapshot(tmp_path / "2", reversed(PROJECTS), lambda: HEADER)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert not partial_path(tmp_path / "1").exists()


def test_nothing_is_left_of_a_run_that_read_nothing(tmp_path: Path) -> None:
    def broken() -> Header:
        raise Fault("broken")

    with pytest.raises(Fault, match="broken"):
        write_snapshot(tmp_path / "s", [], broken)
    assert not list(tmp_path.iterdir())
