"""What an account may do at a FAIR Data Point, told before the first write.

Source: the reference 1.15 to 1.20. To create takes the right C on the record above, to replace W on the record, to
delete the role ADMIN, to publish any log-in (AbstractMetadataService, GenericMetadataService, GenericMetaController).
A token of a log-in ends after some days (JwtService), an API key never.
"""

import base64
import json
from datetime import UTC, datetime, timedelta

from img2fair.errors import Exit
from img2fair.model import Check, Standing
from img2fair.targets.asking import JSON, Asking, decoded, said_by
from img2fair.targets.fdp.settings import FdpSettings

SHORT = timedelta(days=2)
"""A token that ends sooner may end between two runs of a schedule."""

NEW_KEY = "make an API key in the FAIR Data Point and set FDP_TOKEN to it: it does not end"


def log_in(settings: FdpSettings, asking: Asking) -> tuple[str, Check | None]:
    """Return a token, and what is wrong where there is none; an API key is tried by who asks for the account."""
    if settings.token or settings.login is None:
        return settings.token, None
    email, password = settings.login
    answer = asking.ask("/tokens", accept=JSON, body={"email": email, "password": password})
    told = decoded(answer)
    token = told.get("token") if isinstance(told, dict) else None
    if isinstance(token, str) and token.isascii() and token.isprintable() and " " not in token:
        return token, None
    if answer.status in (400, 401, 403):
        return "", refused(settings)
    cure = "see that the server is up, then run again"
    found = f"the server gives no token: it {said_by(answer)}"
    if asking.left <= 0:  # a slow server is no reason to stop a run that waits longer
        return "", Check("log-in", Standing.WARN, f"{found}; there was no time to look at the account", cure)
    return "", Check("log-in", Standing.FAIL, found, cure, Exit.UNAVAILABLE)


def refused(settings: FdpSettings) -> Check:
    """Return the check of a log-in that the server does not take."""
    cure = "check FDP_USER (an e-mail address) and FDP_PASS"
    who, cure = ("the token", "make a new API key and set FDP_TOKEN") if settings.token else ("the log-in", cure)
    return Check("log-in", Standing.FAIL, f"the FAIR Data Point refuses {who}", cure, Exit.LOGIN)


def token_check(settings: FdpSettings, token: str, now: datetime) -> Check:
    """Return how long a token lives, read from it without verifying it (RFC 7519 4.1.4).

    :param now: by the server's clock, which decides.
    """
    ends = _ends(token)
    if ends is None:
        kind = "an API key, which does not end" if settings.token else "logged in; the token does not say when it ends"
        return Check("token", Standing.PASS, kind)
    left = ends - now
    found = f"the token ends on {ends:%Y-%m-%d %H:%M} UTC"
    if left <= timedelta(0):
        return Check("token", Standing.WARN, f"{found}, which is past by the server's clock", NEW_KEY)
    if left < SHORT:
        why = "" if settings.token else "; each run logs in anew, and a long one in between"
        return Check("token", Standing.WARN, f"{found}, in {_words(left)}{why}", f"for a schedule {NEW_KEY}")
    if settings.token:
        found += "; it is that of a log-in, no API key"
        return Check("token", Standing.WARN, found, f"for a schedule {NEW_KEY}")
    return Check("token", Standing.PASS, found)


def account_check(settings: FdpSettings, asking: Asking, token: str) -> tuple[str, Check]:
    """Return the role of the account (empty where unknown), and whether the server takes its log-in."""
    answer = asking.ask("/users/current", accept=JSON, token=token)
    told = decoded(answer)
    role = told.get("role") if isinstance(told, dict) else None
    if answer.status in (401, 403):
        return "", refused(settings)
    if not isinstance(role, str) or not role:
        cure = "see the server's log; what the account may do is found out when it is done"
        found = f"the server does not tell the account's role: it {said_by(answer)}"
        return "", Check("log-in", Standing.WARN, found, cure)
    kind = "an administrator" if role == "ADMIN" else f"an ordinary account (role {role[:20]})"
    return role, Check("log-in", Standing.PASS, f"accepted; {kind}")


def withdrawal_check(settings: FdpSettings, role: str) -> Check:
    """Return whether this account can take back what it published, in the way the config says."""
    name = "withdrawal"
    if settings.withdraw == "mark":
        found = "records are marked as withdrawn; who created a record may do that"
        return Check(name, Standing.PASS, found)
    if role == "ADMIN":
        return Check(name, Standing.PASS, "records are deleted; the account may do that")
    cure = "write 'withdraw: mark' in the config, or have an administrator give the account the role ADMIN"
    if not role:
        return Check(name, Standing.SKIP, "only an administrator may delete; the account's role is not known", cure)
    return Check(name, Standing.WARN, "the account cannot withdraw: only an administrator may delete", cure)


def rights_check(role: str, membership: object, catalog: str) -> Check:
    """Return whether the account may create in the catalogue that the config names.

    :param membership: the decoded ``member`` of the catalogue's ``/meta``: the account's own rights there.
    """
    name = "right to create"
    if role == "ADMIN":
        return Check(name, Standing.PASS, "an administrator may create and change everything")
    codes = _codes(membership)
    change = "it may change the catalogue itself too" if "W" in codes else "it may not change the catalogue itself"
    if "C" in codes:
        return Check(name, Standing.PASS, f"the account may create in the catalogue; {change}")
    cure = f"have it made a member of {catalog} that may create (the catalogue's settings, Members)"
    found = "the account may not create datasets in the catalogue; it may change those it made"
    return Check(name, Standing.WARN, found, cure)


def _codes(membership: object) -> set[str]:
    """Return the first letters of the rights: C create, W write, D delete, A administrate."""
    found = membership.get("membership") if isinstance(membership, dict) else None
    listed = found.get("permissions") if isinstance(found, dict) else None
    entries = listed if isinstance(listed, list) else []
    return {str(entry.get("code"))[:1].upper() for entry in entries if isinstance(entry, dict)}


def _ends(token: str) -> datetime | None:
    """Return when a JSON Web Token ends; ``None`` for what is none, or says nothing of it."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return datetime.fromtimestamp(int(claims["exp"]), UTC)
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
        return None


def _words(left: timedelta) -> str:
    hours = int(left.total_seconds() // 3600)
    return f"{hours} hours" if hours else "less than an hour"
