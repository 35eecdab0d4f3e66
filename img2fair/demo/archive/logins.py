"""Who is asking: Basic, session cookies and alias tokens (XNAT's SecurityConfig, UserSession)."""

import base64
import binascii
import re
import secrets
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from img2fair.demo.content import ArchiveContent, User

#: Agents that XNAT takes for people (``SiteConfigPreferences``).
PEOPLE = re.compile("MSIE|Mozilla|AppleWebKit|Opera")
GUEST = "guest"
TOKEN_SECONDS = 2 * 24 * 3600


class UnauthorizedError(Exception):
    """Nobody is logged in, or the log-in given is wrong."""


@dataclass
class Login:
    """An open session of one account, or of the guest."""

    id: str
    login: str
    used: float


@dataclass(frozen=True)
class Token:
    """An alias token: ``alias`` and ``secret`` stand in for name and password for two days."""

    alias: str
    secret: str
    login: str
    expires: float

    def opened_by(self, secret: str) -> bool:
        """Whether a secret is the token's and the token is still good."""
        return secrets.compare_digest(self.secret, secret) and self.expires > time.time()

    def as_json(self) -> dict[str, object]:
        """Return the token as XNAT shows it."""
        return {
            "alias": self.alias,
            "secret": self.secret,
            "xdatUserId": self.login,
            "singleUse": False,
            "estimatedExpirationTime": int(self.expires * 1000),
        }


@dataclass
class Logins:
    """All open sessions and tokens of a server."""

    require_login: bool = False
    idle_seconds: float = 900
    max_sessions: int = 1000
    token_seconds: float = TOKEN_SECONDS
    _sessions: dict[str, Login] = field(default_factory=dict)
    _tokens: dict[str, Token] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def identify(self, headers: Mapping[str, str], cookie: str, content: ArchiveContent) -> tuple[Login, bool]:
        """Return the session of a request, and whether it was opened for it.

        A live cookie wins; Basic opens a session; otherwise the guest comes in where the site is open.

        :raises UnauthorizedError: wrong log-in, too many sessions, or nobody on a closed site.
        """
        with self._lock:
            found = self._alive(cookie)
        given = _basic(headers.get("Authorization", ""))
        if found and (not given or found.login != GUEST):
            return found, False
        if given:
            return self.open(self.check(*given, content).login), True
        if self.require_login:
            raise UnauthorizedError
        return self.open(GUEST), True

    def check(self, name: str, password: str, content: ArchiveContent) -> User:
        """Return the account of a name and password, or of an alias token.

        :raises UnauthorizedError: there is none, or the password is wrong.
        """
        with self._lock:
            token = self._tokens.get(name)
        if token and token.opened_by(password):
            name, password = token.login, ""
        for user in content.users:
            if user.login == name and (token or secrets.compare_digest(user.password, password)):
                return user
        raise UnauthorizedError

    def open(self, login: str) -> Login:
        """Open a session.

        :raises UnauthorizedError: the account has as many sessions as it may (``concurrentMaxSessions``).
        """
        with self._lock:
            self._bury()
            if login != GUEST and sum(s.login == login for s in self._sessions.values()) >= self.max_sessions:
                raise UnauthorizedError
            session = Login(secrets.token_hex(16).upper(), login, time.monotonic())
            self._sessions[session.id] = session
            return session

    def close(self, session_id: str) -> None:
        """End a session, as a log-out or a fault does."""
        with self._lock:
            self._sessions.pop(session_id, None)

    def close_all(self) -> None:
        """End every session, as a restart of the server does."""
        with self._lock:
            self._sessions.clear()

    def count(self, login: str) -> int:
        """Return how many sessions an account has open."""
        with self._lock:
            return sum(session.login == login for session in self._sessions.values())

    def open_of(self, login: str) -> list[str]:
        """Return the ids of the sessions that an account has open."""
        with self._lock:
            return [session.id for session in self._sessions.values() if session.login == login]

    def issue(self, login: str) -> Token:
        """Return a new alias token."""
        token = Token(str(uuid.uuid4()), secrets.token_urlsafe(48), login, time.time() + self.token_seconds)
        with self._lock:
            self._tokens[token.alias] = token
        return token

    def tokens(self, login: str) -> list[Token]:
        """Return an account's tokens."""
        with self._lock:
            return [token for token in self._tokens.values() if token.login == login]

    def token(self, alias: str) -> Token | None:
        """Return a token by its alias, whether it is still good or not."""
        with self._lock:
            return self._tokens.get(alias)

    def invalidate(self, alias: str) -> None:
        """Forget a token."""
        with self._lock:
            self._tokens.pop(alias, None)

    def _alive(self, session_id: str) -> Login | None:
        self._bury()
        session = self._sessions.get(session_id)
        if session:
            session.used = time.monotonic()
        return session

    def _bury(self) -> None:
        """Forget the sessions nobody used for too long."""
        oldest = time.monotonic() - self.idle_seconds
        dead = [session.id for session in self._sessions.values() if session.used < oldest]
        for session_id in dead:
            del self._sessions[session_id]


def _basic(header: str) -> tuple[str, str] | None:
    """Return name and password of a Basic header, or nothing."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise UnauthorizedError from error
    return name, password
