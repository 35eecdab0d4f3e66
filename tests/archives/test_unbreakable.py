"""Whatever happens while an archive is read: the snapshot is right, or says what it is not; nothing is left open."""

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from img2fair.archives import Depth
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.exchange import RequestRecord
from img2fair.demo.archive.faults import Fault
from img2fair.demo.content import ArchiveContent
from img2fair.errors import Exit, LoginFault, RemoteFault
from img2fair.model import Header, Project
from img2fair.model.snapshot_file import snapshot_digest
from tests.archives.random_edits import edit
from tests.archives.random_site import sites
from tests.archives.reading import read, without_waits
from tests.archives.truth import as_held, as_read
from tests.sizes import size

__all__ = ["without_waits"]

pytestmark = pytest.mark.usefixtures("without_waits")

SMALL = ("b_mode_and_ceus_liver", "cmb_pca", "icdc_glioma", "qin_prostate_repeatability")
NOW = "2026-05-05 10:00:00.0"
STRICTLY = pytest.mark.parametrize("strict", [False, True], ids=["as clients believe", "strictly"])
FALLBACK = frozenset({
    "xnat:projectData/custom_fields", "xnat:projectData/investigators", "xnat:projectData/publications",
})  # fmt: skip

sized = settings(
    max_examples=size(25, 1500),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a site takes hours
)


@pytest.fixture(scope="module")
def some(content: ArchiveContent) -> ArchiveContent:
    return content.only(*SMALL)


