"""One record as an RDF document of the site, and the way back.

To the publisher's triples a site adds what a FAIR Data Point must say: links to the children, an ldp:DirectContainer
for each sort of them inside the parent's own document, the profile that the record keeps to, and the dates and
identifier of the metadata. Source: FAIR Data Point specification 1.2, compliance, points 2, 3 and 5, and its metadata
layers; of the draft of 2.0 the metadata record. All of it is recognised and taken off again when the site is read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from img2fair.plan import is_record
from img2fair.rdf import canonical, from_text, iri, line
from img2fair.targets.site.entries import Entry
from img2fair.targets.site.iris import Translation

CONTAINER = "#ldp-"
METADATA_IDENTIFIER = "#metadata-identifier"
WITHDRAWN = NamedNode("http://publications.europa.eu/resource/authority/distribution-status/WITHDRAWN")

TITLES = {"catalog": "Catalogues", "dataset": "Datasets", "distribution": "Distributions",
          "data-service": "Data services"}  # fmt: skip
_METADATA = tuple(map(iri, ("fdp-o:metadataIdentifier", "fdp-o:metadataIssued", "fdp-o:metadataModified")))


def settled(entry: Entry, translation: Translation) -> Entry:
    """Return the entry as it will be read back: the same whether it comes from a plan or from the site's own file."""
    tidied = translation.together(tidy(translation.apart((*entry.triples, *entry.record))))
    record = tuple(t for t in tidied if is_record(t.subject, entry.key))
    return replace(entry, triples=tuple(t for t in tidied if t not in record), record=record)


def document(entry: Entry, children: Sequence[Entry], translation: Translation, root: str) -> list[Triple]:
    """Return the triples of a settled record's document, in the site's IRIs and in the order to be written."""
    node = NamedNode(translation.site(entry.key))
    triples = translation.outward((*entry.triples, *entry.record))
    if not entry.published:
        return ordered([*triples, Triple(node, iri("adms:status"), WITHDRAWN)], node)
    triples += metadata(node, entry.issued, entry.modified)
    triples += containers(node, [(NamedNode(_relation(child)), child.kind, translation.site(child.key))
                                 for child in children])  # fmt: skip
    return ordered([*triples, *_layer(entry, children, translation, root)], node)


def plain_document(entry: Entry, children: Sequence[Entry], translation: Translation) -> list[Triple]:
    """Return a settled, published record as harvesters of DCAT want it: with its children, without navigation.

    A distribution comes without its catalogue record: to DCAT-AP those are of catalogues, datasets and services only.
    """
    node = NamedNode(translation.site(entry.key))
    triples = translation.outward((*entry.triples, *(() if entry.kind == "distribution" else entry.record)))
    for child in children:
        there = translation.site(child.key)
        triples.append(Triple(node, NamedNode(_relation(child)), NamedNode(there)))
        if entry.kind == "catalog" and child.kind != "distribution" and child.record:
            triples.append(Triple(node, iri("dcat:record"), NamedNode(f"{there}#record")))
    return ordered(triples, node)


def undocument(triples: Iterable[Triple], entry: Entry, children: Sequence[Entry], translation: Translation,
               root: str, written: Iterable[Triple] = ()) -> tuple[list[Triple], list[Triple]]:  # fmt: skip
    """Return the publisher's triples and the catalogue record's of a document, in internal IRIs: the way back.

    :param written: what ``as_written`` told of the record when it was written.
    """
    node = NamedNode(translation.site(entry.key))
    originals = _by_outward(written, translation)
    ours = {Triple(node, NamedNode(_relation(child)), NamedNode(translation.site(child.key))) for child in children}
    ours |= set(_layer(entry, children, translation, root))
    ours |= set() if entry.published else {Triple(node, iri("adms:status"), WITHDRAWN)}
    listed = list(triples)
    theirs = [t for t in listed if t not in originals and t not in ours and not _is_added(t, node)]
    said = [t for t in theirs if is_record(t.subject, node.value)]
    known = set(said)
    plain = translation.inward(t for t in theirs if t not in known)
    return plain + [one for t in listed for one in originals.get(t, ())], translation.inward(said)


def as_written(entry: Entry, children: Sequence[Entry], translation: Translation, root: str) -> list[Triple]:
    """Return the publisher's triples of a settled record that would not come back from its document by themselves.

    Such are links that a site adds too, and IRIs of the site that the publisher wrote out. The manifest keeps them,
    so that what is read is exactly what was written and a foreign edit is told from none.
    """
    back = set(undocument(document(entry, children, translation, root), entry, children, translation, root)[0])
    return [triple for group in _by_outward(entry.triples, translation).values() if not back.issuperset(group)
            for triple in group]  # fmt: skip


