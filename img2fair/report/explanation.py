"""Why a dataset has a value, or why it has none: the origins of its triples, for people and programs."""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby

from pyoxigraph import NamedNode, Triple

from img2fair import rdf
from img2fair.errors import UsageFault
from img2fair.findings import Place
from img2fair.model import Gap, Record
from img2fair.places import Ground, fillable, own_entries, unasked
from img2fair.report.unruled import advice, example, is_known

_Gaps = defaultdict[tuple[str, NamedNode | None], set[str]]
_ALL = ("", None)


@dataclass(frozen=True, slots=True)
class Read:
    """Where a value was read: a path of the mapping's language, the request's number, and its method and path."""

    path: str
    request: int | None = None
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """One value with its rule, sources and steps; or none (``value`` is ``None``), what was tried and where to fill it.

    ``subject`` is empty for the record itself and a ``#fragment`` for a node of it; IRIs are short where they can be.
    ``kept_in`` are paths among those tried that are not empty, and whose text the privacy gate keeps in.
    ``overrides`` is the rule of an extended mapping that this one replaced. Where the mapping has no rule for a
    property, ``rule`` is empty, ``example`` is one to start from, and ``near`` a property that may have been meant.
    ``project`` is empty for records of the site; ``unasked`` are questions among those tried that no form of it asks.
    """

    record: str
    kind: str
    subject: str
    property: str
    value: str | None
    rule: str
    sources: tuple[Read, ...] = ()
    steps: tuple[str, ...] = ()
    overrides: str = ""
    tried: tuple[str, ...] = ()
    fill: tuple[Place, ...] = ()
    required: bool = False
    kept_in: tuple[str, ...] = ()
    example: str = ""
    near: str = ""
    project: str = ""
    unasked: tuple[str, ...] = ()


def explain(
    records: Sequence[Record],
    dataset: str,
    property_name: str | None = None,
    requests: Mapping[int, str] | None = None,
) -> tuple[Explained, ...]:
    """Return an explanation of every triple of a dataset and its distributions, and of every gap.

    A property that the mapping has no rule for is explained too: how to add one.

    :param dataset: a project's id, or a record's key.
    :param property_name: a CURIE or IRI, to be told of it alone.
    :param requests: method and path of the harvest's requests, by number, where the snapshot is at hand.
    :raises UsageFault: there is no such dataset, or the property's name is none.
    """
    record = _find(records, dataset)
    wanted = _property(property_name) if property_name else None
    family = [record, *(child for child in records if child.parent == record.key and record.kind == "dataset")]
    gaps = _gaps(records)
    found = tuple(entry for member in family for entry in _about(member, wanted, requests or {}, gaps))
    return found if found or wanted is None else (_without_rule(record, wanted, family),)


def to_dict(found: Sequence[Explained]) -> dict[str, object]:
    """Return explanations as one JSON object."""
    return {"schema": "img2fair/explanation", "version": 2, "explanations": [asdict(entry) for entry in found]}


def to_text(found: Sequence[Explained], mapping: Sequence[str] = ()) -> str:
    """Return explanations for people: record by record, node by node, the values first and then what is missing.

    Values of a property that are there for the same reason stand together above it.

    :param mapping: the names of the config's ``mapping``, which tell whether there is a file to add a rule to.
    """
    lines: list[str] = []
    for record in dict.fromkeys(entry.record for entry in found):
        of_record = [entry for entry in found if entry.record == record]
        lines.append(f"{of_record[0].kind} {record}")
        for subject in dict.fromkeys(entry.subject for entry in of_record):
            of_node = [entry for entry in of_record if entry.subject == subject]
            lines += [f"  {subject}"] if subject else []
            alike = groupby((entry for entry in of_node if entry.value is not None), key=_why)
            lines += [line for _, entries in alike for line in _told_lines([*entries])]
            missing = [entry for entry in of_node if entry.value is None]
            lines += [line for entry in missing if entry.rule for line in _missing_lines(entry)]
            lines += [line for entry in missing if not entry.rule for line in _unruled_lines(entry, mapping)]
        lines.append("")
    return "\n".join(lines[:-1])


def _why(entry: Explained) -> Explained:
    """Return all that is said of a value but the value."""
    return replace(entry, value="")


def _told_lines(entries: Sequence[Explained]) -> Iterator[str]:
    """Yield values that are there for the same reason, and the reason once."""
    entry = entries[0]
    for one in entries:
        yield f"    {one.property} = {one.value}"
    for source in entry.sources:
        yield f"        from {source.path}{_request(source)}"
    if entry.steps:
        yield f"        {' → '.join(entry.steps)}"
    yield f"        rule {entry.rule}" + (f", in place of {entry.overrides}" if entry.overrides else "")


def _request(source: Read) -> str:
    if source.request is None:
        return ""
    return f" (request {source.request}: {source.asked})" if source.asked else f" (request {source.request})"


