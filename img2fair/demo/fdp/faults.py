"""Faults on demand: what servers, proxies and networks do to a publisher, for tests."""

import re
from dataclasses import dataclass, replace
from threading import Lock
from typing import Literal, get_args

Kind = Literal["status", "reset", "lost_answer", "slow", "expire_token", "half_made"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that goes wrong.

    :param path: a regular expression that the whole path, without its query, has to match.
    :param kind: ``status`` an error page; ``reset`` the connection closed before anything was done; ``lost_answer``
        the request carried out and the connection closed instead of an answer; ``slow`` the right answer after
        ``seconds``; ``expire_token`` the sender's token ends before the request is looked at; ``half_made`` the server
        dies between storing a new record and giving it a state.
    :param times: how often; ``None`` is always.
    :param after: how many matching requests are answered well first.
    """

    path: str
    kind: Kind
    method: str = "GET"
    times: int | None = None
    after: int = 0
    status: int = 503
    message: str = "Service Unavailable"
    retry_after: str = ""
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(get_args(Kind))}")

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is the fault's."""
        return method == self.method and re.fullmatch(self.path, path) is not None


class Faults:
    """The faults that are armed; the first that matches a request takes it."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """Arm a fault."""
        with self._lock:
            self._armed.append(fault)

    def clear(self) -> None:
        """Disarm all faults."""
        with self._lock:
            self._armed.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault for a request, counting it down."""
        with self._lock:
            for index, fault in enumerate(self._armed):
                if not fault.matches(method, path):
                    continue
                if fault.after:
                    self._armed[index] = replace(fault, after=fault.after - 1)
                    continue
                self._count_down(index, fault)
                return fault
        return None

    def _count_down(self, index: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times <= 1:
            del self._armed[index]
        else:
            self._armed[index] = replace(fault, times=fault.times - 1)
