"""Our HealthDCAT-AP shapes say what the official files of Release 8 say, with every access right.

The makers keep one set of files for each access right; ours are one file for all and a small one for each. Compared is
what Release 8 adds: the DCAT-AP files it imports are the matter of test_official.py. The graphs of graphs-r8.yaml also
say what is to be found, so they are a test of ours where the official files are not at hand.
"""

from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF
from ruamel.yaml import YAML

from img2fair.assets import find_folder
from img2fair.rdf import from_file, shorten
from img2fair.shacl import load_profile, validate_graph
from img2fair.shacl.profile import Profile
from tests.shacl.agreement import (
    CHANGES,
    UNCHANGED,
    Change,
    Pair,
    Verdict,
    drop_dangling,
    move_pathless,
    official,
    official_shapes,
    ours,
    parted,
    removed,
    together,
    without_zone,
    zero,
)
from tests.shacl.cases import CASES, REFERENCE, X, changed, node
from tests.sizes import size

R8 = REFERENCE / "shacl" / "healthdcat-ap-r8"
needs_official = pytest.mark.skipif(not R8.is_dir(), reason="the official files are not at hand")

GLIOMA = X + "glioma"
LEVELS = {"public": "ar:PUBLIC", "restricted": "ar:RESTRICTED", "non-public": "ar:NON_PUBLIC"}
RULES: list[dict[str, Any]] = YAML(typ="safe").load(CASES / "graphs-r8.yaml")

CORPORATE = "advice that a catalogue's publisher be one of the EU's own bodies and have a type of ADMS; no hospital is"
GEONAMES = (
    "the official shape asks GeoNames addresses for skos:inScheme, which GeoNames does not say; ours for the form"
)
LEFT_OUT = {("x:catalog", "dct:publisher"): CORPORATE, ("x:publisher", "dct:type"): CORPORATE}
"""Advice of the official files that ours do not give, by node and path. Violations have no exception."""


def profile(level: str) -> Profile:
    folder = find_folder("shapes")
    return load_profile("healthdcat-ap", shapes=[folder / "healthdcat-ap.ttl", folder / f"healthdcat-ap-{level}.ttl"])


def by_officials(triples: list[ox.Triple], level: str) -> Verdict:
    files = (
        R8 / "shapes" / f"{level}-shapes.ttl",
        R8 / "ranges" / "range.ttl",
        R8 / "controlled-vocabularies" / "mdr-vocabularies.shape.ttl",
        R8 / "recommended" / f"{level}-shapes_recommended.ttl",
    )
    shapes = official_shapes(files, (drop_dangling, move_pathless))
    return official(triples, shapes, profile(level).tables())


def by_ours(triples: list[ox.Triple], level: str) -> Verdict:
    return ours(triples, [profile(level)])


def good(level: str) -> list[ox.Triple]:
    """The good graph, its datasets with the access right of a level."""
    rights = [[name, "dct:accessRights", LEVELS[level]] for name in ("x:glioma", "x:archive")]
    return changed(from_file(CASES / "good-r8.ttl"), rights)


def levels(number: int) -> list[str]:
    """The access rights a graph is judged with: all where they differ or at full size, else one in turn."""
    every = bool(set(RULES[number]) & set(LEVELS)) or size(0, 1)
    return list(LEVELS) if every else [list(LEVELS)[number % 3]]


ASKED = [(number, level) for number in range(len(RULES)) for level in levels(number)]
each_graph = pytest.mark.parametrize(
    ("number", "level"), ASKED, ids=[f"{RULES[number]['name']}, {level}" for number, level in ASKED]
)


@cache
def graphs(level: str) -> dict[str, list[ox.Triple]]:
    """The small graphs of a level, by their place in the list."""
    return {f"g{n}": changed(good(level), RULES[n].get("change", [])) for n, own in ASKED if own == level}


@cache
def seen_by_ours(level: str) -> dict[str, Verdict]:
    return parted(by_ours(together(graphs(level)), level), graphs(level))


@cache
def seen_by_officials(level: str) -> dict[str, Verdict]:
    return parted(by_officials(together(graphs(level)), level), graphs(level))


def wanted(rule: dict[str, Any], level: str) -> frozenset[Pair]:
    listed = [*rule.get("finds", []), *rule.get(level, [])]
    pairs = [text.partition(" ")[::2] for text in listed]
    return frozenset((node(name).value, shorten(node(path).value) if path else "") for name, path in pairs)


def test_the_graphs_are_many() -> None:
    assert all(sum(own == level for _, own in ASKED) >= 30 for level in LEVELS)
    assert len({rule["name"] for rule in RULES}) == len(RULES)


@each_graph
def test_what_is_found(number: int, level: str) -> None:
    assert seen_by_ours(level)[f"g{number}"].violations == wanted(RULES[number], level)


RIGHTS = [rule for rule in RULES if any(path == "dct:accessRights" for _, path, *_ in rule.get("change", []))]


@pytest.mark.parametrize("rule", [rule for rule in RIGHTS if rule.get("finds")], ids=lambda rule: rule["name"])
def test_a_wrong_access_right_is_found_without_its_file(rule: dict[str, Any]) -> None:
    """A dataset of no known access right is judged by the file for all alone."""
    for_all = load_profile("healthdcat-ap", shapes=[find_folder("shapes") / "healthdcat-ap.ttl"])
    assert wanted(rule, "public") <= ours(changed(good("public"), rule["change"]), [for_all]).violations
    assert ours(good("public"), [for_all]).violations == set()


