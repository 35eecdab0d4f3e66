"""Reading ``construct:``: SPARQL CONSTRUCT queries, for what the language of rules cannot say.

Source: SPARQL 1.1 Query Language (https://www.w3.org/TR/sparql11-query/). A query works on one graph and sees nothing
else: SERVICE, FROM and updates such as LOAD are refused when it is read, and so is what would give other bytes from the
same data. rdflib is imported only where a mapping has a query.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from img2fair.mapping.problems import Notes, Place, nearest
from img2fair.mapping.tree import read_source

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query as Prepared

LONGEST_QUERY = 20_000
"""Characters of a query."""

REFUSED = {
    "ServiceGraphPattern": ("SERVICE", "a query sees one graph and asks nobody"),
    "DatasetClause": ("FROM", "a query sees the graph of one project and no other"),
    "Builtin_NOW": ("NOW", "the same data make the same bytes"),
    "Builtin_RAND": ("RAND", "the same data make the same bytes"),
    "Builtin_UUID": ("UUID", "the same data make the same bytes"),
    "Builtin_STRUUID": ("STRUUID", "the same data make the same bytes"),
    "Builtin_BNODE": ("BNODE", "supporting nodes have IRIs of their own"),
}
"""What a query may not use: rdflib's name of it, SPARQL's, and why."""

_REPEATED_GROUP = re.compile(r"\)[*+{]")
_CONSTRUCT = re.compile(r"^[^#\n]*?\b(CONSTRUCT)\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Query:
    """A CONSTRUCT query, where it stands (its keyword), and what rdflib made of it."""

    at: Place
    text: str
    prepared: "Prepared"


def read_query(path: Path, file: str, prefixes: Mapping[str, str], notes: Notes) -> Query | None:
    """Return the query of a file, or ``None`` after noting what is wrong, with its line.

    :param file: how the file is called in messages.
    :param prefixes: those of the mapping; a query need not declare them again.
    """
    text = read_source(path, file, notes)
    if text is None:
        return None
    if len(text) > LONGEST_QUERY:
        notes.error(Place(file, 1, 1), "construct", f"a query has at most {LONGEST_QUERY} characters")
        return None
    known = len(notes.problems)
    prepared = _prepared(text, file, dict(prefixes), notes)
    if prepared is None or len(notes.problems) > known:
        return None
    return Query(_found(text, _CONSTRUCT, file), text, prepared)


def _prepared(text: str, file: str, prefixes: dict[str, str], notes: Notes) -> "Prepared | None":
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(text)
        for at, what in _mistakes(list(_nodes(parsed)), text, file, prefixes):
            notes.error(at, "construct", what)
            return None
        return translateQuery(parsed, None, prefixes)
    except ParseBaseException as error:
        said = re.sub(r"\s+", " ", error.msg)[:120]
        notes.error(Place(file, error.lineno, error.column), "construct", f"not a SPARQL query: {said}")
    except RecursionError:
        notes.error(Place(file, 1, 1), "construct", "not a SPARQL query: nested too deep")
    except ValueError as error:  # an escape such as \\UFFFFFFFF
        notes.error(Place(file, 1, 1), "construct", f"not a SPARQL query: {str(error)[:120]}")
    return None


def _mistakes(nodes: list[object], text: str, file: str, prefixes: dict[str, str]) -> Iterator[tuple[Place, str]]:
    from rdflib import BNode

    names = [str(getattr(node, "name", "")) for node in nodes]
    if "ConstructQuery" not in names:
        yield Place(file, 1, 1), "a query begins with CONSTRUCT; SELECT, ASK and DESCRIBE make no triples"
    for name, (word, why) in REFUSED.items():
        if name in names:
            yield _found(text, re.compile(rf"\b({word})\b", re.IGNORECASE), file), f"{word} is refused: {why}"
    declared = {str(node.get("prefix") or "") for node in _called(nodes, "PrefixDecl")}
    for node in _called(nodes, "pname"):
        prefix = str(node.get("prefix") or "")
        if prefix not in declared and prefix not in prefixes:
            at = _found(text, re.compile(rf"(?<![\w<:])({re.escape(prefix)}):"), file)
            yield at, f"unknown prefix '{prefix}'{nearest(prefix, {*declared, *prefixes})}"
    for query in _called(nodes, "ConstructQuery"):
        if any(isinstance(node, BNode) for node in _nodes(query.get("template"))):
            at = _found(text, re.compile(r"(\[|_:)"), file)
            yield at, 'a node that is made needs an IRI, such as IRI(CONCAT(STR(?dataset), "#node")), not [ ] or _:'
    for call in (*_called(nodes, "Builtin_REGEX"), *_called(nodes, "Builtin_REPLACE")):
        if any(_REPEATED_GROUP.search(str(node)) for node in _nodes(call.get("pattern")) if isinstance(node, str)):
            at = _found(text, re.compile(r"\b(REGEX|REPLACE)\b", re.IGNORECASE), file)
            yield at, "a pattern that repeats a group, such as (a+)+, can take for ever"


def _called(nodes: list[object], name: str) -> list[dict[str, object]]:
    return [node for node in nodes if isinstance(node, dict) and getattr(node, "name", "") == name]


def _nodes(tree: object) -> Iterator[object]:
    """Yield everything in a parsed query, from the top down."""
    yield tree
    if isinstance(tree, dict):
        for value in tree.values():
            yield from _nodes(value)
    elif not isinstance(tree, (str, bytes)) and hasattr(tree, "__iter__"):
        for value in tree:
            yield from _nodes(value)


def _found(text: str, pattern: re.Pattern[str], file: str) -> Place:
    match = pattern.search(text)
    start = match.start(1) if match else 0
    before = text[:start]
    return Place(file, before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1)
