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


APART = "urn:img2fair:itself:"
"""Put before a site IRI that a publisher wrote out, so that it is not taken for the translation of a key."""


class Translation:
    """The tables of a site: keys to site IRIs, and site IRIs to keys.

    Publishers may also write the address of a record of the site themselves. ``apart`` and ``together`` are exact
    inverses even then; ``inward`` is not, and documents.py notes what it would get wrong.
    """

    def __init__(self, base: str, entries: Iterable[Entry]) -> None:
        self._outward = {entry.key: f"{base}/{entry.kind}/{entry.slug}" for entry in entries}
        self._inward = {there: key for key, there in self._outward.items()}
        written = {there: APART + there for there in self._inward if there not in self._outward}
        self._apart = self._outward | written
        self._together = {there: key for key, there in self._apart.items()}

    def site(self, key: str) -> str:
        """Return the site IRI of a record."""
        return self._outward[key]

    def outward(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in the site's IRIs."""
        return [_translated(triple, self._outward) for triple in triples]

    def inward(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in internal IRIs."""
        return [_translated(triple, self._inward) for triple in triples]

    def apart(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in the site's IRIs, those that were the site's before marked as such."""
        return [_translated(triple, self._apart) for triple in triples]

    def together(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in internal IRIs and the marks taken off: the inverse of ``apart``."""
        return [_translated(triple, self._together) for triple in triples]


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
