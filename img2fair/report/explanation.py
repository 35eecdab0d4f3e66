"""Why a dataset has a value, or why it has none: the origins of its triples, for people and programs."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from pyoxigraph import NamedNode, Triple

from img2fair import rdf
from img2fair.errors import UsageFault
from img2fair.model import Gap, Record, Source
from img2fair.places import Ground, places


@dataclass(frozen=True, slots=True)
class Explained:
    """One value with its rule, sources and steps; or none (``value`` is ``None``), what was tried and where to fill it.

    ``subject`` is empty for the record itself and a ``#fragment`` for a node of it; IRIs are short where they can be.
    """

    record: str
    kind: str
    subject: str
    property: str
    value: str | None
    rule: str
    sources: tuple[Source, ...] = ()
    steps: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()


def explain(records: Sequence[Record], dataset: str, property_name: str | None = None) -> tuple[Explained, ...]:
    """Return an explanation of every triple of a dataset and its distributions, and of every gap.

    :param dataset: a project's id, or a record's key.
    :param property_name: a CURIE or IRI, to be told of it alone.
    :raises UsageFault: there is no such dataset or property, or the mapping has no rule for it.
    """
    record = _find(records, dataset)
    wanted = _property(property_name) if property_name else None
    family = [record, *(child for child in records if child.parent == record.key and record.kind == "dataset")]
    found = tuple(entry for member in family for entry in _about(member, wanted))
    if wanted and not found:
        raise UsageFault(
            f"the mapping has no rule for {rdf.shorten(wanted.value)}",
            where=record.mapping,
            cure="add one in a mapping of your own that extends it (docs/mapping-language.md)",
        )
    return found


def to_dict(found: Sequence[Explained]) -> dict[str, object]:
    """Return explanations as one JSON object."""
    return {"schema": "img2fair/explanation", "version": 1, "explanations": [asdict(entry) for entry in found]}


def to_text(found: Sequence[Explained]) -> str:
    """Return explanations for people: a line for each value and one for its reason, record by record."""
    lines: list[str] = []
    record = ""
    for entry in found:
        if entry.record != record:
            record = entry.record
            lines.append(f"{entry.kind} {record}")
        lines.extend(_lines(entry))
    return "\n".join(lines)


def _lines(entry: Explained) -> Iterator[str]:
    about = f" of {entry.subject}" if entry.subject else ""
    if entry.value is None:
        tried = ", ".join(entry.tried) or "nothing"
        yield f"  {entry.property}{about}: no value; rule {entry.rule} tried {tried}"
        yield from (f"      fill: {place}" for place in entry.fill)
        return
    sources = ", ".join(s.path + (f" (request {s.request})" if s.request else "") for s in entry.sources)
    why = [f"rule {entry.rule}", f"from {sources}" if sources else "", " → ".join(entry.steps)]
    yield f"  {entry.property}{about} = {entry.value}"
    yield f"      {'; '.join(part for part in why if part)}"


def _find(records: Sequence[Record], name: str) -> Record:
    datasets = [record for record in records if record.kind == "dataset"]
    for record in (*datasets, *records):
        if name in (record.project, record.key, record.slug):
            return record
    known = [record.project for record in datasets if record.project]
    near = difflib.get_close_matches(name, known, n=1)
    cure = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known[:8])}"
    raise UsageFault(f"there is no dataset '{name}' among the records", cure=cure)


def _property(name: str) -> NamedNode:
    full = rdf.expand(name)
    if not rdf.is_iri(full):
        raise UsageFault(f"'{name}' is not a property", cure="write it as a CURIE such as dct:title")
    return NamedNode(full)


def _about(record: Record, wanted: NamedNode | None) -> Iterator[Explained]:
    """Yield what is to be said of one record: its values, then what is missing."""
    yield from (_told(record, triple) for triple in record.triples if wanted in (None, triple.predicate))
    yield from (_missing(record, gap) for gap in record.gaps if wanted in (None, gap.predicate))


def _told(record: Record, triple: Triple) -> Explained:
    origin = record.origins[triple]
    return Explained(
        record=record.key,
        kind=record.kind,
        subject="" if triple.subject == record.iri else _short(record, triple.subject),
        property=rdf.shorten(triple.predicate.value),
        value=_short(record, triple.object),
        rule=origin.rule,
        sources=origin.sources,
        steps=origin.steps,
    )


def _missing(record: Record, gap: Gap) -> Explained:
    return Explained(
        record=record.key,
        kind=record.kind,
        subject="" if gap.subject == record.iri else _short(record, gap.subject),
        property=rdf.shorten(gap.predicate.value),
        value=None,
        rule=gap.rule,
        tried=gap.tried,
        fill=tuple(map(str, places(gap.tried, Ground(record.project, record.archive, record.page)))),
    )


def _short(record: Record, node: object) -> str:
    """Return a node as people read it: own fragments without the record's IRI, other IRIs short, literals as Turtle."""
    if not isinstance(node, NamedNode):
        return str(node).replace(f"<{rdf.PREFIXES['xsd']}", "<xsd:")
    own = node.value.removeprefix(record.iri.value)
    return own if own.startswith("#") else rdf.shorten(node.value)
