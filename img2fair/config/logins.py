"""Where log-ins come from: the environment, files that it names, .netrc; never an option or the config itself."""

import os
from netrc import NetrcParseError, netrc
from pathlib import Path
from urllib.parse import urlsplit

from img2fair.errors import UsageFault


def find_login(url: str, user_variable: str, password_variable: str) -> tuple[str, str] | None:
    """Return user and password for an address: from the environment, files it names, or .netrc; ``None`` if nowhere.

    :raises UsageFault: only half a log-in is given, or .netrc may be read by others.
    """
    user, password = _secret(user_variable), _secret(password_variable)
    if user and password:
        return user, password
    if user or password:
        missing = password_variable if user else user_variable
        raise UsageFault("half a log-in is set", where=f"{missing} is empty", cure=f"set {missing} or {missing}_FILE")
    return _from_netrc(urlsplit(url).netloc, urlsplit(url).hostname or "")


def find_token(variable: str) -> str:
    """Return a token from the environment or the file that it names; empty where there is none.

    :raises UsageFault: the file cannot be read.
    """
    return _secret(variable)


def _secret(variable: str) -> str:
    named = os.environ.get(f"{variable}_FILE")
    if named:
        try:
            return Path(named).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise UsageFault(f"cannot read the secret: {error.strerror}", where=f"{variable}_FILE={named}") from None
    return os.environ.get(variable, "")


def _from_netrc(*hosts: str) -> tuple[str, str] | None:
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return None
    if path.stat().st_mode & 0o077:
        raise UsageFault("others can read your .netrc", where=str(path), cure=f"chmod 600 {path}")
    try:
        entries = netrc(path).hosts
    except NetrcParseError as error:
        raise UsageFault(f"cannot read .netrc: {error.msg}", where=f"{path}:{error.lineno}") from None
    found = next((entries[host] for host in hosts if host in entries), None)
    return (found[0], found[2]) if found and found[2] else None
