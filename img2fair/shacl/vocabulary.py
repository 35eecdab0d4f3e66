"""The tables of terms (shapes/vocabularies/*.tsv) and the background facts they give about terms that data use.

A table says its scheme, the class of its terms, and the codes with labels in English and, where there are any, in Dutch
(``code<TAB>label<TAB>nl``); ``Also`` is a pattern for IRIs that count as well, where the published table is too long to
be shipped. Only terms that occur in the data are put beside them, so a judge does not wade through whole tables.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.rdf import PREFIXES, iri

_NAMESPACES = PREFIXES | {"eli": "http://data.europa.eu/eli/ontology#"}
_HEAD = re.compile(r"^# (Scheme|Class|Base|Also): ?(.*)$")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its terms are of class ``kind`` and stand in ``scheme`` (empty for a list that is no scheme).

    ``labels`` are the terms with their English labels, ``dutch`` those that have a Dutch one.
    """

    name: str
    scheme: str
    kind: str
    labels: dict[str, str]
    dutch: dict[str, str]
    also: re.Pattern[str] | None

    def holds(self, term: str) -> bool:
        """Tell whether the IRI is a term of the table."""
        return term in self.labels or bool(self.also and self.also.fullmatch(term))

    def nearest(self, text: str, most: int) -> list[str]:
        """Return the terms nearest to a wrong value, by code or label in either language, nearest first.

        Where several are equally near, the order of the table decides. Case, and what stands before the code in an
        address, count for nothing.
        """
        wanted = _last_part(text).casefold()
        matcher = difflib.SequenceMatcher(None, "", wanted, autojunk=False)

        def near(term: str) -> float:
            return max(_likeness(matcher, word.casefold(), wanted) for word in self._words(term))

        return sorted(self.labels, key=near, reverse=True)[:most]

    def _words(self, term: str) -> set[str]:
        return {_last_part(term), self.labels[term], self.dutch.get(term) or self.labels[term]}

    def facts(self, term: str) -> Iterator[Triple]:
        """Yield what the table says about a term of it."""
        node = NamedNode(term)
        for kind in {self.kind, PREFIXES["skos"] + "Concept"} if self.scheme else {self.kind}:
            yield Triple(node, iri("rdf:type"), NamedNode(kind))
        if self.scheme:
            label = self.labels.get(term) or _last_part(term)
            yield Triple(node, iri("skos:prefLabel"), Literal(label, language="en"))
            yield Triple(node, iri("skos:inScheme"), NamedNode(self.scheme))
            yield Triple(NamedNode(self.scheme), iri("rdf:type"), iri("skos:ConceptScheme"))


def _last_part(term: str) -> str:
    return re.split(r"[/#]", term.rstrip("/#"))[-1]


def _likeness(matcher: difflib.SequenceMatcher[str], word: str, wanted: str) -> float:
    """Return how like two words are, 0 to 1, and 1 more where one begins with the other."""
    matcher.set_seq1(word)
    begins = bool(word and wanted) and (word.startswith(wanted) or wanted.startswith(word))
    return matcher.ratio() + begins


@lru_cache(maxsize=64)
def read_table(path: Path) -> Table:
    """Return the table of a file.

    :raises UsageFault: the file cannot be read or does not say its class.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageFault(
            f"cannot read a table of terms: {error.strerror}",
            where=str(path),
            cure="install img2fair again: pip install --force-reinstall img2fair",
        ) from None
    head = {match[1]: match[2].strip() for line in lines if (match := _HEAD.match(line))}
    if "Class" not in head:
        raise UsageFault("a table of terms does not say its class", where=str(path), cure="add a line '# Class: …'")
    prefix, _, local = head["Class"].partition(":")
    scheme = head.get("Scheme", "")
    base = head.get("Base", f"{scheme}/")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    labels = {base + row[0]: row[min(1, len(row) - 1)] for row in rows}
    dutch = {base + row[0]: row[2] for row in rows if len(row) > 2 and row[2]}
    also = re.compile(head["Also"]) if head.get("Also") else None
    return Table(path.stem, scheme, _NAMESPACES[prefix] + local, labels, dutch, also)


def background(triples: Iterable[Triple], tables: Iterable[Table]) -> set[Triple]:
    """Return what the tables know about the IRIs that the triples point at, and about the schemes themselves."""
    listed = tuple(tables)
    terms = {triple.object.value for triple in triples if isinstance(triple.object, NamedNode)}
    facts = {fact for term in terms for table in listed if table.holds(term) for fact in table.facts(term)}
    schemes = terms & {table.scheme for table in listed if table.scheme}
    return facts | {Triple(NamedNode(scheme), iri("rdf:type"), iri("skos:ConceptScheme")) for scheme in schemes}
