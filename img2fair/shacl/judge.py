"""The judge: pyshacl over one graph, and its results as plain values that cross processes.

rdflib stands here and in shapes.py only. Literals are made with ``normalize=False``, so that ``"007"`` stays as it is
without touching ``rdflib.NORMALIZE_LITERALS``, which belongs to whoever uses this library.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox
from pyshacl import validate
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, RuleLoadError, ShapeLoadError
from rdflib import SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node as RdflibNode

from img2fair.errors import UsageFault
from img2fair.findings import Severity
from img2fair.rdf import from_text
from img2fair.shacl.profile import Profile
from img2fair.shacl.shapes import ShapeInfo, Shapes
from img2fair.shacl.vocabulary import background

_SEVERITIES = {str(SH.Warning): Severity.WARNING, str(SH.Info): Severity.INFO}


class Node(NamedTuple):
    """A term of the graph: ``kind`` is iri, blank or literal; blank nodes are written ``_:id`` and never shown."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result. ``details`` are those of the shapes that a ``sh:node`` leads to."""

    focus: Node
    path: str
    value: Node | None
    component: str
    severity: Severity
    profile: str
    info: ShapeInfo
    message: str = ""
    details: tuple["Result", ...] = ()


def node_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Return a term of ours as a node of a result."""
    if isinstance(term, ox.NamedNode):
        return Node("iri", term.value)
    if isinstance(term, ox.BlankNode):
        return Node("blank", f"_:{term.value}")
    return Node("literal", term.value if isinstance(term, ox.Literal) else str(term))


def judge_text(text: str, profiles: Sequence[Profile]) -> list[Result]:
    """Judge a graph written as N-Triples: what a worker process is given."""
    return judge(from_text(text, "ntriples"), profiles)


def judge(triples: Sequence[ox.Triple], profiles: Sequence[Profile]) -> list[Result]:
    """Return the results of every profile on the graph; what only the tables say is never in focus.

    :raises UsageFault: shapes of the user's cannot be used.
    """
    tables = {table.name: table for profile in profiles for table in profile.tables()}
    own = {node_of(triple.subject) for triple in triples}
    with _quiet():
        graph = _to_rdflib([*triples, *background(triples, tables.values())])
        return [result for profile in profiles for result in _run(graph, profile) if result.focus in own]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal: that is what the findings are for."""
    logger = logging.getLogger("rdflib.term")

    def refuse(record: logging.LogRecord) -> bool:
        return record.levelno > logging.WARNING

    logger.addFilter(refuse)
    try:
        yield
    finally:
        logger.removeFilter(refuse)


def _to_rdflib(triples: Iterable[ox.Triple]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    return graph


def _term(term: object) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise UsageFault("RDF-star statements are not understood", cure="leave quoted triples out of the file")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
    return Literal(term.value, datatype=URIRef(datatype), normalize=False) if not plain else Literal(term.value)


def _run(graph: Graph, profile: Profile) -> Iterator[Result]:
    shapes = profile.shapes()
    try:
        _, report, text = validate(
            graph,
            shacl_graph=shapes.graph,
            inference="none",
            advanced=True,
            allow_warnings=True,
            inplace=True,
            do_owl_imports=False,
            meta_shacl=False,
        )
    except (ShapeLoadError, ConstraintLoadError, RuleLoadError, ReportableRuntimeError) as error:
        said = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise UsageFault(
            f"the shapes of profile '{profile.name}' cannot be used: {said}",
            where=", ".join(map(str, profile.files)),
            cure="mend the shapes file",
        ) from None
    if not isinstance(report, Graph):
        raise UsageFault(f"the judge gave no report: {text}", where=profile.name)
    for node in report.objects(None, SH.result):
        yield _result(report, node, shapes, profile.name)


def _result(report: Graph, node: RdflibNode, shapes: Shapes, profile: str) -> Result:
    source = report.value(node, SH.sourceShape)
    info = shapes.infos.get(str(source), ShapeInfo())
    path = report.value(node, SH.resultPath)
    messages = sorted(str(text) for text in report.objects(node, SH.resultMessage))
    focus = report.value(node, SH.focusNode)
    value = report.value(node, SH.value)
    component = str(report.value(node, SH.sourceConstraintComponent)).rpartition("#")[2]
    return Result(
        focus=_node(focus) or Node("literal", ""),
        path=str(path) if isinstance(path, URIRef) else info.path,
        value=_node(value),
        component=component.removesuffix("ConstraintComponent"),
        severity=_SEVERITIES.get(str(report.value(node, SH.resultSeverity)), Severity.VIOLATION),
        profile=profile,
        info=info,
        message=info.message or (messages[0] if messages else ""),
        details=tuple(_result(report, inner, shapes, profile) for inner in report.objects(node, SH.detail)),
    )


def _node(term: RdflibNode | None) -> Node | None:
    if term is None:
        return None
    if isinstance(term, URIRef):
        return Node("iri", str(term))
    return Node("blank", f"_:{term}") if isinstance(term, BNode) else Node("literal", str(term))
