"""Reading answers in DICOM's JSON, and telling whole ones from others. Source: DICOM PS3.18 annex F and 8.3.4.4.

Nothing of an answer is quoted: it is full of patients.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from img2fair.archives.dicom.evidence import TELL_TALES, method_code
from img2fair.archives.dicom.series import ATTRIBUTES, PATIENT_NAMES, PATIENT_NUMBERS, PRESENT
from img2fair.archives.patients import met_of
from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import Passing
from img2fair.privacy import Met

JSON = "application/dicom+json"
_TYPES = frozenset({JSON, "application/json"})

UNKNOWN_HERE = frozenset({400, 403, 404, 405, 406, 410, 413, 501})
"""Statuses that say no for good: no such list here, not with these parameters, not for this account."""
PARTIAL = 206
"""What early QIDO-RS answered when there was more."""
LONGEST_TEXT = 1024
"""Characters; every attribute on the list is far shorter (DICOM PS3.5 6.2)."""
MOST_METADATA = 4 << 20
"""Bytes of one instance's metadata; private attributes in line can make it larger than any image."""

TAGS: Mapping[str, str] = {**TELL_TALES, **ATTRIBUTES}
"""Keyword → tag of all that is read of an answer."""
_PRESENCE = (TELL_TALES.keys() - ATTRIBUTES.keys()) | {"DeidentificationMethod"}
"""Attributes of which only the presence counts."""

INSTANCES = "00201209"
"""NumberOfSeriesRelatedInstances."""
SOP_INSTANCE = "00080018"
CODE_VALUE, CODING_SCHEME = "00080100", "00080102"

_MORE = re.compile(r"additional results", re.IGNORECASE)
_UID = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_LONGEST_UID = 64

Row = Mapping[str, Any]


class Refused(Exception):
    """The server does not give this, to anyone or to this account."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the server answers {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Page:
    """One answer to a query; ``more``: the server says that there is more. ``software`` is what it calls itself."""

    rows: tuple[Row, ...]
    more: bool
    software: str


def page(answer: requests.Response) -> Page:
    """Return the rows of a query's answer; 204 is an empty list.

    :raises Refused: the server does not answer such a query.
    :raises Passing: the answer is cut short.
    :raises RemoteFault: it is not DICOM's JSON.
    :raises LoginFault: it is a page to log in.
    """
    more = answer.status_code == PARTIAL or bool(_MORE.search(answer.headers.get("Warning", "")))
    software = re.sub(r"[^\w./() -]", "", answer.headers.get("Server", ""))[:60].strip()
    if answer.status_code == 204:
        return Page((), more, software)
    _accept(answer)
    return Page(_rows(answer.content), more, software)


def metadata(answer: requests.Response) -> Row | None:
    """Return the one row of an instance's metadata; ``None`` where there is none, or far too much.

    :raises Refused: the server gives no metadata.
    :raises Passing: the answer is cut short.
    :raises RemoteFault: it is not DICOM's JSON.
    """
    if answer.status_code == 204:
        return None
    _accept(answer)
    body = answer.raw.read(MOST_METADATA + 1, decode_content=True)
    if len(body) > MOST_METADATA:
        return None
    return next(iter(_rows(body)), None)


def texts(row: Row, keywords: Iterable[str]) -> dict[str, str]:
    """Return the values of a row: DICOM keyword → text, several joined by a backslash; see ``Series.values``."""
    found = ((keyword, _text(keyword, row.get(TAGS[keyword]))) for keyword in keywords)
    return {keyword: text for keyword, text in found if text}


def met_in(row: Row) -> Met:
    """Return what a row says of its patient: names in their groups, as a header has them, and numbers."""
    names = (_name(value) for tag in PATIENT_NAMES.values() for value in _values(row.get(tag)))
    numbers = (_plain(value) for tag in PATIENT_NUMBERS.values() for value in _values(row.get(tag)))
    return met_of(*((text for text in said if len(text) <= LONGEST_TEXT) for said in (names, numbers)))


def given(row: Row, keywords: Collection[str]) -> set[str]:
    """Return which attributes a row has, also without a value: then the server knows of them."""
    return {keyword for keyword in keywords if isinstance(row.get(ATTRIBUTES[keyword]), dict)}


def whole_number(row: Row, tag: str) -> int | None:
    """Return a count of a row (VR IS or US; servers write numbers and strings), or ``None``."""
    values = _values(row.get(tag))
    text = str(values[0]).strip() if values else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def uid(row: Row, tag: str) -> str | None:
    """Return a UID of a row; ``None`` for what is none (DICOM PS3.5 chapter 9)."""
    values = _values(row.get(tag))
    text = values[0].strip() if values and isinstance(values[0], str) else ""
    return text if is_uid(text) else None


def is_uid(text: str) -> bool:
    """Tell whether a text can be a UID: numbers and dots, 64 characters at most."""
    return len(text) <= _LONGEST_UID and _UID.fullmatch(text) is not None


def _text(keyword: str, element: Any) -> str:
    values = _values(element)
    if keyword in _PRESENCE:
        return PRESENT if any(values) else ""
    if keyword == "DeidentificationMethodCodeSequence":
        items = [item for item in values if isinstance(item, dict)]
        values = [method_code(_first(item.get(CODE_VALUE)), _first(item.get(CODING_SCHEME))) for item in items]
    text = "\\".join(_plain(value) for value in values).strip()
    return text if text.strip("\\") and len(text) <= LONGEST_TEXT else ""


_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")


def _name(value: Any) -> str:
    """Return a person's name, which is an object of its groups (DICOM PS3.18 F.2.2), or with some servers a string."""
    if not isinstance(value, dict):
        return _plain(value)
    return "=".join(_plain(value.get(group)) for group in _GROUPS).rstrip("=")


def _values(element: Any) -> list[Any]:
    values = element.get("Value") if isinstance(element, dict) else None
    return values if isinstance(values, list) else []


def _first(element: Any) -> str:
    """Return the first value of an element as text; the empty text for none."""
    return next(map(_plain, _values(element)), "")


def _plain(value: Any) -> str:
    """Return a string or number as text; what is of another shape is empty.

    Halves of surrogate pairs, which JSON can hold escaped, are dropped: no text can be written with them.
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).encode("utf-8", "ignore").decode().strip().strip("\0")


def _accept(answer: requests.Response) -> None:
    """Let through DICOM's JSON; raise what fits anything else."""
    if answer.status_code in UNKNOWN_HERE:
        raise Refused(answer.status_code)
    if answer.status_code not in (200, PARTIAL):
        raise Passing(f"the server answers {answer.status_code}")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in _TYPES:
        return
    if kind == "text/html" and re.search(r"type=[\"']?password", answer.text, re.IGNORECASE):
        raise LoginFault("the server answers with a log-in page", cure="set the user name and password of the server")
    raise RemoteFault(
        f"the server's answer is {kind or 'without a type'} where {JSON} is due",
        cure="check that the address is the server's DICOMweb root, such as https://host/dicom-web",
    )


def _rows(body: bytes) -> tuple[Row, ...]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Passing("the answer is not whole JSON") from None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise RemoteFault(
            "the server's answer is JSON, but not a list of DICOM objects",
            cure="check that the address is the server's DICOMweb root, such as https://host/dicom-web",
        )
    return tuple(found)
