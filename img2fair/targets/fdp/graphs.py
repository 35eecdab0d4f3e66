"""What of a record's graph is ours, and how the rest is told from it (docs/decisions/008-fdp-server-owned.md).

A FAIR Data Point writes into every record, and replaces some of what it is sent: the classes, the label, a catalogue's
dates … Whatever a server would replace is not compared. Where we wanted such a triple ourselves, it is noted on
``#record`` as an rdf:Statement; so what is read back is exactly what was planned, and its digest is the planned one.
Source of the list: MetadataEnhancer and MetadataSetter of the reference implementation 1.20.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from img2fair.rdf import iri, line
from img2fair.targets.fdp.offer import RecordType

SIO = "http://semanticscience.org/resource/"
LOST, ADDED = "left-out", "added"
"""What notes on ``#record`` are of: triples that were not sent, and triples sent for this server's sake."""

_TYPE = iri("rdf:type")
_LDP = iri("ldp:").value
_OF_SUBJECT = frozenset(map(iri, (
    "rdf:type", "rdfs:label", "fdp-o:metadataIdentifier", "fdp-o:metadataIssued", "fdp-o:metadataModified",
)))  # fmt: skip
_OF_CATALOG = frozenset(map(iri, ("dct:issued", "dct:modified", "dcat:themeTaxonomy")))
_OF_ANY = frozenset((iri("dct:isPartOf"), NamedNode(f"{SIO}SIO_000332"), NamedNode(f"{SIO}SIO_000628")))
_PARTS = tuple(map(iri, ("rdf:subject", "rdf:predicate", "rdf:object")))
_USUAL = {
    "catalog": ("dcat:Resource", "dcat:Catalog"),
    "dataset": ("dcat:Resource", "dcat:Dataset"),
    "distribution": ("dcat:Distribution",),
    "data-service": ("dcat:Resource", "dcat:DataService"),
}
"""The classes that records of a kind have in our mappings; others are noted."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of a record: its IRI (internal or the server's), its type, and the server's identifier base."""

    node: str
    type: RecordType
    base: str

    def named(self, fragment: str) -> NamedNode:
        """Return a node of the record."""
        return NamedNode(f"{self.node}#{fragment}")

    @property
    def usual(self) -> list[Triple]:
        """The classes the record has unless something else is noted."""
        return [Triple(NamedNode(self.node), _TYPE, iri(name)) for name in _USUAL[self.type.kind or "dataset"]]


def is_record(node: object, key: str) -> bool:
    """Tell whether a node belongs to the catalogue record: ``key#record`` and ``key#record-…``."""
    found = node.value if isinstance(node, NamedNode) else ""
    return found == f"{key}#record" or found.startswith(f"{key}#record-")


def halves(triples: Iterable[Triple], key: str) -> tuple[list[Triple], list[Triple]]:
    """Return the publisher's triples and those of the catalogue record."""
    blocks: dict[object, list[Triple]] = {}
    owned: list[Triple] = []
    record: list[Triple] = []
    for triple in triples:
        subject = triple.subject
        block = blocks.get(subject)
        if block is None:  # a node is judged once, however much is said of it
            block = blocks[subject] = record if is_record(subject, key) else owned
        block.append(triple)
    return owned, record


def stripped(triples: Iterable[Triple], frame: Frame) -> list[Triple]:
    """Return the triples without those that this server would replace, or has put there itself."""
    listed = [(triple, triple.subject, triple.predicate) for triple in triples]
    words = {word for _, _, word in listed}
    theirs = _OF_ANY | {word for word in words if word.value in frame.type.relations}
    gone = _boxes(listed) | {node for node in {node for _, node, _ in listed} if _is_servers(node, frame)}
    record = NamedNode(frame.node)
    return [
        triple
        for triple, node, word in listed
        if word not in theirs and node not in gone and not (node == record and _is_servers_word(word, triple, frame))
    ]


def restored(triples: Iterable[Triple], frame: Frame) -> list[Triple]:
    """Return the triples as they were planned, from those the server holds (in the server's IRIs)."""
    owned, record = halves(triples, frame.node)
    lost, added = noted(record, LOST, frame), set(noted(record, ADDED, frame))
    kept = [t for t in stripped(owned, frame) if t not in added]
    usual = [] if any(t.predicate == _TYPE and t.subject == NamedNode(frame.node) for t in lost) else frame.usual
    return list(dict.fromkeys([*usual, *kept, *lost]))


