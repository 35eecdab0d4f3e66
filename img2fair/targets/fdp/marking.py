"""What a record says that was withdrawn and keeps its address: constants, and nothing of the project.

The texts, the status and the codes are the same for all records; publisher and contact are those of the catalogue.
What schemas demand beside (a keyword, a licence, an access URL …) is said to be nothing. The key stays on ``#record``,
or the record could not come back under its address (design.md D4, D5); the project's id and the parent's key are not
noted.
"""

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from img2fair.model import Action, Change, Record, Visibility
from img2fair.plan.catalog_record import catalog_record
from img2fair.rdf import Term, digest, iri, with_node
from img2fair.targets.fdp.bodies import Desired
from img2fair.targets.fdp.graphs import Frame, said
from img2fair.targets.fdp.holdings import WITHDRAWN

TITLE = "Withdrawn"
_EU = "http://publications.europa.eu/resource/authority/"
_NONE = "None stated: the record was withdrawn."
_ABOUT = "This record was withdrawn on {day}. Reason: {reason}. What it described is no longer shown here."


def marked(change: Change, date: str, first: str, at: str, frame: Frame, above: Iterable[Triple]) -> Desired:
    """Return what a withdrawn record says, in internal IRIs.

    :param change: for the key and the reason, which is the operator's own or a constant (farewell.py).
    :param date: of the withdrawal, and ``first`` of the first publication (xsd:dateTime).
    :param at: the record's IRI at the server: its only address, and its identifier.
    :param frame: the record in internal IRIs.
    :param above: what the catalogue's record, or the FAIR Data Point's own, says of ``dct:publisher`` and
        ``dcat:contactPoint`` (:func:`people_of`).
    """
    node, agents = NamedNode(frame.node), list(above)
    publisher, licence = frame.named("publisher"), frame.named("none-stated")
    if not said(agents, publisher.value, "foaf:name"):
        agents += [Triple(publisher, iri("rdf:type"), iri("foaf:Agent")),
                   Triple(publisher, iri("foaf:name"), Literal(_NONE, language="en"))]  # fmt: skip
    text = _ABOUT.format(day=date[:10], reason=change.reason)
    owned = [
        *frame.usual,
        Triple(node, iri("dct:title"), Literal(TITLE, language="en")),
        Triple(node, iri("dct:description"), Literal(text, language="en")),
        Triple(node, iri("adms:status"), WITHDRAWN),
        Triple(node, iri("dct:license"), licence),
        Triple(node, iri("dct:rights"), licence),
        Triple(licence, iri("rdf:type"), iri("dct:LicenseDocument")),
        Triple(licence, iri("rdf:type"), iri("dct:RightsStatement")),
        Triple(licence, iri("rdfs:label"), Literal(_NONE, language="en")),
        *(Triple(node, iri(name), term) for name, term in _of_kind(frame, at, bool(said(agents, *_contact(frame))))),
        *agents,
    ]
    gone = Record(change.key, frame.type.kind or "", node, Visibility.UNKNOWN, (), {}, mapping="none (withdrawn)")
    record = catalog_record(gone, digest(owned), first or date, date)
    return Desired(tuple(owned), (*record, Triple(frame.named("record"), iri("adms:status"), WITHDRAWN)))


def people_of(graph: Iterable[Triple], node: str, frame: Frame) -> list[Triple]:
    """Return what a catalogue says of its publisher and its contact, as nodes of the record of ``frame``.

    What these say of nodes without a name is left out.
    """
    listed = list(graph)
    found: list[Triple] = []
    for name, fragment in (("dct:publisher", "publisher"), ("dcat:contactPoint", "contact")):
        agents = [t.object for t in listed if t.subject == NamedNode(node) and t.predicate == iri(name)]
        if agents:
            found += _copied(listed, agents[0], frame.named(fragment))
    return found


def mark_change(key: str, kind: str, reason: str) -> Change:
    """Return the withdrawal of one record by itself: nothing of the project stands in it."""
    return Change(key, kind, Action.WITHDRAW, reason)


def _copied(graph: Sequence[Triple], agent: object, new: NamedNode) -> list[Triple]:
    own = [t for t in graph if t.subject == agent and not isinstance(t.object, BlankNode)]
    if isinstance(agent, NamedNode):
        return [with_node(t, agent.value, new) for t in own]
    return [Triple(new, t.predicate, t.object) for t in own]


def _contact(frame: Frame) -> tuple[str, str]:
    return frame.named("contact").value, "vcard:fn"


def _of_kind(frame: Frame, at: str, has_contact: bool) -> list[tuple[str, Term]]:
    publisher, here = frame.named("publisher"), NamedNode(at)
    if frame.type.kind == "distribution":
        return [
            ("dct:publisher", publisher),
            ("dcat:accessURL", here),
            ("dct:format", NamedNode(f"{_EU}file-type/BIN")),
            ("dcat:mediaType", NamedNode("http://www.iana.org/assignments/media-types/application/octet-stream")),
            # Health-RI demands more than 0
            ("dcat:byteSize", Literal("1", datatype=iri("xsd:nonNegativeInteger"))),
        ]
    found: list[tuple[str, Term]] = [
        ("dct:publisher", publisher),
        ("dct:creator", publisher),
        ("dct:identifier", Literal(at)),
        ("dct:accessRights", NamedNode(f"{_EU}access-right/NON_PUBLIC")),
        ("dcatap:applicableLegislation", NamedNode("http://data.europa.eu/eli/reg/2025/327/oj")),
        ("dcat:theme", NamedNode(f"{_EU}data-theme/HEAL")),
        ("dcat:keyword", Literal("withdrawn", language="en")),
    ]
    return found + ([("dcat:contactPoint", frame.named("contact"))] if has_contact else [])
