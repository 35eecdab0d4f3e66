"""How fast all threads together ask a server, and when they stop asking because it is dead."""

import threading
import time
from email.utils import parsedate_to_datetime

DEAD_AFTER = 3
"""Requests that failed for good, one after the other, before the server counts as dead."""


class Pace:
    """When the next request may leave.

    :param rate: most requests a second, of all threads together; 0: as fast as the server answers.
    """

    def __init__(self, rate: float = 0.0) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = 0.0
        self._lock = threading.Lock()
        self._ended = threading.Event()

    @property
    def ended(self) -> bool:
        """Whether no request is to leave any more."""
        return self._ended.is_set()

    def end(self) -> None:
        """Let no request leave any more, and nobody wait for his turn."""
        self._ended.set()

    def wait(self) -> None:
        """Return when it is the caller's turn, or all have ended."""
        while not self.ended:
            with self._lock:
                now = time.monotonic()
                early = self._next - now
                if early <= 0:
                    self._next = now + self._gap
                    return
            self._ended.wait(early)

    def hold(self, seconds: float) -> None:
        """Let no request leave for so long: a server that says Retry-After to one thread means all of them."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


class Pulse:
    """Whether the server lives, judged by the requests that failed although they were tried again."""

    def __init__(self) -> None:
        self._failed = 0
        self._seen = float("-inf")
        self._lock = threading.Lock()

    @property
    def dead(self) -> bool:
        """Whether so many requests failed in a row that no more should be sent."""
        return self._failed >= DEAD_AFTER

    def beat(self) -> None:
        """Note a request that succeeded."""
        with self._lock:
            self._failed = 0
            self._seen = time.monotonic()

    def miss(self, since: float) -> bool:
        """Note a request that failed; it counts only where no other has succeeded since it began.

        :param since: when it was sent first, by the monotonic clock.
        :returns: whether it is the one by which the server counts as dead.
        """
        with self._lock:
            if self._seen < since:
                self._failed += 1
                return self._failed == DEAD_AFTER
            return False


def retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110 10.2.3: a number of seconds or an HTTP date)."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
