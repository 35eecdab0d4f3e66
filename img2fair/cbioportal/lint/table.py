"""Tables: a header and rows of cells between tabs, in blocks of columns so that each different value is judged once."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.text import line_of, lines

Judge = Callable[[str], str | None]
"""Returns the name of the problem that a value has, if it has one."""

MISSING = frozenset(
    {"[not applicable]", "[not available]", "[pending]", "[discrepancy]", "[completed]", "[null]", "", "na"}
)
"""What the validator takes for a missing value, in lower case (``ClinicalValidator.NULL_VALUES``)."""

_CELLS = 60_000
"""Cells of a block."""
_QUOTED = re.compile(r'(?:^|\t)"|"(?:\t|$)', re.MULTILINE)
_BLANKS = re.compile(r" (?=[\t\n])|(?<=[\t\n]) |\A | \Z")
_SNIFFED = 6
"""Lines that the validator looks at for quotation marks: the header and five rows."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows, by column; ``lines`` are the numbers of their lines."""

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]

    def judged(self, place: int, judge: Judge) -> Iterator[tuple[int, str]]:
        """Yield line and problem of each value of a column that has one."""
        column = self.columns[place]
        wrong = {value: name for value in set(column) if (name := judge(value)) is not None}
        if wrong:
            yield from ((line, wrong[value]) for line, value in zip(self.lines, column, strict=True) if value in wrong)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header has been read.

    :param top: the lines above the header that begin with ``#``.
    :param at: the header's line; ``start``: where in the text its rows begin.
    """

    path: str
    top: tuple[str, ...]
    header: tuple[str, ...]
    at: int
    text: str
    start: int

    def rows(self, found: Found) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of each row, as many as the header has; tell of rows that are none, or not as wide."""
        width, header = len(self.header), list(self.header)
        for number, line in enumerate(lines(self.text, self.start), start=self.at + 1):
            cells = line.split("\t")
            if (not cells[0] or cells[0][0] in "# \xa0") and _is_no_row(self.path, number, line, found):
                continue
            if len(cells) != width:
                found.tell("width", self.path, number)
                cells = [*cells, *[""] * width][:width]
            elif cells == header:
                found.tell("header again", self.path, number)
            yield number, cells

    def blocks(self, found: Found) -> Iterator[Block]:
        """Yield the rows in blocks."""
        most = max(1, _CELLS // max(1, len(self.header)))
        numbers: list[int] = []
        held: list[list[str]] = []
        for number, cells in self.rows(found):
            numbers.append(number)
            held.append(cells)
            if len(held) >= most:
                yield Block(numbers, list(zip(*held, strict=True)))
                numbers, held = [], []
        if held:
            yield Block(numbers, list(zip(*held, strict=True)))

    def place(self, name: str) -> int:
        """Return the place of a column, from 0; -1 where there is none."""
        return self.header.index(name) if name in self.header else -1


def read_table(path: str, text: str, found: Found, *, commented: bool = False) -> Table | None:
    """Return a table, and tell what is odd about its text; ``None`` where it has no header.

    :param commented: whether lines that begin with ``#`` may stand above the header. The validator allows them in every
        table; the importer takes them for the header in all but clinical ones.
    """
    top: list[str] = []
    start = 0
    for line in lines(text):
        if not line.startswith("#"):
            break
        top.append(line)
        start += len(line) + 1
    else:
        found.tell("empty file", path)
        return None
    if top and not commented:
        found.tell("hash line", path, 1)
    _odd(path, text, start, found)
    end = start + len(line) + 1
    header = tuple(line.split("\t"))
    for name in sorted({name for name in header if header.count(name) > 1} if len(set(header)) != len(header) else ()):
        found.tell("column twice", path, len(top) + 1, name)
    return Table(path, tuple(top), header, len(top) + 1, text, end)


def missing(table: Table, names: Sequence[str], found: Found) -> bool:
    """Tell what columns a table lacks; return whether there are any."""
    lacking = [name for name in names if name not in table.header]
    for name in lacking:
        found.tell("column missing", table.path, table.at, name=name)
    return bool(lacking)


def _is_no_row(path: str, number: int, line: str, found: Found) -> bool:
    if line.startswith("#"):
        found.tell("hash line", path, number)
        return True
    if not line.strip():
        found.tell("blank line", path, number)
        return True
    return False


def _odd(path: str, text: str, start: int, found: Found) -> None:
    """Tell of quotation marks and blanks around cells.

    The validator has Python's ``csv.Sniffer`` guess at the first rows, which takes apostrophes for quotes where they
    stand in pairs.
    """
    quoted = _QUOTED.search(text, start)
    if quoted:
        found.tell("quotes", path, line_of(text, quoted.start()))
    blanks = _BLANKS.search(text, start)
    if blanks:
        found.tell("blanks", path, line_of(text, blanks.start()))
    sample = "".join(f"{line}\n" for line, _ in zip(lines(text, start), range(_SNIFFED), strict=False))
    if "'" in sample and not quoted and _apostrophes_quote(sample):
        found.tell("quotes", path, line_of(text, text.index("'", start)))


def _apostrophes_quote(sample: str) -> bool:
    try:
        return csv.Sniffer().sniff(sample, delimiters="\t").quotechar == "'"
    except csv.Error:
        return False
