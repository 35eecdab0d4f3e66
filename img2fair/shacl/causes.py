"""From results to causes: one thing to mend stays one, however many shapes and profiles it fails.

- A failed ``sh:node`` is told by the nested properties that are wrong, on the nested node; a node about which nothing
  is said at all is one cause of its own.
- Where several constraints fail on one value, the first in ``rules.PRECEDENCE`` is the cause.
- Two profiles that want the same make one cause: the more severe counts, then the more specific profile (the later).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from img2fair.findings import Severity
from img2fair.shacl import rules
from img2fair.shacl.results import Node, Result
from img2fair.shacl.shapes import ShapeInfo

_ALTERNATIVES = {"datatype": rules.DATATYPE, "class": rules.CLASS, "table": rules.TABLE}


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to mend. ``profiles`` are all that want it, the one whose words are used first."""

    code: str
    severity: Severity
    focus: Node
    path: str
    value: Node | None
    info: ShapeInfo
    message: str
    profiles: tuple[str, ...]

    @property
    def cross_reference(self) -> tuple[str, str] | None:
        """Return target and wanted class where the only trouble is the class of another resource."""
        wanted = self.info.expected.get("class", ())
        plain = self.code == rules.CLASS and self.value is not None and self.value.kind == "iri" and wanted
        return (self.value.text, wanted[0]) if plain and self.value else None


def causes(results: Iterable[Result], described: Collection[Node], order: Sequence[str]) -> list[Cause]:
    """Return one cause for each thing to mend.

    :param described: the nodes that the graph says something about.
    :param order: the names of the profiles, the most general first.
    """
    found: dict[tuple[Node, str, Node | str], list[Cause]] = {}
    for result in results:
        for cause in _unfold(result, described):
            found.setdefault((cause.focus, cause.path, cause.value or cause.code), []).append(cause)
    return [_merge(group, order) for group in found.values()]


def _unfold(result: Result, described: Collection[Node]) -> Iterator[Cause]:
    """Yield the cause of a result, or those of the nested shape it leads to."""
    nested = result.component in ("Node", "Property") and not result.info.table
    value = result.value
    if nested and value is not None and value.kind == "literal":
        yield _cause(result, rules.NODE_KIND)
    elif nested and value is not None and value in described and result.details:
        for detail in result.details:
            yield from _unfold(replace(detail, severity=result.severity), described)
    else:
        yield _cause(result, _code(result))


def _code(result: Result) -> str:
    if result.component == "Or":
        return _ALTERNATIVES.get(result.info.alternatives, rules.OTHER)
    if result.component == "Node" and result.info.table:
        return rules.TABLE
    return rules.code_of(result.component)


def _cause(result: Result, code: str) -> Cause:
    value = None if code in (rules.MISSING, rules.TOO_MANY, rules.LANGUAGE) else result.value
    return Cause(
        code, result.severity, result.focus, result.path, value, result.info, result.message, (result.profile,)
    )


def _merge(group: list[Cause], order: Sequence[str]) -> Cause:
    def rank(cause: Cause) -> tuple[int, int, int, str]:
        specific = order.index(cause.profiles[0]) if cause.profiles[0] in order else 0
        return rules.PRECEDENCE.index(cause.code), cause.severity.rank, -specific, cause.info.iri

    ranked = sorted(group, key=rank)
    profiles = tuple(dict.fromkeys(cause.profiles[0] for cause in ranked))
    return replace(ranked[0], severity=min((c.severity for c in ranked), key=lambda s: s.rank), profiles=profiles)
