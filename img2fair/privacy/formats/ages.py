"""Ages over 89, which US rules count as identifying (45 CFR 164.514(b)(2)(i)(C)); "90 and older" is none of them."""

import re
from collections.abc import Iterator

from img2fair.privacy.hits import AGE, Hit

_OLD = r"(?:9\d|1[0-2]\d)"
_YEARS = r"(?:years?|yrs?|yr|jaar|jaren|jarigen?|jr|jahren?|jahrigen?|ans|anos|y\.? ?/ ?o|y\.? ?o\.?|yo|y)(?![a-z0-9])"
_NOT_OF_LIFE = (
    r"(?! {0,2}(?:(?:of|aan|van|lange?) )?(?:experience|ervaring|follow|imaging|research|history|service|operation|"
    r"data|radiology|rontgen|ago|geleden|later|bestaan|medicine|cancer|mri|x-ray))"
)
_ONES_EN = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_ONES_NL = r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_WORDS = (
    rf"(?:ninety(?:[ -]?{_ONES_EN})?|(?:one|a)[ -]hundred(?:[ -](?:and[ -])?{_ONES_EN})?|(?:{_ONES_NL}en)?negentig|"
    rf"honderd(?: ?en ?)?{_ONES_NL}?)"
)
_AGED = r"(?:a(?<![a-z]a)(?:ge[ds]?|lter)|leeftijd[a-z]{0,12}|oudste?|oud(?![a-z])|oldest)"
_BETWEEN = (
    r"(?:[ :=_~()\[>≥-]|\b(?:at|of|is|was|were|being|years?|jaar|range[sd]?|ranging|varied|varieer\w{1,2}|lag|loopt|"
    r"patient|participant|deelnemer|between|from|mean|median|max(?:imum)?|up|to|van|tussen|met|tot|bij|op|tijdens|scan|"
    r"scans|scanning|imaging|diagnosis|diagnose|inclusion|inclusie|baseline|death|overlijden|onderzoek|visit|onset|"
    r"moment|the|de|het|time|in|about|ongeveer|circa)\b){0,14}"
)
_FROM = r"(?:\d{1,3}(?: ?(?:years?|jaar|y))?(?: ?- ?| (?:to|tot|t/m|tot en met|and|en|through|till?|until) ))?"
_NOT_PEOPLE = (
    r"(?!(?:[.,]\d{1,2})? ?(?:%|percent|procent|patient|participant|subject|control|volunteer|people|person|women|"
    r"men\b|child|case|"
    r"deelnemer|proefperso|vrijwillig|vrouw|man\b|mannen|kind|mm|cm|mg|kg|kvp|slice|scan|image|month|maand|day|dag|week|"
    r"\+|/\d))"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:9(?<![\w.,']9)\d|1(?<![\w.,']1)[0-2]\d)(?:[.,]\d{{1,2}})?\+?[ -]{{0,3}}{_YEARS}{_NOT_OF_LIFE}",
        rf"{_AGED}{_BETWEEN}{_FROM}(?P<old>{_OLD})(?![\d%]|[.,]\d{{3}}|[a-z]){_NOT_PEOPLE}",
        r"[019](?<![a-z0-9.][019])(?:(?<=0)9\d|(?<=1)[0-2]\d|(?<=9)[1-9])y(?![a-z])",
        rf"(?<![a-z])(?:man|woman|vrouw|mevrouw|meneer|heer|dame) (?:van|of) (?P<old>{_OLD})(?![\w%]|[.,]\d)"
        rf"{_NOT_PEOPLE}",
        r"9(?<![\w.,']9)\dj(?![a-z0-9])",
    )
)
_SPELT = tuple(
    re.compile(form)
    for form in (
        rf"(?<![a-z]){_WORDS}(?:[ -]{{0,3}}{_YEARS}|(?=jarige?n?\b)){_NOT_OF_LIFE}",
        rf"{_AGED}{_BETWEEN}(?P<old>{_WORDS})(?![a-z]){_NOT_PEOPLE}",
    )
)
NUMBER_WORDS = ("ninety", "negentig", "hundred", "honderd")
"""Without one of these a text spells no age over 89."""
_NINETY = re.compile(rf"90(?!\d|[.,]\d)|ninety(?![ -]?{_ONES_EN})|negentig")
_FROM_90 = re.compile(r"(?:>=?|≥|≧|over|above|boven|ouder dan|older than|least|minimaal|minstens|vanaf) {0,2}$")
_AND_OLDER = re.compile(
    rf"(?:[ -]{{0,3}}{_YEARS})?,? ?(?:\+|-?plus\b|(?:and|or|en|of) (?:older|over|above|up|more|ouder|hoger|meer)\b)"
)
_ISOTOPE = re.compile(r"90 ?-?y")


def ages(text: str) -> Iterator[Hit]:
    """Yield the ages over 89 of a folded text in lower case."""
    spelt = any(word in text for word in NUMBER_WORDS)
    for form in (*_FORMS, *_SPELT) if spelt else _FORMS:
        for found in form.finditer(text):
            start, end = found.span("old") if "old" in form.groupindex else found.span()
            if not _is_band(text, start, end):
                yield Hit(AGE, start, end)


def _is_band(text: str, start: int, end: int) -> bool:
    """Tell whether this is "90 and older", in which nobody stands alone, or the isotope 90Y."""
    if _ISOTOPE.fullmatch(text, start, end):
        return True
    ninety = _NINETY.match(text, start)
    return ninety is not None and bool(
        _FROM_90.search(text, max(0, start - 24), start) or _AND_OLDER.match(text, ninety.end())
    )
