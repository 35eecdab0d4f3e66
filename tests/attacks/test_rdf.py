"""Texts that mean harm in RDF: what is said is read back equal by two libraries, or told; nothing is said by the text.

A graph holds the triples that were meant, and no other, whatever stands in its texts, ids and addresses.
"""

import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as sized
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Dataset, Graph

from img2fair.errors import Exit, UsageFault
from img2fair.mapping import Mapped, Mapping, load_mapping, map_project
from img2fair.mapping.datatypes import node
from img2fair.model import Held, Project, Visibility
from img2fair.model.record_files import read_records, write_records
from img2fair.rdf import FORMATS, expand, from_file, from_text, iri, is_iri, to_text
from tests.attacks.corpus import NAMES, XSS
from tests.mapping.samples import form, text_of
from tests.mapping.valued import HEAD, SETTINGS
from tests.sizes import size
from tests.targets.changes import CATALOG, catalog, publish, settings
from tests.targets.changes import site as site_target

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*is deprecated:DeprecationWarning"
)  # rdflib's own, of JSON-LD and N-Quads
MANY = size(20, 100)
"""Strings of one example: with its number of examples 400 strings here, 20,000 at full size."""
EXAMPLES = size(20, 200)

INJECTIONS = (
    '" .\n<urn:evil> <urn:evil> <urn:evil> . #', '"@en . <urn:evil> a <urn:evil> .',
    '""" . <urn:evil> a <urn:evil> . """',
    "''' . <urn:evil> a <urn:evil> . '''", '\\" . <urn:evil> a <urn:evil> . #', "\\", "\\\\",
    "\\u0022 . <urn:evil> a <urn:evil>",
    "> <urn:evil> <urn:evil> . <x", "https://x.org/a> <urn:evil> <urn:evil> .",
    "x } } INSERT DATA { <urn:evil> a <urn:evil> } #",
    "'; DROP GRAPH <x>; --", "?s ?p ?o . }", "@prefix : <urn:evil> .", "# comment", '", "@id": "urn:evil", "x": "',
    '"}], "@context": "https://evil.invalid/c.jsonld", "x": [{"y": "', '{"@id": "urn:evil"}', "]]>",
    "<!DOCTYPE x [<!ENTITY e 'x'>]>&e;",
    "&lt;", "&amp;quot;", "a\nb", "a\r\nb", "a\tb", "\n", "a\u2028b", "a\u2029b", "a\x85b", "a\x0bb", "a\x0cb",
    "a\x1cb", "\ufeffa", "a\ufeff",
    "\u202ea", "a\u202e\u2066b\u2069\u202c", "a\u200fb", "\u200b", "\x00", "a\x00b", "\x7f", "\x9f", "\ud800",
    "a\udfffb", "\ufffe", "\uffff",
    "\ufdd0", "\U0001ffff", "\U0010ffff", "\U000e0041", "e\u0301", "\u00e9", "\u212b",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0600",
)  # fmt: skip
TEXTS = st.text(max_size=40) | st.text(st.characters(codec=None), max_size=12) | st.sampled_from((*INJECTIONS, *XSS,
*NAMES)) | st.builds(
    "{}{}{}".format, st.sampled_from(INJECTIONS), st.text(max_size=8), st.sampled_from(INJECTIONS))  # fmt: skip
"""Any text at all: halves of surrogate pairs and what Unicode has not assigned, too."""
SAYABLE = TEXTS.map(lambda text: re.sub("[\ud800-\udfff]", "", text))
"""What a term of RDF can hold."""
SUBJECT, PREDICATE = NamedNode("https://x.org/s"), iri("dct:title")


def by_rdflib(text: str, form: str) -> set[tuple[str, str, str, str | None]]:
    """Return the triples that rdflib reads, a literal with its language."""
    name = {"turtle": "turtle", "json-ld": "json-ld", "nquads": "nquads", "ntriples": "nt"}[form]
    graph: Any = Dataset() if form == "nquads" else Graph()
    graph.parse(data=text.encode(), format=name)
    return {
        (str(s), str(p), str(o), getattr(o, "language", None))
        for s, p, o, *_ in (graph.quads() if form == "nquads" else graph)
    }


def told(triples: Sequence[Triple]) -> set[tuple[str, str, str, str | None]]:
    return {(t.subject.value, t.predicate.value, t.object.value, getattr(t.object, "language", None)) for t in triples}  # type: ignore[union-attr]


