"""Every example of docs/mapping-language.md runs, and every filter and code is documented."""

import re
from pathlib import Path

import pytest

from img2fair.assets import find_folder, names
from img2fair.mapping import RULES, load_mapping, map_project
from img2fair.mapping.filters import NAMES
from img2fair.privacy import BY_PATH
from img2fair.rdf import iri
from tests.mapping import valued
from tests.mapping.samples import SETTINGS, filled

PAGE = (Path(__file__).parents[2] / "docs" / "mapping-language.md").read_text(encoding="utf-8")
FILES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
QUERIES = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
PAIRS = re.findall(r"```yaml fields\n(.*?)```\s+```text triples\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", FILES)
def test_whole_files_load_without_a_warning(text: str, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    assert load_mapping("site.yaml", beside=tmp_path).warnings == ()


@pytest.mark.parametrize("query", QUERIES)
def test_queries_add_what_the_page_says(query: str, tmp_path: Path) -> None:
    (tmp_path / "more.rq").write_text(query, encoding="utf-8")
    (tmp_path / "site.yaml").write_text("mapping: 1\nextends: dcat-ap\nconstruct: more.rq\n", encoding="utf-8")
    dataset, *_ = map_project(load_mapping("site.yaml", beside=tmp_path), SETTINGS, filled()).records
    made = [triple.predicate for triple, origin in dataset.origins.items() if origin.steps == ("construct",)]
    assert set(made) == {iri("dct:format")}


@pytest.mark.parametrize(("fields", "triples"), PAIRS)
def test_examples_make_the_triples_they_show(fields: str, triples: str, tmp_path: Path) -> None:
    assert valued.lines(valued.run(fields, {}, tmp_path)) == triples.splitlines()


def test_the_page_has_examples() -> None:
    assert len(FILES) >= 1
    assert len(PAIRS) >= 4
    assert len(QUERIES) >= 1


def test_every_key_of_the_config_that_a_shipped_mapping_reads_is_on_the_page() -> None:
    texts = [path.read_text(encoding="utf-8") for path in find_folder("mappings").glob("*.yaml")]
    keys = {key for text in texts for key in re.findall(r"(?<!resource\.)\bdefaults\.(\w+)", text)}
    section = PAGE[PAGE.index("| keys of `defaults` |") : PAGE.index("## Queries")]
    told = {key.partition(".")[0] for key in re.findall(r"`([\w.<>…]+)`", section)}
    assert keys - told == set()
    tables = {path.name.partition(".")[0] for path in (find_folder("mappings") / "codes").glob("*.sssom.tsv")}
    shipped = {*names("mappings", ".yaml"), *(table for table in tables if not table.startswith("eucaim-"))}
    assert {name for name in shipped if f"`{name}`" not in PAGE} == set()


def test_every_filter_name_and_code_is_on_the_page() -> None:
    spoken = set(re.findall(r"[a-z_0-9]+", PAGE))
    assert NAMES - {"count", "d"} <= spoken
    assert {path.rpartition(".")[2] for path in BY_PATH} <= spoken
    assert set(RULES) <= set(re.findall(r"I2F-M\d+", PAGE))