def _missing_lines(entry: Explained) -> Iterator[str]:
    wanted = ", though the mapping requires it" if entry.required else ""
    yield f"    {entry.property}: no value{wanted}"
    yield f"        tried {', '.join(entry.tried) or 'nothing: a condition of the rule or of its node is not true'}"
    for path in entry.kept_in:
        yield f"        kept in for privacy: {path} (finding I2F-P001: img2fair validate)"
    shared = own_entries(entry.fill, entry.project).values()
    for place in entry.fill:
        yield f"        fill {place}" + ("  (for all projects)" if place in shared else f"  {place.link}".rstrip())
    if entry.unasked:
        yield f"        no custom form of this project asks {', '.join(entry.unasked)} (docs/how-to/custom-form.md)"
    yield f"        rule {entry.rule}"


def _unruled_lines(entry: Explained, mapping: Sequence[str]) -> Iterator[str]:
    """Yield what to add where the mapping has no rule: the rule, and the value's entry in the config."""
    yield f"    {entry.property}: no value, because the mapping has no rule for it"
    if entry.near:
        yield f"        did you mean {entry.near}?"
    yield from (f"        {line}" for line in advice(entry.kind, entry.property, entry.project, mapping))


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
    if rdf.is_iri(full) and (full != name or "://" in name or name.startswith("urn:")):
        return NamedNode(full)
    raise UsageFault(f"'{name}' is not a property", cure="write it as a CURIE such as dct:title, or as a whole IRI")


def _about(record: Record, wanted: NamedNode | None, requests: Mapping[int, str], gaps: _Gaps) -> Iterator[Explained]:
    """Yield what is to be said of one record: its values, then what is missing."""
    yield from (_told(record, triple, requests) for triple in record.triples if wanted in (None, triple.predicate))
    yield from (_missing(record, gap, gaps) for gap in record.gaps if wanted in (None, gap.predicate))


def _told(record: Record, triple: Triple, requests: Mapping[int, str]) -> Explained:
    origin = record.origins[triple]
    asked = [(one, requests.get(one.request, "") if one.request is not None else "") for one in origin.sources]
    return Explained(
        record=record.key,
        kind=record.kind,
        subject="" if triple.subject == record.iri else _short(record, triple.subject),
        property=rdf.shorten(triple.predicate.value),
        value=_short(record, triple.object),
        rule=origin.rule,
        sources=tuple(Read(source.path, source.request, request) for source, request in asked),
        steps=origin.steps,
        overrides=origin.overrides,
        project=record.project or "",
    )


def _missing(record: Record, gap: Gap, gaps: _Gaps) -> Explained:
    tried = [path for path in gap.tried if path not in gap.kept_in]
    fill, ground = fillable(tried, _ground(record)), _ground(record)
    having, projects = len(gaps[gap.rule, gap.predicate]), len(gaps[_ALL])
    if having > 1 and 2 * having > projects:
        own = own_entries(fill, record.project)
        fill = (*(place for place in fill if place not in own), *own)
    return Explained(
        record=record.key,
        kind=record.kind,
        subject="" if gap.subject == record.iri else _short(record, gap.subject),
        property=rdf.shorten(gap.predicate.value),
        value=None,
        rule=gap.rule,
        tried=gap.tried,
        fill=fill,
        required=gap.required,
        kept_in=gap.kept_in,
        project=record.project or "",
        unasked=unasked(tried, ground),
    )


def _gaps(records: Sequence[Record]) -> _Gaps:
    """Return the projects that lack what a rule should give, by rule and property; and all projects."""
    found: _Gaps = defaultdict(set)
    for record in records:
        if record.project:
            found[_ALL].add(record.project)
            for gap in record.gaps:
                found[gap.rule, gap.predicate].add(record.project)
    return found


def _ground(record: Record) -> Ground:
    return Ground(record.project, record.archive, record.page, labels=record.labels, asked=record.asked)


def _without_rule(record: Record, wanted: NamedNode, family: Sequence[Record]) -> Explained:
    name = rdf.shorten(wanted.value)
    known = {rdf.shorten(triple.predicate.value) for member in family for triple in member.triples}
    known |= {rdf.shorten(gap.predicate.value) for member in family for gap in member.gaps}
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.8)
    return Explained(
        record=record.key,
        kind=record.kind,
        subject="",
        property=name,
        value=None,
        rule="",
        example=example(record.kind, name),
        near=near[0] if near and not is_known(name) else "",
        project=record.project or "",
    )


def _short(record: Record, node: object) -> str:
    """Return a node as people read it: own fragments without the record's IRI, other IRIs short, literals as Turtle."""
    if not isinstance(node, NamedNode):
        return str(node).replace(f"<{rdf.PREFIXES['xsd']}", "<xsd:")
    own = node.value.removeprefix(record.iri.value)
    return own if own.startswith("#") else rdf.shorten(node.value)
