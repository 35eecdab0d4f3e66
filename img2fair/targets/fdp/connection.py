"""Requests to a FAIR Data Point: logged in, each tried again only where that can do no harm.

Reads are tried again by the client of http.py. PUT and DELETE are idempotent here and are tried again too. A POST whose
answer is lost is never sent again before somebody looked whether it worked: :class:`LostAnswer`.
"""

import json
import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import ATTEMPTS, CUT_SHORT, LONGEST_WAIT, Client, Journal, Passing, TooLarge, retry_after
from img2fair.log import hidden, hide
from img2fair.targets.fdp.settings import FdpSettings

log = logging.getLogger(__name__)

TURTLE, JSON = "text/turtle", "application/json"
TURTLE_SENT = "text/turtle;charset=utf-8"
"""The server takes any type it does not know exactly for Turtle, and only this one says the charset."""

_LATER, _UNSURE = frozenset({429, 503}), frozenset({502, 504})
_MOST_LOGINS = 2
_TOKEN = re.compile(r"[!-~]+")
"""Characters of a token: those that a header can carry (RFC 6750 2.1 has fewer)."""


class LostAnswer(Exception):
    """A request was sent and its answer did not arrive: it may have been carried out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as text."""

    status: int
    text: str
    headers: Mapping[str, str]


class Connection:
    """A log-in to one FAIR Data Point. Used by one thread at a time."""

    def __init__(self, settings: FdpSettings) -> None:
        self.settings = settings
        self._clients = {accept: Client(settings.root, Journal()) for accept in (TURTLE, JSON)}
        for accept, client in self._clients.items():
            client.session.headers["Accept"] = accept
        self._logins = 0
        self._pause = threading.Event()

    def __enter__(self) -> "Connection":
        self._log_in()
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
        try:
            return self._clients[accept].get(path, read=self._answer)
        except LoginFault:
            raise self._refused() from None

    def send(self, method: str, path: str, body: str = "", kind: str = TURTLE_SENT) -> Answer:
        """Return the answer to a writing request.

        :raises LostAnswer: a POST may or may not have been carried out.
        :raises RemoteFault: the server cannot be reached, or keeps failing.
        :raises LoginFault: the log-in is refused.
        """
        trouble = ""
        for attempt in range(ATTEMPTS):
            answer = self._known(method, path, body, kind)
            if answer is not None and answer.status not in _LATER | _UNSURE:
                return answer
            trouble = f"the server answers {answer.status}" if answer else "the connection was cut"
            if method == "POST" and (answer is None or answer.status in _UNSURE):
                raise LostAnswer(trouble)
            self._pause.wait(_seconds(answer, attempt))
        raise RemoteFault(
            f"cannot write to {self.settings.root}: {trouble}",
            where=f"{method} {path}, sent {ATTEMPTS} times",
            cure="see that the server is up, then run again: what is half done is finished then",
        )

    def _known(self, method: str, path: str, body: str, kind: str) -> Answer | None:
        """Send a request, logged in anew where that was needed; ``None`` where no answer came whole.

        :raises LoginFault: 401 also after another log-in.
        """
        answer = self._whole(method, path, body, kind)
        if answer is not None and answer.status == 401 and not self.settings.token:
            self._log_in()
            answer = self._whole(method, path, body, kind)
        if answer is not None and answer.status == 401:
            raise self._refused()
        return answer

    def _whole(self, method: str, path: str, body: str, kind: str) -> Answer | None:
        try:
            return self._sent(method, path, body, kind)
        except (Passing, *CUT_SHORT):
            return None

    def _sent(self, method: str, path: str, body: str, kind: str) -> Answer:
        client = self._clients[JSON if kind == JSON else TURTLE]
        data, headers = (body.encode(), {"Content-Type": kind}) if body else (None, {})
        try:
            with client.sent(method, path, data=data, headers=headers) as got:
                log.debug("%s %s: %s", method, path, got.status_code)
                client.refuse_redirect(got, path)
                return self._answer(got)
        except TooLarge as fault:
            raise RemoteFault(str(fault), where=f"{method} {self.settings.root}{path}") from None

    @staticmethod
    def _answer(got: requests.Response) -> Answer:
        """Return an answer as text, without our own secrets: what is wrong is told in the server's words."""
        text = got.content.decode("utf-8", "replace")
        return Answer(got.status_code, text if got.status_code == 200 else hidden(text), got.headers)

    def _log_in(self) -> None:
        """Get a token, or use the one there is; an API key never expires and is not asked for anew.

        :raises LoginFault: the server refuses it, or the session was lost again and again.
        """
        token = self.settings.token or self._token()
        if not _TOKEN.fullmatch(token):
            raise LoginFault(
                "the token cannot be sent: it holds blanks or other characters that no token has",
                where=self.settings.root,
                cure="set FDP_TOKEN to the API key alone" if self.settings.token else "see the server's log",
            )
        hide(token)
        for client in self._clients.values():
            client.session.headers["Authorization"] = f"Bearer {token}"
            client.relogin = None if self.settings.token else self._log_in

    def _token(self) -> str:
        if self._logins >= _MOST_LOGINS or self.settings.login is None:
            raise self._refused()
        self._logins += 1
        for client in self._clients.values():
            client.session.headers.pop("Authorization", None)
        email, password = self.settings.login
        answer = self._whole("POST", "/tokens", json.dumps({"email": email, "password": password}), JSON)
        if answer is None:
            raise RemoteFault(
                f"cannot reach {self.settings.root}",
                where=f"target '{self.settings.name}', POST /tokens",
                cure="check the target's url and that the server is up, then run again",
            )
        if answer.status in (400, 401, 403):
            raise self._refused()
        token = _token_in(answer)
        if not token:
            raise RemoteFault(
                f"this does not look like a FAIR Data Point, or it is not well: it gives no token ({answer.status})",
                where=f"{self.settings.root}/tokens",
                cure="check the target's url; it is the address of the server's own pages",
            )
        return token

    def _refused(self) -> LoginFault:
        if self.settings.token:
            who, cure = "the token", "make a new API key in the FAIR Data Point and set FDP_TOKEN"
        else:
            who = f"the log-in of '{self.settings.login[0] if self.settings.login else ''}'"
            cure = "check FDP_USER (an e-mail address) and FDP_PASS"
        return LoginFault(f"the FAIR Data Point refuses {who}", where=self.settings.root, cure=cure)


def _token_in(answer: Answer) -> str:
    """Return the token in the answer to a log-in; empty where it holds none."""
    try:
        return str(json.loads(answer.text).get("token") or "") if answer.status == 200 else ""
    except (ValueError, AttributeError, RecursionError):
        return ""


def _seconds(answer: Answer | None, attempt: int) -> float:
    """Return how long to wait before the next try: what the server asked for, else a little more each time."""
    asked = retry_after(answer.headers.get("Retry-After")) if answer else None
    return 0.2 * 2**attempt if asked is None else min(asked, LONGEST_WAIT)
