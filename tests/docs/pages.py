"""The pages of the documentation, taken apart: their blocks, their commands, and what a page says that it needs.

A comment at the top of a page says what has to be there before its commands: ``% needs: fdp``. Without it the commands
run in a folder with the config of the operator's page after a ``publish``.

- ``fdp``: the config has a FAIR Data Point as well;
- ``nothing``: the folder is empty;
- ``demo``: the folder is empty, for a page that shows what ``img2fair demo`` tells;
- ``img2catalog``: there are a ``config.toml`` of img2catalog and the records that it left (tests/migrate).

Addresses such as https://xnat.example.org and https://fdp.example.org, and the projects BRAIN1 and LUNG, are replaced
by what is there. A ``console`` block shows what a command prints: … stands for anything, ports and seconds may differ.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DOCS = CHECKOUT / "docs"
MADE = DOCS / "reference"
"""Pages that are made from the program; only its index is written by people."""


def pages() -> list[Path]:
    """Return every page that people write, the README too."""
    found = [page for page in sorted(DOCS.rglob("*.md")) if "_build" not in page.parts and page.parent.parent != MADE]
    return [CHECKOUT / "README.md", *(page for page in found if page.parent != MADE or page.name == "index.md")]


def called(page: Path) -> str:
    """Return the name of a page for people: its path in the checkout."""
    return page.relative_to(CHECKOUT).as_posix()


def needs(page: Path) -> set[str]:
    """Return what a page says that it needs."""
    said = re.search(r"^% needs: (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return set(said[1].split()) if said else set()


def blocks(page: Path, language: str) -> list[str]:
    """Return the blocks of a page in a language (the whole word behind the fence)."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{re.escape(language)}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command of a page, and what the page says that it prints; nothing where it shows no output."""

    words: list[str]
    output: str = ""


def commands(page: Path) -> Iterator[Command]:
    """Yield the commands of a page in their order, from ``sh`` and ``console`` blocks."""
    text = page.read_text(encoding="utf-8")
    for language, block in re.findall(r"^```(sh|console)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        if language == "sh":
            yield from (Command(words) for line in _lines(block) if (words := _words(line)))
        else:
            for told in re.split(r"^\$ ", _joined(block), flags=re.MULTILINE)[1:]:
                line, _, output = told.partition("\n")
                yield Command(_words(line), output.strip("\n"))


def _joined(block: str) -> str:
    return re.sub(r"\\\n\s*", "", block)


def _lines(block: str) -> list[str]:
    return [line.strip() for line in _joined(block).splitlines() if not line.strip().startswith("#")]


def _words(line: str) -> list[str]:
    """Return the words of a command without comments and without where its output goes."""
    words = shlex.split(line.partition("  #")[0])
    return words[: words.index(">")] if ">" in words else words
