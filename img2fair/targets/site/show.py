"""Values as people read them: links that are safe, dates, sizes, numbers."""

import re
from dataclasses import dataclass

from pyoxigraph import Literal

from img2fair.phrases import DUTCH, ENGLISH
from img2fair.rdf import PREFIXES, is_iri
from img2fair.targets.site.wording import WORDS

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
}

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
_LINKABLE = re.compile(r"(https?://[^/?#\[\]]|mailto:.)", re.IGNORECASE)
_XSD = PREFIXES["xsd"]
_WHOLE = {_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")}
_DATED = {_XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYearMonth")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One value on a page. ``href`` is empty or safe; ``inside`` says that it is a page of this site, from its root."""

    text: str
    href: str = ""
    inside: bool = False
    lang: str = ""
    hint: str = ""
    rows: tuple["Row", ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values. ``hint`` is the property's CURIE."""

    label: str
    values: tuple[Shown, ...]
    hint: str = ""


def safe_href(address: str) -> str:
    """Return the address if a page may link to it, else nothing: only http, https and mailto are links."""
    return address if is_iri(address) and _LINKABLE.match(address) else ""


def linked(text: str) -> list[Shown]:
    """Return a plain text in pieces, its web addresses as links."""
    pieces: list[Shown] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        pieces += [Shown(text[end : match.start()])] if match.start() > end else []
        pieces.append(Shown(match[0], safe_href(match[0])))
        end = match.end()
    return pieces + ([Shown(text[end:])] if end < len(text) else [])


def day(text: str, language: str = ENGLISH) -> str:
    """Return an ISO date or date-time as ``3 March 2026``, a month as ``March 2026``; anything else as it is."""
    whole, month = _DATE.fullmatch(text), _MONTH.fullmatch(text)
    if whole and 1 <= int(whole[2]) <= 12:
        return f"{int(whole[3])} {MONTHS[language][int(whole[2]) - 1]} {whole[1]}"
    if month and 1 <= int(month[2]) <= 12:
        return f"{MONTHS[language][int(month[2]) - 1]} {month[1]}"
    return text


def number(text: str) -> str:
    """Return a whole number with thin spaces between its thousands; anything else as it is."""
    return f"{int(text):,}".replace(",", "\u202f") if re.fullmatch(r"[+-]?\d{1,30}", text) else text


def size(text: str, language: str = ENGLISH) -> str:
    """Return a number of bytes in decimal units, as disks are sold and DICOM archives reckon; else the text."""
    if not re.fullmatch(r"\d{1,30}", text):
        return text
    amount, units = float(text), ["bytes", "kB", "MB", "GB", "TB", "PB"]
    while amount >= 1000 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    shown = f"{amount:.0f}" if amount >= 100 or units[0] == "bytes" else f"{amount:.1f}"
    return f"{shown.replace('.', ',') if language == DUTCH else shown} {units[0]}"


def literal(value: Literal, predicate: str = "", language: str = ENGLISH) -> Shown:
    """Return a literal as people read it, by its datatype; the exact form stays as a hint where it differs."""
    kind, text = value.datatype.value, value.value
    shown = text
    if predicate == PREFIXES["dcat"] + "byteSize":
        shown = size(text, language)
    elif kind in _DATED:
        shown = day(text, language)
    elif kind in _WHOLE:
        shown = number(text)
    elif kind == _XSD + "boolean":
        said = {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(text)
        shown = WORDS.say(language, said) if said else text
    href = safe_href(text) if text.startswith(("http://", "https://")) else ""
    return Shown(shown, href, lang=value.language or "", hint=text if text != shown else "")
