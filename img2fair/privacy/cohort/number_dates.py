"""Numbers that are dates, births or ages in disguise: a field of them stops the export.

A number alone tells nothing: 43557 is a volume, or 2 April 2019 as spreadsheets count. But a field whose numbers, read
as dates by one and the same count, lie near their own patients' sessions or births for nearly all patients, is a date.
Counts: spreadsheets (Excel, also of 1904), Unix, SAS and Stata, SPSS, Matlab, the modified Julian day, days of the
Common Era; years, months of years and days in six digits. So is a field of years, and one of days since birth.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from img2fair.clinical.dateless import DAY
from img2fair.clinical.decisions import Kind
from img2fair.privacy.cohort.plan import MONTH, Rule
from img2fair.privacy.cohort.terms import PrivacyStop
from img2fair.privacy.guard import Guard, fingerprint_of
from img2fair.privacy.sources import Saying, Value

WHAT = "numbers that read as dates or births"
"""What a review of a field is of: that all its numbers were looked at."""
_YEAR = 365.25
_NEAR = 3 * _YEAR
"""Days within which a date is near a session."""
_ROUND_BIRTH = 400
"""Days within which a date is near a birth: an age in whole years leaves a year open."""
_FEWEST = 3
"""Fewest patients of whom a likeness to dates is no chance."""
_GROWN = 10
"""Years of age from which days since birth can be told from other days."""
_SHARE = 0.9
_FIRST, _LAST = 1900, 2100
_DAYS_FROM = {
    "days as spreadsheets count": dt.date(1899, 12, 30),
    "days since 1904": dt.date(1904, 1, 1),
    "days since 1970": dt.date(1970, 1, 1),
    "days since 1960": dt.date(1960, 1, 1),
    "modified Julian days": dt.date(1858, 11, 17),
    "days of the Common Era": dt.date(1, 1, 1) - dt.timedelta(days=0),
}
_SECONDS_FROM = {"since 1970": dt.date(1970, 1, 1), "since 1582": dt.date(1582, 10, 14), "since 1960": dt.date(1960, 1, 1)}
_SECONDS = {"seconds": 86_400, "milliseconds": 86_400_000, "minutes": 1_440, "hours": 24}
_MATLAB = 366