@needs_official
@each_graph
def test_what_the_officials_find(number: int, level: str) -> None:
    assert seen_by_officials(level)[f"g{number}"].violations == wanted(RULES[number], level)


def advice(verdict: Verdict) -> set[Pair]:
    left_out = {(node(name).value, path) for name, path in LEFT_OUT}
    return set(verdict.advice - verdict.violations - left_out)


@needs_official
@each_graph
def test_the_same_advice(number: int, level: str) -> None:
    mine, theirs = seen_by_ours(level)[f"g{number}"], seen_by_officials(level)[f"g{number}"]
    geonames = {(GLIOMA, "dct:spatial")} if "GeoNames" in RULES[number]["name"] else set()
    assert advice(theirs) - geonames == advice(mine), GEONAMES


def depths(triples: list[ox.Triple]) -> dict[str, int]:
    """How far each node of ours is from the dataset. Nodes equally far can be changed at once: none judges another."""
    links: dict[str, set[str]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            links.setdefault(triple.subject.value, set()).add(triple.object.value)
    found = {X + "catalog": 0}
    new = {GLIOMA}
    while new:
        found |= dict.fromkeys(new, len(set(found.values())))
        new = {value for name in found for value in links[name] if value in links} - set(found)
    return found


def without_class(triple: ox.Triple) -> list[ox.Triple]:
    return [] if triple.predicate.value == str(RDF.type) else [triple]


def at_once(level: str, change: Change) -> dict[str, list[ox.Triple]]:
    """The good graph, all properties of the nodes at one depth changed, for each depth."""
    graph = good(level)
    far = depths(graph)
    second = ox.Triple(ox.NamedNode(X + "second"), ox.NamedNode(str(RDF.type)), ox.NamedNode(X + "c"))

    def altered(triple: ox.Triple, depth: int) -> list[ox.Triple]:
        kept = triple.predicate.value in UNCHANGED and change is not without_class
        mine = isinstance(triple.subject, ox.NamedNode) and far.get(triple.subject.value) == depth
        return list(change(triple)) if mine and not kept else [triple]

    return {
        f"d{depth}": [second, *(new for triple in graph for new in altered(triple, depth))]
        for depth in range(max(far.values()) + 1)
    }


SPOILING = (*(change for change in CHANGES if change not in (without_zone, zero)), without_class)
"""Without the changes that Release 8 has no rule about: dates are DCAT-AP's, and a count of 0 is allowed."""


SPOILT = [
    (change, level)
    for number, change in enumerate(SPOILING)
    for level in (LEVELS if change is removed or size(0, 1) else [list(LEVELS)[number % 3]])
]


@needs_official
@pytest.mark.parametrize(("change", "level"), SPOILT, ids=lambda value: getattr(value, "__name__", value))
def test_same_verdict_when_every_property_changes(change: Change, level: str) -> None:
    """Each property of every node dropped or spoiled: the nodes equally far from the catalogue at once."""
    spoilt = at_once(level, change)
    graph = together(spoilt)
    mine, theirs = parted(by_ours(graph, level), spoilt), parted(by_officials(graph, level), spoilt)
    for name in spoilt:
        assert mine[name].violations == theirs[name].violations
    assert any(verdict.violations for verdict in mine.values())


def one_by_one(level: str) -> dict[str, list[ox.Triple]]:
    """The good graph with one triple changed, for every triple and change."""
    graph = good(level)
    second = ox.Triple(ox.NamedNode(X + "second"), ox.NamedNode(str(RDF.type)), ox.NamedNode(X + "c"))
    found = {}
    for place, triple in enumerate(graph):
        kinds = [without_class] if triple.predicate.value in UNCHANGED else CHANGES
        for number, change in enumerate(kinds):
            new = list(change(triple))
            if new != [triple]:
                found[f"t{place}-{number}"] = [second, *graph[:place], *new, *graph[place + 1 :]]
    return found


@needs_official
@pytest.mark.parametrize("level", LEVELS)
def test_same_verdict_when_one_property_changes(level: str) -> None:
    """One property of one node changed and the rest left: some of them by default, every one at full size."""
    every = one_by_one(level)
    names = list(every)[:: size(61, 1)]
    for start in range(0, len(names), 50):
        batch = {name: every[name] for name in names[start : start + 50]}
        graph = together(batch)
        mine, theirs = parted(by_ours(graph, level), batch), parted(by_officials(graph, level), batch)
        differing = {name for name in batch if mine[name].violations != theirs[name].violations}
        assert differing == set()


@needs_official
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("path", sorted((REFERENCE / "examples").glob("healthdcat-ap-r8/*.ttl")), ids=lambda p: p.stem)
def test_same_verdict_on_official_examples(path: Any, level: str) -> None:
    triples = from_file(path)
    mine, theirs = by_ours(triples, level), by_officials(triples, level)
    assert mine == theirs
    assert {path for _, path in mine.violations} == ({"dct:accessRights"} if level != "non-public" else set())


@pytest.mark.parametrize("level", LEVELS)
def test_the_shipped_profile_takes_the_files_of_the_access_right(level: str) -> None:
    bare = changed(good(level), [["x:glioma", "dcat:keyword"], ["x:glioma", "dct:source", '"the archive"']])
    report = validate_graph(bare, [load_profile("healthdcat-ap")], source="bare.ttl")
    found = {
        f.property: (f.severity.value, "healthdcat-ap" in (f.profile or ""))
        for f in report.findings
        if f.focus == GLIOMA
    }
    wants_keyword = "violation" if level == "non-public" else "info"
    assert found[node("dcat:keyword").value] == (wants_keyword, True)
    assert found[node("dct:source").value] == ("violation", level == "public")
