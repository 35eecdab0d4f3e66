"""The shapes and tables we ship: complete, in plain words, and true to the published tables."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph, URIRef
from rdflib.namespace import SKOS

from img2fair.assets import find_folder
from img2fair.shacl import list_profiles, load_profile
from img2fair.shacl.shapes import OWN
from img2fair.shacl.vocabulary import background, read_table
from tests.shacl.cases import REFERENCE, node

SHAPES = find_folder("shapes")
TABLES = sorted((SHAPES / "vocabularies").glob("*.tsv"))


@pytest.mark.parametrize("name", [name for name, _, _ in list_profiles()])
def test_every_shape_says_what_it_wants_and_how_to_mend(name: str) -> None:
    graph = load_profile(name).shapes().graph
    properties = set(graph.objects(None, SH.property))
    shapes = set(graph.subjects(RDF.type, SH.NodeShape)) | properties
    assert properties == set(graph.subjects(RDF.type, SH.PropertyShape))
    for shape in shapes:
        assert isinstance(shape, URIRef) and shape.startswith(f"{OWN}{name}#"), shape
        for term in (SH.name, SH.message, SH.description, SH.severity):
            assert len(list(graph.objects(shape, term))) == 1, (shape, term)
        assert str(graph.value(shape, SH.message)).endswith(".")
        assert "  " not in str(graph.value(shape, SH.message))
        assert (shape in properties) == ((shape, SH.path, None) in graph)
    assert shapes == {s for s in graph.subjects() if (s, SH.severity, None) in graph}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_holds_its_terms(path: Path) -> None:
    table = read_table(path)
    assert table.labels or table.also
    assert all(table.holds(term) and re.match(r"https?://", term) for term in table.labels)
    assert not table.holds("https://example.org/nothing")


def test_every_table_is_used_by_the_profiles() -> None:
    used = {path.stem for name, _, _ in list_profiles() for path in load_profile(name).vocabularies}
    assert used == {path.stem for path in TABLES}


def published(path: Path) -> Path:
    name = "publisher-type" if path.stem == "health-publisher-type" else path.stem
    return REFERENCE / "vocab" / f"{name}.ttl"


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the published tables are not at hand")
@pytest.mark.parametrize("path", [path for path in TABLES if published(path).is_file()], ids=lambda path: path.stem)
def test_tables_agree_with_the_published_ones(path: Path) -> None:
    graph = Graph().parse(published(path))
    terms = {str(term) for term in graph.subjects(SKOS.inScheme, None)}
    table = read_table(path)
    assert set(table.labels) == terms
    for term in terms:
        of_term = [fact for fact in table.facts(term) if fact.subject == ox.NamedNode(term)]
        told = {str(fact.object).strip("<>") for fact in of_term if fact.predicate.value == str(RDF.type)}
        assert told == {str(kind) for kind in graph.objects(URIRef(term), RDF.type)}


def test_background_tells_only_of_terms_in_use() -> None:
    tables = [read_table(path) for path in TABLES]
    theme = ox.NamedNode("http://publications.europa.eu/resource/authority/data-theme/HEAL")
    facts = background([ox.Triple(node("x:a"), node("dcat:theme"), theme)], tables)
    assert {str(fact.subject).rpartition("/")[2] for fact in facts} == {"HEAL>", "data-theme>"}
    assert background([ox.Triple(node("x:a"), node("dct:title"), ox.Literal("HEAL"))], tables) == set()
