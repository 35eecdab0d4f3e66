"""Cookies, as far as keeping one session with one server needs them (RFC 6265).

The jar of requests is shared by all threads and takes every answer's word; here a session's id is only replaced by who
has made sure whose session it is.
"""

from collections.abc import Mapping

import requests

SESSION_COOKIE = "JSESSIONID"


def cookies_set(answer: requests.Response) -> dict[str, str]:
    """Return the cookies an answer sets, the empty text for those it takes back; the last of a name counts.

    Servlet containers set two session ids in one answer where a log-in gives a session another id.
    """
    found = {}
    for header in answer.raw.headers.getlist("Set-Cookie"):
        pair, *attributes = header.split(";")
        name, _, value = pair.partition("=")
        over = any(attribute.strip().lower() == "max-age=0" for attribute in attributes)
        found[name.strip()] = "" if over else value.strip()
    return found


def cookies_sent(request: requests.PreparedRequest) -> dict[str, str]:
    """Return the cookies a request was sent with."""
    pairs = str(request.headers.get("Cookie", "")).split("; ")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs) if name}


def cookie_header(cookies: Mapping[str, str]) -> str:
    """Return what a request says to send cookies."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
