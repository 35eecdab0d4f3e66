"""What all parts of a config share: unknown entries are errors, and addresses hold no log-ins."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict

from img2fair.rdf import is_iri


class Part(BaseModel):
    """A part of the config, frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def web_address(value: str, instead: str) -> str:
    """Return an address without a slash at its end; ``instead`` tells where a log-in in it belongs."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("must be an address that begins with https:// or http://")
    if value and not is_iri(value):
        raise ValueError("must be an address, without blanks and other characters that none has")
    if parts.username or parts.password:
        raise ValueError(f"must not hold a log-in: {instead}")
    return value.rstrip("/")


def _variable(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value):
        raise ValueError("this is no name of an environment variable; what it holds does not belong here")
    return value


Variable = Annotated[str, AfterValidator(_variable)]
"""The name of an environment variable; POSIX.1-2017, 8.1."""
