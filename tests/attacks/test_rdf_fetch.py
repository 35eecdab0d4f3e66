"""Reading RDF asks nobody for anything: a server that is named in every way hears nothing."""
# ruff: noqa: E501, S608 - texts as they are written, on one line

import json
from pathlib import Path

import pytest

from img2fair.cli import run
from tests.attacks.hostile import Hostile, head, hostile

SHACL = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
DCAT = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
SHAPE = "<urn:s> a sh:NodeShape ; sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ; sh:nodeKind sh:IRI"
TEXTS: dict[str, str] = {
    "context.jsonld": '{"@context": "URL/c", "@id": "urn:a", "b": 1}',
    "contexts.jsonld": '{"@context": ["URL/c", {"b": "urn:b"}], "@id": "urn:a", "b": 1}',
    "import.jsonld": '{"@context": {"@version": 1.1, "@import": "URL/c"}, "@id": "urn:a"}',
    "scoped.jsonld": '{"@context": {"b": {"@id": "urn:b", "@context": "URL/c"}}, "@id": "urn:a", "b": {"c": 1}}',
    "typed.jsonld": '{"@context": {"T": {"@id": "urn:T", "@context": "URL/c"}}, "@type": "T", "c": 1}',
    "propagated.jsonld": '{"@context": {"@propagate": false, "@vocab": "urn:"}, "b": {"@context": "URL/c", "c": 1}}',
    "escaped.jsonld": '{"\\u0040context": "URL/c", "@id": "urn:a"}',
    "file.jsonld": '{"@context": "file:///etc/passwd", "@id": "urn:a"}',
    "relative.jsonld": '{"@context": "../c.jsonld", "@id": "urn:a"}',
    "imports.ttl": f"{SHACL}{DCAT}<urn:a> a dcat:Dataset, owl:Ontology ; owl:imports <URL/i> ; rdfs:seeAlso <URL/s> .",
    "schema.ttl": f"{DCAT}<URL/a> a dcat:Dataset ; rdfs:isDefinedBy <URL/d> ; <URL/p> <URL/o> .",
    "base.ttl": "@base <URL/> . @prefix x: <URL/x#> . <a> x:b <c> .",
    "graphs.trig": f"{DCAT}<URL/g> {{ <urn:a> a dcat:Dataset ; dcat:accessURL <URL/x> }}",
    "xml.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xml:base="URL/"><rdf:Description/></rdf:RDF>',
    "page.rdf": '<html><head><link rel="alternate" type="text/turtle" href="URL/x"/></head></html>',
    "page.ttl": '<html><script type="application/ld+json">{"@context": "URL/c"}</script></html>',
}
SHAPES: dict[str, str] = {
    "owl:imports": f"{SHACL}<URL/o> owl:imports <URL/i> , <file:///etc/passwd> . {SHAPE} .",
    "a graph of shapes": f"{SHACL}<urn:d> sh:shapesGraph <URL/g> ; sh:entailment <URL/e> . {SHAPE} .",
    "a script": f'{SHACL}{SHAPE} ; sh:js [ sh:jsLibrary [ sh:jsLibraryURL "URL/x.js" ] ; sh:jsFunctionName "f" ] .',
    "a service": f'{SHACL}{SHAPE} ; sh:sparql [ sh:select "SELECT $this WHERE {{ SERVICE <URL/q> {{ ?s ?p ?o }} }}" ] .',
    "a graph asked": f'{SHACL}{SHAPE} ; sh:sparql [ sh:select "SELECT $this FROM <URL/q> WHERE {{ $this ?p ?o }}" ] .',
    "a rule": f'{SHACL}{SHAPE} ; sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT {{ $this a <urn:x> }} '
    'WHERE { SERVICE <URL/q> { ?s ?p ?o } }" ] .',
    "a target": f'{SHACL}<urn:s> a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE '
    '{ SERVICE <URL/q> { ?this ?p ?o } }" ] ; sh:nodeKind sh:IRI .',
    "a function": f'{SHACL}<urn:f> a sh:SPARQLFunction ; sh:select "SELECT ?r WHERE {{ SERVICE <URL/q> {{ ?s ?p ?r }} }}" . '
    f"{SHAPE} .",
}
QUERIES = (
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL/q> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE SILENT <URL/q> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } FROM <URL/q> WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } FROM NAMED <URL/q> WHERE { GRAPH <URL/q> { ?s ?p ?o } }",
    "LOAD <URL/q>",
    "LOAD SILENT <URL/q> INTO GRAPH <urn:g>",
)


def judged(folder: Path, sentinel: Hostile, name: str, text: str, *words: str) -> int:
    """Judge a file in which the sentinel's address stands for URL."""
    path = folder / name
    path.write_text(text.replace("URL", sentinel.url))
    return run(["validate", str(path), *words])


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_that_is_judged(tmp_path: Path, name: str) -> None:
    with hostile(lambda _: [head("200 OK", "Content-Type: application/ld+json") + b"{}"]) as sentinel:
        assert judged(tmp_path, sentinel, name, TEXTS[name]) in (2, 3, 0)
        assert sentinel.heard == []


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("engine", ["auto", "pyshacl"])
def test_shapes(tmp_path: Path, name: str, engine: str) -> None:
    with hostile(lambda _: [head("200 OK", "Content-Type: text/turtle")]) as sentinel:
        shapes = tmp_path / "shapes.ttl"
        shapes.write_text(SHAPES[name].replace("URL", sentinel.url))
        text = f"{DCAT}<urn:a> a dcat:Dataset ."
        assert judged(tmp_path, sentinel, "a.ttl", text, "--shapes", str(shapes), "--engine", engine) in (0, 2, 3)
        assert sentinel.heard == []


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_a_mapping(tmp_path: Path, query: str) -> None:
    with hostile(lambda _: [head("200 OK", "Content-Type: text/turtle")]) as sentinel:
        asked = json.dumps(query.replace("URL", sentinel.url))
        (tmp_path / "m.yaml").write_text(f"img2fair: mapping/1\nextends: dcat-ap\nconstruct: [{asked}]\n")
        assert run(["mapping", "check", str(tmp_path / "m.yaml")]) in (0, 2, 3)
        (tmp_path / "img2fair.yaml").write_text(
            'archive: {type: table, path: t.csv, iri: "https://x.example.org", visibility: public}\nmapping: m.yaml\n'
        )
        (tmp_path / "t.csv").write_text("id,title\nA,A dataset\n")
        run(["publish", "--yes", "-c", str(tmp_path / "img2fair.yaml")])
        assert sentinel.heard == []
