"""The JSON Schema for editors: as it is generated, true to drafts and to what is read, and of use."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from img2fair.assets import find_folder
from img2fair.cbioportal.harmonisation.schema import harmonisation_schema, schema_text
from tests.cbioportal.harmonisation.test_drafting import drafted, full
from tests.cbioportal.harmonisation.test_reading import WHOLE, cases, text_of

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = harmonisation_schema()
SEEN_BY_AN_EDITOR = (
    "another schema", "a later version", "an unknown part", "a field is a word", "no decision", "an unknown decision",
    "an unknown key", "an id in lower case", "an unknown level", "an unknown kind", "half a decimal",
    "a priority of words", "values are a list", "an unknown column", "an assay of nothing", "an assay with capitals",
    "an assay that averages", "a prefix in lower case",
)  # fmt: skip


def errors(text: str) -> list[Any]:
    content = YAML(typ="safe", pure=True).load(text)
    return list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(content))


def test_the_file_that_is_shipped_is_the_one_that_is_made() -> None:
    shipped: Path = find_folder("mappings") / "harmonisation.schema.json"
    assert shipped.read_text("utf-8") == schema_text(), "write schema_text() to mappings/harmonisation.schema.json"


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", [drafted(full()), WHOLE], ids=["a draft", "a whole file"])
def test_what_is_read_is_valid(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize("name", SEEN_BY_AN_EDITOR)
def test_an_editor_sees_slips_of_the_pen(name: str) -> None:
    (case,) = (case for case in cases("broken") if case["name"] == name)
    assert errors(text_of(case))
