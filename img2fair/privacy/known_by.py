"""By which keys a name, a label or a number is found in a text, and whether it names anybody at all.

A key is one spelling of what is looked for, its parts joined (``tokens``). One that begins with ``SOLID`` is looked for
only where no blank stands inside: what has one part would otherwise be found across two words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise, permutations

from img2fair.privacy.tokens import Token, as_words, is_alone, joined, one_spelling, tokens
from img2fair.privacy.words import NAMING, PARTICLES, TITLES, is_word, says_nobody

SOLID = "="
"""Begins keys of texts without blanks; no token has such a character."""
_PERMUTED = 4
"""Parts of a name that are tried in all orders; names of more are tried in those that people write."""
_SHORTEST_NAME = 4
_SHORTEST_PART = 4
_SHORTEST_ALONE = 3
"""Fewest letters of a single part of a name; fewest characters where they stand for syllables or words."""
_BESIDE_DIGITS = 3
"""Fewest letters of a part of a name that holds digits."""
_DIGITS = 6
"""Fewest digits of a number that has nothing else."""
_FEWEST, _MANY = 3, 10
"""Fewest patients that can share what names nobody; so many never go by part of a name."""
_NO_LETTER = {code: None for code in range(128) if not chr(code).isalpha()}
_NO_DIGIT = {code: None for code in range(128) if not chr(code).isdigit()}
_NO_SIGN = {code: None for code in range(128) if not chr(code).isalnum()}
"""What to take out of a text of ASCII, so that no others than letters, digits, or both are left."""
_ARTICLES = frozenset("aeiouy")
"""Initials that are words."""


@dataclass(slots=True)
class Keys:
    """Keys of a name: of all of it or two parts and more, and of single parts."""

    whole: set[str] = field(default_factory=set)
    single: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a name in the one spelling; ``length`` in letters as written, ``words`` it was joined of."""

    spelt: str
    length: int
    alone: bool
    words: tuple[str, ...]

    @property
    def names(self) -> bool:
        """Whether it can be nothing but a name, or something as rare."""
        return self.length > 1 and not is_word(self.spelt) and not says_nobody(list(self.words))

    @property
    def is_single(self) -> bool:
        """Whether it is found without the other parts of the name."""
        enough = self.length >= (_SHORTEST_ALONE if self.alone else _SHORTEST_PART)
        return enough and self.names and self.spelt not in PARTICLES


def join(parts: Iterable[str]) -> str:
    """Return parts in the one spelling as one key."""
    return reduce(joined, parts, "")


def keys_of_name(name: str) -> Keys:
    """Return the keys of a person's name, written in any order and in DICOM's way or another.

    What stands beside digits is part of a name at most: it may begin the labels of many.

    Source: DICOM PS3.5 6.2, value representation PN: family^given^middle^prefix^suffix, in up to three scripts between
    ``=`` (https://dicom.nema.org/medical/dicom/current/output/html/part05.html#sect_6.2).
    """
    keys = Keys()
    for written in name.split("="):
        for parts in _readings(written):
            _add(keys, parts, in_components=len([one for one in re.split("[,^]", written) if one.strip()]) > 1)
    return Keys(set(), keys.single | keys.whole) if any(map(str.isdecimal, name)) else keys


def keys_of_label(label: str, shortest: int = 4) -> set[str]:
    """Return the keys of a label or number; none where it is too short or too common to be anybody's.

    :param shortest: fewest letters and digits of one that has letters; a number of digits alone has 6 and more.
    """
    if label.isascii() and min(len(label.translate(_NO_LETTER)), len(label.translate(_NO_DIGIT))) > 2:
        return {one_spelling(label.translate(_NO_SIGN))}  # what the rest comes to where there is enough of both
    return _keys_of_tokens(tokens(label), shortest)


def _keys_of_tokens(found: Sequence[Token], shortest: int) -> set[str]:
    spelt = [token.spelt for token in found]
    if not spelt:
        return set()
    letters = [token for token in found if not token.is_number]
    length = sum(token.end - token.start for token in found)
    key = join(spelt)
    if not letters:
        solid = len(spelt) == 1
        return {SOLID + key if solid else key} if length >= _DIGITS else set()
    least = 2 if all(is_alone(token.spelt) for token in letters) else shortest
    if length < least or says_nobody(as_words(found)):
        return set()
    return {SOLID + key if _is_solid(found, letters) else key}


def _is_solid(found: Sequence[Token], letters: Sequence[Token]) -> bool:
    """Tell whether a label is looked for without blanks only: ``n = 100`` is not the label N100."""
    if len(found) == 1:
        return True
    if sum(token.end - token.start for token in letters) > 2 or is_alone(letters[0].spelt):
        return False
    separated = any(before.end < after.start for before, after in pairwise(found))
    digits = [token.spelt for token in found if token.is_number]
    unlike_a_figure = any(number[0] == "0" for number in digits) or sum(map(len, digits)) >= _DIGITS - 1
    return not (separated and (unlike_a_figure or not all(is_word(token.spelt) for token in letters)))


