"""Our shapes say what the official files say: on every official example and on every property of a good graph, changed.

DCAT-AP 3.0.1 comes twice from its makers: hand-kept (split/) and generated (dcat-ap-SHACL.ttl). They differ in small
things; ours is measured against both together. What is compared is the set of (focus node, path) of violations.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import SH, BNode, Graph, URIRef

from img2fair.errors import UsageFault
from img2fair.findings import Severity
from img2fair.rdf import PREFIXES, from_file, shorten, to_text
from img2fair.shacl import load_profile
from img2fair.shacl.judge import judge
from img2fair.shacl.profile import Profile
from img2fair.shacl.vocabulary import background
from tests.shacl.cases import REFERENCE, X, good

pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the official files are not at hand")

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

Pair = tuple[str, str]


def as_written(text: str) -> Graph:
    """The graph with its literals as they stand: rdflib would make a bad date good ("2009-05-19 14:39" a dateTime)."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        return Graph().parse(data=text, format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = before


@cache
def official_shapes(files: tuple[Path, ...]) -> Graph:
    """The official files with the one repair without which pyshacl stops: links to shapes that are not there."""
    graph = Graph()
    for file in files:
        graph.parse(file)
    for shape in set(graph.objects(None, SH.property)):
        if (shape, None, None) not in graph:
            graph.remove((None, SH.property, shape))
    return graph


def official(triples: list[ox.Triple], name: str) -> set[Pair]:
    facts = background(triples, load_profile(name).tables())
    text = to_text([*triples, *facts], "ntriples")
    own = {str(t.subject.value) for t in triples if isinstance(t.subject, ox.NamedNode | ox.BlankNode)}
    found: set[Pair] = set()
    for files in OFFICIAL[name]:
        data = as_written(text)
        blank = {str(node) for node in data.subjects() if isinstance(node, BNode)}
        shapes = official_shapes(files)
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none")
        assert isinstance(report, Graph)
        for result in report.objects(None, SH.result):
            focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
            if report.value(result, SH.resultSeverity) == SH.Violation and isinstance(path, URIRef):
                shown = "_:" if str(focus) in blank else str(focus)
                if shown == "_:" or shown in own:
                    found.add((shown, shorten(str(path))))
    return found


def ours(triples: list[ox.Triple], name: str) -> set[Pair]:
    profile: Profile = load_profile(name)
    return {
        ("_:" if result.focus.kind == "blank" else result.focus.text, shorten(result.path))
        for result in judge(triples, [profile])
        if result.severity is Severity.VIOLATION
    }


def unexplained(triples: list[ox.Triple], name: str) -> tuple[set[Pair], set[Pair]]:
    """What only the official files, and what only ours find, without the agreed exceptions."""
    classes: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == PREFIXES["rdf"] + "type" and isinstance(triple.object, ox.NamedNode):
            key = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else "_:"
            classes.setdefault(key, set()).add(shorten(triple.object.value))

    def agreed(pair: Pair, table: dict[tuple[str, str, str], str]) -> bool:
        return any((name, kind, pair[1]) in table for kind in classes.get(pair[0], ()))

    theirs, mine = official(triples, name), ours(triples, name)
    return (
        {pair for pair in theirs - mine if not agreed(pair, LOOSER)},
        {pair for pair in mine - theirs if not agreed(pair, STRICTER)},
    )


def parses(path: Path) -> bool:
    """Two official examples are not valid Turtle; there is nothing to agree on."""
    try:
        return bool(from_file(path))
    except UsageFault:
        return False


def examples() -> list[Path]:
    return [path for path in sorted((REFERENCE / "examples").glob("*/*.ttl")) if parses(path)]


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("path", examples(), ids=lambda path: path.stem)
def test_same_verdict_on_official_examples(path: Path, name: str) -> None:
    assert unexplained(from_file(path), name) == (set(), set())


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_good_graph_breaks_no_rule(name: str) -> None:
    assert ours(good(), name) == set()
    known = {(X + "checksum", "spdx:algorithm"), (X + "record", "foaf:primaryTopic")}
    assert official(good(), name) <= known


