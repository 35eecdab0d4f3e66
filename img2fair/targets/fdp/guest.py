"""What somebody without a log-in sees of a record: the proof that it was withdrawn, or marked as withdrawn.

All places are asked at which the reference shows a record: its own address, its expanded view, the record above it with
its LDP container, the pages of that one's children, and the search. Five requests at most for a server that is well.
Source: GenericController and SearchController of the reference 1.15 to 1.20.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from img2fair.errors import RemoteFault, UsageFault
from img2fair.rdf import from_text, is_iri
from img2fair.targets.asking import JSON, PASSING, Answer, Asking, decoded, said_by
from img2fair.targets.fdp.offer import Offer, RecordType
from img2fair.targets.fdp.settings import FdpSettings

GONE = frozenset({404, 410})
SHOWN_AT_ONCE = 500
"""Children of the record above that are asked for; one that is not linked is on no page."""
_MOST_SHOWN = 3
_DEAD = "does not answer ("
"""How it begins to be told that no answer came at all (asking.py)."""


class Guest:
    """Asks a FAIR Data Point without a log-in.

    :param offer: the beginning of its identifiers, and its types.
    """

    def __init__(self, settings: FdpSettings, offer: Offer) -> None:
        self._asking = Asking(settings.root)
        self._offer = offer

    def close(self) -> None:
        """Give the connection back."""
        self._asking.close()

    def still_shown(self, iri: str, parent_iri: str) -> str:
        """Return in words where a guest still finds a record; empty where he finds it nowhere.

        What could not be asked is no proof, and is said as well: the text is empty only where all was asked.

        :param iri: the record's IRI at the server; ``parent_iri``, that of the record it was below.
        """
        try:
            path, above = self._offer.path(iri), self._offer.path(parent_iri)
        except RemoteFault as fault:
            return f"it could not be asked for: {fault.what}"
        return _joined(self._places(iri, parent_iri, path, above))

    def still_says(self, iri: str, parent_iri: str, texts: Collection[str]) -> str:
        """Return in words where a guest still reads texts in a record that was marked as withdrawn; empty for nowhere.

        As with :meth:`still_shown`, what could not be asked is said as well.

        :param texts: what the record said before, such as its title and description, and the mark does not.
        """
        try:
            path, above = self._offer.path(iri), self._offer.path(parent_iri)
        except RemoteFault as fault:
            return f"it could not be asked for: {fault.what}"
        return _joined(self._readings(iri, parent_iri, path, above, texts))

    def _places(self, iri: str, parent_iri: str, path: str, above: str) -> Iterator[str]:
        """Yield for each place whether it shows a record, in words; empty where it does not."""
        yield self._record(path)
        yield self._expanded(path)
        parent = self._asking.ask(above)
        yield _listed(parent, iri, f"the record above it, {parent_iri},")
        kind = self._offer.of(iri)
        if parent.status not in (403, *GONE) and kind is not None:
            yield _listed(self._page(above, kind), iri, f"the list of records below {parent_iri}")
        yield self._search(iri)

    def _readings(self, iri: str, parent_iri: str, path: str, above: str, texts: Collection[str]) -> Iterator[str]:
        own = self._asking.ask(path)
        if own.status in (200, 403, *GONE):
            yield _reads(own, iri, texts, "its own address")
        else:
            yield f"it is not proven marked: its own address {said_by(own)}"
        yield _reads(self._asking.ask(f"{path}/expanded"), iri, texts, "its expanded view")
        kind = self._offer.of(iri)
        if kind is not None:
            yield _reads(self._page(above, kind), iri, texts, f"the list of records below {parent_iri}")
        longest = max(texts, key=len, default="")
        yield self._found(iri, "/search", {"query": longest}) if longest else ""

    def _page(self, above: str, kind: RecordType) -> Answer:
        return self._asking.ask(f"{above}/page/{kind.prefix}?page=0&size={SHOWN_AT_ONCE}")

    def _record(self, path: str) -> str:
        answer = self._asking.ask(path)
        if answer.status in GONE:
            return ""
        if answer.status == 403:
            return "it is still there as a draft, which is refused to guests (403)"
        if answer.status == 200:
            return "its own address still shows it"
        return f"it is not proven gone: its own address {said_by(answer)}"

    def _expanded(self, path: str) -> str:
        """A server without this view has no such address; one that refuses it shows nothing."""
        answer = self._asking.ask(f"{path}/expanded")
        if answer.status == 200:
            return "its expanded view still shows it"
        return _unsure(answer, "its expanded view")

    def _search(self, iri: str) -> str:
        """The search by a pattern (since 1.15) finds a record by its IRI; the one by a text would need its title."""
        if not is_iri(iri):
            return ""
        pattern = f"FILTER(STRSTARTS(STR(?entity), {json.dumps(iri)}))"
        asked = {"prefixes": "PREFIX dcat: <http://www.w3.org/ns/dcat#>", "graphPattern": pattern, "ordering": "?title"}
        return self._found(iri, "/search/query", asked)

    def _found(self, iri: str, path: str, asked: Mapping[str, str]) -> str:
        answer = self._asking.ask(path, accept=JSON, body=asked)
        told = decoded(answer)
        entries = told if isinstance(told, list) else []
        if any(_is_of(str(entry.get("uri")), iri) for entry in entries if isinstance(entry, dict)):
            return "the search still finds it"
        return _unsure(answer, "the search")


def _joined(found: Iterable[str]) -> str:
    """Return what was found in one line; a server that does not answer is not asked for the other places."""
    said: list[str] = []
    for words in found:
        if words:
            said.append(words)
        if _DEAD in words:
            break
    more = f"; and {len(said) - _MOST_SHOWN} places more" if len(said) > _MOST_SHOWN else ""
    return "; ".join(said[:_MOST_SHOWN]) + more


def _reads(answer: Answer, iri: str, texts: Collection[str], where: str) -> str:
    """Return whether an answer has one of the texts on a record's own nodes, in words; empty where it has none."""
    if answer.status != 200:
        return _unsure(answer, where)
    try:
        own = [t for t in from_text(answer.text) if isinstance(t.subject, NamedNode) and _is_of(t.subject.value, iri)]
    except UsageFault:
        return f"{where} could not be read" if any(text in answer.text for text in texts) else ""
    said = [t.object.value for t in own if isinstance(t.object, Literal)]
    return f"{where} still says it" if any(text in value for value in said for text in texts if text) else ""


def _listed(answer: Answer, iri: str, where: str) -> str:
    """Return whether an answer that may list a record does so, in words; empty where it does not."""
    if answer.status != 200:
        return _unsure(answer, where)
    try:
        named = _named(from_text(answer.text), iri)
    except UsageFault:
        named = iri in answer.text
    return f"{where} still lists it" if named else ""


def _named(triples: Iterable[object], iri: str) -> bool:
    nodes = (node for t in triples for node in (getattr(t, "subject", None), getattr(t, "object", None)))
    return any(isinstance(node, NamedNode) and _is_of(node.value, iri) for node in nodes)


def _is_of(node: str, iri: str) -> bool:
    """Tell whether a node is a record or one of its own nodes."""
    return node == iri or node.startswith((f"{iri}#", f"{iri}/"))


def _unsure(answer: Answer, where: str) -> str:
    """Return that a place could not be asked; a place that answers with an error shows nothing."""
    return f"{where} could not be asked: it {said_by(answer)}" if answer.status in PASSING else ""
