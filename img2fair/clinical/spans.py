"""Ages, days and months: numbers of time that count from a birth or from day 0."""

import re
from decimal import ROUND_FLOOR, Decimal

from img2fair.clinical.decisions import FieldDecision
from img2fair.clinical.numbers import OUT_OF_RANGE, UNREADABLE, Written, beyond, in_unit, plain, within, written
from img2fair.clinical.outcome import Read
from img2fair.clinical.units import DAYS, MONTHS, YEARS, times

OLDEST = 120
"""Years that a person lives at most."""
CAPPED = ">89"
"""How an age of 90 and more is told: HIPAA Privacy Rule, 45 CFR 164.514(b)(2)(i)(C)."""
_MOST_DAYS = round(OLDEST * 365.25)
_MOST_MONTHS = OLDEST * 12

_OVER = "over|above|older than|boven|ouder dan|über|plus de"
_CAPPED = re.compile(rf"(?:> ?89|>=? ?90|≥ ?90|(?:89|90) ?\+|(?:{_OVER}) 89)\D*")
_AGE_OF_DICOM = re.compile(r"([0-9]{1,3}) ?([dwmy])")
"""Value representation AS (DICOM PS3.5, section 6.2): three digits and D, W, M or Y."""
_TOGETHER = re.compile(r"([0-9]{1,3}) ?([^\W\d]+)[ ,]*(?:and |en |und |et )?([0-9]{1,2}) ?([^\W\d]+)")
_NUMBERED = re.compile(r"^(?:day|dag|tag|jour|d|j)\.? ?(?=[+-]?[0-9])")
_LETTERS = {"d": DAYS, "w": "weeks", "m": MONTHS, "y": YEARS}


def read_age(decision: FieldDecision, text: str) -> Read:
    """Return a folded text as an age in whole years that have passed; 90 and more is left for privacy to cap."""
    if _CAPPED.fullmatch(text):
        return Read(CAPPED)
    found = _age(text)
    years = None if found is None or found.bound else in_unit(found, decision.unit or YEARS, YEARS)
    if years is None:
        return UNREADABLE
    whole = years.to_integral_value(ROUND_FLOOR)
    if not (0 <= whole <= OLDEST and within(years, decision.least, decision.most)):
        return beyond(text)
    return Read(plain(whole))


def read_day(decision: FieldDecision, text: str) -> Read:
    """Return a folded text as whole days; negative before day 0."""
    found = written(_NUMBERED.sub("", text, count=1))
    days = None if found is None or found.bound else in_unit(found, decision.unit or DAYS, DAYS)
    if days is None or days != days.to_integral_value():
        return UNREADABLE
    if abs(days) > _MOST_DAYS or not within(days, decision.least, decision.most):
        return beyond(text)
    return Read(plain(days))


def read_months(decision: FieldDecision, text: str) -> Read:
    """Return a folded text, which is days where no unit says otherwise, as months with two decimals."""
    found = written(text)
    months = None if found is None or found.bound else in_unit(found, decision.unit or DAYS, MONTHS)
    if months is None:
        return UNREADABLE
    if not 0 <= months <= _MOST_MONTHS or not within(months, decision.least, decision.most):
        return beyond(text) if months > 0 else OUT_OF_RANGE
    return Read(plain(months, 2 if decision.decimals is None else decision.decimals))


def _age(text: str) -> Written | None:
    if match := _AGE_OF_DICOM.fullmatch(text):
        return Written(Decimal(match[1]), unit=_LETTERS[match[2]])
    if match := _TOGETHER.fullmatch(text):
        larger, smaller = (times(_LETTERS.get(unit, unit), YEARS) for unit in (match[2], match[4]))
        if larger is None or smaller is None or smaller >= larger:
            return None
        return Written(Decimal(match[1]) * larger + Decimal(match[3]) * smaller, unit=YEARS)
    found = written(text)
    return found if found is None or times(found.unit or YEARS, YEARS) is not None else None
