"""What the page needs to know of each resource of a catalogue: from records, or from any DCAT graph."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from img2fair.model.record import KINDS, Count, Record
from img2fair.rdf import Term, expand, iri

CLASSES = {
    iri("dcat:Catalog"): "catalog",
    iri("dcat:Dataset"): "dataset",
    iri("dcat:Distribution"): "distribution",
    iri("dcat:DataService"): "data-service",
}
TYPE, TITLE, DISTRIBUTION = iri("rdf:type"), iri("dct:title"), iri("dcat:distribution")
_OTHER_DISTRIBUTIONS = (iri("adms:sample"), iri("healthdcatap:analytics"))

Facts = Mapping[str, tuple[Term, ...]]
"""What is said of one node: its values by the full IRI of the property."""


@dataclass(frozen=True, slots=True)
class Described:
    """One resource. ``kind`` is one of ``KINDS``; ``parent`` the key of the dataset that a distribution belongs to.

    ``iri`` is the node that its triples speak of; where it is empty, the key is that node.
    """

    key: str
    kind: str
    title: str
    project: str | None
    parent: str | None
    triples: tuple[Triple, ...]
    counts: tuple[Count, ...] = ()
    iri: str = ""

    @property
    def node(self) -> str:
        """The IRI of the resource, or the name of its blank node."""
        return self.iri or self.key


@dataclass(frozen=True, slots=True)
class Sheet:
    """A dataset with what is said of it and of each of its distributions."""

    dataset: Described
    facts: Facts
    distributions: tuple[tuple[Described, Facts], ...]


def described_of_records(records: Sequence[Record]) -> tuple[Described, ...]:
    """Return what the page needs of catalogue records."""
    return tuple(
        Described(
            key=record.key,
            kind=record.kind,
            title=_title(record.triples, record.iri) or record.key,
            project=record.project,
            parent=record.parent,
            triples=record.triples,
            counts=record.counts,
            iri=record.iri.value,
        )
        for record in records
    )


def described_of_graph(triples: Iterable[Triple]) -> tuple[Described, ...]:
    """Return what the page needs of the catalogue resources of a graph, in the order of their first triples.

    A resource has its own triples and those of the nodes below it that are no resources themselves.
    """
    by_subject: dict[NamedNode | BlankNode, list[Triple]] = {}
    for triple in dict.fromkeys(triples):
        if not isinstance(triple.subject, NamedNode | BlankNode):
            continue
        by_subject.setdefault(triple.subject, []).append(triple)
    kinds = {subject: kind for subject, listed in by_subject.items() if (kind := _kind(listed))}
    parents = {
        triple.object: subject
        for subject, listed in by_subject.items()
        for triple in listed
        if triple.predicate in (DISTRIBUTION, *_OTHER_DISTRIBUTIONS)
        and isinstance(triple.object, NamedNode | BlankNode)
    }
    found = []
    for subject, kind in kinds.items():
        own = _own(subject, by_subject, kinds)
        parent = parents.get(subject) if kind == "distribution" else None
        found.append(
            Described(_name(subject), kind, _title(own, subject) or _name(subject), None, parent and _name(parent), own)
        )
    return tuple(found)


def facts_of(described: Described) -> Facts:
    """Return what is said of the resource itself, by property."""
    found: dict[str, tuple[Term, ...]] = {}
    for triple in described.triples:
        value = triple.object
        if _name(triple.subject) == described.node and isinstance(value, NamedNode | BlankNode | Literal):
            found[triple.predicate.value] = (*found.get(triple.predicate.value, ()), value)
    return found


def sheets(catalogue: Sequence[Described]) -> tuple[Sheet, ...]:
    """Return the datasets of a catalogue, each with its distributions, in the catalogue's order.

    Only what ``dcat:distribution`` would tie counts; a sample or an analytics file of HealthDCAT-AP is tied otherwise,
    but describes files of the dataset as well.
    """
    below: dict[str, list[Described]] = {}
    for one in catalogue:
        if one.kind == "distribution" and one.parent:
            below.setdefault(one.parent, []).append(one)
    return tuple(
        Sheet(one, facts_of(one), tuple((part, facts_of(part)) for part in below.get(one.key, ())))
        for one in catalogue
        if one.kind == "dataset"
    )


def texts(facts: Facts, curie: str) -> tuple[str, ...]:
    """Return the values of a property as texts: IRIs and literals, blank nodes left out."""
    values = facts.get(expand(curie), ())
    return tuple(value.value for value in values if not isinstance(value, BlankNode) and value.value.strip())


def has(facts: Facts, curie: str) -> bool:
    """Tell whether a property has a value that says something."""
    values = facts.get(expand(curie), ())
    return any(isinstance(value, BlankNode) or bool(value.value.strip()) for value in values)


def _name(node: object) -> str:
    return node.value if isinstance(node, NamedNode | BlankNode) else str(node)


def _kind(triples: Iterable[Triple]) -> str:
    """Return the kind of a node by its types; a catalogue may be typed as a dataset too (DCAT 3, section 6.3)."""
    types = (t.object for t in triples if t.predicate == TYPE)
    kinds = {CLASSES.get(one, "") for one in types if isinstance(one, NamedNode)}
    return next((kind for kind in KINDS if kind in kinds), "")


def _own(
    subject: NamedNode | BlankNode,
    by_subject: Mapping[NamedNode | BlankNode, Sequence[Triple]],
    kinds: Mapping[NamedNode | BlankNode, str],
) -> tuple[Triple, ...]:
    seen, waiting, own = {subject}, [subject], []
    while waiting:
        for triple in by_subject[waiting.pop(0)]:
            own.append(triple)
            node = triple.object
            if (
                isinstance(node, NamedNode | BlankNode)
                and node in by_subject
                and node not in kinds
                and node not in seen
            ):
                seen.add(node)
                waiting.append(node)
    return tuple(own)


def _title(triples: Iterable[Triple], subject: NamedNode | BlankNode) -> str:
    """Return the title in English, else the first."""
    found = [t.object for t in triples if t.subject == subject and t.predicate == TITLE]
    told = [title for title in found if isinstance(title, Literal)]
    return next((t.value for t in told if (t.language or "").startswith("en")), told[0].value if told else "")
