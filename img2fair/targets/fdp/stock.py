"""What the schemas of a fresh installation want different from DCAT-AP (design.md D3: the target's ``profile``).

They allow one title, one description and one publisher, want a media type as text, and ask every record for a version
and a publisher. Source: service/reset/*.ttl of the reference implementation 1.17.1 and later. Nothing is invented: a
version is the day of the record's last change, a missing publisher is that of the record above.
"""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.rdf import iri, line
from img2fair.targets.fdp.graphs import Frame, said

MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"

_SINGLE = frozenset(map(iri, (
    "dct:title dct:description dct:publisher dcat:version dct:language dct:license dct:rights dcat:contactPoint "
    "dcat:landingPage dcat:accessURL dcat:downloadURL dcat:mediaType dcat:format dcat:byteSize dcat:endpointURL "
    "foaf:homepage dct:issued dct:modified"
).split()))  # fmt: skip


def lost_to_stock(triples: Iterable[Triple], frame: Frame) -> list[Triple]:
    """Return the triples that a fresh installation would refuse: all but one of those it takes once."""
    listed = list(triples)
    places: dict[tuple[object, object], list[Triple]] = {}
    for triple in listed:
        of_record = triple.subject == NamedNode(frame.node) and triple.predicate in _SINGLE
        if of_record or triple.predicate == iri("foaf:name"):
            places.setdefault((triple.subject, triple.predicate), []).append(triple)
    lost = [triple for found in places.values() for triple in sorted(found, key=_rank)[1:]]
    return lost + [t for t in listed if t not in lost and _is_type_as_iri(t)]


def added_for_stock(triples: Iterable[Triple], frame: Frame, day: str) -> list[Triple]:
    """Return what a fresh installation asks for besides.

    :param day: the date of the record's last change.
    """
    listed, node = list(triples), NamedNode(frame.node)
    made = [
        Triple(t.subject, t.predicate, Literal(t.object.value.removeprefix(MEDIA_TYPES)))
        for t in sorted(listed, key=_rank)
        if _is_type_as_iri(t) and isinstance(t.object, NamedNode)
    ][:1]
    if not said(listed, frame.node, "dcat:version"):
        made.append(Triple(node, iri("dcat:version"), Literal(day)))
    return made


def publisher_for_stock(triples: Iterable[Triple], frame: Frame, name: str) -> list[Triple]:
    """Return a publisher where a record has none: the one of the record above, on a node of ``#record``."""
    if not name or said(triples, frame.node, "dct:publisher"):
        return []
    agent = frame.named("record-publisher")
    return [
        Triple(NamedNode(frame.node), iri("dct:publisher"), agent),
        Triple(agent, iri("rdf:type"), iri("foaf:Agent")),
        Triple(agent, iri("foaf:name"), Literal(name)),
    ]


def publisher_of(triples: Iterable[Triple], node: str) -> str:
    """Return the name of a record's publisher."""
    listed = list(triples)
    agent = said(listed, node, "dct:publisher")
    return said(listed, agent, "foaf:name") if agent else ""


def _is_type_as_iri(triple: Triple) -> bool:
    return triple.predicate == iri("dcat:mediaType") and isinstance(triple.object, NamedNode)


def _rank(triple: Triple) -> tuple[int, str]:
    """Return a key by which English comes first, then texts without a language."""
    language = triple.object.language if isinstance(triple.object, Literal) else None
    return (0 if (language or "").startswith("en") else 1 if language is None else 2), line(triple)
