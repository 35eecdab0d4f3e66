"""Where to mend: from a cause back to the rule of the mapping and the field of the archive, form or config."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import BlankNode, NamedNode

from img2fair.findings import MANDATORY, WITHHELD, Place
from img2fair.model import Origin, Record, Source
from img2fair.places import XNAT, Ground, config_place, fillable, places
from img2fair.rdf import shorten
from img2fair.shacl.causes import Cause
from img2fair.shacl.results import Node, node_of

_TIES = ("dcat:distribution", "dcat:dataset", "dcat:service", "dcat:record")
"""Properties that tie records together: targets write them, no rule of a mapping does."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The rule that made (or should have made) the value, the fields to mend, and who can.

    ``origin`` is that of the value; of a missing one its sources are what the rule tried. ``unruled`` is the CURIE of a
    property that the mapping has no rule for.
    """

    mapping: str | None = None
    where: tuple[Place, ...] = ()
    origin: Origin | None = None
    who: str = "steward"
    unruled: str = ""


def place_of(cause: Cause, record: Record) -> Whereabouts:
    """Return where a cause is mended, by the origins and gaps of the record it is on."""
    origins = _origins(record, cause.focus, cause.path, cause.value)
    if origins:
        paths = dict.fromkeys(source.path for origin in origins for source in origin.sources)
        return _place(places(paths, _ground(record)), origins[0])
    tried = _tried(record, cause)
    if tried:
        return _place(fillable((source.path for source in tried.sources), _ground(record)), tried)
    nearby = _nearby(record, cause.focus)
    if nearby is None:
        return Whereabouts(who="operator")
    above = {path.rpartition(".")[0] for source in nearby.sources if (path := source.path).startswith("defaults.")}
    groups = tuple(config_place(path) for path in sorted(above) if path != "defaults")
    name = shorten(cause.path) if cause.path else ""
    return Whereabouts(nearby.rule, groups, None, "operator", "" if name in _TIES else name)


def _origins(record: Record, focus: Node, path: str, value: Node | None) -> list[Origin]:
    subject = _term(focus)
    return [
        record.origins[triple]
        for triple in record.triples
        if triple.subject == subject
        and triple.predicate.value == path
        and (value is None or node_of(triple.object) == value)
        and triple in record.origins
    ]


def _nearby(record: Record, focus: Node) -> Origin | None:
    """Return the origin of a sibling value on the node or, without one, of the link that leads to the node."""
    term, origins = _term(focus), record.origins
    on_node = (origins[triple] for triple in record.triples if triple.subject == term and triple in origins)
    to_node = (origins[triple] for triple in record.triples if triple.object == term and triple in origins)
    return next(chain(on_node, to_node), None)


def _tried(record: Record, cause: Cause) -> Origin | None:
    """Return what the rules of a property tried in vain, with the requests that other values of the same paths have."""
    gaps = [gap for gap in record.gaps if gap.subject.value == cause.focus.text and gap.predicate.value == cause.path]
    if not gaps:
        return None
    numbers = {source.path: source.request for origin in record.origins.values() for source in origin.sources}
    paths = dict.fromkeys(path for gap in gaps for path in gap.tried)
    steps = (MANDATORY,) if any(gap.required for gap in gaps) else ()
    kept_in = dict.fromkeys(WITHHELD + path for gap in gaps for path in gap.kept_in)
    return Origin(gaps[0].rule, tuple(Source(path, numbers.get(path)) for path in paths), (*steps, *kept_in))


def _term(node: Node) -> NamedNode | BlankNode | None:
    """Return a node as a term of a record: comparing terms is many times faster than comparing nodes."""
    if node.kind == "iri":
        return NamedNode(node.text)
    return BlankNode(node.text.removeprefix("_:")) if node.kind == "blank" else None


def _place(where: tuple[Place, ...], origin: Origin) -> Whereabouts:
    steward = any(place.who == "steward" for place in where)
    return Whereabouts(origin.rule, where, origin, "steward" if steward else "operator")


def _ground(record: Record) -> Ground:
    return Ground(record.project, record.archive or XNAT, record.page, record.labels, record.asked)


def owner_of(focus: Node, records: Sequence[Record]) -> Record | None:
    """Return the record of a group that says something about a node, or whose IRI the node is a fragment of."""
    term = _term(focus)
    for record in records:
        if any(triple.subject == term for triple in record.triples):
            return record
    base = focus.text.partition("#")[0]
    return next((record for record in records if record.iri.value.partition("#")[0] == base), None)
