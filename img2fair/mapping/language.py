"""A mapping as it is evaluated: record kinds, nodes, properties and rules, every expression compiled."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from img2fair.codes import CodeTable
from img2fair.mapping.construct import Query
from img2fair.mapping.expression import Expression
from img2fair.mapping.problems import Place
from img2fair.model import Origin

CONSTANT = ("constant",)
"""The step of a value that the mapping itself gives."""
ON_MISS = ("error", "warn", "drop", "keep")
EACH = {"catalog": ("site",), "data-service": ("site",), "dataset": ("project",), "distribution": ("resources",)}
"""What there can be one record for, by kind."""
PARENTS = {"dataset": ("catalog", "dcat:dataset"), "distribution": ("dataset", "dcat:distribution"),
           "data-service": ("catalog", "dcat:service")}  # fmt: skip
"""The parent of each kind and the relation from parent to child, unless a mapping says otherwise."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A code table to look a value up in, and what to do where it is not there."""

    table: CodeTable
    on_miss: str = "warn"


@dataclass(frozen=True, slots=True)
class TypeRule:
    """A class that a record or node is of, where the mapping says so, and what that replaced of an extended one."""

    at: Place
    node: NamedNode
    overrides: str = ""
    origin: Origin = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "origin", Origin(str(self.at), (), CONSTANT, self.overrides))  # once


@dataclass(frozen=True, slots=True)
class NodeRule:
    """A supporting node: its IRI, types, the value its fields call ``it``, and its fields."""

    at: Place
    iri: Expression
    types: tuple[TypeRule, ...]
    given: tuple[Expression, ...]
    fields: tuple["PropertyRules", ...]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one property gets values. Exactly one of ``sources``, ``const`` and ``node`` is there.

    :param sources: the fallback chain of ``from``: the first that is not empty wins.
    :param each: likewise, for the items to go through.
    :param kind: ``iri`` or the name of an XSD datatype.
    :param types: what an IRI is said to be (``type``).
    :param overrides: where the property stood in the extended mapping that this rule replaces, if it does.
    """

    at: Place
    sources: tuple[Expression, ...] = ()
    const: str | None = None
    node: NodeRule | None = None
    each: tuple[Expression, ...] = ()
    when: Expression | None = None
    lookup: Lookup | None = None
    kind: str = "string"
    lang: Expression | None = None
    tag: str | None = None
    types: tuple[TypeRule, ...] = ()
    required: bool = False
    overrides: str = ""
    where: str = field(init=False, default="")
    constant: Origin = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", str(self.at))  # once, not for each triple
        object.__setattr__(self, "constant", Origin(self.where, (), CONSTANT, self.overrides))


@dataclass(frozen=True, slots=True)
class PropertyRules:
    """The rules of one property; their values are merged."""

    curie: str
    predicate: NamedNode
    rules: tuple[FieldRule, ...]


@dataclass(frozen=True, slots=True)
class RecordRules:
    """How the records of one kind are made; none is where ``when`` is not true.

    ``files`` are the texts shown beside a record: plain file names, and the expressions that give them.
    """

    kind: str
    at: Place
    each: str
    iri: Expression
    types: tuple[TypeRule, ...]
    fields: tuple[PropertyRules, ...]
    parent: str | None = None
    relation: NamedNode | None = None
    when: Expression | None = None
    files: tuple[tuple[str, Expression], ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping, ready to use.

    ``version`` is a short digest of all that has an effect: this file, those it extends, the tables, the queries.
    ``construct`` are the queries that add to the finished graph of a project and of the site.
    """

    name: str
    profile: str | None
    version: str
    warnings: tuple[str, ...]
    kinds: Dictionary[str, RecordRules]
    prefixes: Dictionary[str, str]
    tables: Dictionary[str, CodeTable] = field(default_factory=dict)
    construct: tuple[Query, ...] = ()

    def __repr__(self) -> str:
        return f"<Mapping {self.name}: {', '.join(self.kinds)}>"

    @property
    def rules(self) -> tuple[tuple[str, str, str], ...]:
        """Every rule: record kind, path of properties (``dct:publisher/foaf:name``), file:line:column."""
        return tuple(row for rules in self.kinds.values() for row in _rows(rules.kind, "", rules.fields))


def _rows(kind: str, above: str, fields: tuple[PropertyRules, ...]) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for one in fields:
        path = f"{above}{one.curie}"
        for rule in one.rules:
            rows.append((kind, path, str(rule.at)))
            rows += _rows(kind, f"{path}/", rule.node.fields) if rule.node else []
    return rows
