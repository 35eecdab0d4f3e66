"""The names and labels that an archive has of its patients, looked for in text that is to be published."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from img2fair.model import Project
from img2fair.privacy.hits import LABEL, MET, OPTED_OUT, RULES_OF_HITS, Hit
from img2fair.privacy.known_by import SOLID, Keys, is_of_few, is_shared, keys_of_label, keys_of_name, keys_within
from img2fair.privacy.labels import keys_of_project
from img2fair.privacy.tokens import Token, are_one, as_words, is_alone, joined, tokens
from img2fair.privacy.words import is_plain_word, says_nobody

_SHORTEST_NUMBER = 5
"""Fewest letters and digits of a patient's or visit's number."""
_LONGEST, _MOST, _MOST_ALONE = 64, 8, 12
"""Letters and digits, tokens with blanks between, and characters of scripts without blanks, in which what was met is
looked for. Of a longer name every two parts are keys."""
_HALVES = re.compile("[=<>≤≥≈±×%]")
"""Signs that end one thing and begin another: ``p < 0.05``, ``n = 100``."""
_SOLID = re.compile("[-_.'’`´ʼ^]?")
"""What stands within something written without blanks."""


@dataclass(frozen=True, slots=True)
class Met:
    """What an archive says of one patient.

    :param names: names of the patient, as they are written there (DICOM: PatientName, OtherPatientNames).
    :param numbers: numbers of the patient and of visits (PatientID, OtherPatientIDs, AccessionNumber).
    """

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Met(***)"


def met(project: str, patients: Iterable[Met]) -> tuple[str, ...]:
    """Return what is kept of the patients met in a project: salted hashes of the spellings, sorted.

    Part of a name that at least 10 patients have, or more than half of them, is left out: it names nobody. So is a
    whole name or a number that more than half have, and what the project's own id says. The salt is the project's id,
    so that the same archive gives the same hashes: they keep names out of sight, but not from somebody who has the
    snapshot and tries names.
    """
    salted = _Salted(project)
    whole: Counter[str] = Counter()
    single: Counter[str] = Counter()
    several = 0
    for patient in patients:
        several += 1
        keys = _keys_met(patient)
        whole.update([salted.of(key) for key in keys.whole])
        single.update([salted.of(key) for key in keys.single])
    kept = {one for one, having in whole.items() if not is_shared(having, several)}
    kept |= {one for one, having in single.items() if is_of_few(having, several)}
    return tuple(sorted(kept - {salted.of(key) for key in keys_within(project)}))


class Gazetteer:
    """The labels and names of one project, in all their spellings; made when the first text is looked at."""

    def __init__(self, project: Project | None = None, opted_out: Iterable[str] = ()) -> None:
        self._project = project
        self._opted_out = tuple(opted_out)
        self._seen: dict[str, tuple[Hit, ...]] = {}

    @classmethod
    def of(cls, project: Project, opted_out: Iterable[str] = ()) -> "Gazetteer":
        """Return the gazetteer of a project.

        :param opted_out: names of people who do not want to be named.
        """
        return cls(project, opted_out)

    def found(self, text: str) -> tuple[Hit, ...]:
        """Return where a text holds one of them, in the order of places; of two hits, one within the other, the longer.

        A hit goes from the first to the last character of the label or name.
        """
        if text not in self._seen:
            self._seen[text] = tuple(_outermost(self._hits(text)))
        return self._seen[text]

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """The rule of each key that is at hand."""
        if self._project is None:
            return {}
        opted_out = dict.fromkeys(_keys_opted_out(self._opted_out), OPTED_OUT)
        return opted_out | dict.fromkeys(keys_of_project(self._project), LABEL)

    @cached_property
    def _met(self) -> frozenset[str]:
        """The hashes of all other keys."""
        return frozenset(self._project.met if self._project else ())

    @cached_property
    def _salted(self) -> "_Salted":
        return _Salted(self._project.id if self._project else "")

    def _hits(self, text: str) -> Iterator[Hit]:
        if not self._known and not self._met:
            return
        cut = tokens(text)
        for key, solid, first, last in _windows(cut, text, self._longest):
            if self._met and _is_short(cut, solid, first, last):
                rule = self._rule(key, solid) or self._rule_met(key, solid)
            else:
                rule = self._rule(key, solid)
            if rule and not says_nobody(as_words(cut[first : last + 1])):
                yield Hit(rule, cut[first].start, cut[last].end)

    @cached_property
    def _longest(self) -> int:
        return max(max(map(len, self._known), default=0), _LONGEST if self._met else 0)

    def _rule(self, key: str, solid: bool) -> str | None:
        return self._known.get(key) or (self._known.get(SOLID + key) if solid else None)

    def _rule_met(self, key: str, solid: bool) -> str | None:
        of = self._salted.of
        return MET if of(key) in self._met or (solid and not is_alone(key) and of(SOLID + key) in self._met) else None


NOBODY = Gazetteer()
"""The gazetteer of no project: it knows nobody."""


class _Salted:
    """Hashes the keys of one project."""

    def __init__(self, project: str) -> None:
        self._salt = f"img2fair met\0{project}\0".encode("utf-8", "surrogatepass")

    def of(self, key: str) -> str:
        """Return what is kept of a key: 20 hexadecimal digits."""
        return hashlib.sha256(self._salt + key.encode()).hexdigest()[:20]


def _keys_met(patient: Met) -> Keys:
    keys = Keys()
    for name in patient.names:
        found = keys_of_name(name)
        keys.whole |= found.whole
        keys.single |= found.single
        if any(map(str.isdecimal, name)):
            keys.whole |= keys_of_label(name)
    for number in patient.numbers:
        for written in {number, number.partition("^")[0], number.lstrip("0")}:
            keys.whole |= keys_of_label(written, _SHORTEST_NUMBER)
    return keys


def _keys_opted_out(names: Iterable[str]) -> Iterator[str]:
    """Yield the keys of whole names, of names of one part, and of ORCIDs."""
    for name in names:
        keys = keys_of_name(name)
        yield from keys.whole or keys.single
        if any(map(str.isdecimal, name)):
            yield from keys_of_label(name)


def _windows(cut: Sequence[Token], text: str, longest: int) -> Iterator[tuple[str, bool, int, int]]:
    """Yield neighbouring tokens, joined; whether they are written without blanks; the first and the last of them.

    Digits with a sign between them are not written without blanks: they may be two numbers. Words that are no names are
    left out (``says_nobody``), which leaves little of most texts.
    """
    gaps = [text[before.end : after.start] for before, after in pairwise(cut)]
    ends = [_HALVES.search(gap) is not None for gap in gaps]
    solids = [_SOLID.fullmatch(gap) is not None for gap in gaps]
    of_one = [False, *(are_one(before, after) for before, after in pairwise(cut)), False]
    plain = [is_plain_word(token.spelt) and not any(of_one[at : at + 2]) for at, token in enumerate(cut)]
    for first, token in enumerate(cut):
        key, solid, digits, words = token.spelt, True, token.is_number, plain[first]
        if not words:
            yield key, True, first, first
        for last in range(first + 1, len(cut)):
            key = joined(key, cut[last].spelt)
            if ends[last - 1] or len(key) > longest:
                break
            solid = solid and solids[last - 1]
            digits = digits and cut[last].is_number
            words = words and plain[last]
            if not words:
                yield key, solid and not digits, first, last


def _is_short(cut: Sequence[Token], solid: bool, first: int, last: int) -> bool:
    """Tell whether neighbouring tokens can be something that was met, which may be long only without blanks."""
    if is_alone(cut[first].spelt):
        return last - first < _MOST_ALONE
    return solid or last - first < _MOST


def _outermost(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield hits in the order of places, without those that lie within another or are the same by another rule."""
    end = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, RULES_OF_HITS.index(hit.rule))):
        if hit.end > end:
            end = hit.end
            yield hit
