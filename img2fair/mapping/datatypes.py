"""From values to RDF terms: the lexical forms of XSD datatypes, languages, IRIs.

Source: W3C XML Schema 1.1 Part 2 for the lexical forms; BCP 47 for language tags. A value that does not fit makes no
term; it is told, not repaired. The only thing added is the site's time zone, to a date and time that has none.
"""

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from pyoxigraph import Literal, NamedNode

from img2fair.characters import NOT_TEXT
from img2fair.rdf import PREFIXES, is_iri

_XSD = PREFIXES["xsd"]
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_WHOLE = r"[+-]?\d{1,40}"
_REAL = r"(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?|[+-]?INF|NaN)"

LEXICAL = {
    "anyURI": r"\S+",
    "boolean": "true|false|1|0",
    "byte": _WHOLE,
    "date": rf"\d{{4}}-\d\d-\d\d{_ZONE}",
    "dateTime": rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?{_ZONE}",
    "decimal": r"[+-]?(?:\d+\.?\d*|\.\d+)",
    "double": _REAL,
    "duration": r"-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "float": _REAL,
    "gDay": rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    "gMonth": rf"--(?:0[1-9]|1[0-2]){_ZONE}",
    "gMonthDay": rf"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    "gYear": rf"\d{{4}}{_ZONE}",
    "gYearMonth": rf"\d{{4}}-(?:0[1-9]|1[0-2]){_ZONE}",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})+",
    "int": _WHOLE,
    "integer": _WHOLE,
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "long": _WHOLE,
    "negativeInteger": _WHOLE,
    "nonNegativeInteger": _WHOLE,
    "nonPositiveInteger": _WHOLE,
    "normalizedString": r"[^\t\r\n]*",
    "positiveInteger": _WHOLE,
    "short": _WHOLE,
    "string": r"[\s\S]*",
    "time": rf"\d\d:\d\d:\d\d(?:\.\d+)?{_ZONE}",
    "token": r"\S+(?: \S+)*",
    "unsignedInt": _WHOLE,
    "unsignedLong": _WHOLE,
    "unsignedShort": _WHOLE,
}
"""The datatypes a rule may name, with the pattern of their lexical form."""

_RANGES: dict[str, tuple[int | None, int | None]] = {
    "byte": (-(2**7), 2**7 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "nonPositiveInteger": (None, 0),
    "positiveInteger": (1, None),
    "short": (-(2**15), 2**15 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedShort": (0, 2**16 - 1),
}
_MOMENTS: dict[str, Callable[[str], object]] = {
    "date": lambda text: dt.date.fromisoformat(text[:10]),
    "dateTime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
}
SCHEMES = frozenset("ark did doi ftp ftps geo hdl http https info mailto oid sftp tel urn".split())
"""Schemes that an IRI from an archive or config may have; ``javascript:`` and ``data:`` are not among them."""

_NOT_IN_IRI = re.compile(r"[\s\u200b-\u200f\u2028\u2029\u2060-\u2064]")
"""Nor are these in an address: blanks of any kind and invisible characters (RFC 3987, 4.1)."""
LONGEST = 100_000
"""Characters of a text; what is longer was not written by a person."""


def as_text(value: Any) -> str | None:
    """Return a single value as text, without characters that no text has; ``None`` for what is no single value."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case float() if math.isfinite(value):
            return format(Decimal(repr(value)), "f")
        case float():
            return None
        case dt.datetime() | dt.date():
            return value.isoformat()
        case str() | int():
            return NOT_TEXT.sub("", str(value))[:LONGEST].strip()
        case _:
            return None


def taken_out(value: Any) -> int:
    """Return how many characters of a text :func:`as_text` leaves out: those that no text has, and what is too long."""
    if not isinstance(value, str):
        return 0
    strange = len(NOT_TEXT.findall(value))
    return strange + max(0, len(value) - strange - LONGEST)


def is_language(tag: str) -> bool:
    """Tell whether a text is a language tag."""
    return bool(re.fullmatch(LEXICAL["language"], tag))


def literal(text: str, datatype: str) -> Literal | None:
    """Return a literal of an XSD datatype, or ``None`` where the text is not of its lexical form."""
    if (
        not re.fullmatch(LEXICAL[datatype], text, re.ASCII)
        or not _in_range(text, datatype)
        or not _real_moment(text, datatype)
    ):
        return None
    return Literal(text) if datatype == "string" else Literal(text, datatype=NamedNode(_XSD + datatype))


def moment(value: Any, text: str, zone: str) -> tuple[str, tuple[str, ...]]:
    """Return a date and time with a time zone, and what was added to it.

    A date becomes its midnight; what has no time zone is read in the archive's. An hour that the clocks skip or repeat
    counts as before the change. Where local time was not yet of whole minutes, the moment is told in UTC.
    """
    steps: list[str] = []
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        text = f"{text}T00:00:00"
        steps.append("midnight")
    text = re.sub(r"^(\d{4}-\d\d-\d\d) (?=\d)", r"\1T", text)
    text = re.sub(r"T(\d\d:\d\d)(?=$|Z|[+-])", r"T\1:00", text)
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text)
    try:
        parsed = dt.datetime.fromisoformat(text)
    except ValueError:
        return text, tuple(steps)
    if parsed.tzinfo is None:
        text = _in_zone(parsed, ZoneInfo(zone)).isoformat()
        steps.append(f"time zone {zone}")
    elif isinstance(value, dt.datetime):
        text = parsed.isoformat()
    return text, tuple(steps)


def _in_zone(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    moment = local.replace(tzinfo=zone)
    offset = moment.utcoffset() or dt.timedelta()
    try:
        return moment.astimezone(dt.UTC) if offset % dt.timedelta(minutes=1) else moment
    except OverflowError:  # the first or last day that a calendar has
        return moment


@lru_cache(maxsize=4096)
def node(text: str) -> NamedNode | None:
    """Return the node of an IRI, or ``None`` for what is none or has a scheme that is not ``SCHEMES``'.

    An address with a log-in in it (``https://user:word@host``) is none either: it is not for the world.
    """
    if not is_iri(text) or text.partition(":")[0].casefold() not in SCHEMES:
        return None
    if _NOT_IN_IRI.search(text) or re.match(r"[^/?#]+://[^/?#]*@", text):
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None


def _in_range(text: str, datatype: str) -> bool:
    lowest, highest = _RANGES.get(datatype, (None, None))
    return (lowest is None or int(text) >= lowest) and (highest is None or int(text) <= highest)


def _real_moment(text: str, datatype: str) -> bool:
    read = _MOMENTS.get(datatype)
    if read is None:
        return True
    try:
        read(text)
    except ValueError:
        return False
    return True
