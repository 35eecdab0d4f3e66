"""Which OncoTree codes a source's term may mean. Candidates are proposed; only a steward's table applies a code.

A term is a code of OncoTree, a name or synonym, a code of the NCI Thesaurus (``C3058``), of UMLS (``C0017636``), of
ICD-O-3 (``9440/3``, with or without ``C71.1``), or free text. Codes of ICD-10, as those of ICD-O-3's topography, tell
a site only. Sources: https://oncotree.info; ICD-O-3, https://www.who.int/standards/classifications.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from img2fair.clinical.oncotree.folding import said, telling, term
from img2fair.clinical.oncotree.index import Index, Past, index_of
from img2fair.clinical.oncotree.tree import Tree

MOST = 6
"""Candidates of one term."""
_LONGEST = 200
"""Characters of a term that are looked at."""


class Match(StrEnum):
    """How a term led to a code, the best first."""

    EXACT_CODE = "exact_code"
    EXACT_NAME = "exact_name"
    NCIT = "ncit"
    UMLS = "umls"
    ICDO3 = "icdo3"
    SYNONYM = "synonym"
    PREDECESSOR = "predecessor"
    """The term is of another release, and its meaning may have changed."""
    SPELLING = "spelling"
    PARTIAL = "partial"
    PARENT = "parent"
    """A wider type, or only the tissue."""


_RANK = {match: rank for rank, match in enumerate(Match)}
_SURE = {
    Match.EXACT_CODE: 1.0,
    Match.EXACT_NAME: 1.0,
    Match.NCIT: 0.95,
    Match.UMLS: 0.95,
    Match.ICDO3: 0.9,
    Match.SYNONYM: 0.9,
    Match.PREDECESSOR: 0.6,
    Match.SPELLING: 0.6,
    Match.PARTIAL: 0.5,
    Match.PARENT: 0.3,
}
"""How sure a match is at most."""
_TWO_WAYS = 0.5
"""How sure one of several equally good candidates is at most."""
_DIRECT = frozenset(list(Match)[:6])
_LIKE = 0.87
"""How alike two names are, from 0 to 1 (difflib), for one to be taken for a slip of the other."""
_SLIPS = 2
"""Letters that a slip leaves out or adds."""
_SHARED = 0.5
"""What part of their words two names share at least, by weight, to be a partial match."""
_NEAR_BEST = 0.75
"""What part of the best share another has at least, to be told beside it."""
_SHORTEST = 5
"""Letters of a name that is looked for within a text, or behind a slip of the pen."""
_COMMON = frozenset(
    "tumor cancer carcinoma neoplasm malignant benign primary other mixed cell disease high low grade kanker carcinoom "
    "krebs karzinom stage left right".split()
)
"""Words that make no match by themselves."""
_DENYING = frozenset(
    "no not without geen niet zonder kein keine nicht ohne metastasis metastases metastatic metastase metastasen "
    "uitzaaiing uitzaaiingen gemetastaseerd".split()
)
"""Words that turn what a name within a text says: there is no such tumor, or it is one from elsewhere."""

_SYSTEM = re.compile(r"\b(?:onco-?tree|ncit?|umls|icd-?o(?:-?3)?|icd-?10)\s*[:=#]?\s*", re.IGNORECASE)
_MORPHOLOGY = re.compile(r"(?<![\w/])(?:M-?(?=\d{4}/?\d)|(?=\d{4}/\d))(\d{4})/?(\d)\d?(?![\w/])")
"""With a slash, or with M before it; a third digit after the slash is the grade."""
_NCIT, _UMLS = re.compile(r"\bC\d{4,6}\b"), re.compile(r"\bC(?:\d{7}|L\d{6})\b")
_SITE = re.compile(r"\b(C\d\d)(?:\.?\d{1,2})?\b(?!/)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that a term may mean.

    :param confidence: from 0 to 1; at most 0.5 where ``ambiguous``: others are as good.
    :param version: the release of the code.
    :param note: what to look at before it is used; never a word of the term.
    """

    code: str
    name: str
    main_type: str
    match: Match
    confidence: float
    version: str
    ambiguous: bool = False
    note: str = ""


