"""Logging in to XNAT once, keeping the session, noticing when it is lost. Source: XNAT's UserSession and UserAuth.

Basic on every request would open a session each time, which locks accounts out; so one request carries the log-in and
all others the cookie it was answered with. A dead session is no error to an open archive: it takes us for a guest,
answers with shorter lists and gives itself away only by the cookie of another session.
"""

import logging
import re
import threading
from collections.abc import Callable
from contextlib import ExitStack
from http.cookiejar import DefaultCookiePolicy
from typing import Self, TypeVar
from urllib.parse import urlsplit

import requests
from requests.auth import HTTPBasicAuth

from img2fair.archives import Login
from img2fair.archives.xnat.answers import Refused, text
from img2fair.archives.xnat.cookies import SESSION_COOKIE, cookie_header, cookies_sent, cookies_set
from img2fair.archives.xnat.tokens import Renewal, is_alias
from img2fair.errors import Fault, LoginFault, RemoteFault, UsageFault
from img2fair.http import CUT_SHORT, Adapter, Client, Passing, Sign, Unreachable
from img2fair.log import hide

log = logging.getLogger(__name__)

T = TypeVar("T")

SESSION = "/data/JSESSION"
WHO = "/data/auth"
GUEST = "guest"
MOST_FAILED = 2
"""Failed log-ins lock accounts, so a run never has more."""
MOST_AGAIN = 20
"""Log-ins after the first one; an archive that ends sessions more often is not well."""

_LOGGED_IN = re.compile(r"User '(.+)' is logged in")
_SESSION_ID = re.compile(r"[\w.:!~+=/-]+")


