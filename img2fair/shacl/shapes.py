"""Shapes files read once: the graph a judge takes, what each shape says, and which nodes the shapes look at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as OxLiteral
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS
from rdflib.term import Node

from img2fair.errors import UsageFault
from img2fair.rdf import iri
from img2fair.shacl.bridge import to_rdflib
from img2fair.shacl.repairs import TARGETS, repair
from img2fair.shacl.sources import Source, read

T = TypeVar("T")

OWN = "https://w3id.org/img2fair/shapes/"
_TYPE = iri("rdf:type").value
_PATH, _NAME = iri("sh:path"), iri("sh:name")
_NO_CONSTRAINT = {
    SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target,
    SH.name, SH.message, SH.description, SH.severity, SH.order, SH.group, SH.path, SH.closed, SH.ignoredProperties,
    SH.js,
}  # fmt: skip
_EXPECTED = ("class", "datatype", "nodeKind", "maxCount", "minCount", "in", "hasValue", "pattern", "minExclusive",
             "minInclusive", "maxExclusive", "maxInclusive", "or")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShapeInfo:
    """What a shape says, in English (``_nl``: in Dutch).

    ``table`` is the scheme its values must come from; ``expected`` its parameters as texts.
    """

    iri: str = ""
    path: str = ""
    inverse: bool = False
    name: str = ""
    message: str = ""
    hint: str = ""
    name_nl: str = ""
    message_nl: str = ""
    hint_nl: str = ""
    table: str = ""
    alternatives: str = ""
    expected: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Targets:
    """Which nodes are looked at by shapes that demand something."""

    classes: frozenset[str]
    nodes: frozenset[str]
    subjects_of: frozenset[str]
    objects_of: frozenset[str]

    def focus_nodes(self, triples: Iterable[Triple]) -> set[str]:
        """Return the nodes of a graph that at least one shape looks at."""
        found: set[str] = set()
        for triple in triples:
            predicate, value = triple.predicate.value, triple.object
            if predicate == _TYPE and isinstance(value, NamedNode) and value.value in self.classes:
                found.add(_name(triple.subject))
            if predicate in self.subjects_of or (self.nodes and _name(triple.subject) in self.nodes):
                found.add(_name(triple.subject))
            if predicate in self.objects_of and isinstance(value, NamedNode):
                found.add(value.value)
        return found

    def __or__(self, other: "Targets") -> "Targets":
        return Targets(
            self.classes | other.classes,
            self.nodes | other.nodes,
            self.subjects_of | other.subjects_of,
            self.objects_of | other.objects_of,
        )


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of one profile. ``names`` tells what people call a property, by its IRI."""

    graph: Graph
    infos: dict[str, ShapeInfo]
    targets: Targets
    names: dict[str, str]
    notes: tuple[str, ...]


@lru_cache(maxsize=64)
def read_shapes(sources: tuple[Source, ...]) -> Shapes:
    """Return the shapes of some sources, read once per process.

    :raises UsageFault: a source does not parse, none holds a shape that looks at anything, or a property shape has no
        path.
    """
    read_apart = (_apart(read(source), number) for number, source in enumerate(sources))
    graph = to_rdflib((triple for triples in read_apart for triple in triples), normalize=True)
    notes = repair(graph)
    where = ", ".join(map(str, sources))
    targets = _targets(graph)
    if not (targets.classes or targets.nodes or targets.subjects_of or targets.objects_of):
        raise UsageFault(
            "no shape in it looks at anything, so everything would pass",
            where=where,
            cure="give a SHACL file with sh:NodeShape and sh:targetClass",
        )
    pathless = [shape for shape in graph.objects(None, SH.property) if (shape, SH.path, None) not in graph]
    if pathless:
        raise UsageFault(f"{len(pathless)} property shapes have no sh:path", where=where, cure="mend the shapes file")
    infos = {str(shape): _info(graph, shape) for shape in _shapes(graph)}
    named = sorted((i.path, i.iri, i.name) for i in infos.values() if i.path and i.name and not i.inverse)
    return Shapes(graph, infos, targets, {path: name for path, _, name in named}, tuple(notes))


@lru_cache(maxsize=64)
def read_names(source: Source) -> dict[str, str]:
    """Return what the shapes of a source call the properties, by IRI, without making shapes of them.

    :raises UsageFault: the source cannot be read.
    """
    paths: dict[object, str] = {}
    names: dict[object, list[tuple[bool, str]]] = {}
    for triple in read(source):
        if triple.predicate == _PATH and isinstance(triple.object, NamedNode):
            paths[triple.subject] = triple.object.value
        elif triple.predicate == _NAME and isinstance(triple.object, OxLiteral):
            names.setdefault(triple.subject, []).append((triple.object.language != "en", triple.object.value))
    return {path: min(names[shape])[1] for shape, path in paths.items() if shape in names}


