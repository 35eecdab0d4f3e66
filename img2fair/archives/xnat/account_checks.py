"""What an account of XNAT may do, how many sessions it has, when its alias token ends.

Source: XNAT's UsersApi (roles, groups and sessions of one's own account), site-config-access.yaml (the limit is told
to every account), AliasTokenRestlet. Reading takes no right beyond seeing a project, so more than that is a warning.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import requests

from img2fair.archives import Login
from img2fair.archives.xnat.access import WHO
from img2fair.archives.xnat.answers import Refused, json_array, json_object, server_time, text
from img2fair.archives.xnat.tokens import ISSUE, SHOW, is_alias
from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import Client
from img2fair.model import Check, Standing

SOON = timedelta(hours=24)
"""A token that ends sooner has ended before the next run of a nightly schedule."""
CROWDED = 0.8
"""The share of the sessions an account may have from which the next log-ins are at risk."""

_WHO = re.compile(r"User '(.+)' is logged in")
_LIMIT = "concurrentMaxSessions"
_ALL = {"ALL_DATA_ADMIN": "it may change the data of every project", "ALL_DATA_ACCESS": "it reads private projects too"}
_TRIES = 2
_LESS = "have an account made for img2fair that owns nothing: public and protected projects need no membership"


def account_checks(client: Client, login: Login) -> Iterator[Check]:
    """Yield what the account may do; questions that the archive does not answer are skipped."""
    try:
        said = _WHO.fullmatch(client.get(WHO, read=text, tries=_TRIES))
    except (Refused, LoginFault, RemoteFault):
        said = None
    if said is None:
        for name in ("rights", "sessions"):
            yield Check(name, Standing.SKIP, "the archive does not say which account this is")
    else:
        user = quote(said[1], safe="")
        yield _known("rights", lambda: _rights(_list(client, user, "{}/roles"), _list(client, user, "{}/groups")))
        yield _known("sessions", lambda: _sessions(client, user))
    if is_alias(login.user):
        yield _known("token", lambda: _token(client, login.user))
    else:
        yield Check("token", Standing.SKIP, "the log-in is no alias token")


def _known(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except Refused as refusal:
        return Check(name, Standing.SKIP, f"{refusal} to this account")
    except (LoginFault, RemoteFault) as fault:
        return Check(name, Standing.SKIP, f"it cannot be told: {fault.what}")


def _list(client: Client, user: str, path: str) -> Sequence[Any]:
    return client.get(f"/xapi/users/{path.format(user)}", read=json_array, told=f"/xapi/users/{path.format('*')}",
                      tries=_TRIES)  # fmt: skip


def _rights(roles: Sequence[Any], groups: Sequence[Any]) -> Check:
    """Return whether the account may do more than read. The ids of groups name projects, so they are counted only."""
    name = "rights"
    if "Administrator" in roles:
        found = "the account is an administrator of the archive: whoever has its log-in may change everything"
        return Check(name, Standing.WARN, found, _LESS)
    everywhere = next((why for group, why in _ALL.items() if group in groups), "")
    if everywhere:
        return Check(name, Standing.WARN, f"the account has a right beyond reading what is shared: {everywhere}", _LESS)
    writes = sum(str(group).endswith(("_owner", "_member")) for group in groups)
    if writes:
        found = f"the account is owner or member of {writes} of the projects, and may write there"
        return Check(name, Standing.WARN, found, f"{_LESS}; a collaborator reads one that is private")
    return Check(name, Standing.PASS, "the account may read, and no more")


def _sessions(client: Client, user: str) -> Check:
    """Return how many sessions the account has open, this one included, and how many it may have."""
    name = "sessions"
    count = len(_list(client, user, "active/{}"))
    limit = _limit(client)
    if limit is None:
        return Check(name, Standing.PASS, f"{count} open; how many it may have is not told (XNAT's default is 1000)")
    found = f"{count} of {limit} sessions are open"
    if count >= CROWDED * limit:
        cure = "find what logs in again and again with this account; sessions end after 15 idle minutes by default"
        return Check(name, Standing.WARN, f"{found}; at the limit every log-in is refused", cure)
    return Check(name, Standing.PASS, found)


def _limit(client: Client) -> int | None:
    try:
        told = client.get(f"/xapi/siteConfig/values/{_LIMIT}", read=json_object, tries=_TRIES).get(_LIMIT)
        return int(str(told))
    except (Refused, LoginFault, RemoteFault, ValueError):
        return None


def _token(client: Client, alias: str) -> Check:
    name = "token"
    ends, now = client.get(SHOW, read=lambda answer: (_end(json_array(answer), alias), _now(answer)), tries=_TRIES)
    renew = (
        f"issue another one (Manage Alias Tokens in the account's menu, or GET {ISSUE}) and set XNAT_USER and XNAT_PASS"
    )
    if ends is None:
        return Check(name, Standing.WARN, "the archive does not tell when the alias token ends", renew)
    found = f"the alias token ends on {ends:%Y-%m-%d %H:%M} UTC"
    if ends - now < SOON:
        cure = f"{renew}; for a schedule take an account's own log-in"
        return Check(name, Standing.WARN, f"{found}: before a nightly run comes round again", cure)
    return Check(name, Standing.PASS, found)


def _now(answer: requests.Response) -> datetime:
    return server_time(answer) or datetime.now(UTC)


def _end(tokens: Sequence[Any], alias: str) -> datetime | None:
    """Return when a token ends, from milliseconds of 1970; all else of the list is dropped, for it holds secrets."""
    for token in tokens:
        try:
            if token["alias"] == alias:
                return datetime.fromtimestamp(token["estimatedExpirationTime"] / 1000, UTC)
        except (KeyError, TypeError, ValueError, OverflowError, OSError):
            continue
    return None
