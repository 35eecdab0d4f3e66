"""When the fast engine is not asked: shapes and data on which it may differ from the reference.

Differences seen: literals that are not of the form their type wants, where a shape compares values or demands the type
(pyshacl passes ``"2020-01-01"^^xsd:dateTime`` and ``"yes"^^xsd:boolean``, because rdflib reads them); values compared
that are not of one kind (to pyshacl ``"P1Y"^^xsd:duration`` is less than 80); patterns beyond what the two languages of
regular expressions share. What recursive shapes mean is left to each engine by SHACL
(section 3.4.3), so they are left to the reference.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import SH, Graph, URIRef
from rdflib.term import Node as RdflibNode

from img2fair.rdf import PREFIXES
from img2fair.shacl.repairs import LISTED

_KNOWN = {
    "NodeShape", "PropertyShape", "name", "message", "description", "severity", "order", "group", "path",
    "defaultValue",
    "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "deactivated", "property", "node",
    "class", "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive",
    "maxInclusive", "minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang", "equals", "disjoint",
    "lessThan", "lessThanOrEquals", "not", "and", "or", "xone", "qualifiedValueShape", "qualifiedMinCount",
    "qualifiedMaxCount", "qualifiedValueShapesDisjoint", "closed", "ignoredProperties", "hasValue", "in",
    "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath",
    "declare", "prefix", "namespace",
    "extends", "shape",
}  # fmt: skip
"""The terms of the core of SHACL, those that only tell people something, and two of official files that are none."""

_COMPARING = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "lessThan", "lessThanOrEquals")
_LEADING = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_UNSHARED = re.compile(r"\(\?|\\[1-9pPxuUXkKGAZzbBNRhHvV]|&&|--|~~|\[\[|[*+?}]\+|\[:")
"""Parts of regular expressions that Python and the engine read differently, or only one of them reads."""


class Doubt(Exception):
    """The fast engine may not find what the reference finds; says why."""


@dataclass(frozen=True, slots=True)
class Leads:
    """Where shapes lead.

    :param nodes: the node shapes each shape leads to by ``sh:node``.
    :param inner: a number for each node shape that some ``sh:node`` leads to.
    :param members: such a node shape with its property shapes.
    :param compared: the properties whose values are compared, each with the kinds of the constants it is compared with.
    :param datatypes: those that a shape demands.
    :param ends: whether a pattern says where a value ends.
    """

    nodes: dict[str, tuple[str, ...]]
    inner: dict[str, int]
    members: dict[str, frozenset[str]]
    compared: dict[str, frozenset[str]]
    datatypes: frozenset[str]
    ends: bool


def leads_of(graph: Graph) -> Leads:
    """Return where the shapes of a graph lead.

    :raises Doubt: they use more than the core of SHACL, or lead back to themselves.
    """
    _doubt_of_terms(graph)
    _doubt_of_patterns(graph)
    _doubt_of_circles(graph)
    led: dict[str, set[str]] = {}
    for shape, node in graph.subject_objects(SH.node):
        led.setdefault(str(shape), set()).add(str(node))
    inner = sorted({node for nodes in led.values() for node in nodes})
    members = {node: frozenset({node, *map(str, graph.objects(URIRef(node), SH.property))}) for node in inner}
    if any((URIRef(one), SH.property, None) in graph for node in inner for one in members[node] - {node}):
        raise Doubt("a sh:node leads to property shapes within property shapes")
    return Leads(
        nodes={shape: tuple(sorted(nodes)) for shape, nodes in led.items()},
        inner={node: number for number, node in enumerate(inner)},
        members=members,
        compared=_compared(graph),
        datatypes=frozenset(map(str, graph.objects(None, SH.datatype))),
        ends=any("$" in str(pattern) for pattern in graph.objects(None, SH.pattern)),
    )


def _doubt_of_terms(graph: Graph) -> None:
    used = {str(term) for triple in graph for term in triple[1:] if isinstance(term, URIRef)}
    strange = sorted(
        local for term in used if term.startswith(str(SH)) and (local := term.removeprefix(str(SH))) not in _FINE
    )
    if strange:
        raise Doubt(f"the shapes use sh:{strange[0]}")


_FINE = _KNOWN | {
    "Violation", "Warning", "Info", "IRI", "BlankNode", "Literal", "IRIOrLiteral", "BlankNodeOrIRI",
    "BlankNodeOrLiteral", "PropertyGroup",
}  # fmt: skip


def _doubt_of_patterns(graph: Graph) -> None:
    for pattern in sorted(map(str, graph.objects(None, SH.pattern))):
        if _UNSHARED.search(pattern):
            raise Doubt(f"the pattern {pattern[:60]} is not read alike by all engines")


def _followers(graph: Graph, shape: RdflibNode) -> Iterator[RdflibNode]:
    for term in _LEADING:
        yield from graph.objects(shape, term)
    for term in LISTED:
        for head in graph.objects(shape, term):
            yield from graph.items(head)


def _doubt_of_circles(graph: Graph) -> None:
    """Raise where a shape leads back to itself: a walk in depth that meets a shape it is still in."""
    done: set[RdflibNode] = set()
    for start in {shape for term in (*_LEADING, *LISTED) for shape in graph.subjects(term, None)}:
        within: dict[RdflibNode, Iterator[RdflibNode]] = {start: _followers(graph, start)} if start not in done else {}
        while within:
            shape = next(reversed(within))
            follower = next(within[shape], None)
            if follower is None:
                done.add(shape)
                del within[shape]
            elif follower in within:
                raise Doubt("the shapes lead back to themselves")
            elif follower not in done:
                within[follower] = _followers(graph, follower)


def _compared(graph: Graph) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for term in _COMPARING:
        for shape, other in graph.subject_objects(SH[term]):
            path = graph.value(shape, SH.path)
            if not isinstance(path, URIRef):
                raise Doubt("the values of a path are compared")
            kinds = frozenset() if isinstance(other, URIRef) else frozenset({_kind(str(other), _datatype(other))})
            for one in (path, other) if isinstance(other, URIRef) else (path,):
                found[str(one)] = found.get(str(one), frozenset()) | kinds
    return found


def _datatype(term: RdflibNode) -> str:
    return str(getattr(term, "datatype", ""))


_XSD = PREFIXES["xsd"]
_DATE = r"[12]\d{3}-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
"""Days of years that every program knows; the 29th of February is left to the reference."""
_N = r"\d{1,4}"
_FORMS = {
    _XSD + name: re.compile(form, re.ASCII)
    for name, form in {
        "string": r"(?s).*",
        "boolean": r"true|false",
        "integer": r"[+-]?\d+",
        "nonNegativeInteger": r"\d+",
        "decimal": r"[+-]?\d+(\.\d+)?",
        "double": r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?",
        "date": _DATE,
        "dateTime": rf"{_DATE}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{{1,6}})?(Z|[+-](0\d|1[0-3]):[0-5]\d)?",
        "gYear": r"[12]\d{3}",
        "gYearMonth": r"[12]\d{3}-(0[1-9]|1[0-2])",
        "duration": rf"-?P(?=[T\d])({_N}Y)?({_N}M)?({_N}D)?(T(?=\d)({_N}H)?({_N}M)?({_N}(\.\d{{1,3}})?S)?)?",
        "hexBinary": r"([0-9a-fA-F]{2})*",
        "anyURI": r"[^\s<>\"{}|\\^`]*",
    }.items()
}  # fmt: skip


_NUMBERS = {_XSD + name for name in ("integer", "nonNegativeInteger", "decimal", "double")}


def _kind(text: str, datatype: str) -> str:
    """Return with what a literal can be compared: ``number``, ``date`` or ``dateTime``, with its zone or without.

    :raises Doubt: it is of another kind.
    """
    kind = "number" if datatype in _NUMBERS else datatype.removeprefix(_XSD)
    if kind not in ("number", "date", "dateTime"):
        raise Doubt("a value is compared that is no number or date")
    return kind if kind != "dateTime" or re.search(r"(Z|[+-]\d\d:\d\d)$", text) else "dateTime without a zone"


def doubt_of_data(triples: Iterable[ox.Triple], leads: Leads) -> None:
    """Look at the literals of a graph, and at all values that are compared.

    :raises Doubt: there is one on which the engines may differ.
    """
    kinds: dict[object, set[str]] = {}
    for triple in triples:
        term, path = triple.object, triple.predicate.value
        if isinstance(term, ox.Triple):
            raise Doubt("there are quoted triples")
        if isinstance(term, ox.Literal):
            _doubt_of_literal(term, path, leads)
        if path in leads.compared:
            text, datatype = (term.value, term.datatype.value) if isinstance(term, ox.Literal) else ("", "")
            kinds.setdefault(triple.subject, set()).update(leads.compared[path], {_kind(text, datatype)})
    if any(len(found) > 1 for found in kinds.values()):
        raise Doubt("values of different kinds are compared")


def _doubt_of_literal(term: ox.Literal, path: str, leads: Leads) -> None:
    text, datatype = term.value, term.datatype.value
    if leads.ends and text.endswith("\n"):
        raise Doubt("a text ends with a new line, and a pattern says where texts end")
    form = _FORMS.get(datatype)
    if not datatype.startswith(_XSD) or (form and form.fullmatch(text)):
        return
    if path in leads.compared or datatype in leads.datatypes:
        raise Doubt("a literal has not the form its type wants")
