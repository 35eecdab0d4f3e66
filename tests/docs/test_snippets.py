"""Every YAML block of the documentation is read by the program that it is for, every Python block parses."""

import ast
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from img2fair.config import Config, load_configs
from img2fair.mapping import load_mapping
from tests.docs.pages import blocks, called, pages

TESTED = ("mapping-language.md", "harmonisation.md", "researcher.md")
"""Pages whose blocks have tests of their own (tests/mapping/test_docs.py, tests/test_worked_example.py)."""
ALONE = {"archive": {"url": "https://xnat.example.org"}}
SNIPPETS = [
    pytest.param(text, id=f"{called(page)}-{number}")
    for page in pages()
    if page.name not in TESTED
    for number, text in enumerate(blocks(page, "yaml"), 1)
]
PYTHON = [
    pytest.param(text, id=f"{called(page)}-{number}")
    for page in pages()
    for number, text in enumerate(blocks(page, "python"), 1)
]


@pytest.mark.parametrize("text", SNIPPETS)
def test_a_block_of_yaml_is_a_mapping_or_a_config(text: str, tmp_path: Path) -> None:
    tree = YAML(typ="safe", pure=True).load(text)
    if isinstance(tree.get("mapping"), int):
        (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
        assert load_mapping("site.yaml", beside=tmp_path, form_keys=("study_title",)).kinds
        return
    assert set(tree) <= {*Config.model_fields, "archives"}
    whole = tree if set(tree) & {"archive", "archives"} else {**ALONE, **tree}
    (tmp_path / "img2fair.yaml").write_text("", encoding="utf-8")
    with (tmp_path / "img2fair.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(whole, file)
    assert load_configs(tmp_path / "img2fair.yaml")


@pytest.mark.parametrize("text", PYTHON)
def test_a_block_of_python_is_python(text: str) -> None:
    assert ast.parse(text).body
