"""Sites at the edge: strange ids, ids so long that lists are split, rights lost on the way, nothing to read."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.archives import Login
from img2fair.archives.xnat.lists import LONGEST_FILTER, chunks
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.exchange import RequestRecord
from img2fair.demo.content import ArchiveContent, Project, Scan, Session, Subject, User
from img2fair.model import Header
from tests.archives.reading import read, without_waits
from tests.archives.truth import as_held, as_read
from tests.sizes import size

__all__ = ["without_waits"]

pytestmark = pytest.mark.usefixtures("without_waits")

STAMP = "2024-01-01 10:00:00.0"
MEMBER = (User(uid=3, login="demo", password="demo", roles={}),)
STRICTLY = pytest.mark.parametrize("strict", [False, True], ids=["as clients believe", "strictly"])


def project(id_: str, number: int, accessibility: str = "public") -> Project:
    """A project with one subject and one session with one scan."""
    scan = Scan(id="1", key=number, xsi_type="xnat:mrScanData", modality="MR")
    session = Session(
        id=f"E{number}", label="e", xsi_type="xnat:mrSessionData", modality="MR", date="2020-05-05",
        field_strength="3.0", scans=(scan,), insert_date=STAMP, last_modified=STAMP,
    )  # fmt: skip
    subject = Subject(id=f"S{number}", label="s", sessions=(session,), insert_date=STAMP, last_modified=STAMP)
    return Project(
        id=id_, name=f"project {number}", accessibility=accessibility, subjects=(subject,),
        insert_date=STAMP, last_modified=STAMP,
    )  # fmt: skip


def site(*projects: Project) -> ArchiveContent:
    return ArchiveContent(projects=projects, users=MEMBER)


def left_out(header: Header) -> set[str]:
    return {one.project for one in header.unread if not one.part}


ASKED = [
    "a b",
    "a.b",
    "a+b",
    "a&b=c",
    "Ä漢😀",
    "a'b",
    'a"b',
    "a#b",
    "a?b",
    "a%20b".replace("%", "_"),
    "..a",
    "A",
    "é" * 200,
]
NOT_ASKED = ["a,b", "a*", "%", "a%b", ".", "..", " a", "a ", "a\nb"]


@STRICTLY
@pytest.mark.parametrize("id_", [*ASKED, *NOT_ASKED])
def test_an_id_is_read_as_it_is_or_left_out(tmp_path: Path, id_: str, strict: bool) -> None:
    content = site(project("a", 1), project("b", 2), project(id_, 3), project("axb", 4, "private"))
    with DemoArchive(content, strict=strict) as archive:
        header, projects = read(archive, tmp_path / "s")
        queries = " ".join(record.query for record in archive.requests)
    read_ids = {"a", "b", id_} if id_ in ASKED else {"a", "b"}
    assert {one.id for one in projects} == read_ids
    for one in projects:
        assert as_read(one) == as_held(content, one.id)
    assert left_out(header) == {"a", "b", id_} - read_ids
    assert header.complete is (id_ in ASKED)
    assert "axb" not in queries


def test_a_group_of_ids_fits_into_an_address() -> None:
    ids = [f"{'漢😀' * 20}{number}" for number in range(500)]
    groups = list(chunks(ids))
    assert [id_ for group in groups for id_ in group] == ids
    for group in groups:
        assert len(",".join(group).encode()) * 3 <= LONGEST_FILTER + 300, "each byte may travel as three"


@contextmanager
def few_files(most: int) -> Iterator[None]:
    """Let the process open only a few files more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_lists_in_very_many_pieces(tmp_path: Path) -> None:
    count = size(100, 1000)
    long = site(*(project(f"{'x' * 3000}{number:04}", number) for number in range(count)))
    assert len(list(chunks(one.id for one in long.projects))) == count
    with few_files(90), DemoArchive(long) as archive:
        header, projects = read(archive, tmp_path / "s")
    assert header.complete
    assert len(projects) == count
    assert as_read(projects[-1]) == as_held(long, projects[-1].id)


@STRICTLY
@pytest.mark.parametrize("becomes", ["private", "protected"])
@pytest.mark.parametrize("number", range(1, 19))
def test_rights_that_are_lost_on_the_way_are_no_empty_project(
    tmp_path: Path, number: int, becomes: str, strict: bool
) -> None:
    content = site(project("A", 1), project("B", 2), replace(project("C", 3), subjects=()))
    closed = replace(content, projects=tuple(replace(one, accessibility=becomes) for one in content.projects))
    with DemoArchive(content, strict=strict) as archive:

        def close(_: RequestRecord) -> None:
            if len(archive.requests) == number:
                archive.content = closed

        archive.on_request = close
        header, projects = read(archive, tmp_path / "s")
    for one in projects:
        truth = as_held(content, one.id)
        if as_read(one) == truth or one.id in header.moving:
            continue
        assert {"subjects", "sessions"} <= one.unread, one.id
        assert not one.subjects
        assert not one.sessions
    assert {"A", "B", "C"} - {one.id for one in projects} <= left_out(header)


@STRICTLY
@pytest.mark.parametrize("number", range(1, 19))
def test_rights_that_are_given_on_the_way(tmp_path: Path, number: int, strict: bool) -> None:
    closed = site(project("A", 1, "protected"), project("B", 2))
    opened = replace(closed, users=(replace(MEMBER[0], roles={"A": "Members"}),))
    with DemoArchive(closed, strict=strict) as archive:

        def give(_: RequestRecord) -> None:
            if len(archive.requests) == number:
                archive.content = opened

        archive.on_request = give
        _, projects = read(archive, tmp_path / "s")
    found = next(one for one in projects if one.id == "A")
    assert {"subjects", "sessions"} <= found.unread or as_read(found) == as_held(opened, "A")


NOTHING = {
    "no project": site(),
    "all private, none of one's own": site(project("A", 1, "private"), project("B", 2, "private")),
    "all private, of one's own": replace(
        site(project("A", 1, "private")), users=(replace(MEMBER[0], roles={"A": "Owners"}),)
    ),
}


@STRICTLY
@pytest.mark.parametrize("login", [Login("demo", "demo"), None], ids=["user", "guest"])
@pytest.mark.parametrize("content", NOTHING.values(), ids=NOTHING)
def test_where_there_is_nothing_to_read(
    tmp_path: Path, content: ArchiveContent, login: Login | None, strict: bool
) -> None:
    with DemoArchive(content, strict=strict) as archive:
        header, projects = read(archive, tmp_path / "s", login)
        assert not any("columns" in record.query for record in archive.requests)
    assert not projects
    assert header.complete
    assert not header.unread


@STRICTLY
def test_an_account_without_rights_in_protected_projects(tmp_path: Path, strict: bool) -> None:
    content = site(project("A", 1, "protected"), project("B", 2, "protected"))
    with DemoArchive(content, strict=strict) as archive:
        header, projects = read(archive, tmp_path / "s")
    assert [one.id for one in projects] == ["A", "B"]
    assert all({"subjects", "sessions"} <= one.unread and one.name is not None for one in projects)
    assert header.complete
