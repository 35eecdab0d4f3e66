"""OncoTree: cancer types, what a source's term may mean among them, and what a portal lacks of them.

    tree.py       a release, and the columns of a code      index.py      what terms are looked up in
    reading.py    the JSON of its service                   matching.py   candidates of a term
    table.py      our own small table                       portal_types.py  types that a portal has to learn
    folding.py    how names are compared

Source: OncoTree, Memorial Sloan Kettering Cancer Center, https://oncotree.info (CC BY 4.0).
"""

from img2fair.clinical.oncotree.matching import MOST, Candidate, Match, candidates
from img2fair.clinical.oncotree.portal_types import (
    MIXED,
    PortalType,
    PortalTypes,
    TypeRow,
    cancer_type_rows,
    portal_name,
)
from img2fair.clinical.oncotree.reading import read_tree, written
from img2fair.clinical.oncotree.table import RELEASES, own_tree
from img2fair.clinical.oncotree.tree import Node, Tree, cancer_type_columns, unknown_code

__all__ = [
    "MIXED",
    "MOST",
    "RELEASES",
    "Candidate",
    "Match",
    "Node",
    "PortalType",
    "PortalTypes",
    "Tree",
    "TypeRow",
    "cancer_type_columns",
    "cancer_type_rows",
    "candidates",
    "own_tree",
    "portal_name",
    "read_tree",
    "unknown_code",
    "written",
]