def _by_outward(triples: Iterable[Triple], translation: Translation) -> dict[Triple, list[Triple]]:
    """Return triples by what they are in the site's IRIs; that may be the same for two."""
    listed = list(triples)
    found: dict[Triple, list[Triple]] = {}
    for there, triple in zip(translation.outward(listed), listed, strict=True):
        found.setdefault(there, []).append(triple)
    return found


def metadata(node: NamedNode, issued: str, modified: str) -> list[Triple]:
    """Return what a FAIR Data Point says of the metadata themselves: identifier, first publication, last change."""
    identifier = NamedNode(node.value + METADATA_IDENTIFIER)
    datacite = "http://purl.org/spar/datacite/Identifier"
    found = [
        Triple(node, iri("fdp-o:metadataIdentifier"), identifier),
        Triple(identifier, iri("rdf:type"), NamedNode(datacite)),
        Triple(identifier, iri("dct:identifier"), Literal(node.value)),
    ]
    dates = (("fdp-o:metadataIssued", issued), ("fdp-o:metadataModified", modified))
    return found + [Triple(node, iri(p), Literal(day, datatype=iri("xsd:dateTime"))) for p, day in dates if day]


def containers(node: NamedNode, members: Iterable[tuple[NamedNode, str, str]]) -> list[Triple]:
    """Return the links to members (relation, kind, IRI) and an ldp:DirectContainer for each relation."""
    found: list[Triple] = []
    for relation, kind, member in members:
        box = NamedNode(node.value + CONTAINER + kind)
        found += [
            Triple(node, relation, NamedNode(member)),
            Triple(box, iri("rdf:type"), iri("ldp:DirectContainer")),
            Triple(box, iri("dct:title"), Literal(TITLES[kind], language="en")),
            Triple(box, iri("ldp:membershipResource"), node),
            Triple(box, iri("ldp:hasMemberRelation"), relation),
            Triple(box, iri("ldp:contains"), NamedNode(member)),
        ]
    return list(dict.fromkeys(found))


def tidy(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples without doubles, sorted, blank nodes named by RDFC-1.0: same graph, same text."""
    listed = list(triples)
    if any(isinstance(node, BlankNode) for triple in listed for node in (triple.subject, triple.object)):
        return from_text("\n".join(canonical(listed)), "ntriples")
    return sorted(set(listed), key=line)  # what canonical would say, without reading it back


def ordered(triples: Iterable[Triple], node: NamedNode) -> list[Triple]:
    """Return the triples as people like to read them: the record itself first, its classes first."""

    def place(triple: Triple) -> tuple[bool, str, bool, str, str]:
        is_class = triple.predicate == iri("rdf:type")
        return triple.subject != node, str(triple.subject), not is_class, triple.predicate.value, str(triple.object)

    return sorted(set(triples), key=place)


def marked(triples: Iterable[Triple], mark: str) -> list[Triple]:
    """Return the triples with every blank node's name made unlike those of other documents."""

    def name(node: object) -> object:
        return BlankNode(f"{mark}{node.value}") if isinstance(node, BlankNode) else node

    return [Triple(name(t.subject), t.predicate, name(t.object)) for t in triples]  # type: ignore[arg-type]


def _relation(child: Entry) -> str:
    return child.relation or iri("dct:hasPart").value


def _layer(entry: Entry, children: Iterable[Entry], translation: Translation, root: str) -> list[Triple]:
    """Return what the layers of a FAIR Data Point say of every record, of top records, and of catalogues.

    It follows from the manifest alone: when a site is read, what its records say is not known yet.
    """
    node, record = NamedNode(translation.site(entry.key)), NamedNode(f"{translation.site(entry.key)}#record")
    found = [
        Triple(node, iri("dct:conformsTo"), NamedNode(f"{root}/profile/{entry.kind}")),
        Triple(node, iri("foaf:isPrimaryTopicOf"), record),
        Triple(record, iri("rdf:type"), iri("fdp-o:MetadataRecord")),
    ]
    if entry.parent is None:
        found.append(Triple(node, iri("dct:isPartOf"), NamedNode(root)))
    if entry.kind == "catalog":
        found += [Triple(node, iri("dct:hasPart"), NamedNode(translation.site(child.key))) for child in children]
    return found


def _is_added(triple: Triple, node: NamedNode) -> bool:
    subject = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
    if subject.startswith(node.value + CONTAINER) or subject == node.value + METADATA_IDENTIFIER:
        return True
    return triple.subject == node and triple.predicate in _METADATA
