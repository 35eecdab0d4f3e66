"""How complete each dataset is: for each property whether it is there, missing or wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from img2fair.findings import Finding, Report, Severity
from img2fair.rdf import expand, shorten
from img2fair.report.columns import Column, Need
from img2fair.report.described import Described, Sheet

DISTRIBUTION = ("dataset", expand("dcat:distribution"))


class Cell(StrEnum):
    """What is to be said of a property of a dataset, the worst first."""

    MISSING = "missing"
    WRONG = "wrong"
    ADVISED = "advised"
    GOOD = "good"
    BLANK = "blank"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Cell).index(self)


@dataclass(frozen=True, slots=True)
class Completeness:
    """The cells by record and column; ``rows`` are the keys of the records, in the order they are drawn."""

    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, int], Cell]

    def counts(self, number: int) -> dict[Cell, int]:
        """Return how many records have each cell in a column."""
        found = [self.cells.get((key, number), Cell.BLANK) for key in self.rows]
        return {cell: found.count(cell) for cell in Cell}


def of_datasets(report: Report, sheets: Sequence[Sheet], columns: Sequence[Column]) -> Completeness:
    """Return the completeness of a catalogue's datasets over the properties that the profiles know.

    A distribution's properties are drawn with its dataset, the worst of its distributions. A finding on a node below
    (a publisher without an address) is one on the property that leads to the node. Columns of which no dataset says
    anything and nothing is found are left out, as long as no profile wants them.
    """
    place = {(column.kind, column.property): number for number, column in enumerate(columns)}
    cells: dict[tuple[str, int], Cell] = {}
    by_key: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_key.setdefault(finding.key, []).append(finding)
    for sheet in sheets:
        key = sheet.dataset.key
        _add(cells, key, _said(sheet.dataset, sheet.facts, by_key, place))
        if sheet.distributions and DISTRIBUTION in place:  # the tying triple is the target's, not the record's
            _add(cells, key, {place[DISTRIBUTION]: Cell.GOOD})
        for part, facts in sheet.distributions:
            _add(cells, key, _said(part, facts, by_key, place))
    used = {number for _, number in cells}
    kept = [n for n, column in enumerate(columns) if n in used or column.need is not Need.OPTIONAL]
    new = {old: number for number, old in enumerate(kept)}
    moved = {(key, new[number]): cell for (key, number), cell in cells.items()}
    rows = _worst_first([sheet.dataset.key for sheet in sheets], moved)
    return Completeness(rows, tuple(columns[number] for number in kept), moved)


def of_findings(report: Report) -> Completeness:
    """Return what the findings alone tell: records with findings by properties with findings."""
    properties = dict.fromkeys(finding.property for finding in report.findings if finding.property)
    often = {path: sum(finding.property == path for finding in report.findings) for path in properties}
    ordered = sorted(properties, key=lambda path: (-often[path], path))
    place = {path: number for number, path in enumerate(ordered)}
    cells: dict[tuple[str, int], Cell] = {}
    for finding in report.findings:
        if finding.property:
            _add(cells, finding.key, {place[finding.property]: _cell(finding, present=False)})
    keys = list(dict.fromkeys(finding.key for finding in report.findings if finding.property))
    for key in keys:
        for number in place.values():
            cells.setdefault((key, number), Cell.GOOD)
    columns = tuple(Column("", path, shorten(path), Need.OPTIONAL) for path in ordered)
    return Completeness(_worst_first(keys, cells), columns, cells)


def _said(
    one: Described,
    facts: Mapping[str, object],
    found: Mapping[str, Sequence[Finding]],
    place: Mapping[tuple[str, str], int],
) -> dict[int, Cell]:
    """Return the cells of one resource: what it says is good unless something is found about it."""
    cells = {place[one.kind, path]: Cell.GOOD for path in facts if (one.kind, path) in place}
    for finding in found.get(one.key, ()):
        own = finding.focus in ("", one.key, one.node)
        for path in [finding.property] if own else _leading(one, finding.focus):
            number = place.get((one.kind, path))
            if number is not None:
                cell = _cell(finding, present=path in facts)
                cells[number] = min(cells.get(number, cell), cell, key=lambda c: c.rank)
    return cells


def _leading(one: Described, focus: str) -> Iterable[str]:
    """Return the properties of a resource that lead to a node below it."""
    for triple in one.triples:
        if str(triple.object).strip("<>") == focus and str(triple.subject).strip("<>") == one.node:
            yield triple.predicate.value


def _cell(finding: Finding, *, present: bool) -> Cell:
    if present or finding.value is not None:
        return Cell.WRONG
    return Cell.MISSING if finding.severity is Severity.VIOLATION else Cell.ADVISED


def _add(cells: dict[tuple[str, int], Cell], key: str, more: Mapping[int, Cell]) -> None:
    for number, cell in more.items():
        known = cells.get((key, number), cell)
        cells[key, number] = min(known, cell, key=lambda c: c.rank)


def _worst_first(keys: Sequence[str], cells: Mapping[tuple[str, int], Cell]) -> tuple[str, ...]:
    bad: dict[str, list[int]] = {key: [0, 0, 0] for key in keys}
    for (key, _), cell in cells.items():
        if cell.rank < Cell.GOOD.rank:
            bad[key][cell.rank] -= 1
    return tuple(sorted(keys, key=lambda key: (*bad[key], key)))
