"""A text as it is read once its markup is gone: ``<b>06</b>-12345678`` becomes a number only then."""

import html
import re
from collections.abc import Iterable

from img2fair.privacy.hits import Hit

_PART = re.compile(r"&#?\w{1,32};|[^&]+|&")
_TAG = re.compile(r"<[^<>]*>")
_DEEPEST = 4
"""How often an entity may stand for the beginning of another: ``&amp;amp;lt;``."""


class Unmarked:
    """A text without entities and tags; knows where each of its characters stands in the text as it was."""

    def __init__(self, text: str) -> None:
        places = list(range(len(text)))
        shown = text
        for _ in range(_DEEPEST if "&" in text else 0):
            shown, places = _unescaped(shown, places)
        gone = {place for found in _TAG.finditer(shown) for place in range(*found.span())} if "<" in shown else set()
        self.text = "".join(letter for place, letter in enumerate(shown) if place not in gone)
        self._places = [at for place, at in enumerate(places) if place not in gone]

    def placed(self, hits: Iterable[Hit]) -> Iterable[Hit]:
        """Yield hits in the text without markup as hits in the text as it was."""
        for hit in hits:
            yield Hit(hit.rule, self._places[hit.start], self._places[hit.end - 1] + 1)


def _unescaped(text: str, places: list[int]) -> tuple[str, list[int]]:
    pieces: list[str] = []
    kept: list[int] = []
    for found in _PART.finditer(text):
        said = html.unescape(found[0]) if found[0][0] == "&" else found[0]
        pieces.append(said)
        kept += places[slice(*found.span())] if said == found[0] else [places[found.start()]] * len(said)
    return "".join(pieces), kept
