"""The tokens of a text in one spelling: without case, diacritics and separators, so that all spellings of a name meet.

A text is cut at everything that is no letter or digit, at lower before upper case, and between letters and digits; the
scripts of East Asia, written without blanks, are cut into characters and syllables. Whoever looks for ``Jansen^Piet``
joins neighbouring tokens: ``PietJansen``, ``piet jansen`` and ``PIET_JANSEN`` are joined the same.

One spelling of the letters: NFKC and NFKD (Unicode Standard Annex 15, https://www.unicode.org/reports/tr15/) without
combining marks, and ä = ae = æ = a, å = aa, ö = oe = ø, ü = ue, ß = ss = sz = s, ij = ÿ = y.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import category, combining, decimal, normalize


class Token(NamedTuple):
    """A token in the one spelling, and the place of its characters in the text."""

    spelt: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is of digits; else it is of letters."""
        return self.spelt[0].isdigit()


_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i"}
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ẞ": "Ss", "þ": "th", "Þ": "Th", "ə": "e", "Ə": "E"}
)
"""Letters that have no decomposition in Unicode."""
_ALONE = (
    (0x3005, 0x30FF),  # hiragana, katakana, signs of repetition
    (0x31F0, 0x31FF),  # katakana
    (0x3400, 0x9FFF),  # Han
    (0x20000, 0x3FFFF),  # Han
)
_HANGUL_FIRST, _HANGUL_OTHER = range(0x1100, 0x1160), range(0x1160, 0x1200)
"""Hangul syllables decompose into these."""


class _Plain(dict[int, str]):
    """A character without its marks, in the case it has; empty for a mark or an invisible character."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        number = decimal(char, None)
        if number is not None:
            plain = str(number)
        else:
            decomposed = normalize("NFKD", char.translate(_LETTERS)).translate(_LETTERS)
            plain = "".join(one for one in decomposed if category(one) not in ("Mn", "Me", "Cf"))
        self[code] = plain
        return plain


class _Sort(dict[int, str]):
    """What a plain character is: upper or lower case, a digit, alone, first or other part of a syllable, or neither."""

    def __missing__(self, code: int) -> str:
        self[code] = sort = self._sort(chr(code), code)
        return sort

    @staticmethod
    def _sort(char: str, code: int) -> str:
        if char.isdecimal():
            return "d"
        if code in _HANGUL_FIRST:
            return "F"
        if code in _HANGUL_OTHER:
            return "f"
        if not char.isalpha() and category(char) != "Mc":
            return " "
        if any(first <= code <= last for first, last in _ALONE):
            return "1"
        return "U" if char.isupper() else "l"


_PLAIN = _Plain()
_SORT = _Sort()
_TOKEN = re.compile("U+(?=Ul)|U?l+|U+|d+|1|Ff*|f+")
_ASCII_TOKEN = re.compile("[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
"""The same for a text of ASCII, which most are."""
_SAME = re.compile("a[ae]+|[ou]e+|s[sz]+|ij")
_SHORTEST_CUT = 3
"""Fewest letters of a word that begins or ends where the case changes."""
_SWALLOWED = {"a": "ae", "o": "e", "u": "e", "s": "sz"}


def one_spelling(word: str) -> str:
    """Return a word, without separators, in the one spelling."""
    return _one(word if word.isascii() else "".join([_PLAIN[ord(char)] for char in word]))


def _one(plain: str) -> str:
    return _SAME.sub(lambda found: "y" if found[0] == "ij" else found[0][0], plain.casefold())


def joined(left: str, right: str) -> str:
    """Return two strings in the one spelling as one: the same as ``one_spelling`` of both, written together."""
    if right[:1] == "j" and left[-1:] == "i":
        return f"{left[:-1]}y{right[1:]}"
    return left + right.lstrip(_SWALLOWED.get(left[-1:], ""))


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text, in its order."""
    if text.isascii():
        return [Token(_one(found[0]), *found.span()) for found in _ASCII_TOKEN.finditer(text)]
    pieces = [_PLAIN[ord(char)] for char in text]
    plain = "".join(pieces)
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return [
        Token(_one(plain[found.start() : found.end()]), places[found.start()], _end(text, places[found.end() - 1]))
        for found in _TOKEN.finditer(plain.translate(_SORT))
    ]


def _end(text: str, last: int) -> int:
    """Return where a token ends whose last letter stands here: after the marks upon it."""
    end = last + 1
    while end < len(text) and combining(text[end]):
        end += 1
    return end


def are_one(before: Token, after: Token) -> bool:
    """Tell whether two neighbouring tokens are of one word, cut by its case too near to an end: ``IJ|sbrand``."""
    short = min(before.end - before.start, after.end - after.start) < _SHORTEST_CUT
    return short and before.end >= after.start and not before.is_number and not after.is_number


def as_words(found: Iterable[Token]) -> list[str]:
    """Return tokens with those that are of one word joined again."""
    words: list[str] = []
    last: Token | None = None
    for token in found:
        if last and are_one(last, token):
            words[-1] = joined(words[-1], token.spelt)
        else:
            words.append(token.spelt)
        last = token
    return words


def is_alone(token: str) -> bool:
    """Tell whether a token is a character of a script that is written without blanks."""
    return _SORT[ord(token[0])] in "1F"
