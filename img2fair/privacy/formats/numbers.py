"""Numbers of people: telephone, burgerservicenummer, NHS number, record numbers."""

import re
from collections.abc import Callable, Iterator

from img2fair.privacy.hits import BSN, NHS, PHONE, RECORD, Hit

_LINK = r"[ :.#=,(\[\"'_-]"
_NUMBER_WORD = r"(?<![a-z])(?:no|nos|nr|nrs|num|number|nummer|id|is|was|are|van|of|patient|code|for|voor)(?![a-z])"
_TO_NUMBER = rf"(?:{_LINK}|{_NUMBER_WORD}){{0,6}}"
"""What may stand between a word and the number that it announces."""
_GAP = r"[ ./()-]{0,3}"
_FIRST = r"\d(?<![\w+]\d)(?<!\d[.,/-]\d)"
_ZERO = r"0(?<![\w+]0)(?<!\d[.,/-]0)"
"""The first figure of a number that is no part of another; the look back follows it, so that it is found fast."""
_DONE = r"(?!\w|[.,/-]\d)"

_CALLED = re.compile(
    r"(?<![a-z])(?:(?:tele)?(?:phone|foon)(?:nummer|number)?|tel|telnr|mob|mobile|mobiel|gsm|fax|whatsapp|dect|"
    rf"pager|bleep|bel(?: naar)?){_TO_NUMBER} ?(?P<number>\+? ?\(?\d(?:{_GAP}\d){{6,14}})(?!\d)"
)
_EXTENSION = re.compile(
    rf"(?<![a-z])(?:ext|extension|toestel|tst|doorkies|dect|pager|bleep|tel){_TO_NUMBER}"
    r"(?P<number>\d{4,6})(?![\w/]|[.,-]\d)"
)
_PHONES = tuple(
    re.compile(form)
    for form in (
        # +31 6 12345678, +44 (0)20 7946 0958, 0031 20 123 45 67 (ITU-T E.164: at most 15 digits)
        rf"\+(?<![\w+]\+) ?\(?[1-9](?:{_GAP}\d){{7,14}}(?!\d)",
        rf"{_ZERO}0[ -]?[1-9](?:{_GAP}\d){{8,12}}(?!\w)",
        # 06-12345678, (020) 123 45 67, 07700 900123, 020 7946 0958
        rf"{_ZERO}[1-9](?:{_GAP}\d){{8,9}}{_DONE}",
        # 02 123 45 67, 030/123.45.67: nine digits, with a gap
        rf"{_ZERO}[1-9](?=\d{{0,2}}[ ./()-])(?:{_GAP}\d){{7}}{_DONE}",
        # (212) 555-0123, 212-555-0123, 212.555.0123
        rf"[2-9](?<![\w+][2-9])(?<!\d[.,/-][2-9])\d\d(?:(?<=\(\d\d\d)\) ?|[-.])[2-9]\d\d[-.]\d{{4}}{_DONE}",
    )
)

_BSN_CALLED = re.compile(
    rf"(?<![a-z])(?:bsn|burger ?service ?(?:nummer|nr)|sofi-?(?:nummer|nr)?|citizen service){_TO_NUMBER} ?"
    r"(?P<number>\d(?:[ .-]?\d){7,8})(?!\d)"
)
_BSN_ALONE = re.compile(
    rf"{_FIRST}(?:\d{{8}}|\d{{3}}[ .-]\d\d[ .-]\d{{3}}|\d\d([.-])\d{{3}}\1\d{{3}}|\d\d[ .-]\d\d[ .-]\d{{4}}){_DONE}"
)
_NHS_CALLED = re.compile(rf"(?<![a-z])(?:nhs|chi|h&c|hcn){_TO_NUMBER} ?(?P<number>\d(?:[ .-]?\d){{9}})(?!\d)")
_NHS_ALONE = re.compile(rf"(?!0){_FIRST}(?:\d{{9}}|\d\d([ -])\d{{3}}\1\d{{4}}){_DONE}")

