"""Log-ins from the desktop's own store, through the package ``keyring`` (the extra ``img2fair[keyring]``).

The service is the host of the address, with its port where it has one: ``keyring set xnat.example.org NAME``. A store
that is missing, locked or does not answer is no error: the next source is asked. ``-v`` tells of it.

The package runs in a process of its own, so that a store that waits for a bus or for somebody can be given up.
"""

import importlib.util
import json
import logging
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from img2fair.config.secret_files import home

LONGEST_WAIT = 10.0
"""Seconds that a store may take, with the time somebody needs to unlock it."""
_NOTHING_KEPT = 1

log = logging.getLogger("img2fair.config")


@cache
def login_in_keyring(url: str, user: str = "") -> tuple[str, str] | None:
    """Return user and password that the store has for an address; for one user where one is named. It is asked once."""
    host = urlsplit(url).netloc
    if not host or not _is_there():
        return None
    command = [sys.executable, "-m", "keyring", "--mode", "creds", "--output", "json", "--", "get", host]
    try:
        done = subprocess.run(  # noqa: S603 - the host is that of the config, and no shell reads it
            [*command, user] if user else command, capture_output=True, timeout=LONGEST_WAIT, check=False
        )
    except subprocess.TimeoutExpired:
        log.info("the keyring does not answer within %g s", LONGEST_WAIT)
        return None
    if done.returncode:
        if done.returncode != _NOTHING_KEPT or done.stderr.strip():  # its words may hold what is kept in it
            log.info("the keyring cannot be used: it is locked, or there is none; keyring get %s tells", host)
        return None
    return _said(done.stdout, user)


def _said(answer: bytes, user: str) -> tuple[str, str] | None:
    """Return user and password of an answer; nothing if it is another user's, or the package answers otherwise."""
    try:
        said = json.loads(answer)
        found = (str(said["username"]), str(said["password"]))
    except (ValueError, LookupError, TypeError):
        log.info("the keyring's answer cannot be read")
        return None
    return found if all(found) and user in ("", found[0]) else None


def _is_there() -> bool:
    """Tell whether there may be a store: the package, and on Linux a desktop's bus or a store that somebody chose.

    The package takes its time to find out that there is none, and a server has none.
    """
    chosen = os.environ.get("PYTHON_KEYRING_BACKEND", "")
    if chosen.startswith(("keyring.backends.null.", "keyring.backends.fail.")):
        return False
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or (home() or Path()) / ".config")
    likely = (
        not sys.platform.startswith("linux")
        or chosen
        or os.environ.get("DBUS_SESSION_BUS_ADDRESS")
        or os.path.isfile(folder / "python_keyring" / "keyringrc.cfg")  # noqa: PTH113 - Path's own raises
    )
    return bool(likely) and importlib.util.find_spec("keyring") is not None
