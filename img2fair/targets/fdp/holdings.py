"""What a FAIR Data Point holds: our records by key, further ones of the same key, and those of other tools."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.rdf import digest, iri
from img2fair.targets.fdp.graphs import Frame, restored, said
from img2fair.targets.fdp.offer import Offer, RecordType
from img2fair.targets.iris import renamed

WITHDRAWN = NamedNode("http://publications.europa.eu/resource/authority/distribution-status/WITHDRAWN")
"""The status of a record that stays under its address and says only that it was withdrawn (EU authority table)."""


_Words = dict[tuple[str, NamedNode], str]
"""The first value of each property, as text, by a record's own node (the fragment of its name) and property."""


@dataclass(slots=True)
class Held:
    """A record as the server holds it; ``graph`` is in the server's IRIs, and may hold a little of its neighbours.

    ``triples`` are those that were planned, in internal IRIs, and ``actual`` is their digest: empty until it is known.
    """

    iri: str
    type: RecordType
    parent: str
    published: bool
    graph: list[Triple]
    triples: tuple[Triple, ...] = ()
    actual: str = ""
    _words: _Words = field(default_factory=dict, init=False, repr=False, compare=False)
    _words_of: list[Triple] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def key(self) -> str:
        """Our key; empty where the record is not ours."""
        return self.about("dct:identifier")

    @property
    def age(self) -> tuple[str, str]:
        """A key that sorts the oldest first.

        The server's times are UTC with up to nine digits of a second, less the zeros at their end; with the Z, which
        is more than any digit, 43.5Z would come after 43.51Z.
        """
        return said(self.graph, self.iri, "fdp-o:metadataIssued").removesuffix("Z"), self.iri

    @property
    def checksum(self) -> str:
        """The digest of what we wrote."""
        return self.about("spdx:checksumValue", "record-digest").lower()

    @property
    def withdrawn(self) -> bool:
        """Tell whether it only says that it was withdrawn."""
        return self.about("adms:status") == WITHDRAWN.value

    def about(self, curie: str, fragment: str = "record") -> str:
        """Return what the catalogue record says of a property."""
        if self._words_of is not self.graph:  # it is replaced as a whole where a record is read again
            self._words, self._words_of = _words_of(self.graph, f"{self.iri}#"), self.graph
        return self._words.get((fragment, iri(curie)), "")

    def settle(self, inward: Mapping[str, str], base: str) -> bool:
        """Work out the planned triples and their digest.

        :param inward: keys by the server's IRIs, at least those that the record names.
        :returns: whether no IRI of the server is left: then more keys would not change anything.
        """
        triples = planned(self, inward, base)
        left = any(isinstance(t.object, NamedNode) and t.object.value.startswith(f"{base}/") for t in triples)
        if not left:
            self.triples, self.actual = tuple(triples), digest(triples)
        return not left


@dataclass(slots=True)
class Inventory:
    """What is there: our records by key (the oldest of several), the others of that key, and those that are not ours.

    ``place`` is the catalogue that the config names. ``stamps`` are the times at which each catalogue, or anything in
    it, was last changed, as read before all else: while they are the same, so is everything.
    """

    offer: Offer
    place: str = ""
    records: dict[str, Held] = field(default_factory=dict)
    doubles: list[Held] = field(default_factory=list)
    strangers: dict[str, Held] = field(default_factory=dict)
    stamps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, found: Held) -> None:
        """Take in a record."""
        if not found.key:
            self.strangers.setdefault(found.iri, found)
            return
        held = self.records.setdefault(found.key, found)
        if held.iri != found.iri and found.iri not in {one.iri for one in self.doubles}:
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


def stamp(held: Held) -> tuple[str, ...]:
    """Return when a record or anything below it was last changed; the server may say more than one time."""
    node, modified = NamedNode(held.iri), iri("fdp-o:metadataModified")
    return tuple(sorted(str(t.object) for t in held.graph if t.subject == node and t.predicate == modified))


def _words_of(graph: Iterable[Triple], start: str) -> _Words:
    """Return what the nodes say whose names begin so."""
    words: _Words = {}
    for triple in graph:
        node = triple.subject
        if isinstance(node, NamedNode) and node.value.startswith(start):
            found = triple.object
            if isinstance(found, NamedNode | Literal):
                words.setdefault((node.value.removeprefix(start), triple.predicate), found.value)
    return words
