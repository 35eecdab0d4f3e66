"""Addresses that are told: without a log-in, and of those that a server names no more than the place."""

from urllib.parse import SplitResult, urlsplit

import requests

from img2fair.errors import UsageFault

LONGEST = 200
"""Characters of an address of a server's making that are told."""


def refuse_log_in(address: str) -> None:
    """Refuse an address that holds a log-in: addresses are told, logged and kept.

    :raises UsageFault: it does, or it is none.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        raise UsageFault("this is no web address", cure="give one that begins with https://") from None
    if "@" in parts.netloc:
        raise UsageFault(
            "the address holds a log-in",
            where=_bare(parts),
            cure="leave it out: log-ins come from the environment or .netrc, see docs/operator.md",
        )


def elsewhere(answer: requests.Response, *, told: bool) -> str:
    """Return where an answer sends us, without query and log-in.

    :param told: whether paths may be told; where ours holds ids, theirs may.
    """
    try:
        target = urlsplit(answer.headers["Location"])
    except ValueError:
        return "no address"
    return _bare(target if told else target._replace(path=""))[:LONGEST]


def _bare(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
