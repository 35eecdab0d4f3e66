"""A client for one server: one pooled session, time-outs on everything, retries for reads, no redirect followed."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

import requests
import stamina

from img2fair import __version__
from img2fair.errors import Fault, LoginFault, RemoteFault, UsageFault
from img2fair.http.addresses import elsewhere, refuse_log_in
from img2fair.http.body import Floor, measured
from img2fair.http.faults import CUT_SHORT, Absent, Passing, TooLarge, Unreachable, in_words, untrusted
from img2fair.http.journal import Journal
from img2fair.http.pace import DEAD_AFTER, Pace, Pulse, retry_after
from img2fair.http.tries import sent_again
from img2fair.http.wire import BUNDLES, Session, authorities

log = logging.getLogger(__name__)

T = TypeVar("T")

Params = Mapping[str, str | Sequence[str]]

TIMEOUT = (10, 120)
"""Seconds to connect, and to wait between two bytes."""
ATTEMPTS = 4
LONGEST_WAIT = 300.0
_SHORT = (5, 10)
"""The same, for a question whether the server lives."""
USER_AGENT = f"img2fair/{__version__}"

_BUSY, _GATEWAY = frozenset({429}), frozenset({502, 503, 504})
_TURNS = 3
"""How often one attempt is sent because the answer before it was that of a lost session."""

Sign = Callable[[requests.PreparedRequest], requests.PreparedRequest]
"""Writes into a request who sends it."""


class Guard(Protocol):
    """Keeps the session of a client: says who asks, and looks at each answer before it is read. Used by all threads."""

    @property
    def named(self) -> bool:
        """Whether somebody is logged in, or should be."""

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return the request with what tells the server who asks."""

    def again(self, answer: requests.Response) -> bool:
        """Tell whether an answer is not one to us, and the request has to be sent again, its answer unread.

        :raises Fault: the session is lost for good.
        """


