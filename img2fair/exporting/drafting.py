"""Writing the harmonisation file of a project, or adding to it what is new."""

from dataclasses import dataclass
from pathlib import Path

from img2fair.cbioportal import find_project
from img2fair.cbioportal.builder import guard_of
from img2fair.cbioportal.harmonisation import (
    draft,
    private_file,
    rare_text,
    read_decisions,
    tables_of,
    undecided,
)
from img2fair.clinical.decisions import Decisions
from img2fair.errors import UsageFault
from img2fair.exporting.deciding import CLINICAL, tree_of
from img2fair.exporting.order import Order
from img2fair.files import write_text
from img2fair.model import Snapshot
from img2fair.privacy.survey import Survey
from img2fair.privacy.survey_tables import tables_seen


@dataclass(frozen=True, slots=True)
class Drafted:
    """A harmonisation file as it is now.

    :param fields: source fields that the project has; ``open``: fields and values that nobody has decided on yet.
    :param private: the file with the values of few patients; ``None`` where there are none to decide on.
    :param rare: how many these are.
    """

    file: Path
    fields: int
    open: int
    changed: bool
    private: Path | None = None
    rare: int = 0

    def as_json(self) -> dict[str, object]:
        """Return what ``export cbioportal --draft --json`` prints."""
        private = {"private_values": str(self.private), "rare": self.rare} if self.private is not None else {}
        own = {"file": str(self.file), "fields": self.fields, "undecided": self.open, "changed": self.changed}
        return {**own, **private}


def draft_file(snapshot: Snapshot, order: Order, file: Path) -> Drafted:
    """Write the harmonisation file of a project; one that is there keeps what a steward wrote, and gets what is new.

    Values of few patients do not stand in it, as it may be handed on: they go to a file beside it that only its owner
    can read (``private_file``).

    :raises UsageFault: the snapshot was not read with ``--clinical``, or the file at hand is not right.
    """
    project = find_project(snapshot, order.study.project)
    if CLINICAL not in snapshot.header.depth:
        raise UsageFault(
            "the snapshot holds no clinical fields to decide on",
            where="the snapshot",
            cure=f"img2fair harvest --clinical --project {project.id} -o FILE",
        )
    earlier = read_decisions(file, project.id) if file.exists() else None
    text = file.read_bytes().decode("utf-8") if earlier is not None else ""
    guard, least = guard_of(project, snapshot.header, order.study), order.study.min_cell
    tables = tables_seen(project, guard)
    fields = Survey(project, guard, tables_of(tables, earlier), least)
    seen = fields.seen()
    tree = tree_of(earlier or Decisions(project.id), order)
    made = draft(seen, tables, project.id, tree, earlier, text, least)
    if made != text:
        write_text(file, made, private=True)
    decisions = read_decisions(file, project.id)
    open_ = sum(one.count for one in undecided(decisions, fields.seen(decisions)))
    rare, private = fields.for_the_steward(decisions), private_file(file)
    if rare or private.exists():
        write_text(private, rare_text(rare, decisions, tree, file.name, least), private=True)
    many = sum(len(one.values) + one.more for one in rare)
    return Drafted(file, len(seen), open_, made != text, private if rare else None, many)
