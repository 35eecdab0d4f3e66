"""A text as its form is read, and the way back to its places.

There is one blank between words, one kind of dash and of digit; there are no accents and nothing invisible.
The compatibility forms are those of Unicode Standard Annex #15 (https://www.unicode.org/reports/tr15/). Superscripts,
subscripts, fractions and circled numbers stay as they are: 10⁵ is not 105.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from img2fair.privacy.hits import Hit

_UNFOLDED = ("<super>", "<sub>", "<fraction>", "<circle>")
_OTHERS = {
    "\u2212": "-",
    "\u3002": ".",
    "\u02c6": "^",
    "\u2303": "^",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
}
_ESCAPED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});|%(?:40|5[Ee])")
"""An HTML character reference, or an ``@`` or ``^`` as an address writes it."""
_BLANKS = re.compile(r"\s\s")
_PART = re.compile(rf"{_ESCAPED.pattern}|\s+|[!-$'-~]+(?: [!-$'-~]+)*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text to look through, and where its characters stood.

    ``lower`` is as long as ``text``. ``starts`` and ``ends`` are places in the original by place in ``text``; empty
    where they are the same.
    """

    text: str
    lower: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def placed(self, hit: Hit) -> Hit:
        """Return a hit in this text as one in the original."""
        if not self.starts:
            return hit
        return Hit(hit.rule, self.starts[hit.start], self.ends[hit.end - 1])


def fold(text: str) -> Folded:
    """Return a text in one spelling, with the way back to its places."""
    letters = set(text)
    if not _ESCAPED.search(text) and not _BLANKS.search(text) and all(len(_folded(letter)) == 1 for letter in letters):
        one = text.translate({ord(letter): _folded(letter) for letter in letters if _folded(letter) != letter})
        return Folded(one, one.lower())
    return _mapped([(part, _meant(part)) for part in _PART.findall(text)])


def _mapped(parts: list[tuple[str, str]]) -> Folded:
    """Return what parts of a text fold to; a mark that goes belongs to the letter before it."""
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for part, meant in parts:
        start, at = at, at + len(part)
        if part == meant:
            starts.extend(range(start, at))
            ends.extend(range(start + 1, at + 1))
            continue
        starts.extend([start] * len(meant))
        ends.extend([at] * len(meant))
        if not meant and ends and ends[-1] == start and unicodedata.combining(part[0]):
            ends[-1] = at
    text = "".join(meant for _, meant in parts)
    return Folded(text, text.lower(), tuple(starts), tuple(ends))


def _meant(part: str) -> str:
    """Return what a part of a text says, in one spelling."""
    if part.isspace():
        return " "
    if _ESCAPED.fullmatch(part):
        part = html.unescape(part) if part[0] == "&" else chr(int(part[1:], 16))
    return "".join(map(_folded, part)) if len(part) < 3 else part


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """Return one character in one spelling; nothing for one that leaves no mark of its own."""
    if " " <= letter <= "~":
        return letter
    if letter in _OTHERS:
        return _OTHERS[letter]
    match unicodedata.category(letter):
        case "Zs" | "Zl" | "Zp" | "Cc":
            return " "
        case "Cf" | "Mn":
            return ""
        case "Pd":
            return "-"
        case "Nd":
            return str(unicodedata.decimal(letter))
        case _ if unicodedata.decomposition(letter).startswith(_UNFOLDED):
            return letter
        case _:
            return _plain(letter)


def _plain(letter: str) -> str:
    """Return what a character is made of, without its accents."""
    made_of = unicodedata.normalize("NFKD", letter)
    if made_of == letter or "\uac00" <= letter <= "\ud7a3":
        return letter
    return "".join(map(_folded, made_of))
