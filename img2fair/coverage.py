"""Whether a mapping has a rule for all that a profile demands, before any project is mapped.

The demands are read from the profile's shapes (SHACL, https://www.w3.org/TR/shacl/): a property of a shape with
``sh:minCount`` (or ``sh:qualifiedMinCount``) of 1 or more is mandatory where it is a violation to lack it, and
recommended where that is a warning or an information. What only some datasets must say, by their access right, is
listed with that right. Ties between records (``dcat:distribution`` …) are made without a rule.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from img2fair.mapping.language import FieldRule, Mapping, PropertyRules, RecordRules
from img2fair.rdf import shorten
from img2fair.shacl import Profile
from img2fair.shacl.profile import with_bases

NO_RULE, OPTIONAL, REQUIRED, ALWAYS = "no rule", "not required", "required", "always"
"""What there is for a property: no rule; rules whose emptiness nobody reports; a rule marked ``required: true``; a
value that is always there (a constant, what needs the record's IRI only, or the tie to another record)."""
_ALWAYS_THERE = {"iri", "project.id", "project.slug"}


@dataclass(frozen=True, slots=True)
class Row:
    """One property that a profile wants, and what the mapping has for it.

    :param kind: the kind of record.
    :param node: the properties that lead to the node, such as ``dct:publisher``; empty for the record itself.
    :param right: the access right that the demand holds for; empty where it holds always.
    :param chains: for each rule, what it tries in turn; ``rules`` where they stand.
    """

    kind: str
    node: str
    property: str
    name: str
    mandatory: bool
    profile: str
    right: str
    status: str
    chains: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a mapping has for a profile; ``kinds`` are those it makes no record of though the profile speaks of them."""

    mapping: str
    profile: str
    rows: tuple[Row, ...]
    kinds: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether each mandatory property has a rule."""
        return not _of(self, True, NO_RULE)


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a shape says of a property: that it must or should be there (``wanted``), or only what its node must say."""

    path: str
    name: str
    wanted: bool
    mandatory: bool
    profile: str
    right: str
    shapes: tuple[tuple[Graph, Node], ...]


_CLASSES = {
    "catalog": "http://www.w3.org/ns/dcat#Catalog",
    "dataset": "http://www.w3.org/ns/dcat#Dataset",
    "distribution": "http://www.w3.org/ns/dcat#Distribution",
    "data-service": "http://www.w3.org/ns/dcat#DataService",
}
_Shapes = Sequence[tuple[str, str, Graph]]
"""For each set of shapes: the profile, the access right it is for, the graph."""


def coverage(mapping: Mapping, profile: Profile) -> Coverage:
    """Return what a mapping has for all that a profile and its bases want.

    :raises UsageFault: a base is no profile, or shapes are of no use.
    """
    shapes = [
        (one.name, right, variant.shapes().graph)
        for one in with_bases([profile])
        for right, variant in zip(("", *(right for right, _ in one.by_access)), one.variants(), strict=True)
    ]
    rows = [row for rules in mapping.kinds.values() for row in _rows_of(mapping, rules, shapes)]
    targets = {str(target) for _, _, graph in shapes for target in graph.objects(None, SH.targetClass)}
    missing = tuple(kind for kind, name in _CLASSES.items() if name in targets and kind not in mapping.kinds)
    return Coverage(mapping.name, profile.name, tuple(rows), missing)


def to_dict(found: Coverage) -> dict[str, object]:
    """Return the coverage as one JSON object."""
    return {"schema": "img2fair/coverage", "version": 1, "complete": found.complete, **asdict(found)}


def to_text(found: Coverage) -> str:
    """Return the coverage for people: what is lacking first, then the rest, kind by kind."""
    lines = [f"{found.mapping} for {found.profile}"]
    lines += [f"  no records of the kind {kind}" for kind in found.kinds]
    groups = (
        ("mandatory, and no rule", _of(found, True, NO_RULE)),
        ("mandatory, but no rule says 'required: true': nobody is told where it is empty", _of(found, True, OPTIONAL)),
        ("recommended, and no rule", _of(found, False, NO_RULE)),
        ("mandatory, and reported where it is empty", [*_of(found, True, REQUIRED), *_of(found, True, ALWAYS)]),
        ("recommended, with a rule", [row for row in found.rows if not row.mandatory and row.status != NO_RULE]),
    )
    for title, rows in groups:
        if rows:
            lines += ["", f"{title} ({len(rows)})", *(line for row in rows for line in _lines(row))]
    return "\n".join(lines)


def _of(found: Coverage, mandatory: bool, status: str) -> list[Row]:
    return [row for row in found.rows if row.mandatory is mandatory and row.status == status]


def _lines(row: Row) -> Iterator[str]:
    way = " > ".join(part for part in (row.kind, row.node.replace("/", " > "), row.property) if part)
    name = f" ({row.name})" if row.name else ""
    right = f", where access is {shorten(row.right)}" if row.right else ""
    yield f"  {way}{name}: {row.profile}{right}"
    for at, chain in zip(row.rules, row.chains, strict=True):
        yield f"      {at}  {chain}"


def _rows_of(mapping: Mapping, rules: RecordRules, shapes: _Shapes) -> list[Row]:
    ties = {
        shorten(child.relation.value): f"each {child.kind}"
        for child in mapping.kinds.values()
        if child.parent == rules.kind and child.relation is not None
    }
    demands = _of_classes(shapes, [one.node.value for one in rules.types])
    rows = _rows(rules.kind, "", rules.fields, demands, shapes)
    return [_tied(row, ties[row.property]) if row.property in ties and not row.node else row for row in rows]


def _tied(row: Row, chain: str) -> Row:
    return replace(row, status=ALWAYS, chains=(*row.chains, chain), rules=(*row.rules, "made without a rule"))


def _rows(
    kind: str, above: str, fields: tuple[PropertyRules, ...], demands: Iterable[_Demand], shapes: _Shapes
) -> list[Row]:
    """Return the rows of a record or node, and of the nodes that its rules make."""
    by_path = {one.predicate.value: one for one in fields}
    listed = list(demands)
    rows = [_row(kind, above, demand, by_path.get(demand.path)) for demand in listed if demand.wanted]
    for one in fields:
        inner = [shape for demand in listed if demand.path == one.predicate.value for shape in demand.shapes]
        node = f"{above}/{one.curie}" if above else one.curie
        found: dict[Row, None] = {}
        for rule in one.rules:
            if rule.node is not None:
                wanted = _of_classes(shapes, [each.node.value for each in rule.node.types], inner)
                found.update(dict.fromkeys(_rows(kind, node, rule.node.fields, wanted, shapes)))
        rows += found
    return rows


def _row(kind: str, above: str, demand: _Demand, one: PropertyRules | None) -> Row:
    rules = one.rules if one is not None else ()
    return Row(
        kind=kind,
        node=above,
        property=one.curie if one is not None else shorten(demand.path),
        name=demand.name,
        mandatory=demand.mandatory,
        profile=demand.profile,
        right=demand.right,
        status=_status(rules),
        chains=tuple(map(chain_of, rules)),
        rules=tuple(rule.where for rule in rules),
    )


def _status(rules: Sequence[FieldRule]) -> str:
    if any(_never_empty(rule) for rule in rules):
        return ALWAYS
    return REQUIRED if any(rule.required for rule in rules) else OPTIONAL if rules else NO_RULE


def _never_empty(rule: FieldRule) -> bool:
    if rule.when is not None or rule.each or rule.node is not None:
        return False
    return rule.const is not None or any({*map(str, one.chains)} <= _ALWAYS_THERE for one in rule.sources)


def chain_of(rule: FieldRule) -> str:
    """Return what a rule tries in turn, in the words of the mapping."""
    if rule.const is not None:
        return f"constant {rule.const}"
    given = rule.node.given if rule.node is not None else rule.sources
    parts = [" → ".join(one.text for one in given)] if given else []
    parts += [f"for each of {' → '.join(one.text for one in rule.each)}"] if rule.each else []
    parts += [f"when {rule.when.text}"] if rule.when is not None else []
    return "; ".join(parts) or "the fields of the node"


def _of_classes(
    shapes: _Shapes, classes: Sequence[str], more: Sequence[tuple[Graph, Node]] = ()
) -> tuple[_Demand, ...]:
    """Return what is wanted of a node of these classes, each property once; the stricter demand wins.

    :param more: shapes that hold for the node because a property leads to it (``sh:node``).
    """
    found: dict[tuple[str, str], _Demand] = {}
    for profile, right, graph in shapes:
        heads = [shape for name in classes for shape in graph.subjects(SH.targetClass, URIRef(name))]
        heads += [shape for where, shape in more if where is graph]
        for shape in sorted(heads, key=str):
            for demand in _of_shape(graph, shape, profile, right):
                _keep(found, demand)
    return tuple(sorted(found.values(), key=lambda one: (not one.mandatory, one.path, one.right)))


def _keep(found: dict[tuple[str, str], _Demand], demand: _Demand) -> None:
    known = found.get((demand.path, demand.right)) or found.get((demand.path, ""))
    if known is None:
        found[demand.path, demand.right] = demand
        return
    best = demand if (demand.wanted, demand.mandatory) > (known.wanted, known.mandatory) else known
    both = tuple(dict.fromkeys((*known.shapes, *demand.shapes)))
    found[demand.path, best.right] = replace(best, shapes=both)


def _of_shape(graph: Graph, shape: Node, profile: str, right: str, depth: int = 0) -> Iterator[_Demand]:
    for one in graph.objects(shape, SH.property):
        path = graph.value(one, SH.path)
        counts = [graph.value(one, term) for term in (SH.minCount, SH.qualifiedMinCount)]
        wanted = any(str(count or 0) not in ("0", "") for count in counts)
        nodes = tuple((graph, node) for node in graph.objects(one, SH.node))
        if isinstance(path, URIRef) and (wanted or nodes):
            severity = graph.value(one, SH.severity) or SH.Violation
            names = [name for name in graph.objects(one, SH.name) if getattr(name, "language", None) in (None, "en")]
            name = str(names[0]) if names else ""
            yield _Demand(str(path), name, wanted, severity == SH.Violation, profile, right, nodes)
    for parent in graph.objects(shape, SH.node):
        if depth < 10:  # shapes may lead to themselves
            yield from _of_shape(graph, parent, profile, right, depth + 1)
