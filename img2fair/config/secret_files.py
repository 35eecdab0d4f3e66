"""Secrets in files: systemd's credentials, files that a variable names, .netrc.

Sources: systemd.exec(5), "Credentials" (a file for each, in ``$CREDENTIALS_DIRECTORY``); netrc(5).
"""

import logging
import os
import stat
from functools import cache
from netrc import NetrcParseError, netrc
from pathlib import Path
from urllib.parse import urlsplit

from img2fair.errors import UsageFault

MOST_BYTES = 65_536
"""Of a secret's file; what has more holds something else. The longest tokens have a few thousand."""

log = logging.getLogger("img2fair.config")


def credential_file(variable: str) -> Path | None:
    """Return the credential that systemd gave this service under a variable's name, in capitals or small letters."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    names = (variable, variable.lower()) if folder and Path(variable).name == variable else ()
    return next((path for path in (Path(folder or "", name) for name in names) if path.is_file()), None)


def read_secret(path: Path, where: str) -> str:
    """Return the one line of a secret's file, without the blanks and line breaks around it.

    :param where: how the fault names the file.
    :raises UsageFault: it cannot be read, is a folder, too large, empty, not UTF-8, or holds more than a line of text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except IsADirectoryError:
        cure = "name the file itself (Docker makes a folder of this name where the file to be mounted is missing)"
        raise UsageFault("cannot read the secret: it is a folder", where=where, cure=cure) from None
    except OSError as error:
        cure = f"let this user read it, or name another file in {where.partition('=')[0]}"
        raise UsageFault(f"cannot read the secret: {error.strerror}", where=where, cure=cure) from None
    except UnicodeDecodeError:
        raise UsageFault("cannot read the secret: it is not UTF-8", where=where, cure="write it anew") from None
    if len(data) > MOST_BYTES:
        raise UsageFault(f"cannot read the secret: it has more than {MOST_BYTES} bytes", where=where)
    if not text.strip():
        raise UsageFault("the secret's file is empty", where=where, cure="write the secret into it, and nothing else")
    return one_line(text.strip(), where)


def one_line(secret: str, where: str) -> str:
    """Return a secret that is one line of text.

    :raises UsageFault: it has line breaks or other characters that no log-in has.
    """
    if not secret.isprintable():
        raise UsageFault("the secret is not one line of text", where=where, cure="give the secret alone, in UTF-8")
    return secret


def openness(path: Path) -> tuple[str, str]:
    """Return who else may read or change a secret's file, in words, and the cure; empty where nobody else does.

    It is used all the same: a container may have no other way. A group may read it, which is how Kubernetes lets in
    the one user of a container.
    """
    try:
        state = path.stat()
    except OSError:
        return "", ""  # reading it tells
    if stat.S_ISREG(state.st_mode) and state.st_mode & 0o007:
        return f"everybody on this machine can read the secret in {path}", f"chmod 600 {path}"
    if stat.S_ISREG(state.st_mode) and state.st_uid not in (0, os.getuid()):
        return f"the secret in {path} belongs to another user", f"chown it to the one who runs this: ls -l {path}"
    return "", ""


@cache
def warn_if_open(path: Path) -> None:
    """Say once in the log that others may read or change a secret's file."""
    found, cure = openness(path)
    if found:
        log.warning("%s; %s", found, cure)


def home() -> Path | None:
    """Return the home folder; ``None`` in a container whose user has none."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def netrc_path() -> Path | None:
    """Return where .netrc is, or would be: what ``NETRC`` names, else in the home folder, where there is one."""
    named, folder = os.environ.get("NETRC"), home()
    return Path(named) if named else folder / ".netrc" if folder else None


def from_netrc(url: str) -> tuple[str, str] | None:
    """Return user and password that .netrc has for an address's host and port, or for its host.

    :raises UsageFault: others can read the file, or it cannot be read.
    """
    path = netrc_path()
    if path is None or not os.path.isfile(path):  # noqa: PTH113 - Path's own raises where nobody may look
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
    parts = urlsplit(url)
    found = next((entries[host] for host in (parts.netloc, parts.hostname) if host in entries), None)
    return (found[0], found[2]) if found and found[2] else None
