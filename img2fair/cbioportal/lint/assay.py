"""Generic assays: radiomics, volumes and other numbers of images.

Source: ``GenericAssayWiseFileValidator`` and its three kinds; ``GeneticProfileReader``, ``ImportGenericAssayEntity``
and ``ImportTabDelimData``.
"""

import math
import re
from collections.abc import Collection

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.kinds import Kind
from img2fair.cbioportal.lint.meta import Meta
from img2fair.cbioportal.lint.people import SAFE, TAKEN, People
from img2fair.cbioportal.lint.table import Judge, Table

_ENTITY = "ENTITY_STABLE_ID"
_PROPERTIES = "generic_entity_meta_properties"
_WIDTHS = (255, 5000)
"""Of ``genetic_entity.STABLE_ID`` and ``generic_entity_properties.VALUE`` (cgds.sql)."""
_FRACTIONS = re.compile(r"(?:(?:-?\d+\.\d*[1-9]\d*(?:[eE]-\d\d?)?|NA)?(?:\t|$))*", re.ASCII)
"""A row of numbers of which none is whole; nearly all rows are such, and need no closer look."""


def lint_assay_meta(meta: Meta, seen: set[str], found: Found) -> None:
    """Check what a meta file says of its profile; ``seen`` are the ids of the others.

    The validator stops without the list of properties (``KeyError``); the importer looks for columns with the blanks
    that stand around its commas, and takes what it does not find for a sample.
    """
    properties = meta.entries.get(_PROPERTIES, "")
    if not properties or re.search(r"\s", properties):
        found.tell("properties", meta.path, meta.line(_PROPERTIES))
    id_ = meta.entries["stable_id"]
    if not TAKEN.fullmatch(id_):
        found.tell("stable id", meta.path, meta.line("stable_id"))
    if id_ in seen:
        found.tell("stable id twice", meta.path, meta.line("stable_id"))
    seen.add(id_)
    for name in ("show_profile_in_analysis_tab", "patient_level"):
        if meta.entries.get(name, "true").lower() not in ("true", "false"):
            found.tell("truth", meta.path, meta.line(name), name=name)
    if not _is_number(meta.entries.get("pivot_threshold_value", "1")):
        found.tell("threshold", meta.path, meta.line("pivot_threshold_value"))
    if meta.entries.get("value_sort_order", "ASC") not in ("ASC", "DESC"):
        found.tell("sort order", meta.path, meta.line("value_sort_order"))


def lint_assay(table: Table, meta: Meta, people: People, found: Found) -> None:
    """Check the table of a profile: the entity, its properties, then a column for each sample or patient."""
    properties = [name for name in re.split(r"\s*,\s*", meta.entries.get(_PROPERTIES, "").strip()) if name]
    first = (_ENTITY, *properties)
    if table.header[: len(first)] != first:
        found.tell("column order", table.path, table.at, name=", ".join(first))
        return
    columns = table.header[len(first) :]
    if not columns:
        found.tell("no columns", table.path, table.at)
    of_patients = meta.entries.get("patient_level", "").lower() == "true"
    known: Collection[str] | None = people.with_samples if of_patients else people.samples
    if people.samples is not None and known is not None:
        for name in columns:
            if name not in known:
                found.tell("stranger", table.path, table.at)
    _rows(table, len(first), _judge_of(meta), meta.kind is Kind.NUMBERS, found)


def _rows(table: Table, start: int, judge: Judge, numbers: bool, found: Found) -> None:
    seen: set[str] = set()
    for line, cells in table.rows(found):
        _entity(table, line, cells[0].strip(), seen, found)
        for cell in cells[1:start]:
            if len(cell) > _WIDTHS[1]:
                found.tell("cell long", table.path, line, most=_WIDTHS[1])
        values = cells[start:]
        if numbers and _FRACTIONS.fullmatch("\t".join(values)):
            continue
        for value in values:
            wrong = judge(value.strip())
            if wrong is not None:
                found.tell(wrong, table.path, line)


def _entity(table: Table, line: int, value: str, seen: set[str], found: Found) -> None:
    if not SAFE.fullmatch(value):
        found.tell("entity odd" if TAKEN.fullmatch(value) else "entity", table.path, line, _ENTITY)
    if len(value) > _WIDTHS[0]:
        found.tell("cell long", table.path, line, _ENTITY, most=_WIDTHS[0])
    if value in seen:
        found.tell("entity twice", table.path, line, _ENTITY)
    seen.add(value)


def _judge_of(meta: Meta) -> Judge:
    return {Kind.NUMBERS: _number, Kind.BINARY: _binary}.get(meta.kind, _category)


def _number(value: str) -> str | None:
    if value in ("", "NA"):
        return None
    text = value.lstrip("<>") if value[0] in "<>" else value
    try:
        number = float(text)
    except ValueError:
        return "assay number"
    if not math.isfinite(number):
        return "assay number"
    return "whole number" if number % 1 == 0 and text == value else None


def _binary(value: str) -> str | None:
    return None if value in ("", "NA", "true", "false", "yes", "no") else "binary"


def _category(value: str) -> str | None:
    """Tell of a comma: ``DaoGeneticAlteration`` joins the values of a row with it, and parts them at it."""
    return "comma" if "," in value else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
