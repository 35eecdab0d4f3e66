"""The records of a page: the server merges the graphs of many into one answer, and each is found in it again."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, NamedNode, Triple

from img2fair.errors import RemoteFault, UsageFault
from img2fair.rdf import from_text
from img2fair.targets.asking import Answer
from img2fair.targets.fdp.graphs import Frame, said, stripped
from img2fair.targets.fdp.holdings import Held
from img2fair.targets.fdp.offer import Offer, RecordType


def records_of(page: Iterable[Triple], parent: str, kind: RecordType, offer: Offer) -> Iterator[Held]:
    """Yield the records of a page: each with the nodes that are its own and all that they reach."""
    by_subject = _by_subject(page)
    start = f"{offer.base}/{kind.prefix}/"
    own: dict[str, list[NamedNode]] = {}
    for node in by_subject:
        if isinstance(node, NamedNode) and node.value.startswith(start):
            own.setdefault(start + re.split(r"[#/]", node.value[len(start) :], maxsplit=1)[0], []).append(node)
    for head in sorted(iri for iri in own if NamedNode(iri) in by_subject):
        graph = _reached(by_subject, own[head], offer.base)
        # a record that was moved is listed by both; where it belongs it says itself
        above = said(graph, head, "dct:isPartOf") or parent
        yield Held(head, kind, above, False, graph)


def own_triples(graph: Iterable[Triple], frame: Frame) -> tuple[Triple, ...]:
    """Return what a record of another tool says on its own nodes, without what is the server's.

    Nodes with a name of their own (a person's ORCID, say) can be told of by several records of a page, so what is said
    of them is left out: a page and the record's own address then tell the same.
    """
    by_subject = _by_subject(stripped(graph, frame))
    start = (f"{frame.node}#", f"{frame.node}/")
    own = [n for n in by_subject if isinstance(n, NamedNode) and (n.value == frame.node or n.value.startswith(start))]
    ahead: list[object] = list(own)
    seen: set[object] = set(ahead)
    found: list[Triple] = []
    while ahead:
        for triple in by_subject.get(ahead.pop(), ()):
            found.append(triple)
            if isinstance(triple.object, BlankNode) and triple.object not in seen:
                seen.add(triple.object)
                ahead.append(triple.object)
    return tuple(found)


def triples_of(answer: Answer, where: str) -> list[Triple]:
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


def _by_subject(triples: Iterable[Triple]) -> dict[object, list[Triple]]:
    found: dict[object, list[Triple]] = {}
    for triple in triples:
        node = triple.subject
        block = found.get(node)
        if block is None:
            found[node] = [triple]
        else:
            block.append(triple)
    return found


def _reached(by_subject: Mapping[object, list[Triple]], own: Iterable[NamedNode], base: str) -> list[Triple]:
    """Return what a record's own nodes say, and what those say that they reach; other records are not entered."""
    ahead: list[object] = list(own)
    graph: list[Triple] = []
    seen: set[object] = set(ahead)
    start = f"{base}/"
    while ahead:
        triples = by_subject.get(ahead.pop(), ())
        graph += triples
        for triple in triples:
            found = triple.object
            if found in seen or found not in by_subject:
                continue
            if not (isinstance(found, NamedNode) and found.value.startswith(start)):
                seen.add(found)
                ahead.append(found)
    return graph
