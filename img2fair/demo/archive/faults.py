"""Faults on demand: what servers, proxies and networks do to a harvester, for tests."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from img2fair.demo.archive.exchange import CSV, HTML, JSON, TEXT, Response
from img2fair.demo.archive.pages import page
from img2fair.demo.arming import Armed, BadDay, Countable

Kind = Literal[
    "status", "login_page", "truncated", "shortened", "empty_body", "wrong_type", "slow", "reset", "html_500",
    "bad_json", "expire_session", "drip", "unsorted",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Fault(Countable):
    """One thing that goes wrong.

    :param path: a regular expression that the whole path, without its query, has to match.
    :param kind: ``status`` an error page; ``login_page`` a 200 page where data are due; ``truncated`` a body shorter
        than its Content-Length; ``shortened`` a well-formed list with half its rows, whose total says more;
        ``unsorted`` a CSV list whose rows are shuffled; ``empty_body`` 200 and nothing; ``wrong_type`` the right body
        under another type; ``slow`` the right answer after ``seconds``; ``reset`` the connection closed without an
        answer; ``html_500`` a gateway's page; ``bad_json`` a complete answer that does not parse; ``expire_session``
        the sender's session ends before the request is looked at; ``drip`` the right answer in ``pieces``, each
        followed by a pause of ``seconds``.
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
    pieces: int = 20

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


#: What goes wrong on a bad day: all of it passes.
PASSING: Mapping[str, Fault] = {
    "500": Fault(path=".*", kind="status", status=500, reason="Internal Server Error"),
    "503": Fault(path=".*", kind="status", status=503, retry_after="0"),
    "reset": Fault(path=".*", kind="reset"),
    "truncated": Fault(path=".*", kind="truncated"),
    "slow": Fault(path=".*", kind="slow", seconds=0.02),
}


class Faults(Armed[Fault]):
    """The faults that are armed; what none of them strikes may still meet a bad day (``flaky``)."""

    def __init__(self) -> None:
        super().__init__()
        self._day: BadDay[Fault] | None = None

    def flaky(self, rate: float, seed: int, *, kinds: Iterable[str] = tuple(PASSING), most: int = 2) -> None:
        """Let a share of all answers to GET fail.

        What fails depends on seed, path, query and how often that was asked, so it is the same for requests in any
        order.

        :param rate: which share, between 0 and 1.
        :param kinds: names of ``PASSING``.
        :param most: how often in a row one path with its query may fail.
        """
        self._day = BadDay(rate, seed, [PASSING[kind] for kind in kinds], most)

    def clear(self) -> None:
        """Disarm all faults and end the bad day."""
        super().clear()
        self._day = None

    def take(self, *asked: str) -> Fault | None:
        """Return the fault for a request, counting it down."""
        met = self._day if asked[0] == "GET" else None
        return super().take(*asked) or (met.take(*asked) if met else None)


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
    if fault.kind == "unsorted":
        header, *rows = whole(answer.body).splitlines(keepends=True)
        return replace(answer, body=b"".join([header, *rows[::2], *rows[1::2]]))
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
