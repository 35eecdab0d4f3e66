"""Files and folders are replaced whole or not at all, and what a killed writer left is cleared away."""

import errno
import fcntl
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from img2fair import files
from img2fair.errors import Exit, LockFault, OutputFault, UsageFault, output_fault
from img2fair.files import folder_lock, locked, replacing, replacing_folder, write_text
from tests.sizes import size

MARKER = ".ours"
NOBODY = 65534
"""The user that owns nothing (Linux, /proc/sys/kernel/overflowuid)."""


def fill(path: Path, text: str) -> None:
    with replacing_folder(path, MARKER) as staging:
        (staging / "a").write_text(text)
        (staging / "b").write_text(text)


def texts(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in "ab"}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["at once", "in two steps"])
def swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to swap folders: the kernel's, and the one for file systems that cannot."""
    if request.param == "in two steps":
        monkeypatch.setattr(files, "_exchanged", lambda one, other: False)
    return str(request.param)


@pytest.mark.usefixtures("swap")
def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    fill(tmp_path / "records", "old")
    fill(tmp_path / "records", "new")
    assert texts(tmp_path / "records") == {"new"}
    assert names(tmp_path) == ["records"]


@pytest.mark.usefixtures("swap")
def test_a_folder_stays_where_filling_it_fails(tmp_path: Path) -> None:
    fill(tmp_path / "records", "old")
    with pytest.raises(KeyError), replacing_folder(tmp_path / "records", MARKER) as staging:
        (staging / "a").write_text("half")
        raise KeyError
    assert texts(tmp_path / "records") == {"old"}
    assert names(tmp_path) == ["records"]


def test_a_swap_that_fails_half_way_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "records", "old")
    monkeypatch.setattr(files, "_exchanged", lambda one, other: False)
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OutputFault, match="No space left"):
        fill(tmp_path / "records", "new")
    assert texts(tmp_path / "records") == {"old"}


def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "thesis").write_text("mine")
    with pytest.raises(UsageFault, match="something else"):
        fill(tmp_path / "records", "new")
    assert names(tmp_path / "records") == ["thesis"]


KILLED = """
import os, sys
from pathlib import Path
from img2fair import files

folder, at, way = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
step = 0

def count(event, arguments):
    global step
    seen = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "fcntl.flock", "shutil.rmtree", "ctypes.dlopen")
    if event in seen and counting:
        step += 1
        if step == at:
            os.kill(os.getpid(), 9)

counting = False
sys.addaudithook(count)
if way == "two steps":
    files._exchanged = lambda one, other: False
counting = True
with files.replacing_folder(folder / "records", ".ours") as staging:
    (staging / "a").write_text("new")
    (staging / "b").write_text("new")
files.write_text(folder / "report.json", "new", private=True)
"""


@pytest.mark.parametrize("way", ["one step", "two steps"])
def test_killed_anywhere_it_heals_at_the_next_run(tmp_path: Path, way: str) -> None:
    """SIGKILL before each system call in turn, until one run gets to its end."""
    for at in range(1, 60):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        fill(folder / "records", "old")
        write_text(folder / "report.json", "old", private=True)
        done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(at), way], check=False)
        assert done.returncode in (0, -9)
        if way == "one step":
            assert texts(folder / "records") in ({"old"}, {"new"}), at
        assert (folder / "report.json").read_text() in ("old", "new")
        fill(folder / "records", "again")
        write_text(folder / "report.json", "again", private=True)
        assert texts(folder / "records") == {"again"}
        assert names(folder) == ["records", "report.json"], at
        if done.returncode == 0:
            break
    assert done.returncode == 0
    assert at > 15, "it was killed at many places"


def test_a_folder_moved_away_by_a_killed_run_comes_back(tmp_path: Path) -> None:
    fill(tmp_path / "records", "old")
    room = tmp_path / ".records.0123abcd"
    room.mkdir()
    (tmp_path / "records").rename(room / "old")
    with pytest.raises(KeyError), replacing_folder(tmp_path / "records", MARKER):
        raise KeyError
    assert texts(tmp_path / "records") == {"old"}
    assert names(tmp_path) == ["records"]


