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
            return _text(Path(named).read_text(encoding="utf-8").strip(), f"{variable}_FILE={named}")
        except OSError as error:
            raise UsageFault(f"cannot read the secret: {error.strerror}", where=f"{variable}_FILE={named}") from None
        except UnicodeDecodeError:
            raise UsageFault("cannot read the secret: it is not UTF-8", where=f"{variable}_FILE={named}") from None
    return _text(os.environ.get(variable, "").strip("\r\n"), variable)


def _text(secret: str, where: str) -> str:
    """Return a secret of one line; one of several is something else, and bytes that are no UTF-8 are no text."""
    if not secret.isprintable():
        raise UsageFault("the secret is not one line of text", where=where, cure="give the secret alone, in UTF-8")
    return secret


def _from_netrc(*hosts: str) -> tuple[str, str] | None:
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return None
    if path.stat().st_mode & 0o077:
        raise UsageFault("others can read your .netrc", where=str(path), cure=f"chmod 600 {path}")
    try:
        entries = netrc(path).hosts
    except OSError as error:
        raise UsageFault(f"cannot read .netrc: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError:
        raise UsageFault("cannot read .netrc: it is not UTF-8", where=str(path)) from None
    except NetrcParseError as error:  # what it says quotes the word it stumbled over, which may be a password
        cure = "write entries as: machine HOST login NAME password SECRET, with quotes around what holds blanks"
        raise UsageFault("cannot read .netrc", where=f"{path}:{error.lineno}", cure=cure) from None
    found = next((entries[host] for host in hosts if host in entries), None)
    return (found[0], found[2]) if found and found[2] else None
