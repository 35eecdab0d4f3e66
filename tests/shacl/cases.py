"""Where the cases of these tests are, and short ways to read them."""

from pathlib import Path

import pyoxigraph as ox

from img2fair.model import Gap, Origin, Record, Source, Visibility
from img2fair.rdf import expand, from_file, shorten

CASES = Path(__file__).parents[1] / "cases" / "shacl"
REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
X = "https://xnat.example.org/"
SHORT = {
    "csvw": "http://www.w3.org/ns/csvw#",
    "eu": "http://publications.europa.eu/resource/authority/",
    "geodcatap": "http://data.europa.eu/930/",
    "hdeu": "https://hdeu-dcat.data.health.europa.eu/resource/authority/",
    "iana": "http://www.iana.org/assignments/media-types/",
}
"""Prefixes of cases beside those of img2fair.rdf."""


def good() -> list[ox.Triple]:
    return from_file(CASES / "good.ttl")


def lgg() -> list[ox.Triple]:
    return from_file(CASES / "lgg.ttl")


def node(name: str) -> ox.NamedNode:
    """A node of ours (x:glioma) or any CURIE."""
    prefix, _, local = name.partition(":")
    if prefix in SHORT:
        return ox.NamedNode(SHORT[prefix] + local)
    return ox.NamedNode(X + local if prefix == "x" else expand(name))


TIES = {"x:lgg-dicom": "x:lgg"}
KINDS = {"Catalog": "catalog", "Dataset": "dataset", "Distribution": "distribution", "DataService": "data-service"}


def value(text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A term as a case writes it: <IRI>, _:b, x:name, "text"@en, "1"^^xsd:integer."""
    if text.startswith("<"):
        return ox.NamedNode(text[1:-1])
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    if not text.startswith('"'):
        return node(text)
    body, _, tail = text[1:].rpartition('"')
    if tail.startswith("@"):
        return ox.Literal(body, language=tail[1:])
    return ox.Literal(body, datatype=node(tail[2:])) if tail else ox.Literal(body)


def changed(triples: list[ox.Triple], changes: list[list[str]]) -> list[ox.Triple]:
    """The graph with properties set anew: each change is [node, property, value …]."""
    for subject, predicate, *values in changes:
        focus = value(subject)
        assert not isinstance(focus, ox.Literal)
        triples = [t for t in triples if (t.subject, t.predicate) != (focus, node(predicate))]
        triples = triples + [ox.Triple(focus, node(predicate), value(text)) for text in values]
    return triples


def group(
    triples: list[ox.Triple],
    origins: dict[str, list[str]] | None = None,
    gaps: dict[str, list[str]] | None = None,
    name: str = "x:lgg",
) -> tuple[Record, ...]:
    """The dataset's record and its distributions'. ``origins`` and ``gaps``: property → [rule, path …]."""
    heads = [name, *(child for child, parent in TIES.items() if parent == name)]
    records = []
    for head in heads:
        own = tuple(t for t in triples if _head(t.subject, heads) == head)
        if own:
            records.append(_record(head, own, origins or {}, gaps or {}))
    return tuple(records)


def _head(subject: ox.NamedNode | ox.BlankNode | ox.Triple, heads: list[str]) -> str:
    found = [head for head in heads if str(subject).strip("<>").partition("#")[0] == node(head).value]
    return found[0] if found else heads[0]


def _record(
    head: str, triples: tuple[ox.Triple, ...], origins: dict[str, list[str]], gaps: dict[str, list[str]]
) -> Record:
    project = head.removeprefix("x:").partition("-")[0]
    known = {
        triple: Origin(rule, tuple(Source(path) for path in paths))
        for triple in triples
        for where, (rule, *paths) in origins.items()
        if where in (shorten(triple.predicate.value), f"{short(triple.subject)} {shorten(triple.predicate.value)}")
    }
    missed = []
    for where, (rule, *paths) in gaps.items():
        subject, _, predicate = where.partition(" ")
        if node(subject).value.partition("#")[0] == node(head).value:
            missed.append(Gap(node(subject), node(predicate), rule, tuple(paths), required=True))
    kinds = [t.object.value.rpartition("#")[2] for t in triples if isinstance(t.object, ox.NamedNode)]
    return Record(
        key=node(head).value,
        kind=next((KINDS[kind] for kind in kinds if kind in KINDS), "dataset"),
        iri=node(head),
        visibility=Visibility.PUBLIC,
        triples=triples,
        origins=known,
        project=project,
        parent=node(TIES[head]).value if head in TIES else None,
        relation=node("dcat:distribution") if head in TIES else None,
        gaps=tuple(missed),
    )


def short(term: object) -> str:
    """The way cases write an IRI of ours: x:lgg#publisher."""
    return str(term).strip("<>").replace(X, "x:")
