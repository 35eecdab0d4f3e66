"""Our triples as rdflib's: the one place where terms cross over."""

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef

from img2fair.errors import UsageFault


def to_rdflib(triples: Iterable[ox.Triple], *, normalize: bool = False) -> Graph:
    """Return the triples as a graph of rdflib.

    :param normalize: whether ``"007"^^xsd:integer`` becomes ``7``; data stay as they are, without touching
        ``rdflib.NORMALIZE_LITERALS``, which belongs to whoever uses this library.
    :raises UsageFault: there is a quoted triple among the terms.
    """
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(
            (
                _term(triple.subject, normalize),
                _term(triple.predicate, normalize),
                _term(triple.object, normalize),
            )
        )
    return graph


def _term(term: object, normalize: bool) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise UsageFault("RDF-star statements are not understood", cure="leave quoted triples out of the file")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
    return Literal(term.value, datatype=URIRef(datatype), normalize=normalize) if not plain else Literal(term.value)