class Access:
    """The log-in of one run, as a context that ends with the log-out; ``None`` stays a guest.

    :param client: the client whose requests it signs and whose answers it looks at (``Client.guard``).
    """

    def __init__(self, client: Client, login: Login | None) -> None:
        self.client = client
        self.login = login
        self._session = ""
        self._others: dict[str, str] = {}
        self._name = ""
        self._entering = False
        self._failed = self._again = 0
        self._renewal = Renewal(client)
        self._lock = threading.Lock()
        client.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # it would take any answer's word
        for path in (SESSION, WHO):  # asked while others hold all connections, and wait for what we find
            client.session.mount(client.base + path, Adapter(2))  # who we are is asked while an answer to it waits
        client.guard = self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.log_out()

    @property
    def account(self) -> str:
        """Return ``user`` or ``guest``: the kind of account, never its name."""
        return "user" if self.named else GUEST

    @property
    def named(self) -> bool:
        """Whether this is the log-in of an account."""
        return self.login is not None

    def enter(self, request: Callable[[], T]) -> T:
        """Return what a first request returns; it carries the log-in, so that this costs no request of its own.

        Where it fails, the session that it may have opened is closed.

        :raises LoginFault: the archive refuses the name or the password.
        :raises RemoteFault: the request failed, or no session came with its answer.
        :raises UsageFault: the log-in would travel unencrypted to another machine.
        """
        if self.login is None:
            return self._first(request)
        self._refuse_open_wire()
        self._entering = True
        with ExitStack() as failing:
            failing.callback(self.log_out)
            try:
                found = self._first(request)
            finally:
                self._entering = False
            if not self._session:
                raise self._no_session()
            failing.pop_all()
        return found

    def _first(self, request: Callable[[], T]) -> T:
        """Return what the first request returns; an archive that refuses it cannot be used."""
        try:
            return request()
        except Refused as refusal:
            raise RemoteFault(
                f"the archive answers {refusal.status} to the first request",
                where=self.client.base,
                cure="check that the address is XNAT's own, and that the account may see its list of projects",
            ) from None

    def still_there(self) -> bool:
        """Ask whether the archive still knows us, at the end of a run; one that says so in no answer may have lost us.

        Where it shows a lost session, as with every other answer, we are logged in anew and have missed nothing.

        :raises RemoteFault: the archive cannot be asked.
        """
        return self.login is None or self._names_us(self.client.get(WHO, read=_said))

    def renewed(self) -> Login | None:
        """Replace an alias token that ends within six hours for this run's log-ins to come, and return the new one.

        To be called after ``enter``, and then now and again: the archive is asked once, and when the time has come.

        :raises Unreachable: the archive is dead. Any other failure only means that nothing is renewed.
        """
        renewed = self._renewal.renewed(self.login) if self.login and self._session else None
        self.login = renewed or self.login
        return renewed

    def log_out(self) -> None:
        """Close the session, as far as the archive still answers."""
        session, self._session = self._session, ""
        if session and self.named:
            try:
                with self.client.sent("DELETE", SESSION, timeout=5, auth=self._signed_by(session)):
                    pass  # what it answers is not read
            except (Fault, *CUT_SHORT):
                log.debug("the log-out was not heard")
        self.client.session.close()

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return a request with our cookies; with the log-in while there is no session."""
        if self._entering and not self._session:
            return self._with_login(request)
        return self._with_cookies(request, self._session)

    def again(self, answer: requests.Response) -> bool:
        """Tell whether an answer is not one to us and has to be asked for again; if so we are logged in anew.

        :raises LoginFault: the archive refuses the log-in.
        :raises Unreachable: it ends our sessions again and again.
        """
        given = self._kept(answer)
        if self.login is None:
            self._session = given or self._session
            return False
        if not self._session:
            self._take(answer, given)
            return False
        refused = answer.status_code == 401
        sent = cookies_sent(answer.request).get(SESSION_COOKIE, "")
        if not refused and given in ("", sent):
            return False
        with self._lock:
            if self._session != sent:  # another thread noticed first
                return True
            if self._ours(sent if refused else given):
                return False
            self._log_in_again()
            return True

    def _take(self, answer: requests.Response, session: str) -> None:
        """Take over the session that the answer to the first request brings."""
        if self._entering and answer.status_code == 401:
            self._failed += 1
            raise self._refused()
        if self._entering:
            self._begin(session)

    def _begin(self, session: str) -> None:
        """Go on with a session of ours, whose id is as good as a log-in and never told."""
        hide(session)
        self._session = session

    def _ours(self, session: str) -> bool:
        """Ask whose a session is, and go on with it where it is ours: a balancer may give a session another id."""
        try:
            said, session = self.client.get(
                WHO, read=lambda answer: (_said(answer), self._kept(answer) or session), sign=self._signed_by(session)
            )
        except LoginFault:
            return False
        if not self._names_us(said):
            return False
        self._begin(session)
        return True

    def _names_us(self, said: str) -> bool:
        found = _LOGGED_IN.fullmatch(said)
        if found is None or found[1] == GUEST or found[1] != (self._name or found[1]):
            return False
        self._name = found[1]
        return True

    def _log_in_again(self) -> None:
        """Open another session in place of a lost one."""
        if self._failed >= MOST_FAILED:
            raise self._refused()
        if self._again >= MOST_AGAIN:
            raise Unreachable(
                "the archive closed our session again and again",
                where=self.client.base + SESSION,
                cure="look for a limit on sessions of this account, then run again",
            )
        try:
            self._begin(self.client.get(SESSION, read=self._opened, sign=self._with_login))
        except LoginFault:
            self._failed += 1
            raise self._refused() from None
        self._again += 1
        log.info("the archive ended our session; logged in again (%d of %d)", self._again, MOST_AGAIN)

    def _opened(self, answer: requests.Response) -> str:
        """Return the id of a new session: that of its cookie, else the text of the answer."""
        session = (self._kept(answer) if answer.status_code == 200 else "") or text(answer)
        if not _SESSION_ID.fullmatch(session):
            raise self._no_session()
        return session

    def _kept(self, answer: requests.Response) -> str:
        """Keep the cookies an answer sets, such as a balancer's, but for the id of its session, which is returned."""
        given = cookies_set(answer)
        session = given.pop(SESSION_COOKIE, "")
        self._others = {name: value for name, value in {**self._others, **given}.items() if value}
        return session

    def _with_cookies(self, request: requests.PreparedRequest, session: str) -> requests.PreparedRequest:
        cookies = {SESSION_COOKIE: session, **self._others} if session else self._others
        if cookies:
            request.headers["Cookie"] = cookie_header(cookies)
        return request

    def _with_login(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the log-in, as UTF-8 as Spring Security reads it (RFC 7617 2.1), and no session."""
        if self.login is not None:
            HTTPBasicAuth(self.login.user.encode(), self.login.password.encode())(request)
        return self._with_cookies(request, "")

    def _signed_by(self, session: str) -> Sign:
        return lambda request: self._with_cookies(request, session)

    def _refuse_open_wire(self) -> None:
        """Send no log-in over an unencrypted wire, except inside this machine."""
        parts = urlsplit(self.client.base)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise UsageFault(
                "the log-in would travel unencrypted", where=self.client.base, cure="use the archive's https:// address"
            )

    def _refused(self) -> LoginFault:
        """Return the fault for a refused log-in; an alias is half of a secret and not told."""
        user = self.login.user if self.login else ""
        if is_alias(user):
            who, cure = "the alias token", "it may have ended: issue another one and set XNAT_USER and XNAT_PASS"
        else:
            who, cure = f"the log-in of '{user}'", "check XNAT_USER and XNAT_PASS (or the .netrc entry)"
        return LoginFault(f"the archive refuses {who}", where=self.client.base, cure=cure)

    def _no_session(self) -> RemoteFault:
        return RemoteFault(
            "this does not look like XNAT: no session id",
            where=self.client.base,
            cure="check that the address is XNAT's own, and that no proxy takes its cookies away",
        )


def _said(answer: requests.Response) -> str:
    """Return who the archive says we are, nothing where it says something else.

    :raises Passing: it cannot say now.
    """
    if answer.status_code >= 500:
        raise Passing(f"the archive answers {answer.status_code}")
    return answer.text.strip() if answer.status_code == 200 else ""
