"""What an engine finds, as plain values that cross processes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from img2fair.findings import Severity
from img2fair.shacl.shapes import ShapeInfo

SEVERITIES = {"Warning": Severity.WARNING, "Info": Severity.INFO}
"""By the local name of the SHACL severity; any other is a violation."""


class Node(NamedTuple):
    """A term of the graph: ``kind`` is iri, blank or literal; blank nodes are written ``_:id`` and never shown."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result. ``details`` are those of the shapes that a ``sh:node`` leads to."""

    focus: Node
    path: str
    value: Node | None
    component: str
    severity: Severity
    profile: str
    info: ShapeInfo
    message: str = ""
    details: tuple["Result", ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """What results are sorted by, and all that tells two of them apart."""
        return (
            self.focus, self.path, self.value or ("", ""), self.component, self.severity.rank, self.profile,
            self.info.iri, self.info.path, self.info.name, self.message,
            tuple(detail.order for detail in self.details),
        )  # fmt: skip


def in_order(results: Iterable[Result]) -> list[Result]:
    """Return the results sorted, each once: engines give them in the order of their sets."""
    return list({result.order: result for result in sorted(results, key=lambda result: result.order)}.values())


def message_of(component: str, info: ShapeInfo) -> str:
    """Return what a shape says of its own; where it says nothing, which of its constraints does not hold."""
    return info.message or f"the constraint {component} does not hold"


def node_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Return a term of ours as a node of a result."""
    if isinstance(term, ox.NamedNode):
        return Node("iri", term.value)
    if isinstance(term, ox.BlankNode):
        return Node("blank", f"_:{term.value}")
    return Node("literal", term.value if isinstance(term, ox.Literal) else str(term))
