"""What a FAIR Data Point offers: the beginning of its identifiers, and the types of records it takes.

Source: ``GET /configs/bootstrap`` of the reference implementation (ConfigController, BootstrapConfigDTO).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from img2fair.errors import RemoteFault
from img2fair.rdf import iri
from img2fair.targets.asking import JSON, Asking, decoded
from img2fair.targets.fdp.settings import FdpSettings

KIND_CLASSES = {"catalog": "dcat:Catalog", "dataset": "dcat:Dataset", "distribution": "dcat:Distribution",
                "data-service": "dcat:DataService"}  # fmt: skip
RELATIONS = {"dataset": "dcat:dataset", "distribution": "dcat:distribution", "data-service": "dcat:service",
             "catalog": "dcat:catalog"}  # fmt: skip
"""How a parent points to a child of each kind, unless the change says otherwise (DCAT 3)."""


@dataclass(frozen=True, slots=True)
class RecordType:
    """A type of records: the first segment of their path, their classes, the types below and by what relation."""

    uuid: str
    name: str
    prefix: str
    classes: frozenset[str]
    children: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str | None:
        """Our word for records of this type; ``None`` for types we make no records of."""
        found = (kind for kind, curie in KIND_CLASSES.items() if iri(curie).value in self.classes)
        return next(found, None)

    @property
    def relations(self) -> frozenset[str]:
        """The properties that lead to children; the server strips and manages their triples."""
        return frozenset(relation for relation, _ in self.children)


@dataclass(frozen=True, slots=True)
class Offer:
    """A server's identifier base (without a slash at its end) and its types by uuid."""

    base: str
    types: Mapping[str, RecordType]

    @property
    def root(self) -> RecordType:
        """The type of the FAIR Data Point's own record."""
        return next(kind for kind in self.types.values() if not kind.prefix)

    def below(self, above: RecordType) -> list[tuple[str, RecordType]]:
        """Return the relations and types of children of a type."""
        return [(relation, self.types[uuid]) for relation, uuid in above.children if uuid in self.types]

    def child(self, above: RecordType, kind: str, relation: str | None) -> RecordType | None:
        """Return the type of a child; ``None`` where the server takes none such.

        :param relation: the property that ties it; a catalogue below the root is found by its class alone.
        """
        wanted = relation or iri(RELATIONS[kind]).value
        for found, child in self.below(above):
            if child.kind == kind and (not above.prefix or found == wanted):
                return child
        return None

    @property
    def lacks(self) -> frozenset[str]:
        """The kinds of records for which the server has no type in its place."""
        catalog = self.child(self.root, "catalog", None)
        dataset = self.child(catalog, "dataset", None) if catalog else None
        above = {"catalog": self.root, "dataset": catalog, "data-service": catalog, "distribution": dataset}
        return frozenset(kind for kind, up in above.items() if up is None or self.child(up, kind, None) is None)

    def of(self, identifier: str) -> RecordType | None:
        """Return the type of a record of this server, by the first segment of its path."""
        prefix = identifier.removeprefix(self.base).strip("/").partition("/")[0]
        ours = identifier.startswith(f"{self.base}/")
        return next((kind for kind in self.types.values() if ours and kind.prefix == prefix), None)

    def path(self, identifier: str) -> str:
        """Return the path to ask for a record: never another host, whatever the identifier's is."""
        if identifier != self.base and not identifier.startswith(f"{self.base}/"):
            raise RemoteFault(
                f"the server names a record that does not begin with its persistent URL: {identifier}",
                where=self.base,
                cure="have the server's administrator check instance.persistentUrl",
            )
        return identifier.removeprefix(self.base)


class Asks(Protocol):
    """Whoever can ask a server: logged in, or as a guest."""

    @property
    def settings(self) -> FdpSettings:
        """Where the server is."""

    def json(self, path: str) -> tuple[int, Any]:
        """Return the status and the decoded JSON of a path; ``None`` where there is none."""


def read_offer(connection: Asks) -> Offer:
    """Ask a server what it offers.

    :raises RemoteFault: it is no FAIR Data Point of a version we know.
    """
    status, told = connection.json("/configs/bootstrap")
    try:
        types = [_type(entry) for entry in told["resourceDefinitions"]]
        offer = Offer(str(told["persistentUrl"]).rstrip("/"), {kind.uuid: kind for kind in types})
        if any(not kind.prefix for kind in types):
            return offer
    except (KeyError, TypeError):
        pass
    raise RemoteFault(
        f"this does not look like a FAIR Data Point: it does not tell its types ({status})",
        where=f"{connection.settings.root}/configs/bootstrap",
        cure="check the target's url; versions 1.15 to 1.20 of the reference implementation are known to work",
    )


class _AsGuest:
    """A connection to a FAIR Data Point, as far as an offer is read by it, of somebody who is not logged in.

    :param settings: where the server is; the log-in in them is not used.
    """

    def __init__(self, settings: FdpSettings, asking: Asking) -> None:
        self._settings = settings
        self._asking = asking

    @property
    def settings(self) -> FdpSettings:
        """Where the server is."""
        return self._settings

    def json(self, path: str) -> tuple[int, Any]:
        """Return the status and the decoded JSON of a path; ``None`` where there is none."""
        answer = self._asking.ask(path, accept=JSON)
        return answer.status, decoded(answer)


def offer_to_guests(settings: FdpSettings, asking: Asking) -> Offer:
    """Return what a server offers, asked without a log-in.

    :raises RemoteFault: it does not answer, or is no FAIR Data Point of a version we know.
    """
    return read_offer(_AsGuest(settings, asking))


def _type(told: Mapping[str, Any]) -> RecordType:
    children = tuple((str(c["relationUri"]), str(c["resourceDefinitionUuid"])) for c in told.get("children") or ())
    classes = frozenset(map(str, told.get("targetClassUris") or ()))
    return RecordType(str(told["uuid"]), str(told["name"]), str(told["urlPrefix"]).strip("/"), classes, children)
