"""Run after run on unchanged input: nothing is sent, and every file and every record keeps its bytes."""

import json
from pathlib import Path
from typing import Any

from tests.publication.world import World, everything, project, world
from tests.sizes import size

RUNS = size(5, 50)
OF_A_RUN = {"time", "finished", "made", "checked_at", "run", "started"}
"""Names of values that say when a run was."""


def stored(made: World) -> dict[str, tuple[str | None, list[str]]]:
    """Return all that the FAIR Data Point holds, with all that it minted."""
    return {iri: (record.state, [str(t) for t in record.triples]) for iri, record in made.fdp.records.items()}


def left(work: Path) -> dict[str, Any]:
    """Return what a run leaves of its steps: the projects of the snapshot, the records and the report."""
    _, *projects = (work / "snapshot.jsonl").read_text().splitlines()
    report = json.loads((work / "report.json").read_text())
    return {"projects": projects, "records": everything(work / "records"), "report": timeless(report)}


def timeless(value: Any) -> Any:
    """Return JSON without the values that say when a run was."""
    if isinstance(value, dict):
        return {name: timeless(inner) for name, inner in value.items() if name not in OF_A_RUN}
    return [timeless(inner) for inner in value] if isinstance(value, list) else value


def test_a_run_on_unchanged_input_changes_nothing(tmp_path: Path) -> None:
    with world(tmp_path, [project(id_) for id_ in ("P0", "P1", "P2")]) as made:
        made.configure("fdp", "site")
        first = made.publish()
        assert first.code == 0, first.err
        assert len(made.writes()) > 10, "the first run writes"
        before = stored(made), everything(made.site), left(made.work)
        stamps = {path: path.lstat().st_mtime_ns for path in [made.site, *made.site.parent.rglob("*")]}
        for number in range(RUNS):
            made.fdp.requests.clear()
            ran = made.publish()
            assert ran.code == 0, ran.err
            assert made.writes() == [], number
            assert {told["unchanged"] > 0 for told in ran.told.values()} == {True}
            assert stored(made) == before[0], number
            assert everything(made.site) == before[1], number
            assert left(made.work) == before[2], number
        assert {path: path.lstat().st_mtime_ns for path in stamps} == stamps, "no file of the site was touched"
