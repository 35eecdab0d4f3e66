"""Our shapes say what the official files say: on every official example and on every property of a good graph, changed.

DCAT-AP 3.0.1 comes twice from its makers: hand-kept (split/) and generated (dcat-ap-SHACL.ttl). They differ in small
things; ours is measured against both together. What is compared is the set of (focus node, path) of violations. The
graphs of graphs.yaml also say what is to be found, so they are a test of ours where the official files are not at hand.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from ruamel.yaml import YAML

from img2fair.errors import UsageFault
from img2fair.rdf import PREFIXES, from_file, shorten
from img2fair.shacl import load_profile
from tests.shacl.agreement import (
    CHANGES,
    UNCHANGED,
    Change,
    Pair,
    classes,
    drop_dangling,
    moved,
    official_shapes,
    ours,
    parted,
)
from tests.shacl.agreement import official as judged_officially
from tests.shacl.cases import CASES, REFERENCE, X, changed, good, node
from tests.sizes import size

needs_official = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the official files are not at hand")

SHACL = REFERENCE / "shacl"
SPLIT = SHACL / "dcat-ap-3.0.1" / "split"
OFFICIAL = {
    "dcat-ap": (
        (SPLIT / "shapes.ttl", SPLIT / "range.ttl", SPLIT / "mdr-vocabularies.shape.ttl"),
        (SHACL / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl",),
    ),
    "health-ri-core": ((SHACL / "health-ri-core-v2.0.2" / "ValidationShape" / "HRI-Datamodel-shapes.ttl",),),
}

DATES = "the hand-kept file says sh:shape, which SHACL does not know, so its own rule on dates never runs; ours does"
GEOMETRY = "the two official files contradict each other (text, node); ours follows the hand-kept one"
TOPIC = "the generated file wants the class dcat:Resource, which a dataset has only by inference"
SPDX = "the official pattern wants https://spdx.org, but the terms of SPDX begin with http://"

STRICTER = {
    ("dcat-ap", "dcat:Dataset", "dct:issued"): DATES,
    ("dcat-ap", "dcat:Dataset", "dct:modified"): DATES,
    ("dcat-ap", "dcat:CatalogRecord", "dct:modified"): DATES,
    ("dcat-ap", "dct:PeriodOfTime", "dcat:startDate"): DATES,
    ("dcat-ap", "dct:PeriodOfTime", "dcat:endDate"): DATES,
}
"""Ours finds something where the official files do not."""

LOOSER = {
    ("dcat-ap", "dct:Location", "locn:geometry"): GEOMETRY,
    ("dcat-ap", "dcat:CatalogRecord", "foaf:primaryTopic"): TOPIC,
    ("dcat-ap", "spdx:Checksum", "spdx:algorithm"): SPDX,
}
"""The official files find something where ours does not."""

RULES: list[dict[str, Any]] = YAML(typ="safe").load(CASES / "graphs.yaml")


def official(triples: list[ox.Triple], name: str) -> frozenset[Pair]:
    tables = load_profile(name).tables()
    found = (judged_officially(triples, official_shapes(files, (drop_dangling,)), tables) for files in OFFICIAL[name])
    return frozenset(pair for verdict in found for pair in verdict.violations)


def mine(triples: list[ox.Triple], name: str) -> frozenset[Pair]:
    return ours(triples, [load_profile(name)]).violations


def unexplained(triples: list[ox.Triple], name: str) -> tuple[set[Pair], set[Pair]]:
    """What only the official files, and what only ours find, without the agreed exceptions."""
    kinds = classes(triples)

    def agreed(pair: Pair, table: dict[tuple[str, str, str], str]) -> bool:
        return any((name, kind, pair[1]) in table for kind in kinds.get(pair[0], ()))

    theirs, own = official(triples, name), mine(triples, name)
    return (
        {pair for pair in theirs - own if not agreed(pair, LOOSER)},
        {pair for pair in own - theirs if not agreed(pair, STRICTER)},
    )


def parses(path: Path) -> bool:
    """Two official examples are not valid Turtle; there is nothing to agree on."""
    try:
        return bool(from_file(path))
    except UsageFault:
        return False


def examples() -> list[Path]:
    return [path for path in sorted((REFERENCE / "examples").glob("*/*.ttl")) if parses(path)]


@needs_official
@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("path", examples(), ids=lambda path: path.stem)
def test_same_verdict_on_official_examples(path: Path, name: str) -> None:
    assert unexplained(from_file(path), name) == (set(), set())


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_good_graph_breaks_no_rule(name: str) -> None:
    assert mine(good(), name) == set()
    if REFERENCE.is_dir():
        known = {(X + "checksum", "spdx:algorithm"), (X + "record", "foaf:primaryTopic")}
        assert official(good(), name) <= known


@cache
def graphs() -> dict[str, list[ox.Triple]]:
    """The nodes that each small graph changes, at addresses of its own; the good graph holds all they link to."""
    found = {}
    for number, rule in enumerate(RULES):
        own = {node(name).value for name, *_ in rule["change"]}
        triples = (t for t in changed(good(), rule["change"]) if str(t.subject).strip("<>") in own)
        found[f"g{number}"] = moved(triples, f"g{number}", own)
    return found


def all_graphs() -> list[ox.Triple]:
    return [*good(), *(triple for triples in graphs().values() for triple in triples)]


@cache
def seen(name: str) -> dict[str, frozenset[Pair]]:
    verdict = ours(all_graphs(), [load_profile(name)])
    return {graph: each.violations for graph, each in parted(verdict, graphs()).items()}


def wanted(rule: dict[str, Any], name: str) -> frozenset[Pair]:
    pairs = (text.split(" ") for text in [*rule.get("finds", []), *rule.get(name, [])])
    return frozenset((node(focus).value, shorten(node(path).value)) for focus, path in pairs)


def test_the_graphs_are_many_and_each_breaks_a_rule() -> None:
    assert len({rule["name"] for rule in RULES}) == len(RULES) >= 40
    assert all(rule.keys() & {"finds", *OFFICIAL} for rule in RULES)


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("number", range(len(RULES)), ids=[rule["name"] for rule in RULES])
def test_what_is_found(number: int, name: str) -> None:
    assert seen(name)[f"g{number}"] == wanted(RULES[number], name)


@needs_official
@pytest.mark.parametrize("name", OFFICIAL)
def test_the_officials_find_the_same(name: str) -> None:
    assert unexplained(all_graphs(), name) == (set(), set())


SECOND = ox.Triple(ox.NamedNode(X + "second"), ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(X + "c"))


@needs_official
@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_same_verdict_when_every_property_changes(change: Change, name: str) -> None:
    """Each node of the good graph with all its properties changed at once, the nodes it links to left as they are.

    The constraints of these profiles each look at one property, so a verdict on (node, property) is that of the
    property changed alone; changed together they need one run instead of some hundreds.
    """
    graph = good()
    subjects = sorted({triple.subject.value for triple in graph if isinstance(triple.subject, ox.NamedNode)})
    altered = [*graph, SECOND]
    for subject in subjects:
        copy = ox.NamedNode(subject + "-changed")
        for triple in graph:
            if triple.subject == ox.NamedNode(subject):
                own = ox.Triple(copy, triple.predicate, triple.object)
                altered += [own] if triple.predicate.value in UNCHANGED else change(own)
    assert unexplained(altered, name) == (set(), set())


@needs_official
@pytest.mark.parametrize("profile", OFFICIAL)
def test_same_verdict_when_one_property_changes(profile: str) -> None:
    """One property of one node changed, the rest left: some of them by default, every one at full size."""
    graph = good()
    every = {}
    for place, triple in enumerate(graph):
        rest = [t for t in (*graph[:place], *graph[place + 1 :]) if t.subject == triple.subject]
        for number, change in enumerate(CHANGES if triple.predicate.value not in UNCHANGED else ()):
            new = list(change(triple))
            if new != [triple]:
                at = f"t{place}-{number}"
                every[at] = moved([*rest, *new], at, {str(triple.subject).strip("<>")})
    chosen = list(every)[:: size(23, 1)]
    for start in range(0, len(chosen), 200):
        copies = [triple for name in chosen[start : start + 200] for triple in every[name]]
        assert unexplained([*graph, SECOND, *copies], profile) == (set(), set())