def _apart(triples: list[Triple], number: int) -> list[Triple]:
    """Return the triples of one source with blank nodes of its own: two files may name theirs alike."""
    if number == 0:
        return triples

    def own(term: T) -> T | BlankNode:
        return BlankNode(f"s{number}x{term.value}") if isinstance(term, BlankNode) else term

    return [Triple(own(triple.subject), triple.predicate, own(triple.object)) for triple in triples]


def _shapes(graph: Graph) -> set[Node]:
    typed = set(graph.subjects(RDF.type, SH.NodeShape)) | set(graph.subjects(RDF.type, SH.PropertyShape))
    aimed = {shape for term in TARGETS for shape in graph.subjects(term, None)}
    return typed | aimed | set(graph.objects(None, SH.property)) | set(graph.objects(None, SH.node))


def _targets(graph: Graph) -> Targets:
    """Collect the targets of shapes that demand something; an empty shape judges nothing (Health-RI has one)."""
    demanding = {
        shape
        for shape, term in graph.subject_predicates()
        if term.startswith(str(SH)) and term not in _NO_CONSTRAINT  # type: ignore[attr-defined]
    } - set(graph.subjects(SH.deactivated, Literal(True)))
    found: dict[URIRef, set[str]] = {}
    for term in TARGETS:
        found[term] = {str(value) for shape, value in graph.subject_objects(term) if shape in demanding}
    implicit = {shape for shape in demanding if (shape, RDF.type, RDFS.Class) in graph}
    found[SH.targetClass] |= {str(shape) for shape in implicit}
    return Targets(*(frozenset(values) for values in found.values()))


def _text(graph: Graph, shape: Node, term: Node) -> str:
    """Return what a shape says in English; where it does not, in any language."""
    values = sorted(graph.objects(shape, term), key=lambda value: (getattr(value, "language", None) != "en", value))
    return str(values[0]) if values else ""


def _dutch(graph: Graph, shape: Node, term: Node) -> str:
    return next((str(value) for value in graph.objects(shape, term) if getattr(value, "language", None) == "nl"), "")


def _values(graph: Graph, node: Node) -> tuple[str, ...]:
    return tuple(str(item) for item in Collection(graph, node)) if (node, RDF.first, None) in graph else (str(node),)


def _info(graph: Graph, shape: Node) -> ShapeInfo:
    path = graph.value(shape, SH.path)
    inverse = graph.value(path, SH.inversePath) if isinstance(path, BNode) else None
    expected = {
        term: tuple(text for node in graph.objects(shape, SH[term]) for text in _values(graph, node))
        for term in _EXPECTED
        if (shape, SH[term], None) in graph
    }
    plain = path if isinstance(path, URIRef) else inverse
    own = str(shape).startswith(OWN)
    return ShapeInfo(
        iri=str(shape) if own else _named_owner(graph, shape),
        path=str(plain) if isinstance(plain, URIRef) else "",
        inverse=inverse is not None,
        name=_text(graph, shape, SH.name),
        message=_text(graph, shape, SH.message),
        hint=_text(graph, shape, SH.description) if own else "",
        name_nl=_dutch(graph, shape, SH.name),
        message_nl=_dutch(graph, shape, SH.message),
        hint_nl=_dutch(graph, shape, SH.description) if own else "",
        table=_table(graph, shape),
        alternatives=_alternatives(graph, shape),
        expected=expected,
    )


def _named_owner(graph: Graph, shape: Node) -> str:
    """Return the IRI of the shape, or of the nearest one around it: a blank node's name helps nobody."""
    seen: set[Node] = set()
    around = {shape}
    while around:
        named = [str(one) for one in around if isinstance(one, URIRef) and not one.startswith("urn:img2fair:")]
        if named:
            return min(named)
        seen |= around
        around = {owner for one in around for owner in graph.subjects(None, one)} - seen
    return ""


def _table(graph: Graph, shape: Node) -> str:
    """Return the scheme a property shape wants its values from: ``sh:node`` to a shape on ``skos:inScheme``."""
    return next((scheme for node in graph.objects(shape, SH.node) if (scheme := _scheme(graph, node))), "")


def _scheme(graph: Graph, shape: Node) -> str:
    """Return the scheme that a node shape wants its nodes to be in, by ``sh:hasValue``; or nothing."""
    for inner in graph.objects(shape, SH.property):
        scheme = graph.value(inner, SH.hasValue)
        if (inner, SH.path, SKOS.inScheme) in graph and scheme is not None:
            return str(scheme)
    return ""


def _alternatives(graph: Graph, shape: Node) -> str:
    """Tell what the members of ``sh:or`` are about: ``datatype``, ``class``, ``table`` or nothing of these."""
    head = graph.value(shape, SH["or"])
    members = list(Collection(graph, head)) if head is not None else []
    if not members:
        return ""
    for kind, term in (("datatype", SH.datatype), ("class", SH["class"])):
        if all((member, term, None) in graph for member in members):
            return kind
    listed = [bool(_scheme(graph, member)) or (member, SH.pattern, None) in graph for member in members]
    return "table" if all(listed) and any(_scheme(graph, member) for member in members) else ""