def candidates(tree: Tree, text: str, site: str = "") -> tuple[Candidate, ...]:
    """Return the codes that a source's term may mean, best first, at most ``MOST``; the same for the same term.

    :param site: where it is, as a code of ICD-O-3's topography or in words; a code in ``text`` tells it as well.
    """
    index = index_of(tree)
    text, site = text[:_LONGEST].strip(), site[:_LONGEST].strip()
    bare, numbers = _parted(text)
    sites = {*_SITE.findall(numbers), *_SITE.findall(site), *_named_sites(site, index)}
    found = _Found(tree, index, sites)
    found.codes(text)
    found.numbers(numbers)
    name = term(bare)
    found.names(name)
    if name and not found.typed:
        if not found.any(Match):  # the whole name of a tissue is no slip of the name of a type
            found.like(name)
        found.within(name)
    if sites and not found.any(frozenset(Match) - {Match.PARENT}):
        found.tissues()
    return found.ranked()


def _parted(text: str) -> tuple[str, str]:
    """Return a term without the codes of numbers in it, and the term without names of code systems."""
    plain = _SYSTEM.sub(" ", text)
    bare = plain
    for form in (_MORPHOLOGY, _UMLS, _NCIT, _SITE):
        bare = form.sub(" ", bare)
    return bare, plain


def _named_sites(site: str, index: Index) -> set[str]:
    name = term(site)
    codes = (*index.names.get(name, ()), *index.synonyms.get(name, ()))
    return {one for code in codes for one in index.sites.get(code, ())}


