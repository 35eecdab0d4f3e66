"""Logging in to XNAT once, and keeping the session. Source: XNAT's restlets UserSession and UserAuth.

Basic on every request would open a session each time, which locks accounts out; so the cookie is kept and the log-in
repeated only when the archive refuses it.
"""

import threading
from urllib.parse import urlsplit

import requests

from img2fair.archives import Login
from img2fair.archives.xnat.answers import text
from img2fair.errors import LoginFault, RemoteFault, UsageFault
from img2fair.http import Client

SESSION = "/data/JSESSION"
WHO = "/data/auth"
MOST_LOGINS = 2
"""Failed log-ins lock accounts, so a run never tries more often."""


class Access:
    """The log-in of one run; ``None`` stays a guest."""

    def __init__(self, client: Client, login: Login | None) -> None:
        self.client = client
        self.login = login
        self._logins = 0
        self._who = ""
        self._lock = threading.Lock()

    @property
    def account(self) -> str:
        """Return ``user`` or ``guest``: the kind of account, never its name."""
        return "user" if self.login else "guest"

    def log_in(self) -> None:
        """Open a session; later refusals then lead to one more log-in.

        :raises LoginFault: the archive refuses the name or the password.
        :raises UsageFault: the log-in would travel unencrypted to another machine.
        """
        if self.login is None:
            return
        self._refuse_open_wire()
        self._open(self.login)
        self._who = self.client.get(WHO, read=text)
        self.client.relogin = lambda: self._again(self._logins)

    def still_there(self) -> bool:
        """Tell whether the session is still ours; a lost one silently reads as a guest on an open archive."""
        if self.login is None:
            return True
        try:
            return self.client.get(WHO, read=text) == self._who
        except LoginFault:
            return False

    def log_out(self) -> None:
        """Close the session, as far as the archive still answers."""
        if self.login is not None:
            try:
                self.client.session.delete(self.client.base + SESSION, timeout=5, allow_redirects=False)
            except requests.RequestException:
                return
        self.client.session.close()

    def _refuse_open_wire(self) -> None:
        """Send no log-in over an unencrypted wire, except inside this machine."""
        parts = urlsplit(self.client.base)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise UsageFault(
                "the log-in would travel unencrypted", where=self.client.base, cure="use the archive's https:// address"
            )

    def _again(self, seen: int) -> None:
        with self._lock:
            if self.login is not None and self._logins == seen:
                self._open(self.login)

    def _open(self, login: Login) -> None:
        if self._logins >= MOST_LOGINS:
            raise LoginFault(
                "the archive closed our session again and again",
                where=self.client.base + SESSION,
                cure="look for a limit on sessions of this account, then run again",
            )
        self._logins += 1
        session = self.client.session
        session.cookies.clear()
        session.auth = (login.user, login.password)
        previous, self.client.relogin = self.client.relogin, None
        try:
            token = self.client.get(SESSION, read=text)
        except LoginFault:
            raise LoginFault(
                f"the archive refuses the log-in of '{login.user}'",
                where=self.client.base + SESSION,
                cure="check XNAT_USER and XNAT_PASS (or the .netrc entry); nothing was read",
            ) from None
        finally:
            session.auth = None
            self.client.relogin = previous
        if not token or "<" in token:
            raise RemoteFault("this does not look like XNAT: no session id", where=self.client.base + SESSION)
