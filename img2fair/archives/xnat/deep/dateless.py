"""Named values and days of people, without dates (clinical/dateless.py)."""

import datetime as dt

from img2fair.archives.values import held
from img2fair.clinical.dateless import without_dates
from img2fair.model import Held, Variable


def variable(name: object, value: object, base: dt.date | None) -> Variable | None:
    """Return a named value of a subject or session; ``None`` where it has no name, or nothing that may be kept."""
    ((kept_name, kept),) = (without_dates({str(name): value}, base) or {"": None}).items()
    named, said = held(kept_name), held(kept)
    return None if named is None or said is None else Variable(named, said)


def days_since(day: dt.date | None, base: dt.date | None) -> Held[int] | None:
    """Return the days from ``base`` to a day, held; ``None`` where one of them is not known."""
    return None if day is None or base is None else Held((day - base).days)
