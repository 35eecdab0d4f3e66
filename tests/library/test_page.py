"""Every example of the library's page runs, one after the other, and prints what the page says."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

import img2fair
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "library.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(python|yaml|text)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
URL = "https://xnat.example.org"
PROJECTS = ("tcga_kich", "b_mode_and_ceus_liver")


def run(folder: Path, url: str) -> list[tuple[str, str]]:
    """Return what each example should print by the page, and what it prints."""
    names: dict[str, Any] = {}
    found = []
    for (kind, text), (after, printed) in zip(BLOCKS, [*BLOCKS[1:], ("", "")], strict=True):
        here = text.replace(URL, url)
        if kind == "yaml":
            (folder / "img2fair.yaml").write_text(here)
        elif kind == "python":
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(compile(here, "docs/library.md", "exec"), names)  # noqa: S102 - the examples of our own page
            found.append((printed if after == "text" else "", said.getvalue().replace(url, URL)))
    return found


@pytest.mark.timeout(120)
def test_the_examples_print_what_the_page_says(
    content: ArchiveContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with DemoArchive(content.only(*PROJECTS)) as archive:
        for told, printed in run(tmp_path, archive.url):
            assert printed == told
    assert (tmp_path / "public" / "index.html").is_file()
    assert img2fair.read_records("records")
    assert ((tmp_path / "snapshot.jsonl").stat().st_mode & 0o777) == 0o600


def test_every_fault_is_on_the_page() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    faults = {one for one in img2fair.__all__ if isinstance(kind := getattr(img2fair, one), type)
              and issubclass(kind, img2fair.Fault) and kind is not img2fair.Fault}  # fmt: skip
    assert told == faults


def test_what_the_page_names_is_there() -> None:
    named = set(re.findall(r"img2fair\.(?!yaml)(\w+)", "".join(text for kind, text in BLOCKS if kind == "python")))
    named |= {
        word for word in re.findall(r"`(\w+)[(`]", PAGE) if word.endswith(("_rows", "_settings", "_order", "_study"))
    }
    assert named <= {*img2fair.__all__}
