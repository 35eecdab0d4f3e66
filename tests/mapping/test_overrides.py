"""An origin says what a rule replaced of an extended mapping, and which layer of the config a value came from."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from img2fair.mapping import Mapping, Settings, load_mapping, map_project
from img2fair.model import Origin, Record
from img2fair.rdf import expand
from tests.mapping.samples import DEFAULTS, SETTINGS, SITE, filled

BASE = """mapping: 1
nodes:
  agent:
    type: foaf:Agent
    fields: {foaf:name: {from: it.name}, foaf:homepage: {from: it.homepage, as: iri}}
dataset:
  iri: "{{ site.url }}/{{ project.id }}"
  type: dcat:Dataset
  fields:
    dct:title: {from: project.name}
    dct:license: {from: defaults.license}
    dct:publisher: {node: {use: agent, iri: "{{ iri }}#publisher", with: defaults.publisher}}
"""


def load(folder: Path, **files: str) -> Mapping:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(f"mapping: 1\n{text}" if "mapping:" not in text else text, "utf-8")
    return load_mapping(f"{[*files][-1]}.yaml", beside=folder)


def dataset(mapping: Mapping, settings: Settings = SETTINGS) -> Record:
    return map_project(mapping, settings, filled()).records[0]


def origin(record: Record, curie: str, fragment: str = "") -> Origin:
    return next(
        origin
        for triple, origin in record.origins.items()
        if triple.predicate.value == expand(curie) and str(triple.subject).endswith(f"{fragment}>")
    )


def test_the_replaced_rule_is_told_by_all_triples_of_the_new_one(tmp_path: Path) -> None:
    rules = "  fields:\n    dct:title: [{const: a}, {const: b}]\n"
    site = f"extends: base.yaml\ndataset:\n  type: [dcat:Dataset, dcat:Resource]\n{rules}"
    record = dataset(load(tmp_path, base=BASE, site=site))
    told = [(one.rule, one.overrides) for triple, one in record.origins.items() if "title" in triple.predicate.value]
    assert told == [("site.yaml:6:17", "base.yaml:10:5"), ("site.yaml:6:29", "base.yaml:10:5")]
    assert origin(record, "rdf:type").overrides == "base.yaml:8:3"
    assert origin(record, "dct:license").overrides == ""


def test_the_nearest_of_several_files_is_the_one_that_was_replaced(tmp_path: Path) -> None:
    middle = "extends: base.yaml\ndataset: {fields: {dct:title: {const: middle}}}\n"
    site = "extends: middle.yaml\ndataset: {fields: {dct:title: {const: site}}}\n"
    assert origin(dataset(load(tmp_path, base=BASE, middle=middle, site=site)), "dct:title") == Origin(
        "site.yaml:3:20", (), ("constant",), "middle.yaml:3:20"
    )


def test_a_rule_of_a_template_is_overridden_too_and_a_new_one_overrides_nothing(tmp_path: Path) -> None:
    site = "extends: base.yaml\nnodes: {agent: {fields: {foaf:name: {const: x}, foaf:nick: {const: y}}}}\n"
    record = dataset(load(tmp_path, base=BASE, site=site))
    assert origin(record, "foaf:name", "#publisher").overrides == "base.yaml:5:14"
    assert origin(record, "foaf:nick", "#publisher").overrides == ""
    assert origin(record, "foaf:homepage", "#publisher").rule == "base.yaml:5:42"


def test_nothing_is_overridden_where_the_extended_rule_was_dropped_in_between(tmp_path: Path) -> None:
    middle = "extends: base.yaml\ndataset: {fields: {dct:title: null}}\n"
    site = "extends: middle.yaml\ndataset: {fields: {dct:title: {const: site}}}\n"
    assert origin(dataset(load(tmp_path, base=BASE, middle=middle, site=site)), "dct:title").overrides == ""


PUBLISHER = DEFAULTS["publisher"]
OWN: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("a value", {"license": "CC0"}, "dct:license", "CC0", "projects.LUNG.license"),
    ("no value of its own", {}, "dct:license", "CC BY 4.0", "defaults.license"),
    ("a member", {"publisher": {"name": "Own"}}, "foaf:name", "Own", "projects.LUNG.publisher.name"),
    (
        "the other members",
        {"publisher": {"name": "Own"}},
        "foaf:homepage",
        PUBLISHER["homepage"],
        "defaults.publisher.homepage",
    ),
    ("a whole group", {"publisher": [{"name": "Own"}]}, "foaf:name", "Own", "projects.LUNG.publisher.name"),
]


@pytest.mark.parametrize(("own", "curie", "value", "path"), [case[1:] for case in OWN], ids=[case[0] for case in OWN])
def test_a_source_says_whether_the_projects_own_setting_won(
    own: dict[str, Any], curie: str, value: str, path: str, tmp_path: Path
) -> None:
    settings = replace(SETTINGS, projects={"LUNG": own, "OTHER": {"license": "none of it"}})
    record = dataset(load(tmp_path, base=BASE), settings)
    found = origin(record, curie, "#publisher" if "foaf" in curie else "")
    assert [one.path for one in found.sources] == [path]
    triple = next(triple for triple, origin in record.origins.items() if origin is found)
    assert getattr(triple.object, "value", "") == value


@pytest.mark.parametrize("nothing", [None, "", {}, []])
def test_an_empty_setting_of_a_project_empties_the_default(nothing: object, tmp_path: Path) -> None:
    settings = replace(SETTINGS, projects={"LUNG": {"license": nothing}})
    record = dataset(load(tmp_path, base=BASE), settings)
    gap = next(gap for gap in record.gaps if gap.predicate.value == expand("dct:license"))
    assert gap.tried == ("projects.LUNG.license",)


def test_a_chain_of_members_in_one_expression_names_the_last_only(tmp_path: Path) -> None:
    text = BASE.replace("{from: project.name}", "{from: defaults.publisher.name}")
    settings = Settings(SITE, DEFAULTS, {"LUNG": {"publisher": {"name": "Own"}}})
    found = origin(dataset(load(tmp_path, base=text), settings), "dct:title")
    assert [one.path for one in found.sources] == ["projects.LUNG.publisher.name"]
