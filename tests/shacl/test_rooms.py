"""The edges: nothing judged, chunks and processes, links to other records, user's shapes, and what stays untouched."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest
import rdflib

from img2fair.errors import Fault, UsageFault
from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.rdf import from_file, from_text
from img2fair.shacl import (
    RULES,
    list_profiles,
    load_profile,
    merge,
    process_pool,
    validate_graph,
    validate_groups,
)
from img2fair.shacl.records import Group
from tests.shacl.cases import REFERENCE, X, changed, group, lgg, node

HEALTH_RI = "health-ri-core"


def renamed(number: int, changes: list[list[str]] | None = None) -> Group:
    """The good group as another project's."""
    text = "\n".join(f"{t.subject} {t.predicate} {t.object} ." for t in changed(lgg(), changes or []))
    triples = from_text(text.replace("/lgg", f"/p{number}"), "ntriples")
    return tuple(
        replace(
            record,
            key=record.key.replace("/lgg", f"/p{number}"),
            iri=ox.NamedNode(record.iri.value.replace("/lgg", f"/p{number}")),
            triples=tuple(t for t in triples if _is_of(t, record.iri.value.replace("/lgg", f"/p{number}"))),
            parent=record.parent and record.parent.replace("/lgg", f"/p{number}"),
        )
        for record in group(lgg())
    )


def _is_of(triple: ox.Triple, head: str) -> bool:
    return isinstance(triple.subject, ox.NamedNode) and triple.subject.value.partition("#")[0] == head


def broken(count: int) -> list[Group]:
    return [renamed(n, [["x:lgg", "dcat:theme"]] if n % 3 == 0 else None) for n in range(count)]


def test_chunks_and_processes_change_nothing() -> None:
    groups = broken(7)
    profiles = [load_profile(HEALTH_RI)]
    whole = validate_groups(groups, profiles)
    assert [finding.key for finding in whole.findings] == [f"{X}p0", f"{X}p3", f"{X}p6"]
    assert validate_groups(groups, profiles, chunk=2) == whole
    with process_pool(2) as pool:
        assert validate_groups(iter(groups), profiles, executor=pool, chunk=3) == whole


def with_shared_publisher(number: int, mbox: list[str]) -> Group:
    """The good group whose publisher has an IRI of its own, which other groups describe as well."""
    shared = "<https://xnat.example.org/hospital>"
    made = renamed(number, [["x:lgg", "dct:publisher", shared]])
    rows = [
        [shared, "rdf:type", "foaf:Agent"],
        [shared, "foaf:name", '"Hospital"'],
        [shared, "dct:identifier", '"h"'],
        [shared, "foaf:homepage", "<https://example.org/>"],
        [shared, "foaf:mbox", *mbox],
    ]
    return (replace(made[0], triples=(*made[0].triples, *changed([], rows))), *made[1:])


def test_groups_that_say_different_things_of_one_node_do_not_mix() -> None:
    both = [with_shared_publisher(n, [f"<mailto:{n}@example.org>"]) for n in (1, 2)]
    assert validate_groups(both, [load_profile(HEALTH_RI)]).findings == ()


def test_a_bad_node_that_two_records_share_is_a_finding_on_each() -> None:
    report = validate_groups([with_shared_publisher(n, []) for n in (1, 2)], [load_profile(HEALTH_RI)])
    assert [(found.key, found.focus) for found in report.findings] == [
        (f"{X}p1", f"{X}hospital"),
        (f"{X}p2", f"{X}hospital"),
    ]


def test_a_link_to_another_record_is_checked_against_that_record() -> None:
    linked = renamed(1, [["x:lgg", "dct:source", "<https://xnat.example.org/p2>"]])
    profiles = [load_profile(HEALTH_RI)]
    alone = validate_groups([linked], profiles)
    assert [finding.code for finding in alone.findings] == ["I2F-S007"]
    for order in ([linked, renamed(2)], [renamed(2), linked]):
        assert validate_groups(order, profiles, chunk=1).findings == ()


def test_nothing_judged_is_an_error_not_a_pass() -> None:
    odd = replace(
        renamed(1)[0], triples=tuple(changed([], [["<https://xnat.example.org/p1>", "rdf:type", "foaf:Project"]]))
    )
    with pytest.raises(Fault, match="no record was judged"):
        validate_groups([(odd,)], [load_profile(HEALTH_RI)])
    with pytest.raises(Fault, match="no record was judged"):
        validate_groups([], [load_profile(HEALTH_RI)])


def test_a_record_that_no_shape_looks_at_is_a_violation() -> None:
    odd = replace(
        renamed(1)[0], triples=tuple(changed([], [["<https://xnat.example.org/p1>", "rdf:type", "dcat:Resource"]]))
    )
    report = validate_groups([(odd,), renamed(2)], [load_profile(HEALTH_RI)])
    assert [(f.code, f.severity, f.key) for f in report.findings] == [
        ("I2F-S099", Severity.VIOLATION, f"{X}p1"),
    ]
    assert not report.conforms


