"""All records that a FAIR Data Point holds in a catalogue, drafts included, by authenticated paging, several at a time.

Never by search, which hides drafts. A page merges the graphs of many records, so each record's own is what its nodes
reach; where that is not exactly what we wrote, the record is asked for by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress

from pyoxigraph import Triple

from img2fair.errors import RemoteFault, UsageFault
from img2fair.targets.fdp.connection import Connection
from img2fair.targets.fdp.graphs import Frame, links, said
from img2fair.targets.fdp.holdings import Held as Held
from img2fair.targets.fdp.holdings import Inventory as Inventory
from img2fair.targets.fdp.holdings import stamp
from img2fair.targets.fdp.offer import Offer, RecordType
from img2fair.targets.fdp.pages import records_of, triples_of

PAGE = 50
"""Records of a page: so few that those below the first ones are read while the next ones come."""
MOST_PAGES = 1000
"""Pages of one list; a server whose pages each name a next one would be read for ever."""
THREADS = 2
"""Threads for each request that may be on its way: one waits for an answer, the other works on one."""
_Children = list[tuple[Held, "Future[_Children] | None"]]
_NEXT = re.compile(r'<([^>]*)>\s*;\s*rel="?next"?')


class Reader:
    """Reads records of one server."""

    def __init__(self, connection: Connection, offer: Offer) -> None:
        self.connection = connection
        self.offer = offer

    def inventory(self, catalog: str = "") -> Inventory:
        """Return all records in a catalogue.

        :param catalog: the IRI of the catalogue to look into; all of ours where it is empty.
        :raises UsageFault: there is no such catalogue here.
        """
        with ThreadPoolExecutor(THREADS * max(self.connection.settings.siblings, 1), "reading") as pool:
            try:
                return self._inventory(catalog, pool)
            finally:  # where one reading failed, those that have not begun do not begin
                pool.shutdown(cancel_futures=True)

    def is_current(self, inventory: Inventory) -> bool:
        """Tell whether nothing was written in any catalogue since an inventory was begun.

        The server gives every record above a changed one a new time.
        """
        kinds = self._kinds(self.offer.root)
        tops = (top for kind in kinds for page in self._records(self.offer.base, kind) for top in page)
        return {top.iri: stamp(top) for top in tops} == inventory.stamps

    def children(
        self, parent: str, above: RecordType, only: Iterable[str] = (), pool: Executor | None = None
    ) -> Iterator[Held]:
        """Yield the children of a record with their states.

        :param only: the relations to follow; all of the type where empty.
        :param pool: who asks for the states while the first page is read; the caller itself where there is nobody.
        """
        asked = pool.submit(self._told, parent) if pool else None
        states: Mapping[str, str] | None = None
        for kind in self._kinds(above, only):
            for found in self._records(parent, kind):
                if states is None:
                    # nobody waits for what has not begun: all threads of the pool may be here
                    told = self._told(parent) if asked is None or asked.cancel() else asked.result()
                    states = self._states(parent, found, *told)
                for held in found:
                    held.published = states.get(held.iri) == "PUBLISHED"
                    yield held

    def graph(self, iri: str) -> list[Triple] | None:
        """Return all that a record's own address says; ``None`` where it is not there."""
        answer = self.connection.read(self.offer.path(iri))
        where = self.connection.settings.root + self.offer.path(iri)
        return None if answer.status == 404 else triples_of(answer, where)

    def find(self, parent: str, above: RecordType, key: str) -> Held | None:
        """Return the child with a key, the oldest of several: asked when the answer to its creation was lost."""
        found = [held for held in self.children(parent, above) if held.key == key]
        return min(found, key=lambda held: held.age, default=None)

    def states(self, iri: str) -> Mapping[str, str] | None:
        """Return the states of a record's children, by IRI; ``None`` where the server does not tell them."""
        return self._told(iri)[1]

    def is_half_made(self, iri: str) -> bool:
        """Tell whether a crash of the server left a record without a state: then it answers nobody (404).

        A record above such a one answers 404 too, but names the other.
        """
        answer = self.connection.read(self.offer.path(iri))
        return answer.status == 404 and f"'{iri}'" in answer.text

    def _inventory(self, catalog: str, pool: Executor) -> Inventory:
        tops = list(self.children(self.offer.base, self.offer.root, pool=pool))
        found = Inventory(self.offer, stamps={top.iri: stamp(top) for top in tops})
        if catalog:
            named = self._named(catalog, tops)
            found.place = named.iri
            tops = [named, *(top for top in tops if top.key and top.iri != named.iri)]
        else:
            tops = [top for top in tops if top.key]
        for top in tops:
            if top.key and found.place in ("", top.iri):
                found.add(top)
        self._descend(tops, found, pool)
        return found

    def _descend(self, tops: list[Held], found: Inventory, pool: Executor) -> None:
        """Take in all that hangs on records, level by level; what is below a record is read as soon as it is known."""
        level = [pool.submit(self._read, top, "", "", pool) for top in tops]
        while level:
            below = [one for reading in level for one in reading.result()]
            for child, _ in below:
                found.add(child)
            level = [reading for _, reading in below if reading]

    def _read(self, held: Held, parent: str, parent_key: str, pool: Executor) -> "_Children":
        """Return the children of a record, each with the reading of its own that has begun, if it has any.

        Its own triples are worked out on the way, and those of children with nothing below them, while other threads
        wait for the server.
        """
        key = self._settled(held, {parent: parent_key} if parent_key else {})
        relations = self._relations(held)
        found: _Children = []
        helped = None if parent else pool  # below that every thread has a record of its own
        for child in self.children(held.iri, held.type, relations, helped) if relations else ():
            if not self._relations(child):
                self._settled(child, {held.iri: key} if key else {})
                found.append((child, None))
            else:
                found.append((child, pool.submit(self._read, child, held.iri, key, pool) if child.key else None))
        return found

    def _settled(self, held: Held, inward: Mapping[str, str]) -> str:
        """Work out what was planned of a record, and return its key.

        Where a page says another thing than we wrote, the record's own address is asked: a page may mix records.
        """
        key = held.key
        if key and held.settle(inward, self.offer.base) and held.actual != held.checksum:
            held.graph = self.graph(held.iri) or held.graph
            held.settle(inward, self.offer.base)
        return key

    def _relations(self, held: Held) -> set[str]:
        """Return the properties by which a record has something below it."""
        return {link.predicate.value for link in links(held.graph, Frame(held.iri, held.type, self.offer.base))}

    def _kinds(self, above: RecordType, only: Iterable[str] = ()) -> list[RecordType]:
        """Return the types of children that are ours to read."""
        wanted = set(only) or above.relations
        return [kind for relation, kind in self.offer.below(above) if relation in wanted and kind.kind]

    def _records(self, parent: str, kind: RecordType) -> Iterator[list[Held]]:
        """Yield the children of a type, page by page; whether they are drafts is not known yet."""
        for page in self._pages(parent, kind):
            yield list(records_of(page, parent, kind, self.offer))

    def _pages(self, parent: str, kind: RecordType) -> Iterator[list[Triple]]:
        path = f"{self.offer.path(parent)}/page/{kind.prefix}?page=0&size={PAGE}"
        for _ in range(MOST_PAGES):
            answer = self.connection.read(path)
            if answer.status == 404:
                return  # without a state: it is made anew, and its children with it
            yield triples_of(answer, self.connection.settings.root + path)
            link = _NEXT.search(answer.headers.get("Link", ""))
            if link is None:
                return
            path = self.offer.path(link[1])
        raise RemoteFault(
            f"a list of the server has no end: {MOST_PAGES} pages were read, and there is a next one",
            where=self.connection.settings.root + path,
            cure="see the server's log",
        )

    def _states(
        self, parent: str, children: Iterable[Held], status: int, states: Mapping[str, str] | None
    ) -> Mapping[str, str]:
        """Return the states of a record's children; one by one where one of them has none, which spoils the sum.

        :param status: of the answer for all of them together, and ``states``, what it says.
        """
        if states is not None:
            return states
        if status == 404:
            return {held.iri: self.state(held.iri) for held in children}
        raise RemoteFault(
            f"the server does not tell which records are drafts ({status})",
            where=f"{self.connection.settings.root}{self.offer.path(parent)}/meta",
            cure="see the server's log, then run again",
        )

    def _told(self, iri: str) -> tuple[int, Mapping[str, str] | None]:
        status, told = self.connection.json(f"{self.offer.path(iri)}/meta")
        with suppress(TypeError, KeyError, AttributeError):
            return status, {str(child): str(state) for child, state in (told["state"]["children"] or {}).items()}
        return status, None

    def state(self, iri: str) -> str:
        """Return a record's own state; empty where it has none."""
        _, told = self.connection.json(f"{self.offer.path(iri)}/meta")
        with suppress(TypeError, KeyError):
            return str(told["state"]["current"])
        return ""

    def _named(self, catalog: str, tops: list[Held]) -> Held:
        """Return the catalogue that the config names, by its identifier or by its address."""
        root = self.connection.settings.root
        wanted = catalog.rstrip("/")
        wanted = self.offer.base + wanted.removeprefix(root) if wanted.startswith(f"{root}/") else wanted
        for top in tops:
            if top.iri == wanted:
                return top
        known = ", ".join(f"{top.iri} ({said(top.graph, top.iri, 'dct:title')})" for top in tops)
        raise UsageFault(
            f"the FAIR Data Point has no catalogue {catalog}",
            where=f"target '{self.connection.settings.name}', catalog",
            cure=f"name one of: {known}" if known else "leave 'catalog' out: one is made (there is none here yet)",
        )
