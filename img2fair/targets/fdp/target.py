"""A FAIR Data Point as a target: observed by paging, changed record by record, published innermost first."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from img2fair.errors import UsageFault
from img2fair.model import Change, Check, Foreseen, Observed, Published, Sight, Standing, State
from img2fair.rdf import digest, to_text
from img2fair.targets import Write
from img2fair.targets.asking import JSON, Asking, decoded
from img2fair.targets.fdp.connection import Connection
from img2fair.targets.fdp.foreseeing import bodies_of, read_schemas
from img2fair.targets.fdp.holdings import Held, Inventory, planned
from img2fair.targets.fdp.index import ping
from img2fair.targets.fdp.inventory import THREADS, Reader
from img2fair.targets.fdp.offer import read_offer
from img2fair.targets.fdp.settings import FdpSettings
from img2fair.targets.fdp.strangers import stranger_of
from img2fair.targets.fdp.version import version_check, version_said
from img2fair.targets.fdp.writing import Writer

log = logging.getLogger(__name__)

_WITHIN = 10.0
"""Seconds to ask a server for its version, which it need not tell."""


@dataclass(slots=True)
class Recent:
    """What was read last; looked at again instead of read again while nothing was written since."""

    inventory: Inventory | None = None

    def current(self, reader: Reader, catalog: str) -> Inventory:
        """Return what the server holds: what was read last, if that is still true, else read now."""
        if self.inventory is None or not reader.is_current(self.inventory):
            self.inventory = reader.inventory(catalog)
        return self.inventory

    def taken(self, reader: Reader, catalog: str) -> Inventory:
        """Return what the server holds to somebody who will change it: it is not true for others any more."""
        found = self.current(reader, catalog)
        self.inventory = None
        return found


@dataclass(frozen=True, slots=True)
class FdpTarget:
    """A FAIR Data Point that we may write to."""

    settings: FdpSettings
    _recent: Recent = field(default_factory=Recent, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The target's name in the config."""
        return self.settings.name

    @property
    def at_once(self) -> bool:
        """False: each record is shown as soon as its family is whole."""
        return False

    @property
    def siblings(self) -> int:
        """How many families may be worked on at the same time; of their requests, fewer are on their way."""
        return THREADS * self.settings.siblings if self.settings.siblings > 1 else 1

    def checks(self) -> tuple[Check, ...]:
        """Return what is right and wrong with the server, the account and the config."""
        from img2fair.targets.fdp.preflight import checks  # not needed for a publication

        return checks(self.settings)

    def observe(self) -> Observed:
        """Return the records in the catalogue that the config names, or in all of ours; drafts included.

        :raises RemoteFault: the server cannot be used.
        :raises LoginFault: it refuses the log-in.
        :raises UsageFault: it has no such catalogue, or is of a version that answers differently.
        """
        with Connection(self.settings) as connection:
            with ThreadPoolExecutor(1, "version") as beside:
                version = beside.submit(_refuse_version, connection)
                reader = Reader(connection, read_offer(connection))
                version.result()
            self._recent.inventory = None
            inventory = reader.inventory(self.settings.catalog)
            observed = self._observed(reader, inventory)
        self._recent.inventory = inventory
        return observed

    def foresee(self, changes: Sequence[Change]) -> Foreseen | None:
        """Return the schemas of the server and what it would be sent; ``None`` where it does not tell its schemas.

        :raises Fault: as :meth:`observe`.
        """
        with Connection(self.settings) as connection:
            reader = Reader(connection, read_offer(connection))
            shapes = read_schemas(connection, reader.offer)
            if not shapes:
                return None
            inventory = self._recent.current(reader, self.settings.catalog)
            sent = bodies_of(changes, reader, inventory, self.settings.profile)
            return Foreseen(to_text(shapes, "ntriples"), f"{self.settings.root}/spec", sent)

    @contextmanager
    def writing(self, made: str = "") -> Iterator[Write]:
        """Take changes. A new record is a draft until it is shown, or until the clean end where nobody shows anything.

        A context left by an exception leaves drafts, which nobody without a log-in sees; the next run finishes them.

        :param made: the date of withdrawals.
        :raises Fault: as :meth:`observe`.
        """
        with Connection(self.settings) as connection:
            reader = Reader(connection, read_offer(connection))
            inventory = self._recent.taken(reader, self.settings.catalog)
            writer = Writer(reader, inventory, self.settings.profile, made)
            try:
                yield writer
                writer.finish()
            finally:
                writer.close()

    def renew(self) -> bool:
        """Do nothing: what people see is the server's own."""
        return False

    def announce(self) -> str:
        """Tell the FDP Index that the config names, if it names one; return what came of it."""
        return ping(self.settings)

    def rehearse(self, keys: Sequence[str]) -> tuple[Sight, ...]:
        """Return what harvesters without a log-in find of these datasets.

        :raises Fault: as :meth:`observe`.
        """
        from img2fair.targets.fdp.rehearsal import rehearse  # not needed for a publication

        with Connection(self.settings) as connection:
            reader = Reader(connection, read_offer(connection))
            iris = self._recent.current(reader, self.settings.catalog).outward
        return rehearse(self.settings, {iris[key]: key for key in keys if key in iris})

    def _observed(self, reader: Reader, inventory: Inventory) -> Observed:
        named, base = inventory.named, reader.offer.base
        inward = {iri: key for key, iri in inventory.outward.items()}
        names = {held.iri: name for name, held in named.items()}
        records = {name: _published(held, name, names, inward, reader, inventory.place) for name, held in named.items()}
        strangers = tuple(
            stranger_of(held, names.get(held.parent, held.parent), base)
            for _, held in sorted(inventory.strangers.items())
        )
        given = frozenset({"catalog"} if inventory.place else ())
        return Observed(self.name, records, reader.offer.lacks, given, strangers)


