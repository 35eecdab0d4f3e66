"""Reading over HTTP: one pooled session, time-outs on everything, retries for reads, never a redirect followed.

Only GET is retried, on connection faults and 429, 502, 503, 504; ``Retry-After`` is honoured up to 300 s. An answer cut
short is a connection fault. A redirect is refused, so that a login never travels to another host.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

import requests
import stamina
import urllib3

from img2fair import __version__
from img2fair.errors import Fault, LoginFault, RemoteFault
from img2fair.model import Request

log = logging.getLogger(__name__)

T = TypeVar("T")

TIMEOUT = (10, 120)
"""Seconds to connect, and to wait between two bytes."""
ATTEMPTS = 4
LONGEST_WAIT = 300.0
PASSING = frozenset({429, 502, 503, 504})
USER_AGENT = f"img2fair/{__version__}"

CUT_SHORT = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
    urllib3.exceptions.DecodeError,
    urllib3.exceptions.ProtocolError,
    urllib3.exceptions.ReadTimeoutError,
)


class Passing(Exception):
    """A fault that may pass; ``wait`` is what the server asked for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass
class Journal:
    """The numbered requests of a run. Numbers are reserved beforehand, so they do not depend on how threads run."""

    requests: dict[int, Request] = field(default_factory=dict)
    _next: int = 1
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, count: int) -> range:
        """Return the next ``count`` numbers."""
        with self._lock:
            numbers = range(self._next, self._next + count)
            self._next += count
            return numbers

    def note(self, number: int, method: str, path: str) -> None:
        """Remember a request under its number."""
        with self._lock:
            self.requests[number] = Request(number, method, path)

    def listed(self) -> tuple[Request, ...]:
        """Return all requests by number."""
        return tuple(self.requests[number] for number in sorted(self.requests))


class Client:
    """An HTTP client for one server.

    :param base: address of the server, with its context path, without a slash at the end.
    :param journal: where requests are noted.
    :param relogin: called once when a request is refused although we had logged in; the request is then sent again.
    """

    def __init__(self, base: str, journal: Journal, *, threads: int = 4) -> None:
        self.base = base.rstrip("/")
        self.journal = journal
        self.relogin: Callable[[], None] | None = None
        self.session = requests.Session()
        self.session.trust_env = False  # or requests would look up log-ins of its own accord
        self.session.proxies = dict(requests.utils.get_environ_proxies(self.base))
        self.session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        self.session.headers["User-Agent"] = USER_AGENT
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=threads, pool_block=True)
        self.session.mount("http://", adapter)
        self.session.mount("https://", adapter)

    def get(
        self,
        path: str,
        params: dict[str, str] | None = None,
        *,
        number: int | None = None,
        read: Callable[[requests.Response], T],
    ) -> T:
        """Send a GET and return what ``read`` makes of the answer (any status but 401, 3xx and the passing ones).

        :param read: takes the streamed answer; it may raise :class:`Passing` to have it asked again.
        :raises RemoteFault: the server cannot be reached, or keeps failing.
        :raises LoginFault: 401 also after another log-in.
        """
        if number is None:
            (number,) = self.journal.reserve(1)
        self.journal.note(number, "GET", path)
        try:
            for attempt in stamina.retry_context(
                on=_wait, attempts=ATTEMPTS, timeout=None, wait_initial=0.2, wait_max=5.0, wait_jitter=0.2
            ):
                with attempt:
                    if attempt.num > 1:
                        log.info("asking again (%d of %d): GET %s", attempt.num, ATTEMPTS, path)
                    return self._once(path, params, read)
        except Passing as fault:
            raise self._unavailable(str(fault), path) from None
        except CUT_SHORT as fault:
            raise self._unavailable(_in_words(fault), path) from None
        raise AssertionError("unreachable")  # pragma: no cover

    def _once(self, path: str, params: dict[str, str] | None, read: Callable[[requests.Response], T]) -> T:
        started = time.monotonic()
        for last in (False, True):
            with self._send(path, params) as answer:
                log.debug("GET %s: %s after %.2f s", path, answer.status_code, time.monotonic() - started)
                if answer.status_code == 401 and self.relogin and not last:
                    self.relogin()
                    continue
                self._refuse(answer, path)
                return read(answer)
        raise AssertionError("unreachable")  # pragma: no cover

    def _send(self, path: str, params: dict[str, str] | None) -> requests.Response:
        try:
            return self.session.get(
                self.base + path, params=params, timeout=TIMEOUT, allow_redirects=False, stream=True
            )
        except ValueError:  # requests reads a Location even where it is not to follow it
            raise RemoteFault("the server sends us elsewhere, to no address", where=self.base + path) from None

    def _refuse(self, answer: requests.Response, path: str) -> None:
        """Raise for the answers no caller has a use for."""
        status = answer.status_code
        if status in PASSING:
            raise Passing(f"the server answers {status}", _retry_after(answer.headers.get("Retry-After")))
        if status == 401:
            raise LoginFault(
                "the server wants a log-in" if not self.relogin else "the server refused the log-in",
                where=self.base + path,
                cure="set XNAT_USER and XNAT_PASS (or XNAT_PASS_FILE), or a .netrc entry",
            )
        if answer.is_redirect:
            target = urlsplit(answer.headers["Location"])._replace(query="", fragment="").geturl()
            raise RemoteFault(
                f"the server sends us elsewhere, to {target}",
                where=self.base + path,
                cure="use the final address as the archive's url; log-ins are not sent on to other addresses",
            )

    def _unavailable(self, why: str, path: str) -> Fault:
        return RemoteFault(
            f"cannot read from {self.base}: {why}",
            where=f"GET {path}, asked {ATTEMPTS} times",
            cure="check the address and that the server is up, then run again",
        )


def _wait(fault: Exception) -> bool | float:
    """Tell stamina whether to try again, or after how many seconds."""
    if isinstance(fault, Passing):
        return True if fault.wait is None else min(fault.wait, LONGEST_WAIT)
    return isinstance(fault, CUT_SHORT)


def _retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110 10.2.3: a number of seconds or an HTTP date)."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _in_words(fault: Exception) -> str:
    """Return the cause of a connection fault without the library's wrapping."""
    text = str(fault)
    causes = {
        "Connection refused": "connection refused",
        "Name or service not known": "there is no host of that name",
        "Temporary failure in name resolution": "the host's name cannot be resolved",
        "CERTIFICATE_VERIFY_FAILED": "its certificate cannot be trusted",
        "timed out": "no answer in time",
        "IncompleteRead": "the answer was cut short",
        "Connection aborted": "the connection was cut",
        "Connection broken": "the answer was cut short",
    }
    return next((words for mark, words in causes.items() if mark in text), type(fault).__name__)
