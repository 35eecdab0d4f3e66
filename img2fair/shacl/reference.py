"""The reference engine: pyshacl. What it finds is what counts; other engines have to find the same."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pyoxigraph as ox
from pyshacl import validate
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, RuleLoadError, ShapeLoadError
from rdflib import SH, BNode, Graph, URIRef
from rdflib.term import Node as RdflibNode

from img2fair.errors import UsageFault
from img2fair.findings import Severity
from img2fair.shacl.bridge import to_rdflib
from img2fair.shacl.data import Data
from img2fair.shacl.profile import Profile
from img2fair.shacl.results import SEVERITIES, Node, Result, message_of
from img2fair.shacl.shapes import ShapeInfo, Shapes, read_shapes
from img2fair.shacl.sources import Source

_FOR_PEOPLE = frozenset({SH.name, SH.description, SH.message})
_STANDS_FOR = "urn:img2fair:blank:"


def results(data: Data, profile: Profile) -> list[Result]:
    """Return the results of a profile's shapes (those for every record) on a graph.

    :raises UsageFault: shapes of the user's cannot be used.
    """
    shapes = profile.shapes()
    with _quiet():
        report = _report(_comparable(data, profile.sources), profile)
    return [_result(report, node, shapes, profile.name) for node in report.objects(None, SH.result)]


@lru_cache(maxsize=64)
def _terse(sources: tuple[Source, ...]) -> Graph:
    """Return the shapes without their texts, which are read from ``Shapes.infos``.

    pyshacl looks for each statement on a shape in the list of all it knows, for each value that the shape judges: with
    texts in two languages that was a third of its time.
    """
    shapes = read_shapes(sources)
    terse = Graph(bind_namespaces="none")
    for triple in shapes.graph:
        if triple[1] not in _FOR_PEOPLE or str(triple[0]) not in shapes.infos:
            terse.add(triple)
    return terse


def _comparable(data: Data, sources: tuple[Source, ...]) -> Graph:
    """Return a graph that pyshacl judges to the end: it stops at a blank node that is to be less than something.

    SHACL wants a result there (4.5.3, values that cannot be compared), as pyshacl gives for an address.
    """
    compared = _paired(sources)

    def named(triple: ox.Triple) -> ox.Triple:
        if not isinstance(triple.object, ox.BlankNode) or triple.predicate.value not in compared:
            return triple
        return ox.Triple(triple.subject, triple.predicate, ox.NamedNode(_STANDS_FOR + triple.object.value))

    triples = [named(triple) for triple in data.triples] if compared else data.triples
    return data.graph if triples == data.triples else to_rdflib(triples)


@lru_cache(maxsize=64)
def _paired(sources: tuple[Source, ...]) -> frozenset[str]:
    """Return the properties whose values are compared with those of another."""
    graph = read_shapes(sources).graph
    pairs = (
        (shape, other) for term in (SH.lessThan, SH.lessThanOrEquals) for shape, other in graph.subject_objects(term)
    )
    return frozenset(str(path) for shape, other in pairs for path in (graph.value(shape, SH.path), other))


def _report(graph: Graph, profile: Profile) -> Graph:
    where = ", ".join(map(str, profile.sources))
    try:
        _, report, text = validate(
            graph,
            shacl_graph=_terse(profile.sources),
            inference="none",
            advanced=True,
            inplace=True,
            do_owl_imports=False,
            meta_shacl=False,
        )
    except (ShapeLoadError, ConstraintLoadError, RuleLoadError, ReportableRuntimeError) as error:
        said = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise UsageFault(
            f"the shapes of profile '{profile.name}' cannot be used: {said}", where=where, cure="mend the shapes file"
        ) from None
    if not isinstance(report, Graph):
        raise UsageFault(
            f"the judge gave no report: {text}", where=profile.name, cure="mend the shapes, or judge without them"
        )
    return report


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


def _result(report: Graph, node: RdflibNode, shapes: Shapes, profile: str) -> Result:
    info = shapes.infos.get(str(report.value(node, SH.sourceShape)), ShapeInfo())
    path = report.value(node, SH.resultPath)
    component = str(report.value(node, SH.sourceConstraintComponent))
    name = component.rpartition("#")[2].removesuffix("ConstraintComponent")
    core = component.startswith(str(SH)) and name != "SPARQL"
    messages = sorted(str(text) for text in report.objects(node, SH.resultMessage))
    details = [_result(report, inner, shapes, profile) for inner in report.objects(node, SH.detail)]
    return Result(
        focus=_node(report.value(node, SH.focusNode)) or Node("literal", ""),
        path=str(path) if isinstance(path, URIRef) else info.path,
        value=_node(report.value(node, SH.value)),
        component=name,
        severity=SEVERITIES.get(str(report.value(node, SH.resultSeverity)).rpartition("#")[2], Severity.VIOLATION),
        profile=profile,
        info=info,
        message=message_of(name, info) if core or not messages else info.message or messages[0],
        details=tuple(sorted(details, key=lambda detail: detail.order)),
    )


def _node(term: RdflibNode | None) -> Node | None:
    if term is None:
        return None
    if isinstance(term, URIRef) and not term.startswith(_STANDS_FOR):
        return Node("iri", str(term))
    if isinstance(term, URIRef):
        return Node("blank", f"_:{term.removeprefix(_STANDS_FOR)}")
    return Node("blank", f"_:{term}") if isinstance(term, BNode) else Node("literal", str(term))
