"""Full dates: day, month and year in any order, in figures or with the month's name; nothing that no calendar has.

Which forms count is that of 45 CFR 164.514(b)(2)(i)(C), all elements of dates but the year; a month and a year are
left, as they are in every description of a study.
"""

import calendar
import re
from collections.abc import Iterator

from img2fair.privacy.hits import DATE, Hit

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january janvier januar jaenner",
            "feb febr februari february fevrier fevr februar",
            "mrt maart mar march mars marz maerz",
            "apr april avril avr",
            "mei may mai",
            "jun juni june juin",
            "jul juli july juillet",
            "aug augustus august aout",
            "sep sept september septembre",
            "okt oct oktober october octobre",
            "nov november novembre",
            "dec december decembre dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME = "(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_DAY = r"(?P<day>\d(?<![a-z\d.,^]\d)(?<!\^-\d)\d?)"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_FIRST_YEAR = r"(?P<year>[12](?<!\d[12])(?:(?<=1)[89]|(?<=2)0)\d\d)"
_ONE = r"(?P<one>\d(?<!\d\d)\d?)"
_ONE_OF_TWO = r"(?P<one>\d(?<!\d\d)(?<!\d[-/. ]\d)\d)"
"""Figures before which no figure stands; a form that begins with one is found fast, because the look back follows."""
_END = r"(?!\d|[.,]\d)"
_TH = r"(?:st|nd|rd|th|ste|de|er|e|\.|º)?"
_OF = r"[ ./_-]{0,3}(?:(?:of|van|the) )?"
_UNIT = (
    r"(?! {0,2}(?:%|(?:mm|cm|ms|s|h|hours?|hrs?|uur|u|uren|days?|dagen|weeks?|weken|months?|maanden|min(?:utes|uten)?|"
    r"sec|years?|jaar|kvp?|mas|ml|mg|mgy|gy|mbq|patients?|slices|t|hz|mhz)\b))"
)

_FORMS = tuple(
    re.compile(form)
    for form in (
        # 2020-01-31, 2020:01:31 (Exif), 2020/1/31, 2020_01_31, also with a time after it
        rf"{_FIRST_YEAR}(?P<gap> ?[-/_] ?|:)(?P<one>\d{{1,2}})(?P=gap)(?P<two>\d{{1,2}})(?!\d)",
        rf"{_FIRST_YEAR}(?<!\d\.\d{{4}})(?P<gap>[. ])(?P<one>\d\d)(?P=gap)(?P<two>\d\d){_END}{_UNIT}",
        # 31-01-2020, 1/31/2020, 31. 1. 2020
        rf"{_ONE}(?P<gap> ?[-/_] ?|\. ?)(?P<two>\d{{1,2}})(?P=gap){_YEAR}{_END}",
        # 31 01 2020, 31-01-20, 31/01/20, 31.01.20
        rf"{_ONE_OF_TWO} (?P<two>\d\d) {_YEAR}{_END}(?! \d){_UNIT}",
        rf"{_ONE_OF_TWO}(?P<gap>[-/.])(?P<two>\d\d)(?P=gap)(?P<short>\d\d)(?!\d|[-/.,]\d|%){_UNIT}",
        # 20200131, 20200131T120000, 202001311200, 20200131120000.000000
        r"(?P<year>[12](?<!\d[12])(?<!\d\.[12])(?:(?<=1)9\d\d|(?<=2)0[0-4]\d))(?P<one>[01]\d)(?P<two>[0-3]\d)"
        r"(?=(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\.\d{1,6})?)?)?(?!\d))",
        # 31012020, 01312020
        r"(?P<one>[0-3](?<!\d[0-3])(?<!\d\.[0-3])\d)(?P<two>[0-3]\d)(?P<year>19\d\d|20[0-4]\d)(?!\d|\.\d)",
        # 2020-W05-5 (ISO 8601)
        rf"{_FIRST_YEAR}-?w(?P<week>[0-5]\d)-?(?P<weekday>[1-7])(?!\d)",
    )
)
_NAMED = re.compile(rf"{_NAME}(?![a-z])")
_NAMED_FORMS = tuple(
    re.compile(form)
    for form in (
        # 31 januari 2020, 31st of January, 2020, 31-JAN-2020, 31jan2020
        rf"{_DAY}{_TH}{_OF}{_NAME}[.,]{{0,2}}[ ./_-]{{0,3}}(?:in |')?{_YEAR}(?!\d)",
        rf"{_DAY}(?P<gap>[-/._]?){_NAME}\.?(?P=gap)(?P<short>\d\d)(?!\d|[-/.,]\d)(?! ?%)",
        rf"{_DAY}{_TH}{_OF}{_NAME}\.?,? ?'(?P<short>\d\d)(?!\d)",
        # January 31st, 2020, Jan. 31 2020, Jan-31-2020, Jan-31-20
        rf"{_NAME}[. _/-]{{0,3}}(?:the )?(?P<day>\d{{1,2}}){_TH}[ .,/_-]{{1,3}}(?:of )?{_YEAR}(?!\d)",
        rf"{_NAME}(?P<gap>[-/]){_DAY}(?P=gap)(?P<short>\d\d)(?!\d|[-/.,]\d)",
        # 2020 January 31, 2020-Jan-31
        rf"{_FIRST_YEAR}[ .,/_-]{{0,3}}{_NAME}[. /_-]{{0,3}}{_DAY}(?!\d|[.,]\d)(?!- ?\d){_TH}{_UNIT}",
    )
)
"""Forms with the name of a month, for texts that have one."""
_SHORTEST = re.compile(rf"{_ONE}(?P<gap>[-/.])(?P<two>\d{{1,2}})(?P=gap)(?P<short>\d\d)(?!\d|[-/.,]\d|%){_UNIT}")
"""3/5/41, which is a date only after a word for one."""
_BEFORE_DATE = re.compile(r"(?:dob|geb\w{0,8}|born|birth\w{0,6}|datum|date|dd|d\.d|op|on|since|sinds)[ .:]{1,3}$")


def dates(text: str) -> Iterator[Hit]:
    """Yield the full dates of a folded text in lower case, each once."""
    last = 0
    for start, end in sorted(_days(text), key=lambda span: (span[0], -span[1])):
        if start >= last:
            last = end
            yield Hit(DATE, start, end)


def _days(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of all that a form takes for a date and a calendar has."""
    for form in (*_FORMS, *_NAMED_FORMS) if _NAMED.search(text) else _FORMS:
        for found in form.finditer(text):
            parts = found.groupdict()
            if _is_day(parts):
                yield min(found.start(name) for name, part in parts.items() if part), found.end()
    for found in _SHORTEST.finditer(text):
        if _BEFORE_DATE.search(text, max(0, found.start() - 16), found.start()) and _is_day(found.groupdict()):
            yield found.span()


def _is_day(parts: dict[str, str | None]) -> bool:
    """Tell whether a calendar has this day; two figures of a year are of either century."""
    given = {name: int(value) for name, value in parts.items() if value and value.isdigit()}
    years = [given["year"]] if "year" in given else [1900 + given["short"], 2000 + given["short"]]
    if "week" in given:
        return 1 <= given["week"] <= 53
    if name := parts.get("name"):
        orders = [(_MONTHS[name], given["day"])]
    else:
        orders = [(given["one"], given["two"]), (given["two"], given["one"])]
    return any(1 <= m <= 12 and 1 <= d <= calendar.monthrange(y, m)[1] for y in years for m, d in orders)
