"""From an archive's strings to held values. A value that cannot be what it should be is unknown, not an error."""

import datetime as dt
import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from img2fair.model import Held, HeldText

MOST_YEARS = 120
MOST_DIGITS = 18

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")
"""An escape as XNAT writes it, with its semicolon: ``?a=1&section=2`` has none."""
_WHOLE = re.compile(rf"([0-9]{{1,{MOST_DIGITS}}})(?:\.0*)?")
_REAL = re.compile(r"[0-9]{1,18}(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?")


def held(value: Any) -> HeldText | None:
    """Return a text held, with the HTML escapes that XNAT's forms store undone; blank is ``None``, and so is a list."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    raw = unescaped(str(value)).strip()
    return Held(raw) if raw else None


def unescaped(raw: str) -> str:
    """Return a text with the HTML escapes undone that XNAT's forms store."""
    for _ in range(2 if "&" in raw else 0):  # XNAT escapes once; values that went through two forms are escaped twice
        raw = _ENTITY.sub(lambda entity: html.unescape(entity[0]), raw)
    return raw


def number(value: str | None) -> int | None:
    """Return a whole number that is not negative, also one written as 12.0, or ``None``."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:  # as nearly all are
        return int(text)
    match = _WHOLE.fullmatch(text)
    return int(match[1]) if match else None


def held_number(value: str | None) -> Held[int] | None:
    """Return a whole number held, or ``None`` where the archive does not know it."""
    parsed = number(value)
    return None if parsed is None else Held(parsed)


def held_sum(values: Sequence[str]) -> Held[int] | None:
    """Return the sum of whole numbers held; ``None`` where one is unknown or there is none (unknown is not zero)."""
    if len(values) == 1:
        return held_number(values[0])
    figures = [figure for value in values if (figure := number(value)) is not None]
    return Held(sum(figures)) if figures and len(figures) == len(values) else None


def day(value: str | None) -> dt.date | None:
    """Return the day of a date or date and time, or ``None``."""
    try:
        return dt.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def moment(value: str | None) -> Held[dt.datetime] | None:
    """Return a date and time held; XNAT gives no zone, so it has none."""
    try:
        return Held(dt.datetime.fromisoformat((value or "").strip()).replace(microsecond=0))
    except ValueError:
        return None


def age(value: str | None) -> float | None:
    """Return an age in years that a person can have, or ``None``."""
    text = (value or "").strip()
    years = float(text) if _REAL.fullmatch(text) else 0.0
    return years if 0 < years <= MOST_YEARS else None


def age_at(row: Mapping[str, str], when: dt.date | None) -> float | None:
    """Return a subject's age in years from its one of age, year of birth and birth date; neither is kept.

    An age from a birth date has one decimal: with the date of the session, days would give the birth date back.
    """
    stated = age(row.get("age"))
    if stated is not None or when is None:
        return stated
    born = day(row.get("dob"))
    if born is not None:
        return age(str(round((when - born).days / 365.25, 1)))
    year = number(row.get("yob"))
    return age(str(when.year - year)) if year else None
