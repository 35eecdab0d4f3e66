"""Which answers of XNAT are looked into at all: those of status 200 and of the type that was asked for."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests

from img2fair.errors import Fault, LoginFault, RemoteFault
from img2fair.http import Passing


class Refused(Exception):
    """The archive does not let this account read a part (403), or has no such part (404)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the archive answers {status}")
        self.status = status


def accept(answer: requests.Response, media_type: str) -> None:
    """Let through a 200 of the right type.

    :raises Refused: 403 or 404.
    :raises Passing: another status, or nothing where something is due.
    :raises LoginFault: a log-in page.
    :raises RemoteFault: another type.
    """
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


def odd(answer: requests.Response | None, what: str) -> Fault:
    """Return the fault for an answer that cannot be read as what was asked for; never quotes it.

    :param answer: ``None`` where it was put into a file before.
    """
    where = "a list that was put into a temporary file"
    if answer is not None:
        where = f"GET {_path(answer)} (status {answer.status_code}, {answer.headers.get('Content-Type', 'no type')})"
    return RemoteFault(
        f"the archive's answer is {what}",
        where=where,
        cure="check that the address is XNAT's own and not a portal's, and that no proxy stands between",
    )


def server_time(answer: requests.Response) -> datetime | None:
    """Return the server's clock (UTC) when it answered, from the Date header (RFC 9110 6.6.1)."""
    try:
        told = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return None
    return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)


def _reason(answer: requests.Response) -> str:
    """Return what kind of error XNAT's status page names, by its constant heading; never free text of the archive."""
    return " (internal error: often a column this version does not know)" if answer.status_code == 500 else ""


def _path(answer: requests.Response) -> str:
    """Return the path as the client lets it be told."""
    return urlsplit(answer.url).path
