"""The completeness heat map: records by properties, as a few SVG paths.

One path for each class of cell instead of a rectangle for each cell: a thousand records by forty properties are a third
of the size and drawn ten times as fast in Chromium.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from img2fair.findings import Report, Severity
from img2fair.rdf import shorten
from img2fair.report.causes import titles

MOST_COLUMNS, FEW_COLUMNS, NAMED_ROWS, LONGEST = 40, 20, 120, 34
LABELS, LETTER, UP, ALONG = 250, 7, 0.82, 0.58
"""In pixels: the room for names of records, and for a letter; how far a property's slanted name goes up and along."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells begin, how far one column is from the next, and how high a row is."""

    top: int
    step: int
    cell: int


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the picture, where it stands, where it leads, and the text in full."""

    text: str
    x: float
    y: float
    anchor: str = ""
    full: str = ""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The picture: its size, one path per class of cell, names of rows and columns, and what was left out."""

    width: int
    height: int
    paths: Mapping[str, str]
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    clean: int
    left_out: int


def heat_map(report: Report, anchors: Mapping[str, str]) -> HeatMap | None:
    """Return the picture of a report, or nothing where there is nothing to draw.

    Rows are the records with findings, the worst first; columns the properties with findings, the most frequent first.

    :param anchors: the anchor of each record on the page.
    """
    worst = _worst(report)
    paths = _columns(worst)
    columns = paths[:MOST_COLUMNS]
    rows = sorted({key for key, _ in worst}, key=lambda key: _weight(key, worst, paths))
    if not rows or not columns:
        return None
    names = [_short(shorten(path)) for path in columns]
    longest = LETTER * max(map(len, names))
    grid = Grid(
        top=16 + int(UP * longest),
        step=18 if len(columns) > FEW_COLUMNS else 30,
        cell=18 if len(rows) <= NAMED_ROWS else 5,
    )
    return HeatMap(
        width=LABELS + grid.step * len(columns) + int(ALONG * longest),
        height=grid.top + grid.cell * len(rows) + 4,
        paths=_paths(rows, columns, worst, grid),
        rows=_rows(rows, titles(report), anchors, grid) if len(rows) <= NAMED_ROWS else (),
        columns=tuple(Label(name, LABELS + grid.step * (n + 0.6), grid.top - 6) for n, name in enumerate(names)),
        clean=len(set(report.checked) - {finding.key for finding in report.findings}),
        left_out=len(paths) - len(columns),
    )


def _worst(report: Report) -> dict[tuple[str, str], Severity]:
    """Return the worst severity of each record and property."""
    found: dict[tuple[str, str], Severity] = {}
    for finding in report.findings:
        place = (finding.key, finding.property)
        if finding.property and (place not in found or finding.severity.rank < found[place].rank):
            found[place] = finding.severity
    return found


def _columns(worst: Mapping[tuple[str, str], Severity]) -> list[str]:
    count: dict[str, int] = {}
    for _, path in worst:
        count[path] = count.get(path, 0) + 1
    return sorted(count, key=lambda path: (-count[path], path))


def _weight(key: str, worst: Mapping[tuple[str, str], Severity], paths: Iterable[str]) -> tuple[int, int, str]:
    found = [worst[key, path] for path in paths if (key, path) in worst]
    return -found.count(Severity.VIOLATION), -len(found), key


def _paths(
    rows: Sequence[str], columns: Sequence[str], worst: Mapping[tuple[str, str], Severity], grid: Grid
) -> dict[str, str]:
    wide, high = grid.step - 2, grid.cell - (2 if grid.cell > 10 else 1)
    shapes: dict[str, list[str]] = {"good": [], **{severity.value: [] for severity in Severity}}
    for number, key in enumerate(rows):
        for place, path in enumerate(columns):
            severity = worst.get((key, path))
            corner = f"M{LABELS + grid.step * place} {grid.top + grid.cell * number}"
            shapes[severity.value if severity else "good"].append(f"{corner}h{wide}v{high}h-{wide}z")
    return {name: "".join(found) for name, found in shapes.items() if found}


def _rows(keys: Sequence[str], named: Mapping[str, str], anchors: Mapping[str, str], grid: Grid) -> tuple[Label, ...]:
    heights = [grid.top + grid.cell * (number + 0.66) for number in range(len(keys))]
    return tuple(
        Label(_short(named.get(key, key)), LABELS - 8, height, anchors.get(key, ""), named.get(key, key))
        for key, height in zip(keys, heights, strict=True)
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
