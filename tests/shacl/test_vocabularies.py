"""The tables of terms: three columns, true to the published tables, and only ever background of a judgement."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SKOS

from img2fair.assets import find_folder
from img2fair.findings import Severity
from img2fair.shacl import list_profiles, load_profile
from img2fair.shacl.judge import judge
from img2fair.shacl.vocabulary import background, read_table
from tests.shacl.cases import REFERENCE, good, node

TABLES = sorted((find_folder("shapes") / "vocabularies").glob("*.tsv"))
HEALTH = "https://hdeu-dcat.data.health.europa.eu/resource/authority/"
SCHEMES = {
    "coding-system": HEALTH + "coding-system",
    "health-activity": HEALTH + "health-activity",
    "health-category": HEALTH + "healthcategories",
    "health-publisher-type": HEALTH + "publisher-type",
    "health-standard": HEALTH + "standard",
    "health-theme": HEALTH + "health-theme",
}
"""The schemes that HealthDCAT-AP R8 wants values from, as its controlled-vocabularies file writes them."""

by_table = pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@by_table
def test_a_table_is_code_label_and_dutch_label(path: Path) -> None:
    head, *body = rows(path)
    assert head == ["code", "label", "nl"]
    for row in body:
        assert len(row) == 3 and all(cell and cell == cell.strip() for cell in row), row
    codes = [row[0] for row in body]
    assert len(codes) == len(set(codes))
    assert body or read_table(path).also


@by_table
def test_a_table_says_its_source(path: Path) -> None:
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert [line.partition(":")[0] for line in head[1:4]] == ["# Source", "# Scheme", "# Class"]
    assert not head[0].startswith("# Source") and head[1].partition(":")[2].strip()


@by_table
def test_the_reader_gives_every_row_in_both_languages(path: Path) -> None:
    table, body = read_table(path), rows(path)[1:]
    assert list(table.labels.values()) == [row[1] for row in body]
    assert list(table.dutch.values()) == [row[2] for row in body]
    assert all(re.match(r"https?://", term) for term in table.labels)


def published(path: Path) -> Path:
    name = "publisher-type" if path.stem == "health-publisher-type" else path.stem
    return REFERENCE / "vocab" / f"{name}.ttl"


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the published tables are not at hand")
@pytest.mark.parametrize("path", [path for path in TABLES if published(path).is_file()], ids=lambda path: path.stem)
def test_a_table_has_the_published_terms_and_classes(path: Path) -> None:
    graph = Graph().parse(published(path))
    table = read_table(path)
    terms = {str(term) for term in graph.subjects(SKOS.inScheme, None)}
    assert {str(scheme) for scheme in graph.objects(None, SKOS.inScheme)} == {table.scheme}
    assert set(table.labels) >= terms
    for term in terms:
        told = {fact.object for fact in table.facts(term) if fact.predicate == node("rdf:type")}
        told -= {node("skos:ConceptScheme")}
        assert {str(kind).strip("<>") for kind in told} == {str(kind) for kind in graph.objects(URIRef(term), RDF.type)}


@pytest.mark.parametrize(("name", "scheme"), SCHEMES.items())
def test_the_health_tables_stand_in_the_schemes_of_healthdcat_ap(name: str, scheme: str) -> None:
    table = read_table(find_folder("shapes") / "vocabularies" / f"{name}.tsv")
    assert table.scheme == scheme
    assert all(term.startswith(scheme + "/") for term in table.labels)


def test_every_profile_knows_every_table() -> None:
    for name, _, _ in list_profiles():
        assert {path.stem for path in load_profile(name).vocabularies} == {path.stem for path in TABLES}, name


def test_what_tables_say_is_never_judged() -> None:
    """A term is no node of ours: whatever a shape finds wrong with what a table says of it is not told."""
    tables = [read_table(path) for path in TABLES]
    theme = next(iter(read_table(find_folder("shapes") / "vocabularies" / "health-theme.tsv").labels))
    data = [*good(), ox.Triple(node("x:glioma"), node("healthdcatap:healthTheme"), ox.NamedNode(theme))]
    known = {str(fact.subject) for fact in background(data, tables)}
    assert f"<{theme}>" in known
    found = judge(data, [load_profile("dcat-ap"), load_profile("health-ri-core")])
    assert {f"<{result.focus.text}>" for result in found} & known == set()
    assert {result.path for result in found if result.severity is Severity.VIOLATION} == set()
