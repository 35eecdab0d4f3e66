"""The FAIR Data Point's own record, and the catalogue in one file. Source: FAIR Data Point specification 1.2."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.rdf import iri
from img2fair.targets.site.documents import containers, marked, metadata, ordered
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.iris import Translation

SPECIFICATION = NamedNode("https://specs.fairdatapoint.org/fdp-specs-v1.2.html")
CLASSES = ("fdp-o:FAIRDataPoint", "fdp-o:MetadataService", "dcat:DataService", "dcat:Resource")
_OF_AN_AGENT = tuple(map(iri, ("rdf:type", "foaf:name")))


def root_document(holdings: Holdings, translation: Translation, root: str, title: str) -> list[Triple]:
    """Return the record of the FAIR Data Point: who it is, and a container of its catalogues.

    Publisher and licence are those of the catalogues; where these say none, none is made up.
    """
    node = NamedNode(root)
    tops = [entry for entry in holdings if entry.published and entry.kind == "catalog" and entry.parent is None]
    triples = [Triple(node, iri("rdf:type"), iri(name)) for name in CLASSES]
    triples += [
        Triple(node, iri("dct:title"), Literal(title, language="en")),
        Triple(node, iri("rdfs:label"), Literal(title, language="en")),
        Triple(node, iri("dcat:endpointURL"), node),
        Triple(node, iri("fdp-o:conformsToFdpSpec"), SPECIFICATION),
        Triple(node, iri("dct:conformsTo"), NamedNode(f"{root}/profile/fdp")),
    ]
    triples += _publisher(node, tops, translation)
    issued = min((entry.issued for entry in holdings if entry.issued), default="")
    modified = max((entry.modified for entry in holdings if entry.modified), default="")
    triples += metadata(node, issued, modified)
    relation = iri("fdp-o:metadataCatalog")
    triples += containers(node, [(relation, entry.kind, translation.site(entry.key)) for entry in tops])
    return ordered(triples, node)


def _publisher(node: NamedNode, tops: Sequence[Entry], translation: Translation) -> list[Triple]:
    found: list[Triple] = []
    for entry in tops:
        triples = translation.outward(entry.triples)
        main = NamedNode(translation.site(entry.key))
        said = [t for t in triples if t.subject == main and t.predicate in (iri("dct:publisher"), iri("dct:license"))]
        agents = {t.object for t in said}
        found += [Triple(node, t.predicate, t.object) for t in said]
        found += [t for t in triples if t.subject in agents and t.predicate in _OF_AN_AGENT]
    return found


def whole_catalogue(documents: Iterable[list[Triple]]) -> list[Triple]:
    """Return all documents as one graph for harvesters that do not walk: without containers, blank nodes kept apart."""
    found: list[Triple] = []
    for number, triples in enumerate(documents):
        boxes = {t.subject for t in triples if t.object == iri("ldp:DirectContainer")}
        found += marked((t for t in triples if t.subject not in boxes), f"r{number}-")
    return list(dict.fromkeys(found))
