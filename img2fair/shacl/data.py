"""A graph to be judged, in the forms that engines want, each made once."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import pyoxigraph as ox
from rdflib import Graph

from img2fair.rdf import to_text
from img2fair.shacl.bridge import to_rdflib
from img2fair.shacl.vocabulary import Table, background


class Data:
    """The triples of some records with what the tables say about the terms they use.

    ``own`` are the triples without those of the tables.
    """

    def __init__(self, triples: Sequence[ox.Triple], tables: Iterable[Table]) -> None:
        self.own = triples
        known = background(triples, tables)
        self.triples = [*triples, *sorted(known, key=str)]

    @cached_property
    def graph(self) -> Graph:
        """The graph as rdflib's."""
        return to_rdflib(self.triples)

    @cached_property
    def text(self) -> str:
        """The graph as N-Triples."""
        return to_text(self.triples, "ntriples")