class Client:
    """An HTTP client for one server, for as many threads as are said.

    :param base: address of the server, with its context path, without a slash at the end.
    :param journal: where requests are noted.
    :param threads: how many threads use it at once.
    :param rate: most requests a second, of all threads together; 0: no limit.
    :param floor: how slow the body of an answer may be.
    :param relogin: called once when a request is refused although we had logged in; the request is then sent again.
    :param guard: keeps the session where more than a 401 tells that it is lost.
    :raises UsageFault: the address holds a log-in, or the certificates to trust cannot be read.
    """

    def __init__(
        self, base: str, journal: Journal, *, threads: int = 4, rate: float = 0.0, floor: Floor | None = None
    ) -> None:
        self.base = base.rstrip("/")
        self.journal = journal
        self.relogin: Callable[[], None] | None = None
        self.guard: Guard | None = None
        self._floor = floor or Floor()
        self._pace = Pace(rate)
        self._pulse = Pulse()
        refuse_log_in(self.base)
        # one connection more than threads: a guard may ask who we are while every thread holds an unread answer
        self.session = Session(threads + 1)
        self.session.proxies = dict(requests.utils.get_environ_proxies(self.base))
        self.session.verify = authorities()
        self.session.headers["User-Agent"] = USER_AGENT

    def end(self) -> None:
        """Send no request any more: those that wait for their turn, or for another try, raise Unreachable."""
        self._pace.end()

    def get(
        self,
        path: str,
        params: Params | None = None,
        *,
        read: Callable[[requests.Response], T],
        told: str = "",
        number: int | None = None,
        project: str = "",
        parts: tuple[str, ...] = (),
        tries: int | None = None,
        sign: Sign | None = None,
    ) -> T:
        """Send a GET and return what ``read`` makes of the answer (any status but 401, 3xx and the passing ones).

        :param params: of the query; one with several values is sent once for each.
        :param read: takes the streamed answer; it may raise :class:`Passing` to have it asked again.
        :param told: what is said of the path in the journal, the log and faults, where it holds ids of people's data.
        :param number: under which the request is noted; by default the next one.
        :param project: whose ``parts`` the answer brings, for the journal.
        :param tries: how often it is sent at most, ``ATTEMPTS`` by default.
        :param sign: who asks, in place of the guard, which then does not look at the answer.
        :raises RemoteFault: the server cannot be reached, or keeps failing.
        :raises Unreachable: other requests showed that the server is dead; not to be caught for one project.
        :raises LoginFault: 401 also after another log-in.
        """
        if number is None:
            (number,) = self.journal.reserve(1)
        shown = told or path
        self.journal.note(number, "GET", shown, project, parts)
        attempts = tries or ATTEMPTS
        begun = time.monotonic()
        try:
            for attempt in stamina.retry_context(
                on=(Passing, *CUT_SHORT),
                attempts=attempts,
                timeout=None,
                wait_initial=0.2,
                wait_max=5.0,
                wait_jitter=0.2,
            ):
                with attempt:
                    if attempt.num > 1:
                        sent_again()
                        log.info("asking again (%d of %d): GET %s", attempt.num, attempts, shown)
                    found = self._once(path, params, read, sign, shown)
                    self._pulse.beat()
                    return found
        except TooLarge as fault:
            raise RemoteFault(
                str(fault), where=f"GET {self.base}{shown}", cure="see what the server answers there"
            ) from None
        except (Passing, *CUT_SHORT) as fault:
            if isinstance(fault, (Absent, *CUT_SHORT)) and self._pulse.miss(begun) and self._lives():
                self._pulse.beat()
            raise RemoteFault(
                f"cannot read from {self.base}: {in_words(fault)}",
                where=f"GET {shown}, asked {attempts} times",
                cure="check the address and that the server is up, then run again",
            ) from None
        raise AssertionError("unreachable")  # pragma: no cover

    def _once(
        self,
        path: str,
        params: Params | None,
        read: Callable[[requests.Response], T],
        sign: Sign | None,
        shown: str,
    ) -> T:
        for turn in range(_TURNS):
            self._pace.wait()
            if self._pulse.dead or self._pace.ended:
                raise self._unreachable()
            started = time.monotonic()
            with self.sent("GET", path, params=params, auth=sign or self._sign()) as answer:
                answer.url = self.base + shown  # faults that tell the place take it from here
                log.debug("GET %s: %s after %.2f s", shown, answer.status_code, time.monotonic() - started)
                self._refuse_passing(answer)
                if sign is None and self._again(answer, turn):
                    continue
                self._refuse(answer, path, shown)
                return read(answer)
        raise Passing("the server keeps ending our session")

    @contextmanager
    def sent(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Sign | None = None,
        timeout: float | tuple[float, float] = TIMEOUT,
    ) -> Iterator[requests.Response]:
        """Send one request once, and give its answer while it is read, bounded in time and size.

        :raises RemoteFault: the server's certificate cannot be trusted; nothing was sent.
        :raises UsageFault: the address, or that of the proxy, is none.
        """
        try:
            answer = self.session.request(
                method,
                self.base + path,
                params=params,
                data=data,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
                auth=auth,
            )
        except requests.exceptions.SSLError as fault:
            if not untrusted(fault):
                raise
            raise RemoteFault(
                f"cannot trust {self.base}: {in_words(fault)}",
                where="the encrypted connection; nothing was sent over it",
                cure=f"have the server mended; where your own authority signs, name its certificate in {BUNDLES[0]}",
            ) from None
        except requests.exceptions.InvalidHeader:
            raise UsageFault(
                "the log-in cannot be sent: it holds line breaks",
                where=self.base,
                cure="set the log-in again, on one line",
            ) from None
        except ValueError:  # never quoted: a proxy's address may hold a log-in
            raise UsageFault(
                "the request cannot be sent: the address of the server or of its proxy is none, or a log-in is no text",
                where=self.base,
                cure="check the address, HTTPS_PROXY and HTTP_PROXY, and the log-in",
            ) from None
        with answer:
            answer.raw = measured(answer.raw, self._floor)
            answer.encoding = "utf-8"  # a server's word for it can name a codec that takes hours
            yield answer

    def _sign(self) -> Sign | None:
        return self.guard.sign if self.guard else None

    def _again(self, answer: requests.Response, turn: int) -> bool:
        """Tell whether the answer is that of a lost session; if so there is another session now."""
        if self.guard is not None:
            return self.guard.again(answer)
        if answer.status_code == 401 and self.relogin and turn == 0:
            self.relogin()
            return True
        return False

    def _refuse_passing(self, answer: requests.Response) -> None:
        """Raise for the answers that stand for "later", and hold all threads back for as long as the server says."""
        status = answer.status_code
        if status not in _BUSY | _GATEWAY:
            return
        asked = retry_after(answer.headers.get("Retry-After"))
        if asked is not None:
            self._pace.hold(min(asked, LONGEST_WAIT))
        raise (Passing if status in _BUSY else Absent)(f"the server answers {status}")

    def _refuse(self, answer: requests.Response, path: str, shown: str) -> None:
        """Raise for the answers no caller has a use for."""
        if answer.status_code == 401:
            known = self.relogin or (self.guard is not None and self.guard.named)
            raise LoginFault(
                "the server refused the log-in" if known else "the server wants a log-in",
                where=self.base + shown,
                cure="set XNAT_USER and XNAT_PASS (or XNAT_PASS_FILE), or a .netrc entry",
            )
        self.refuse_redirect(answer, path, shown)

    def refuse_redirect(self, answer: requests.Response, path: str, shown: str = "") -> None:
        """Let through what is no redirect.

        :param path: that was asked for, and ``shown``, what is told of it.
        :raises RemoteFault: the answer sends us elsewhere; its place and that one are told.
        """
        shown = shown or path
        if answer.is_redirect:
            raise RemoteFault(
                f"the server sends us elsewhere, to {elsewhere(answer, told=path == shown)}",
                where=self.base + shown,
                cure="give the final address as the server's url; log-ins are not sent on to other addresses",
            )

    def _lives(self) -> bool:
        """Ask for the server's own page: where it answers, what failed were requests too heavy for it."""
        try:
            with self.sent("GET", "/", timeout=_SHORT) as answer:
                deque(answer.iter_content(1 << 16), maxlen=0)  # it has to come whole
                return answer.status_code not in _GATEWAY
        except TooLarge:
            return True
        except (Passing, RemoteFault, *CUT_SHORT):
            return False

    def _unreachable(self) -> Fault:
        return Unreachable(
            f"{self.base} does not answer any more",
            where=f"{DEAD_AFTER} requests in a row failed, each tried several times",
            cure="check that the server is up, then run again",
        )
