"""Every example of docs/mapping-language.md runs, and every filter and code is documented."""

import re
from pathlib import Path

import pytest

from img2fair.mapping import RULES, load_mapping
from img2fair.mapping.filters import NAMES
from img2fair.privacy import BY_PATH
from tests.mapping import valued

PAGE = (Path(__file__).parents[2] / "docs" / "mapping-language.md").read_text(encoding="utf-8")
FILES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
PAIRS = re.findall(r"```yaml fields\n(.*?)```\s+```text triples\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", FILES)
def test_whole_files_load_without_a_warning(text: str, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    assert load_mapping("site.yaml", beside=tmp_path).warnings == ()


@pytest.mark.parametrize(("fields", "triples"), PAIRS)
def test_examples_make_the_triples_they_show(fields: str, triples: str, tmp_path: Path) -> None:
    assert valued.lines(valued.run(fields, {}, tmp_path)) == triples.splitlines()


def test_the_page_has_examples() -> None:
    assert len(FILES) >= 1
    assert len(PAIRS) >= 4


def test_every_filter_name_and_code_is_on_the_page() -> None:
    spoken = set(re.findall(r"[a-z_]+", PAGE))
    assert NAMES - {"count", "d"} <= spoken
    assert {path.rpartition(".")[2] for path in BY_PATH} <= spoken
    assert set(RULES) <= set(re.findall(r"I2F-M\d+", PAGE))
