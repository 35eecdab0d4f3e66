"""A later harvest takes over what has not changed, and says exactly what a harvest from the start would say."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from img2fair.archives.xnat.earlier import settled
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.faults import Fault
from img2fair.demo.content import ArchiveContent
from img2fair.errors import RemoteFault
from img2fair.model.snapshot_file import partial_path, snapshot_digest
from tests.archives.random_edits import edit
from tests.archives.random_site import STAMPS, sites
from tests.archives.reading import read, without_waits
from tests.sizes import size

__all__ = ["without_waits"]

pytestmark = pytest.mark.usefixtures("without_waits")

SMALL = ("b_mode_and_ceus_liver", "cmb_pca", "icdc_glioma", "qin_prostate_repeatability")
FALLBACK = frozenset({
    "xnat:projectData/custom_fields", "xnat:projectData/investigators", "xnat:projectData/publications",
})  # fmt: skip
"""Without these in lists, people are asked for project by project, and can be taken over."""

sized = settings(
    max_examples=size(25, 1000),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a site takes hours
)


@pytest.fixture
def archive(content: ArchiveContent) -> Iterator[DemoArchive]:
    """An archive that lists no people, with projects that were last changed long ago."""
    with DemoArchive(content.only(*SMALL), unsupported=FALLBACK) as started:
        yield started


def items(archive: DemoArchive) -> int:
    """How often one project was asked for by itself."""
    return sum(r.path.count("/") == 3 and r.path.startswith("/data/projects/") for r in archive.requests)


def stamp(offset: timedelta) -> str:
    """A time from now, as XNAT writes it."""
    return f"{datetime.now(UTC) + offset:%Y-%m-%d %H:%M:%S}.0"


def test_of_an_unchanged_site_only_lists_and_forms_are_read(archive: DemoArchive, tmp_path: Path) -> None:
    read(archive, tmp_path / "1")
    assert items(archive) == len(SMALL)
    archive.requests.clear()
    read(archive, tmp_path / "2", earlier=(tmp_path / "1",))
    assert items(archive) == 0
    assert {r.path.rpartition("/")[2] for r in archive.requests if any(id_ in r.path for id_ in SMALL)} == {"fields"}
    assert snapshot_digest(tmp_path / "1") == snapshot_digest(tmp_path / "2")


def test_it_can_be_taken_over_from_harvest_to_harvest(archive: DemoArchive, tmp_path: Path) -> None:
    read(archive, tmp_path / "s")
    for _ in range(3):
        archive.requests.clear()
        read(archive, tmp_path / "s", earlier=(tmp_path / "s",))
        assert items(archive) == 0


# how far the archive's clock is off, or away from UTC, when it dates an edit
OFF = st.one_of(
    st.sampled_from([timedelta(), timedelta(hours=-11), timedelta(hours=14), timedelta(minutes=345)]),
    st.timedeltas(timedelta(hours=-38), timedelta(hours=38)),
)


@sized
@given(site=sites(), seed=st.integers(0, 10**6), times=st.integers(0, 5), off=OFF, before=OFF, fallback=st.booleans())
def test_what_is_taken_over_is_what_would_be_read(
    site: ArchiveContent, seed: int, times: int, off: timedelta, before: timedelta, fallback: bool
) -> None:
    """Edits before and after the first harvest are dated by a clock that is off, and set in between.

    The second edits bear the very time of the first ones where the clock was set so.
    """
    random = Random(seed)  # noqa: S311 - to be repeated
    with DemoArchive(site, unsupported=FALLBACK if fallback else frozenset()) as archive, TemporaryDirectory() as room:
        archive.content = edit(archive.content, random, stamp(before), times)
        read(archive, Path(room, "1"))
        archive.content = edit(archive.content, random, stamp(off), times)
        read(archive, Path(room, "later"), earlier=(Path(room, "1"),))
        read(archive, Path(room, "full"))
        assert snapshot_digest(Path(room, "later")) == snapshot_digest(Path(room, "full"))


@pytest.mark.parametrize("hours", [-24, -12, -3, 0, 1, 5.75, 14, 24])
def test_an_edit_with_the_time_of_the_one_before_is_not_missed(
    archive: DemoArchive, tmp_path: Path, hours: float
) -> None:
    when = stamp(timedelta(hours=hours))
    project = archive.content.project("cmb_pca")
    archive.content = archive.content.with_project("cmb_pca", last_modified=when)
    read(archive, tmp_path / "1")
    other = replace(project.investigators[0] if project.investigators else project.pi, lastname="Other")  # type: ignore[type-var]
    archive.content = archive.content.with_project("cmb_pca", last_modified=when, investigators=(other,))
    read(archive, tmp_path / "later", earlier=(tmp_path / "1",))
    read(archive, tmp_path / "full")
    assert snapshot_digest(tmp_path / "later") == snapshot_digest(tmp_path / "full")
    assert b"Other" in (tmp_path / "later").read_bytes()


@pytest.mark.parametrize(
    ("changed", "is_settled"),
    [
        (STAMPS[0], True),
        ("2026-05-01 11:59:59.9", True),
        ("2026-05-02 12:00:01", False),
        ("2026-05-06 02:00:00", False),
        ("2030-01-01 00:00:00", False),
        ("", False),
        ("yesterday", False),
    ],
)
def test_what_was_changed_lately_is_read_again(changed: str, is_settled: bool) -> None:
    read_at = datetime(2026, 5, 5, 12, tzinfo=UTC)
    assert settled(changed, read_at) is is_settled
    assert not settled(changed, None)


def damaged(whole: bytes) -> dict[str, bytes]:
    header, _, lines = whole.partition(b"\n")
    told = json.loads(header)
    return {
        "empty": b"",
        "no snapshot": b"\x00\xff" * 1000,
        "JSON of another kind": b'{"a": 1}\n[]\n',
        "cut in the header": whole[:50],
        "cut in a line": whole[: len(whole) * 2 // 3],
        "a line that is none": header + b"\n" + b"x" + lines,
        "another archive": json.dumps(told | {"archive": "https://other.example.org"}).encode() + b"\n" + lines,
        "an older version": json.dumps(told | {"version": 1}).encode() + b"\n" + lines,
        "a newer version": json.dumps(told | {"version": 99, "new": {}}).encode() + b"\n" + lines,
        "nested": b"[" * 100_000,
    }


@pytest.mark.parametrize("how", [*damaged(b"{}\n"), "a folder", "nothing there"])
def test_an_earlier_snapshot_that_cannot_be_used_costs_only_requests(
    archive: DemoArchive, tmp_path: Path, how: str
) -> None:
    read(archive, tmp_path / "1")
    if how == "a folder":
        (tmp_path / "bad").mkdir()
    elif how != "nothing there":
        (tmp_path / "bad").write_bytes(damaged((tmp_path / "1").read_bytes())[how])
    archive.requests.clear()
    header, _ = read(archive, tmp_path / "2", earlier=(tmp_path / "bad",))
    assert header.complete
    assert items(archive) > 0
    assert snapshot_digest(tmp_path / "1") == snapshot_digest(tmp_path / "2")


@pytest.mark.parametrize("failing", SMALL[1:])
def test_a_rerun_goes_on_from_what_an_interrupted_run_read(archive: DemoArchive, tmp_path: Path, failing: str) -> None:
    path = tmp_path / "s"
    path.write_text("old")
    fault = Fault(path=f"/data/projects/{failing}", kind="login_page")
    archive.faults.add(fault)
    with pytest.raises(Exception, match="log-in page"):
        read(archive, path, threads=1)
    assert path.read_text() == "old"
    left = len(partial_path(path).read_bytes().splitlines()) - 1
    assert left == SMALL.index(failing)
    assert partial_path(path).stat().st_mode & 0o777 == 0o600
    archive.faults.clear()
    archive.requests.clear()
    header, _ = read(archive, path)
    assert header.complete
    assert items(archive) == len(SMALL) - left
    assert not partial_path(path).exists()


def test_what_an_interrupted_run_left_outlives_one_that_reads_nothing(archive: DemoArchive, tmp_path: Path) -> None:
    path = tmp_path / "s"
    archive.faults.add(Fault(path=f"/data/projects/{SMALL[-1]}", kind="login_page"))
    with pytest.raises(Exception, match="log-in page"):
        read(archive, path, threads=1)
    left = partial_path(path).read_bytes()
    archive.faults.add(Fault(path=".*", kind="reset", after=5))
    with pytest.raises(RemoteFault):
        read(archive, path)
    assert partial_path(path).read_bytes() == left


KILLED = """
import sys
from pathlib import Path
from img2fair.archives import ArchiveSettings, Login
from img2fair.pipeline import harvest_to
settings = ArchiveSettings(sys.argv[1], "https://xnat.example.org", Login("demo", "demo"), threads=1)
harvest_to(Path(sys.argv[2]), "xnat", settings, lambda *_: None)
"""


def test_a_killed_harvest_leaves_the_old_one_and_is_taken_up(archive: DemoArchive, tmp_path: Path) -> None:
    path = tmp_path / "s"
    read(archive, tmp_path / "whole")
    total, known = len(archive.requests), set()
    for number in (*Random(1).sample(range(2, total - 3), size(2, 25)), total - 3):  # noqa: S311
        path.write_text("old")
        run = KilledAt(archive, number, path)
        assert run.code == -signal.SIGKILL
        assert path.read_text() == "old"
        left = partial_path(path)
        taken_up = max(left.read_bytes().count(b"\n") - 1, 0) if left.exists() else 0
        known.add(taken_up)
        archive.requests.clear()
        header, _ = read(archive, path)
        assert header.complete
        assert items(archive) == len(SMALL) - taken_up
        assert snapshot_digest(path) == snapshot_digest(tmp_path / "whole")
        assert sorted(one.name for one in tmp_path.iterdir()) == ["s", "whole"], "and all else is cleared away"
    assert max(known) > 0, "the last one was killed late"


class KilledAt:
    """A harvest in a process of its own that is killed while its request of some number is answered."""

    def __init__(self, archive: DemoArchive, number: int, path: Path) -> None:
        archive.requests.clear()
        archive.on_request = lambda _: self._kill() if len(archive.requests) == number else None
        self._process = subprocess.Popen([sys.executable, "-c", KILLED, archive.url, str(path)])
        self.code = self._process.wait(60)
        archive.on_request = None

    def _kill(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
