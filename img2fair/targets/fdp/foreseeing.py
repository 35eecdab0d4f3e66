"""By what a FAIR Data Point will judge a record, and what it will be sent: known before anything is.

The server judges a record by the latest schemas of all its types together, before it adds anything of its own; what
``/<type>/spec`` tells is the merged schema of one type. Source: MetadataValidator and GenericController of the
reference implementation 1.20.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from pyoxigraph import BlankNode, NamedNode, Triple, parse

from img2fair.model import Action, Change
from img2fair.rdf import FORMATS, Subject, iri
from img2fair.targets.fdp.bodies import Desired, body
from img2fair.targets.fdp.connection import Connection
from img2fair.targets.fdp.graphs import Frame
from img2fair.targets.fdp.holdings import Inventory
from img2fair.targets.fdp.inventory import Reader
from img2fair.targets.fdp.offer import Offer, RecordType
from img2fair.targets.fdp.stock import publisher_of

log = logging.getLogger(__name__)


def read_schemas(connection: Connection, offer: Offer) -> list[Triple]:
    """Return the shapes of all types of a server; those of a type that does not tell them are left out, and logged.

    :raises RemoteFault: the server cannot be read.
    """
    found: dict[Triple, None] = {}
    kinds = list(offer.types.values())
    paths = [f"/{kind.prefix}/spec" if kind.prefix else "/spec" for kind in kinds]
    with ThreadPoolExecutor(max(connection.settings.siblings, 1), "schemas") as pool:
        answers = list(pool.map(connection.read, paths))
    for kind, path, answer in zip(kinds, paths, answers, strict=True):
        try:
            told = _parsed(answer.text, kind.uuid) if answer.status == 200 else []
        except SyntaxError as error:
            told = []
            log.warning("the schema at %s%s cannot be read: %s", connection.settings.root, path, error.msg)
        found |= dict.fromkeys(told)
    return list(found)


def _parsed(text: str, name: str) -> list[Triple]:
    """Return the triples of a schema; the same blank node's name in two answers is not the same node."""
    triples = [quad.triple for quad in parse(text, format=FORMATS["turtle"])]
    mark = "".join(character for character in name if character.isalnum())

    def apart(node: Subject) -> Subject:
        return BlankNode(f"{node.value}x{mark}") if isinstance(node, BlankNode) else node

    return [
        Triple(apart(t.subject), t.predicate, apart(t.object) if isinstance(t.object, BlankNode) else t.object)
        for t in triples
        if isinstance(t.subject, NamedNode | BlankNode)
    ]


def bodies_of(
    changes: Iterable[Change], reader: Reader, inventory: Inventory, profile: str
) -> dict[str, tuple[Triple, ...]]:
    """Return what would be sent for each change that writes a record, by key, in internal IRIs."""
    offer = reader.offer
    publishers: dict[str | None, str] = {}
    sent: dict[str, tuple[Triple, ...]] = {}
    for change in changes:
        kind = _type_of(change, offer)
        if kind is None or change.action is Action.WITHDRAW or not change.nquads:
            continue
        desired = Desired.of(change)
        above = publishers.get(change.parent)
        if above is None:
            above = publishers[change.parent] = publisher_there(change.parent, reader, inventory)
        publishers[change.key] = publisher_of(desired.owned, change.key) or above
        triples = body(desired, Frame(change.key, kind, offer.base), change, profile, above)
        tie = Triple(NamedNode(change.key), iri("dct:isPartOf"), NamedNode(change.parent or offer.base))
        sent[change.key] = (*triples, tie)
    return sent


def _type_of(change: Change, offer: Offer) -> RecordType | None:
    """Return the type a record will have, by its kind: the records above it need not be there yet."""
    catalog = offer.child(offer.root, "catalog", None)
    if change.kind == "catalog" or catalog is None:
        return catalog
    if change.kind != "distribution":
        return offer.child(catalog, change.kind, change.relation)
    dataset = offer.child(catalog, "dataset", iri("dcat:dataset").value)
    return offer.child(dataset, "distribution", change.relation) if dataset else None


def publisher_there(key: str | None, reader: Reader, inventory: Inventory) -> str:
    """Return the name of the publisher of a record that is at the server already."""
    held = inventory.named.get(key or "")
    if held:
        return publisher_of(held.graph, held.iri)
    return publisher_of(reader.graph(inventory.place) or (), inventory.place) if key and inventory.place else ""
