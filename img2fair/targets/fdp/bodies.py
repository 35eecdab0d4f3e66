"""What is sent for a record: the planned triples, less what the server would not keep, plus what it has to be told.

A server that is told no licence claims CC0, and without access rights "no access restriction": both may be wrong for
images of patients. So where a record states none, it says that none is stated, on nodes of ``#record``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.model import Change
from img2fair.rdf import from_text, iri, to_text
from img2fair.targets.fdp.graphs import ADDED, LOST, Frame, halves, links, lost_by, notes, said
from img2fair.targets.fdp.settings import STOCK
from img2fair.targets.fdp.stock import added_for_stock, lost_to_stock, publisher_for_stock
from img2fair.targets.iris import renamed

LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
"""Where the server's own default language comes from, so ours come from there too."""

_NEW = "img2fair:new"
_UNSTATED = {
    "catalog": ("No licence is stated for the catalogue itself.", "The catalogue itself is open to everybody."),
    "dataset": ("The licence is stated for each distribution.", "The access rights of the data are not stated."),
    "distribution": ("No licence is stated.", "The access rights are stated for the dataset."),
    "data-service": ("No licence is stated.", "The access rights of the service are not stated."),
}


@dataclass(frozen=True, slots=True)
class Desired:
    """What a change wants a record to be, in internal IRIs: the publisher's triples and the catalogue record's."""

    owned: tuple[Triple, ...]
    record: tuple[Triple, ...]

    @classmethod
    def of(cls, change: Change) -> "Desired":
        """Read it from a change.

        :raises UsageFault: the change's N-Quads do not parse, or say nothing of the record.
        """
        owned, record = halves(from_text(change.nquads, "nquads", where=change.key), change.key)
        if not any(t.subject == NamedNode(change.key) for t in owned):
            cure = "plan again"
            raise UsageFault("the plan has no triples for a record it wants written", where=change.key, cure=cure)
        return cls(tuple(owned), tuple(record))


def body(desired: Desired, frame: Frame, change: Change, profile: str, publisher: str) -> list[Triple]:
    """Return what is to be sent for a record, in internal IRIs.

    :param change: for the archive's project and the record above, which are noted on ``#record``.
    :param publisher: the name of the publisher of the record above; stands in for a missing one on a fresh server.
    """
    sent, lost = lost_by(desired.owned, frame)
    added = _language(sent, frame)
    extra = _unstated(sent, frame)
    if profile == STOCK:
        day = said(desired.record, f"{frame.node}#record", "dct:modified")[:10]
        refused = lost_to_stock(sent, frame)
        added += added_for_stock(sent, frame, day)
        extra += publisher_for_stock(sent, frame, publisher)
        lost += refused
        sent = [triple for triple in sent if triple not in refused]
    classes = [Triple(NamedNode(frame.node), iri("rdf:type"), NamedNode(name)) for name in sorted(frame.type.classes)]
    names = {"project": change.project, "parent": change.parent}
    told = [*desired.record, *_identifiers(names, frame), *notes(lost, LOST, frame), *notes(added, ADDED, frame)]
    return [*classes, *sent, *added, *extra, *told]


def new_text(triples: Iterable[Triple], key: str, table: Mapping[str, str], parent: str) -> str:
    """Return the Turtle of a record that has no IRI yet: its subject is ``<>``, which the server makes the new IRI.

    :param table: the IRIs of the records that have one.
    :param parent: the IRI of the record above, in the server's own form.
    """
    tie = Triple(NamedNode(_NEW), iri("dct:isPartOf"), NamedNode(parent))
    text = to_text([*renamed(triples, {**table, key: _NEW}), tie], "turtle")
    return text.replace(f"<{_NEW}>", "<>").replace(f"<{_NEW}#", "<#")


def whole_text(
    triples: Iterable[Triple], frame: Frame, table: Mapping[str, str], parent: str, present: Iterable[Triple]
) -> str:
    """Return the Turtle that replaces a record: what it should be, and the links to the children it has.

    :param frame: the record in the server's IRIs.
    :param present: what the server holds now; a replacing PUT loses all links to children that it does not repeat.
    """
    tie = Triple(NamedNode(frame.node), iri("dct:isPartOf"), NamedNode(parent))
    return to_text([*renamed(triples, table), tie, *links(present, frame)], "turtle")


def _language(sent: list[Triple], frame: Frame) -> list[Triple]:
    """Return the language of the title where a record names none; the server would always say English."""
    if said(sent, frame.node, "dct:language"):
        return []
    titles = [t.object for t in sent if t.subject == NamedNode(frame.node) and t.predicate == iri("dct:title")]
    spoken = sorted(t.language.split("-")[0] for t in titles if isinstance(t, Literal) and t.language)
    language = "en" if not spoken or "en" in spoken else spoken[0]
    return [Triple(NamedNode(frame.node), iri("dct:language"), NamedNode(LANGUAGES + language))]


def _unstated(sent: list[Triple], frame: Frame) -> list[Triple]:
    """Return nodes that say that a licence or access rights are not stated, where they are not."""
    licence, rights = _UNSTATED[frame.type.kind or "dataset"]
    made: list[Triple] = []
    for predicate, fragment, name, text in (
        ("dct:license", "record-license", "dct:LicenseDocument", licence),
        ("dct:accessRights", "record-access-rights", "dct:RightsStatement", rights),
    ):
        if not said(sent, frame.node, predicate):
            node = frame.named(fragment)
            made += [
                Triple(NamedNode(frame.node), iri(predicate), node),
                Triple(node, iri("rdf:type"), iri(name)),
                Triple(node, iri("rdfs:label"), Literal(text, language="en")),
            ]
    return made


def _identifiers(names: Mapping[str, str | None], frame: Frame) -> list[Triple]:
    """Return the id of the archive's project and the key of the record above: the next plan asks by them."""
    made: list[Triple] = []
    for name, text in names.items():
        if text:
            node = frame.named(f"record-{name}")
            made += [
                Triple(frame.named("record"), iri("adms:identifier"), node),
                Triple(node, iri("rdf:type"), iri("adms:Identifier")),
                Triple(node, iri("skos:notation"), Literal(text)),
            ]
    return made
