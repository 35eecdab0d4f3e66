"""Records as they are wanted, and as a target holds them, for tests of the plan."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from img2fair import rdf
from img2fair.model import Change, Observed, Origin, Published, Record, State, Stranger, Visibility
from img2fair.plan import Evidence, is_record, make_plan

ARCHIVE = "https://xnat.example.org"
NOW, BEFORE = "2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"
THERE = "https://fdp.example.org"


def key_of(project: str) -> str:
    return f"{ARCHIVE}/data/projects/{project}"


def wanted(project: str, title: str = "A title", identifiers: Iterable[str] = ()) -> Record:
    """A dataset as a mapping makes it."""
    node = NamedNode(key_of(project))
    triples = (
        Triple(node, rdf.iri("rdf:type"), rdf.iri("dcat:Dataset")),
        Triple(node, rdf.iri("dct:title"), Literal(title, language="en")),
        *(Triple(node, rdf.iri("dct:identifier"), Literal(one)) for one in identifiers),
    )
    return Record(
        key=node.value,
        kind="dataset",
        iri=node,
        visibility=Visibility.PUBLIC,
        triples=triples,
        origins={triple: Origin("test.yaml:1:1") for triple in triples},
        slug=project,
        project=project,
        parent=None,
        mapping="test 1",
    )


def stranger(name: str, *identifiers: str, issued: str = BEFORE, **more: Any) -> Stranger:
    """A dataset of another tool."""
    at = f"{THERE}/dataset/{name}"
    triples = (
        Triple(NamedNode(at), rdf.iri("rdf:type"), rdf.iri("dcat:Dataset")),
        Triple(NamedNode(at), rdf.iri("dct:title"), Literal(f"Old {name}")),
        *(Triple(NamedNode(at), rdf.iri("dct:identifier"), Literal(one)) for one in identifiers),
    )
    made = Stranger(at, "dataset", f"{THERE}/catalog/1", f"Old {name}", frozenset(identifiers), issued, triples)
    return replace(made, **more)


def evidence(private: Iterable[str] = (), addresses: tuple[str, ...] = ()) -> Evidence:
    """What a whole harvest testifies."""
    nothing: frozenset[str] = frozenset()
    return Evidence(ARCHIVE, frozenset(private), nothing, nothing, nothing, True, nothing, addresses)


def held(change: Change) -> Published:
    """A record as a target holds it after a change was written."""
    triples = rdf.from_text(change.nquads, "nquads")
    own = tuple(triple for triple in triples if not is_record(triple.subject, change.key))
    return Published(change.key, change.kind, change.slug, change.parent, change.project, own, rdf.digest(own), BEFORE,
                     BEFORE)  # fmt: skip


def showing(*records: Record, strangers: Iterable[Stranger] = ()) -> Observed:
    """What a target holds after these records were written."""
    plan = make_plan(Observed("t", {}), records, {}, evidence(), BEFORE)
    return Observed("t", {change.key: held(change) for change in plan.changes}, strangers=tuple(strangers))


def edited(observed: Observed, project: str, *triples: Triple, without: Iterable[Triple] = ()) -> Observed:
    """The same after somebody changed a record in the target's own form."""
    was = observed.records[key_of(project)]
    gone = set(without)
    now = tuple(triple for triple in (*was.triples, *triples) if triple not in gone)
    return replace(observed, records={**observed.records, was.key: replace(was, triples=now)})


def keyword(project: str, word: str) -> Triple:
    return Triple(NamedNode(key_of(project)), rdf.iri("dcat:keyword"), Literal(word))


def title(project: str, text: str) -> Triple:
    return Triple(NamedNode(key_of(project)), rdf.iri("dct:title"), Literal(text, language="en"))


DRAFT = State.DRAFT
