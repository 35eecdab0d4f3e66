"""The notebook runs from its first cell to its last, and says what it says in the docs."""

import re
from pathlib import Path

import pytest

from tests.library.notebook import NOTEBOOK, executed, read, texts

ADDRESS = re.compile(r"127\.0\.0\.1|localhost|/tmp/|/work/|/home/|0x[0-9a-f]{6,}")
"""What differs from run to run, or from machine to machine."""


@pytest.mark.timeout(120)
def test_it_says_what_is_stored(tmp_path: Path) -> None:
    stored = texts(read())
    assert stored == texts(executed(read(), tmp_path)), "run: python -m tests.library.notebook"
    assert (tmp_path / "snapshot.jsonl").is_file()
    assert any("image/png" in output for _, outputs in stored for output in outputs)


def test_nothing_of_one_run_or_machine_is_stored() -> None:
    said = [text for _, outputs in texts(read()) for output in outputs for text in output.values()]
    assert said
    assert not [text for text in said if ADDRESS.search(text)]


def test_its_links_lead_somewhere() -> None:
    written = "\n".join(cell.source for cell in read().cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", written)
    assert links
    assert not [link for link in links if "://" not in link and not (NOTEBOOK.parent / link).exists()]
