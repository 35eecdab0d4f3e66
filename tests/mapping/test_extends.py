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
    assert {"dcat-ap", "health-ri-core"} <= set(caught.value.cure.partition(": ")[2].split(", "))


def test_rules_can_be_listed() -> None:
    rules = load_mapping("health-ri-core").rules
    assert ("dataset", "dct:publisher/foaf:name") in {(kind, path) for kind, path, _ in rules}
    assert all(at.count(":") == 2 for _, _, at in rules)


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(f"mapping: 1\n{text}", encoding="utf-8")


TITLE = "dataset: {{fields: {{dct:title: {{const: {0}}}, dct:alternative: {{const: {0}}}}}}}\n"


def titles(mapping: Mapping) -> list[str]:
    found = dataset(mapping).triples
    names = (iri("dct:title"), iri("dct:alternative"))
    return [text_of(one.object) for one in found if one.predicate in names and text_of(one.subject).endswith("/LUNG")]


def test_several_are_laid_over_each_other_from_left_to_right(tmp_path: Path) -> None:
    write(tmp_path, a=TITLE.format("A"), b="dataset: {fields: {dct:title: {const: B}}}\n")
    assert titles(load("mapping: 1\nextends: [dcat-ap, a.yaml, b.yaml]\n", tmp_path)) == ["B", "A"]
    assert titles(load("mapping: 1\nextends: [dcat-ap, b.yaml, a.yaml]\n", tmp_path)) == ["A", "A"]
    assert titles(load("mapping: 1\nextends: [a.yaml, b.yaml, dcat-ap]\n", tmp_path))[0] == "Lungs & more"


def test_a_list_of_names_is_as_a_file_that_extends_them_all(tmp_path: Path) -> None:
    write(tmp_path, a=TITLE.format("A"), b="name: bee\ndataset: {fields: {dct:title: {const: B}}}\n")
    both = load_mapping(["dcat-ap", "a.yaml", "b.yaml"], beside=tmp_path)
    assert both.name == "dcat-ap+a+bee"
    file = load("mapping: 1\nextends: [dcat-ap, a.yaml, b.yaml]\n", tmp_path)
    assert dataset(both).triples == dataset(file).triples
    assert load_mapping(["dcat-ap"]).version == load_mapping("dcat-ap").version
    with pytest.raises(UsageFault, match="no mapping is named"):
        load_mapping([])


def test_what_two_files_extend_is_read_once_and_below_both(tmp_path: Path) -> None:
    write(tmp_path, a=f"extends: dcat-ap\n{TITLE.format('A')}", b="extends: dcat-ap\nname: b\n")
    assert titles(load("mapping: 1\nextends: [a.yaml, b.yaml]\n", tmp_path)) == ["A", "A"]
    assert titles(load_mapping(["a.yaml", "dcat-ap"], beside=tmp_path)) == ["A", "A"]


def test_a_layer_makes_sense_over_another_mapping_only(tmp_path: Path) -> None:
    write(tmp_path, layer=TITLE.format("L"))
    with pytest.raises(MappingFault) as caught:
        load_mapping("layer.yaml", beside=tmp_path)
    (error,) = caught.value.errors
    assert error.startswith("layer.yaml:1:1: this only changes other mappings: lay it over one")
    assert titles(load_mapping(["health-ri-core", "layer.yaml"], beside=tmp_path)) == ["L", "L"]


def test_each_name_of_a_list_that_is_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(MappingFault) as caught:
        load("mapping: 1\nextends: [dcat-ap, none.yaml, site.yaml]\n", tmp_path)
    assert [error.partition(" (")[0] for error in caught.value.errors] == [
        "site.yaml:2:20: extends: no file 'none.yaml' and nothing of that name among the shipped mappings",
        "site.yaml:2:31: extends: the files extend each other",
    ]


def test_files_beside_a_dataset_are_laid_over_one_by_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="dataset: {files: {a.txt: project.id, b.txt: project.id, c.txt: project.id}}\n",
        b="dataset: {files: {b.txt: null, c.txt: project.name}}\n",
    )
    assert dataset(load_mapping(["dcat-ap", "a.yaml", "b.yaml"], beside=tmp_path)).files == {
        "a.txt": "LUNG",
        "c.txt": "Lungs &amp;amp; more",
    }
