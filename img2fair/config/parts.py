"""What all parts of a config share: unknown entries are errors, and addresses hold no log-ins."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from img2fair.rdf import is_iri


class Part(BaseModel):
    """A part of the config, frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def web_address(value: str, instead: str) -> str:
    """Return an address without a slash at its end; ``instead`` tells where a log-in in it belongs."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or not is_iri(value)):
        raise ValueError("must be an address that begins with https:// or http://")
    if parts.username or parts.password:
        raise ValueError(f"must not hold a log-in: {instead}")
    return value.rstrip("/")
