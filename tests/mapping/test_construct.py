"""``construct:`` adds to the finished graph; a query that would do harm, or that is none, is told with its line."""

import socket
import sys
import time
from pathlib import Path

import pytest

from img2fair.errors import UsageFault
from img2fair.mapping import Mapped, Mapping, MappingFault, load_mapping, map_project, map_site
from img2fair.mapping.limits import Clock, watched
from img2fair.rdf import shorten
from tests.mapping.samples import SETTINGS, filled, text_of

KEYWORDS = """# Each modality said in words is a subject in words as well.
CONSTRUCT {
  ?dataset dct:abstract ?text .
  ?node a skos:Concept ; skos:prefLabel ?word .
} WHERE {
  ?dataset a dcat:Dataset ; dcat:keyword ?word .
  FILTER(LANG(?word) = "en")
  BIND(STRLANG(CONCAT("About ", STR(?word)), "en") AS ?text)
  BIND(IRI(CONCAT(STR(?dataset), "#", ENCODE_FOR_URI(LCASE(STR(?word))))) AS ?node)
}
"""


def load(folder: Path, query: str, *more: str) -> Mapping:
    (folder / "more.rq").write_text(query, encoding="utf-8")
    for number, text in enumerate(more):
        (folder / f"more{number}.rq").write_text(text, encoding="utf-8")
    names = ", ".join(["more.rq", *(f"more{number}.rq" for number in range(len(more)))])
    (folder / "site.yaml").write_text(f"mapping: 1\nextends: dcat-ap\nconstruct: [{names}]\n", encoding="utf-8")
    return load_mapping("site.yaml", beside=folder)


def project(folder: Path, query: str, *more: str) -> Mapped:
    return map_project(load(folder, query, *more), SETTINGS, filled())


def made(mapped: Mapped) -> list[tuple[str, str]]:
    """What queries made: the record's kind, and the triple in short."""
    return [
        (record.kind, f"{text_of(one.subject).removeprefix(record.key)} {shorten(one.predicate.value)} {one.object}")
        for record in mapped.records
        for one, origin in record.origins.items()
        if origin.steps == ("construct",)
    ]


def test_triples_go_to_the_record_they_are_about_and_name_the_query(tmp_path: Path) -> None:
    mapped = project(tmp_path, KEYWORDS)
    found = made(mapped)
    assert ("dataset", ' dct:abstract "About Computed Tomography"@en') in found
    assert ("dataset", '#computed%20tomography skos:prefLabel "Computed Tomography"@en') in found
    assert {kind for kind, _ in found} == {"dataset"}
    origins = [origin for origin in mapped.records[0].origins.values() if origin.steps == ("construct",)]
    assert {(origin.rule, origin.sources) for origin in origins} == {("more.rq:2:1", ())}
    assert [record.triples for record in mapped.records] == [r.triples for r in project(tmp_path, KEYWORDS).records]


def test_queries_see_the_ties_between_records_and_what_queries_before_them_made(tmp_path: Path) -> None:
    first = 'CONSTRUCT { ?d dct:abstract "one" } WHERE { ?d dcat:distribution ?x }'
    second = "CONSTRUCT { ?x dct:abstract ?text } WHERE { ?d dcat:distribution ?x ; dct:abstract ?text }"
    found = made(project(tmp_path, first, second))
    assert found.count(("dataset", ' dct:abstract "one"')) == 1
    assert found.count(("distribution", ' dct:abstract "one"')) == 2


def test_the_site_has_a_graph_of_its_own(tmp_path: Path) -> None:
    query = "CONSTRUCT { ?service dcat:servesDataset ?c } WHERE { ?c dcat:service ?service }"
    mapped = map_site(load(tmp_path, query), SETTINGS)
    assert [kind for kind, _ in made(mapped)] == ["data-service"]


def test_what_stands_there_already_is_not_made_again_and_literals_stay_as_they_are(tmp_path: Path) -> None:
    query = "CONSTRUCT { ?d ?p ?o } WHERE { ?d ?p ?o . FILTER(isLiteral(?o)) }"
    mapped = project(tmp_path, query)
    assert made(mapped) == []


