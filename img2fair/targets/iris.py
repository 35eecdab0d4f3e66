"""Renaming records: from our internal IRIs to those of a target, and back (design.md D4).

Fragments stay. Objects of properties that hold the address of a document are no links between records and stay as they
are, even where an archive's page happens to have the address that is also a key.
"""

from collections.abc import Callable, Iterable, Mapping

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
    known: dict[NamedNode, NamedNode] = {}

    def of(node: NamedNode) -> NamedNode:
        """Return a node's new name; each is worked out once, however often it occurs."""
        found = known.get(node)
        if found is None:
            found = known[node] = _node(node, table)
        return found

    return [_triple(triple, of) for triple in triples]


def _triple(triple: Triple, of: Callable[[NamedNode], NamedNode]) -> Triple:
    subject = node = triple.subject
    found = end = triple.object
    if isinstance(node, NamedNode):
        node = of(node)
    if isinstance(end, NamedNode) and triple.predicate not in ADDRESSES:
        end = of(end)
    return triple if node is subject and end is found else Triple(node, triple.predicate, end)


def _node(node: NamedNode, table: Mapping[str, str]) -> NamedNode:
    if node.value in table:
        return NamedNode(table[node.value])
    head, mark, fragment = node.value.rpartition("#")
    return NamedNode(f"{table[head]}#{fragment}") if mark and head in table else node
