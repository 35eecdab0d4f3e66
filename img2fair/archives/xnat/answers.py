"""Reading XNAT's answers, and telling a real one from a log-in page, an error page or half a list.

XNAT sends HTML whatever the format asked for, and an empty 200 where it swallowed an error, so nothing is believed
before its type, shape and counts have been checked. Source: XNAT's restlets JSONTableRepresentation and SecureResource.
"""

import json
import re
from typing import Any

import requests

from img2fair.archives.xnat.acceptance import Refused, accept, odd, server_time
from img2fair.archives.xnat.csv_lists import csv_table, spooled, table_rows
from img2fair.http import Passing

__all__ = [
    "Refused",
    "Row",
    "csv_table",
    "item",
    "json_array",
    "json_object",
    "listed",
    "odd",
    "server_time",
    "spooled",
    "table_rows",
    "text",
]

Row = dict[str, str]

DEEPEST = 50
"""Levels of a JSON answer; a form within a form within a form has a dozen."""
_HALF = re.compile(r"[\ud800-\udfff]")


def listed(answer: requests.Response) -> list[Row]:
    """Return the rows of a JSON list (``ResultSet``) of things with an ID.

    :raises Passing: the list is cut short or shorter than it says.
    :raises RemoteFault: it is not such a list, or a row has no ID.
    """
    found = rows_without_id(answer)
    if not all(row.get("ID") or row.get("id") for row in found):
        raise odd(answer, "a list with a row that has no ID")
    return found


def rows_without_id(answer: requests.Response) -> list[Row]:
    """Return the rows of a JSON list whose rows have no ID: resources, files and header elements.

    :raises Passing: the list is cut short or shorter than it says.
    :raises RemoteFault: it is not such a list.
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
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: object) -> str:
    """Return a single value of a row as text, the empty text for none."""
    return str(value) if isinstance(value, (str, int, float)) else ""


def item(answer: requests.Response, id_: str) -> dict[str, Any]:
    """Return the one object of the item form: its ``data_fields`` and ``children``.

    :param id_: the id of the object asked for; XNAT also finds projects by their other ids.
    :raises RemoteFault: it is not an item, or that of another object.
    """
    body = _json(answer)
    try:
        (found,) = body["items"]
        if not isinstance(found["data_fields"], dict):
            raise TypeError
    except (KeyError, TypeError, ValueError):
        raise odd(answer, "not an item of XNAT's (no items with data_fields)") from None
    if found["data_fields"].get("ID") != id_:
        raise odd(answer, "the item of another object")
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


def text(answer: requests.Response) -> str:
    """Return a plain text answer.

    :raises RemoteFault: it is something else.
    """
    accept(answer, "text/plain")
    return answer.text.strip()


def _json(answer: requests.Response) -> Any:
    accept(answer, "application/json")
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


def _number(value: object) -> str:
    return str(value) if str(value).isdigit() else "another number"
