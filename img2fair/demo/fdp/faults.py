"""Faults on demand: what servers, proxies and networks do to a publisher, for tests."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from img2fair.demo.arming import Armed, Countable

Kind = Literal["status", "reset", "lost_answer", "slow", "expire_token", "half_made", "lost_links"]


@dataclass(frozen=True, kw_only=True)
class Fault(Countable):
    """One thing that goes wrong.

    :param path: a regular expression that the whole path, without its query, has to match.
    :param kind: ``status`` an error page; ``reset`` the connection closed before anything was done; ``lost_answer``
        the request carried out and the connection closed instead of an answer; ``slow`` the right answer after
        ``seconds``; ``expire_token`` the sender's token ends before the request is looked at; ``half_made`` the server
        dies between storing a new record and giving it a state; ``lost_links`` the parent of a new record, or a record
        that is replaced, loses its links to children, as where another request wrote it back at the same time.
    """

    path: str
    kind: Kind
    method: str = "GET"
    status: int = 503
    message: str = "Service Unavailable"
    retry_after: str = ""
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(get_args(Kind))}")

    def matches(self, *asked: str) -> bool:
        """Whether a request, by method and path, is the fault's."""
        method, path = asked
        return method == self.method and re.fullmatch(self.path, path) is not None


class Faults(Armed[Fault]):
    """The faults that are armed."""
