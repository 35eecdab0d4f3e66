"""All records of ours that a FAIR Data Point holds, drafts included, by authenticated paging.

Never by search, which hides drafts. A page merges the graphs of many records, so each record's own is what its nodes
reach; where that is not exactly what we wrote, the record is asked for by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from pyoxigraph import BlankNode, NamedNode, Triple

from img2fair.errors import RemoteFault, UsageFault
from img2fair.rdf import from_text
from img2fair.targets.fdp.connection import Answer, Connection
from img2fair.targets.fdp.graphs import Frame, links, restored, said
from img2fair.targets.fdp.offer import Offer, RecordType
from img2fair.targets.iris import renamed

PAGE = 500
MOST_PAGES = 1000
"""Pages of one list; a server whose pages each name a next one would be read for ever."""
_NEXT = re.compile(r'<([^>]*)>\s*;\s*rel="?next"?')


@dataclass(slots=True)
class Held:
    """A record as the server holds it; ``graph`` is in the server's IRIs, and may hold a little of its neighbours."""

    iri: str
    type: RecordType
    parent: str
    published: bool
    graph: list[Triple]

    @property
    def key(self) -> str:
        """Our key; empty where the record is not ours."""
        return said(self.graph, f"{self.iri}#record", "dct:identifier")

    @property
    def age(self) -> tuple[str, str]:
        """A key that sorts the oldest first.

        The server's times are UTC with up to nine digits of a second, less the zeros at their end; with the Z, which
        is more than any digit, 43.5Z would come after 43.51Z.
        """
        return said(self.graph, self.iri, "fdp-o:metadataIssued").removesuffix("Z"), self.iri

    def about(self, curie: str, fragment: str = "record") -> str:
        """Return what the catalogue record says of a property."""
        return said(self.graph, f"{self.iri}#{fragment}", curie)


@dataclass(slots=True)
class Inventory:
    """What is there: our records by key (the oldest of several), the others of that key, and the catalogue named."""

    offer: Offer
    place: str = ""
    records: dict[str, Held] = field(default_factory=dict)
    doubles: list[Held] = field(default_factory=list)

    def add(self, found: Held) -> None:
        """Take in a record of ours; what is not ours is not touched."""
        if not found.key:
            return
        held = self.records.setdefault(found.key, found)
        if held.iri != found.iri:
            first, other = sorted((held, found), key=lambda one: one.age)
            self.records[found.key] = first
            self.doubles.append(other)

    @property
    def named(self) -> dict[str, Held]:
        """All records of ours by name: their key, or for younger ones of the same key ``key#duplicate-1`` and so on.

        So a plan that never heard of duplicates withdraws them: nobody wants a record of that name.
        """
        found = dict(self.records)
        for held in sorted(self.doubles, key=lambda one: one.age):
            number = next(n for n in count(1) if f"{held.key}#duplicate-{n}" not in found)
            found[f"{held.key}#duplicate-{number}"] = held
        return found

    @property
    def outward(self) -> dict[str, str]:
        """The IRI of each record by its key."""
        return {key: held.iri for key, held in self.records.items()}


def planned(held: Held, inward: Mapping[str, str], base: str) -> list[Triple]:
    """Return a record's triples as they were planned, in internal IRIs."""
    triples = renamed(held.graph, {**inward, held.iri: held.key})
    return restored(triples, Frame(held.key, held.type, base))