def lost_by(owned: Iterable[Triple], frame: Frame) -> tuple[list[Triple], list[Triple]]:
    """Return what of the planned triples can be sent, and what has to be noted because it cannot."""
    listed = list(owned)
    sent = stripped(listed, frame)
    lost = set(listed) - set(sent)
    classes = {t for t in lost if t.predicate == _TYPE and t.subject == NamedNode(frame.node)}
    lost -= classes if classes == set(frame.usual) else set()
    return sent, sorted(lost, key=line)


def notes(statements: Iterable[Triple], name: str, frame: Frame) -> list[Triple]:
    """Return notes on ``#record`` of statements that are not, or not all ours, in the record itself."""
    found: list[Triple] = []
    for number, said in enumerate(sorted(statements, key=line), start=1):
        node = frame.named(f"record-{name}-{number}")
        found += [
            Triple(node, _TYPE, iri("rdf:Statement")),
            Triple(node, iri("rdf:subject"), said.subject),
            Triple(node, iri("rdf:predicate"), said.predicate),
            Triple(node, iri("rdf:object"), said.object),
        ]
    return found


def noted(record: Iterable[Triple], name: str, frame: Frame) -> list[Triple]:
    """Return the statements that notes are of: the way back."""
    parts: dict[object, dict[NamedNode, object]] = {}
    start = frame.named(f"record-{name}-").value
    for triple in record:
        node = triple.subject
        part = parts.get(node)
        if part is None and isinstance(node, NamedNode) and node.value.startswith(start):
            part = parts[node] = {}
        if part is not None:
            part[triple.predicate] = triple.object
    made: list[Triple] = []
    for part in parts.values():
        subject, predicate, found = map(part.get, _PARTS)
        if (
            isinstance(subject, NamedNode | BlankNode)
            and isinstance(predicate, NamedNode)
            and isinstance(found, NamedNode | BlankNode | Literal)
        ):
            made.append(Triple(subject, predicate, found))
    return made


def links(triples: Iterable[Triple], frame: Frame) -> list[Triple]:
    """Return the record's links to children that the server manages."""
    node, relations, start = NamedNode(frame.node), frame.type.relations, f"{frame.base}/"
    return [
        t
        for t in triples
        if t.subject == node
        and t.predicate.value in relations
        and isinstance(t.object, NamedNode)
        and t.object.value.startswith(start)
    ]


def as_stored(present: Iterable[Triple], frame: Frame) -> list[Triple]:
    """Return what a GET said of a record as it can be sent back.

    What only a GET shows is left out: the server would store it (FAIRDataTeam/FAIRDataPoint#605).
    """
    listed = list(present)
    boxes = _boxes((t, t.subject, t.predicate) for t in listed)
    profile = f"<{frame.base}/profile/"
    return [t for t in listed if t.subject not in boxes and profile not in f"{t.subject} {t.object}"]


def without_link(present: Sequence[Triple], frame: Frame, child: str) -> list[Triple]:
    """Return what a GET said of a record as it can be sent back, without the link to one child."""
    gone = {t for t in links(present, frame) if t.object == NamedNode(child)}
    return [t for t in as_stored(present, frame) if t not in gone]


def said(triples: Iterable[Triple], subject: str, curie: str) -> str:
    """Return the first value of a property, as text; empty where there is none."""
    node, predicate = NamedNode(subject), iri(curie)
    found = (t.object for t in triples if t.subject == node and t.predicate == predicate)
    return next((term.value for term in found if isinstance(term, NamedNode | Literal)), "")


def _boxes(listed: Iterable[tuple[Triple, object, NamedNode]]) -> set[object]:
    """Return the nodes by which a server lists children (LDP); their triples come with node and property."""
    return {node for _, node, word in listed if word.value.startswith(_LDP)}


def _is_servers(node: object, frame: Frame) -> bool:
    """Tell whether all that is said of a node is the server's."""
    subject = node.value if isinstance(node, NamedNode) else ""
    servers = (f"{frame.node}/metrics/", f"{frame.base}/profile/")
    return subject in (f"{frame.node}#identifier", f"{frame.node}#accessRights") or subject.startswith(servers)


def _is_servers_word(word: NamedNode, triple: Triple, frame: Frame) -> bool:
    """Tell whether what the record says of itself is the server's."""
    if word in _OF_SUBJECT or (word in _OF_CATALOG and frame.type.kind == "catalog"):
        return True
    found = triple.object
    if not isinstance(found, NamedNode):
        return False
    servers = (f"{frame.base}/profile/", f"{frame.node}#record-")
    return found.value == f"{frame.node}#accessRights" or found.value.startswith(servers)
