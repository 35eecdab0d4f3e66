"""``sortBy`` and ``sortOrder``: numbers as numbers, and what is not there last (XNAT's XFTTable.sort)."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeVar

from img2fair.demo.archive.columns import Column, Selection
from img2fair.demo.archive.rows import Row

T = TypeVar("T", Row, tuple[str, ...])
Key: TypeAlias = tuple[bool, float, bytes]


def _columns(params: Mapping[str, str], selection: Selection) -> list[int]:
    """Return the places of the columns to sort by; names that are no column, in any case of letters, are skipped."""
    keys = [column.key.lower() for column in selection.columns]
    names = [name.lower() for name in params.get("sortBy", "").split(",")]
    return [keys.index(name) for name in names if name in keys]


def sorted_before(params: Mapping[str, str], selection: Selection, given: frozenset[str]) -> bool:
    """Whether sorting the objects of the root type before anything is joined comes to the same, in bounded memory."""
    places = _columns(params, selection)
    parts = {selection.columns[place].part for place in places}
    return bool(places) and parts <= given and not _descending(params)


def _descending(params: Mapping[str, str]) -> bool:
    return params.get("sortOrder", "ASC").upper() == "DESC"


def in_order(rows: Iterable[T], params: Mapping[str, str], selection: Selection) -> Iterable[T]:
    """Return rows in the order asked for; as they come where none is asked for.

    A descending order is the ascending one turned round, so that what is not there comes first.
    """
    columns = [(place, selection.columns[place]) for place in _columns(params, selection)]
    if not columns:
        return rows

    def key(row: T) -> list[Key]:
        return [_key(_value(row, place, column), column.field.kind) for place, column in columns]

    ordered = sorted(rows, key=key)
    return reversed(ordered) if _descending(params) else ordered


def _value(row: Row | tuple[str, ...], place: int, column: Column) -> str:
    if isinstance(row, tuple):
        return row[place]
    found = getattr(row, column.part)
    value = None if found is None else column.field.value(found)
    return "" if value is None else str(value)


def _key(text: str, kind: str) -> Key:
    """Return what a text is sorted by: texts by their UTF-16 units, as Java compares them."""
    if kind == "number":
        try:
            return text == "", float(text or 0), b""
        except ValueError:
            return False, 0.0, text.encode("utf-16-be", "surrogatepass")
    return text == "", 0.0, text.encode("utf-16-be", "surrogatepass")