def test_a_value_that_is_no_term_is_reported_and_left_out(tmp_path: Path) -> None:
    query = """CONSTRUCT { ?d foaf:page ?page ; dct:issued ?day ; dct:extent ?size } WHERE {
      ?d a dcat:Dataset ; dct:title ?title
      BIND(IRI(CONCAT("javascript:", ENCODE_FOR_URI(STR(?title)))) AS ?page)
      BIND(STRDT("soon", xsd:date) AS ?day) BIND(STRDT("007", xsd:nonNegativeInteger) AS ?size) }"""
    mapped = project(tmp_path, query)
    assert made(mapped) == [("dataset", ' dct:extent "7"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>')]
    told = [(one.code, one.mapping) for one in mapped.findings if one.mapping == "more.rq:1:1"]
    assert sorted(told) == [("I2F-M003", "more.rq:1:1"), ("I2F-M004", "more.rq:1:1")]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("CONSTRUCT { ?a ?b } WHERE { }", "more.rq:1:13: construct: not a SPARQL query: Expected ConstructQuery"),
        ("\n\nSELECT * { ?a ?b ?c }", "more.rq:1:1: construct: a query begins with CONSTRUCT; "),
        ("CONSTRUCT WHERE {\n SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", "more.rq:"),
        (
            "CONSTRUCT { ?a ?b ?c } WHERE {\n SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
            "more.rq:2:2: construct: SERVICE is refused: a query sees one graph and asks nobody",
        ),
        (
            "CONSTRUCT { ?a ?b ?c }\nFROM <http://127.0.0.1:9/> WHERE { ?a ?b ?c }",
            "more.rq:2:1: construct: FROM is refused",
        ),
        ("CONSTRUCT { ?a ?b ?c } FROM NAMED <file:///etc/passwd> WHERE { GRAPH ?g { ?a ?b ?c } }", "more.rq:1:24: "),
        ("LOAD <file:///etc/passwd>", "more.rq:1:1: construct: not a SPARQL query"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "more.rq:1:1: construct: not a SPARQL query"),
        ("CONSTRUCT { ?a dct:x ?n } WHERE { ?a ?b ?c BIND(NOW() AS ?n) }", "more.rq:1:49: construct: NOW is refused"),
        ("CONSTRUCT { ?a dct:x ?n } WHERE { ?a ?b ?c BIND(RAND() AS ?n) }", "more.rq:1:49: construct: RAND is refused"),
        ("CONSTRUCT { ?a dct:x ?n } WHERE { ?a ?b ?c\nBIND(STRUUID() AS ?n) }", "more.rq:2:6: construct: STRUUID is "),
        (
            "CONSTRUCT { ?a dct:x [ dct:y ?c ] } WHERE { ?a ?b ?c }",
            "more.rq:1:22: construct: a node that is made needs",
        ),
        (
            "CONSTRUCT { ?a dctt:x ?c } WHERE { ?a ?b ?c }",
            "more.rq:1:16: construct: unknown prefix 'dctt' (did you mean 'dct'?)",
        ),
        (
            'CONSTRUCT { ?a dct:x ?c } WHERE { ?a ?b ?c FILTER(REGEX(?c, "(a+)+$")) }',
            "more.rq:1:51: construct: a pattern",
        ),
        (
            "CONSTRUCT { ?a dct:x ?c } WHERE { " + "{" * 800 + "?a ?b ?c" + "}" * 800 + " }",
            "more.rq:1:1: construct: not a SPARQL query: nested too deep",
        ),
        ("# " + "x" * 20_000, "more.rq:1:1: construct: a query has at most 20000 characters"),
        ("", "more.rq:1:1: construct: not a SPARQL query"),
    ],
    ids=lambda text: str(text)[:30],
)
def test_what_is_no_query_or_no_harmless_one_is_refused_when_it_is_loaded(
    query: str, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(MappingFault) as caught:
        load(tmp_path, query)
    assert any(one.startswith(error) for one in caught.value.errors), caught.value.errors


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("mapping: 1\nextends: dcat-ap\nconstruct: none.rq\n", encoding="utf-8")
    with pytest.raises(MappingFault) as caught:
        load_mapping("site.yaml", beside=tmp_path)
    assert caught.value.errors == (
        "site.yaml:3:12: construct: no file 'none.rq' beside the mapping or among the shipped ones",
    )


def test_what_is_about_no_record_is_a_fault_of_the_query(tmp_path: Path) -> None:
    query = "\nCONSTRUCT { ?l rdfs:label ?d } WHERE { ?d dct:license ?l }"
    with pytest.raises(UsageFault, match="says something about 'https://creative") as caught:
        project(tmp_path, query)
    assert caught.value.where == "more.rq:2:1"


BOMBS = {
    "joins all with all": "CONSTRUCT { ?a dct:x ?x } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?x . ?l ?m ?n }",
    "filters all away": """CONSTRUCT { ?a dct:x ?x } WHERE { { SELECT ?a ?x { ?a ?b ?c . ?d ?e ?x } }
        { SELECT ?y { ?a2 ?b2 ?c2 . ?d2 ?e2 ?y } } { SELECT ?z { ?f ?g ?z . ?h ?i ?j } } FILTER(1 > 2) }""",
    "doubles a text": "CONSTRUCT { ?d dct:x ?t40 } WHERE { ?d a dcat:Dataset ; dct:title ?t0 "
    + " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(40))
    + " }",
}


@pytest.mark.parametrize("query", BOMBS.values(), ids=BOMBS)
def test_a_query_that_runs_away_is_stopped_and_told(
    query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("img2fair.mapping.constructed.QUERY_SECONDS", 0.4)
    started = time.monotonic()
    with pytest.raises(UsageFault, match="more than") as caught:
        project(tmp_path, query)
    assert caught.value.where == "more.rq:1:1"
    assert time.monotonic() - started < 20


def test_watching_leaves_things_as_they_were() -> None:
    before = sys.getprofile()
    with pytest.raises(UsageFault, match="more than 100000 characters"), watched(Clock(), "f:1:1"):
        (lambda: "x" * 100_001)()
    assert sys.getprofile() is before


def test_queries_are_part_of_the_version_and_null_drops_those_of_an_extended_mapping(tmp_path: Path) -> None:
    one = load(tmp_path, KEYWORDS)
    other = load(tmp_path, KEYWORDS + " ")
    assert one.version != other.version
    text = "mapping: 1\nextends: site.yaml\nconstruct: null\n"
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    assert load_mapping("own.yaml", beside=tmp_path).construct == ()
