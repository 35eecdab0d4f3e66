"""Tables of terms as the judge uses them, and what shapes are known by. Their texts: test_shape_texts.py."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from img2fair.assets import find_folder
from img2fair.shacl import list_profiles, load_profile, load_profile_text
from img2fair.shacl.profile import allowed_values, property_names, table_of
from img2fair.shacl.vocabulary import background, read_table
from tests.shacl.cases import node

TABLES = sorted((find_folder("shapes") / "vocabularies").glob("*.tsv"))
EU = "http://publications.europa.eu/resource/authority/"


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_holds_its_terms(path: Path) -> None:
    table = read_table(path)
    assert table.labels or table.also
    assert all(table.holds(term) and re.match(r"https?://", term) for term in table.labels)
    assert set(table.dutch) <= set(table.labels)
    assert not table.holds("https://example.org/nothing")


def test_every_table_is_used_by_the_profiles() -> None:
    used = {path.stem for name, _, _ in list_profiles() for path in load_profile(name).vocabularies}
    assert used == {path.stem for path in TABLES}


def test_background_tells_only_of_terms_in_use() -> None:
    tables = [read_table(path) for path in TABLES]
    theme = ox.NamedNode(f"{EU}data-theme/HEAL")
    facts = background([ox.Triple(node("x:a"), node("dcat:theme"), theme)], tables)
    assert {str(fact.subject).rpartition("/")[2] for fact in facts} == {"HEAL>", "data-theme>"}
    assert background([ox.Triple(node("x:a"), node("dct:title"), ox.Literal("HEAL"))], tables) == set()


TABLE = "# Class: skos:Concept\n# Scheme: https://s.example.org/colour\n{}\nRED\tRed{}\nBLU\tBlue{}\nGRN\tGreen{}\n"


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        (TABLE.format("code\tlabel", "", "", ""), {}),
        (TABLE.format("code\tlabel\tnl", "\trood", "\tblauw", "\t"), {"RED": "rood", "BLU": "blauw"}),
    ],
)
def test_a_table_with_two_or_three_columns(tmp_path: Path, text: str, dutch: dict[str, str]) -> None:
    (tmp_path / "colour.tsv").write_text(text)
    table = read_table(tmp_path / "colour.tsv")
    scheme = "https://s.example.org/colour/"
    assert table.labels == {f"{scheme}RED": "Red", f"{scheme}BLU": "Blue", f"{scheme}GRN": "Green"}
    assert table.dutch == {scheme + code: label for code, label in dutch.items()}
    near = [term.removeprefix(scheme) for term in table.nearest("https://else.example.org/ROOD", 2)]
    assert near[0] == ("RED" if dutch else near[0]) and len(near) == 2
    assert table.nearest("gren", 1) == [f"{scheme}GRN"]
    told = {str(fact.object) for term in table.labels for fact in table.facts(term)}
    assert not any("rood" in text for text in told)


@pytest.mark.parametrize(
    ("scheme", "value", "first"),
    [
        ("data-theme", "health", "HEAL"),
        ("data-theme", "https://other.example.org/HEAL", "HEAL"),
        ("data-theme", "gezondheid", "HEAL"),
        ("access-right", "non public", "NON_PUBLIC"),
        ("frequency", "annual", "ANNUAL"),
    ],
)
def test_allowed_values_begin_with_the_nearest(scheme: str, value: str, first: str) -> None:
    profiles = [load_profile("health-ri-core")]
    values, count = allowed_values(EU + scheme, value, profiles, 3)
    table = table_of(EU + scheme, profiles)
    assert table is not None and count == len(table.labels)
    assert values[0] == (f"{EU}{scheme}/{first}", table.labels[f"{EU}{scheme}/{first}"])
    assert len(values) == 3


def test_no_values_where_there_is_no_table() -> None:
    assert allowed_values("https://example.org/none", "x", [load_profile("dcat-ap")]) == ((), 0)
    assert allowed_values("", "x", [load_profile("dcat-ap")]) == ((), 0)


def test_properties_are_called_as_the_given_profile_says_then_as_the_shipped_ones_do() -> None:
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
    [] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
       sh:property [ sh:path dcat:theme ; sh:minCount 1 ; sh:name "onderwerp"@nl , "subject"@en ] ."""
    names = property_names([load_profile_text("mine", text, "mine.ttl")])
    assert names[node("dcat:theme").value] == "subject"
    assert names[node("dcat:keyword").value] == "keyword"


@pytest.mark.parametrize(
    ("members", "about"),
    [
        ("[ sh:property [ sh:path skos:inScheme ; sh:hasValue <urn:x:s> ] ] [ sh:pattern '^urn:' ]", "table"),
        ("[ sh:property [ sh:path dct:title ; sh:minCount 1 ] ] [ sh:pattern '^urn:' ]", ""),
        ("[ sh:pattern '^a' ] [ sh:pattern '^b' ]", ""),
        ("[ sh:datatype xsd:date ] [ sh:datatype xsd:dateTime ]", "datatype"),
        ("[ sh:class dcat:Dataset ] [ sh:class dcat:Catalog ]", "class"),
    ],
)
def test_what_alternatives_are_about(members: str, about: str) -> None:
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
    @prefix dct: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <urn:x:S> a sh:NodeShape ; sh:targetClass dcat:Dataset ;
    sh:property <urn:x:p> . <urn:x:p> sh:path dcat:theme ; sh:or ( %s ) ."""
    infos = load_profile_text("mine", text % members, "mine.ttl").shapes().infos
    assert infos["urn:x:p"].alternatives == about
