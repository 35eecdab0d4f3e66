"""Bad input to the judge: each is an error with place and reason, and nothing is fetched."""

import json
from pathlib import Path

import pytest

from img2fair.errors import Exit, UsageFault
from img2fair.rdf import from_file, from_text, to_text
from img2fair.shacl import load_profile, validate_graph
from tests.shacl.cases import lgg
from tests.shacl.test_sources import serving

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
<https://s.example.org/S> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:nodeKind sh:BlankNode .
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.jsonld", '{"@context": "%s/c", "@id": "urn:x:d"}'),
        ("d.json", '{"@context": ["%s/c", {"a": "urn:x:a"}], "@id": "urn:x:d"}'),
        ("d.jsonld", '{"@context": {"@import": "%s/c"}, "@id": "urn:x:d"}'),
        ("d.jsonld", '{"@context": {"a": {"@id": "urn:x:a", "@context": "%s/c"}}, "a": "b"}'),
        ("d.rdf", '<!DOCTYPE r SYSTEM "%s/d"><r/>'),
        ("d.owl", '<!DOCTYPE r [<!ENTITY e SYSTEM "%s/e">]><r>&e;</r>'),
    ],
)
def test_data_and_shapes_fetch_nothing(tmp_path: Path, name: str, text: str) -> None:
    with serving({}) as (root, asked):
        (tmp_path / name).write_text(text % root)
        with pytest.raises(UsageFault, match=f"{root}/c|DOCTYPE") as caught:
            from_file(tmp_path / name)
        with pytest.raises(UsageFault, match=r"context|DOCTYPE"):
            load_profile("mine", shapes=[tmp_path / name])
        assert asked == [] and caught.value.code is Exit.USAGE
        assert caught.value.where == f"{tmp_path / name}:1"


def test_a_context_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.jsonld").write_text('{"@context": {"a": "urn:x:a"}}')
    (tmp_path / "d.jsonld").write_text('{\n"@context": "c.jsonld", "@id": "urn:x:d", "a": "b"}')
    with pytest.raises(UsageFault, match=r"stands elsewhere .*c\.jsonld") as caught:
        from_file(tmp_path / "d.jsonld")
    assert caught.value.where.endswith("d.jsonld:2")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("s.ttl", "", "say nothing"),
        ("s.ttl", "# only a comment\n", "say nothing"),
        ("s.jsonld", "{}", "say nothing"),
        ("s.jsonld", "", "do not parse as json-ld"),
        ("s.rdf", "<a>", "do not parse as RDF/XML"),
        ("s.nt", "<urn:x:a> <urn:x:b> <urn:x:c> .", "looks at anything"),
        ("s.txt", SHAPES, "unknown kind of RDF file"),
        ("s.ttl", SHAPES.replace("example.org/S", "example.org/ S"), "Invalid IRI"),
    ],
)
def test_shapes_of_no_use(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageFault, match=said) as caught:
        load_profile("mine", shapes=[tmp_path / name])
    assert str(tmp_path / name) in caught.value.where and caught.value.code is Exit.USAGE


@pytest.mark.parametrize("suffix", [".trig", ".n3", ".nq", ".xml", ".owl", ".json"])
def test_shapes_in_any_syntax_we_read(tmp_path: Path, suffix: str) -> None:
    from rdflib import Graph

    if suffix in (".trig", ".n3"):
        text = SHAPES
    elif suffix == ".nq":
        text = to_text(from_text(SHAPES), "nquads")
    else:
        form = "json-ld" if suffix == ".json" else "xml"
        text = Graph().parse(data=SHAPES, format="turtle").serialize(format=form)
    (tmp_path / f"s{suffix}").write_text(text)
    report = validate_graph(lgg(), [load_profile("mine", shapes=[tmp_path / f"s{suffix}"])], source="x")
    assert not report.conforms


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_a_file_that_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "d.ttl").write_text(text)
    with pytest.raises(UsageFault, match="no statement"):
        validate_graph(from_file(tmp_path / "d.ttl"), [load_profile("dcat-ap")], source="d.ttl")


def test_data_of_all_graphs_are_judged(tmp_path: Path) -> None:
    dcat = "http://www.w3.org/ns/dcat#"
    graphs = [{"@id": f"urn:x:g{n}", "@graph": [{"@id": f"urn:x:d{n}", "@type": f"{dcat}Dataset"}]} for n in range(2)]
    (tmp_path / "d.jsonld").write_text(json.dumps(graphs))
    report = validate_graph(from_file(tmp_path / "d.jsonld"), [load_profile("dcat-ap")], source="d.jsonld")
    assert report.checked == ("urn:x:d0", "urn:x:d1")