class Reader:
    """Reads records of one server."""

    def __init__(self, connection: Connection, offer: Offer) -> None:
        self.connection = connection
        self.offer = offer

    def inventory(self, catalog: str = "") -> Inventory:
        """Return all records of ours.

        :param catalog: the IRI of the catalogue to look into; all of ours where it is empty.
        :raises UsageFault: there is no such catalogue here.
        """
        found = Inventory(self.offer)
        tops = list(self.children(self.offer.base, self.offer.root))
        if catalog:
            tops = [self._named(catalog, tops)]
            found.place = tops[0].iri
        for top in tops:
            if top.key or catalog:
                found.add(top)
                self._descend(top, found)
        return found

    def children(self, parent: str, above: RecordType, only: Iterable[str] = ()) -> Iterator[Held]:
        """Yield the children of a record with their states.

        :param only: the relations to follow; all of the type where empty.
        """
        wanted = set(only) or above.relations
        below = [kind for relation, kind in self.offer.below(above) if relation in wanted and kind.kind]
        states: Mapping[str, str] | None = None
        for kind in below:
            for page in self._pages(parent, kind):
                found = list(_split(page, parent, kind, self.offer))
                states = self._states(parent, found) if states is None else states
                for held in found:
                    held.published = states.get(held.iri) == "PUBLISHED"
                    yield held

    def graph(self, iri: str) -> list[Triple] | None:
        """Return all that a record's own address says; ``None`` where it is not there."""
        answer = self.connection.read(self.offer.path(iri))
        return None if answer.status == 404 else _triples(answer, self.connection.settings.root + self.offer.path(iri))

    def find(self, parent: str, above: RecordType, key: str) -> Held | None:
        """Return the child with a key, the oldest of several: asked when the answer to its creation was lost."""
        found = [held for held in self.children(parent, above) if held.key == key]
        return min(found, key=lambda held: held.age, default=None)

    def _descend(self, held: Held, found: Inventory) -> None:
        frame = Frame(held.iri, held.type, self.offer.base)
        relations = {link.predicate.value for link in links(held.graph, frame)}
        if relations:
            for child in self.children(held.iri, held.type, relations):
                found.add(child)
                if child.key:
                    self._descend(child, found)

    def _pages(self, parent: str, kind: RecordType) -> Iterator[list[Triple]]:
        path = f"{self.offer.path(parent)}/page/{kind.prefix}?page=0&size={PAGE}"
        for _ in range(MOST_PAGES):
            answer = self.connection.read(path)
            if answer.status == 404:
                return  # without a state: it is made anew, and its children with it
            yield _triples(answer, self.connection.settings.root + path)
            link = _NEXT.search(answer.headers.get("Link", ""))
            if link is None:
                return
            path = self.offer.path(link[1])
        raise RemoteFault(
            f"a list of the server has no end: {MOST_PAGES} pages were read, and there is a next one",
            where=self.connection.settings.root + path,
            cure="see the server's log",
        )

    def is_half_made(self, iri: str) -> bool:
        """Tell whether a crash of the server left a record without a state: then it answers nobody (404).

        A record above such a one answers 404 too, but names the other.
        """
        answer = self.connection.read(self.offer.path(iri))
        return answer.status == 404 and f"'{iri}'" in answer.text

    def _states(self, parent: str, children: Iterable[Held]) -> Mapping[str, str]:
        """Return the states of a record's children; one by one where one of them has none, which spoils the sum."""
        status, told = self.connection.json(f"{self.offer.path(parent)}/meta")
        with suppress(TypeError, KeyError, AttributeError):
            return {str(iri): str(state) for iri, state in (told["state"]["children"] or {}).items()}
        if status == 404:
            return {held.iri: self._state(held.iri) for held in children}
        raise RemoteFault(
            f"the server does not tell which records are drafts ({status})",
            where=f"{self.connection.settings.root}{self.offer.path(parent)}/meta",
            cure="see the server's log, then run again",
        )

    def _state(self, iri: str) -> str:
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


def _split(page: list[Triple], parent: str, kind: RecordType, offer: Offer) -> Iterator[Held]:
    """Yield the records of a page: each with the nodes that are its own and all that they reach."""
    by_subject: dict[object, list[Triple]] = {}
    for triple in page:
        by_subject.setdefault(triple.subject, []).append(triple)
    start = f"{offer.base}/{kind.prefix}/"
    named = [node.value for node in by_subject if isinstance(node, NamedNode) and node.value.startswith(start)]
    for head in sorted(iri for iri in named if not re.search(r"[#/]", iri[len(start) :])):
        graph = _reached(by_subject, head, offer.base)
        # a record that was moved is listed by both; where it belongs it says itself
        above = said(graph, head, "dct:isPartOf") or parent
        yield Held(head, kind, above, False, graph)


def _reached(by_subject: Mapping[object, list[Triple]], head: str, base: str) -> list[Triple]:
    """Return what a record's own nodes say, and what those say that they reach; other records are not entered."""
    ahead: list[object] = [node for node in by_subject if isinstance(node, NamedNode) and _belongs(node.value, head)]
    graph: list[Triple] = []
    seen: set[object] = set(ahead)
    while ahead:
        for triple in by_subject.get(ahead.pop(), ()):
            graph.append(triple)
            found = triple.object
            other = isinstance(found, NamedNode) and found.value.startswith(f"{base}/")
            if isinstance(found, NamedNode | BlankNode) and found not in seen and not other:
                seen.add(found)
                ahead.append(found)
    return graph


def _belongs(node: str, head: str) -> bool:
    return node == head or node.startswith((f"{head}#", f"{head}/"))


def _triples(answer: Answer, where: str) -> list[Triple]:
    """Return the triples of an answer.

    :raises RemoteFault: it is an error, or not Turtle.
    """
    if answer.status == 200:
        try:
            return from_text(answer.text, where=where)
        except UsageFault as fault:
            raise RemoteFault(
                "an answer of the server is not Turtle", where=fault.where, cure="see the server's log"
            ) from None
    text = " ".join(answer.text.split())[:200]
    raise RemoteFault(
        f"the server answers {answer.status}: {text}", where=where, cure="see the server's log, then run again"
    )
