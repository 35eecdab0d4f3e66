"""What was decided of a project's source fields, and what the project has."""

from dataclasses import dataclass

from img2fair.cbioportal.builder import guard_of
from img2fair.cbioportal.harmonisation import built_in, read_decisions, tables_of
from img2fair.cbioportal.oncotree_source import load_tree
from img2fair.clinical.decisions import Decisions
from img2fair.clinical.oncotree import Tree
from img2fair.clinical.outcome import FieldSeen, TableSeen
from img2fair.errors import UsageFault
from img2fair.exporting.order import Order
from img2fair.model import Header, Project
from img2fair.privacy import Gazetteer
from img2fair.privacy.survey import survey
from img2fair.privacy.survey_tables import tables_seen

CLINICAL = "clinical"
"""The depth of a harvest that reads what an export of people needs."""


@dataclass(frozen=True, slots=True)
class Known:
    """A project's source fields, and what its harmonisation file says of them.

    :param decisions: those of the file, or of no file (sex and age alone).
    :param written: whether there is a file.
    """

    decisions: Decisions
    written: bool
    seen: tuple[FieldSeen, ...]
    tables: tuple[TableSeen, ...]


def known_of(project: Project, header: Header, order: Order, names: Gazetteer | None = None) -> Known:
    """Return what a project has and what was decided of it.

    :param names: those of the project's people, where they are at hand.

    :raises UsageFault: the harmonisation file is not right, or the snapshot was not read with ``--clinical``.
    """
    decisions = _read(order, project)
    if decisions is not None and CLINICAL not in header.depth:
        raise UsageFault(
            f"the snapshot does not hold what {decisions.file} decides on",
            where="the snapshot",
            cure=f"img2fair harvest --clinical --project {project.id} -o FILE",
        )
    guard = guard_of(project, header, order.study, names)
    tables = tables_seen(project, guard) if project.tables else ()
    keys = decisions.tables if decisions is not None else tables_of(tables)
    seen = survey(project, guard, keys, order.study.min_cell, decisions)
    return Known(decisions or built_in(project.id), decisions is not None, seen, tables)


def tree_of(decisions: Decisions, order: Order) -> Tree:
    """Return the release of OncoTree that codes are of: the harmonisation file's, else the config's.

    :raises UsageFault: the two differ, or there is no such release.
    :raises RemoteFault: OncoTree's service cannot be asked, and the release is not kept.
    """
    said = order.study.oncotree
    if said and decisions.oncotree and said != decisions.oncotree:
        raise UsageFault(
            f"{decisions.file} was made with {decisions.oncotree}, and the config says {said}",
            where="cbioportal.oncotree.version",
            cure="name the same release in both; codes change their meaning between releases",
        )
    cache = order.work / "oncotree"
    return load_tree(decisions.oncotree or said, order.oncotree, cache, order.beside)


def _read(order: Order, project: Project) -> Decisions | None:
    return None if order.mapping is None else read_decisions(order.mapping, project.id)