@pytest.mark.parametrize("syntax", FORMATS)
@given(st.lists(SAYABLE, min_size=1, max_size=MANY))
@example([re.sub("[\ud800-\udfff]", "", one) for one in INJECTIONS])
@example(list(XSS))
@sized(max_examples=EXAMPLES)
def test_a_text_in_a_graph_is_read_back_equal_by_both_libraries(syntax: str, texts: list[str]) -> None:
    triples = [
        Triple(SUBJECT, PREDICATE, term) for one in texts for term in (Literal(one), Literal(one, language="en"))
    ]
    written = to_text(triples, syntax)
    assert set(from_text(written, syntax)) == set(triples)
    assert by_rdflib(written, syntax) == told(triples)


@given(TEXTS)
@example("https://x.org/A B>")
@example("https://x.org/\ud800")
@sized(max_examples=size(400, 20_000))
def test_no_iri_is_made_that_another_library_would_read_otherwise(text: str) -> None:
    for made in (text, f"https://x.org/{text}", f"urn:x:{text}"):
        named = node(made)
        if named is None:
            continue
        triple = Triple(named, PREDICATE, named)
        for syntax in ("turtle", "nquads"):
            assert from_text(to_text([triple], syntax), syntax) == [triple]
            assert by_rdflib(to_text([triple], syntax), syntax) == told([triple])


RULES = """    dct:title: {from: project.name, lang: en}
    dct:description: {from: project.description | plain_text}
    dcat:keyword: {from: project.keywords | words}
    dct:alternative: {from: form.odd}
    dct:identifier: {from: project.id}
    foaf:page: {from: form.page, as: iri}
    dct:source:
      node: {iri: "{{ iri }}#{{ form.odd | slug }}", type: foaf:Agent, fields: {foaf:name: {from: form.odd}}}
"""


@cache
def mapping() -> Mapping:
    """Return the mapping of these rules, loaded once."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "site.yaml").write_text(HEAD + RULES, encoding="utf-8")
        return load_mapping("site.yaml", beside=Path(folder), form_keys=("odd", "page"))


def mapped_of(text: str, id_: str = "P") -> Mapped:
    one = Project(id_, Visibility.PUBLIC, name=Held(text), description=Held(text), keywords=Held(text),
                  forms=(form(odd=text, page=text),))  # fmt: skip
    return map_project(mapping(), SETTINGS, one)


LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


@given(TEXTS)
@example("0@0")
@sized(max_examples=size(400, 20_000))
def test_what_the_archive_says_is_said_or_told(text: str) -> None:
    """A title is the archive's, letter for letter; where it is not, a finding says so; and it makes no other triple."""
    mapped = mapped_of(text)
    (record,) = mapped.records
    codes = {finding.code for finding in mapped.findings}
    kept_in = not codes.isdisjoint({"I2F-P001", "I2F-P020"})
    said = {
        prop: [text_of(t.object) for t in record.triples if t.predicate == iri(prop) and t.subject == record.iri]
        for prop in ("dct:title", "dct:alternative", "foaf:page", "dct:identifier")
    }
    clean = LOST.sub("", text).strip()
    for prop in ("dct:title", "dct:alternative"):
        assert said[prop] == [clean] or (said[prop] == [] and (kept_in or blank(text))), prop
    if said["dct:title"] and LOST.search(text.strip()):
        assert "I2F-M007" in codes
    page = said["foaf:page"]
    assert page in ([clean], [expand(clean)], [])
    assert page or kept_in or blank(text) or "I2F-M004" in codes
    assert said["dct:identifier"] == ["P"]
    allowed = {record.iri.value, *(f"{record.iri.value}#{one}" for one in slugs(record.triples))}
    assert {t.subject.value for t in record.triples} <= allowed  # type: ignore[union-attr]
    for finding in mapped.findings:
        assert not clean or len(clean) < 4 or clean not in finding.message or finding.code == "I2F-M004"
    for syntax in ("turtle", "json-ld", "nquads"):
        written = to_text(record.triples, syntax)
        assert set(from_text(written, syntax)) == set(record.triples)


def slugs(triples: Sequence[Triple]) -> list[str]:
    return [t.subject.value.partition("#")[2] for t in triples if isinstance(t.subject, NamedNode)]


def blank(text: str) -> bool:
    """Tell whether nobody sees anything of a text, or of what is left of it."""
    left = LOST.sub("", text).strip()
    return not any(unicodedata.category(one)[0] not in "ZC" for one in left)


@given(
    st.lists(
        TEXTS.map(lambda text: re.sub("[\ud800-\udfff]", "", text)).filter(str.strip),
        min_size=2,
        max_size=8,
        unique=True,
    )
)
@sized(max_examples=size(50, 2500))
def test_two_ids_are_two_records_and_say_what_they_are(ids: list[str]) -> None:
    records = [mapped_of("A title", id_).records[0] for id_ in ids]
    assert len({record.key for record in records}) == len({record.slug for record in records}) == len(ids)
    for record, id_ in zip(records, ids, strict=True):
        assert is_iri(record.key) and record.key.startswith("https://x.org/") and "#" not in record.key
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,70}", record.slug) and record.project == id_