@pytest.fixture(scope="module")
def whole(some: ArchiveContent, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("whole") / "s.jsonl"
    with DemoArchive(some) as archive:
        read(archive, path)
    return snapshot_digest(path)


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """See that no thread is left."""
    before = set(threading.enumerate())
    yield
    gc.collect()
    left = [thread for thread in set(threading.enumerate()) - before if "ThreadPool" in thread.name]
    assert not left


def only_reads(archive: DemoArchive) -> None:
    """See that nothing but GETs were sent, but for the log-out, and that it was."""
    assert {(r.method, r.path) for r in archive.requests if r.method != "GET"} <= {("DELETE", "/data/JSESSION")}
    assert archive.logins.count("demo") == 0


def after_request(archive: DemoArchive, number: int, what: Callable[[], None]) -> None:
    """Do something once, between two requests."""
    seen = 0

    def count(_: RequestRecord) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            what()

    archive.on_request = count


@STRICTLY
@pytest.mark.parametrize("seed", range(size(4, 60)))
def test_a_third_of_the_answers_fails(
    some: ArchiveContent, whole: str, tmp_path: Path, seed: int, strict: bool
) -> None:
    with DemoArchive(some, strict=strict) as archive:
        archive.faults.flaky(0.3, seed)
        header, _ = read(archive, tmp_path / "s.jsonl")
        assert any(record.fault for record in archive.requests)
        only_reads(archive)
    assert header.complete
    assert snapshot_digest(tmp_path / "s.jsonl") == whole


@sized
@given(site=sites(), seed=st.integers(0, 10**6), strict=st.booleans(), fallback=st.booleans())
def test_a_third_of_the_answers_of_a_random_site_fails(
    site: ArchiveContent, seed: int, strict: bool, fallback: bool
) -> None:
    unsupported = FALLBACK if fallback else frozenset()
    with TemporaryDirectory() as room:
        with DemoArchive(site, strict=strict, unsupported=unsupported) as archive:
            read(archive, Path(room, "1"))
            archive.faults.flaky(0.3, seed)
            header, _ = read(archive, Path(room, "2"))
        assert header.complete
        assert snapshot_digest(Path(room, "1")) == snapshot_digest(Path(room, "2"))


def test_a_dead_server_ends_the_run_after_bounded_tries(some: ArchiveContent, tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text("old")
    with DemoArchive(some) as archive:
        archive.faults.add(Fault(path=".*", kind="reset", after=6))
        with pytest.raises(RemoteFault) as caught:
            read(archive, tmp_path / "s.jsonl")
        assert len([r for r in archive.requests if r.fault]) <= 40
    assert caught.value.code == Exit.UNAVAILABLE
    assert (tmp_path / "s.jsonl").read_text() == "old"


def said_or_true(
    header: Header, projects: list[Project], before: ArchiveContent, after: ArchiveContent
) -> tuple[int, int]:
    """See that every project is of one state, or said not to be; count those of the state before and after."""
    told = {*header.moving, *(one.project for one in header.unread)}
    counts = [0, 0]
    for project in projects:
        line = as_read(project)
        truths = [
            as_held(content, project.id) if any(p.id == project.id for p in content.projects) else None
            for content in (before, after)
        ]
        for truth in truths:
            if truth is not None:  # access is that of the beginning, and the gate asks again before it writes
                truth["visibility"] = line["visibility"]
        assert line in truths or project.id in told, (project.id, [diff(line, truth) for truth in truths])
        counts = [count + (line == truth) for count, truth in zip(counts, truths, strict=True)]
    listed = {project.id for project in projects}
    shown = {p.id for p in before.projects if p.accessibility in ("public", "protected")}
    assert shown - listed <= {one.project for one in header.unread if not one.part}
    return counts[0], counts[1]


def diff(line: dict[str, Any], truth: dict[str, Any] | None) -> list[str]:
    return sorted(k for k in {*line, *(truth or {})} if line.get(k) != (truth or {}).get(k))


@pytest.mark.parametrize("unsupported", [frozenset(), FALLBACK], ids=["lists", "fallback"])
@pytest.mark.parametrize("number", range(1, 22))
def test_an_edit_between_any_two_requests(
    some: ArchiveContent, tmp_path: Path, number: int, unsupported: frozenset[str]
) -> None:
    random, strict = Random(number), number % 2 == 0  # noqa: S311 - to be repeated
    site = some.only("icdc_glioma", "cmb_pca")
    for _ in range(size(1, 30)):
        after = edit(site, random, NOW)
        with DemoArchive(site, strict=strict, unsupported=unsupported) as archive:
            after_request(archive, number, lambda edited=after: setattr(archive, "content", edited))  # type: ignore[misc]
            header, projects = read(archive, tmp_path / "s.jsonl")
        said_or_true(header, projects, site, after)


@sized
@given(
    site=sites(),
    seed=st.integers(0, 10**6),
    number=st.integers(1, 20),
    times=st.integers(1, 6),
    fallback=st.booleans(),
)
def test_edits_of_a_random_site_between_any_two_requests(
    site: ArchiveContent, seed: int, number: int, times: int, fallback: bool
) -> None:
    site = readable(site)
    after = edit(site, Random(seed), NOW, times)  # noqa: S311
    with DemoArchive(site, unsupported=FALLBACK if fallback else frozenset()) as archive, TemporaryDirectory() as room:
        after_request(archive, number, lambda: setattr(archive, "content", after))
        header, projects = read(archive, Path(room, "s.jsonl"))
    said_or_true(header, projects, site, after)


def readable(site: ArchiveContent) -> ArchiveContent:
    """The site with an account that reads all of it, so that its truth does not depend on rights."""
    roles = {project.id: "Members" for project in site.projects}
    return replace(site, users=(replace(site.users[0], roles=roles),))


def test_edits_without_end_are_said(some: ArchiveContent, tmp_path: Path) -> None:
    site = some.only("icdc_glioma")
    session = next(iter(site.sessions))
    with DemoArchive(site) as archive:

        def touch(record: RequestRecord) -> None:
            stamp = f"2026-05-05 10:{len(archive.requests) // 60:02}:{len(archive.requests) % 60:02}.0"
            archive.content = archive.content.with_session(session, last_modified=stamp, acquisition_site=stamp)

        archive.on_request = touch
        header, projects = read(archive, tmp_path / "s.jsonl")
    assert [project.id for project in projects] == ["icdc_glioma"]
    assert {*header.moving, *(one.project for one in header.unread)} == {"icdc_glioma"}


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("number", range(1, 18))
def test_the_session_ends_at_any_request(
    some: ArchiveContent, whole: str, tmp_path: Path, number: int, closed: bool
) -> None:
    with DemoArchive(some, require_login=closed, strict=closed) as archive:
        after_request(archive, number, archive.logins.close_all)
        header, _ = read(archive, tmp_path / "s.jsonl")
        only_reads(archive)
        logins = [r for r in archive.requests if r.path == "/data/JSESSION" and r.method == "GET"]
        assert len(logins) <= 1, "one log-in more"
    assert header.complete
    assert snapshot_digest(tmp_path / "s.jsonl") == whole


@pytest.mark.parametrize("depth", [Depth(full=True), Depth(clinical=True)], ids=["full", "clinical"])
def test_a_session_that_ends_under_many_threads_holds_nobody_up(
    some: ArchiveContent, tmp_path: Path, depth: Depth
) -> None:
    with DemoArchive(some, require_login=True) as archive:

        def restart(_: RequestRecord) -> None:
            if len(archive.requests) in (40, 80, 120):
                archive.logins.close_all()

        archive.on_request = restart
        done: list[Header] = []
        thread = threading.Thread(
            target=lambda: done.append(read(archive, tmp_path / "s.jsonl", depth=depth)[0]), daemon=True
        )
        thread.start()
        thread.join(60)
        assert done, "the threads wait for each other"
        assert done[0].complete


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("number", [1, 4, 9, 13])
def test_the_password_is_changed_on_the_way(some: ArchiveContent, tmp_path: Path, number: int, closed: bool) -> None:
    (tmp_path / "s.jsonl").write_text("old")
    changed = replace(some, users=tuple(replace(user, password="other") for user in some.users))
    with DemoArchive(some, require_login=closed) as archive:

        def change() -> None:
            archive.content = changed
            archive.logins.close_all()

        after_request(archive, number, change)
        with pytest.raises(LoginFault) as caught:
            read(archive, tmp_path / "s.jsonl")
        tried = [r for r in archive.requests if r.path == "/data/JSESSION" and r.method == "GET"]
        assert 1 <= len(tried) <= 2
        assert all(r.status == 401 for r in tried)
    assert caught.value.code == Exit.LOGIN
    assert (tmp_path / "s.jsonl").read_text() == "old"


def test_two_harvests_are_equal_past_the_header(some: ArchiveContent, tmp_path: Path) -> None:
    lines = []
    with DemoArchive(some) as archive:
        for threads in (1, 8):
            read(archive, tmp_path / "s.jsonl", threads=threads)
            lines.append((tmp_path / "s.jsonl").read_bytes().partition(b"\n")[2])
    assert lines[0] == lines[1]
