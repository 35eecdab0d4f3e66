"""Requests to a FAIR Data Point: logged in, each tried again only where that can do no harm.

Reads are tried again by the client of http.py. PUT and DELETE are idempotent here and are tried again too. A POST whose
answer is lost is never sent again before somebody looked whether it worked: :class:`LostAnswer`.
"""

import json
import logging
import threading
from contextlib import nullcontext
from typing import Any

import requests

from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import CUT_SHORT, LONGEST_WAIT, Client, Journal, Passing, TooLarge, retry_after, sent_again
from img2fair.log import hidden
from img2fair.targets.asking import JSON, TURTLE, Answer
from img2fair.targets.fdp.session import Session
from img2fair.targets.fdp.settings import FdpSettings

log = logging.getLogger(__name__)

TURTLE_SENT = "text/turtle;charset=utf-8"
"""The server takes any type it does not know exactly for Turtle, and only this one says the charset."""

ATTEMPTS = 8
"""How often a request is sent while the fault may pass: of requests that fail by chance three times in ten, one in
fifteen thousand fails for good."""
DEAD_AFTER = 5
"""Connections in a row, of all threads, that nobody took: the server is down, and is not asked any more."""
FIRST_WAIT, MOST_WAIT = 0.2, 2.0
"""Seconds before the second try, doubled each time, and the most between two."""

_LATER, _UNSURE = frozenset({429, 503}), frozenset({502, 504})
_TURNS = 3


class LostAnswer(Exception):
    """A request was sent and its answer did not arrive: it may have been carried out."""


class Connection:
    """A log-in to one FAIR Data Point, for any number of threads.

    At most as many requests as the settings name siblings are on their way at a time; further threads work on answers
    meanwhile.
    """

    def __init__(self, settings: FdpSettings) -> None:
        self.settings = settings
        self._clients = {
            accept: Client(settings.root, Journal(), threads=max(settings.siblings, 1)) for accept in (TURTLE, JSON)
        }
        self._session = Session(settings, self._asked_for_token)
        for accept, client in self._clients.items():
            client.session.headers["Accept"] = accept
            client.guard = self._session
        self._turns = threading.BoundedSemaphore(max(settings.siblings, 1))
        self._absent = 0
        self._pause = threading.Event()

    def __enter__(self) -> "Connection":
        self._session.begin()
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients.values():
            client.session.close()

    def json(self, path: str) -> tuple[int, Any]:
        """Return the status and the decoded JSON of a path (``None`` where the answer is an error).

        :raises RemoteFault: the answer is not JSON.
        """
        answer = self.read(path, JSON)
        if answer.status != 200:
            return answer.status, None
        try:
            return 200, json.loads(answer.text)
        except (ValueError, RecursionError):
            raise RemoteFault(
                "this does not look like a FAIR Data Point: an answer is not JSON",
                where=self.settings.root + path,
                cure="check the target's url",
            ) from None

    def read(self, path: str, accept: str = TURTLE) -> Answer:
        """Return the answer to a GET, tried again while the fault may pass.

        :raises LoginFault: the log-in is refused.
        :raises RemoteFault: the server cannot be read.
        """
        with self._turns:
            return self._clients[accept].get(path, read=self._answer, tries=ATTEMPTS)

    def send(self, method: str, path: str, body: str = "", kind: str = TURTLE_SENT) -> Answer:
        """Return the answer to a writing request.

        :raises LostAnswer: a POST may or may not have been carried out.
        :raises RemoteFault: the server cannot be reached, or keeps failing.
        :raises LoginFault: the log-in is refused.
        """
        return self._tried(method, path, body, kind, signed=True)

    def _tried(self, method: str, path: str, body: str, kind: str, *, signed: bool) -> Answer:
        trouble, tries = "", 0
        while tries < ATTEMPTS and self._absent < DEAD_AFTER:
            answer = self._known(method, path, body, kind, signed=signed)
            if answer is not None and answer.status not in _LATER | _UNSURE:
                return answer
            tries += 1
            trouble = f"the server answers {answer.status}" if answer else "the connection was cut"
            if signed and method == "POST" and self._may_be_done(answer):
                raise LostAnswer(trouble)
            if tries < ATTEMPTS and self._absent < DEAD_AFTER:
                sent_again()
                self._pause.wait(_seconds(answer, tries))
        raise RemoteFault(
            f"cannot reach {self.settings.root}: {trouble or 'nobody answers'}",
            where=f"target '{self.settings.name}', {method} {path}, sent {tries} times",
            cure="check the target's url and that the server is up, then run again: what is half done is finished then",
        )

    def _may_be_done(self, answer: Answer | None) -> bool:
        """Tell whether a request whose answer is of no use may have been carried out all the same."""
        return not self._absent if answer is None else answer.status in _UNSURE

    def _known(self, method: str, path: str, body: str, kind: str, *, signed: bool) -> Answer | None:
        """Send a request, logged in anew where that was needed; ``None`` where no answer came whole.

        :raises LoginFault: 401 also after another log-in.
        """
        client = self._clients[JSON if kind == JSON else TURTLE]
        data, headers = (body.encode(), {"Content-Type": kind}) if body else (None, {})
        sign = self._session.sign if signed else None
        turn = self._turns if signed else nullcontext()  # a log-in comes in the midst of a turn
        try:
            for _ in range(_TURNS):
                with turn, client.sent(method, path, data=data, headers=headers, auth=sign) as got:
                    self._absent = 0
                    log.debug("%s %s: %s", method, path, got.status_code)
                    if not (signed and self._session.again(got)):
                        client.refuse_redirect(got, path)
                        return self._answer(got)
        except TooLarge as fault:
            raise RemoteFault(str(fault), where=f"{method} {self.settings.root}{path}") from None
        except (Passing, *CUT_SHORT) as fault:
            self._absent = self._absent + 1 if _nobody_there(fault) else 0
            return None
        raise LoginFault(
            "the server keeps ending our session",
            where=f"{method} {self.settings.root}{path}",
            cure="use an API key in its place (FDP_TOKEN), or ask whoever runs the server",
        )

    def _asked_for_token(self, body: str) -> tuple[int, str]:
        """Send a log-in; it is harmless to send it again."""
        answer = self._tried("POST", "/tokens", body, JSON, signed=False)
        return answer.status, answer.text

    @staticmethod
    def _answer(got: requests.Response) -> Answer:
        """Return an answer as text, without our own secrets: what is wrong is told in the server's words."""
        text = got.content.decode("utf-8", "replace")
        return Answer(got.status_code, text if got.status_code == 200 else hidden(text), got.headers)


def _nobody_there(fault: Exception) -> bool:
    """Tell whether there was nobody to take the connection: nothing was sent."""
    return isinstance(fault, requests.ConnectTimeout) or "NewConnectionError" in str(fault)


def _seconds(answer: Answer | None, tries: int) -> float:
    """Return how long to wait before the next try: what the server asked for, else a little more each time."""
    asked = retry_after(answer.headers.get("Retry-After")) if answer else None
    return min(FIRST_WAIT * 2 ** (tries - 1), MOST_WAIT) if asked is None else min(asked, LONGEST_WAIT)
