"""A run of twelve changes, every kind of them, and a FAIR Data Point set back to the moment before it.

Two datasets are changed, one is withdrawn, three are new with a distribution each, one was left half made by a crash
(two drafts), and one has a twin that another run made at the same time.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from img2fair.demo.fdp import StoredRecord
from img2fair.demo.fdp.store import DRAFT
from tests.publication.twins import add_twin
from tests.publication.unwell import MOMENTS, Moment
from tests.publication.world import Picture, World, content, copied, key_at, key_of, picture, project, world

BEFORE, NEW = ("P0", "P1", "P2", "P3", "P4"), ("P5", "P6", "P7")
EDITED, CLOSED, HALF, TWIN = ("P0", "P1"), "P2", "P3", "P4"
SECRET = "canary-of-a-closed-project"
CHANGES = 12


@dataclass
class Staged:
    """A world in which twelve changes are due, what it comes to without any trouble, and with how many requests."""

    world: World
    records: dict[str, StoredRecord]
    kept: Path
    picture: Picture
    writes: int = 0

    @property
    def plan(self) -> str:
        """The file of the plan."""
        return str(self.world.work / "plan.json")

    @property
    def points(self) -> list[tuple[int, Moment]]:
        """Every writing request at every moment; the first of them is before anything was written."""
        return [(number, moment) for number in range(self.writes) for moment in MOMENTS]

    def reset(self) -> None:
        """Set the FAIR Data Point and the work folder back to the moment before the changes."""
        self.world.fdp.set_trap()
        self.world.fdp.records.clear()
        self.world.fdp.records.update(copied(self.records))
        self.world.fdp.requests.clear()
        self.world.fdp.heard.clear()
        shutil.rmtree(self.world.work)
        shutil.copytree(self.kept, self.world.work)


@contextmanager
def staged(folder: Path, target: str = "fdp") -> Iterator[Staged]:
    """Prepare the twelve changes, up to their plan; on the FAIR Data Point carry them out once, to see what comes."""
    with world(folder, [project(id_) for id_ in BEFORE]) as made:
        made.configure(target)
        first = made.publish()
        assert first.code == 0, first.err
        made.archive.content = content(
            [project(id_, title=f"New title of {id_}") for id_ in EDITED]
            + [project(CLOSED, title=SECRET, access="private")]
            + [project(id_) for id_ in (HALF, TWIN, *NEW)]
        )
        if target == "fdp":
            leave_half_made(made, HALF)
            add_twin(made.fdp, key_of(TWIN))
        shutil.copytree(made.work, folder / "before")
        planned = made.run("publish")  # where there is no terminal to ask at, it plans and writes nothing
        assert planned.code == 2, planned.err
        shutil.copytree(made.work, folder / "kept")
        stage = Staged(made, copied(made.fdp.records), folder / "kept", [])
        if target == "fdp":
            assert len(due(stage)) == CHANGES, due(stage)
            stage.reset()
            ended = made.run("apply", stage.plan)
            assert ended.code == 0, ended.err
            stage.picture, stage.writes = picture(made.fdp), len(made.writes())
        yield stage


def due(stage: Staged) -> list[str]:
    """Return the actions of the plan that write."""
    (plan,) = json.loads(Path(stage.plan).read_text())
    idle = ("unchanged", "blocked", "unknown", "left out", "keep theirs")
    return [change["action"] for change in plan["changes"] if change["action"] not in idle]


def leave_half_made(made: World, id_: str) -> None:
    """Let the records of a project be drafts, as a crash between their creation and their publication leaves them."""
    for record in made.fdp.records.values():
        if key_at(record).startswith(key_of(id_)):
            record.state = DRAFT