def test_records_with_hostile_texts_are_read_back_from_their_files(tmp_path: Path) -> None:
    records = [mapped_of(text, f"P{number}").records[0] for number, text in enumerate((*INJECTIONS, *XSS))]
    for syntax in ("turtle", "json-ld", "nquads"):
        write_records(tmp_path / syntax, records, syntax)
        back = {record.key: record for record in read_records(tmp_path / syntax)}
        assert {key: set(one.triples) for key, one in back.items()} == {one.key: set(one.triples) for one in records}
        assert all(back[one.key].origins == dict(one.origins) for one in records), "each triple keeps its origin"


@given(st.lists(SAYABLE.filter(lambda text: bool(text)), min_size=1, max_size=MANY))
@example([re.sub("[\ud800-\udfff]", "", one) for one in INJECTIONS if re.sub("[\ud800-\udfff]", "", one)])
@sized(max_examples=size(5, 200))
def test_what_a_site_writes_is_read_back_equal(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("site")
    key = "https://xnat.example.org/data/projects/X"
    meant = [
        Triple(NamedNode(key), prop, Literal(text))
        for text in texts
        for prop in (iri("dct:title"), iri("dcat:keyword"))
    ]
    change = publish(key, "dataset", "<> a dcat:Dataset .", slug="X", parent=CATALOG, project="X")
    change = replace(change, nquads=change.nquads + to_text(meant, "nquads"))
    with site_target(folder).writing("2026-11-21T08:00:00Z") as write:
        assert {write(one).verdict.value for one in (catalog(), change)} == {"done"}
    assert set(meant) <= set(site_target(folder).observe().records[key].triples)
    page = NamedNode(f"{settings(folder).root}/dataset/X")
    shown = {(text, prop.value) for text in texts for prop in (iri("dct:title"), iri("dcat:keyword"))}
    for suffix, syntax in ((".ttl", "turtle"), (".jsonld", "json-ld")):
        file = folder / "public" / "dataset" / f"X{suffix}"
        found = {
            (t.object.value, t.predicate.value)
            for t in from_file(file)
            if t.subject == page and isinstance(t.object, Literal)
        }
        assert shown <= found
        other = {(o, p) for s, p, o, _ in by_rdflib(file.read_text("utf-8"), syntax) if s == page.value}
        assert shown <= other


def bomb(levels: int) -> str:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(levels))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "lol">{entities}]>{RDF_XML % f"&e{levels};"}'


RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="urn:d#">'
    '<rdf:Description rdf:about="urn:x"><d:t>%s</d:t></rdf:Description></rdf:RDF>'
)
DOCTYPES = {
    "nine levels": bomb(9),
    "one level": bomb(1),
    "a file": f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>{RDF_XML % "&x;"}',
    "an address": f'<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>{RDF_XML % "&x;"}',
    "a parameter": f'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>{RDF_XML % "x"}'.replace("%%", "%"),
    "another's subset": f'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">{RDF_XML % "x"}',
    "empty": f"<!DOCTYPE r>{RDF_XML % 'x'}",
    "after a comment": f"<!-- x -->\n<!DOCTYPE r [<!ENTITY e 'x'>]>{RDF_XML % '&e;'}",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("text", DOCTYPES.values(), ids=DOCTYPES)
def test_rdf_xml_with_a_document_type_is_refused(text: str, encoding: str, tmp_path: Path) -> None:
    text = text.replace('<?xml version="1.0"?>', "")
    (tmp_path / "x.rdf").write_bytes(text.encode(encoding))
    with pytest.raises(UsageFault, match="DOCTYPE") as caught:
        from_file(tmp_path / "x.rdf")
    assert caught.value.code is Exit.USAGE and str(caught.value.where).startswith(str(tmp_path / "x.rdf"))


def test_no_query_is_made_of_texts() -> None:
    """SPARQL stands in files that people wrote (``construct:``); no code of ours puts a value into a query."""
    room = Path(__file__).parents[2] / "img2fair"
    words = re.compile(r"""["'](?:[^"'\n]*\b)?(SELECT|ASK|DESCRIBE|INSERT|DELETE)\s+(\{|\?|DATA|WHERE|DISTINCT)""")
    calls = re.compile(r"\.query\((?!query\.prepared)|[^w]/sparql\b|SPARQLStore|prepareQuery|prepareUpdate")
    found = [
        f"{path.relative_to(room)}: {line.strip()}"
        for path in room.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if words.search(line) or calls.search(line)
    ]
    assert found == []
