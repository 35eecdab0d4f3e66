"""The two forms of text that cBioPortal reads: meta files (``key: value``) and tables.

The importer reads meta files as Java properties in ISO-8859-1, so they are ASCII with escapes; tables are split at tabs
and lines without any quoting, so a cell can hold neither. Source: cbioportal-core's importer (see the package).
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from img2fair.errors import Fault

MISSING = "NA"

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def meta_file(fields: Mapping[str, str]) -> str:
    """Return a meta file; entries without a value are left out."""
    return "".join(f"{key}: {escaped(value)}\n" for key, value in fields.items() if value)


def escaped(value: str) -> str:
    """Return one line of ASCII that Java's properties read back as the value."""
    return "".join(_escape(character) for character in one_line(value))


def one_line(value: str) -> str:
    """Return a text on one line; ``<`` and ``>`` become quotation marks, as the portal shows texts as HTML."""
    plain = " ".join(_CONTROL.sub(" ", value).split())
    return plain.replace("<", "\u2039").replace(">", "\u203a")


def shortened(value: str, most: int) -> str:
    """Return a text whose escaped form has at most so many characters, cut between words where it is too long."""
    line = one_line(value)
    if len(escaped(line)) <= most:
        return line
    words = line.split(" ")
    while words and len(escaped(" ".join(words))) > most - 4:
        words.pop()
    return f"{' '.join(words)} ...".strip()


def _escape(character: str) -> str:
    if character == "\\":
        return "\\\\"
    if character.isascii():
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def table(header: Sequence[str], rows: Iterable[Sequence[str | int | None]], *, blank: str = MISSING) -> str:
    """Return a table: a header line and rows, with tabs between the cells.

    :param blank: what stands for a value that is not known.
    """
    lines = [_line(header, blank), *(_line(row, blank) for row in rows)]
    if len({line.count("\t") for line in lines}) != 1:
        raise Fault("a row of a cBioPortal table has not as many cells as its header", where=header[0])
    return "".join(f"{line}\n" for line in lines)


def _line(cells: Sequence[str | int | None], blank: str) -> str:
    return "\t".join(blank if cell is None else _cell(str(cell)) for cell in cells)


def _cell(text: str) -> str:
    """Return a cell; one that would break its table is a bug, because ids, codes and figures are made here."""
    if _CONTROL.search(text) or '"' in text or text != text.strip():
        raise Fault("a cell of a cBioPortal table holds a tab, a line's end, a quote or blanks around it")
    return text
