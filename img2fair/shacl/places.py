"""Where to mend: from a cause back to the rule of the mapping and the field of the archive, form or config."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from img2fair.findings import Place
from img2fair.model import Gap, Origin, Record
from img2fair.places import Ground, config_place, places
from img2fair.privacy.policy import field_of
from img2fair.rdf import shorten
from img2fair.shacl.causes import Cause
from img2fair.shacl.judge import Node, node_of


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The rule that made (or should have made) the value, the fields to mend, who can, and a word on the mapping."""

    mapping: str | None = None
    where: tuple[Place, ...] = ()
    origin: Origin | None = None
    who: str = "steward"
    hint: str = ""


def place_of(cause: Cause, record: Record) -> Whereabouts:
    """Return where a cause is mended, by the origins and gaps of the record it is on."""
    origins = _origins(record, cause.focus, cause.path, cause.value)
    if origins:
        paths = [source.path for origin in origins for source in origin.sources]
        return _place(origins[0].rule, paths, record, origins[0])
    gap = _gap(record, cause)
    if gap:
        return _place(gap.rule, gap.tried, record)
    nearby = _nearby(record, cause.focus)
    if nearby is None:
        return Whereabouts(who="operator")
    above = {path.rpartition(".")[0] for source in nearby.sources if (path := source.path).startswith("defaults.")}
    groups = tuple(config_place(path) for path in sorted(above) if path != "defaults")
    hint = f"The mapping has no rule for {shorten(cause.path)} here." if cause.path else ""
    return Whereabouts(nearby.rule, groups, None, "operator", hint)


def _origins(record: Record, focus: Node, path: str, value: Node | None) -> list[Origin]:
    return [
        record.origins[triple]
        for triple in record.triples
        if triple.predicate.value == path
        and node_of(triple.subject) == focus
        and (value is None or node_of(triple.object) == value)
        and triple in record.origins
    ]


def _gap(record: Record, cause: Cause) -> Gap | None:
    return next(
        (gap for gap in record.gaps if gap.subject.value == cause.focus.text and gap.predicate.value == cause.path),
        None,
    )


def _nearby(record: Record, focus: Node) -> Origin | None:
    """Return the origin of a sibling value on the node or, without one, of the link that leads to the node."""
    on_node = [record.origins[t] for t in record.triples if node_of(t.subject) == focus and t in record.origins]
    to_node = [record.origins[t] for t in record.triples if node_of(t.object) == focus and t in record.origins]
    return next(iter(on_node or to_node), None)


def _place(rule: str, paths: Iterable[str], record: Record, origin: Origin | None = None) -> Whereabouts:
    listed = list(dict.fromkeys(paths))
    where = places(listed, Ground(record.project, record.archive, record.page))
    operator = not any(field_of(path) for path in listed)
    return Whereabouts(rule, where, origin, "operator" if operator else "steward")


def owner_of(focus: Node, records: Sequence[Record]) -> Record | None:
    """Return the record of a group that says something about a node, or whose IRI the node is a fragment of."""
    for record in records:
        if any(node_of(triple.subject) == focus for triple in record.triples):
            return record
    base = focus.text.partition("#")[0]
    return next((record for record in records if record.iri.value.partition("#")[0] == base), None)
