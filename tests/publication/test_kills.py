"""``kill -9`` at every point of a run of twelve changes: one more run, and all is as if nothing had happened.

The server ends the client, a real process, when a request has come, when it was carried out and when it was answered.
"""

from collections.abc import Iterator

import pytest

from img2fair.demo.fdp.store import PUBLISHED
from tests.publication.kills import CHANGES, SECRET, Staged, due, staged
from tests.publication.unwell import Moment
from tests.publication.world import keys, picture, stopped
from tests.sizes import FULL, size

SPREAD = 10
"""Every so manieth point is taken, unless all are."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    with staged(tmp_path_factory.mktemp("kills")) as made:
        yield made


def test_there_are_enough_points(stage: Staged) -> None:
    assert len(due(stage)) == CHANGES
    assert len(stage.points) >= 40
    assert len(stage.picture) == len(set(keys(stage.world.fdp))), "nothing is there twice"


@pytest.mark.parametrize("share", range(size(5, 10)))
def test_one_run_after_a_kill_mends_all(stage: Staged, share: int) -> None:
    points = stage.points[share::10] if FULL else stage.points[share * len(stage.points) // 5 + share % 3 :][:1]
    for number, moment in points:
        kill_and_mend(stage, number, moment)


def kill_and_mend(stage: Staged, number: int, moment: Moment) -> None:
    at = f"killed at request {number}, {moment}"
    stage.reset()
    trap = stage.world.fdp.set_trap(number, moment)
    process = stage.world.start("apply", stage.plan)
    trap.process = process.pid
    ended = stopped(process)
    assert ended.code == -9, f"{at}: {ended.code} {ended.err}"
    assert trap.sprung, at

    stage.world.fdp.set_trap()
    rerun = stage.world.publish()
    assert rerun.code == 0, f"{at}: {rerun.err}"
    assert len(keys(stage.world.fdp)) == len(set(keys(stage.world.fdp))), f"{at}: duplicates"
    assert {record.state for record in stage.world.fdp.records.values()} == {PUBLISHED}, f"{at}: drafts"
    assert picture(stage.world.fdp) == stage.picture, at

    stage.world.fdp.requests.clear()
    last = stage.world.publish()
    assert (last.code, stage.world.writes()) == (0, []), f"{at}: {last.err}"
    assert SECRET.encode() not in stage.world.fdp.received, at
