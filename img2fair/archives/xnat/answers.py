"""Reading XNAT's answers, and telling a real one from a log-in page, an error page or half a list.

XNAT sends HTML whatever the format asked for, and an empty 200 where it swallowed an error, so nothing is believed
before its type, shape and counts have been checked. Source: XNAT's restlets JSONTableRepresentation and SecureResource.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

import requests

from img2fair.errors import Fault, LoginFault, RemoteFault
from img2fair.http import Passing

Row = dict[str, str]

DEEPEST = 50
"""Levels of a JSON answer; a form within a form within a form has a dozen."""
_HALF = re.compile(r"[\ud800-\udfff]")


class Refused(Exception):
    """The archive does not let this account read a part (403), or has no such part (404)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the archive answers {status}")
        self.status = status


def listed(answer: requests.Response) -> list[Row]:
    """Return the rows of a JSON list (``ResultSet``).

    :raises Passing: the list is cut short or shorter than it says.
    :raises RemoteFault: it is not such a list, or a row has no ID.
    """
    body = _json(answer)
    try:
        result = body["ResultSet"]
        rows = result["Result"]
        total = result.get("totalRecords")
    except (KeyError, TypeError, AttributeError):
        raise odd(answer, "not a list of XNAT's (no ResultSet)") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise odd(answer, "not a list of XNAT's (rows of another shape)")
    if total is not None and str(total) != str(len(rows)):
        raise Passing(f"the list has {len(rows)} rows and says it has {_number(total)}")
    found = [{key: _plain(value) for key, value in row.items()} for row in rows]
    if not all(row.get("ID") or row.get("id") for row in found):
        raise odd(answer, "a list with a row that has no ID")
    return found


def _plain(value: object) -> str:
    """Return a single value of a row as text, the empty text for none."""
    return str(value) if isinstance(value, (str, int, float)) else ""


def item(answer: requests.Response, id_: str) -> dict[str, Any]:
    """Return the one object of the item form: its ``data_fields`` and ``children``.

    :param id_: the project asked for; XNAT also finds projects by their other ids.
    :raises RemoteFault: it is not an item, or that of another project.
    """
    body = _json(answer)
    try:
        (found,) = body["items"]
        if not isinstance(found["data_fields"], dict):
            raise TypeError
    except (KeyError, TypeError, ValueError):
        raise odd(answer, "not an item of XNAT's (no items with data_fields)") from None
    if found["data_fields"].get("ID") != id_:
        raise odd(answer, "the item of another project")
    whole: dict[str, Any] = found
    return whole


def json_object(answer: requests.Response) -> dict[str, Any]:
    """Return a JSON object.

    :raises RemoteFault: it is something else.
    """
    body = _json(answer)
    if not isinstance(body, dict):
        raise odd(answer, "JSON, but not an object")
    return body


def json_array(answer: requests.Response) -> list[Any]:
    """Return a JSON array.

    :raises RemoteFault: it is something else.
    """
    body = _json(answer)
    if not isinstance(body, list):
        raise odd(answer, "JSON, but not a list")
    return body


def csv_rows(answer: requests.Response, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a CSV list as they arrive, with lower-case keys, in constant memory.

    :param columns: the (lower-case) keys that must be there, because they were asked for.
    :raises Passing: the list ends in the middle of a row.
    :raises RemoteFault: it is not CSV, or a column is missing.
    """
    _accept(answer, "text/csv")
    answer.raw.decode_content = True
    answer.raw.auto_close = False  # or the reader, which looks twice for the end, would find a closed file
    stream = cast(io.BufferedReader, answer.raw)  # urllib3's answer reads like a file
    rows = csv.reader(io.TextIOWrapper(stream, encoding="utf-8", newline=""))
    try:
        header = [name.lower() for name in next(rows, [])]
        missing = sorted(set(columns) - set(header))
        if missing:
            raise odd(answer, f"a list without the column {missing[0]}")
        for row in rows:
            if len(row) != len(header):
                raise Passing("the list ends in the middle of a row")
            yield dict(zip(header, row, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        what = "not UTF-8" if isinstance(error, UnicodeDecodeError) else "not CSV that can be read"
        raise odd(answer, what) from None


def text(answer: requests.Response) -> str:
    """Return a plain text answer.

    :raises RemoteFault: it is something else.
    """
    _accept(answer, "text/plain")
    return answer.text.strip()


def odd(answer: requests.Response, what: str) -> Fault:
    """Return the fault for an answer that cannot be read as what was asked for; never quotes it."""
    return RemoteFault(
        f"the archive's answer is {what}",
        where=f"GET {_path(answer)} (status {answer.status_code}, {answer.headers.get('Content-Type', 'no type')})",
        cure="check that the address is XNAT's own and not a portal's, and that no proxy stands between",
    )


def _json(answer: requests.Response) -> Any:
    _accept(answer, "application/json")
    body = answer.content
    if not body.strip():
        raise Passing("the answer is empty where a list is due")
    try:
        return _tidied(json.loads(body), DEEPEST)
    except ValueError:
        raise Passing("the answer is not whole JSON") from None
    except RecursionError:
        raise odd(answer, "JSON nested too deep") from None


def _tidied(value: Any, deepest: int) -> Any:
    """Return JSON without the halves of surrogate pairs that it may hold escaped; no text can be written with them.

    :raises RecursionError: it is nested deeper than ``deepest``.
    """
    if deepest < 0:
        raise RecursionError
    match value:
        case str():
            return _HALF.sub("", value)
        case list():
            return [_tidied(one, deepest - 1) for one in value]
        case dict():
            return {_HALF.sub("", key): _tidied(one, deepest - 1) for key, one in value.items()}
        case _:
            return value


def _accept(answer: requests.Response, media_type: str) -> None:
    """Let through a 200 of the right type; raise what fits anything else."""
    if answer.status_code in (403, 404):
        raise Refused(answer.status_code)
    if answer.status_code != 200:
        raise Passing(f"the archive answers {answer.status_code}{_reason(answer)}")
    given = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if given == media_type:
        return
    if given == "text/html" and re.search(r"type=[\"']?password", answer.text, re.IGNORECASE):
        raise LoginFault(
            "the archive answers with a log-in page",
            where=f"GET {_path(answer)}",
            cure="set XNAT_USER and XNAT_PASS to an account of the archive itself, or an alias token where SSO is used",
        )
    if not answer.content.strip():
        raise Passing("the answer is empty where a list is due")
    raise odd(answer, f"{given or 'without a type'} where {media_type} is due")


def _reason(answer: requests.Response) -> str:
    """Return what kind of error XNAT's status page names, by its constant heading; never free text of the archive."""
    return " (internal error: often a column this version does not know)" if answer.status_code == 500 else ""


def _number(value: object) -> str:
    return str(value) if str(value).isdigit() else "another number"


def _path(answer: requests.Response) -> str:
    return str(answer.request.path_url or "").partition("?")[0]
