"""Sets of shapes by access right: each dataset is judged by its own."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.findings import Report, Severity
from img2fair.rdf import from_text
from img2fair.shacl import Profile, load_profile, validate_graph, validate_groups
from img2fair.shacl.profile import with_bases
from img2fair.shacl.records import Group
from tests.shacl.cases import X, changed
from tests.shacl.test_rooms import renamed

RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix s: <https://s.example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
"""
COMMON = """s:All a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property s:right .
s:right sh:path dct:accessRights ; sh:minCount 1 ; sh:maxCount 1 .
s:Part a sh:NodeShape ; sh:targetClass dcat:Distribution ; sh:nodeKind sh:IRI ."""
SET = "".join(
    f"s:{{0}}{name} a sh:NodeShape ; sh:targetClass {kind} ; sh:property s:{{0}}{name}-own .\n"
    f"s:{{0}}{name}-own sh:path s:{{0}}{name}Property ; sh:minCount 1 .\n"
    for name, kind in (("", "dcat:Dataset"), ("Part", "dcat:Distribution"), ("Agent", "foaf:Agent"))
)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    for name, text in {"all": COMMON, "PUBLIC": SET.format("open"), "NON_PUBLIC": SET.format("shut")}.items():
        (tmp_path / f"{name}.ttl").write_text(HEAD + text)
    made = load_profile("by-right", shapes=[tmp_path / "all.ttl"])
    return replace(
        made, by_access=tuple((RIGHTS + name, (tmp_path / f"{name}.ttl",)) for name in ("PUBLIC", "NON_PUBLIC"))
    )


def group(number: int, *rights: str) -> Group:
    return renamed(number, [["x:lgg", "dct:accessRights", *(f"<{RIGHTS}{right}>" for right in rights)]])


def told(report: Report) -> set[tuple[str, str]]:
    """Key and property of what was found; a dataset has several agents."""
    return {(found.key.removeprefix(X), re.split("[/#]", found.property)[-1]) for found in report.findings}


EXPECTED = {
    ("p0", "openAgentProperty"), ("p0", "openProperty"), ("p0-dicom", "openPartProperty"),
    ("p1", "shutAgentProperty"), ("p1", "shutProperty"), ("p1-dicom", "shutPartProperty"),
    ("p3", "accessRights"),
    ("p4", "accessRights"),
}  # fmt: skip


def groups() -> list[Group]:
    return [
        group(0, "PUBLIC"),
        group(1, "NON_PUBLIC"),
        group(2, "RESTRICTED"),
        group(3),
        group(4, "PUBLIC", "NON_PUBLIC"),
    ]


@pytest.mark.parametrize("engine", ["pyshacl", "auto"])
@pytest.mark.parametrize("chunk", [1, 2, 50])
def test_each_dataset_is_judged_by_its_own_set(profile: Profile, engine: str, chunk: int) -> None:
    report = validate_groups(groups(), [profile], engine=engine, chunk=chunk)
    assert told(report) == EXPECTED
    assert report.checked == tuple(f"{X}p{n}{part}" for n in range(5) for part in ("", "-dicom"))


@pytest.mark.parametrize("engine", ["pyshacl", "auto"])
def test_a_file_of_datasets_with_different_rights(profile: Profile, engine: str) -> None:
    triples = [triple for one in groups() for record in one for triple in record.triples]
    ties = [[f"x:p{n}", "dcat:distribution", f"x:p{n}-dicom"] for n in range(5)]
    report = validate_graph(changed(triples, ties), [profile], source="all.ttl", engine=engine)
    assert told(report) == EXPECTED


def test_a_node_of_two_datasets_is_judged_by_both_sets(profile: Profile) -> None:
    triples = from_text(
        f"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        <urn:x:a> a dcat:Dataset ; dct:publisher <urn:x:us> ; dct:relation <urn:x:b> ;
          dct:accessRights <{RIGHTS}PUBLIC> .
        <urn:x:b> a dcat:Dataset ; dct:publisher <urn:x:us> ; dct:accessRights <{RIGHTS}NON_PUBLIC> .
        <urn:x:us> a foaf:Agent . <urn:x:other> a foaf:Agent ."""
    )
    report = validate_graph(triples, [profile], source="x.ttl")
    said = {(found.focus, found.property.rpartition("/")[2]) for found in report.findings}
    assert said == {
        ("urn:x:a", "openProperty"),
        ("urn:x:b", "shutProperty"),
        ("urn:x:us", "openAgentProperty"),
        ("urn:x:us", "shutAgentProperty"),
    }


def test_advice_is_a_warning_at_most_unless_another_profile_demands_the_same(profile: Profile) -> None:
    advice = replace(profile, advisory=True)
    report = validate_groups([group(0, "PUBLIC")], [advice])
    assert {found.severity for found in report.findings} == {Severity.WARNING} and report.conforms
    strict = replace(profile, name="strict", by_access=())
    both = validate_groups([group(3)], [advice, strict])
    assert [(f.severity, f.profile) for f in both.findings] == [(Severity.VIOLATION, "strict, by-right")]


def test_a_base_is_advice_where_only_advice_brings_it() -> None:
    health_ri = load_profile("health-ri-core")
    alone = with_bases([replace(health_ri, advisory=True)])
    assert [(profile.name, profile.advisory) for profile in alone] == [("dcat-ap", True), (health_ri.name, True)]
    demanded = with_bases([replace(health_ri, advisory=True), load_profile("dcat-ap")])
    assert {profile.name: profile.advisory for profile in demanded} == {"dcat-ap": False, health_ri.name: True}
