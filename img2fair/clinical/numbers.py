"""Numbers as people write them, and as they stand in a study.

A decimal comma is read; a comma before just three digits may part thousands, so it is not. Whole numbers that read as a
calendar date are no numbers here: ``20190402`` would tell a day. Of ``<`` and ``>`` cBioPortal's validator takes digits
alone after them in versions before core 1.0.10, so ``<0.1`` is not read: a table can say what becomes of it.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from img2fair.clinical.dateless import dated
from img2fair.clinical.decisions import FieldDecision
from img2fair.clinical.missing import is_code_for_missing
from img2fair.clinical.outcome import Came, Read
from img2fair.clinical.units import is_unit, times

DECIMALS = 4
"""Digits after the point at most, where a decision does not say; of numbers below 0.1 as many that are not zero."""
UNREADABLE = Read(None, Came.UNREADABLE)
OUT_OF_RANGE = Read(None, Came.OUT_OF_RANGE)
_MISSING = Read(None, Came.MISSING)

_WRITTEN = re.compile(
    r"(?P<bound>[<>]?) ?(?P<figure>[+-]?(?:[0-9][0-9.,']{0,40}|[.,][0-9]{1,40}))(?P<power>e[+-]?[0-9]{1,2})?"
    r"(?: ?(?P<unit>[^\W\d][^<>=]{0,30}|[%\"°]))?"
)
_POINT = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_COMMA = re.compile(r"(?:0|[0-9]{4,})?,[0-9]+|[0-9]{1,3},(?:[0-9]{1,2}|[0-9]{4,})")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,}|(?:'[0-9]{3})+(?:\.[0-9]+)?)")
_GROUPED_BY_POINTS = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})")
_LARGEST, _SMALLEST = 18, -30
"""Powers of ten beyond which nothing clinical is."""


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it is written: ``<`` or ``>`` before it or nothing, and the unit behind it or nothing."""

    figure: Decimal
    bound: str = ""
    unit: str = ""


def written(text: str) -> Written | None:
    """Return the number that a folded text is, with its unit; ``None``: it is none, or may be two different ones."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    sign, digits = _parted(match["figure"])
    plain = _with_point(digits)
    if plain is None:
        return None
    figure = Decimal(f"{sign}{plain}{match['power'] or ''}")
    if figure and not _SMALLEST <= figure.adjusted() <= _LARGEST:
        return None
    return None if _tells_a_day(figure) else Written(figure, match["bound"], (match["unit"] or "").strip(" ."))


def is_number(text: str) -> bool:
    """Tell whether a folded text is a number, alone or with a unit that is known."""
    found = written(text)
    known = found is not None and (not found.unit or is_unit(found.unit))
    return known and found is not None and _told(found.figure, found.bound) is not None


def read_number(decision: FieldDecision, text: str) -> Read:
    """Return a folded text as a number in the attribute's unit, within the decision's range."""
    found = written(text)
    if found is None:
        return UNREADABLE
    figure = in_unit(found, decision.unit, decision.attribute.unit if decision.attribute else "")
    if figure is None or _tells_a_day(figure):
        return UNREADABLE
    if not within(figure, decision.least, decision.most):
        return beyond(text)
    told = _told(figure, found.bound, decision.decimals)
    return UNREADABLE if told is None else Read(told)


def in_unit(found: Written, unit: str, target: str) -> Decimal | None:
    """Return a figure in the target unit; ``None`` where its own does not convert to it.

    :param unit: of numbers that are written without one; empty: the target's.
    """
    given = found.unit or unit or target
    factor = times(given, target or unit)
    return None if factor is None else found.figure * factor


def within(figure: Decimal, least: float | None, most: float | None) -> bool:
    """Tell whether a figure is in a range; ``None``: it has no such end."""
    return (least is None or figure >= Decimal(repr(least))) and (most is None or figure <= Decimal(repr(most)))


def beyond(text: str) -> Read:
    """Return what came of a number out of range: 99, 999 and -9 stand for "not known" there."""
    return _MISSING if is_code_for_missing(text) else OUT_OF_RANGE


def plain(figure: Decimal, decimals: int | None = None) -> str:
    """Return a figure as decimal text without zeros at its end: ``980``, ``0.25``, never ``9.8E+2``.

    :param decimals: digits after the point at most.
    """
    if decimals is None:
        decimals = DECIMALS if not figure or figure.adjusted() >= -1 else DECIMALS - 1 - figure.adjusted()
    with localcontext() as context:
        context.prec = 80
        rounded = figure.quantize(Decimal(1).scaleb(-max(0, decimals)), ROUND_HALF_UP)
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _told(figure: Decimal, bound: str, decimals: int | None = None) -> str | None:
    text = plain(figure, decimals)
    return f"{bound}{text}" if not bound or text.isdigit() else None


def _parted(figure: str) -> tuple[str, str]:
    return (figure[0], figure[1:]) if figure[0] in "+-" else ("", figure)


def _with_point(digits: str) -> str | None:
    if _POINT.fullmatch(digits):
        return digits
    if _COMMA.fullmatch(digits):
        return digits.replace(",", ".")
    if _GROUPED.fullmatch(digits):
        return re.sub("[,']", "", digits)
    if _GROUPED_BY_POINTS.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    return None


def _tells_a_day(figure: Decimal) -> bool:
    """Tell whether the whole part of a figure reads as a date, or date and time; its first zero may be lost."""
    if not 6 <= figure.adjusted() <= 13:
        return False
    digits = str(abs(int(figure)))
    if len(digits) in (12, 14):
        return dated(digits[:8]) is not None and digits[8:10] < "24" and digits[10:12] < "60"
    day = digits.zfill(8)
    return len(day) == 8 and any(map(dated, (day, day[4:] + day[2:4] + day[:2], day[4:] + day[:4])))
