"""``kill -9`` before every change of a file while a site is written: readers see the old site or the new one.

A site is written twice in a run: once without what turned private, and then with all else.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.publication import ending
from tests.publication.kills import CLOSED, SECRET, Staged, staged
from tests.publication.world import Ran, everything, stopped
from tests.sizes import size

DRIVER = str(Path(ending.__file__))
POINTS = size(2, 60)
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)")
_DIGEST = re.compile(rb"\b[0-9a-f]{64}\b")

Files = Mapping[str, bytes]


@dataclass
class Swap:
    """The sites before and after the changes, and without what turned private; and how many points there are."""

    stage: Staged
    old: Files
    between: Files = field(default_factory=dict)
    new: Files = field(default_factory=dict)
    points: int = 0

    @property
    def site(self) -> Path:
        return self.stage.world.site

    def apply(self, point: int = -1) -> Ran:
        """Apply the plan, from the site before it."""
        self.stage.reset()
        shutil.rmtree(self.site.parent)
        shutil.copytree(self.stage.world.folder / "old", self.site.parent, symlinks=True)
        world = self.stage.world
        return stopped(world.start(str(point), str(self.site.parent), "apply", self.stage.plan, driver=(DRIVER,)))


@pytest.fixture(scope="module")
def swap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swap]:
    folder = tmp_path_factory.mktemp("swap")
    with staged(folder, "site") as stage:
        made = Swap(stage, everything(stage.world.site))
        shutil.copytree(made.site.parent, folder / "old", symlinks=True)
        ended = made.apply()
        assert ended.code == 0, ended.err
        told = json.loads(ended.err.splitlines()[-1])
        made.new, made.points = everything(made.site), told["changes"]
        made.apply(told["swaps"][-1])
        made.between = everything(made.site)
        yield made


def differences(one: Files, other: Files) -> list[str]:
    """Return the names of the files that differ."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def timeless(files: Files) -> Files:
    """Return files without times, digests of what holds them, and the order of the feed, which is that of times."""
    found = {name: _DIGEST.sub(b"a digest", _MOMENT.sub(b"a moment", data)) for name, data in files.items()}
    return {name: b"\n".join(sorted(data.splitlines())) if name == "feed.xml" else data for name, data in found.items()}


def test_what_is_swapped(swap: Swap) -> None:
    assert swap.points >= 40
    shown = [b"".join(files.values()) for files in (swap.old, swap.between, swap.new)]
    assert [f"Title of {CLOSED}".encode() in data for data in shown] == [True, False, False], "private goes first"
    assert [b"New title of P0" in data for data in shown] == [False, False, True]


@pytest.mark.parametrize("place", range(POINTS))
def test_readers_see_one_whole_site_and_one_run_mends_the_rest(swap: Swap, place: int) -> None:
    point = (2 * place + 1) * swap.points // (2 * POINTS)
    ended = swap.apply(point)
    assert ended.code == -9, f"{point}: {ended.err}"
    seen = everything(swap.site)
    differ = [differences(seen, one) for one in (swap.old, swap.between, swap.new)]
    assert [] in differ, f"killed before change {point}: half a site is shown, {differ}"

    rerun = swap.stage.world.publish()
    assert rerun.code == 0, f"{point}: {rerun.err}"
    shown = everything(swap.site)
    assert differences(timeless(shown), timeless(swap.new)) == [], point
    beside = b"".join(everything(swap.site.parent).values())
    assert SECRET.encode() not in beside
    assert f"Title of {CLOSED}".encode() not in beside, f"{point}: what was withdrawn lies beside the site"

    assert swap.stage.world.publish().code == 0
    assert differences(everything(swap.site), shown) == [], f"{point}: the next run writes something"
