"""Which of the properties that a profile wants a mapping has rules for."""

import json
from pathlib import Path

import pytest

from img2fair.cli import run
from img2fair.coverage import ALWAYS, NO_RULE, OPTIONAL, REQUIRED, Coverage, Row, coverage, to_dict, to_text
from img2fair.mapping import load_mapping
from img2fair.shacl import load_profile

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ex: <https://example.org/shapes#> .
ex:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:node ex:Parent ;
  sh:property [ sh:path dct:title ; sh:name "title"@en, "titel"@nl ; sh:minCount 1 ],
    [ sh:path dct:issued ; sh:minCount 1 ; sh:severity sh:Info ],
    [ sh:path dct:modified ; sh:minCount 1 ; sh:severity sh:Warning ],
    [ sh:path dct:subject ; sh:maxCount 9 ],
    [ sh:path dct:identifier ; sh:minCount 1 ], [ sh:path dct:type ; sh:minCount 1 ],
    [ sh:path dcat:distribution ; sh:minCount 1 ],
    [ sh:path ( dct:a dct:b ) ; sh:minCount 1 ],
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:node ex:Publisher ] .
ex:Parent a sh:NodeShape ; sh:property [ sh:path dct:description ; sh:minCount 2 ], [ sh:path dct:title ] .
ex:Publisher a sh:NodeShape ; sh:node ex:Publisher ; sh:property [ sh:path dct:spatial ; sh:qualifiedMinCount 1 ] .
ex:Agent a sh:NodeShape ; sh:targetClass foaf:Agent ; sh:property [ sh:path foaf:name ; sh:minCount 1 ] .
ex:Catalog a sh:NodeShape ; sh:targetClass dcat:Catalog ; sh:property [ sh:path dct:title ; sh:minCount 1 ] .
"""
MAPPING = """mapping: 1
dataset:
  iri: "{{ site.url }}/{{ project.id }}"
  type: dcat:Dataset
  fields:
    dct:title: {from: [form.title, project.name], required: true}
    dct:modified: {each: project.publications, when: it.doi, from: it.title}
    dct:identifier: {from: [form.identifier, iri]}
    dct:type: {const: "https://example.org/type", as: iri}
    dct:publisher: {node: {iri: "{{ iri }}#p", type: foaf:Agent, with: [form.publisher, defaults.publisher],
      fields: {foaf:name: {from: it.name}}}}
distribution:
  iri: "{{ dataset.iri }}/{{ resource.slug }}"
  type: dcat:Distribution
"""


@pytest.fixture
def found(tmp_path: Path) -> Coverage:
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    (tmp_path / "site.yaml").write_text(MAPPING, "utf-8")
    profile = load_profile("own", shapes=[tmp_path / "shapes.ttl"])
    return coverage(load_mapping("site.yaml", beside=tmp_path), profile)


def row(found: Coverage, name: str, node: str = "") -> Row:
    (one,) = [row for row in found.rows if row.property == name and row.node == node]
    return one


@pytest.mark.parametrize(
    ("name", "node", "mandatory", "status"),
    [
        ("dct:title", "", True, REQUIRED),
        ("dct:description", "", True, NO_RULE),
        ("dct:issued", "", False, NO_RULE),
        ("dct:modified", "", False, OPTIONAL),
        ("dct:identifier", "", True, ALWAYS),
        ("dct:type", "", True, ALWAYS),
        ("dcat:distribution", "", True, ALWAYS),
        ("dct:publisher", "", True, OPTIONAL),
        ("foaf:name", "dct:publisher", True, OPTIONAL),
        ("dct:spatial", "dct:publisher", True, NO_RULE),
    ],
)
def test_each_property_that_is_wanted(found: Coverage, name: str, node: str, mandatory: bool, status: str) -> None:
    one = row(found, name, node)
    assert (one.mandatory, one.status) == (mandatory, status)


def test_chains_names_and_places_are_told(found: Coverage) -> None:
    assert row(found, "dct:title").chains == ("form.title → project.name",)
    assert row(found, "dct:title").rules == ("site.yaml:6:5",)
    assert row(found, "dct:title").name == "title"
    assert row(found, "dct:modified").chains == ("it.title; for each of project.publications; when it.doi",)
    assert row(found, "dct:publisher").chains == ("form.publisher → defaults.publisher",)


def test_what_is_not_wanted_or_no_plain_path_has_no_row_and_missing_kinds_are_named(found: Coverage) -> None:
    assert {"dct:subject", "dct:a"}.isdisjoint(row.property for row in found.rows)
    assert found.kinds == ("catalog",)
    assert not found.complete


def test_texts_tell_what_lacks_first(found: Coverage) -> None:
    lines = to_text(found).splitlines()
    assert lines[:4] == ["site for own", "  no records of the kind catalog", "", "mandatory, and no rule (2)"]
    assert lines[4:6] == ["  dataset > dct:description: own", "  dataset > dct:publisher > dct:spatial: own"]
    assert len(lines) > len(found.rows)
    told = json.loads(json.dumps(to_dict(found)))
    assert (told["complete"], len(told["rows"])) == (False, len(found.rows))


@pytest.mark.parametrize(
    ("mapping", "profile"),
    [("dcat-ap", "dcat-ap"), ("health-ri-core", "health-ri-core"), ("healthdcat-ap", "healthdcat-ap")],
)
def test_shipped_mappings_have_a_rule_for_all_that_their_profile_demands(mapping: str, profile: str) -> None:
    found = coverage(load_mapping(mapping), load_profile(profile))
    lacking = [(row.kind, row.node, row.property) for row in found.rows if row.mandatory and row.status == NO_RULE]
    assert lacking == []
    assert found.complete
    assert found.kinds == ()


def test_the_command_ends_in_3_where_a_mandatory_property_has_no_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.yaml").write_text("mapping: 1\nextends: dcat-ap\ndataset: {fields: {dct:title: null}}\n", "utf-8")
    assert run(["mapping", "coverage", "dcat-ap", "--profile", "dcat-ap"]) == 0
    capsys.readouterr()
    assert run(["mapping", "coverage", "site.yaml", "--profile", "dcat-ap", "--json"]) == 3
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [one["property"] for one in rows if one["mandatory"] and one["status"] == NO_RULE] == ["dct:title"]
    assert run(["mapping", "coverage", "site.yaml", "--profile", "dcat-app"]) == 2


def test_what_a_node_must_say_counts_though_the_node_itself_need_not_be_there() -> None:
    found = coverage(load_mapping("health-ri-core"), load_profile("healthdcat-ap"))
    lacking = {(row.node, row.property) for row in found.rows if row.mandatory and row.status == "no rule"}
    assert ("dct:publisher", "cv:contactPoint") in lacking
