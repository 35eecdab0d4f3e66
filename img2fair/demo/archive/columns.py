"""From a list request to a selection: columns, filters, root type, joins (XNAT's QueryOrganizerResource)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import TypeVar

from img2fair.demo.archive.fields import OWN_FIELDS, Field, Row
from img2fair.demo.archive.schema import (
    EXPERIMENT,
    IMAGE_SCAN,
    IMAGE_SESSION,
    SUBJECT_ASSESSOR,
    canonical,
    is_a,
    lineage,
)

V = TypeVar("V", float, date)

#: Parameters that are no filters.
RESERVED = frozenset({"format", "columns", "xsiType", "limit", "offset", "sortBy", "sortOrder", "fields", "req_format"})
#: Roots that anybody may search, to which XNAT adds project and type.
OPEN_ROOTS = frozenset({EXPERIMENT, SUBJECT_ASSESSOR, IMAGE_SESSION})


class UnknownFieldError(Exception):
    """A field that its type does not have, or a filter that cannot be read: the database would refuse the query."""


@dataclass(frozen=True)
class Column:
    """A column: the key it has in the answer, the type that owns it, and its field."""

    key: str
    type_name: str
    field: Field


@dataclass(frozen=True)
class Condition:
    """A filter on a field."""

    column: Column
    wanted: str

    def holds(self, row: Row) -> bool:
        """Whether a row passes."""
        value = self.column.field.value(row)
        return _COMPARISONS[self.column.field.kind](self.wanted, "" if value is None else str(value))


@dataclass(frozen=True)
class Selection:
    """What a list request asks for."""

    root: str
    columns: tuple[Column, ...]
    conditions: tuple[Condition, ...]
    joins: frozenset[str]
    scan_type: str
    distinct: bool


def select(params: Mapping[str, str], shortcuts: Mapping[str, str], root: str, defaults: Iterable[str]) -> Selection:
    """Return the selection of a list request.

    :param shortcuts: the short names of this list.
    :param root: the root type when nothing asked for is more derived.
    :param defaults: the columns when none are named.
    :raises UnknownFieldError: a known type has no such field.
    """
    asked = [name for name in params.get("columns", "").split(",") if name] or list(defaults)
    columns = [column for name in asked if (column := resolve(name, shortcuts))]
    filters = {name: value for name, value in params.items() if name not in RESERVED and value}
    conditions = [Condition(column, filters[name]) for name in filters if (column := resolve(name, shortcuts))]
    named = [*columns, *(condition.column for condition in conditions)]
    moving = named if params.get("columns") else [condition.column for condition in conditions]
    root = _root(params.get("xsiType", ""), root, {column.type_name for column in moving})
    columns += _added(root, shortcuts)
    return Selection(
        root=root,
        columns=tuple({column.key: column for column in columns}.values()),
        conditions=tuple(conditions),
        joins=frozenset(column.field.join for column in named),
        scan_type=_most_derived((c.type_name for c in named), IMAGE_SCAN) or IMAGE_SCAN,
        distinct=all(condition.column.key == "project" for condition in conditions),
    )


def resolve(name: str, shortcuts: Mapping[str, str]) -> Column | None:
    """Return the column of a short name or path; nothing for an unknown short name or type, which XNAT skips.

    :raises UnknownFieldError: the type is known and the field is not.
    """
    type_name, _, path = shortcuts.get(name, name).partition("/")
    known = canonical(type_name)
    if not known or not path:
        return None
    for ancestor in lineage(known):
        field = OWN_FIELDS.get(ancestor, {}).get(path.lower())
        if field:
            key = name if name in shortcuts else _key(f"{known}/{path}".lower(), shortcuts)
            return Column(key, known, field)
    raise UnknownFieldError(f"{known} has no field {path}")


def _key(path: str, shortcuts: Mapping[str, str]) -> str:
    """Return a path's key in answers: its short name in this list, else the path in lower case."""
    return next((short for short, full in shortcuts.items() if full.lower() == path), path)


def _root(xsi_type: str, default: str, named: set[str]) -> str:
    """Return the root type: the one asked for, else the most derived one among columns and filters."""
    if not is_a(default, EXPERIMENT):
        return default
    if xsi_type and "," not in xsi_type:
        asked = canonical(xsi_type)
        if not asked or not is_a(asked, EXPERIMENT):
            raise UnknownFieldError(f"no such type of experiment: {xsi_type}")
        return asked
    if "," in xsi_type:
        return default
    scans_named = any(is_a(name, IMAGE_SCAN) for name in named)
    return _most_derived([default, *named, *([IMAGE_SESSION] if scans_named else [])], EXPERIMENT) or default


def _most_derived(names: Iterable[str], ancestor: str) -> str:
    return max((name for name in sorted(set(names)) if is_a(name, ancestor)), key=lambda n: len(lineage(n)), default="")


def _added(root: str, shortcuts: Mapping[str, str]) -> Iterator[Column]:
    """Yield the columns XNAT adds unasked: the root's id and, for open roots, project and type."""
    names = [f"{root}/ID"]
    if root == IMAGE_SCAN:
        names.append("xnat_imagescandata_id")
    if root in OPEN_ROOTS:
        names += ["project", "xsiType"]
    for name in names:
        column = resolve(name, shortcuts)
        if column:
            yield column


def _matches_text(wanted: str, value: str) -> bool:
    """Commas are OR, ``*`` and ``%`` stand for anything."""
    return any(
        fnmatchcase(value, re.sub(r"([\[?])", r"[\1]", option).replace("%", "*")) for option in wanted.split(",")
    )


def _matches_number(wanted: str, value: str) -> bool:
    return any(_in_range(option, value, float, float) for option in wanted.split(","))


def _matches_date(wanted: str, value: str) -> bool:
    return any(_in_range(option, value, _american_date, date.fromisoformat) for option in wanted.split(","))


def _american_date(text: str) -> date:
    return datetime.strptime(text.strip(), "%m/%d/%Y").date()  # noqa: DTZ007 (a date has no zone)


def _in_range(option: str, value: str, parse: Callable[[str], V], read: Callable[[str], V]) -> bool:
    """Whether a value lies in a range ``a-b``, or is the one named; a value that cannot be read does not."""
    first, dash, last = option.partition("-")
    try:
        low = parse(first)
        high = parse(last) if dash else low
    except ValueError as error:
        raise UnknownFieldError(f"not a value to compare with: {option}") from error
    try:
        return low <= read(value) <= high
    except ValueError:
        return False


_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "string": _matches_text,
    "number": _matches_number,
    "date": _matches_date,
}
