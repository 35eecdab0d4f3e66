"""The records of a server: named graphs with a state, linked from above."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Triple

from img2fair.demo.fdp.definitions import Definition, Definitions
from img2fair.demo.fdp.exchange import FdpError

DRAFT, PUBLISHED = "DRAFT", "PUBLISHED"


@dataclass
class StoredRecord:
    """One record: its graph as stored, and its state; ``None`` where the server died before giving it one."""

    iri: str
    prefix: str
    triples: list[Triple] = field(default_factory=list)
    state: str | None = None

    def objects(self, predicate: str) -> list[str]:
        """Return the IRIs that the record itself has as values of a property."""
        node, wanted = NamedNode(self.iri), NamedNode(predicate)
        found = (t.object for t in self.triples if t.subject == node and t.predicate == wanted)
        return [term.value for term in found if isinstance(term, NamedNode)]

    def has_blank(self, predicate: str) -> bool:
        """Tell whether the record itself has a node without a name as value of a property."""
        node, wanted = NamedNode(self.iri), NamedNode(predicate)
        return any(isinstance(t.object, BlankNode) for t in self.triples if (t.subject, t.predicate) == (node, wanted))

    def first(self, predicate: NamedNode) -> str | None:
        """Return the first value of a property of any node: as the reference reads titles, dates and parents."""
        return next((getattr(t.object, "value", "") for t in self.triples if t.predicate == predicate), None)


class Store:
    """Records by IRI."""

    def __init__(self, base: str, definitions: Definitions) -> None:
        self.base = base
        self.definitions = definitions
        self.records: dict[str, StoredRecord] = {}

    def mint(self, prefix: str) -> str:
        """Return a new IRI."""
        return f"{self.base}/{prefix}/{uuid.uuid4()}"

    def at(self, prefix: str, identifier: str) -> str:
        """Return the IRI of a path."""
        return f"{self.base}/{prefix}/{identifier}" if prefix else self.base

    def get(self, iri: str) -> StoredRecord:
        """Return a record, whatever its state.

        :raises FdpError: there is none (404).
        """
        if iri not in self.records:
            raise FdpError(404, f"No metadata found for the uri '{iri}'")
        return self.records[iri]

    def state(self, iri: str) -> str:
        """Return a record's state.

        :raises FdpError: it has none: it is not there, or only half (404).
        """
        state = self.records[iri].state if iri in self.records else None
        if state is None:
            raise FdpError(404, f"Metadata info '{iri}' was not found")
        return state

    def definition(self, iri: str) -> Definition:
        """Return the type of a record by its IRI: whatever is not ours is taken for a prefix, as the reference does."""
        path = iri.removeprefix(self.base).strip("/") if iri.startswith(self.base) else iri
        return self.definitions.get(path.partition("/")[0])

    def children(self, record: StoredRecord) -> list[tuple[str, str]]:
        """Return the relation and IRI of all that a record has below it."""
        relations = self.definitions.get(record.prefix).relations
        return [(relation, child) for relation in relations for child in record.objects(relation)]

    def replace(self, iri: str, triples: Iterable[Triple]) -> None:
        """Replace the graph of a record."""
        self.get(iri).triples = list({str(triple): triple for triple in triples}.values())
