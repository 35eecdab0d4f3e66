"""OncoTree as a value: cancer types by code, and what follows from where they stand.

Source: OncoTree, Memorial Sloan Kettering Cancer Center, https://oncotree.info (CC BY 4.0).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from img2fair.errors import UsageFault

ROOT = "TISSUE"
"""The code above all tissues; it is no cancer type."""


@dataclass(frozen=True, slots=True)
class Node:
    """A cancer type, or a tissue, which stands directly under the root.

    :param main_type: cBioPortal's CANCER_TYPE; empty where OncoTree gives none.
    :param parent: the code above; empty under the root.
    :param nci, umls: codes of the NCI Thesaurus and of the UMLS Metathesaurus.
    :param history: codes that it had in earlier releases; ``precursors``: codes that it took over, wholly or in part;
        ``revocations``: codes that are gone and were near to it.
    """

    code: str
    name: str
    main_type: str = ""
    tissue: str = ""
    parent: str = ""
    colour: str = ""
    nci: tuple[str, ...] = ()
    umls: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    precursors: tuple[str, ...] = ()
    revocations: tuple[str, ...] = ()

    @property
    def before(self) -> tuple[str, ...]:
        """Return the codes of earlier releases that led to this one."""
        return tuple(dict.fromkeys((*self.history, *self.precursors, *self.revocations)))


@dataclass(frozen=True, eq=False)
class Tree:
    """One release of OncoTree.

    :param version: such as ``oncotree_2025_10_03``; empty where the source does not tell it.
    :param nodes: by code, without the root.
    :param whole: false of our own table, which has the commonest types only.
    """

    version: str
    nodes: Mapping[str, Node] = field(repr=False)
    whole: bool = True

    @cached_property
    def _successors(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for node in self.nodes.values():
            for old in node.before:
                found.setdefault(old.upper(), []).append(node.code)
        return {old: tuple(sorted(new)) for old, new in found.items()}

    @cached_property
    def _by_capitals(self) -> Mapping[str, str]:
        return {code.upper(): code for code in self.nodes}

    def find(self, code: str) -> Node | None:
        """Return the node of a code, whatever its case; ``None`` where this release has none."""
        return self.nodes.get(self._by_capitals.get(code.strip().upper(), ""))

    def successors(self, code: str) -> tuple[str, ...]:
        """Return the codes of this release that name a code as one before them, in their order; itself is none."""
        return tuple(new for new in self._successors.get(code.strip().upper(), ()) if new.upper() != code.upper())

    def above(self, code: str) -> tuple[Node, ...]:
        """Return the nodes above a code, the nearest first, up to its tissue; none where the code is unknown."""
        found: list[Node] = []
        node = self.find(code)
        while node is not None and node.parent and (node := self.nodes.get(node.parent)) is not None:
            found.append(node)
        return tuple(found)


def cancer_type_columns(tree: Tree, code: str) -> tuple[str, str]:
    """Return CANCER_TYPE and CANCER_TYPE_DETAILED of a code: its main type and its name.

    :raises UsageFault: the release has no such code.

    Source: cBioPortal File-Formats, "Custom columns in clinical data".
    """
    node = tree.find(code)
    if node is None:
        raise unknown_code(tree, code)
    return node.main_type or node.name, node.name


def unknown_code(tree: Tree, code: str) -> UsageFault:
    """Return the fault for a code that a release does not have; it names the one that came after it, if any."""
    after = tree.successors(code)
    return UsageFault(
        f"OncoTree has no code '{code}'" + ("" if tree.whole else " among the types of our own table"),
        where=tree.version,
        cure=f"its successor is {' or '.join(after)}; look whether it means the same"
        if after
        else "look the code up at https://oncotree.info"
        + ("" if tree.whole else ", and name that service as cbioportal.oncotree.source"),
    )
