"""RDF in and out: every syntax, faults with line and reason, nothing fetched, limits."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair import rdf, syntax
from img2fair.errors import UsageFault
from img2fair.rdf import SYNTAXES, from_file, from_text, iri, to_text

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:x:">\n{}</rdf:RDF>'
TRIPLE = [ox.Triple(ox.NamedNode("urn:x:a"), ox.NamedNode("urn:x:b"), ox.NamedNode("urn:x:c"))]
ONE = {
    ".ttl": "<urn:x:a> <urn:x:b> <urn:x:c> .",
    ".n3": "@prefix e: <urn:x:> . e:a e:b e:c .",
    ".nt": "<urn:x:a> <urn:x:b> <urn:x:c> .",
    ".nq": "<urn:x:a> <urn:x:b> <urn:x:c> <urn:x:g> .",
    ".trig": "<urn:x:g> { <urn:x:a> <urn:x:b> <urn:x:c> }",
    ".jsonld": '{"@id": "urn:x:a", "urn:x:b": {"@id": "urn:x:c"}}',
    ".json": '{"@context": {"b": {"@id": "urn:x:b", "@type": "@id"}}, "@id": "urn:x:a", "b": "urn:x:c"}',
    ".rdf": XML.format('<rdf:Description rdf:about="urn:x:a"><e:b rdf:resource="urn:x:c"/></rdf:Description>'),
    ".xml": XML.format('<rdf:Description rdf:about="urn:x:a" ><e:b rdf:resource="urn:x:c"/></rdf:Description>'),
    ".owl": XML.format('<rdf:Description rdf:about="urn:x:a"  ><e:b rdf:resource="urn:x:c"/></rdf:Description>'),
}


@pytest.mark.parametrize("suffix", sorted(SYNTAXES))
def test_every_syntax_is_read(tmp_path: Path, suffix: str) -> None:
    for name in (f"one{suffix}", f"ONE{suffix.upper()}"):
        (tmp_path / name).write_text(ONE[suffix])
        assert from_file(tmp_path / name) == TRIPLE


@pytest.mark.parametrize(
    ("name", "text", "said", "line"),
    [
        ("a.ttl", "<urn:x:a> <urn:x:b> <urn:x:c> .\n<urn:x:a> <urn:x:b> <urn:x: c> .", "Invalid IRI", 2),
        ("a.ttl", "<urn:x:a> <urn:x:b> .\n", "valid turtle", 1),
        ("a.ttl", "\n\ne:a e:b e:c .", "prefix e:", 3),
        ("a.ttl", "<urn:x:a> <urn:x:b> <c> .", "No scheme", 1),
        ("a.nt", "<urn:x:a> <urn:x:b> <urn:x:c> .\n<urn:x:a> <urn:x:b> <urn:{> .", "Invalid IRI", 2),
        ("a.nq", "<urn:x:a> <urn:x:b> <urn:x:c> <urn:x:g> .\n<urn:x:a>", "nquads", 2),
        ("a.trig", "<urn:x:g> {\n <urn:x:a> <urn:x:b> }", "trig", 2),
        ("a.jsonld", '{"@id": "urn:x:a",\n "urn:x:b" 1}', "must be strings", 2),
        ("a.jsonld", '{"@id": "urn:x:a",\n "urn:x:b": {"@id": "urn:x:c d"}}', "'urn:x:c d' holds ' '", 2),
        ("a.jsonld", '{"@context": {"b": {"@id": "urn:x:b", "@type": "@id"}},\n\n "b": ["urn:x:<"]}', "holds '<'", 3),
        ("a.rdf", XML.format('<e:a rdf:about="urn:x:a b"/>\n'), "'urn:x:a b' holds ' '", 2),
        ("a.rdf", XML.format('<e:a rdf:about="urn:x:a">\n</e:b>\n'), "mismatched tag", 3),
        ("a.rdf", XML.format("").replace("</rdf:RDF>", ""), "no element found|unclosed", 2),
        ("a.rdf", "nonsense", "syntax error", 1),
        ("a.rdf", "<a/>\n<b/>", "junk after document element", 2),
        ("a.json", "", "a value was expected", 1),
    ],
)
def test_what_is_malformed_is_told_with_line_and_reason(
    tmp_path: Path, name: str, text: str, said: str, line: int
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageFault, match=said) as caught:
        from_file(tmp_path / name)
    assert caught.value.where == f"{tmp_path / name}:{line}"
    assert "Parser error" not in caught.value.what


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    for suffix in SYNTAXES:
        (tmp_path / f"a{suffix}").write_bytes(b"\xff\xfe\xfa\x00\x01")
        with pytest.raises(UsageFault, match="not valid"):
            from_file(tmp_path / f"a{suffix}")


DOCTYPE = '<?xml version="1.0" encoding="{}"?>\n<!DOCTYPE r [<!ENTITY a "aaa">]>\n' + XML.format("<e:a>&a;</e:a>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "cp1252"])
def test_document_types_are_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.rdf").write_bytes(DOCTYPE.format(encoding.removesuffix("-sig")).encode(encoding))
    with pytest.raises(UsageFault, match=r"DOCTYPE|not valid RDF/XML"):
        from_file(tmp_path / "a.rdf")


@pytest.mark.parametrize("encoding", ["utf-32", "utf-7", "cp037"])
def test_encodings_that_no_parser_knows_are_refused(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.rdf").write_bytes(DOCTYPE.format(encoding).encode(encoding))
    with pytest.raises(UsageFault):
        from_file(tmp_path / "a.rdf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_xml_is_read_in_the_encoding_it_names(tmp_path: Path, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n'
    (tmp_path / "a.rdf").write_bytes((head + XML.format("<e:a><e:b>é</e:b></e:a>")).encode(encoding))
    assert ox.Literal("é") in [triple.object for triple in from_file(tmp_path / "a.rdf")]


@pytest.mark.parametrize(
    ("suffix", "opens", "closes", "depth"),
    [
        (".jsonld", '{"@context":{},"urn:x:b":[', "]}", 400),
        (".jsonld", '{"@context":{},"urn:x:b":[', "]}", 100_000),
        (".jsonld", '{"urn:x:b":[', "]}", 100_000),
        (".json", "[", "]", 100_000),
        (".rdf", "<e:a><e:b>", "</e:b></e:a>", 300),
        (".rdf", "<e:a><e:b>", "</e:b></e:a>", 100_000),
    ],
)
def test_what_nests_too_deep_is_refused(tmp_path: Path, suffix: str, opens: str, closes: str, depth: int) -> None:
    text = opens * depth + closes * depth
    (tmp_path / f"a{suffix}").write_text(XML.format(text) if suffix == ".rdf" else text)
    with pytest.raises(UsageFault, match=r"nests deeper|stack size"):
        from_file(tmp_path / f"a{suffix}")


def test_turtle_may_nest_as_it_likes() -> None:
    depth = 50_000
    assert len(from_text("<urn:x:a> <urn:x:b> " + "[ <urn:x:b> " * depth + "1" + "]" * depth + " .")) == depth + 1


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf, "LARGEST", 100)
    (tmp_path / "a.nt").write_text(ONE[".nt"] + "\n" * 100)
    with pytest.raises(UsageFault, match="larger than"):
        from_file(tmp_path / "a.nt")
    assert syntax.LARGEST == 200_000_000


def test_a_file_of_unknown_kind_and_one_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"unknown kind of RDF file '\.csv'") as caught:
        from_file(tmp_path / "a.csv")
    assert ".trig" in caught.value.cure
    with pytest.raises(UsageFault, match="cannot read: No such file"):
        from_file(tmp_path / "a.ttl")
    with pytest.raises(UsageFault, match="cannot read: Is a directory"):
        (tmp_path / "b.ttl").mkdir()
        from_file(tmp_path / "b.ttl")


def test_json_within_json_ld_may_hold_anything(tmp_path: Path) -> None:
    inner = {"@type": "@json", "@value": {"@context": "http://x.example.org/c", "@id": "a b"}}
    (tmp_path / "a.jsonld").write_text(json.dumps({"@id": "urn:x:a", "urn:x:b": inner}))
    assert len(from_file(tmp_path / "a.jsonld")) == 1


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.tuples(TEXTS, st.sampled_from(["en", "nl-NL"])).map(lambda pair: ox.Literal(pair[0], language=pair[1])),
    st.sampled_from(["007", "1.50", "x"]).map(lambda text: ox.Literal(text, datatype=iri("xsd:integer"))),
)
NODES = st.sampled_from([ox.NamedNode("https://x.example.org/a#b"), iri("dct:title"), ox.BlankNode("b1")])
GRAPHS = st.lists(st.builds(ox.Triple, NODES, st.just(iri("dct:title")), st.one_of(NODES, LITERALS)), max_size=6)


@settings(max_examples=60, deadline=None)
@given(GRAPHS, st.sampled_from(sorted(rdf.FORMATS)))
def test_what_is_written_is_read_again(triples: list[ox.Triple], form: str) -> None:
    text = to_text(triples, form)
    assert rdf.canonical(from_text(text, form)) == rdf.canonical(triples)
    assert to_text(triples, form) == text


@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig"])
def test_a_reason_does_not_say_the_place_again(form: str) -> None:
    with pytest.raises(UsageFault) as caught:
        from_text('<urn:x:a> <urn:x:b> "never ends .\n', form, where="d")
    assert caught.value.where == "d:1" and "line" not in caught.value.what
