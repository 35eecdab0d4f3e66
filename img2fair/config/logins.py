"""Where log-ins come from; never an option or the config itself. In this order, each secret by itself:

    systemd credential   $CREDENTIALS_DIRECTORY/XNAT_PASS      keyring     of the desktop, by the address's host
    file                 what XNAT_PASS_FILE names             .netrc      mode 0600, by the address's host
    environment          XNAT_PASS                             prompt      on a terminal only (prompt.py)

User and password may come from different sources of the first three. Where only the user is known, the keyring is asked
for that user's password, and .netrc is taken if its entry has that user.
"""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from img2fair.config.keyrings import login_in_keyring
from img2fair.config.prompt import ask_password, ask_user
from img2fair.config.secret_files import credential_file, from_netrc, netrc_path, one_line, read_secret, warn_if_open
from img2fair.errors import UsageFault


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret and where it came from, in words: ``environment FDP_TOKEN``."""

    value: str = field(repr=False)
    source: str


@dataclass(frozen=True, slots=True)
class FoundLogin:
    """User and password, and where the password came from, in words: ``.netrc (/home/me/.netrc)``."""

    user: str
    password: str = field(repr=False)
    source: str


def seek_login(
    url: str, user_variable: str, password_variable: str, *, needed: bool = False, prompt: bool = True
) -> FoundLogin | None:
    """Return the log-in for an address; ``None`` where there is none.

    :param needed: nothing can be done without a log-in: a person at a terminal is asked for the user as well.
    :param prompt: whether a person may be asked at all (see prompt.py).
    :raises UsageFault: half a log-in is given, a file that is named cannot be used, or .netrc may be read by others.
    """
    user, password = _given(user_variable), _given(password_variable)
    if user and password:
        return FoundLogin(user.value, password.value, password.source)
    if password:
        raise _half(user_variable)
    found = _kept(url, user.value if user else "")
    if found or not (user or needed):
        return found
    name = user.value if user else ask_user(url) if prompt else ""
    typed = ask_password(url, name) if name and prompt else ""
    if typed:
        return FoundLogin(name, one_line(typed, "what was typed"), "typed at the prompt")
    if user:
        raise _half(password_variable)
    return None


def seek_token(variable: str, url: str = "") -> Secret | None:
    """Return a token; ``None`` where there is none. Tokens are not looked for in .netrc, and not asked for.

    :param url: the address it is for: the keyring is asked for its host, with the variable's name as the user.
    :raises UsageFault: a file that is named cannot be used.
    """
    found = _given(variable)
    if found or not url:
        return found
    kept = login_in_keyring(url, variable)
    return Secret(one_line(kept[1], "the keyring"), "keyring") if kept else None


def find_token(variable: str) -> str:
    """Return the text of a secret that belongs to no address; empty where there is none.

    :raises UsageFault: as :func:`seek_token`.
    """
    found = seek_token(variable)
    return found.value if found else ""


def fingerprint(secret: str) -> str:
    """Return two hexadecimal digits by which two people see whether they have the same secret, or one that it is new.

    They are few, so that nobody can be sure of a guess: one secret in 256 has the same, which are forty of the ten
    thousand most common passwords. Each guess costs a scrypt (RFC 7914) of 16 MB. The salt is fixed, or two people
    with one secret would see different digits.
    """
    return hashlib.scrypt(secret.encode(), salt=b"img2fair", n=2**14, r=8, p=1, dklen=1).hex()


def _given(variable: str) -> Secret | None:
    """Return what the surroundings of the process say: systemd, a file that is named, the environment."""
    credential = credential_file(variable)
    if credential:
        where = f"systemd credential {credential.name}"
        return Secret(read_secret(credential, where), where)
    named = os.environ.get(f"{variable}_FILE")
    if named:
        warn_if_open(Path(named))
        return Secret(read_secret(Path(named), f"{variable}_FILE={named}"), f"file named by {variable}_FILE ({named})")
    value = one_line(os.environ.get(variable, "").strip("\r\n"), variable)
    return Secret(value, f"environment {variable}") if value else None


def _kept(url: str, user: str) -> FoundLogin | None:
    """Return what is kept for an address in the keyring or .netrc; of one user where one is named."""
    found = login_in_keyring(url, user)
    if found:
        return FoundLogin(found[0], one_line(found[1], "the keyring"), "keyring")
    found = from_netrc(url)
    return FoundLogin(*found, f".netrc ({netrc_path()})") if found and user in ("", found[0]) else None


def _half(missing: str) -> UsageFault:
    return UsageFault("half a log-in is set", where=f"{missing} is empty", cure=f"set {missing} or {missing}_FILE")
