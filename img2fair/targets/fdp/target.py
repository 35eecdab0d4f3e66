"""A FAIR Data Point as a target: observed by paging, changed record by record, published innermost first."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from img2fair.model import Change, Check, Foreseen, Observed, Published, Sight, State
from img2fair.rdf import digest, to_text
from img2fair.targets import Write
from img2fair.targets.fdp.connection import Connection
from img2fair.targets.fdp.foreseeing import bodies_of, read_schemas
from img2fair.targets.fdp.inventory import Held, Inventory, Reader, planned
from img2fair.targets.fdp.offer import read_offer
from img2fair.targets.fdp.settings import FdpSettings
from img2fair.targets.fdp.writing import Writer


@dataclass(frozen=True, slots=True)
class FdpTarget:
    """A FAIR Data Point that we may write to."""

    settings: FdpSettings

    @property
    def name(self) -> str:
        """The target's name in the config."""
        return self.settings.name

    @property
    def siblings(self) -> int:
        """How many families may be written at the same time."""
        return 1

    def checks(self) -> tuple[Check, ...]:
        """Return what is right and wrong with the server, the account and the config."""
        return ()

    def observe(self) -> Observed:
        """Return the records of ours in the catalogue that the config names, or in all of ours; drafts included.

        :raises RemoteFault: the server cannot be used.
        :raises LoginFault: it refuses the log-in.
        :raises UsageFault: it has no such catalogue.
        """
        with Connection(self.settings) as connection:
            reader = Reader(connection, read_offer(connection))
            return self._observed(reader, reader.inventory(self.settings.catalog))

    def foresee(self, changes: Sequence[Change]) -> Foreseen | None:
        """Return the schemas of the server and what it would be sent; ``None`` where it does not tell its schemas.

        :raises Fault: as :meth:`observe`.
        """
        with Connection(self.settings) as connection:
            reader = Reader(connection, read_offer(connection))
            shapes = read_schemas(connection, reader.offer)
            if not shapes:
                return None
            sent = bodies_of(changes, reader, reader.inventory(self.settings.catalog), self.settings.profile)
            return Foreseen(to_text(shapes, "ntriples"), f"{self.settings.root}/spec", sent)

    @contextmanager
    def writing(self, made: str = "") -> Iterator[Write]:  # noqa: ARG002 - a deleted record carries no date
        """Take changes. A new record is a draft until its family is complete, then published innermost first.

        A context left by an exception leaves drafts, which nobody without a log-in sees; the next run finishes them.

        :raises Fault: as :meth:`observe`.
        """
        with Connection(self.settings) as connection:
            reader = Reader(connection, read_offer(connection))
            writer = Writer(reader, reader.inventory(self.settings.catalog), self.settings.profile)
            yield writer
            writer.finish()

    def rehearse(self, keys: Sequence[str]) -> tuple[Sight, ...]:
        """Return what harvesters without a log-in find of these datasets."""
        return ()

    def _observed(self, reader: Reader, inventory: Inventory) -> Observed:
        inward = {iri: key for key, iri in inventory.outward.items()}
        names = {held.iri: name for name, held in inventory.named.items()}
        records = {name: _published(held, name, names, inward, reader) for name, held in inventory.named.items()}
        whole = hashlib.sha256()
        for name, found in sorted(records.items()):
            iri, shown = inventory.named[name].iri, found.state.value
            whole.update(f"{name} {iri} {shown} {found.digest} {digest(found.triples)}\n".encode())
        given = frozenset({"catalog"} if inventory.place else ())
        return Observed(self.name, records, whole.hexdigest(), reader.offer.lacks, given)


def _published(held: Held, name: str, names: Mapping[str, str], inward: Mapping[str, str], reader: Reader) -> Published:
    """Return a record as every target says it, its triples as they were planned."""
    checksum = held.about("spdx:checksumValue", "record-digest").lower()
    triples = planned(held, inward, reader.offer.base)
    if digest(triples) != checksum:
        held.graph = reader.graph(held.iri) or held.graph
        triples = planned(held, inward, reader.offer.base)
    return Published(
        key=name,
        kind=held.type.kind or "dataset",
        slug=held.iri.rpartition("/")[2],
        parent=names.get(held.parent) or held.about("skos:notation", "record-parent") or None,
        project=held.about("skos:notation", "record-project") or None,
        triples=tuple(triples),
        digest=checksum,
        issued=held.about("dct:issued"),
        modified=held.about("dct:modified"),
        state=State.PUBLISHED if held.published else State.DRAFT,
    )
