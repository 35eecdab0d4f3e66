"""Filled datasets spoiled at random, as archives and people spoil them."""

import random

import pyoxigraph as ox

from img2fair.rdf import iri
from tests.shacl.cases import good, lgg

_TYPED = {
    "string": ("a text", "", "https://example.org/"),
    "date": ("2020-01-01", "2020-02-30", "2020-1-1", "yesterday"),
    "dateTime": ("2020-01-01T10:00:00Z", "2020-01-01T10:00:00", "2020-01-01T25:00:00+02:00", "2020-01-01"),
    "gYear": ("2020", "20"),
    "gYearMonth": ("2020-11", "2020-13"),
    "integer": ("5", "-5", "007", "five"),
    "nonNegativeInteger": ("0", "12", "007", "-1", "1.0"),
    "decimal": ("1.50", "0", "-0.5", "much"),
    "double": ("1.5E3", "NaN"),
    "boolean": ("true", "1", "yes"),
    "duration": ("P1Y", "PT5M", "P"),
    "hexBinary": ("0AfF", "0A1", "true"),
    "anyURI": ("https://example.org/", "no such"),
}
_LANGUAGES = ("en", "nl", "en-GB", "EN")


def spoiled(seed: int) -> list[ox.Triple]:
    """A filled graph after 3 to 40 random edits; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    base = [*lgg(), *good()] if chance.random() < 0.5 else lgg()
    graph = list(base)
    for _ in range(chance.randint(3, 40)):
        _edit(graph, base, chance)
    return list(dict.fromkeys(graph))


def _edit(graph: list[ox.Triple], base: list[ox.Triple], chance: random.Random) -> None:
    place = chance.randrange(len(graph))
    old = graph[place]
    kind = chance.randrange(8)
    if kind == 0 and len(graph) > 1:
        del graph[place]
    elif kind in (1, 2):
        graph[place] = ox.Triple(old.subject, old.predicate, _literal(chance, old.object))
    elif kind == 3:
        graph.append(ox.Triple(old.subject, old.predicate, chance.choice(base).object))
    elif kind == 4:
        graph.append(ox.Triple(old.subject, chance.choice(base).predicate, chance.choice(base).object))
    elif kind == 5:
        graph[place] = ox.Triple(old.subject, old.predicate, _blank(chance))
    elif kind == 6:
        graph[place] = ox.Triple(chance.choice(base).subject, old.predicate, old.object)
    else:
        other = chance.choice(base)
        graph.append(ox.Triple(_blank(chance), other.predicate, other.object))


def _blank(chance: random.Random) -> ox.BlankNode:
    return ox.BlankNode(f"b{chance.randrange(4)}")


def _literal(chance: random.Random, old: object) -> ox.Literal:
    """A text with a language, or a value that is well-formed more often than not; often of the type it had."""
    if chance.random() < 0.3:
        return ox.Literal(chance.choice(("a text", "", "é 😀")), language=chance.choice(_LANGUAGES))
    known = old.datatype.value.rpartition("#")[2] if isinstance(old, ox.Literal) else ""
    name = known if known in _TYPED and chance.random() < 0.5 else chance.choice(list(_TYPED))
    forms = _TYPED[name]
    text = forms[0] if chance.random() < 0.9 else chance.choice(forms)
    return ox.Literal(text, datatype=iri(f"xsd:{name}"))
