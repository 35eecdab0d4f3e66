"""The shipped mappings against the official shapes of their profiles."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Namespace
from rdflib.term import Node

from img2fair import rdf
from img2fair.mapping import Mapped, Settings, load_mapping, map_project, map_site
from img2fair.model import Form, Project
from tests.mapping.samples import SETTINGS, empty, filled, form

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
SH = Namespace("http://www.w3.org/ns/shacl#")
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data are not here")

AGENT = {
    "name": ["Example Lung Group"],
    "identifier": ["https://ror.org/018906e22"],
    "mbox": "lungs@example.org",
    "homepage": "https://example.org/lungs",
    "publisher_type": "",
    "publisher_note": "",
}
FORM = form(
    title="Lungs of the north",
    description="CT and PET of lungs.",
    identifier="https://doi.org/10.34894/ZLOYOJ",
    keyword=["lung", "north"],
    access_rights="http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC",
    applicable_legislation=["http://data.europa.eu/eli/reg/2025/327/oj"],
    theme=["http://publications.europa.eu/resource/authority/data-theme/HEAL"],
    contact_point={"formatted_name": "Lung desk", "email": "mailto:lungs@example.org", "contact_page": ""},
    creator_grid=[AGENT, AGENT | {"name": ["Ada Fictional"], "identifier": ["https://orcid.org/0000-0002-1825-0097"]}],
    publisher=AGENT | {"publisher_note": "Lung research"},
    release_date="2024-05-01T00:00:00+02:00",
    modification_date="",
    is_referenced_by=[],
    minimum_typical_age=18,
    maximum_typical_age=None,
    license="https://creativecommons.org/licenses/by/3.0/",
    rights="https://example.org/terms",
)


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


def mapped_with(name: str, project: Project) -> list[Mapped]:
    mapping = load_mapping(name)
    return [map_site(mapping, SETTINGS), map_project(mapping, SETTINGS, project)]


@needs_reference
@pytest.mark.parametrize("name", ["dcat-ap", "health-ri-core"])
@pytest.mark.parametrize("forms", [(), (FORM,)], ids=["config", "form"])
def test_a_filled_project_conforms_to_dcat_ap(name: str, forms: tuple[Form, ...]) -> None:
    graph = as_graph(mapped_with(name, replace(filled(), forms=forms)))
    split = REFERENCE / "shacl" / "dcat-ap-3.0.1" / "split"
    files = [split / f"{part}.ttl" for part in ("shapes", "range", "mdr-vocabularies.shape")]
    assert judged(graph, files, vocabularies=True) == []


@needs_reference
def test_the_shapes_of_dcat_ap_do_judge() -> None:
    mapping = load_mapping("dcat-ap")
    graph = as_graph(
        [map_site(mapping, Settings({"url": "https://xnat.example.org"}, {})), map_project(mapping, SETTINGS, empty())]
    )
    split = REFERENCE / "shacl" / "dcat-ap-3.0.1" / "split"
    found = {path.rpartition("/")[2] for _, path, *_ in judged(graph, [split / "shapes.ttl"], vocabularies=False)}
    assert {"title", "description", "publisher"} <= found


@needs_reference
@pytest.mark.parametrize("forms", [(), (FORM,)], ids=["config", "form"])
def test_a_filled_project_conforms_to_health_ri(forms: tuple[Form, ...]) -> None:
    results = mapped_with("health-ri-core", replace(filled(), forms=forms))
    shapes = REFERENCE / "shacl" / "health-ri-core-v2.0.2" / "ValidationShape" / "HRI-Datamodel-shapes.ttl"
    assert judged(as_graph(results), [shapes], vocabularies=False) == []
    assert [finding.message for one in results for finding in one.findings] == []


@needs_reference
def test_what_the_shapes_of_health_ri_miss_in_an_empty_project_is_told_by_the_mapping() -> None:
    results = mapped_with("health-ri-core", empty(sessions=filled().sessions))
    shapes = REFERENCE / "shacl" / "health-ri-core-v2.0.2" / "ValidationShape" / "HRI-Datamodel-shapes.ttl"
    found = {(focus, path) for focus, path, *_ in judged(as_graph(results), [shapes], vocabularies=False)}
    told = {(finding.focus, finding.property) for one in results for finding in one.findings}
    assert found
    assert found <= told
