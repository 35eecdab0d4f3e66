"""A CSV file (RFC 4180) in UTF-8 as rows with line numbers; separated by commas, semicolons or tabs.

Mistakes are gathered, so that a table is mended in one go. They never quote a cell.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from img2fair.errors import UsageFault

SEPARATORS = ",;\t"
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the header: its line in the file, from 1, and its cells by column, stripped, without blank ones."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Mistakes:
    """What is wrong with a table, by line."""

    path: Path
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, what: str) -> None:
        """Note a mistake."""
        self.found.append((line, what))

    def refuse(self) -> None:
        """Do nothing where there is no mistake.

        :raises UsageFault: there is one; tells the first few, each with file:line.
        """
        if not self.found:
            return
        told = sorted(self.found)[:MOST_TOLD]
        more = len(self.found) - len(told)
        what = "; ".join(f"line {line}: {text}" for line, text in told) + (f" (and {more} more)" if more else "")
        where = ", ".join(f"{self.path}:{line}" for line in dict.fromkeys(line for line, _ in told))
        raise UsageFault(what, where=where, cure="mend the table, then run again; nothing was read")


def read_rows(path: Path, mistakes: Mistakes) -> tuple[Sequence[str], list[Row]]:
    """Return the names of the columns, and the rows that are not blank.

    :raises UsageFault: the file cannot be read, is not UTF-8, has no header, or not one separator.
    """
    text = _text(path)
    header, *lines = _lines(text, _separator(text, path), mistakes) or [(1, [])]
    columns = [" ".join(name.split()) for name in header[1]]
    if not any(columns):
        mistakes.add(1, "the table has no header")
        mistakes.refuse()
    for name in sorted({name for name in columns if name and columns.count(name) > 1}):
        mistakes.add(1, f"the column '{name}' is there twice")
    return [name for name in columns if name], list(_rows(columns, lines, mistakes))


def _rows(columns: Sequence[str], lines: Sequence[tuple[int, list[str]]], mistakes: Mistakes) -> Iterator[Row]:
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue  # spreadsheets leave blank rows behind
        if len(cells) != len(columns):
            mistakes.add(line, f"the row has {len(cells)} cells, the header {len(columns)}")
            continue
        said = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()}
        if "" in said:
            mistakes.add(line, "there is a cell below no column name")
            continue
        yield Row(line, said)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        cure = "check the archive's path: it is that of a CSV file"
        raise UsageFault(f"cannot read the table: {error.strerror}", where=str(path), cure=cure) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    raise UsageFault("the table is not in UTF-8", where=f"{path}:{line}", cure="save it as CSV in UTF-8")


def _separator(text: str, path: Path) -> str:
    """Return what separates the names in the header: what makes most columns; a comma where there is one column."""
    counts = {mark: len(next(iter(_parsed(text, mark)), [])) for mark in SEPARATORS}
    most = max(counts.values())
    best = [mark for mark, count in counts.items() if count == most]
    if len(best) > 1 and most > 1:
        cure = "separate columns by commas only; quote names that hold one"
        raise UsageFault("the header's names are separated in two ways", where=f"{path}:1", cure=cure)
    return best[0]


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the cells of the first row; nothing where they cannot be told."""
    try:
        yield next(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), [])
    except csv.Error:
        return


def _lines(text: str, separator: str, mistakes: Mistakes) -> list[tuple[int, list[str]]]:
    """Return the rows with the line that each begins at; the header is the first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[int, list[str]]] = []
    begin = 1
    try:
        for cells in reader:
            found.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error:
        mistakes.add(begin, "the row is not CSV: look for a quote that is not closed or not doubled")
    return found