def test_no_profile_and_unknown_profile() -> None:
    with pytest.raises(UsageFault, match="no profile to check against"):
        validate_groups([renamed(1)], [])
    with pytest.raises(UsageFault) as caught:
        load_profile("healthri-core")
    assert "did you mean 'health-ri-core'" in str(caught.value)
    names = [name for name, _, _ in list_profiles()]
    assert ", ".join(names) in str(caught.value) and {"dcat-ap", HEALTH_RI} <= set(names)


def test_the_callers_rdflib_is_left_alone() -> None:
    before = rdflib.NORMALIZE_LITERALS
    report = validate_graph(
        changed(lgg(), [["x:lgg-dicom", "dcat:byteSize", '"007"^^xsd:nonNegativeInteger']]),
        [load_profile(HEALTH_RI)],
        source="lgg.ttl",
    )
    assert rdflib.NORMALIZE_LITERALS is before
    assert not [f for f in report.findings if f.property.endswith("byteSize")]


def test_a_file_with_nothing_to_judge_is_refused() -> None:
    triples = from_text("<urn:a> a <http://xmlns.com/foaf/0.1/Project> .")
    with pytest.raises(UsageFault, match="holds no catalogue resource"):
        validate_graph(triples, [load_profile(HEALTH_RI)], source="a.ttl")


def test_a_file_is_judged_resource_by_resource() -> None:
    report = validate_graph(
        changed(lgg(), [["x:lgg", "dcat:distribution", "x:lgg-dicom"], ["x:lgg#contact", "vcard:fn"]]),
        [load_profile(HEALTH_RI)],
        source="lgg.ttl",
    )
    assert report.checked == (f"{X}lgg", f"{X}lgg-dicom")
    assert [(f.key, f.focus, f.message) for f in report.findings] == [
        (f"{X}lgg", f"{X}lgg#contact", "contact point of dataset 'Glioma LGG' has no name"),
    ]


def test_a_dataset_without_address_is_told_by_its_file() -> None:
    triples = from_text('@prefix dcat: <http://www.w3.org/ns/dcat#> . [] a dcat:Dataset ; dcat:keyword "a" .')
    report = validate_graph(triples, [load_profile("dcat-ap")], source="a.ttl")
    assert report.checked == ("a.ttl",)
    assert {f.focus for f in report.findings} == {"a.ttl"}
    assert "dataset without an address has no title" in {f.message for f in report.findings}


def test_shapes_of_the_users_own(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        "[] a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property\n"
        '  [ sh:path dct:title ; sh:equals dct:alternative ; sh:message "Title and alternative must be alike." ] ,\n'
        "  [ sh:path ( dcat:distribution dct:title ) ; sh:maxLength 3 ] , <urn:nowhere> .\n"
    )
    profile = load_profile("own", shapes=[shapes])
    assert profile.notes == ("left out 1 links (sh:property) to shapes that the file does not define",)
    report = validate_groups([renamed(1)], [profile])
    first = next(found for found in report.findings if found.code == "I2F-S090")
    assert first.shape is None
    assert first.message.endswith("breaks a rule of own: Title and alternative must be alike")
    assert all("_:" not in f"{f.message}{f.shape}{f.property}" for f in report.findings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<urn:a> <urn:b> <urn:c> .", "no shape in it looks at anything"),
        ("nonsense", "do not parse"),
        (
            "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetClass <urn:c> ;"
            " sh:property [ sh:minCount 1 ] .",
            "have no sh:path",
        ),
        ("@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetClass <urn:c> .", "no shape"),
    ],
)
def test_shapes_that_judge_nothing_are_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text(text)
    with pytest.raises(UsageFault, match=said):
        load_profile("bad", shapes=[file])
    with pytest.raises(UsageFault, match="cannot read the shapes"):
        load_profile("none", shapes=[tmp_path / "none.ttl"])


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the official files are not at hand")
def test_official_files_with_known_defects_are_mended_and_it_is_said() -> None:
    shacl = REFERENCE / "shacl"
    generated = load_profile("x", shapes=[shacl / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl"])
    assert any("left out 2 links" in note for note in generated.notes)
    r8 = load_profile("y", shapes=[shacl / "healthdcat-ap-r8" / "shapes" / "non-public-shapes.ttl"])
    assert any("without a path as node shapes" in note for note in r8.notes)
    report = validate_groups([renamed(1)], [r8])
    assert any(f.property.endswith("hdab") for f in report.findings)


def finding(code: str, focus: str, path: str, **more: object) -> Finding:
    judge = Judge.MAPPING if "-M" in code else Judge.SHAPES
    made = Finding(code, Severity.VIOLATION, judge, focus, "said", focus=focus, property=path)
    return replace(made, **more)  # type: ignore[arg-type]


def test_merge_says_a_missing_value_once() -> None:
    theme = node("dcat:theme").value
    shapes = finding("I2F-S001", "urn:a", theme, profile="dcat-ap")
    told = finding("I2F-M001", "urn:a", theme, where=("img2fair.yaml: defaults.theme",), mapping="m.yaml:1:1")
    other = finding("I2F-M002", "urn:a", theme)
    lone = finding("I2F-M001", "urn:b", theme)
    report = merge(Report((shapes,), ("urn:a", "urn:b"), ("dcat-ap",)), [told, other, lone])
    assert [f.code for f in report.findings] == ["I2F-S001", "I2F-M002", "I2F-M001"]
    kept = report.findings[0]
    assert (kept.where, kept.mapping, kept.profile) == (told.where, "m.yaml:1:1", "dcat-ap")


def test_every_code_is_explained() -> None:
    for code, text in RULES.items():
        assert code == text.code and text.title and text.why.endswith(".") and text.cure.endswith(".")


SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
<https://s.example.org/S> a sh:NodeShape ; sh:targetClass dcat:Dataset ; %s .
"""
BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:sh="http://www.w3.org/ns/shacl#">
<sh:NodeShape rdf:about="https://s.example.org/S"><sh:targetClass rdf:resource="http://www.w3.org/ns/dcat#Dataset"/>
<sh:message>&b;</sh:message><sh:nodeKind rdf:resource="http://www.w3.org/ns/shacl#IRI"/></sh:NodeShape></rdf:RDF>"""


@pytest.fixture
def sentinel() -> Iterator[tuple[str, list[str]]]:
    """A server that nothing may ask: its address, and what was asked."""
    asked: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("s.jsonld", '{"@context": "%s/c", "@id": "urn:x:s", "@type": "http://www.w3.org/ns/shacl#NodeShape"}'),
        ("s.ttl", SHAPE % 'sh:sparql [ sh:select "SELECT $this { SERVICE <%s/q> { $this ?p ?o } }" ]'),
        ("s.ttl", SHAPE % 'sh:sparql [ sh:select "SELECT $this FROM <%s/q> { $this ?p ?o }" ]'),
        ("s.ttl", SHAPE % "sh:nodeKind sh:IRI" + "<urn:x:s> <http://www.w3.org/2002/07/owl#imports> <%s/i> ."),
        ("s.rdf", BOMB + "<!-- %s -->"),
    ],
)
def test_shapes_of_the_users_fetch_nothing(
    tmp_path: Path, sentinel: tuple[str, list[str]], name: str, text: str
) -> None:
    address, asked = sentinel
    (tmp_path / name).write_text(text % address)
    with contextlib.suppress(UsageFault):
        validate_graph(lgg(), [load_profile("mine", shapes=[tmp_path / name])], source="x")
    assert asked == []


