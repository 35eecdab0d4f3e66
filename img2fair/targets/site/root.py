"""The FAIR Data Point's own record. Source: FAIR Data Point specification 1.2, compliance, point 1, and FDP layer."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.rdf import Term, iri
from img2fair.targets.site.documents import containers, metadata, ordered
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.iris import Translation

SPECIFICATION = NamedNode("https://specs.fairdatapoint.org/fdp-specs-v1.2.html")
CLASSES = ("fdp-o:FAIRDataPoint", "fdp-o:MetadataService", "dcat:DataService", "dcat:Resource")
_OF_AN_AGENT = tuple(map(iri, ("rdf:type", "foaf:name")))


def root_document(holdings: Holdings, translation: Translation, root: str, title: str, language: str) -> list[Triple]:
    """Return the record of the FAIR Data Point: who it is, and a container of its catalogues.

    Publisher, licence and description are those of the catalogues; where these say none, none is made up. A licence is
    told where they agree on one, a description where there is one catalogue only. The version, which the FDP Index
    shows, is the day of the last change.
    """
    node = NamedNode(root)
    tops = [entry for entry in holdings if entry.published and entry.kind == "catalog" and entry.parent is None]
    triples = [Triple(node, iri("rdf:type"), iri(name)) for name in CLASSES]
    triples += [
        Triple(node, iri("dct:title"), Literal(title, language=language)),
        Triple(node, iri("rdfs:label"), Literal(title, language=language)),
        Triple(node, iri("dcat:endpointURL"), node),
        Triple(node, iri("fdp-o:conformsToFdpSpec"), SPECIFICATION),
        Triple(node, iri("dct:conformsTo"), NamedNode(f"{root}/profile/fdp")),
    ]
    triples += _of_catalogues(node, tops, translation)
    issued = min((entry.issued for entry in holdings if entry.issued), default="")
    modified = max((entry.modified for entry in holdings if entry.modified), default="")
    triples += metadata(node, issued, modified)
    triples += [Triple(node, iri("dcat:version"), Literal(modified[:10]))] if modified else []
    relation = iri("fdp-o:metadataCatalog")
    triples += containers(node, [(relation, entry.kind, translation.site(entry.key)) for entry in tops])
    return ordered(triples, node)


def _of_catalogues(node: NamedNode, tops: Sequence[Entry], translation: Translation) -> list[Triple]:
    """Return publishers, what is known of them, the licence and the description."""
    found: list[Triple] = []
    licences: list[set[Term]] = []
    for entry in tops:
        triples, main = translation.outward(entry.triples), NamedNode(translation.site(entry.key))
        publishers = _objects(triples, main, "dct:publisher")
        licences.append(set(_objects(triples, main, "dct:license")))
        said = _objects(triples, main, "dct:description") if len(tops) == 1 else []
        found += [Triple(node, iri("dct:publisher"), agent) for agent in publishers]
        found += [t for t in triples if t.subject in publishers and t.predicate in _OF_AN_AGENT]
        found += [Triple(node, iri("dct:description"), text) for text in said]
    if licences and len(licences[0]) == 1 and all(licence == licences[0] for licence in licences):
        found += [Triple(node, iri("dct:license"), licence) for licence in licences[0]]
    return found


def _objects(triples: Iterable[Triple], node: NamedNode, curie: str) -> list[Term]:
    return [t.object for t in triples if t.subject == node and t.predicate == iri(curie)]  # type: ignore[misc]
