"""What all parts of a config share: unknown entries are errors, and addresses hold no log-ins."""

import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from img2fair.rdf import is_iri


class Part(BaseModel):
    """A part of the config, frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def web_address(value: str, instead: str, *, root: bool = True) -> str:
    """Return an address without a slash at its end.

    :param instead: where a log-in in it belongs.
    :param root: requests go to places below it, so that it ends with a path.
    :raises ValueError: it is none, or holds a log-in; what it says is not told.
    """
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("must be an address that begins with https:// or http://")
    if value and not is_iri(value):
        raise ValueError("must be an address, without blanks and other characters that none has")
    if parts.username or parts.password or ("@" in value and not _has_port(parts)):
        raise ValueError(f"must not hold a log-in: {instead}")
    if not _has_port(parts):
        raise ValueError("must have a number from 1 to 65535 as its port, or none")
    if root and ("?" in value or "#" in value):
        raise ValueError("must end with its path, without ? and #")
    return value.rstrip("/")


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


_NAME = "[A-Z_][A-Z0-9_]*"


def _variable(value: str) -> str:
    if not re.fullmatch(_NAME, value):
        raise ValueError("this is no name of an environment variable; what it holds does not belong here")
    return value


Variable = Annotated[str, AfterValidator(_variable), Field(json_schema_extra={"pattern": f"^{_NAME}$"})]
"""The name of an environment variable, in capitals (POSIX.1-2017, 8.1): a password in its place mostly has others."""
VariableOrNone = Annotated[
    str,
    AfterValidator(lambda value: value and _variable(value)),
    Field(json_schema_extra={"pattern": f"^({_NAME})?$"}),
]
"""The same, or an empty text for none."""
