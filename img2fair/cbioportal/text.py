"""The two forms of text that cBioPortal reads: meta files (``key: value``) and tables.

The importer reads meta files as Java properties in ISO-8859-1, so they are ASCII with escapes; tables are split at tabs
and lines without any quoting, so a cell can hold neither. Source: cbioportal-core's importer (see the package).
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from img2fair.errors import Fault, UsageFault

MISSING = "NA"

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_BREAKS = re.compile('[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"]'
                     r"|(?:^|\t)(?!\t)\s|(?!\t)\s(?:\t|$)")  # fmt: skip
"""In a line of a table: what none of its cells may hold, and blanks around one."""
_MARKED = re.compile(r"[\\`*_\[\]<>]|(?<=\])\(")


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


def markdown(value: str) -> str:
    """Return a text that the timeline shows as it stands: its tooltips read every cell as Markdown."""
    return _MARKED.sub(r"\\\g<0>", value)


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str | int | None]],
    *,
    blank: str = MISSING,
    names: Sequence[str] = (),
) -> str:
    """Return a table: a header line and rows, with tabs between the cells.

    :param blank: what stands for a value that is not known.
    :param names: what a refusal calls the columns, where the first line is not their names.
    :raises UsageFault: a cell would break the table: ids, codes and figures are made here and cannot, but a word of a
        harmonisation file can; the column is told and not the word.
    """
    width = len(header)
    names = names or header
    lines = [_line(header, names, blank)]
    for row in rows:
        if len(row) != width:
            raise Fault("a row of a cBioPortal table has not as many cells as its header", where=header[0])
        lines.append(_line(row, names, blank))
    lines.append("")
    return "\n".join(lines)


def _line(cells: Sequence[str | int | None], names: Sequence[str], blank: str) -> str:
    written = [blank if cell is None else str(cell) for cell in cells]
    line = "\t".join(written)
    if line.count("\t") != len(cells) - 1 or (not _is_plain(line) and _BREAKS.search(line)):
        raise _broken(written, names)
    return line


def _is_plain(line: str) -> bool:
    """Tell whether a line has surely nothing that breaks it; quicker than to look for what does."""
    edged = "\t " in line or " \t" in line or line[:1] == " " or line[-1:] == " "
    return not edged and '"' not in line and line.replace("\t", "").isprintable()


def _broken(cells: Sequence[str], names: Sequence[str]) -> UsageFault:
    """Return the refusal of the first cell that no row can hold."""
    wrong = (name for name, cell in zip(names, cells, strict=True) if _CONTROL.search(cell) or _BREAKS.search(cell))
    return UsageFault(
        "a cell holds a tab, a line's end, a quote or blanks around it, which no table of cBioPortal can",
        where=f"column {next(wrong, names[0])}",
        cure="write the value without it in the harmonisation file",
    )
