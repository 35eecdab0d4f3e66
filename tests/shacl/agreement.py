"""Two verdicts on one graph, the official files' and ours, in a form that can be compared.

A verdict is a set of (focus node, path). Where a shape is led to by ``sh:node`` (a publisher must be a complete agent),
what is wrong is told on the nested node, as ``img2fair.shacl.causes`` does; on both sides alike. Graphs are judged many
at a time: each is moved to addresses of its own, and the verdicts are parted again by them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from img2fair.findings import Severity
from img2fair.rdf import PREFIXES, shorten
from img2fair.shacl.judge import Result, judge, node_of
from img2fair.shacl.profile import Profile
from img2fair.shacl.vocabulary import Table, background
from tests.shacl.cases import X

Pair = tuple[str, str]


class Verdict(NamedTuple):
    """What is wrong, and what is advice: warnings and recommendations, which officials call warnings too."""

    violations: frozenset[Pair]
    advice: frozenset[Pair]


def to_rdflib(triples: Iterable[ox.Triple]) -> Graph:
    """The graph with its literals as they stand: rdflib would make a bad date good ("2009-05-19 14:39" a dateTime)."""

    def term(value: object) -> URIRef | BNode | Literal:
        if isinstance(value, ox.NamedNode):
            return URIRef(value.value)
        if isinstance(value, ox.BlankNode):
            return BNode(value.value)
        assert isinstance(value, ox.Literal)
        if value.language:
            return Literal(value.value, lang=value.language)
        plain = value.datatype.value == PREFIXES["xsd"] + "string"
        return Literal(value.value, datatype=None if plain else URIRef(value.datatype.value), normalize=False)

    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


Repair = Callable[[Graph], None]


def drop_dangling(graph: Graph) -> None:
    """Leave out links to shapes that are not there, at which pyshacl stops."""
    for link in (SH.property, SH.node):
        for shape in set(graph.objects(None, link)):
            if (shape, None, None) not in graph:
                graph.remove((None, link, shape))


def move_pathless(graph: Graph) -> None:
    """Read a property shape that only combines others as a condition on the node itself."""
    for owner, shape in set(graph.subject_objects(SH.property)):
        if (shape, SH.path, None) not in graph and (shape, SH["or"], None) in graph:
            graph.remove((owner, SH.property, shape))
            graph.add((owner, SH.node, shape))


@cache
def official_shapes(files: tuple[Path, ...], repairs: tuple[Repair, ...] = (drop_dangling,)) -> Graph:
    """The official files with those repairs without which pyshacl stops."""
    graph = Graph()
    for file in files:
        graph.parse(file)
    for repair in repairs:
        repair(graph)
    return graph


def _path(graph: Graph, node: Node | None) -> str:
    """A path as one name; of alternatives the first by the alphabet stands for all."""
    if isinstance(node, URIRef):
        return shorten(str(node))
    listed = graph.value(node, SH.alternativePath) if node is not None else None
    return min(shorten(str(item)) for item in Collection(graph, listed)) if listed is not None else ""


def official(triples: Sequence[ox.Triple], shapes: Graph, tables: Iterable[Table]) -> Verdict:
    """What the official shapes find, the tables of ours beside the data."""
    data = to_rdflib([*triples, *background(triples, tables)])
    own = {_name(node_of(triple.subject)) for triple in triples}
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none", inplace=True)
    assert isinstance(report, Graph)

    def said(result: Node) -> Iterator[Pair]:
        value = report.value(result, SH.value)
        if report.value(result, SH.sourceConstraintComponent) == SH.NodeConstraintComponent and _shown(value) in own:
            inner = {pair for detail in report.objects(result, SH.detail) for pair in said(detail) if _nested(pair)}
            if inner:
                yield from inner
                return
        yield _shown(report.value(result, SH.focusNode)), _path(report, report.value(result, SH.resultPath))

    grave: set[Pair] = set()
    light: set[Pair] = set()
    for result in report.objects(None, SH.result):
        place = grave if report.value(result, SH.resultSeverity) == SH.Violation else light
        place.update(pair for pair in said(result) if pair[0] in own)
    return Verdict(frozenset(grave), frozenset(light))


def _shown(term: Node | None) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _name(node: tuple[str, str]) -> str:
    return node[1]


def _nested(pair: Pair) -> bool:
    """Tell what is wrong inside a node from the value itself being in no table or of no known form."""
    return pair[1] not in ("", "skos:inScheme")


def ours(triples: Sequence[ox.Triple], profiles: Sequence[Profile]) -> Verdict:
    """What our judge finds by some profiles, their bases left out."""
    own = {_name(node_of(triple.subject)) for triple in triples}
    graphs = {profile.name: profile.shapes().graph for profile in profiles}

    def said(result: Result) -> Iterator[Pair]:
        if result.component == "Node" and result.value is not None and result.value.text in own:
            inner = {pair for detail in result.details for pair in said(detail) if _nested(pair)}
            if inner:
                yield from inner
                return
        shapes = graphs[result.profile]
        path = shapes.value(URIRef(result.info.iri), SH.path)
        yield result.focus.text, _path(shapes, path) if isinstance(path, BNode) else shorten(result.path)

    grave: set[Pair] = set()
    light: set[Pair] = set()
    for result in judge(triples, profiles):
        (grave if result.severity is Severity.VIOLATION else light).update(p for p in said(result) if p[0] in own)
    return Verdict(frozenset(grave), frozenset(light))


def moved(triples: Iterable[ox.Triple], name: str, only: Iterable[str] | None = None) -> list[ox.Triple]:
    """The graph with the nodes of ours, all or only some, and the blank ones moved to addresses of its own."""
    some = None if only is None else set(only)

    def node(value: ox.NamedNode) -> ox.NamedNode:
        moves = value.value.startswith(X) and (some is None or value.value in some)
        return ox.NamedNode(f"{X}{name}/{value.value.removeprefix(X)}") if moves else value

    def term(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        assert not isinstance(value, ox.Triple)
        if isinstance(value, ox.NamedNode):
            return node(value)
        return ox.BlankNode(f"{name}-{value.value}") if isinstance(value, ox.BlankNode) else value

    def head(value: ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.NamedNode | ox.BlankNode:
        found = term(value)
        assert not isinstance(found, ox.Literal)
        return found

    return [ox.Triple(head(t.subject), t.predicate, term(t.object)) for t in triples]


def parted(verdict: Verdict, names: Iterable[str]) -> dict[str, Verdict]:
    """The verdicts on graphs judged together, each at the addresses it had before."""

    def of(pairs: frozenset[Pair], name: str) -> frozenset[Pair]:
        home, blank = f"{X}{name}/", f"_:{name}-"
        return frozenset(
            (node.replace(home, X, 1).replace(blank, "_:", 1), path)
            for node, path in pairs
            if node.startswith((home, blank))
        )

    return {name: Verdict(of(verdict.violations, name), of(verdict.advice, name)) for name in names}


def together(graphs: Mapping[str, Iterable[ox.Triple]]) -> list[ox.Triple]:
    """One graph of many, to be judged in one run."""
    return [triple for name, triples in graphs.items() for triple in moved(triples, name)]


def classes(triples: Iterable[ox.Triple]) -> dict[str, set[str]]:
    """The classes of each node, as CURIEs."""
    found: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == str(RDF.type) and isinstance(triple.object, ox.NamedNode):
            found.setdefault(_name(node_of(triple.subject)), set()).add(shorten(triple.object.value))
    return found


Change = Callable[[ox.Triple], Iterable[ox.Triple]]
UNCHANGED = {str(RDF.type)}


def _with(triple: ox.Triple, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, value)


def removed(triple: ox.Triple) -> Iterable[ox.Triple]:
    return ()


def twice(triple: ox.Triple) -> Iterable[ox.Triple]:
    """A second value of the same kind: for a link the same node's twin, for a text one in the same language."""
    value = triple.object
    if not isinstance(value, ox.Literal):
        return (triple, _with(triple, ox.NamedNode(X + "second")))
    other = {"1024": "2048", "0.001": "0.002", "PT1S": "PT2S", "CAFE": "BEEF", "true": "false"}.get(value.value)
    text = other or (value.value.replace("T15", "T16").replace("T00", "T01") if "T" in value.value else "7")
    text = text if other or text != value.value else "other"
    if value.language:
        return (triple, _with(triple, ox.Literal("other", language=value.language)))
    return (triple, _with(triple, ox.Literal(text, datatype=value.datatype)))


