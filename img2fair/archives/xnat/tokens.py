"""Alias tokens: a name and a secret that stand in for an account for two days. Source: XNAT's AliasTokenRestlet.

``validate`` is not used: it would put the secret into an address, and addresses are logged.
"""

import logging
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from img2fair.archives import Login
from img2fair.archives.xnat.answers import Refused, json_array, json_object, server_time
from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import Client, Passing, Unreachable

log = logging.getLogger(__name__)

SHOW = "/data/services/tokens/show"
ISSUE = "/data/services/tokens/issue"
ENDS_SOON = timedelta(hours=6)
"""How long before its end a token is replaced: longer than a harvest takes."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_alias(user: str) -> bool:
    """Tell whether a user name is the alias of a token: XNAT makes them UUIDs."""
    return _UUID.fullmatch(user) is not None


@dataclass(frozen=True, slots=True)
class _Token:
    """A token; ``left`` is counted by the archive's clock."""

    login: Login
    ends: datetime
    left: timedelta


class Renewal:
    """Replaces the alias token of one run before it ends."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._not_before = float("-inf")
        self._warned = False

    def renewed(self, login: Login) -> Login | None:
        """Return a new token where this one ends soon; ``None`` where it does not, or no other can be had.

        :raises Unreachable: the archive is dead.
        """
        if not is_alias(login.user) or time.monotonic() < self._not_before:
            return None
        try:
            return self._replaced(login)
        except Unreachable:
            raise
        except (Refused, LoginFault, RemoteFault):
            log.info("whether the alias token ends soon cannot be told; it is used as long as it lasts")
            self._not_before = float("inf")
            return None

    def _replaced(self, login: Login) -> Login | None:
        known = next((token for token in self._client.get(SHOW, read=_shown) if token.login.user == login.user), None)
        if known is None or known.left > ENDS_SOON:
            self._not_before = time.monotonic() + (known.left - ENDS_SOON).total_seconds() if known else float("inf")
            return None
        self._warn(known.ends)
        issued = self._client.get(ISSUE, read=_issued)
        self._not_before = time.monotonic() + max(issued.left - ENDS_SOON, issued.left / 2).total_seconds()
        return issued.login

    def _warn(self, ends: datetime) -> None:
        """Say once that the operator's own token ends; it is not ours to change."""
        if not self._warned:
            self._warned = True
            log.warning(
                "the alias token of this log-in ends at %s; for the runs after that issue another one in the archive"
                " (Manage Alias Tokens in the account's menu, or GET %s) and set XNAT_USER and XNAT_PASS to it",
                ends.isoformat(timespec="minutes"),
                ISSUE,
            )


def _shown(answer: requests.Response) -> list[_Token]:
    """Return the account's tokens, but for those of another shape."""
    found = (_token(one, answer) for one in json_array(answer))
    return [token for token in found if token is not None]


def _issued(answer: requests.Response) -> _Token:
    token = _token(json_object(answer), answer)
    if token is None:
        raise Passing("the archive issues no token")
    return token


def _token(said: Any, answer: requests.Response) -> _Token | None:
    """Return a token from its JSON; its end is in milliseconds of 1970."""
    try:
        ends = datetime.fromtimestamp(said["estimatedExpirationTime"] / 1000, UTC)
        login = Login(str(said["alias"]), str(said["secret"]))
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
    return _Token(login, ends, ends - (server_time(answer) or datetime.now(UTC)))