def test_what_a_live_writer_has_is_left_alone(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.json") as first:
        first.write(b"first")
        write_text(tmp_path / "a.json", "second")
    assert (tmp_path / "a.json").read_text() == "first"
    with replacing_folder(tmp_path / "records", MARKER) as staging:
        (staging / "a").write_text("outer")
        (staging / "b").write_text("outer")
        fill(tmp_path / "records", "inner")
    assert texts(tmp_path / "records") == {"outer"}
    assert names(tmp_path) == ["a.json", "records"]


def test_files_of_others_are_not_cleared_away(tmp_path: Path) -> None:
    kept = [".a.json.bak", ".a.json.0123abcde", "a.json.0123abcd", ".b.json.0123abcd"]
    for name in kept:
        (tmp_path / name).write_text("mine")
    write_text(tmp_path / "a.json", "new")
    assert names(tmp_path) == sorted([*kept, "a.json"])


@pytest.mark.parametrize(
    ("private", "mask", "mode"), [(True, 0o022, 0o600), (False, 0o022, 0o644), (False, 0o077, 0o600)]
)
def test_who_may_read_it(tmp_path: Path, private: bool, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_text(tmp_path / "file", "text", private=private)
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    write_text(tmp_path / "file", "old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OutputFault, match="nothing that was there has been changed"):
            write_text(tmp_path / "file", "x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (tmp_path / "file").read_text() == "old"
    assert names(tmp_path) == ["file"]


def test_a_folders_lock_is_one_persons(tmp_path: Path) -> None:
    with folder_lock(tmp_path) as mine, folder_lock(tmp_path) as yours:
        assert (mine, yours) == (True, False)
    with folder_lock(tmp_path) as again:
        assert again
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    os.close(handle)


HOLDER = """
import sys
from pathlib import Path
from img2fair.errors import LockFault
from img2fair.files import locked

try:
    with locked(Path(sys.argv[1]), float(sys.argv[2])):
        print("held", flush=True)
        sys.stdin.read(1)
except LockFault as fault:
    print(fault.where, flush=True)
    sys.exit(fault.code)
"""
Process = subprocess.Popen[str]


def holder(folder: Path, wait: float = 0) -> Process:
    """Start a run that takes the lock and keeps it until it is written to, or killed."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), str(wait)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(process: Process) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_of_many_runs_at_once_one_works_and_the_others_name_it(tmp_path: Path) -> None:
    """C6: twenty real processes; the one that got the lock is killed, which leaves its name there, and not the lock."""
    for _ in range(size(2, 50)):
        started = [holder(tmp_path / "work") for _ in range(20)]
        said = [first_line(process) for process in started]
        (winner,) = [process for process, line in zip(started, said, strict=True) if line == "held"]
        begun = rf"process {winner.pid} on {re.escape(socket.gethostname())} since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
        others = [line for line in said if line != "held"]
        assert [line for line in others if not re.fullmatch(rf"{re.escape(str(tmp_path))}/work: {begun}", line)] == []
        winner.send_signal(signal.SIGKILL)
        for process in started:
            process.communicate()
        assert sorted(process.returncode for process in started) == [-signal.SIGKILL, *[Exit.LOCKED] * 19]
    with locked(tmp_path / "work"):  # free at once
        pass


def test_a_run_that_waits_gets_its_turn(tmp_path: Path) -> None:
    first = holder(tmp_path)
    assert first_line(first) == "held"
    second = holder(tmp_path, wait=20)
    time.sleep(0.3)
    first.communicate("x")
    assert first_line(second) == "held"
    second.communicate("x")
    assert (first.returncode, second.returncode) == (0, 0)


@pytest.mark.parametrize("wait", [0, 0.4])
def test_a_run_waits_no_longer_than_it_is_told(tmp_path: Path, wait: float) -> None:
    with locked(tmp_path):
        begun = time.monotonic()
        with pytest.raises(LockFault, match="another run is at work here") as caught, locked(tmp_path, wait):
            raise AssertionError("two hold one lock")
        assert wait <= time.monotonic() - begun < 1
    assert f"process {os.getpid()} on {socket.gethostname()} since 2" in caught.value.where


def test_a_fault_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(KeyError), locked(tmp_path):
        raise KeyError
    with locked(tmp_path):
        pass


@pytest.mark.parametrize(
    "left", ["", "process 1 on elsewhere.example.org since 2026-01-01", "process 999999999 on x", "\0\x1b["]
)
def test_what_a_lock_says_may_be_anything(tmp_path: Path, left: str) -> None:
    with locked(tmp_path):
        (tmp_path / "lock").write_text(left)
        with pytest.raises(LockFault) as caught, locked(tmp_path):
            pass
    assert (left or "unknown") in caught.value.where


def test_one_who_just_got_the_lock_is_named_and_not_the_dead_one_before(tmp_path: Path) -> None:
    """He has the lock a moment before he says so."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    with locked(tmp_path):
        said = (tmp_path / "lock").read_text()
        (tmp_path / "lock").write_text(said.replace(str(os.getpid()), str(gone.pid), 1))
        late = threading.Timer(0.03, (tmp_path / "lock").write_text, [said])
        late.start()
        with pytest.raises(LockFault) as caught, locked(tmp_path):
            pass
        late.join()
    assert caught.value.where == f"{tmp_path}: {said}"


def test_the_file_that_cannot_be_written_is_named_and_how_it_becomes_ours() -> None:
    """As after a first run by root, in a folder that the service's user was given since."""
    with tempfile.TemporaryDirectory() as home:
        work = Path(home, "work")
        work.mkdir()
        (work / "lock").touch(mode=0o444)
        Path(home).chmod(0o755)
        work.chmod(0o777)
        me = os.geteuid()
        if me == 0:
            os.seteuid(NOBODY)
        try:
            with pytest.raises(UsageFault) as caught, locked(work):
                pass
            assert caught.value.where == str(work / "lock")
            assert caught.value.cure.endswith(f"as root: chown -hR {os.geteuid()} {work / 'lock'}")
        finally:
            os.seteuid(me)


@pytest.mark.parametrize(
    ("number", "code", "cure"),
    [
        (errno.EACCES, 2, "chown -hR .* '{folder}/a b'"),
        (errno.EROFS, 2, "let this run write in {folder}/a b; .*ReadWritePaths="),
        (errno.ENOTDIR, 2, "clear the way at {folder}/a b, or name another place"),
        (errno.ENOSPC, 4, "free some room"),
    ],
)
def test_what_cannot_be_written_says_how_to_mend_it(number: int, code: int, cure: str, tmp_path: Path) -> None:
    """No option is named, for not every command has it; what is to be made is missing, so the folder is told."""
    (tmp_path / "a b").mkdir()
    fault = output_fault(OSError(number, "no", str(tmp_path / "a b" / ".x.0123abcd")), tmp_path / "a b" / "x")
    assert (fault.code, fault.where) == (code, str(tmp_path / "a b" / "x"))
    assert re.match(f".*{cure.format(folder=tmp_path)}", fault.cure)
    assert " -o" not in fault.cure


def test_a_place_that_is_taken_is_named_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(UsageFault) as caught:
        write_text(tmp_path / "x", "text")
    assert caught.value.where == str(tmp_path / "x")