def other_kind(triple: ox.Triple) -> Iterable[ox.Triple]:
    """A text for a link, a link for a text."""
    literal = isinstance(triple.object, ox.Literal)
    return (_with(triple, ox.NamedNode(X + "page") if literal else ox.Literal("a text")),)


def blank(triple: ox.Triple) -> Iterable[ox.Triple]:
    """A node without address and without class."""
    return (_with(triple, ox.BlankNode("nothing")),)


def other_type(triple: ox.Triple) -> Iterable[ox.Triple]:
    """The same text as a text, a number as another number, a date without zone; for a link another class."""
    value = triple.object
    if not isinstance(value, ox.Literal):
        return (_with(triple, ox.NamedNode(X + "instant")),)
    kind = "string" if value.datatype.value != PREFIXES["xsd"] + "string" else "anyURI"
    return (_with(triple, ox.Literal(value.value, datatype=ox.NamedNode(PREFIXES["xsd"] + kind))),)


def without_zone(triple: ox.Triple) -> Iterable[ox.Triple]:
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value.endswith("dateTime"):
        return (_with(triple, ox.Literal("2024-05-27T15:00:00", datatype=value.datatype)),)
    return (triple,)


def zero(triple: ox.Triple) -> Iterable[ox.Triple]:
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value.endswith("nonNegativeInteger"):
        return (_with(triple, ox.Literal("0", datatype=value.datatype)),)
    return (triple,)


def ill_typed(triple: ox.Triple) -> Iterable[ox.Triple]:
    """A number, date or truth value whose text is none."""
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value != PREFIXES["xsd"] + "string" and not value.language:
        return (_with(triple, ox.Literal("some", datatype=value.datatype)),)
    return (triple,)


def unknown_term(triple: ox.Triple) -> Iterable[ox.Triple]:
    """For a term of a table a term of another, and for any other link a page nobody described."""
    if isinstance(triple.object, ox.Literal):
        return (triple,)
    in_table = isinstance(triple.object, ox.NamedNode) and "/authority/" in triple.object.value
    return (_with(triple, ox.NamedNode(TERM if in_table else "https://example.org/nothing")),)


TERM = "http://publications.europa.eu/resource/authority/continent/EUROPE"

CHANGES: tuple[Change, ...] = (
    removed, twice, other_kind, blank, other_type, without_zone, zero, ill_typed, unknown_term
)  # fmt: skip
