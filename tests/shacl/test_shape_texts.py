"""Every shape we ship says in English and in Dutch what it is, what is wrong and how to mend it."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from img2fair.assets import find_folder
from img2fair.shacl import load_profile
from img2fair.shacl.shapes import OWN

FILES = sorted(find_folder("shapes").glob("*.ttl"))
TEXTS = (SH.name, SH.message, SH.description)
LANGUAGES = ("en", "nl")
FACTS = re.compile(r"\b(?!https?:)[a-z][a-z-]*:[A-Za-z]\w*|\^\^|<[^>]+>|\b\d+\b")
"""What a translation leaves as it is: CURIEs, addresses, numbers."""

COUNTS = (
    ("exactly", "precies één", 1, 1),
    ("at least", "minstens één", 1, None),
    ("at most", "hoogstens één", None, 1),
)
"""Words for counts in both languages, and the constraints they tell of, where the text is that of a count."""

by_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def graph_of(path: Path) -> Graph:
    return Graph().parse(path)


def shapes(graph: Graph) -> set[Node]:
    """All shapes but those that are switched off."""
    typed = set(graph.subjects(RDF.type, SH.NodeShape)) | set(graph.subjects(RDF.type, SH.PropertyShape))
    return (typed | set(graph.objects(None, SH.property))) - set(graph.subjects(SH.deactivated, Literal(True)))


def text(graph: Graph, shape: Node, term: Node, language: str) -> str:
    found = [str(value) for value in graph.objects(shape, term) if getattr(value, "language", None) == language]
    assert len(found) == 1, (shape, term, language, found)
    return found[0]


@by_file
def test_every_shape_has_an_address_a_severity_and_its_texts(path: Path) -> None:
    graph = graph_of(path)
    assert shapes(graph)
    for shape in shapes(graph):
        assert isinstance(shape, URIRef) and shape.startswith(OWN), shape
        assert len(list(graph.objects(shape, SH.severity))) == 1, shape
        for term in TEXTS:
            assert len(list(graph.objects(shape, term))) == len(LANGUAGES), (shape, term)
            for language in LANGUAGES:
                said = text(graph, shape, term, language)
                assert said == " ".join(said.split()) and said, (shape, said)
                assert term == SH.name or said.endswith("."), (shape, said)
    assert shapes(graph) == {shape for shape in graph.subjects() if (shape, SH.severity, None) in graph}


@by_file
def test_property_shapes_have_a_path_and_node_shapes_none(path: Path) -> None:
    graph = graph_of(path)
    for shape in shapes(graph):
        assert ((shape, RDF.type, SH.PropertyShape) in graph) == ((shape, SH.path, None) in graph), shape


@by_file
def test_shapes_that_others_measure_by_are_not_lighter_than_a_violation(path: Path) -> None:
    """The judge lets a nested shape of severity sh:Warning or sh:Info pass, so a sh:not on it would always fail."""
    graph = graph_of(path)
    nested = {shape for link in (SH.node, SH["not"], SH.qualifiedValueShape) for shape in graph.objects(None, link)}
    for link in (SH["or"], SH["and"], SH.xone):
        nested |= {shape for members in graph.objects(None, link) for shape in Collection(graph, members)}
    inner = {shape for owner in nested for shape in graph.objects(owner, SH.property)}
    targeted = set(graph.subjects(SH.targetClass, None))
    for shape in nested | {shape for shape in inner if not set(graph.subjects(SH.property, shape)) & targeted}:
        assert graph.value(shape, SH.severity, default=SH.Violation) == SH.Violation, shape


@by_file
def test_sentences_are_translated_and_keep_their_facts(path: Path) -> None:
    graph = graph_of(path)
    for shape in shapes(graph):
        english, dutch = (text(graph, shape, SH.message, language) for language in LANGUAGES)
        assert english != dutch
        assert sorted(FACTS.findall(english)) == sorted(FACTS.findall(dutch)), (english, dutch)
        assert text(graph, shape, SH.description, "en") != text(graph, shape, SH.description, "nl")


@by_file
def test_no_two_properties_of_a_shape_are_told_in_the_same_words(path: Path) -> None:
    graph = graph_of(path)
    for owner in set(graph.subjects(SH.property, None)):
        for language in LANGUAGES:
            told: dict[str, Node] = {}
            for shape in sorted(graph.objects(owner, SH.property), key=str):
                said = text(graph, shape, SH.message, language)
                assert said not in told, (shape, told.get(said), said)
                told[said] = shape


@by_file
def test_words_for_counts_agree_with_each_other_and_with_the_constraint(path: Path) -> None:
    graph = graph_of(path)
    for shape in graph.subjects(RDF.type, SH.PropertyShape):
        english, dutch = (text(graph, shape, SH.message, language) for language in LANGUAGES)
        counts = graph.value(shape, SH.minCount), graph.value(shape, SH.maxCount)
        for in_english, in_dutch, least, most in COUNTS:
            assert len(re.findall(rf"\b{in_english} onc?e\b", english)) == dutch.count(in_dutch), (english, dutch)
            if re.match(rf"An? [\w -]+ (needs|has) {in_english} one\b", english):
                assert counts == tuple(None if n is None else Literal(n) for n in (least, most)), (shape, english)


def test_a_name_is_translated_in_one_way() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for graph in map(graph_of, FILES):
        for shape in shapes(graph):
            names[text(graph, shape, SH.name, "en").casefold()].add(text(graph, shape, SH.name, "nl").casefold())
    assert {name: dutch for name, dutch in names.items() if len(dutch) > 1} == {}


def test_the_judge_is_given_both_languages() -> None:
    infos = load_profile("health-ri-core").shapes().infos
    title = infos[f"{OWN}health-ri-core#dataset-title"]
    assert (title.name, title.name_nl) == ("title", "titel")
    assert title.message_nl == "Een dataset moet minstens één titel hebben, steeds een tekst, hoogstens één per taal."
    assert title.hint_nl.startswith("Schrijf één korte naam")
    assert all(info.name_nl and info.message_nl and info.hint_nl for info in infos.values())
