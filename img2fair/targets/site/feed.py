"""The Atom feed of a site: which records were made, changed or withdrawn last.

Source: RFC 4287. An entry keeps its id, the record's IRI, over all changes; a title is told of published records only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from img2fair.model import KINDS
from img2fair.rdf import iri
from img2fair.targets.site.dates import instant
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.texts import xml
from img2fair.targets.site.wording import WORDS, reason_in

NAME = "feed.xml"
MOST = 100


@dataclass(frozen=True, slots=True)
class News:
    """One entry of the feed; ``what`` is created, changed or withdrawn, ``said`` the same in the feed's language."""

    at: str
    title: str
    what: str
    kind: str
    issued: str
    updated: str
    reason: str
    said: str


def feed(holdings: Holdings, root: str, title: str, language: str) -> Iterator[tuple[str, bytes]]:
    """Yield the file of the feed, with the records that changed last; none where no record has a date."""
    dated = [(moment, entry) for entry in holdings if (moment := instant(entry.modified or entry.issued))]
    dated.sort(key=lambda pair: (-pair[0].timestamp(), KINDS.index(pair[1].kind), pair[1].slug))
    news = [_news(entry, root, language) for _, entry in dated[:MOST]]
    if news:
        author = _publisher(holdings, language) or title
        yield NAME, xml(NAME, root=root, title=title, author=author, updated=news[0].updated, news=news,
                        language=language).encode()  # fmt: skip


def _news(entry: Entry, root: str, language: str) -> News:
    what = "changed" if entry.modified != entry.issued else "created"
    title, reason = _text(entry, NamedNode(entry.key), "dct:title", language) or entry.slug, ""
    if not entry.published:
        what, title = "withdrawn", WORDS.say(language, "withdrawn record").capitalize()
        reason = reason_in(language, entry.said("adms:versionNotes"))
    issued = entry.issued if instant(entry.issued) else ""
    address = f"{root}/{entry.kind}/{entry.slug}"
    return News(address, title, what, entry.kind, issued, entry.modified or entry.issued, reason,
                WORDS.say(language, f"news {what}"))  # fmt: skip


def _publisher(holdings: Iterable[Entry], language: str) -> str:
    """Return who publishes the first catalogue that tells it by name; a feed must name somebody (RFC 4287, 4.1.1)."""
    for entry in holdings:
        if entry.kind == "catalog" and entry.published:
            agents = [t.object for t in entry.triples
                      if t.subject == NamedNode(entry.key) and t.predicate == iri("dct:publisher")]  # fmt: skip
            names = [_text(entry, agent, "foaf:name", language) for agent in agents]
            if any(names):
                return next(filter(None, names))
    return ""


def _text(entry: Entry, node: object, curie: str, language: str) -> str:
    """Return the text of a property in the preferred language, else the first by language."""
    found = [t.object for t in entry.triples if t.subject == node and t.predicate == iri(curie)]
    texts = [term for term in found if isinstance(term, Literal)]
    best = min(texts, key=lambda term: (term.language != language, term.language or "", term.value), default=None)
    return best.value if best is not None else ""