_OF_RECORDS = (
    r"(?:mrn|urn|zis|hix|epd|nhi|pid|bsn|nhs|chi|sofi|e?mpi|z|medical record|health record|chart|hosp(?:ital)?|unit|"
    r"accession|acc|acsn|dossier|ziekenhuis|opname|episode|admission|order|polis|registratie|klant|client|"
    r"patients?|patienten|pat|pt|person|subject|participant|deelnemers?|proefpersoon|proefpersonen|case|casus|study|"
    r"studie|onderzoeks?)"
)
_RECORD_WORD = (
    r"(?<![a-z])(?:(?:mrn|zis|hix|e?mpi|pid|patid|ptid|bsn|nhs|sofi|nhi|acsn)"
    r"(?:[ _-]?(?:no|nr|num|number|nummer|id))?|"
    rf"{_OF_RECORDS}(?:'s)?[ ._-]{{0,2}}(?:no|nr|num|number|nummer|id|identifier|code|identificatie)s?)"
)
_VALUE = r"(?P<number>(?:[a-z]{0,4}[-_./]?|[a-z]{1,3} )\d[\d./_-]{0,30}(?: \d{2,4}(?![\d./-])){0,3}[a-z]?)(?![a-z0-9])"
_RECORD_CALLED = re.compile(rf"{_RECORD_WORD}(?![a-z]){_TO_NUMBER}{_VALUE}")
_PERSON_NUMBERED = re.compile(
    r"(?<![a-z])(?:patient|pat|pt|subject|participant|case|casus|deelnemer|proefpersoon|mevrouw|mr|mrs|dossier|accession|"
    rf"acc){_LINK}{{1,3}}(?P<number>[a-z]{{0,2}}\d{{5,12}})(?![\w%]|[.,/-]\d)"
)
_RECORD_ALONE = re.compile(
    r"[fvb](?<![a-z][fvb])(?:or|oor|an|ij) (?P<number>\d{7,12})(?= ?(?:$|[.,;:)\]]))|"
    r"(?P<social>\d(?<![\w.,/+-]\d)\d\d-\d\d-\d{4})(?![\w/-])"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")
_MEDICAL = ("mrn", "zis", "pid", "bsn", "nhs", "medical", "accession")
"""Words after which three digits are enough, and a year is a number."""


def called_phones(text: str) -> Iterator[Hit]:
    """Yield the numbers that a text calls telephone numbers or extensions."""
    for form in (_CALLED, _EXTENSION):
        for found in form.finditer(text):
            yield Hit(PHONE, *found.span("number"))


def phones(text: str) -> Iterator[Hit]:
    """Yield the numbers written as telephone numbers: international, Dutch, Belgian, British, North American."""
    for form in _PHONES:
        for found in form.finditer(text):
            yield Hit(PHONE, *found.span())


def called_bsns(text: str) -> Iterator[Hit]:
    """Yield the numbers of eight or nine digits that a text calls BSN and that pass the test of one."""
    yield from _tested(_BSN_CALLED, text, _is_bsn, BSN)


def bsns(text: str) -> Iterator[Hit]:
    """Yield the numbers written as a BSN that pass the test of one."""
    yield from _tested(_BSN_ALONE, text, _is_bsn, BSN)


def called_nhs_numbers(text: str) -> Iterator[Hit]:
    """Yield the numbers that a text calls NHS (or CHI) number and that pass the test of one."""
    yield from _tested(_NHS_CALLED, text, _is_nhs_number, NHS)


def nhs_numbers(text: str) -> Iterator[Hit]:
    """Yield the numbers written as an NHS number that pass the test of one."""
    yield from _tested(_NHS_ALONE, text, _is_nhs_number, NHS)


def called_records(text: str) -> Iterator[Hit]:
    """Yield the numbers that a text calls a record's, patient's, case's or accession's."""
    for found in _RECORD_CALLED.finditer(text):
        number = found["number"]
        digits = sum(map(str.isdigit, number))
        if (digits > 3 and not _YEARS.fullmatch(number)) or (digits > 2 and found[0].startswith(_MEDICAL)):
            yield Hit(RECORD, *found.span("number"))


def numbered_people(text: str) -> Iterator[Hit]:
    """Yield the long numbers right after the word for a patient: ``pt. 1234567``."""
    for found in _PERSON_NUMBERED.finditer(text):
        yield Hit(RECORD, *found.span("number"))


def records(text: str) -> Iterator[Hit]:
    """Yield long numbers that end a phrase such as "for 8155012288", and numbers written as US social security's."""
    for found in _RECORD_ALONE.finditer(text):
        yield Hit(RECORD, *found.span(found.lastgroup or 0))


def _tested(form: re.Pattern[str], text: str, is_one: Callable[[list[int]], bool], rule: str) -> Iterator[Hit]:
    for found in form.finditer(text):
        place = "number" if "number" in form.groupindex else 0
        if is_one([int(letter) for letter in found[place] if letter.isdigit()]):
            yield Hit(rule, *found.span(place))


def _is_bsn(digits: list[int]) -> bool:
    """Tell whether this passes the 11-test of the BSN (Logisch ontwerp BSN, 1.3): weights 9 to 2, then -1."""
    padded = [0] * (9 - len(digits)) + digits
    return any(digits) and sum(w * d for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), padded, strict=True)) % 11 == 0


def _is_nhs_number(digits: list[int]) -> bool:
    """Tell whether this passes the modulus 11 of the NHS number (NHS Data Dictionary): weights 10 to 2, then 1."""
    return any(digits) and sum(w * d for w, d in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
