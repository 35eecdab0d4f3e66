"""A log-in that all threads of a run share: one token, and where the server no longer knows it one new one for all."""

import json
import re
import threading
from collections.abc import Callable

import requests

from img2fair.errors import LoginFault, RemoteFault
from img2fair.log import hide
from img2fair.targets.fdp.settings import FdpSettings

MOST_LOGINS = 2
"""Log-ins in a row whose token no request was answered with: accounts get locked, and another one will not help."""
_TOKEN = re.compile(r"[!-~]+")
"""Characters of a token: those that a header can carry (RFC 6750 2.1 has fewer)."""

Ask = Callable[[str], tuple[int, str]]
"""Sends the body of a log-in and returns the status and the text of the answer."""


class Session:
    """Says who we are in every request, and notices when that is no longer accepted.

    The guard of the clients of http.py. An API key never expires and is not asked for anew.

    :param ask: sends ``POST /tokens``.
    """

    def __init__(self, settings: FdpSettings, ask: Ask) -> None:
        self._settings = settings
        self._ask = ask
        self._token = ""
        self._unused = 0
        self._fault: LoginFault | None = None
        self._lock = threading.Lock()

    @property
    def named(self) -> bool:
        """Tell that somebody is logged in."""
        return True

    def begin(self) -> None:
        """Log in.

        :raises LoginFault: the server refuses it.
        :raises RemoteFault: it gives no token.
        """
        with self._lock:
            self._log_in()

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return the request with the token."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def again(self, answer: requests.Response) -> bool:
        """Tell whether a request was refused for its token, and there is a newer one now.

        :raises LoginFault: there is none: the log-in is refused, or token after token.
        """
        if answer.status_code != requests.codes.unauthorized:
            self._unused = 0
            return False
        used = answer.request.headers.get("Authorization")
        with self._lock:
            if used == f"Bearer {self._token}":  # else another thread has logged in since
                self._log_in()
        return True

    def _log_in(self) -> None:
        if self._fault or (self._settings.token and self._token) or self._unused >= MOST_LOGINS:
            raise self._refused()
        token = self._settings.token or self._new_token()
        if not _TOKEN.fullmatch(token):
            raise LoginFault(
                "the token cannot be sent: it holds blanks or other characters that no token has",
                where=self._settings.root,
                cure="set FDP_TOKEN to the API key alone" if self._settings.token else "see the server's log",
            )
        hide(token)
        self._token = token

    def _new_token(self) -> str:
        email, password = self._settings.login or ("", "")
        self._unused += 1
        status, text = self._ask(json.dumps({"email": email, "password": password}))
        if status in (400, 401, 403):
            raise self._refused()
        token = _token_in(text) if status == requests.codes.ok else ""
        if not token:
            raise RemoteFault(
                f"this does not look like a FAIR Data Point, or it is not well: it gives no token ({status})",
                where=f"{self._settings.root}/tokens",
                cure="check the target's url; it is the address of the server's own pages",
            )
        return token

    def _refused(self) -> LoginFault:
        if self._settings.token:
            who, cure = "the token", "make a new API key in the FAIR Data Point and set FDP_TOKEN"
        else:
            email = self._settings.login[0] if self._settings.login else ""
            who, cure = f"the log-in of '{email}'", "check FDP_USER (an e-mail address) and FDP_PASS"
        self._fault = LoginFault(f"the FAIR Data Point refuses {who}", where=self._settings.root, cure=cure)
        return self._fault


def _token_in(text: str) -> str:
    """Return the token in the answer to a log-in; empty where it holds none."""
    try:
        return str(json.loads(text).get("token") or "")
    except (ValueError, AttributeError, RecursionError):
        return ""
