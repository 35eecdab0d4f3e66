"""Our shapes say what the stock schemas of a FAIR Data Point 1.20 say: on graphs, and with every property spoilt."""

from functools import cache
from typing import cast

import pyoxigraph as ox
import pytest
from rdflib import Graph
from ruamel.yaml import YAML

from img2fair.rdf import PREFIXES, from_file, shorten
from img2fair.shacl import load_profile
from tests.shacl.agreement import CHANGES, UNCHANGED, Change, Verdict, official, official_shapes, ours, parted, together
from tests.shacl.cases import CASES, REFERENCE, changed

pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the official files are not at hand")

FILES = tuple(sorted((REFERENCE / "shacl" / "fdp-default-1.20").glob("shape-*.ttl")))
GRAPHS = cast(dict[str, list[list[str]]], YAML(typ="safe").load(CASES / "fdp.yaml"))
Graphs = dict[str, list[ox.Triple]]


@cache
def good() -> tuple[ox.Triple, ...]:
    return tuple(from_file(CASES / "good-fdp.ttl"))


@cache
def stock() -> Graph:
    return official_shapes(FILES)


def verdicts(graphs: Graphs) -> tuple[dict[str, Verdict], dict[str, Verdict]]:
    """The official verdict and ours on each graph."""
    triples = together(graphs)
    profile = load_profile("fdp-default")
    theirs, mine = official(triples, stock(), profile.tables()), ours(triples, [profile])
    return parted(theirs, graphs), parted(mine, graphs)


def test_the_good_graph_breaks_no_rule() -> None:
    nothing = Verdict(frozenset(), frozenset())
    assert verdicts({"good": list(good())}) == ({"good": nothing}, {"good": nothing})


def test_same_verdict_on_graphs() -> None:
    assert len(GRAPHS) >= 20
    graphs = {str(number): changed(list(good()), changes) for number, changes in enumerate(GRAPHS.values())}
    theirs, mine = verdicts(graphs)
    for number, name in enumerate(GRAPHS):
        assert mine[str(number)] == theirs[str(number)], name
    assert sum(bool(verdict.violations) for verdict in theirs.values()) > len(GRAPHS) // 2


def spoilt(change: Change) -> Graphs:
    """The good graph once for each property of each node, that property alone changed."""
    graphs: Graphs = {}
    for triple in good():
        instead = tuple(change(triple))
        if triple.predicate.value not in UNCHANGED and instead != (triple,):
            rest = [other for other in good() if (other.subject, other.predicate) != (triple.subject, triple.predicate)]
            graphs[str(len(graphs))] = [*rest, *instead]
    return graphs


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_same_verdict_when_each_property_changes_in_turn(change: Change) -> None:
    theirs, mine = verdicts(spoilt(change))
    assert mine == theirs
    assert theirs


def test_each_rule_of_the_stock_schemas_is_broken_by_some_change() -> None:
    """Otherwise the agreement would say nothing about it."""
    broken = {
        path for change in CHANGES for verdict in verdicts(spoilt(change))[0].values() for _, path in verdict.violations
    }
    told = {triple.predicate.value for triple in good()} - {PREFIXES["rdf"] + "type"}
    assert {shorten(path) for path in told} == broken
