"""A record's triples as pages ask for them: texts in the best language, and values with labels and links."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from img2fair.rdf import Term, iri, shorten
from img2fair.targets.iris import ADDRESSES
from img2fair.targets.site.labels import Labels
from img2fair.targets.site.show import Row, Shown, day, literal, safe_href
from img2fair.targets.site.wording import WORDS

NAMES = ("foaf:name", "vcard:fn", "vcard:organization-name", "skos:prefLabel", "rdfs:label", "dct:title",
         "skos:notation", "dct:identifier")  # fmt: skip
PAGES = ("foaf:homepage", "vcard:hasURL", "dcat:downloadURL", "dcat:accessURL")
"""Where a node of a record leads people to: its page, or its file."""
DEEPEST = 3

_ADDRESSES = frozenset(predicate.value for predicate in ADDRESSES)


@dataclass(frozen=True)
class Context:
    """What the pages of a site in one language share: labels, the language, and how a key is linked (title, page)."""

    labels: Labels
    language: str
    link: Callable[[str], Shown | None]

    def say(self, name: str, /, **slots: object) -> str:
        """Return a phrase of the pages in their language."""
        return WORDS.say(self.language, name, **slots)


class Graph:
    """The triples of one record by subject and predicate; ``context`` is what its pages share."""

    def __init__(self, triples: Iterable[Triple], context: Context) -> None:
        self.context = context
        self._index: dict[object, dict[str, list[Term]]] = {}
        for triple in sorted(triples, key=_naturally):
            if isinstance(triple.object, NamedNode | BlankNode | Literal):
                said = self._index.setdefault(triple.subject, {})
                said.setdefault(triple.predicate.value, []).append(triple.object)

    def objects(self, node: object, curie: str) -> list[Term]:
        """Return all objects of a property."""
        return self._index.get(node, {}).get(iri(curie).value, [])

    def text(self, node: object, curie: str) -> Literal | None:
        """Return the literal of a property in the best language: the preferred, English, none, any; else the first."""
        wanted = (self.context.language, "en", None)
        found = [term for term in self.objects(node, curie) if isinstance(term, Literal)]

        def rank(term: Literal) -> int:
            language = term.language.split("-")[0] if term.language else None
            return wanted.index(language) if language in wanted else len(wanted)

        return min(found, key=rank, default=None)

    def shown(self, node: object, curie: str) -> list[Shown]:
        """Return all values of a property as people read them."""
        return [self.value(term, iri(curie).value) for term in self.objects(node, curie)]

    def value(self, term: Term, predicate: str = "", depth: int = 0) -> Shown:
        """Return one value: a literal, another record of the site, a node of this record, or a term of the world."""
        if isinstance(term, Literal):
            return literal(term, predicate, self.context.language)
        if isinstance(term, NamedNode) and predicate in _ADDRESSES:
            return self._outer(term)
        record = self.context.link(term.value) if isinstance(term, NamedNode) else None
        if record is not None:
            return record
        if term in self._index and depth < DEEPEST:
            return self._inner(term, depth)
        return self._outer(term) if isinstance(term, NamedNode) else Shown(self.context.say("not named"))

    def rows(self, node: object, depth: int = 0) -> tuple[Row, ...]:
        """Return all properties of a node, by label; classes last."""
        found = [
            Row(
                self.context.labels.of_property(predicate),
                tuple(self.value(term, predicate, depth) for term in terms),
                shorten(predicate),
            )
            for predicate, terms in self._index.get(node, {}).items()
        ]
        return tuple(sorted(found, key=lambda row: (row.hint == "rdf:type", row.label.casefold(), row.hint)))

    def _inner(self, term: Term, depth: int) -> Shown:
        """Return a node that this record says something of: by its name and page or file, else as the world does."""
        rows = tuple(row for row in self.rows(term, depth + 1) if row.hint != "rdf:type")
        known = isinstance(term, NamedNode) and not self._is_local(term)
        outer = self._outer(term) if isinstance(term, NamedNode) and known else Shown(self.context.say("details"))
        links = [value.href for row in rows if row.hint in PAGES for value in row.values]
        return Shown(self.name_of(term) or outer.text, [*links, outer.href][0], hint=outer.hint, rows=rows)

    def _is_local(self, term: NamedNode) -> bool:
        """Tell whether a node is a fragment of a record: nothing that the world could look up."""
        head, mark, _ = term.value.rpartition("#")
        return bool(mark) and self.context.link(head) is not None

    def name_of(self, term: Term) -> str:
        """Return what a node of this record calls itself, or nothing."""
        texts = (self.text(term, curie) for curie in NAMES)
        found = next((text.value for text in texts if text is not None), "")
        return found or self._period(term)

    def _period(self, term: Term) -> str:
        ends = ([o.value for o in self.objects(term, curie)] for curie in ("dcat:startDate", "dcat:endDate"))
        start, end = (day(values[0], self.context.language) if values else "" for values in ends)
        if start == end:
            return start
        if start and end:
            return f"{start} – {end}"
        return self.context.say("from", start=start) if start else self.context.say("until", end=end)

    def _outer(self, term: NamedNode) -> Shown:
        label = self.context.labels.of_value(term.value)
        text = term.value.removeprefix("mailto:") if term.value.startswith("mailto:") else term.value
        return Shown(label or text, safe_href(term.value), hint=term.value if label else "")


def _naturally(triple: Triple) -> list[str | int]:
    """Return a key by which ``#creator-2`` comes before ``#creator-10``."""
    pieces = re.split(r"(\d+)", str(triple.object))
    return [int(piece) if place % 2 else piece for place, piece in enumerate(pieces)]
