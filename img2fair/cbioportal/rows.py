"""Tables of a study as rows of cells, as they stand in a file that somebody else may have written.

Nothing is unquoted and nothing trimmed: a quotation mark is a part of its cell for cBioPortal too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import intern

from img2fair.errors import UsageFault

MISSING = frozenset({"", "na", "[not applicable]", "[not available]", "[pending]", "[discrepancy]", "[completed]",
                     "[null]"})  # fmt: skip
"""What cBioPortal takes for no value, in lower case: ClinicalValidator.NULL_VALUES, ImportClinicalData."""
_HASH = "#"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table.

    :param head: the lines above the header that begin with ``#``, as cells.
    :param end: how its lines end.
    """

    head: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    end: str = "\n"

    def column(self, name: str) -> int | None:
        """Return where a column stands; ``None`` where there is none."""
        return self.header.index(name) if name in self.header else None

    def dicts(self) -> Iterator[dict[str, str]]:
        """Give the rows by column, one at a time: a table may have tens of thousands."""
        return (dict(zip(self.header, row, strict=True)) for row in self.rows)

    def text(self) -> str:
        """Return the file."""
        lines = ["\t".join(line) for line in (*self.head, self.header, *self.rows)]
        return "".join(f"{line}{self.end}" for line in lines)


def is_missing(cell: str) -> bool:
    """Tell whether a cell holds no value for cBioPortal."""
    return cell.strip().casefold() in MISSING


def read_rows(text: str, file: str) -> Rows:
    """Return a table.

    :param file: its name, for messages.
    :raises UsageFault: it cannot be joined line by line: a byte order mark, a blank line, or cells that are too many or
        too few; the message names file and line.
    """
    if text.startswith("\ufeff"):
        raise _broken(file, 1, "begins with a byte order mark, which cBioPortal refuses")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    first = next((place for place, line in enumerate(lines) if not line.startswith(_HASH)), None)
    if first is None or not lines[first].strip():
        raise _broken(file, 1 if first is None else first + 1, "has no line with the names of columns")
    width = lines[first].count("\t")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            raise _broken(file, number, "is blank")
        if line.count("\t") != width:
            raise _broken(file, number, f"has {line.count(chr(9)) + 1} cells where the header has {width + 1}")
    cells = [tuple(map(intern, line.split("\t"))) for line in lines]  # most cells are one of a few words
    return Rows(tuple(cells[:first]), cells[first], tuple(cells[first + 1 :]), end)


def read_text(path: Path) -> str:
    """Return the text of a file with its ends of lines as they are.

    :raises UsageFault: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _broken(path.name, line, "is not UTF-8") from None
    except OSError as error:
        raise UsageFault(
            "cannot be read", where=f"{path}: {error.strerror}", cure="make the file readable, or name another folder"
        ) from None


def read_meta(text: str) -> dict[str, str]:
    """Return the entries of a meta file."""
    pairs = (line.partition(":") for line in text.splitlines() if line.strip() and not line.lstrip().startswith(_HASH))
    return {key.strip(): value.strip() for key, _, value in pairs}


def spread(rows: Iterable[Mapping[str, str]], header: Sequence[str], blank: str) -> tuple[tuple[str, ...], ...]:
    """Return rows by column as cells under a header."""
    return tuple(tuple(row.get(name, blank) for name in header) for row in rows)


def _broken(file: str, line: int, what: str) -> UsageFault:
    return UsageFault(f"line {line} {what}", where=f"{file}:{line}", cure="mend the file, then merge again")
