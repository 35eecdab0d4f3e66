"""Internal IRIs to the site's own, and back (design.md D4).

A record's internal IRI is its key; on the site it is ``<base>/<kind>/<slug>``. Fragments stay. Objects of properties
that hold the address of a document (``dcat:landingPage`` …) are no links between records and stay as they are, even
where an archive's page happens to have the address that is also a key.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Triple

from img2fair.rdf import iri
from img2fair.targets.site.entries import Entry

ADDRESSES = frozenset(
    map(
        iri,
        "dcat:accessURL dcat:downloadURL dcat:landingPage dcat:endpointURL dcat:endpointDescription foaf:page "
        "foaf:homepage foaf:mbox vcard:hasURL vcard:hasEmail cv:contactPage owl:sameAs".split(),
    )
)


class Translation:
    """The two tables of a site: keys to site IRIs, and site IRIs to keys."""

    def __init__(self, base: str, entries: Iterable[Entry]) -> None:
        self._outward = {entry.key: f"{base}/{entry.kind}/{entry.slug}" for entry in entries}
        self._inward = {there: key for key, there in self._outward.items()}

    def site(self, key: str) -> str:
        """Return the site IRI of a record."""
        return self._outward[key]

    def outward(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in the site's IRIs."""
        return [_translated(triple, self._outward) for triple in triples]

    def inward(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in internal IRIs."""
        return [_translated(triple, self._inward) for triple in triples]


def _translated(triple: Triple, table: Mapping[str, str]) -> Triple:
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
