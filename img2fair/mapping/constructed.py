"""Running ``construct:`` queries on the finished graph of a project or of the site.

What a query makes belongs to the record whose IRI, or a ``#fragment`` of it, is the subject; other subjects are a
mistake of the query. rdflib's literals are made with ``normalize=False``: a text stays as it was written.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.mapping.construct import Query
from img2fair.mapping.datatypes import LEXICAL, as_text, is_language, literal, node
from img2fair.mapping.language import FieldRule
from img2fair.mapping.limits import QUERY_SECONDS, Clock, watched
from img2fair.mapping.notebook import Notebook
from img2fair.mapping.terms import Refused
from img2fair.model import Origin
from img2fair.rdf import PREFIXES, Term

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

MOST_TRIPLES = 100_000
"""Triples that one query may add to one project."""
STEPS = ("construct",)
_XSD = PREFIXES["xsd"]


def construct(queries: Iterable[Query], notebooks: Sequence[Notebook], links: Iterable[Triple]) -> None:
    """Write down what queries make of the records; each sees what those before it have added.

    :param notebooks: of the records, finished but for this.
    :param links: the triples that tie records to each other; queries see them, and they belong to no record.
    :raises UsageFault: a query takes too long, makes too much, or says something about what is no record.
    """
    tied = list(links)
    for query in queries:
        graph = _graph((*tied, *(triple for book in notebooks for triple, _ in book.triples)))
        for subject, predicate, value in _results(query, graph):
            _add(query, notebooks, subject, predicate, value)


def _graph(triples: Iterable[Triple]) -> "Graph":
    from rdflib import Graph, URIRef

    graph = Graph(bind_namespaces="none")
    for one in triples:
        if isinstance(one.subject, NamedNode):
            graph.add((URIRef(one.subject.value), URIRef(one.predicate.value), _foreign(one.object)))
    return graph


def _foreign(term: object) -> "Node":
    from rdflib import BNode, URIRef
    from rdflib import Literal as Foreign

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, Literal):
        datatype = None if term.language else URIRef(term.datatype.value)
        if datatype == URIRef(_XSD + "string"):
            datatype = None
        return Foreign(term.value, lang=term.language, datatype=datatype, normalize=False)
    return BNode(str(term))


def _results(query: Query, graph: "Graph") -> list[tuple["Node", "Node", "Node"]]:
    """Return what a query makes that the graph does not have, in one order."""
    with watched(Clock(QUERY_SECONDS), str(query.at)):
        made = graph.query(query.prepared).graph
    new = [triple for triple in made or () if triple not in graph]
    if len(new) > MOST_TRIPLES:
        cure = "name in WHERE what you want, such as ?dataset a dcat:Dataset"
        raise UsageFault(f"the query makes more than {MOST_TRIPLES} triples", where=str(query.at), cure=cure)
    return sorted(new, key=lambda triple: tuple(map(repr, triple)))


def _add(query: Query, notebooks: Sequence[Notebook], subject: "Node", predicate: "Node", value: "Node") -> None:
    from rdflib import URIRef

    named, property_ = node(str(subject)), node(str(predicate))
    owner = next((book for book in notebooks if _is_of(str(subject), book.key)), None)
    if owner is None or named is None or property_ is None or not isinstance(subject, URIRef):
        raise UsageFault(
            f"the query says something about '{str(subject)[:200]}', which is no record of this mapping",
            where=str(query.at),
            cure='make the subject a record, or a part of one: IRI(CONCAT(STR(?dataset), "#part"))',
        )
    term = _term(value)
    if isinstance(term, Refused):
        owner.refused(named, property_, FieldRule(query.at), term, None, [])
    else:
        owner.add(Triple(named, property_, term), Origin(str(query.at), (), STEPS))


def _is_of(subject: str, key: str) -> bool:
    return subject == key or subject.startswith(f"{key}#")


def _term(value: "Node") -> Term | Refused:
    """Return the term of a result, checked as the values of rules are."""
    from rdflib import Literal as Foreign

    if not isinstance(value, Foreign):
        return node(str(value)) or Refused("I2F-M004", "an IRI")
    text = as_text(str(value)) or ""
    if value.language:
        tagged = is_language(value.language)
        return Literal(text, language=value.language) if tagged else Refused("I2F-M003", "a language tag")
    datatype = str(value.datatype or f"{_XSD}string")
    if datatype.removeprefix(_XSD) in LEXICAL:
        kind = datatype.removeprefix(_XSD)
        return literal(text, kind) or Refused("I2F-M003", f"of datatype {kind}")
    known = node(datatype)
    return Literal(text, datatype=known) if known else Refused("I2F-M004", "an IRI")
