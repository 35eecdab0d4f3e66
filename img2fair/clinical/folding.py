"""How source texts are compared, and tables of the spellings of a word."""

import re
from collections.abc import Mapping
from unicodedata import category, normalize

_ALIKE = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | dict.fromkeys("‘’‛ʼ", "'"))
"""Dashes and apostrophes that word processors put in place of those of a keyboard."""
_ENDS = " .,;:!'\"()[]{}<>*"
_CODED = re.compile(r"^[0-9]{1,3} ?[:=.)-] ?(?=[^\W\d])")
"""A code before its label, as statistics programs write both: ``1 = male``, ``0:LIVING``."""


def folded(text: str) -> str:
    """Return a source text as it is compared: without a difference of case, blanks, underscores or Unicode's forms.

    Accents count. Dashes are alike, and so are apostrophes; characters that only format (ZERO WIDTH SPACE) do not
    count. NFKC and case folding: Unicode Standard Annex 15 and section 3.13, https://www.unicode.org/reports/tr15/.
    """
    if not text.isascii():
        text = _folded(text)
    return " ".join(text.lower().replace("_", " ").split())


def _folded(text: str) -> str:
    before = None
    while text != before:  # each step can make room for the other; no text takes more than a few
        before = text
        visible = "".join(char for char in text if category(char) != "Cf")
        text = normalize("NFKC", visible.translate(_ALIKE)).casefold()
    return text


def spelt(value: str | int | float | bool) -> str:
    """Return a value as text: ``true`` and ``false``, and a whole number without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    return str(value) if value.bit_length() < 200 else "inf"  # Python refuses to write out numbers of 4,300 digits


def label(text: str) -> str:
    """Return a folded text without punctuation around it, and without the code that stands before a label."""
    return _CODED.sub("", text.strip(_ENDS), count=1).strip(_ENDS)


def spellings(words: Mapping[str, str]) -> dict[str, str]:
    """Return folded spelling → word, of words with their spellings, which are parted by commas."""
    return {folded(one): word for word, many in words.items() for one in many.split(",")}


def labels(words: Mapping[str, str]) -> dict[str, str]:
    """Return spellings as :func:`label` leaves them → word."""
    return {label(one): word for one, word in spellings(words).items()}
