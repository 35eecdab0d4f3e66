"""Renaming records: from our internal IRIs to those of a target, and back (design.md D4).

Fragments stay. Objects of properties that hold the address of a document are no links between records and stay as they
are, even where an archive's page happens to have the address that is also a key.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Triple

from img2fair.rdf import iri

ADDRESSES = frozenset(
    map(
        iri,
        "dcat:accessURL dcat:downloadURL dcat:landingPage dcat:endpointURL dcat:endpointDescription foaf:page "
        "foaf:homepage foaf:mbox vcard:hasURL vcard:hasEmail cv:contactPage owl:sameAs".split(),
    )
)


def renamed(triples: Iterable[Triple], table: Mapping[str, str]) -> list[Triple]:
    """Return the triples with the records of the table renamed, each with its fragments."""
    return [_triple(triple, table) for triple in triples]


def _triple(triple: Triple, table: Mapping[str, str]) -> Triple:
    subject, found = triple.subject, triple.object
    if isinstance(subject, NamedNode):
        subject = _node(subject, table)
    if isinstance(found, NamedNode) and triple.predicate not in ADDRESSES:
        found = _node(found, table)
    return Triple(subject, triple.predicate, found)


def _node(node: NamedNode, table: Mapping[str, str]) -> NamedNode:
    if node.value in table:
        return NamedNode(table[node.value])
    head, mark, fragment = node.value.rpartition("#")
    return NamedNode(f"{table[head]}#{fragment}") if mark and head in table else node
