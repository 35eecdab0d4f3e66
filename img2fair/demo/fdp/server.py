"""The demo FAIR Data Point's life: started on loopback, inspected, broken on demand, stopped."""

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.demo.fdp.accounts import PUBLISHER, Accounts
from img2fair.demo.fdp.definitions import STOCK, Definition, Definitions
from img2fair.demo.fdp.enhancing import enhanced, touched
from img2fair.demo.fdp.exchange import RequestRecord
from img2fair.demo.fdp.faults import Faults
from img2fair.demo.fdp.handler import FdpHandler
from img2fair.demo.fdp.reading import Reading
from img2fair.demo.fdp.store import PUBLISHED, Store, StoredRecord
from img2fair.demo.fdp.writing import Writing
from img2fair.demo.listening import Listening, Running
from img2fair.rdf import iri


class DemoFdp(Running):
    """A FAIR Data Point on loopback, its records in memory.

    It listens from construction on and answers between ``with`` and its end.

    :param persistent_url: the beginning of its identifiers; empty means its own address.
    :param port: 0 takes a free one.
    :param catalog: whether there is a catalogue already, in which the publisher may create.
    :param definitions: the types of records.

    ``delay`` is how many seconds every request takes at least, as over a network; ``charset`` that of answers in RDF,
    which the reference takes from its machine.
    """

    def __init__(
        self,
        persistent_url: str = "https://w3id.org/demo-fdp",
        port: int = 0,
        *,
        catalog: bool = False,
        definitions: tuple[Definition, ...] = STOCK,
    ) -> None:
        self.faults = Faults()
        self.requests: list[RequestRecord] = []
        self.delay = 0.0
        self.charset = "utf-8"
        self.accounts = Accounts()
        super().__init__(FdpServer(self, port), "demo-fdp")
        self.persistent_url = persistent_url.rstrip("/") or self.url
        self._store = Store(self.persistent_url, Definitions(definitions))
        self.reading = Reading(self._store, self.accounts)
        self.writing = Writing(self._store, self.accounts)
        self._found("", self.persistent_url, "Demo FAIR Data Point")
        self.catalog = ""
        if catalog:
            self.catalog = self._found("catalog", self._store.mint("catalog"), "The hospital's catalogue")

    @property
    def url(self) -> str:
        """The server's address, without a slash at its end."""
        return self.address

    @property
    def records(self) -> dict[str, StoredRecord]:
        """All records by IRI, the FAIR Data Point's own included."""
        return self._store.records

    def of(self, prefix: str) -> list[StoredRecord]:
        """Return the records of a type."""
        return [record for record in self.records.values() if record.prefix == prefix]

    def _found(self, prefix: str, node: str, title: str) -> str:
        """Put in a record that is there from the beginning."""
        definition = self._store.definitions.get(prefix)
        subject, agent = NamedNode(node), NamedNode(f"{node}#publisher")
        triples = [
            Triple(subject, iri("dct:title"), Literal(title)),
            Triple(subject, iri("dcat:version"), Literal("1.0")),
            Triple(subject, iri("dct:publisher"), agent),
            Triple(agent, iri("rdf:type"), iri("foaf:Agent")),
            Triple(agent, iri("foaf:name"), Literal("Demo hospital")),
        ]
        triples += [Triple(subject, iri("dct:isPartOf"), NamedNode(self.persistent_url))] if prefix else []
        self.records[node] = StoredRecord(node, prefix, enhanced(triples, node, definition), PUBLISHED)
        if prefix:
            touched(self._store, node, definition)
            self.accounts.grant(PUBLISHER[0], node, "CREATE", "WRITE")
        return node


class FdpServer(Listening):
    """The FAIR Data Point's HTTP server."""

    def __init__(self, site: DemoFdp, port: int) -> None:
        self.site = site
        super().__init__(FdpHandler, port)
