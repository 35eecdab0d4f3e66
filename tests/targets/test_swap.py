"""A site is replaced all at once or not at all, whatever happens in between."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from img2fair.errors import Fault, LockFault, OutputFault, SafetyStop, UsageFault
from img2fair.files import folder_lock
from img2fair.model import Action, Change, State, Verdict
from tests.sizes import size
from tests.targets.changes import (
    catalog,
    contents,
    dataset,
    everything,
    key_of,
    site,
    stamps,
    withdraw,
    write,
)


def test_nothing_to_change_touches_nothing(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    before, seen = stamps(tmp_path), site(tmp_path).observe()
    unchanged = [Change(c.key, c.kind, Action.UNCHANGED, "same") for c in everything()]
    outcomes = write(site(tmp_path), [*unchanged, Change("x", "dataset", Action.BLOCKED, "no")])
    assert {outcome.verdict for outcome in outcomes} == {Verdict.SKIPPED}
    write(site(tmp_path), [])
    assert stamps(tmp_path) == before
    assert site(tmp_path).observe() == seen


def test_an_exception_leaves_the_old_site(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    before, target = stamps(tmp_path), (tmp_path / "public").readlink()
    with pytest.raises(KeyboardInterrupt), site(tmp_path).writing() as change:
        change(dataset("LGG", title="half done", action=Action.UPDATE))
        raise KeyboardInterrupt
    assert stamps(tmp_path) == before and (tmp_path / "public").readlink() == target


def test_what_a_crash_left_is_removed_by_the_next_run(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    left = tmp_path / ".public.versions" / "2"
    (left / "dataset").mkdir(parents=True)
    (left / "dataset" / "half.ttl").write_text("<a> <b")
    (tmp_path / ".public.versions" / "next").symlink_to("nowhere")
    assert len(site(tmp_path).observe().records) == 7
    assert [path.name for path in (tmp_path / ".public.versions").iterdir()] == ["1"], "looking is enough"
    write(site(tmp_path), [dataset("LGG", title="again", action=Action.UPDATE)])
    assert sorted(path.name for path in (tmp_path / ".public.versions").iterdir()) == ["1", "2"]


def test_what_cannot_be_written_is_said_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".public.versions").write_text("in the way")
    with pytest.raises(Fault, match="cannot write"):
        write(site(tmp_path), everything())
    assert sorted(path.name for path in tmp_path.iterdir()) == [".public.versions"]


def test_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    write(site(tmp_path), everything())
    assert (tmp_path / "public").is_symlink() and (tmp_path / "public" / "index.html").is_file()


def test_a_folder_that_is_not_ours_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "thesis.doc").write_text("do not lose")
    for act in (lambda: site(tmp_path).observe(), lambda: write(site(tmp_path), everything())):
        with pytest.raises(UsageFault, match="not written over"):
            act()
    assert (tmp_path / "public" / "thesis.doc").read_text() == "do not lose"


def test_a_copied_site_is_read_and_not_written(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    copy = tmp_path / "copy" / "public"
    (tmp_path / "public").resolve().rename(tmp_path / "moved")
    copy.parent.mkdir()
    (tmp_path / "moved").rename(copy)
    assert len(site(copy.parent).observe().records) == 7
    with pytest.raises(UsageFault, match="plain folder"):
        write(site(copy.parent), [dataset("LGG", title="x", action=Action.UPDATE)])
    with pytest.raises(UsageFault, match="points nowhere"):
        site(tmp_path).observe()


def test_a_reader_never_sees_half(tmp_path: Path) -> None:
    """Each version says one word everywhere; a reader that follows the link once finds that word in all files."""
    target = site(tmp_path)
    names = ("dataset/LGG.ttl", "dataset/LGG.html", "dataset/LUNG.ttl", "index.html", "catalogue.nq")

    def version(word: str) -> list[Change]:
        return [catalog(), *(dataset(p, title=f"word={word}", action=Action.UPDATE) for p in ("LGG", "LUNG"))]

    write(target, version("x"))
    stop, seen, faults = threading.Event(), set[str](), list[str]()

    def read() -> None:
        while not stop.is_set():
            now = (tmp_path / "public").resolve()
            try:
                texts = [(now / name).read_text() for name in names]
            except FileNotFoundError:
                continue  # two versions went by since the link was read
            words = {text.split("word=", 1)[1][0] for text in texts}
            seen.update(words)
            faults.extend([str(words)] if len(words) != 1 else [])

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for word in "abcdefgh":
        write(target, version(word))
        assert (tmp_path / "public" / "index.html").is_file()
    stop.set()
    for reader in readers:
        reader.join()
    assert not faults and len(seen) > 1


KILLED = """
import os, sys
from pathlib import Path
from img2fair.model import Action
from img2fair.targets import TARGETS
from img2fair.targets.site import building, target
from tests.targets.changes import dataset, settings

def until_half(*given):
    for number, file in enumerate(building.site_files(*given)):
        if number == 10:
            os.kill(os.getpid(), 9)
        yield file

target.site_files = until_half
with TARGETS["site"](settings(Path(sys.argv[1]))).writing() as change:
    change(dataset("LGG", title="half done", action=Action.UPDATE))
