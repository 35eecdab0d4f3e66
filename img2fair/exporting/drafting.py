"""Writing the harmonisation file of a project, or adding to it what is new."""

from dataclasses import dataclass
from pathlib import Path

from img2fair.cbioportal import find_project
from img2fair.cbioportal.builder import guard_of
from img2fair.cbioportal.harmonisation import draft, read_decisions, tables_of, undecided
from img2fair.clinical.decisions import Decisions
from img2fair.errors import UsageFault
from img2fair.exporting.deciding import CLINICAL, tree_of
from img2fair.exporting.order import Order
from img2fair.files import write_text
from img2fair.model import Snapshot
from img2fair.privacy.survey import survey, tables_seen


@dataclass(frozen=True, slots=True)
class Drafted:
    """A harmonisation file as it is now.

    :param fields: source fields that the project has; ``open``: fields and values that nobody has decided on yet.
    """

    file: Path
    fields: int
    open: int
    changed: bool

    def as_json(self) -> dict[str, object]:
        """Return what ``export cbioportal --draft --json`` prints."""
        return {"file": str(self.file), "fields": self.fields, "undecided": self.open, "changed": self.changed}


def draft_file(snapshot: Snapshot, order: Order, file: Path) -> Drafted:
    """Write the harmonisation file of a project; one that is there keeps what a steward wrote, and gets what is new.

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
    seen = survey(project, guard, tables_of(tables, earlier), least)
    tree = tree_of(earlier or Decisions(project.id), order)
    made = draft(seen, tables, project.id, tree, earlier, text, least)
    if made != text:
        write_text(file, made)
        file.chmod(0o600)
    open_ = undecided(read_decisions(file, project.id), seen)
    return Drafted(file, len(seen), len(open_), made != text)
