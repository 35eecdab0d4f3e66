"""Projects as they are read from answers that no archive should give: never a crash, never a wrong number."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from img2fair.archives.xnat.reader import ProjectReader
from img2fair.archives.xnat.site import Site, list_access
from img2fair.errors import RemoteFault
from img2fair.http import Client
from img2fair.model import Header, Held, Project, Visibility
from img2fair.model.held import unseal
from img2fair.model.snapshot_file import read_snapshot, snapshot_digest, write_snapshot
from tests.archives.canned import ROW, SUBJECT, Canned, answer, described, listing, table

SIZE = "xnat:imagescandata/file/file_size"
HEADER = Header("https://x.org", "XNAT", "run", dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "guest")


def project(**bodies: bytes | int) -> Project:
    """Project P as it is read from these answers."""
    site = Site("XNAT", {"P": Visibility.PUBLIC}, 1)
    return ProjectReader(Canned(**bodies), site, "P", Visibility.PUBLIC, range(1, 6)).read()


def sizes(found: Project) -> list[Held[int] | None]:
    return [one.bytes for session in found.sessions for scan in session.scans for one in scan.resources]


def test_of_one_subject_listed_twice_only_what_agrees_is_known() -> None:
    other = SUBJECT | {"gender": "M", "group": None}
    found = project(subjects=listing([SUBJECT, other, SUBJECT, SUBJECT | {"ID": "S2"}]))
    assert [unseal(one.id) for one in found.subjects] == ["S1", "S2"]
    assert found.subjects[0].sex is None
    assert found.subjects[0].age == Held(40.0)
    assert found.subjects[1].sex == Held("F")


def test_null_is_not_a_word() -> None:
    (found,) = project(subjects=listing([SUBJECT | {"gender": None, "project": None, "group": None}])).subjects
    assert (found.sex, found.group) == (None, None)


def test_who_may_not_see_subjects_is_not_told_that_there_are_no_sessions() -> None:
    found = project(subjects=403, sessions=table([]))
    assert found.unread == {"subjects", "sessions"}


def test_a_session_listed_as_own_and_as_shared_counts_once() -> None:
    found = project(shared=table([ROW]))
    assert [session.shared for session in found.sessions] == [False]
    assert [scan.count for scan in found.sessions[0].scans] == [1]
    assert sizes(found) == [Held(10)]


def test_a_row_that_stands_twice_counts_once_and_two_catalogues_twice() -> None:
    assert sizes(project(sessions=table([ROW, ROW]))) == [Held(10)]
    assert sizes(project(sessions=table([ROW, ROW | {SIZE: "5"}]))) == [Held(15)]


def test_the_order_of_rows_makes_no_difference() -> None:
    rows = [ROW | {"xnat:imagescandata/id": str(n), "label": f"l{n}", "xnat:imagescandata/type": "t"} for n in range(4)]
    assert project(sessions=table(rows)) == project(sessions=table(reversed(rows)))


def test_what_rows_of_one_session_say_differently_is_unknown() -> None:
    other = ROW | {"date": "2021-01-01", "xnat:imagescandata/modality": "MR", SIZE: "5"}
    (session,) = project(sessions=table([ROW, other])).sessions
    assert session.date is None
    assert session.scans[0].modality is None


@pytest.mark.parametrize("written", ["NaN", "inf", "-1", "", "many", "1e999"])
def test_a_size_that_is_none_is_unknown_and_so_is_the_sum(written: str) -> None:
    second = ROW | {"xnat:imagescandata/id": "2", SIZE: written}
    assert sizes(project(sessions=table([ROW, second]))) == [None]


ITEMS: list[dict[str, Any]] = [
    {"children": None},
    {"children": "x"},
    {"children": ["x", 1, None]},
    {"children": [{"field": "PI", "items": None}]},
    {"children": [{"field": "PI", "items": ["x", {"data_fields": "y"}, {}]}]},
    {"children": [{"field": "PI", "items": [{"data_fields": {"lastname": ["a"], "ID": 5}}]}]},
]


@pytest.mark.parametrize("more", ITEMS, ids=repr)
def test_children_of_another_shape_are_no_children(more: dict[str, Any]) -> None:
    body = json.dumps({"items": [{"data_fields": {"ID": "P", "name": ["x"], "keywords": {"a": 1}}, **more}]})
    found = project(project=body.encode())
    assert (found.name, found.keywords) == (None, None)
    assert found.pi is None or found.pi.lastname is None


def test_the_item_of_another_project_is_refused() -> None:
    with pytest.raises(RemoteFault, match="another project"):
        project(project=b'{"items": [{"data_fields": {"ID": "OTHER", "name": "private"}, "children": []}]}')


def test_halves_of_surrogate_pairs_can_be_kept(tmp_path: Path) -> None:
    found = project(
        project=described(name="a\ud800b", description="\udfff"),
        form=json.dumps({"uuid": {"title": "x\udc00", "n\ud800": [float("nan")]}}).encode(),
        subjects=listing([SUBJECT | {"label": "\ud83d\ude00\ud83d"}]),
    )
    write_snapshot(tmp_path / "s.jsonl", [found], lambda: HEADER)
    (again,) = read_snapshot(tmp_path / "s.jsonl").projects()
    assert again.name == Held("ab")
    assert again.description is None
    assert again.subjects[0].label == Held("\U0001f600")


class _Listing(Client):
    """A client whose list of projects is this."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        super().__init__("https://x.org", Canned().journal)
        self.rows = rows

    def get(self, path: str, params: Any = None, *, number: int | None = None, read: Callable[[Any], Any]) -> Any:
        return read(answer(listing(self.rows), "application/json"))


def test_two_answers_on_who_may_see_a_project_are_none() -> None:
    public, private = {"id": "P", "project_access": "public"}, {"id": "P", "project_access": "private"}
    for rows in ((public, private), (private, public), (public, private, public)):
        assert list_access(_Listing(*rows))[0] == {"P": Visibility.UNKNOWN}
    assert list_access(_Listing(public, public))[0] == {"P": Visibility.PUBLIC}
    with pytest.raises(RemoteFault, match="project_access"):
        list_access(_Listing({"id": "P"}))


def test_the_same_answers_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("1", "2"):
        write_snapshot(tmp_path / name, [project()], lambda: HEADER)
    assert snapshot_digest(tmp_path / "1") == snapshot_digest(tmp_path / "2")