def test_data_fetch_nothing(tmp_path: Path, sentinel: tuple[str, list[str]]) -> None:
    data = {"@context": f"{sentinel[0]}/c", "@id": "urn:x:d", "@type": "Dataset"}
    (tmp_path / "d.jsonld").write_text(json.dumps(data))
    with pytest.raises(UsageFault, match="remote context") as caught:
        from_file(tmp_path / "d.jsonld")
    assert caught.value.where.endswith("d.jsonld:1") and sentinel[1] == []


def test_json_ld_shapes_with_their_own_context_are_taken(tmp_path: Path) -> None:
    sh = "http://www.w3.org/ns/shacl#"
    shape = {"@id": "urn:x:s", "@type": f"{sh}NodeShape", f"{sh}nodeKind": {"@id": f"{sh}BlankNode"},
             f"{sh}targetClass": {"@id": "http://www.w3.org/ns/dcat#Dataset"}}  # fmt: skip
    (tmp_path / "s.jsonld").write_text(json.dumps(shape))
    report = validate_graph(lgg(), [load_profile("mine", shapes=[tmp_path / "s.jsonld"])], source="x")
    assert not report.conforms


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_entities_is_refused(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "s.rdf").write_bytes(BOMB.replace("?>", f' encoding="{encoding}"?>', 1).encode(encoding))
    with pytest.raises(UsageFault, match="DOCTYPE"):
        load_profile("mine", shapes=[tmp_path / "s.rdf"])


def test_shapes_in_a_language_that_is_not_run_judge_nothing(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(SHAPE % 'sh:js [ sh:jsFunctionName "f" ]')
    with pytest.raises(UsageFault, match="everything would pass"):
        load_profile("mine", shapes=[tmp_path / "s.ttl"])


def test_a_folder_without_records_is_the_users_slip() -> None:
    with pytest.raises(UsageFault, match="no record was judged"):
        validate_groups([], [load_profile(HEALTH_RI)])


def test_huge_texts_do_not_fill_the_messages() -> None:
    big = "x" * 1_000_000
    triples = from_text(f"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> . <urn:x:d> a dcat:Dataset ; dct:title "{big}" ;
        dct:language "{big}" ; dct:publisher [ foaf:name "{big}" ] ; dcat:theme "{big}" .""")  # fmt: skip
    report = validate_graph(triples, [load_profile(HEALTH_RI)], source="x")
    assert report.findings and max(len(finding.message) for finding in report.findings) < 600
