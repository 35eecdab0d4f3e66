"""Why a dataset has a value, or why it has none: the origins of its triples in words."""

import difflib
from collections.abc import Sequence

from pyoxigraph import NamedNode, Triple

from img2fair import rdf
from img2fair.errors import UsageFault
from img2fair.model import Gap, Origin, Record
from img2fair.places import places


def explanation(records: Sequence[Record], dataset: str, property_name: str | None = None) -> str:
    """Return, for every triple of a dataset and its distributions, the rule, the sources and the steps behind it.

    :param dataset: a project's id, or a record's key.
    :param property_name: a CURIE or IRI, to be told of it alone; what could not be filled is told too.
    :raises UsageFault: there is no such dataset or property.
    """
    record = _find(records, dataset)
    wanted = _property(property_name) if property_name else None
    family = [record, *(child for child in records if child.parent == record.key and record.kind == "dataset")]
    told = [(member, _about(member, wanted)) for member in family]
    if wanted and not any(lines for _, lines in told):
        return f"{record.key}\n  {rdf.shorten(wanted.value)}: the mapping {record.mapping} has no rule for it"
    return "\n".join(line for member, lines in told if lines for line in (f"{member.kind} {member.key}", *lines))


def _property(name: str) -> NamedNode:
    full = rdf.expand(name)
    if not rdf.is_iri(full):
        raise UsageFault(f"'{name}' is not a property", cure="write it as a CURIE such as dct:title")
    return NamedNode(full)


def _about(record: Record, wanted: NamedNode | None) -> list[str]:
    """Return what is to be said of one record: its values, then what is missing."""
    values = [_told(record, triple) for triple in record.triples if wanted in (None, triple.predicate)]
    return values + [_missing(gap, record.project) for gap in record.gaps if wanted in (None, gap.predicate)]


def _find(records: Sequence[Record], name: str) -> Record:
    datasets = [record for record in records if record.kind == "dataset"]
    for record in (*datasets, *records):
        if name in (record.project, record.key, record.slug):
            return record
    known = [record.project for record in datasets if record.project]
    near = difflib.get_close_matches(name, known, n=1)
    cure = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known[:8])}"
    raise UsageFault(f"there is no dataset '{name}' among the records", cure=cure)


def _told(record: Record, triple: Triple) -> str:
    origin: Origin = record.origins[triple]
    sources = ", ".join(
        source.path + (f" (request {source.request})" if source.request else "") for source in origin.sources
    )
    parts = [f"rule {origin.rule}", f"from {sources}" if sources else "", " → ".join(origin.steps)]
    about = "" if triple.subject == record.iri else f" of {_short(record, triple.subject)}"
    why = "; ".join(part for part in parts if part)
    return f"  {rdf.shorten(triple.predicate.value)}{about} = {_value(record, triple)}\n      {why}"


def _missing(gap: Gap, project: str | None) -> str:
    tried = ", ".join(gap.tried) or "nothing"
    where = "".join(f"\n      fill: {place}" for place in places(gap.tried, project))
    return f"  {rdf.shorten(gap.predicate.value)}: no value; rule {gap.rule} tried {tried}{where}"


def _value(record: Record, triple: Triple) -> str:
    node = triple.object
    if isinstance(node, NamedNode):
        return _short(record, node)
    return str(node).replace("http://www.w3.org/2001/XMLSchema#", "xsd:")


def _short(record: Record, node: object) -> str:
    value = node.value if isinstance(node, NamedNode) else str(node)
    own = value.removeprefix(record.iri.value)
    return own if own.startswith("#") else rdf.shorten(value)
