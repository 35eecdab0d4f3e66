"""A harvest that is left, by whomever and wherever: logged out, no thread left, the old file as it was."""

import gc
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from img2fair.archives import harvest
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.faults import Fault
from img2fair.demo.content import ArchiveContent
from img2fair.errors import Fault as Error
from img2fair.errors import RemoteFault, UsageFault
from img2fair.pipeline import harvest_to
from tests.archives.reading import read, without_waits
from tests.archives.reading import settings as asked

__all__ = ["without_waits"]

pytestmark = pytest.mark.usefixtures("without_waits")


@pytest.fixture(scope="module")
def some(content: ArchiveContent) -> ArchiveContent:
    return content.only("b_mode_and_ceus_liver", "cmb_pca", "icdc_glioma", "qin_prostate_repeatability")


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    gc.collect()
    assert not [one for one in set(threading.enumerate()) - before if "ThreadPool" in one.name]


def logged_out(archive: DemoArchive) -> None:
    """See that no session is left, and that nothing but GETs was sent besides."""
    assert archive.logins.count("demo") == 0
    assert {(r.method, r.path) for r in archive.requests if r.method != "GET"} <= {("DELETE", "/data/JSESSION")}


def test_a_harvest_that_is_never_taken_opens_no_session(some: ArchiveContent) -> None:
    with DemoArchive(some) as archive:
        harvest("xnat", asked(archive), lambda *_: None)
        assert not archive.requests


@pytest.mark.parametrize("taken", [1, 2])
def test_a_harvest_that_is_left_is_logged_out(some: ArchiveContent, taken: int) -> None:
    with DemoArchive(some) as archive:
        begun: Any = harvest("xnat", asked(archive), lambda *_: None).projects()
        for _ in range(taken):
            next(begun)
        assert archive.logins.count("demo") == 1
        begun.close()
        logged_out(archive)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RemoteFault("x"), MemoryError])
@pytest.mark.parametrize("when", [1, 3])
def test_an_interruption_logs_out_and_leaves_the_old_one(
    some: ArchiveContent, tmp_path: Path, error: Any, when: int
) -> None:
    (tmp_path / "s.jsonl").write_text("old")

    def progress(_: str, done: int, __: int) -> None:
        if done == when:
            raise error

    with DemoArchive(some) as archive:
        with pytest.raises((KeyboardInterrupt, RemoteFault, MemoryError)):
            harvest_to(tmp_path / "s.jsonl", "xnat", asked(archive), progress)
        logged_out(archive)
    assert (tmp_path / "s.jsonl").read_text() == "old"


@pytest.mark.parametrize(
    "fault",
    [Fault(path="/xapi/customforms", kind="bad_json"), Fault(path="/xapi/customforms", kind="login_page")],
    ids=["a list that fails", "a log-in page"],
)
def test_a_fault_after_the_log_in_logs_out(some: ArchiveContent, tmp_path: Path, fault: Fault) -> None:
    with DemoArchive(some) as archive:
        archive.faults.add(fault)
        with suppress(Error):
            read(archive, tmp_path / "s.jsonl")
        logged_out(archive)
        with pytest.raises(UsageFault, match="no project"):
            read(archive, tmp_path / "s.jsonl", only=("nobody",))
        logged_out(archive)


def test_a_folder_that_cannot_be_written_opens_no_session(some: ArchiveContent, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with DemoArchive(some) as archive:
        with pytest.raises(Error):
            read(archive, tmp_path / "file" / "s.jsonl")
        assert not archive.requests


def test_who_is_told_to_wait_can_still_be_interrupted(some: ArchiveContent, tmp_path: Path) -> None:
    with DemoArchive(some) as archive:
        archive.faults.add(Fault(path="/data/experiments", kind="status", status=503, retry_after="300"))
        begun: Any = harvest("xnat", asked(archive), lambda *_: None)
        client = begun._client
        failed: list[BaseException] = []

        def run() -> None:
            try:
                list(begun.projects())
            except RemoteFault as fault:
                failed.append(fault)

        thread = threading.Thread(target=run, daemon=True)
        started = monotonic()
        thread.start()
        while not any(r.status == 503 for r in archive.requests):
            threading.Event().wait(0.05)
        client.end()
        thread.join(20)
        assert failed
        assert monotonic() - started < 20
        logged_out(archive)
