"""Dates that people type with the day first, ``14-03-2019``: days too, where a field can hold nothing else.

XNAT writes its own dates as ISO 8601 does, and the harvest turns them into days; what people typed into a variable, a
form or a file stays text. ``03-04-2019`` alone can be two days of a year. So a field is read with the day first only
where each of its values is such a date or says that it is not known, and one of them can be no other: its day is past
the 12th. Whoever has a month past the 12th, or another word, has said nothing that could be read for sure.
"""

import datetime as dt
import re
from collections.abc import Iterable

from img2fair.clinical.reading import is_missing

_DATE = re.compile(r"([0-3]?\d)([-/.])([01]?\d)\2((?:19|20)\d\d)", re.ASCII)
_SHORTEST, _LONGEST = 8, 10
_MONTHS = 12


def day_first(value: object) -> dt.date | None:
    """Return the day of a text that is a date with the day first, and nothing else."""
    if not could_be(value):
        return None
    match = _DATE.fullmatch(str(value).strip())
    try:
        return dt.date(int(match[4]), int(match[3]), int(match[1])) if match else None
    except ValueError:
        return None


def could_be(value: object) -> bool:
    """Tell soon whether a value may be such a date."""
    return isinstance(value, str) and _SHORTEST <= len(value.strip()) <= _LONGEST and value.rstrip()[-4:].isdigit()


def written_day_first(values: Iterable[object]) -> bool:
    """Tell whether the values of one field are dates with the day first, and can be nothing else."""
    sure = False
    for value in values:
        found = day_first(value)
        if found is not None:
            sure = sure or found.day > _MONTHS
        elif not (isinstance(value, str) and is_missing(value)):
            return False
    return sure
