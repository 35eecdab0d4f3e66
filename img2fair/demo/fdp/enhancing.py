"""What the server writes into every record (MetadataEnhancer, MetadataSetter and RdfIOUtil of the reference 1.20)."""

import hashlib
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, parse

from img2fair.demo.fdp.definitions import Definition
from img2fair.demo.fdp.exchange import FORMS, FdpError
from img2fair.demo.fdp.store import Store, StoredRecord
from img2fair.rdf import iri

SIO = "http://semanticscience.org/resource/"
IS_ABOUT, REFERS_TO = NamedNode(f"{SIO}SIO_000332"), NamedNode(f"{SIO}SIO_000628")
LANGUAGE = NamedNode("http://id.loc.gov/vocabulary/iso639-1/en")
LICENSE = NamedNode("http://purl.org/NET/rdflicense/cc-zero1.0")
NO_RESTRICTION = "This resource has no access restriction"
METRICS = ("https://purl.org/fair-metrics/FM_F1A", "https://purl.org/fair-metrics/FM_A1.1")


def parsed(body: bytes, content_type: str, base: str) -> list[Triple]:
    """Return the triples of a body; a type not exactly known is taken for Turtle.

    :raises FdpError: it is empty, or does not parse (400, without a line number).
    """
    if not body:
        raise FdpError(400)
    form = FORMS.get(content_type, FORMS["text/turtle"])
    try:
        quads = parse(body, format=form, base_iri=base, rename_blank_nodes=True)
        return list({str(quad.triple): quad.triple for quad in quads}.values())
    except SyntaxError:
        raise FdpError(400, "Unable to read RDF (parse exception)") from None


def rebased(triples: list[Triple], node: str, definition: Definition) -> list[Triple]:
    """Return a new record's triples, its main node renamed to its new IRI: only where it is a subject.

    The main node is the first of the document that has the first target class that any node has: also where another
    node is ``<>``. The classes are completed before the record is judged.

    :raises FdpError: no node has a class of the type (400).
    """
    typed = [t for t in triples if t.predicate == iri("rdf:type")]
    heads = [t.subject for name in definition.target_classes for t in typed if _value(t.object) == name]
    if not heads:
        raise FdpError(400, "Validation failed (no rdf:type was provided)")
    new = NamedNode(node)
    moved = [Triple(new, t.predicate, t.object) if t.subject == heads[0] else t for t in triples]
    return _set(moved, new, iri("rdf:type"), *map(NamedNode, definition.target_classes))


def enhanced(
    triples: Iterable[Triple], node: str, definition: Definition, old: StoredRecord | None = None
) -> list[Triple]:
    """Return a record's triples as the server stores them.

    :raises FdpError: an old date of a catalogue does not parse (500).
    """
    now = _now()
    issued = (old.first(iri("fdp-o:metadataIssued")) if old else None) or now
    made = [t for t in triples if t.predicate not in (IS_ABOUT, REFERS_TO)]
    subject, identifier = NamedNode(node), NamedNode(f"{node}#identifier")
    made = _set(made, subject, iri("rdf:type"), *map(NamedNode, definition.target_classes))
    made = _set(made, subject, iri("fdp-o:metadataIdentifier"), identifier)
    made = _set(made, identifier, iri("rdf:type"), NamedNode("http://purl.org/spar/datacite/Identifier"))
    made = _set(made, identifier, iri("dct:identifier"), Literal(node))
    title = next((t.object for t in made if t.predicate == iri("dct:title")), None)
    if any(t.subject == subject and t.predicate == iri("dct:title") for t in made):
        made = _set(made, subject, iri("rdfs:label"), Literal(_value(title)))
    made = _defaults(made, subject)
    made += _metrics(node)
    made = _set(made, subject, iri("fdp-o:metadataIssued"), _date(issued))
    made = _set(made, subject, iri("fdp-o:metadataModified"), _date(now))
    if definition.prefix == "catalog":
        first = (_checked(old.first(iri("dct:issued"))) if old else None) or now
        made = _set(made, subject, iri("dct:issued"), _date(first))
        made = _set(made, subject, iri("dct:modified"), _date(now))
        made = [t for t in made if t.subject != subject or t.predicate != iri("dcat:themeTaxonomy")]
    return made


