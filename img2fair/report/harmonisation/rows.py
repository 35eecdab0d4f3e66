"""The report as a table: a row for each source value, to sort and filter in a spreadsheet."""

from collections.abc import Iterator

from img2fair.clinical.report import AttributeRow, HarmonisationReport, Hidden, Number, ValueRow

HEADER = (
    "path",
    "decide",
    "attribute",
    "level",
    "datatype",
    "unit",
    "kind",
    "novelty",
    "line",
    "filled",
    "source_value",
    "target_value",
    "came",
    "patients",
)
NOT_SHOWN = "(not shown)"

_FORMULA = ("=", "+", "-", "@")
"""Begin what a spreadsheet takes for a formula (OWASP, CSV injection)."""


def to_tsv(report: HarmonisationReport) -> str:
    """Return a row for each source value of each field; a field without values has one row of its own."""
    rows = [HEADER, *(row for one in report.attributes for row in _rows(one, report.least))]
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows)


def _rows(one: AttributeRow, least: int) -> Iterator[tuple[str, ...]]:
    novelty = one.novelty.value if one.novelty is not None else ""
    line = str(one.line) if one.line else ""
    kind = (one.level, one.datatype, one.unit, one.kind, novelty, line)
    field = (one.path, one.decide, one.attribute, *kind, told(one.filled.number, least))
    if not one.values:
        yield (*field, "", "", "", told(one.patients.number, least))
    for value in one.values:
        yield (*field, *_value(value, least))


def _value(value: ValueRow, least: int) -> tuple[str, str, str, str]:
    return value.source or NOT_SHOWN, value.target or "", value.came.value, told(value.patients, least)


def told(number: Number, least: int) -> str:
    """Return a number as text, ``<5`` for a small one."""
    if isinstance(number, int):
        return str(number)
    return f"<{least}" if number is Hidden.FEW else number.value


def _cell(text: str) -> str:
    """Return a text as one cell that no spreadsheet runs; a sign before a number stays as it is."""
    plain = " ".join(text.split())
    runs = plain.startswith(_FORMULA) and not plain.lstrip("+-").replace(".", "", 1).isdecimal()
    return f"'{plain}" if runs else plain
