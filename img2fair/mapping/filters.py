"""The filters of mapping expressions. Every one gives nothing for nothing, so that missing data stay missing.

Sources: XNAT stores text typed into its forms with HTML specials escaped, at times twice; DOI syntax from
https://www.doi.org/doi-handbook; the check digit of an ORCID is ISO 7064 MOD 11-2 (https://support.orcid.org).
"""

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from jinja2 import pass_environment
from jinja2.filters import FILTERS

from img2fair.mapping.emptiness import is_empty
from img2fair.rdf import is_iri

Filter = Callable[..., Any]

JINJA = ("abs first float last length max min reject rejectattr reverse select selectattr sort sum "
         "title trim truncate unique urlencode").split()  # fmt: skip
"""Filters taken over from Jinja2: those that are the same for the same input and make nothing big."""
ON_LISTS = frozenset(
    "first join last length map max min reject rejectattr reverse select selectattr sort sum unique".split()
)

LONGEST = 100_000
"""Characters of a text, and items of a list, that an expression may make; a person writes less."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|table)\b[^<>]*>", re.IGNORECASE)
_DOI = re.compile(r"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_MAIL = re.compile(r"^[^\s@<>\"{}|\\^`]+@[^\s@<>\"{}|\\^`]+\.[^\s@<>\"{}|\\^`.]+$")
_ORCID = re.compile(r"^(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])$", re.IGNORECASE)
_WHOLE = re.compile(r"^\s*([+-]?\d{1,40})(?:\.0*)?\s*$", re.ASCII)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")
_DATE_FORM = re.compile(r"(?:[^%]|%[YmdHMSfjyBbAaGVuzZ%])*")


def unescaped(text: str) -> str:
    """Return the text with HTML entities resolved, however often they were escaped (at most five times).

    An entity ends in a semicolon, as XNAT writes it: ``?a=1&section=2`` has none.
    """
    for _ in range(5):
        plainer = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if plainer == text:
            break
        text = plainer
    return text


def plain_text(value: object) -> str:
    """Return text without entities and tags, white space made one blank each."""
    text = unescaped(str(value))
    return " ".join(_TAG.sub("", _BLOCK.sub(" ", text)).split())


def words(value: object) -> list[str]:
    """Split keywords at commas and semicolons, else at blanks; drop those of one character; each once."""
    if isinstance(value, (list, tuple)):
        found = [str(item) for item in value]
    else:
        text = str(value)
        found = re.split(r"[,;]", text) if re.search(r"[,;]", text) else text.split()
    parts = [" ".join(part.split()) for part in found]
    first = {part.casefold(): part for part in reversed(parts) if len(part) > 1}
    return [part for part in parts if len(part) > 1 and first.pop(part.casefold(), None) is not None]


def mailto(value: object) -> str | None:
    """Return the ``mailto:`` IRI of an e-mail address, nothing for what is none."""
    address = re.sub(r"^mailto:\s*", "", str(value).strip(), flags=re.IGNORECASE)
    return f"mailto:{address}" if _MAIL.match(address) and is_iri(f"mailto:{address}") else None


def doi(value: object) -> str | None:
    """Return the ``https://doi.org/`` IRI of a DOI, nothing for what is none. DOIs are compared in lower case."""
    match = _DOI.match(str(value).strip())
    found = f"https://doi.org/{match[1].lower()}" if match else None
    return found if found and is_iri(found) else None


