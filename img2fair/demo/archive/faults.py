"""Faults on demand: what servers, proxies and networks do to a harvester, for tests."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from img2fair.demo.archive.exchange import CSV, HTML, JSON, TEXT, Response
from img2fair.demo.archive.pages import page
from img2fair.demo.arming import Armed, Countable

Kind = Literal[
    "status", "login_page", "truncated", "shortened", "empty_body", "wrong_type", "slow", "reset", "html_500",
    "bad_json", "expire_session",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Fault(Countable):
    """One thing that goes wrong.

    :param path: a regular expression that the whole path, without its query, has to match.
    :param kind: ``status`` an error page; ``login_page`` a 200 page where data are due; ``truncated`` a body shorter
        than its Content-Length; ``shortened`` a well-formed list with half its rows, whose total says more;
        ``empty_body`` 200 and nothing; ``wrong_type`` the right body under another type; ``slow`` the right answer
        after ``seconds``; ``reset`` the connection closed without an answer; ``html_500`` a gateway's page;
        ``bad_json`` a complete answer that does not parse; ``expire_session`` the sender's session ends before the
        request is looked at.
    :param query: a regular expression to be found in the query.
    """

    path: str
    kind: Kind
    method: str = "GET"
    query: str = ""
    status: int = 503
    reason: str = "Service Unavailable"
    retry_after: str = ""
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(get_args(Kind))}")

    def matches(self, *asked: str) -> bool:
        """Whether a request, by method, path and query, is the fault's."""
        method, path, query = asked
        return (
            method == self.method
            and re.fullmatch(self.path, path) is not None
            and re.search(self.query, query) is not None
        )


class Faults(Armed[Fault]):
    """The faults that are armed."""


def instead(fault: Fault) -> Response | None:
    """Return the answer a fault gives in place of the archive's, if it does."""
    if fault.kind == "status":
        answer = page("status.html", status=fault.status, reason=fault.reason)
        retry = (("Retry-After", fault.retry_after),) if fault.retry_after else ()
        return replace(answer, headers=retry)
    if fault.kind == "login_page":
        return page("login.html", message="", sources=())
    if fault.kind == "html_500":
        return page("gateway.html", status=500)
    if fault.kind == "empty_body":
        return Response(b"", JSON)
    return None


def spoiled(fault: Fault, answer: Response) -> Response:
    """Return the archive's answer as a fault leaves it; a truncated one is cut while it is sent."""
    if fault.kind == "wrong_type":
        return replace(answer, content_type=TEXT if answer.content_type == HTML else HTML)
    if fault.kind == "bad_json":
        body = whole(answer.body)
        return replace(answer, body=body[: len(body) * 2 // 3])
    if fault.kind == "shortened":
        return replace(answer, body=_shortened(answer))
    return answer


def whole(body: bytes | Iterator[bytes]) -> bytes:
    """Return a body in one piece."""
    return body if isinstance(body, bytes) else b"".join(body)


def _shortened(answer: Response) -> bytes:
    body = whole(answer.body)
    if answer.content_type == CSV:
        lines = body.splitlines(keepends=True)
        return b"".join(lines[: len(lines) // 2 + 1])
    if answer.content_type != JSON:
        return body
    parsed = json.loads(body)
    if isinstance(parsed, dict) and "ResultSet" in parsed:
        rows = parsed["ResultSet"]["Result"]
        parsed["ResultSet"]["Result"] = rows[: len(rows) // 2]
    return json.dumps(parsed).encode("utf-8")
