"""Shapes files read once: the graph a judge takes, what each shape says, and which nodes the shapes look at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Triple
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.exceptions import ParserError
from rdflib.namespace import SKOS
from rdflib.term import Node

from img2fair.errors import UsageFault
from img2fair.rdf import from_file, iri, to_text
from img2fair.shacl.repairs import repair

OWN = "https://w3id.org/img2fair/shapes/"
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
            subject, predicate, value = str(triple.subject), triple.predicate.value, triple.object
            typed = triple.predicate == iri("rdf:type") and isinstance(value, NamedNode) and value.value in self.classes
            if typed or subject.strip("<>") in self.nodes or predicate in self.subjects_of:
                found.add(subject.strip("<>"))
            if predicate in self.objects_of and isinstance(value, NamedNode):
                found.add(value.value)
        return found


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of one profile. ``names`` tells what people call a property, by its IRI."""

    graph: Graph
    infos: dict[str, ShapeInfo]
    targets: Targets
    names: dict[str, str]
    notes: tuple[str, ...]


@lru_cache(maxsize=32)
def read_shapes(files: tuple[Path, ...]) -> Shapes:
    """Return the shapes of some files, read once per process.

    :raises UsageFault: a file does not parse, holds no shape that looks at anything, or a property shape has no path.
    """
    graph = Graph(bind_namespaces="none")
    for path in files:
        _parse(graph, path)
    notes = repair(graph)
    where = ", ".join(map(str, files))
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
    infos = {str(shape): _info(graph, shape) for shape in sorted(_shapes(graph), key=str)}
    names = {info.path: info.name for info in infos.values() if info.path and info.name and not info.inverse}
    return Shapes(graph, infos, targets, names, tuple(notes))


def _parse(graph: Graph, path: Path) -> None:
    form = {".jsonld": "json-ld", ".nt": "nt", ".rdf": "xml", ".xml": "xml"}.get(path.suffix, "turtle")
    try:
        data = path.read_bytes()
        if form == "json-ld":  # rdflib would fetch its context from the web
            data, form = to_text(from_file(path), "ntriples").encode(), "nt"
        if form == "xml" and b"<!DOCTYPE" in data.replace(b"\0", b""):  # also as UTF-16
            raise ValueError("a document type (DOCTYPE) is not taken: its entities may grow without end")
        graph.parse(data=data, format=form)
    except OSError as error:
        raise UsageFault(f"cannot read the shapes: {error.strerror}", where=str(path)) from None
    except (SyntaxError, ParserError, ValueError) as error:
        line = str(error).strip().splitlines()[0][:160] if str(error).strip() else "syntax error"
        raise UsageFault(f"the shapes do not parse: {line}", where=str(path), cure="mend the shapes file") from None


def _shapes(graph: Graph) -> set[Node]:
    typed = set(graph.subjects(RDF.type, SH.NodeShape)) | set(graph.subjects(RDF.type, SH.PropertyShape))
    return typed | set(graph.objects(None, SH.property)) | set(graph.objects(None, SH.node))


def _targets(graph: Graph) -> Targets:
    """Collect the targets of shapes that demand something; an empty shape judges nothing (Health-RI has one)."""
    demanding = {
        shape
        for shape, term in graph.subject_predicates()
        if term.startswith(str(SH)) and term not in _NO_CONSTRAINT  # type: ignore[attr-defined]
    } - set(graph.subjects(SH.deactivated, Literal(True)))
    found: dict[URIRef, set[str]] = {}
    for term in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf):
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


def _named_owner(graph: Graph, shape: Node | None) -> str:
    """Return the IRI of the shape, or of the nearest one around it: a blank node's name helps nobody."""
    seen: set[Node] = set()
    while shape is not None and shape not in seen:
        seen.add(shape)
        if isinstance(shape, URIRef) and not shape.startswith("urn:img2fair:"):
            return str(shape)
        shape = next(graph.subjects(None, shape), None)
    return ""


def _table(graph: Graph, shape: Node) -> str:
    """Return the scheme a property shape wants its values from: ``sh:node`` to a shape on ``skos:inScheme``."""
    for node in graph.objects(shape, SH.node):
        for inner in graph.objects(node, SH.property):
            scheme = graph.value(inner, SH.hasValue)
            if (inner, SH.path, SKOS.inScheme) in graph and scheme is not None:
                return str(scheme)
    return ""


def _alternatives(graph: Graph, shape: Node) -> str:
    """Tell what the members of ``sh:or`` are about: ``datatype``, ``class``, ``table`` or nothing of these."""
    head = graph.value(shape, SH["or"])
    members = list(Collection(graph, head)) if head is not None else []
    for kind, terms in (("datatype", (SH.datatype,)), ("class", (SH["class"],)), ("table", (SH.property, SH.pattern))):
        if members and all(any((member, term, None) in graph for term in terms) for member in members):
            return kind
    return ""
