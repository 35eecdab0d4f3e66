"""The completeness heat map: datasets by properties, as a few SVG paths.

One path for each class of cell instead of a rectangle for each cell: a thousand records by forty properties are a third
of the size and drawn ten times as fast in Chromium. Where rows are too low to be named, cells of one class that stand
below each other are one rectangle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from img2fair.report.columns import Need
from img2fair.report.completeness import Cell, Completeness

MOST_COLUMNS, FEW_COLUMNS, NAMED_ROWS, MANY_ROWS, LONGEST = 72, 24, 120, 400, 34
LABELS, LETTER, UP, ALONG, APART = 250, 8, 0.82, 0.58, 14
"""In pixels: the room for names of records, and for a bold letter; how far a property's slanted name goes up and along;
the gap between the properties of datasets and those of distributions."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells begin, how far one column is from the next, and how high a row is."""

    left: int
    top: int
    step: int
    cell: int
    breaks: tuple[int, ...]

    def x(self, column: int) -> int:
        """Return where a column begins: kinds of resource stand apart."""
        return self.left + self.step * column + APART * sum(column >= start for start in self.breaks)

    def y(self, row: int) -> int:
        """Return where a row begins."""
        return self.top + self.cell * row


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the picture, where it stands, where it leads, and the text in full; ``strong`` is a mandatory one."""

    text: str
    x: float
    y: float
    anchor: str = ""
    full: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The picture: its size, one path per class of cell, names of rows and columns, and what was left out.

    ``top``, ``cell`` and ``left`` tell where the first cell stands and how high it is, ``keys`` which record
    each row is.
    """

    width: int
    height: int
    paths: Mapping[str, str]
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    keys: tuple[str, ...]
    left_out: int
    left: int
    top: int
    cell: int


def heat_map(found: Completeness, names: Mapping[str, str], anchors: Mapping[str, str]) -> HeatMap | None:
    """Return the picture of what is complete and what is not, or nothing where there is nothing to draw.

    :param names: the title of each record.
    :param anchors: the anchor of each record on the page.
    """
    columns = found.columns[:MOST_COLUMNS]
    if not found.rows or not columns:
        return None
    longest = LETTER * max(len(_short(column.name)) for column in columns)
    kinds = [column.kind for column in columns]
    named = len(found.rows) <= NAMED_ROWS
    grid = Grid(
        left=LABELS if named else 4,
        top=16 + int(UP * longest),
        step=18 if len(columns) > FEW_COLUMNS else 30,
        cell=18 if named else 4 if len(found.rows) <= MANY_ROWS else 2,
        breaks=tuple(n for n in range(1, len(kinds)) if kinds[n] != kinds[n - 1]),
    )
    return HeatMap(
        width=grid.x(len(columns)) + int(ALONG * longest),
        height=grid.y(len(found.rows)) + 4,
        paths=_paths(found, len(columns), grid, joined=not named),
        rows=_rows(found.rows, names, anchors, grid) if named else (),
        columns=tuple(
            Label(
                _short(column.name),
                grid.x(number) + grid.step * 0.6,
                grid.top - 6,
                full=column.name,
                strong=column.need is Need.MANDATORY,
            )
            for number, column in enumerate(columns)
        ),
        keys=found.rows,
        left_out=len(found.columns) - len(columns),
        left=grid.left,
        top=grid.top,
        cell=grid.cell,
    )


def _paths(found: Completeness, columns: int, grid: Grid, *, joined: bool) -> dict[str, str]:
    wide, gap = grid.step - 2, 0 if joined else 2
    shapes: dict[str, list[str]] = {cell.value: [] for cell in Cell}
    for number in range(columns):
        for cell, row, length in _runs(found, number, joined):
            high = grid.cell * length - gap
            shapes[cell.value].append(f"M{grid.x(number)} {grid.y(row)}h{wide}v{high}h-{wide}z")
    return {name: "".join(drawn) for name, drawn in shapes.items() if drawn}


def _runs(found: Completeness, column: int, joined: bool) -> Iterator[tuple[Cell, int, int]]:
    """Yield class, first row and length of the rectangles of a column."""
    start, last = 0, None
    for row, key in enumerate(found.rows):
        cell = found.cells.get((key, column), Cell.BLANK)
        if last is not None and (cell is not last or not joined):
            yield last, start, row - start
            start = row
        last = cell
    if last is not None:
        yield last, start, len(found.rows) - start


def _rows(keys: tuple[str, ...], named: Mapping[str, str], anchors: Mapping[str, str], grid: Grid) -> tuple[Label, ...]:
    heights = [grid.y(number) + grid.cell * 0.66 for number in range(len(keys))]
    return tuple(
        Label(_short(named.get(key, key)), LABELS - 8, height, anchors.get(key, ""), named.get(key, key))
        for key, height in zip(keys, heights, strict=True)
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
