"""One mapping extends another: property by property, and null drops."""

from pathlib import Path

import pytest

from img2fair.errors import UsageFault
from img2fair.mapping import Mapping, MappingFault, load_mapping, map_project
from img2fair.model import Record
from img2fair.rdf import iri
from tests.mapping.samples import SETTINGS, filled, text_of


def load(text: str, folder: Path, name: str = "site.yaml") -> Mapping:
    (folder / name).write_text(text, encoding="utf-8")
    return load_mapping(name, beside=folder)


def dataset(mapping: Mapping) -> Record:
    return map_project(mapping, SETTINGS, filled()).records[0]


def predicates(record: Record) -> set[str]:
    return {triple.predicate.value for triple in record.triples}


def test_a_file_that_only_extends_makes_the_same_triples(tmp_path: Path) -> None:
    own, shipped = load("mapping: 1\nextends: health-ri-core\n", tmp_path), load_mapping("health-ri-core")
    assert dataset(own).triples == dataset(shipped).triples
    assert (own.name, own.profile) == ("site", "health-ri-core")


def test_null_drops_a_property_and_a_whole_kind(tmp_path: Path) -> None:
    drops = "dataset: {fields: {dct:extent: null, dct:creator: }}\ndistribution: null\n"
    mapping = load(f"mapping: 1\nextends: health-ri-core\n{drops}", tmp_path)
    made = predicates(dataset(mapping))
    assert not made & {iri("dct:extent").value, iri("dct:creator").value}
    assert iri("dct:publisher").value in made
    assert [record.kind for record in map_project(mapping, SETTINGS, filled()).records] == ["dataset"]


def test_a_property_is_replaced_where_it_stands_and_new_ones_come_last(tmp_path: Path) -> None:
    text = """mapping: 1
extends: dcat-ap
prefixes: {ex: "https://ex.org/"}
dataset:
  fields:
    dct:title: {const: Mine}
    ex:p: {const: new}
"""
    record = dataset(load(text, tmp_path))
    properties = [triple.predicate.value for triple in record.triples if triple.subject == record.iri]
    assert properties[2] == iri("dct:title").value
    assert properties[-1] == "https://ex.org/p"
    title = next(origin for triple, origin in record.origins.items() if triple.predicate == iri("dct:title"))
    assert title.rule == "site.yaml:6:5"


def test_nodes_and_tables_are_overridden_one_by_one(tmp_path: Path) -> None:
    text = """mapping: 1
extends: health-ri-core
tables: {modality: {CT: "https://ex.org/CT"}}
nodes: {agent: {fields: {foaf:homepage: null, foaf:nick: {const: nick}}}}
"""
    record = dataset(load(text, tmp_path))
    objects = {text_of(triple.object) for triple in record.triples}
    assert "https://ex.org/CT" in objects
    assert "http://dicom.nema.org/resources/ontology/DCM/CT" not in objects
    publisher = {t.predicate.value for t in record.triples if text_of(t.subject).endswith("#publisher")}
    assert iri("foaf:nick").value in publisher
    assert iri("foaf:homepage").value not in publisher


def test_a_chain_of_site_files_and_a_table_beside_them(tmp_path: Path) -> None:
    table = "subject_label\tpredicate_id\tobject_id\tobject_label\nCT\tskos:exactMatch\tdcm:CT\tTomography\n"
    (tmp_path / "mine.sssom.tsv").write_text(table, encoding="utf-8")
    load("mapping: 1\nextends: dcat-ap\ntables: {modality: mine.sssom.tsv}\n", tmp_path, "base.yaml")
    record = dataset(load("mapping: 1\nextends: base.yaml\n", tmp_path))
    assert "Tomography" in {text_of(triple.object) for triple in record.triples}


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("mapping: 1\nextends: site.yaml\n", encoding="utf-8")
    with pytest.raises(MappingFault) as caught:
        load("mapping: 1\nextends: other.yaml\n", tmp_path)
    assert caught.value.errors == ("other.yaml:2:10: extends: the files extend each other",)


def test_the_version_changes_with_anything_that_has_an_effect(tmp_path: Path) -> None:
    same = load("mapping: 1\nextends: dcat-ap\n", tmp_path).version
    assert load("mapping: 1  # a comment\nextends: dcat-ap\n", tmp_path).version == same
    assert load("mapping: 1\nextends: dcat-ap\ntables: {modality: {CT: dcm:CT}}\n", tmp_path).version != same
    assert load("mapping: 1\nextends: dcat-ap\ndataset: {fields: {dct:extent: null}}\n", tmp_path).version != same


def test_an_unknown_mapping_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="no file 'dcat'") as caught:
        load_mapping("dcat", beside=tmp_path)
    assert "dcat-ap, health-ri-core" in caught.value.cure


def test_rules_can_be_listed() -> None:
    rules = load_mapping("health-ri-core").rules
    assert ("dataset", "dct:publisher/foaf:name") in {(kind, path) for kind, path, _ in rules}
    assert all(at.count(":") == 2 for _, _, at in rules)
