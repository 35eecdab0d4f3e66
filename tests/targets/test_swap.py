"""A site is replaced all at once or not at all, whatever happens in between."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from img2fair.errors import Fault, UsageFault
from img2fair.model import Action, Change, Verdict
from tests.targets.changes import (
    catalog,
    contents,
    dataset,
    everything,
    site,
    stamps,
    write,
)


def test_nothing_to_change_touches_nothing(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    before, digest_before = stamps(tmp_path), site(tmp_path).observe().digest
    unchanged = [Change(c.key, c.kind, Action.UNCHANGED, "same") for c in everything()]
    outcomes = write(site(tmp_path), [*unchanged, Change("x", "dataset", Action.BLOCKED, "no")])
    assert {outcome.verdict for outcome in outcomes} == {Verdict.SKIPPED}
    write(site(tmp_path), [])
    assert stamps(tmp_path) == before
    assert site(tmp_path).observe().digest == digest_before


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
    write(site(tmp_path), [dataset("LGG", title="again", action=Action.UPDATE)])
    assert sorted(path.name for path in (tmp_path / ".public.versions").iterdir()) == ["1", "3"]


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

def until_half(holdings, said):
    for number, file in enumerate(building.site_files(holdings, said)):
        if number == 10:
            os.kill(os.getpid(), 9)
        yield file

target.site_files = until_half
with TARGETS["site"](settings(Path(sys.argv[1]))).writing() as change:
    change(dataset("LGG", title="half done", action=Action.UPDATE))
"""


def test_a_kill_in_the_middle_of_writing_leaves_the_old_site(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    before, digest_before = contents(tmp_path / "public"), site(tmp_path).observe().digest
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, check=False)
    assert done.returncode == -9
    assert (tmp_path / ".public.versions" / "2").is_dir(), "it was killed while it wrote"
    assert contents(tmp_path / "public") == before and site(tmp_path).observe().digest == digest_before
    write(site(tmp_path), [dataset("LGG", title="whole", action=Action.UPDATE)])
    assert "whole" in (tmp_path / "public" / "dataset" / "LGG.ttl").read_text()
    assert sorted(path.name for path in (tmp_path / ".public.versions").iterdir()) == ["1", "3"]
