"""The completeness heat map: records by properties, as a few SVG paths.

One path for each class of cell instead of a rectangle for each cell: a thousand records by forty properties are a third
of the size and drawn ten times as fast in Chromium (knowledge/reliability-ux.md U13, measured).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from img2fair.findings import Report, Severity
from img2fair.rdf import shorten
from img2fair.report.causes import titles

MOST_COLUMNS, FEW_COLUMNS, NAMED_ROWS = 40, 20, 120
LABELS, TOP, SLANT = 250, 130, 70
"""Room in pixels: for the names of records, of properties, and for the slant of the last property's name."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the picture and where it stands."""

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
    step, cell = 18 if len(columns) > FEW_COLUMNS else 30, 18 if len(rows) <= NAMED_ROWS else 5
    named = titles(report)
    return HeatMap(
        width=LABELS + step * len(columns) + SLANT,
        height=TOP + cell * len(rows) + 4,
        paths=_paths(rows, columns, worst, step, cell),
        rows=tuple(_row(named.get(key, key), number, cell, anchors.get(key, "")) for number, key in enumerate(rows))
        if len(rows) <= NAMED_ROWS else (),
        columns=tuple(Label(shorten(path), LABELS + step * (n + 0.6), TOP - 6) for n, path in enumerate(columns)),
        clean=len(set(report.checked) - set(rows)),
        left_out=len(paths) - len(columns),
    )  # fmt: skip


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


def _paths(rows: Sequence[str], columns: Sequence[str], worst: Mapping[tuple[str, str], Severity], step: int,
           cell: int) -> dict[str, str]:  # fmt: skip
    gap = 2 if cell > 10 else 1
    shapes: dict[str, list[str]] = {"good": [], **{severity.value: [] for severity in Severity}}
    for number, key in enumerate(rows):
        for place, path in enumerate(columns):
            severity = worst.get((key, path))
            corner = f"M{LABELS + step * place} {TOP + cell * number}"
            shapes[severity.value if severity else "good"].append(f"{corner}h{step - 2}v{cell - gap}h-{step - 2}z")
    return {name: "".join(found) for name, found in shapes.items() if found}


def _row(title: str, number: int, cell: int, anchor: str) -> Label:
    short = title if len(title) <= 34 else title[:33] + "…"
    return Label(short, LABELS - 8, TOP + cell * (number + 0.66), anchor, title)