def orcid(value: object) -> str | None:
    """Return the ``https://orcid.org/`` IRI of an ORCID with a true check digit, nothing for what is none."""
    match = _ORCID.match(str(value).strip())
    if not match:
        return None
    digits = "".join(match.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return f"https://orcid.org/{'-'.join(match.groups()).upper()}" if digits[-1] == "0123456789X"[check] else None


def slug(value: object) -> str:
    """Return a short name of plain lower-case characters."""
    ascii_text = unicodedata.normalize("NFKD", str(value).casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")


def date(value: object, form: str = "%Y-%m-%d") -> str | None:
    """Return a date in a strftime form; texts are read as ISO 8601.

    :raises ValueError: the form has a code that tells another thing on another machine, such as ``%s``.
    """
    if not _DATE_FORM.fullmatch(form):
        raise ValueError("not a form of dates")
    if isinstance(value, (dt.date, dt.datetime)):
        return value.strftime(form)
    try:
        return dt.datetime.fromisoformat(str(value).strip()).strftime(form)
    except ValueError:
        return None


def whole(value: object) -> int | None:
    """Return a whole number, nothing for what is none."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    match = _WHOLE.match(str(value))
    return int(match[1]) if match else None


def counted(value: object, one: str, many: str = "") -> str | None:
    """Return a number with its word: ``42 | counted('subject')`` is "42 subjects"."""
    number = whole(value)
    if number is None:
        return None
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


def gigabytes(value: object) -> str | None:
    """Return bytes in words, decimal units: 23.4 GB."""
    number = whole(value)
    if number is None:
        return None
    for unit, size in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number} bytes"


def join(values: Iterable[object], glue: str = ", ") -> str | None:
    """Join what is not empty."""
    if isinstance(values, str):
        return values
    parts = [str(value) for value in values if not is_empty(value)]
    bounded(range(sum(map(len, parts)) + len(glue) * len(parts)))
    return glue.join(parts) or None


def replaced(value: object, old: object, new: object, count: int | None = None) -> str:
    """Return a text with every ``old`` replaced, or the first ``count``."""
    text, before, after = str(value), str(old), str(new)
    bounded(range(max(0, len(text) + text.count(before) * (len(after) - len(before)))))
    return text.replace(before, after, -1 if count is None else count)


def rounded(value: float, precision: int = 0, method: str = "common") -> Any:
    """Round as Jinja2 does, to at most 15 digits before or behind the point."""
    return FILTERS["round"](value, max(-15, min(15, precision)), method)


def bounded(made: Any) -> Any:
    """Return a text, list or range that is not too long; anything else as it is.

    :raises ValueError: it is too long.
    """
    if isinstance(made, (str, list, tuple, range)) and len(made) > LONGEST:
        raise ValueError("too long")
    return made


def default(value: object, other: object = "") -> object:
    """Return the other value for an empty one."""
    return other if is_empty(value) else value


@pass_environment
def mapped(environment: Any, values: Iterable[object], name: str = "", *rest: object, attribute: str = "") -> list[Any]:
    """Return a member of each value, or a filter's result for each; nothing for nothing."""
    if attribute:
        return [environment.getitem(value, attribute) for value in values]
    return _within(environment.call_filter(name, value, list(rest)) for value in values)


OURS: dict[str, Filter] = {
    "counted": counted,
    "date": date,
    "doi": doi,
    "gigabytes": gigabytes,
    "int": whole,
    "join": join,
    "lower": lambda value: str(value).lower(),
    "mailto": mailto,
    "map": mapped,
    "orcid": orcid,
    "plain_text": plain_text,
    "replace": replaced,
    "round": rounded,
    "slug": slug,
    "string": str,
    "upper": lambda value: str(value).upper(),
    "words": words,
}

NAMES = frozenset({*JINJA, *OURS, "count", "d", "default", "label"})


def filters() -> dict[str, Filter]:
    """Return the filters by name; ``label`` is added for each mapping by its tables."""
    table = {name: lenient(FILTERS[name], name) for name in JINJA}
    table |= {name: lenient(made, name) for name, made in OURS.items()}
    return table | {"default": default, "d": default, "count": table["length"]}


def lenient(made: Filter, name: str) -> Filter:
    """Return a filter that gives nothing for an empty value, and maps lists where it is not one for lists."""
    place = 1 if hasattr(made, "jinja_pass_arg") else 0

    @wraps(made)
    def safe(*args: Any, **options: Any) -> Any:
        value = args[place]
        if is_empty(value) and name != "length":
            return [] if name in ON_LISTS and isinstance(value, (list, tuple)) else None
        if name not in ON_LISTS and name != "words" and isinstance(value, (list, tuple)):
            return _each(safe, args, place, options)
        result = made(*args, **options)
        return bounded(list(result) if hasattr(result, "__next__") else result)

    return safe


def _each(made: Filter, args: Sequence[Any], place: int, options: dict[str, Any]) -> list[Any]:
    results = (made(*args[:place], item, *args[place + 1 :], **options) for item in args[place])
    return _within(result for result in results if not is_empty(result))


def _within(results: Iterable[Any]) -> list[Any]:
    """Return the results as a list that is not too long, its texts taken together neither.

    :raises ValueError: it is too long.
    """
    found, room = [], 10 * LONGEST
    for result in results:
        room -= len(result) if isinstance(result, (str, list)) else 1
        if room < 0:
            raise ValueError("too long")
        found.append(result)
    return found
