"""Timelines (``TimelineValidator``; the importer's ``ImportTimelineData``, which parts lines by itself)."""

import re

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.people import People
from img2fair.cbioportal.lint.table import Block, Judge, Table

COLUMNS = ("PATIENT_ID", "START_DATE", "STOP_DATE", "EVENT_TYPE")

_DAY = re.compile(r"-?\d{1,9}", re.ASCII)
"""``Long.valueOf`` takes no blank, point or word; ``clinical_event.START_DATE`` is a whole number of 32 bits."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SHAPES = frozenset({"circle", "square", "triangle", "diamond", "star", "camera"})
_WIDTHS = {"EVENT_TYPE": 50}
"""Of ``clinical_event.EVENT_TYPE`` (cgds.sql)."""
_CELL = 5000
"""Width of ``clinical_event_data.VALUE``; that of its KEY is 255."""
_NAME = 255


def lint_timeline(table: Table, people: People, found: Found) -> None:
    """Check one timeline.

    The validator wants four columns in order, and looks at START_DATE, shape and colour; the importer stops at a
    STOP_DATE that is no whole number, and at a line that ends before EVENT_TYPE.
    """
    if table.header[: len(COLUMNS)] != COLUMNS:
        found.tell("column order", table.path, table.at, name=", ".join(COLUMNS))
        return
    for name in table.header:
        if len(name) > _NAME:
            found.tell("cell long", table.path, table.at, most=_NAME)
    everybody = people.everybody
    judges = [_judge(name) for name in table.header]
    seen: set[int] = set()
    for block in table.blocks(found):
        for place, judge in enumerate(judges):
            for line, name in block.judged(place, judge):
                _tell(table, line, table.header[place], name, found)
        if everybody is not None:
            _strangers(table, block, everybody, found)
        _twice(table, block, seen, found)


def _judge(column: str) -> Judge:
    special = _SPECIAL.get(column)
    most = _WIDTHS.get(column, _CELL)

    def judge(value: str) -> str | None:
        wrong = special(value) if special is not None else None
        return wrong or ("cell long" if len(value) > most else None) or _linked(value)

    return judge


def _tell(table: Table, line: int, column: str, name: str, found: Found) -> None:
    if name == "cell long":
        found.tell(name, table.path, line, column, most=_WIDTHS.get(column, _CELL))
    else:
        found.tell(name, table.path, line, column)


def _start(value: str) -> str | None:
    return None if _DAY.fullmatch(value) else "start"


def _stop(value: str) -> str | None:
    return None if not value or _DAY.fullmatch(value) else "stop"


def _type(value: str) -> str | None:
    return None if value.strip() else "event type"


def _shape(value: str) -> str | None:
    return None if value.strip().lower() in _SHAPES else "shape"


def _coloured(value: str) -> str | None:
    return None if _COLOUR.fullmatch(value.strip()) else "colour"


_SPECIAL: dict[str, Judge] = {
    "START_DATE": _start,
    "STOP_DATE": _stop,
    "EVENT_TYPE": _type,
    "STYLE_SHAPE": _shape,
    "STYLE_COLOR": _coloured,
}


def _linked(value: str) -> str | None:
    """Tell of a link that is not one to a safe address; cells are shown as Markdown."""
    at = value.find("](")
    if at < 0 or value.startswith(("](https://", "](http://127.0.0.1", "](http://localhost"), at):
        return None
    return "https"


def _strangers(table: Table, block: Block, everybody: frozenset[str], found: Found) -> None:
    if not everybody.issuperset(block.columns[0]):
        for line, patient in zip(block.lines, block.columns[0], strict=True):
            if patient not in everybody:
                found.tell("stranger dropped", table.path, line, COLUMNS[0])


def _twice(table: Table, block: Block, seen: set[int], found: Found) -> None:
    """Tell of equal rows, and of events that end before they begin; rows are compared by their hashes."""
    starts, stops = block.columns[1], block.columns[2]
    for row, (line, cells) in enumerate(zip(block.lines, zip(*block.columns, strict=True), strict=True)):
        known = hash(cells)
        if known in seen:
            found.tell("row twice", table.path, line)
        seen.add(known)
        if _ends_first(starts[row], stops[row]):
            found.tell("stop before", table.path, line, COLUMNS[2])


def _ends_first(start: str, stop: str) -> bool:
    return bool(stop and _DAY.fullmatch(stop) and _DAY.fullmatch(start)) and int(stop) < int(start)
