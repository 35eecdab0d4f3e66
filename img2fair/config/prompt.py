"""Asking the person at the terminal for a log-in that is nowhere else.

Asked is only where stdin and stderr are terminals, and not after :func:`nobody_answers`, which a run that must not
wait for anybody (``publish --yes``) calls first. So a schedule never waits, with or without a terminal. And only for
what is surely missing: the password of a user who is named, or the log-in of a target, which cannot be written to
without one. An archive without a user is read as a guest, which is nothing to ask about. What was answered holds for
the process.
"""

import sys
import threading
from getpass import GetPassWarning, getpass
from warnings import catch_warnings, simplefilter

_one_question = threading.Lock()
_said: dict[tuple[str, str], str] = {}
"""Address and user (empty where that was the question) → what was typed."""
_somebody = threading.Event()
_somebody.set()


def nobody_answers() -> None:
    """Let nothing be asked in this process."""
    _somebody.clear()


def ask_user(url: str) -> str:
    """Return the user name for an address, as typed; empty where nobody answers."""
    return _asked(url, "", f"user name for {url} (Enter: none): ")


def ask_password(url: str, user: str) -> str:
    """Return the password of a user for an address, as typed without being shown; empty where nobody answers."""
    return _asked(url, user, f"password of {ascii(user)[1:-1]} for {url}: ")


def _asked(url: str, user: str, question: str) -> str:
    with _one_question:
        if (url, user) not in _said:
            if not (_somebody.is_set() and _is_terminal()):
                return ""
            _said[url, user] = _line(question, shown=not user).strip("\r\n")
        return _said[url, user]


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _line(question: str, *, shown: bool) -> str:
    if shown:
        sys.stderr.write(question)  # input() would write it to stdout, which is for data
        sys.stderr.flush()
        return sys.stdin.readline()
    try:
        with catch_warnings():
            simplefilter("error", GetPassWarning)  # a terminal that cannot hide what is typed is not asked
            return getpass(question, stream=sys.stderr)
    except (EOFError, GetPassWarning):
        return ""
