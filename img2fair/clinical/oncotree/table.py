"""Our own small table of OncoTree: the commonest types of imaging cohorts, with their synonyms and ICD-O-3 codes.

The table is mappings/codes/oncotree.tsv. It stands in where no other source is named, and tells what OncoTree's own
releases do not: ICD-O-3, words of other languages, and what a code of another release meant.
"""

import csv
from dataclasses import dataclass
from functools import cache

from img2fair.assets import find_file
from img2fair.clinical.oncotree.tree import ROOT, Node, Tree
from img2fair.errors import UsageFault

RELEASES = ("oncotree_2021_11_02", "oncotree_2025_10_03")
"""The releases that the table tells apart."""
_LISTS = ("ncit", "umls", "morphology", "sites", "history", "precursors", "revocations")


@dataclass(frozen=True, slots=True)
class Row:
    """A type as the table has it.

    :param only: the one release that the row is of; empty: of both.
    :param morphology: ICD-O-3 codes such as ``9440/3``; ``sites``: categories of ICD-O-3 topography such as ``C71``.
    :param note: what to look at before the code is used.
    """

    node: Node
    only: str = ""
    morphology: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    note: str = ""


@cache
def rows() -> tuple[Row, ...]:
    """Return the table.

    :raises UsageFault: the shipped file is missing or is not what it should be.
    """
    path = find_file("mappings", "codes/oncotree.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    head = sum(line.startswith("#") for line in lines)
    found = []
    for number, entry in enumerate(csv.DictReader(lines[head:], delimiter="\t", quoting=csv.QUOTE_NONE), head + 2):
        try:
            found.append(_row(entry))
        except (KeyError, TypeError, AttributeError):
            raise UsageFault(
                "a row of the table of cancer types lacks a column", where=f"{path}:{number}", cure="install again"
            ) from None
    return tuple(found)


def _row(entry: dict[str, str]) -> Row:
    lists = {name: tuple(sorted(entry[name].split())) for name in _LISTS}
    node = Node(
        code=entry["code"],
        name=entry["name"],
        main_type=entry["main_type"],
        tissue=entry["tissue"],
        parent="" if entry["parent"] == ROOT else entry["parent"],
        colour=entry["colour"],
        nci=lists["ncit"],
        umls=lists["umls"],
        history=lists["history"],
        precursors=lists["precursors"],
        revocations=lists["revocations"],
    )
    synonyms = tuple(one.strip() for one in entry["synonyms"].split(";") if one.strip())
    only = f"oncotree_{entry['only']}" if entry["only"] else ""
    return Row(node, only, lists["morphology"], lists["sites"], synonyms, entry["note"])


@cache
def own_tree(version: str = "") -> Tree:
    """Return the types of the table in a release, the newest known one by default.

    :raises UsageFault: the table does not know the release.
    """
    version = version or RELEASES[-1]
    if version not in RELEASES:
        raise UsageFault(
            f"our own table of cancer types does not know the release '{version}'",
            where="cbioportal.oncotree.version",
            cure=f"take one of {', '.join(RELEASES)}, or name a source: https://oncotree.info or a file of the release",
        )
    nodes = {row.node.code: row.node for row in rows() if row.only in ("", version)}
    return Tree(version, nodes, whole=False)