def _refuse_version(connection: Connection) -> None:
    """Say where a server is of a version that nobody tried, and stop where it is one that answers differently.

    :raises UsageFault: it is of version 2.
    """
    # not through the log-in: a proxy that keeps this address closed (401, 502) says nothing of the account
    with Asking(connection.settings.root, within=_WITHIN) as asking:
        answer = asking.ask("/actuator/info", accept=JSON)
    check = version_check(version_said(decoded(answer), ()))
    if check.standing is Standing.FAIL:
        what = f"this FAIR Data Point cannot be written to: {check.found}"
        raise UsageFault(what, where=f"target '{connection.settings.name}'", cure=check.cure)
    if check.standing is Standing.WARN:
        log.warning("%s: %s; %s", connection.settings.name, check.found, check.cure)


def _published(
    held: Held, name: str, names: Mapping[str, str], inward: Mapping[str, str], reader: Reader, place: str
) -> Published:
    """Return a record as every target says it, its triples as they were planned."""
    triples, actual = held.triples, held.actual
    above = reader.offer.of(held.parent)
    astray = place not in ("", held.parent) and above is not None and above.kind == "catalog"
    if not actual:
        triples = tuple(planned(held, inward, reader.offer.base))
        actual = digest(triples)
        if actual != held.checksum:
            held.graph = reader.graph(held.iri) or held.graph
            triples = tuple(planned(held, inward, reader.offer.base))
            actual = digest(triples)
    return Published(
        key=name,
        kind=held.type.kind or "dataset",
        slug=held.iri.rpartition("/")[2],
        parent=names.get(held.parent)
        or (held.parent if astray else held.about("skos:notation", "record-parent"))
        or None,
        project=held.about("skos:notation", "record-project") or None,
        triples=triples,
        digest=held.checksum,
        issued=held.about("dct:issued"),
        modified=held.about("dct:modified"),
        state=State.WITHDRAWN if held.withdrawn else State.PUBLISHED if held.published else State.DRAFT,
        actual=actual,
    )
