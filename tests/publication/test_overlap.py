"""Two runs at once, and plans that are out of date: exit 6 and 9, and nothing is written."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from img2fair.demo.fdp import Fault
from tests.publication.twins import edit, record_of
from tests.publication.world import World, content, key_of, project, stopped, world


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, [project(id_) for id_ in ("P0", "P1")]) as started:
        yield started


def wait_for(happened: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)


def test_a_second_run_ends_at_once_and_a_dead_one_holds_nothing(made: World) -> None:
    made.fdp.faults.add(Fault(path="/configs/bootstrap", kind="slow", seconds=30, times=1))
    process = made.start("publish", "--yes")
    try:
        wait_for(lambda: any(one.path == "/tokens" for one in made.fdp.requests))
        begun, used = time.monotonic(), time.process_time()
        second = made.run("publish", "--yes")
        assert time.process_time() - used < 1, "of CPU: others are at work on the machine too"
        assert time.monotonic() - begun < 10, "it does not wait for the first"
        assert second.code == 6
        assert f"process {process.pid} on " in second.err
        assert " since " in second.err
    finally:
        process.kill()
        stopped(process)
    third = made.publish()
    assert third.code == 0, third.err


def plan(made: World) -> str:
    """Plan and keep the plan; return its file."""
    ended = made.run("publish")  # where there is no terminal to ask at, it plans and writes nothing
    assert ended.code == 2, ended.err
    kept = made.folder / "kept.json"
    kept.write_bytes((made.work / "plan.json").read_bytes())
    return str(kept)


def refused(made: World, file: str) -> None:
    """Assert that a plan is refused, and nothing written."""
    made.fdp.requests.clear()
    ended = made.run("apply", file)
    assert ended.code == 9, ended.err
    assert made.writes() == []
    assert "plan" in ended.out + ended.err


def _is_applied(made: World, file: str) -> None:
    assert made.run("apply", file).code == 0


def _is_applied_and_all_is_deleted(made: World, file: str) -> None:
    """The catalogue is as empty as when the plan was made: only the plan itself can tell."""
    _is_applied(made, file)
    for iri in [iri for iri, record in made.fdp.records.items() if record.prefix]:
        del made.fdp.records[iri]
    root = made.fdp.records[made.fdp.persistent_url]
    root.triples = [t for t in root.triples if "/catalog/" not in str(t.object)]


def _target_changes(made: World, file: str) -> None:
    assert made.publish().code == 0
    edit(made.fdp, record_of(made.fdp, key_of("P0")).iri, "Edited by hand")


def _archive_changes(made: World, file: str) -> None:
    made.archive.content = content([project("P0", title="Another title")])
    assert made.run("harvest", "-o", str(made.work / "snapshot.jsonl")).code == 0


def _config_changes(made: World, file: str) -> None:
    made.configure("fdp", name="Another name")


@pytest.mark.parametrize(
    "happens",
    [_is_applied, _is_applied_and_all_is_deleted, _target_changes, _archive_changes, _config_changes],
    ids=lambda happens: happens.__name__.strip("_"),
)
def test_a_plan_that_is_out_of_date_is_refused(made: World, happens: Callable[[World, str], None]) -> None:
    file = plan(made)
    happens(made, file)
    refused(made, file)
