"""The official shape files as they are, the reference tables beside the data, and pyshacl as the judge."""

from collections.abc import Iterable
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Namespace
from rdflib.term import Node

from img2fair import rdf
from img2fair.mapping import Mapped
from img2fair.shacl.repairs import repair

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
SH = Namespace("http://www.w3.org/ns/shacl#")
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data are not here")

_SHACL = REFERENCE / "shacl"
_SPLIT = _SHACL / "dcat-ap-3.0.1" / "split"
_R8 = _SHACL / "healthdcat-ap-r8"
_FDP = _SHACL / "fdp-default-1.20"
DCAT_AP = tuple(_SPLIT / f"{part}.ttl" for part in ("shapes", "range", "mdr-vocabularies.shape"))
HEALTH_RI = (_SHACL / "health-ri-core-v2.0.2" / "ValidationShape" / "HRI-Datamodel-shapes.ttl",)
FDP = tuple(_FDP / f"shape-{kind}.ttl" for kind in ("resource", "catalog", "dataset", "distribution", "data-service"))


def healthdcat_ap(access: str) -> tuple[Path, ...]:
    """The files of HealthDCAT-AP R8 for one access right, and those of DCAT-AP that they build on."""
    own = (
        _R8 / "shapes" / f"{access}-shapes.ttl",
        _R8 / "ranges" / "range.ttl",
        _R8 / "controlled-vocabularies" / "mdr-vocabularies.shape.ttl",
    )
    return (*own, _SPLIT / "shapes.ttl", _SPLIT / "range.ttl")


def as_graph(mapped: Iterable[Mapped]) -> Graph:
    """Everything as a target would show it: records and the triples that tie them together."""
    graph = Graph()
    for one in mapped:
        for record in one.records:
            graph.parse(data=rdf.to_text(record.triples, "ntriples"), format="nt")
            if record.parent and record.relation:
                tie = f"<{record.parent}> <{record.relation.value}> <{record.key}> ."
                graph.parse(data=tie, format="nt")
    return graph


def judged(graph: Graph, shapes: Iterable[Path], *, vocabularies: bool) -> list[tuple[str, ...]]:
    """The violations on nodes of our graph."""
    shapes_graph = Graph()
    for path in shapes:
        shapes_graph.parse(path)
    repair(shapes_graph)
    data = graph + Graph()
    for path in (REFERENCE / "vocab").glob("*.ttl") if vocabularies else ():
        data.parse(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes_graph, advanced=True, allow_warnings=True)
    assert isinstance(report, Graph)
    ours: set[Node] = set(graph.subjects())
    return sorted(
        tuple(str(report.value(result, part)) for part in (SH.focusNode, SH.resultPath, SH.value, SH.resultMessage))
        for result in report.objects(None, SH.result)
        if report.value(result, SH.resultSeverity) == SH.Violation and report.value(result, SH.focusNode) in ours
    )