"""


def test_a_kill_in_the_middle_of_writing_leaves_the_old_site(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    before, seen = contents(tmp_path / "public"), site(tmp_path).observe()
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, check=False)
    assert done.returncode == -9
    assert (tmp_path / ".public.versions" / "2").is_dir(), "it was killed while it wrote"
    assert contents(tmp_path / "public") == before and site(tmp_path).observe() == seen
    write(site(tmp_path), [dataset("LGG", title="whole", action=Action.UPDATE)])
    assert "whole" in (tmp_path / "public" / "dataset" / "LGG.ttl").read_text()
    assert sorted(path.name for path in (tmp_path / ".public.versions").iterdir()) == ["1", "2"]


KILLED_AT = """
import os, sys
from pathlib import Path
from img2fair.targets import TARGETS
from tests.targets.changes import dataset, settings, withdraw

EVENTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "shutil.rmtree", "fcntl.flock")
folder, last = Path(sys.argv[1]), 0
stride = int(sys.argv[2])
left = step = None

def count(event, arguments):
    global left, step
    if left is not None and event in EVENTS and any(str(folder) in str(argument) for argument in arguments):
        step += 1
        if step == left:
            os.kill(os.getpid(), 9)

sys.addaudithook(count)
while True:
    last += stride
    made = folder / str(last)
    os.system(f"cp -a {folder / 'start'} {made}")
    child = os.fork()
    if child == 0:
        left, step, folder = last, 0, made
        with TARGETS["site"](settings(made)).writing("2026-11-21T08:00:00Z") as change:
            change(withdraw("PROSTATE"))
            change(dataset("LGG", title="new title"))
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""


def test_killed_anywhere_the_site_is_old_or_new_and_the_next_run_clears_up(tmp_path: Path) -> None:
    """SIGKILL before each change of the disk in turn (usually each eleventh), until one run gets to its end."""
    write(site(tmp_path / "start"), [catalog(), dataset("LGG", title="old title"), dataset("PROSTATE")])
    old = contents(tmp_path / "start" / "public")
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", KILLED_AT, str(tmp_path), str(size(11, 1))], cwd=root, check=True)
    runs = sorted((path for path in tmp_path.iterdir() if path.name != "start"), key=lambda path: int(path.name))
    new = contents(runs[-1] / "public")
    assert old != new
    assert len(runs) > size(8, 90), "it was killed at many places"
    for run in runs:
        now = contents(run / "public")
        assert now in (old, new), run.name
        records = site(run).observe().records
        if now == new:
            kept = b"".join(path.read_bytes() for path in run.rglob("*") if path.is_file())
            assert b"before biopsy" not in kept, "what was withdrawn is gone, also after a kill"
            assert records[key_of("PROSTATE")].state is State.WITHDRAWN
        assert [path.name for path in (run / ".public.versions").iterdir()] == ["1" if now == old else "2"]
        assert contents(tmp_path / "start" / "public") == old
        write(site(run), [withdraw("PROSTATE"), dataset("LGG", title="new title")])
        assert contents(run / "public") == new, run.name


def test_two_writers_at_once_never_lose_each_others_changes(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    first, second = site(tmp_path), site(tmp_path)
    with pytest.raises(SafetyStop, match="meanwhile"), first.writing() as change:
        change(dataset("LGG", title="of the first", action=Action.UPDATE))
        write(second, [dataset("LUNG", title="of the second", action=Action.UPDATE)])
    assert "of the second" in (tmp_path / "public" / "dataset" / "LUNG.ttl").read_text()
    assert "of the first" not in (tmp_path / "public" / "dataset" / "LGG.ttl").read_text()
    write(first, [dataset("LGG", title="of the first", action=Action.UPDATE)])
    assert "of the second" in (tmp_path / "public" / "dataset" / "LUNG.ttl").read_text()


def test_the_first_version_is_made_once(tmp_path: Path) -> None:
    with pytest.raises(SafetyStop, match="meanwhile"), site(tmp_path).writing() as change:
        change(catalog())
        write(site(tmp_path), everything())
    assert len(site(tmp_path).observe().records) == 7


def test_while_a_version_is_written_nobody_else_touches_the_site(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    half = tmp_path / ".public.versions" / "2"
    half.mkdir()
    with folder_lock(tmp_path / ".public.versions"):
        assert len(site(tmp_path).observe().records) == 7
        assert half.is_dir(), "it belongs to the one who writes"
        with pytest.raises(LockFault, match="is writing this site"):
            write(site(tmp_path), [dataset("LGG", title="x", action=Action.UPDATE)])
    site(tmp_path).observe()
    assert not half.exists()


def test_a_version_that_cannot_be_removed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site(tmp_path), everything())

    def refuse(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("shutil.rmtree", refuse)
    with pytest.raises(OutputFault, match="the new site stands") as caught:
        write(site(tmp_path), [withdraw("PROSTATE")])
    assert caught.value.where.endswith("1") and "withdrawn" in caught.value.cure
    assert site(tmp_path).observe().records[key_of("PROSTATE")].state is State.WITHDRAWN


def test_a_disk_that_fills_up_at_any_file_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site(tmp_path), [catalog(), dataset("LGG")])
    before, names = contents(tmp_path / "public"), sorted(path.name for path in tmp_path.iterdir())
    sync = os.fsync
    for last in range(40):
        done = 0

        def full(handle: int, last: int = last) -> None:
            nonlocal done
            done += 1
            if done > last:
                raise OSError(28, "No space left on device")
            sync(handle)

        monkeypatch.setattr("os.fsync", full)
        try:
            write(site(tmp_path), [dataset("LGG", title="new", action=Action.UPDATE)])
        except OutputFault:
            if contents(tmp_path / "public") == before:
                assert sorted(path.name for path in tmp_path.iterdir()) == names
                assert [path.name for path in (tmp_path / ".public.versions").iterdir()] == ["1"]
                continue
        break
    assert last > 15, "it was full at many places"