Change = Callable[[ox.Triple], Iterable[ox.Triple]]


def removed(triple: ox.Triple) -> Iterable[ox.Triple]:
    return ()


def twice(triple: ox.Triple) -> Iterable[ox.Triple]:
    """A second value of the same kind: for a link the same node's twin, for a text one in the same language."""
    value = triple.object
    if isinstance(value, ox.Literal):
        other = {"1024": "2048", "0.001": "0.002", "PT1S": "PT2S", "CAFE": "BEEF"}.get(value.value)
        text = other or (value.value.replace("T15", "T16").replace("T00", "T01") if "T" in value.value else "7")
        text = text if other or text != value.value else "other"
        if value.language:
            return (triple, ox.Triple(triple.subject, triple.predicate, ox.Literal("other", language=value.language)))
        return (triple, ox.Triple(triple.subject, triple.predicate, ox.Literal(text, datatype=value.datatype)))
    return (triple, ox.Triple(triple.subject, triple.predicate, ox.NamedNode(X + "second")))


def other_kind(triple: ox.Triple) -> Iterable[ox.Triple]:
    """A text for a link, a link for a text."""
    literal = isinstance(triple.object, ox.Literal)
    value = ox.NamedNode(X + "page") if literal else ox.Literal("a text")
    return (ox.Triple(triple.subject, triple.predicate, value),)


def blank(triple: ox.Triple) -> Iterable[ox.Triple]:
    """A node without address and without class."""
    return (ox.Triple(triple.subject, triple.predicate, ox.BlankNode("nothing")),)


def other_type(triple: ox.Triple) -> Iterable[ox.Triple]:
    """The same text as a text, a number as another number, a date without zone; for a link another class."""
    value = triple.object
    if isinstance(value, ox.Literal):
        kind = "string" if value.datatype.value != PREFIXES["xsd"] + "string" else "anyURI"
        typed = ox.Literal(value.value, datatype=ox.NamedNode(PREFIXES["xsd"] + kind))
        return (ox.Triple(triple.subject, triple.predicate, typed),)
    return (ox.Triple(triple.subject, triple.predicate, ox.NamedNode(X + "instant")),)


def without_zone(triple: ox.Triple) -> Iterable[ox.Triple]:
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value.endswith("dateTime"):
        bare = ox.Literal("2024-05-27T15:00:00", datatype=value.datatype)
        return (ox.Triple(triple.subject, triple.predicate, bare),)
    return (triple,)


def zero(triple: ox.Triple) -> Iterable[ox.Triple]:
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value.endswith("nonNegativeInteger"):
        return (ox.Triple(triple.subject, triple.predicate, ox.Literal("0", datatype=value.datatype)),)
    return (triple,)


CHANGES: tuple[Change, ...] = (removed, twice, other_kind, blank, other_type, without_zone, zero)
UNCHANGED = {PREFIXES["rdf"] + "type"}


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_same_verdict_when_every_property_changes(change: Change, name: str) -> None:
    """Each node of the good graph with all its properties changed at once, the nodes it links to left as they are.

    The constraints of these profiles each look at one property, so a verdict on (node, property) is that of the
    property changed alone; changed together they need one run instead of some hundreds.
    """
    graph = good()
    subjects = sorted({triple.subject.value for triple in graph if isinstance(triple.subject, ox.NamedNode)})
    changed = list(graph)
    for subject in subjects:
        copy = ox.NamedNode(subject + "-changed")
        for triple in graph:
            if triple.subject == ox.NamedNode(subject):
                moved = ox.Triple(copy, triple.predicate, triple.object)
                changed += [moved] if triple.predicate.value in UNCHANGED else change(moved)
    changed.append(ox.Triple(ox.NamedNode(X + "second"), ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(X + "c")))
    assert unexplained(changed, name) == (set(), set())
