"""Values of people without dates: a date becomes the days since the subject's first dated session.

Dates of people identify them, and an export counts days anyway. So a date or a date and time in a value is kept as a
whole number under the value's name with ``/day`` after it; where there is no day to count from it is left out. Birth
dates and years are left out whatever their form: they are kept as the age in days at each session and nowhere else.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

DAY = "/day"

_DATED = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
"""ISO 8601 dates, also in the basic form and with a time, as XNAT and form.io write them."""
_BIRTH = re.compile(
    r"(?:dob|yob)(?![a-z])|birth[^a-z]*(?:date|year|day)|(?:date|year|day)[^a-z]*of[^a-z]*birth"
    r"|(?:geboorte|geburts?|(?<![a-z])geb)[^a-z]*(?:datum|dat(?![a-z])|dag|tag|jaar|jahr|jr(?![a-z]))"
    r"|(?:datum|dag|tag|jaar|jahr)[^a-z]*(?:(?:van|der)[^a-z]*)?(?:geboorte|geburt)|(?<![a-z])gebore?n(?![a-z])"
    r"|(?:date|ann[ée]e|jour)[^a-z]*(?:de[^a-z]*)?naiss|(?<![a-z])n[ée]e?[^a-z]+le(?![a-z])"
)
"""In English, Dutch, German and French: a date of birth under any of these names is kept as ages alone."""
_FIRST_YEAR, _LAST_YEAR = 1850, 2150


def dated(value: object) -> dt.date | None:
    """Return the day of a text that is a date, or a date and time, and nothing else."""
    match = _DATED.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not match[1].isascii():
        return None
    try:
        day = dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def of_birth(name: str) -> bool:
    """Tell whether a value of this name says when somebody was born."""
    return _BIRTH.search(name.lower()) is not None


def without_dates(values: Mapping[str, Any], base: dt.date | None) -> dict[str, Any]:
    """Return values, nested as they are, with days since ``base`` for dates and without what tells a birth date."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if of_birth(name):
            continue
        kept, days = _parted(value, base)
        if kept is not None:
            found[name] = kept
        if days is not None and days != []:
            found[name + DAY] = days
    return found


def _parted(value: Any, base: dt.date | None) -> tuple[Any, Any]:
    """Return what of a value is no date, and its dates as days; ``None`` for nothing."""
    if isinstance(value, dict):
        return without_dates(value, base), None
    if isinstance(value, list):
        parts = [_parted(one, base) for one in value]
        return [kept for kept, _ in parts if kept is not None], [days for _, days in parts if days not in (None, [])]
    day = dated(value)
    if day is None:
        return value, None
    return None, None if base is None else (day - base).days