def _readings(written: str) -> Iterator[list[_Part]]:
    """Yield the parts of a name, cut at all signs, and also where the case changes.

    Beside digits, short ones are left out: ``TCGA-AO-A03M`` is a label that stands for a name, and has no initials.
    """
    found = tokens(written)
    least = _BESIDE_DIGITS if any(token.is_number for token in found) else 1
    cut = _parts(found)
    yield [part for part in cut if part.length >= least]
    by_case = [_part((token,)) for token in found if not token.is_number and not is_alone(token.spelt)]
    if len(by_case) != len(cut) and not any(part.alone for part in cut):
        yield [part for part in by_case if part.length >= least]


def _parts(found: Iterable[Token]) -> list[_Part]:
    """Return tokens with nothing between them as one part; none of what holds digits."""
    runs: list[list[Token]] = []
    for token in found:
        if runs and runs[-1][-1].end >= token.start:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [_part(tuple(run)) for run in runs if not any(token.is_number for token in run)]


def _part(run: tuple[Token, ...]) -> _Part:
    alone = all(is_alone(token.spelt) for token in run)
    length = len(run) if alone else sum(token.end - token.start for token in run)
    return _Part(join(token.spelt for token in run), length, alone, tuple(as_words(run)))


def _add(keys: Keys, parts: list[_Part], in_components: bool) -> None:
    named = [part for part in parts if part.spelt not in TITLES]
    if len(named) < 2:
        named = parts
    keys.single |= {part.spelt if part.alone else SOLID + part.spelt for part in named if part.is_single}
    if len(named) == 1 and named[0].alone and named[0].length > 1:
        keys.whole.add(named[0].spelt)
    content = [part for part in named if part.spelt not in PARTICLES]
    if len(content) < 2 and (in_components or not content):
        content = named
    for order in _orders(content):
        keys.whole |= set(_with_particles(order, named)) if len(content) < len(named) else _key(order)
    if len(content) == 1 < len(named) and content[0].names:
        keys.whole.add(join(part.spelt for part in named))
    keys.whole |= _key(tuple(parts)) | _key(tuple(named))


def _orders(content: Sequence[_Part]) -> Iterator[tuple[_Part, ...]]:
    """Yield all orders of the parts, or for many those that people write, and of every two of them."""
    many = len(content)
    if many <= _PERMUTED:
        yield from permutations(content)
    else:
        yield tuple(reversed(content))
        for first in range(many):
            yield (*content[first:], *content[:first])
    if many > 2:
        yield from permutations(content, 2)


def _with_particles(order: tuple[_Part, ...], named: Sequence[_Part]) -> Iterator[str]:
    """Yield the keys of an order: without particles, with each before or after its name, and with all at the end."""
    before = _particles(named)
    if all(not before.get(part, ()) for part in order):
        yield from _key(order)
        return
    for place in ("none", "before", "after", "end"):
        written: list[_Part] = []
        for part in order:
            own = before.get(part, ())
            written += [*own, part] if place == "before" else [part, *own] if place == "after" else [part]
        if place == "end":
            written += [one for part in order for one in before.get(part, ())]
        yield from _key(tuple(written))


def _particles(named: Sequence[_Part]) -> dict[_Part, tuple[_Part, ...]]:
    """Return the particles of each part that has some: those before it; at the end of a name, those of the first."""
    found: dict[_Part, tuple[_Part, ...]] = {}
    waiting: list[_Part] = []
    content = [part for part in named if part.spelt not in PARTICLES]
    for part in named:
        if part.spelt in PARTICLES:
            waiting.append(part)
        else:
            found[part], waiting = (*found.get(part, ()), *waiting), []
    if waiting and content:
        found[content[0]] = (*found.get(content[0], ()), *waiting)
    return found


def _key(order: tuple[_Part, ...]) -> set[str]:
    """Return the key of parts in an order, if together they can name somebody."""
    if len(order) < 2 or not _can_name(order):
        return set()
    key = join(part.spelt for part in order)
    return {key} if sum(part.length for part in order) >= (2 if order[0].alone else _SHORTEST_NAME) else set()


def _can_name(order: Sequence[_Part]) -> bool:
    content = [part for part in order if part.spelt not in PARTICLES] or list(order)
    if any(part.names or (part.alone and len(content) > 1) for part in content):
        return True
    if not any(part.spelt in NAMING for part in content):
        return False
    initial = any(part.length == 1 and part.spelt not in _ARTICLES for part in content)
    return initial or len(content) < len(order) or sum(part.length > 2 for part in content) > 1


def keys_within(id_: str) -> set[str]:
    """Return the keys of an id that everybody may know, and of its parts that stand together."""
    spelt = [token.spelt for token in tokens(id_)]
    places = range(len(spelt) + 1)
    found = {join(spelt[first:last]) for first in places for last in places if first < last}
    return found | {SOLID + key for key in found}


def is_shared(having: int, patients: int) -> bool:
    """Tell whether what so many patients of a project have names nobody: more than half of them, and at least 3."""
    return having >= _FEWEST and 2 * having > patients


def is_of_few(having: int, patients: int) -> bool:
    """Tell whether part of a name that so many patients of a project have can name one of them."""
    return having < _MANY and not is_shared(having, patients)
