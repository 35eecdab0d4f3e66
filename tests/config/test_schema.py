"""The JSON Schema of the config: in step with the models, and of one mind with them."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from img2fair import cli
from img2fair.assets import find_folder
from img2fair.config import Config
from img2fair.config.schema import config_schema, schema_text
from img2fair.config.shape import models_of
from tests.config.cases import BROKEN, GOOD, names

ROOT = Path(__file__).parents[2]
CHECKED = jsonschema.Draft202012Validator(config_schema())


def as_editors_read(text: str) -> Any:
    """The values of a text, with days as texts, which they are in JSON."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text.lstrip("\ufeff")), default=str))


def documented() -> list[str]:
    """The whole configs on the pages."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    blocks = [block for page in pages for block in re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.S)]
    return [block for block in blocks if re.search(r"^archives?:", block, re.M) and "…" not in block]


def test_the_published_file_is_in_step(tmp_path: Path) -> None:
    assert (find_folder("mappings") / "img2fair.schema.json").read_text("utf-8") == schema_text()
    assert cli.run(["config", "schema", "-o", str(tmp_path / "out.json")]) == 0
    assert (tmp_path / "out.json").read_text("utf-8") == schema_text()


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(config_schema())


@pytest.mark.parametrize("case", [one for one in GOOD if "editors" not in one], ids=lambda case: case["name"])
def test_good_configs_conform(case: dict[str, Any]) -> None:
    CHECKED.validate(as_editors_read(case["config"]))


@pytest.mark.parametrize("text", documented())
def test_configs_on_the_pages_conform(text: str) -> None:
    CHECKED.validate(as_editors_read(text))


def test_there_are_configs_on_the_pages() -> None:
    assert len(documented()) >= 5


def test_most_broken_ones_do_not() -> None:
    judged = []
    for case in BROKEN:
        try:
            tree = as_editors_read(case["config"])
        except (YAMLError, ValueError):
            continue
        judged.append((case["name"], CHECKED.is_valid(tree)))
    passed = [name for name, valid in judged if valid]
    assert len(passed) <= len(judged) / 4, passed
    assert not {"a slip in a name", "a password", "archives and archive", "too many threads"} & set(passed)


def parts(model: type[BaseModel], seen: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """All parts of the config, by name."""
    if model.__name__ not in seen:
        seen[model.__name__] = model
        for field in model.model_fields.values():
            for inner in _inside(field.annotation):
                parts(inner, seen)
    return seen


def _inside(place: Any) -> list[type[BaseModel]]:
    arguments = getattr(place, "__args__", ())
    return [*models_of(place), *(model for one in arguments for model in _inside(one))]


@pytest.mark.parametrize("part", parts(Config, {}).values(), ids=lambda part: part.__name__)
def test_every_entry_is_described(part: type[BaseModel]) -> None:
    for name, field in part.model_fields.items():
        said = field.description or ""
        assert said.endswith(".") and len(said) <= 130 and said[0].isupper(), f"{name}: {said}"
        assert "`" not in said


def test_all_parts_were_looked_at() -> None:
    assert {"XnatArchive", "DicomGrouping", "StudyEntry", "FdpTarget", "Reviewed"} <= set(parts(Config, {}))
    assert names(GOOD)
