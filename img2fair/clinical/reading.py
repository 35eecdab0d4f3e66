"""What a source text means: the steward's table first, then the spellings of "not known", then the kind's own reader.

A target is never the archive's word: it is a canonical word of ours, a target of the table, or a number that is written
anew. What no reader knows is told as it came, not guessed.
"""

import re
from collections.abc import Callable, Mapping

from img2fair.clinical.decisions import Decide, FieldDecision, Kind, Unlisted
from img2fair.clinical.folding import folded, spelt
from img2fair.clinical.grades import grade
from img2fair.clinical.missing import is_missing
from img2fair.clinical.numbers import is_number, read_number
from img2fair.clinical.outcome import Came, Read
from img2fair.clinical.sexes import sex
from img2fair.clinical.sides import side
from img2fair.clinical.spans import read_age, read_day, read_months
from img2fair.clinical.stages import stage
from img2fair.clinical.survival import survival
from img2fair.clinical.yes_no import yes_no

__all__ = ["folded", "is_missing", "read", "reads"]

UNDECIDED = "?"
"""The target of a value that nobody decided."""
Value = str | int | float | bool

_MISSING = Read(None, Came.MISSING)
_UNMAPPED = Read(None, Came.UNMAPPED)
_ONCOTREE = re.compile(r"[A-Z0-9_]+")
"""The form of OncoTree's codes (https://oncotree.info)."""

_WORDS: Mapping[Kind, Callable[[str], str | None]] = {
    Kind.SEX: sex,
    Kind.SURVIVAL: survival,
    Kind.YES_NO: yes_no,
    Kind.STAGE: stage,
    Kind.GRADE: grade,
    Kind.SIDE: side,
}
"""Readers of words; what they answer is empty where the text says that there is none."""
_NUMBERS: Mapping[Kind, Callable[[FieldDecision, str], Read]] = {
    Kind.NUMBER: read_number,
    Kind.AGE: read_age,
    Kind.DAY: read_day,
    Kind.MONTHS: read_months,
}
_ALONE = FieldDecision("", Decide.UNDECIDED)


def read(decision: FieldDecision, value: Value) -> Read:
    """Return a source value as its decision reads it: the target text, or why there is none.

    :param decision: its table (by folded source text) is looked at first, then its kind; a number is out in its unit.
    """
    text = folded(spelt(value))
    for key in (text, _whole(text)):
        if key in decision.values:
            return _listed(decision, decision.values[key])
    if is_missing(text):
        return _MISSING
    found = _read_by_kind(decision, _whole(text))
    left = found.came in (Came.UNMAPPED, Came.UNREADABLE) and decision.unlisted is Unlisted.MISSING
    return _MISSING if left else found


def reads(kind: Kind, value: Value) -> bool:
    """Tell whether a kind by itself, without a table, reads a value. What says "not known" is no value of any."""
    text = _whole(folded(spelt(value)))
    if is_missing(text):
        return False
    if kind is Kind.NUMBER:
        return is_number(text)
    if kind in _NUMBERS:
        return _NUMBERS[kind](_ALONE, text).came is Came.READ
    return kind in _WORDS and bool(_WORDS[kind](text))


def _whole(text: str) -> str:
    """Return a whole number without the ``.0`` that programs add to a column with a gap; any other text as it is."""
    head, _, tail = text.partition(".")
    return head if tail and not tail.strip("0") and head.isascii() and head.isdigit() else text


def _listed(decision: FieldDecision, target: str | None) -> Read:
    if target is None or not target.strip():
        return _MISSING
    unfit = decision.kind is Kind.ONCOTREE and not _ONCOTREE.fullmatch(target)
    if target == UNDECIDED or unfit:
        return _MISSING if decision.unlisted is Unlisted.MISSING else _UNMAPPED
    return Read(target)


def _read_by_kind(decision: FieldDecision, text: str) -> Read:
    if decision.kind in _NUMBERS:
        return _NUMBERS[decision.kind](decision, text)
    word = _WORDS[decision.kind](text) if decision.kind in _WORDS else None
    if word is None:
        return _UNMAPPED
    return Read(word) if word else _MISSING