class _Found:
    """The candidates of one term as they are found; of each code the best match stays."""

    def __init__(self, tree: Tree, index: Index, sites: set[str]) -> None:
        self._tree, self._index, self._sites = tree, index, sites
        self._best: dict[str, Candidate] = {}

    @property
    def typed(self) -> bool:
        """Whether there is a candidate that is more than a tissue."""
        return any(self._tree.nodes[code].parent for code in self._best)

    def any(self, matches: Iterable[Match]) -> bool:
        """Tell whether there is a candidate by one of these matches."""
        return any(one.match in matches for one in self._best.values())

    def codes(self, text: str) -> None:
        """Look for the whole term among codes, of this release and of others."""
        code = _SYSTEM.sub("", text).strip()
        node = self._tree.find(code)
        if node is not None:
            self._add(node.code, Match.EXACT_CODE)
        for past in self._index.past_codes.get(code.upper(), ()):
            self._add_past(past)

    def numbers(self, text: str) -> None:
        """Look for codes of the NCI Thesaurus, UMLS and ICD-O-3 within the term."""
        for code in _NCIT.findall(text):
            self._add_all(self._index.ncit.get(code, ()), Match.NCIT)
        for code in _UMLS.findall(text):
            self._add_all(self._index.umls.get(code, ()), Match.UMLS)
        for digits, behaviour in _MORPHOLOGY.findall(text):
            self._add_all(self._at_site(self._index.morphology.get(f"{digits}/{behaviour}", ())), Match.ICDO3)

    def names(self, name: str) -> None:
        """Look for the whole term among names, synonyms, main types and names of other releases."""
        if not name:
            return
        self._add_all(self._near(self._index.names.get(name, ())), Match.EXACT_NAME)
        self._add_all(self._near(self._index.synonyms.get(name, ())), Match.SYNONYM)
        if said(name) != name:
            self._add_all(self._near(self._index.names.get(said(name), ())), Match.SYNONYM)
            self._add_all(self._near(self._index.synonyms.get(said(name), ())), Match.SYNONYM)
        for past in (*self._index.past.get(name, ()), *self._index.past.get(said(name), ())):
            self._add_past(past)
        if not self.any(_DIRECT):
            self._add_all(self._near(self._index.main_types.get(name, ())), Match.PARENT, note="a main type of several")

    def like(self, name: str) -> None:
        """Look for names that differ by a slip of the pen."""
        if len(name) < _SHORTEST:
            return
        known: dict[str, list[str | Past]] = {}
        for one, _, to in self._index.entries:
            known.setdefault(one, []).append(to)
        lengths = range(len(name) - _SLIPS, len(name) + _SLIPS + 1)
        for close in difflib.get_close_matches(name, [one for one in known if len(one) in lengths], n=3, cutoff=_LIKE):
            ratio = difflib.SequenceMatcher(a=name, b=close).ratio()
            for to in known[close]:
                self._guess(to, Match.SPELLING, ratio)

    def within(self, name: str) -> None:
        """Look for names within the term, and for names that share most of its words."""
        have = telling(name)
        if have & _DENYING:
            return
        shares = [(self._share(have, need, one), to) for one, need, to in self._index.entries]
        least = max(_SHARED, _NEAR_BEST * max((share for share, _ in shares), default=0.0))
        for share, to in shares:
            if share >= least:
                self._guess(to, Match.PARTIAL, share)

    def _share(self, have: frozenset[str], need: frozenset[str], name: str) -> float:
        both = have & need
        if not both - _COMMON:
            return 0.0
        weight = self._weight(both)
        if need <= have and len(name.replace(" ", "")) >= _SHORTEST:
            return _SHARED + (1 - _SHARED) * weight / self._weight(have)
        return weight / self._weight(have | need)

    def _weight(self, words: Iterable[str]) -> float:
        rare = max(self._index.weights.values(), default=1.0)
        return sum(self._index.weights.get(word, rare) for word in sorted(words))

    def tissues(self) -> None:
        """Take the tissues of the sites: a site alone names no type."""
        for node in self._tree.nodes.values():
            if not node.parent and self._index.sites.get(node.code, frozenset()) & self._sites:
                self._add(node.code, Match.PARENT)

    def ranked(self) -> tuple[Candidate, ...]:
        """Return the candidates, best first. Where several are the best of their kind, each is ambiguous."""
        found = sorted(self._best.values(), key=lambda one: (_RANK[one.match], -one.confidence, one.code))
        for group in (_DIRECT, {Match.PREDECESSOR}, frozenset(Match)):
            several = [one.code for one in found if one.match in group]
            if several:
                if len(several) > 1:
                    found = [_unsure(one) if one.code in several else one for one in found]
                break
        return tuple(sorted(found, key=lambda one: (_RANK[one.match], -one.confidence, one.code))[:MOST])

    def _at_site(self, codes: Iterable[str]) -> Iterator[str]:
        """Yield the codes of a morphology that can be at the sites: those that are known to be there, if any are."""
        fit = [code for code in codes if self._fits(code) is not False]
        there = [code for code in fit if self._fits(code)]
        yield from there or fit

    def _near(self, codes: Iterable[str]) -> list[str]:
        """Return the codes of a name that are at the sites, or all where none is known to be there."""
        codes = list(codes)
        return [code for code in codes if self._fits(code)] or codes

    def _fits(self, code: str) -> bool | None:
        known = self._index.sites.get(code, frozenset())
        return bool(known & self._sites) if known and self._sites else None

    def _add_all(self, codes: Iterable[str], match: Match, note: str = "") -> None:
        for code in codes:
            self._add(code, match, note)

    def _add_past(self, past: Past) -> None:
        self._add(past.code, Match.PARENT if past.broader else Match.PREDECESSOR, past.note)

    def _guess(self, to: str | Past, match: Match, share: float) -> None:
        code, note = (to.code, to.note) if isinstance(to, Past) else (to, "")
        self._add(code, match, note, share)

    def _add(self, code: str, match: Match, note: str = "", share: float = 1.0) -> None:
        node = self._tree.nodes[code]
        unsure = not node.parent
        if unsure:
            match, note = Match.PARENT, "a tissue, which names no type"
        notes = "; ".join(dict.fromkeys(one for one in (note, self._index.notes.get(code, "")) if one))
        confidence = round(_SURE[match] * share, 2)
        made = Candidate(code, node.name, node.main_type, match, confidence, self._tree.version, unsure, notes)
        known = self._best.get(code)
        if known is None or (_RANK[match], -confidence) < (_RANK[known.match], -known.confidence):
            self._best[code] = made


def _unsure(one: Candidate) -> Candidate:
    return replace(one, ambiguous=True, confidence=min(one.confidence, _TWO_WAYS))
