"""The JSON Schema for editors: as it is generated, valid, true to every shipped mapping, and of use."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from img2fair.assets import find_folder
from img2fair.mapping.load import TOP_KEYS
from img2fair.mapping.properties import NODE_KEYS, RULE_KEYS
from img2fair.mapping.records import RECORD_KEYS
from img2fair.mapping.schema import mapping_schema, schema_text

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = mapping_schema()
MAPPINGS = sorted(find_folder("mappings").glob("*.yaml"))


def errors(content: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return ["/".join(map(str, error.absolute_path)) for error in validator.iter_errors(content)]


def read(text: str | Path) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def test_the_file_that_is_shipped_is_the_one_that_is_made() -> None:
    shipped = (find_folder("mappings") / "mapping.schema.json").read_text("utf-8")
    assert shipped == schema_text(), "make it anew: img2fair mapping schema > mappings/mapping.schema.json"


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: str(path.name))
def test_shipped_mappings_are_valid(path: Path) -> None:
    assert errors(read(path)) == []


def test_it_has_the_keys_that_the_language_has() -> None:
    parts = SCHEMA["$defs"]
    assert set(parts["file"]["properties"]) == TOP_KEYS
    assert set(parts["rule"]["properties"]) == RULE_KEYS
    assert set(parts["node"]["properties"]) == NODE_KEYS
    assert set(parts["file"]["properties"]["dataset"]["anyOf"][0]["properties"]) == RECORD_KEYS


WRONG = [
    ("{extends: dcat-ap}", ""),
    ("{mapping: 2}", "mapping"),
    ("{mapping: 1, extends: []}", "extends"),
    ("{mapping: 1, feilds: {}}", ""),
    ("{mapping: 1, dataset: {fields: {title: {const: a}}}}", "dataset"),
    ("{mapping: 1, dataset: {fields: {dct:title: {form: a}}}}", "dataset"),
    ("{mapping: 1, dataset: {fields: {dct:title: {from: a, const: b}}}}", "dataset"),
    ("{mapping: 1, dataset: {fields: {dct:title: {from: a, as: datetime}}}}", "dataset"),
    ("{mapping: 1, dataset: {fields: {dct:title: {from: a, lookup: t, on_miss: ignore}}}}", "dataset"),
    ("{mapping: 1, dataset: {fields: {dct:title: {from: a, lookup: {table: t, match: exactly}}}}}", "dataset"),
    ("{mapping: 1, dataset: {files: {../counts.csv: counts.csv}}}", "dataset"),
    ("{mapping: 1, catalog: {files: {counts.csv: counts.csv}}}", "catalog"),
]


@pytest.mark.parametrize(("text", "place"), WRONG, ids=[text for text, _ in WRONG])
def test_an_editor_sees_what_is_wrong(text: str, place: str) -> None:
    assert place in {error.partition("/")[0] for error in errors(read(text))}


def test_names_and_filters_are_told_in_words() -> None:
    words = SCHEMA["$defs"]["expression"]["description"]
    assert all(name in words for name in ("project.name", "form.<key>", "plain_text", "scans.modalities"))