def touched(store: Store, child: str, definition: Definition) -> None:
    """Link a record from the one above, and give that and all its ancestors a new date."""
    above = store.get(child).first(iri("dct:isPartOf"))
    while above is not None and above in store.records:
        record = store.records[above]
        for relation, prefix in store.definition(above).relations.items():
            link = Triple(NamedNode(above), NamedNode(relation), NamedNode(child))
            if prefix == definition.prefix and link not in record.triples:
                record.triples.append(link)
        now = _date(_now())
        record.triples = _set(record.triples, NamedNode(above), iri("fdp-o:metadataModified"), now)
        child, definition = above, store.definition(above)
        above = record.first(iri("dct:isPartOf"))


def shown(record: StoredRecord, store: Store, anonymous: bool) -> list[Triple]:
    """Return what a GET of a record says: its graph, without drafts for guests, with containers and its profile.

    :raises FdpError: a record below has no state, or is none of the server's (404); a blank node below (500).
    """
    definition, node = store.definitions.get(record.prefix), NamedNode(record.iri)
    triples = list(record.triples)
    for relation, prefix in definition.relations.items():
        box = NamedNode(f"{store.base}/{prefix}/")
        triples += [
            Triple(box, iri("rdf:type"), iri("ldp:DirectContainer")),
            Triple(box, iri("dct:title"), Literal(f"{store.definitions.get(prefix).name}s")),
            Triple(box, iri("ldp:membershipResource"), node),
            Triple(box, iri("ldp:hasMemberRelation"), NamedNode(relation)),
        ]
        for link in [t for t in record.triples if t.subject == node and t.predicate.value == relation]:
            if isinstance(link.object, BlankNode):
                raise FdpError(500)  # it is no absolute IRI, which nobody checked
            state = store.state(_value(link.object))
            triples.append(Triple(box, iri("ldp:contains"), link.object))
            if anonymous and state != "PUBLISHED":
                triples.remove(link)
    profile = NamedNode(f"{store.base}/profile/{definition.uuid}")
    triples.append(Triple(node, iri("dct:conformsTo"), profile))
    return [*triples, Triple(profile, iri("rdfs:label"), Literal(f"{definition.name} Profile"))]


def _defaults(made: list[Triple], subject: NamedNode) -> list[Triple]:
    """Return the triples with a language, a licence and access rights where there are none."""
    has = {t.predicate for t in made if t.subject == subject}
    for predicate, value in (("dct:language", LANGUAGE), ("dct:license", LICENSE)):
        made = made if iri(predicate) in has else _set(made, subject, iri(predicate), value)
    if iri("dct:accessRights") not in has:
        rights = NamedNode(f"{subject.value}#accessRights")
        made = _set(made, subject, iri("dct:accessRights"), rights)
        made = _set(made, rights, iri("rdf:type"), iri("dct:RightsStatement"))
        made = _set(made, rights, iri("dct:description"), Literal(NO_RESTRICTION))
    return made


def _metrics(node: str) -> list[Triple]:
    found: list[Triple] = []
    for metric in METRICS:
        box = NamedNode(f"{node}/metrics/{hashlib.md5(metric.encode(), usedforsecurity=False).hexdigest()}")
        found += [
            Triple(NamedNode(node), REFERS_TO, box),
            Triple(box, IS_ABOUT, NamedNode(metric)),
            Triple(box, REFERS_TO, NamedNode("https://www.ietf.org/rfc/rfc3986.txt")),
        ]
    return found


def _set(triples: list[Triple], subject: NamedNode, predicate: NamedNode, *values: NamedNode | Literal) -> list[Triple]:
    kept = [t for t in triples if t.subject != subject or t.predicate != predicate]
    return kept + [Triple(subject, predicate, value) for value in values]


def _now() -> str:
    """Return the time as the reference writes it: to the nanosecond, without zeros at its end (43.09899129Z)."""
    seconds, rest = divmod(time.time_ns(), 10**9)
    fraction = f".{rest:09d}".rstrip("0").rstrip(".")
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}{fraction}Z"


def _date(text: str) -> Literal:
    return Literal(text, datatype=iri("xsd:dateTime"))


def _checked(text: str | None) -> str | None:
    """Return a date, as the reference parses it: with time and offset."""
    if text is not None:
        try:
            if datetime.fromisoformat(text).tzinfo is None:
                raise ValueError
        except ValueError:
            raise FdpError(500) from None
    return text


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))
