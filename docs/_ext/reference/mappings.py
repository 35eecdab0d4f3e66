"""What mappings may name and do: paths, filters, the shipped mappings, the code tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from img2fair.assets import find_folder, names
from img2fair.codes import read_table
from img2fair.mapping import Mapping, MappingFault, load_mapping
from img2fair.mapping.filters import NAMES, ON_LISTS, OURS
from img2fair.mapping.language import FieldRule, PropertyRules
from img2fair.privacy import BY_PATH, NEVER
from img2fair.privacy.policy import Kind
from img2fair.rdf import shorten

UNDER = "health-ri-core"
"""What a mapping is laid over that is none by itself."""
_LAMBDAS = {
    "lower": "Return the text in small letters.",
    "upper": "Return the text in capital letters.",
    "string": "Return the value as text.",
}
_ALIASES = {"count": "length", "d": "default"}


@dataclass(frozen=True, slots=True)
class Path:
    """A name that stands for data of the archive."""

    name: str
    meaning: str
    many: bool
    kind: str
    looked_through: str
    where: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of expressions: ours are described here, the others are Jinja2's of the same name."""

    name: str
    does: str
    ours: bool
    on_lists: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A property of a shipped mapping: the kind of record, the way to it, where its value comes from."""

    kind: str
    property: str
    sources: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipped mapping with all its properties; ``layer`` where it has to be laid over another."""

    name: str
    profile: str
    layer: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """A shipped code table: its name, what it holds, and its rows (term, code, label)."""

    name: str
    rows: tuple[tuple[str, str, str], ...]


def paths() -> tuple[Path, ...]:
    """Return every name of archive data, in the order of the allow-list."""
    return tuple(
        Path(one.path, one.meaning, one.many, one.kind.value, one.screen.value * (one.kind is Kind.TEXT), one.where)
        for one in BY_PATH.values()
    )


def never() -> dict[str, str]:
    """Return the names that people try and why each stays inside."""
    return dict(sorted(NEVER.items()))


def filters() -> tuple[Filter, ...]:
    """Return every filter by name."""
    return tuple(_filter(name) for name in sorted(NAMES))


def _filter(name: str) -> Filter:
    made = OURS.get(name)
    if name in _ALIASES:
        return Filter(name, f"Another name for {_ALIASES[name]}.", True, _ALIASES[name] in ON_LISTS)
    if name == "label":
        return Filter(name, "Return what a code table calls the concept of a term.", True, False)
    if name == "default":
        return Filter(name, "Return another value for an empty one.", True, False)
    does = _LAMBDAS.get(name) or " ".join((made.__doc__ or "").strip().split("\n\n")[0].split()) if made else ""
    return Filter(name, does, made is not None, name in ON_LISTS)


@cache
def shipped() -> tuple[Shipped, ...]:
    """Return the shipped mappings."""
    return tuple(_shipped(name) for name in names("mappings", ".yaml"))


def _shipped(name: str) -> Shipped:
    try:
        found, layer = load_mapping(name), False
    except MappingFault:
        found, layer = load_mapping([UNDER, name]), True
    rows = tuple(row for kind in found.kinds.values() for row in _rows(kind.kind, "", kind.fields))
    if layer:
        below = set(_plain(load_mapping(UNDER)))
        rows = tuple(row for row in rows if row not in below)
    return Shipped(name, found.profile or "", layer, rows)


def _plain(mapping: Mapping) -> Iterator[Row]:
    for kind in mapping.kinds.values():
        yield from _rows(kind.kind, "", kind.fields)


def _rows(kind: str, above: str, fields: tuple[PropertyRules, ...]) -> Iterator[Row]:
    for one in fields:
        name = f"{above}{one.curie}"
        yield Row(kind, name, tuple(_said(rule) for rule in one.rules), any(rule.required for rule in one.rules))
        for rule in one.rules:
            if rule.node is not None:
                yield from _rows(kind, f"{name} / ", rule.node.fields)


def _said(rule: FieldRule) -> str:
    """Return what a rule takes its value from, as the mapping has it."""
    if rule.const is not None:
        return shorten(rule.const)
    if rule.node is not None:
        given = [source.text for source in (*rule.each, *rule.node.given)]
        return f"node of {' or '.join(given)}" if given else "node"
    told = " or ".join(source.text for source in rule.sources)
    each = f" for each of {' or '.join(source.text for source in rule.each)}" if rule.each else ""
    return told + each + (f" by table {rule.lookup.table.name}" if rule.lookup else "")


@cache
def codes() -> tuple[Codes, ...]:
    """Return the shipped code tables."""
    folder = find_folder("mappings") / "codes"
    return tuple(
        Codes(
            path.name.removesuffix(".sssom.tsv"),
            tuple((term, shorten(code.iri), code.label) for term, code in read_table(path).codes.items()),
        )
        for path in sorted(folder.glob("*.sssom.tsv"))
    )
