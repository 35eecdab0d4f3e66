"""From a list request to a selection: columns, filters, root type, joins (XNAT's QueryOrganizerResource)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TypeVar

from img2fair.demo.archive.exchange import Dialect
from img2fair.demo.archive.fields import OWN_FIELDS, Field
from img2fair.demo.archive.rows import NEEDS, Row
from img2fair.demo.archive.schema import (
    EXPERIMENT,
    IMAGE_ASSESSOR,
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
OPEN_ROOTS = frozenset({EXPERIMENT, SUBJECT_ASSESSOR, IMAGE_SESSION, IMAGE_ASSESSOR})


class UnknownFieldError(Exception):
    """A field that its type does not have, or a filter that cannot be read: the database would refuse the query."""


@dataclass(frozen=True)
class Column:
    """A column: the key it has in the answer, the type that owns it, its path, its field and the part that is in."""

    key: str
    type_name: str
    path: str
    field: Field
    part: str


@dataclass(frozen=True)
class Condition:
    """A filter on a field."""

    column: Column
    wanted: str

    def holds(self, row: Row) -> bool:
        """Whether a row passes."""
        found = getattr(row, self.column.part)
        value = None if found is None else self.column.field.value(found)
        return self._matches("" if value is None else str(value))

    @cached_property
    def _matches(self) -> Callable[[str], bool]:
        return _COMPARISONS[self.column.field.kind](self.wanted)


@dataclass(frozen=True)
class Selection:
    """What a list request asks for.

    :param parts: what has to be joined to the rows of the root type.
    :param distinct: whether rows that are alike come once.
    :param conditions_choose_roots: whether the filters only choose the objects of the root type, and all that is joined
        to those is shown.
    """

    root: str
    columns: tuple[Column, ...]
    conditions: tuple[Condition, ...]
    parts: frozenset[str]
    scan_type: str
    distinct: bool
    conditions_choose_roots: bool

    def types(self, ancestor: str) -> list[str]:
        """Return the types named in columns and filters that derive from one."""
        named = {column.type_name for column in (*self.columns, *(c.column for c in self.conditions))}
        return sorted(name for name in named if is_a(name, ancestor))


@dataclass(frozen=True)
class Shape:
    """What distinguishes one list from another: its root type, short names, columns when none are named.

    :param distinct: when rows that are alike come once: ``always``, ``unfiltered`` or ``never`` (XNAT's
        ``QueryOrganizer.buildFullQuery``; never for the guest).
    """

    root: str
    shortcuts: Mapping[str, str]
    defaults: Callable[[str], Iterable[str]]
    distinct: str = "never"
    dialect: Dialect = field(default_factory=Dialect)


def select(params: Mapping[str, str], shape: Shape) -> Selection:
    """Return the selection of a list request.

    :raises UnknownFieldError: a known type has no such field.
    """
    default = not params.get("columns") or params["columns"] == "DEFAULT"
    asked = [] if default else [name for name in params["columns"].split(",") if name]
    columns = [column for name in asked if (column := resolve(name, shape))]
    filters = {name: value for name, value in params.items() if name not in RESERVED and value}
    conditions = [Condition(column, filters[name]) for name in filters if (column := resolve(name, shape))]
    named = {column.type_name for column in (*columns, *(condition.column for condition in conditions))}
    root = _root(params.get("xsiType", ""), shape.root, named)
    if default:
        columns = [column for name in shape.defaults(root) if (column := resolve(name, shape))]
    columns += _added(root, shape)
    everything = [*columns, *(condition.column for condition in conditions)]
    return Selection(
        root=root,
        columns=tuple({column.key: column for column in columns}.values()),
        conditions=tuple(conditions),
        parts=with_needs({column.part for column in everything}),
        scan_type=_most_derived((column.type_name for column in everything), IMAGE_SCAN) or IMAGE_SCAN,
        distinct=shape.distinct == "always" or (shape.distinct == "unfiltered" and not conditions),
        conditions_choose_roots=shape.dialect.strict,
    )


def resolve(name: str, shape: Shape) -> Column | None:
    """Return the column of a short name or path; nothing for an unknown short name or type, which XNAT skips.

    :raises UnknownFieldError: the type is known and the field is not, or it is one that this server does not support.
    """
    full = name if name.lower() in shape.dialect.refused else shape.shortcuts.get(name, name)
    type_name, _, path = full.partition("/")
    known = canonical(type_name)
    if not known or not path:
        return None
    lower = f"{known}/{path}".lower()
    if any(lower.startswith(prefix) for prefix in shape.dialect.refused):
        raise UnknownFieldError(f"this server has no {path}")
    for ancestor in lineage(known):
        found = OWN_FIELDS.get(ancestor, {}).get(path.lower())
        if found:
            key = name if name in shape.shortcuts else _key(lower, shape.shortcuts)
            in_session = found.part == "experiment" and is_a(known, IMAGE_SESSION)
            return Column(key, known, path.lower(), found, "session" if in_session else found.part)
    raise UnknownFieldError(f"{known} has no field {path}")


def with_needs(parts: set[str]) -> frozenset[str]:
    """Return parts with those that must be joined before them."""
    for part, needed in NEEDS.items():
        if part in parts:
            parts = parts | {needed}
    return frozenset(parts)


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


def _added(root: str, shape: Shape) -> Iterator[Column]:
    """Yield the columns XNAT adds unasked: the root's id and, for open roots, project and type."""
    names = [f"{root}/ID"]
    if root == IMAGE_SCAN:
        names.append("xnat_imagescandata_id")
    if root in OPEN_ROOTS:
        names += ["project", "xsiType"]
    for name in names:
        column = resolve(name, shape)
        if column:
            yield column


def _text(wanted: str) -> Callable[[str], bool]:
    """Commas are OR, ``*`` and ``%`` stand for anything."""
    options = wanted.split(",")
    exact = frozenset(option for option in options if "*" not in option and "%" not in option)
    globs = [re.sub(r"([\[?])", r"[\1]", option).replace("%", "*") for option in options if option not in exact]
    return lambda value: value in exact or any(fnmatchcase(value, glob) for glob in globs)


def _number(wanted: str) -> Callable[[str], bool]:
    return lambda value: any(_in_range(option, value, float, float) for option in wanted.split(","))


def _date(wanted: str) -> Callable[[str], bool]:
    return lambda value: any(
        _in_range(option, value, _american_date, date.fromisoformat) for option in wanted.split(",")
    )


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


_COMPARISONS: Mapping[str, Callable[[str], Callable[[str], bool]]] = {"string": _text, "number": _number, "date": _date}
