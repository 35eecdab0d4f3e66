"""Logging: the one module that sets handlers. All goes to stderr; archive text is ``Held`` and prints as a mask.

Log-ins are never logged by us; but a server can say ours back in what is told of its answers. So what was given to
:func:`hide` is taken out of all that is told.
"""

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote, quote_plus

_WORD = re.compile(r".{0,3}|[a-z]{0,11}")
"""Secrets that are not taken out of texts: they would take letters and ordinary words with them."""
_hidden: set[str] = set()

_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that begin another line, steer a terminal, or turn the direction of what follows."""


_OF_RUNS = "img2fair.run"
"""The logger that tells how a run ended; with its line goes the ``summary``, as plain values."""
_TALKATIVE = ("stamina", "urllib3")
"""Libraries that are not heard: of retries http tells itself, and addresses hold ids."""


def hide(secret: str) -> None:
    """Let a secret be told no more in this process, as it is or as JSON, Python or an address writes it."""
    if not _WORD.fullmatch(secret):
        _hidden.update((secret, repr(secret)[1:-1], quote(secret, safe=""), quote(secret), quote_plus(secret)))
        _hidden.update((json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]))


def hidden(text: str) -> str:
    """Return a text with ``***`` for each secret in it."""
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


@cache
def run_id() -> str:
    """Return the name of this process in logs and summaries: eight hexadecimal digits, made by chance once."""
    return secrets.token_hex(4)


class _JsonLines(logging.Formatter):
    """One JSON object a line, for log collectors; ``run`` is what the lines of one process have in common."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "run": run_id(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": hidden(record.getMessage()),
        }
        if hasattr(record, "summary"):
            entry["summary"] = record.summary
        return json.dumps(entry, ensure_ascii=False)


class _Lines(logging.Formatter):
    """One line for each message, whatever names it holds."""

    def format(self, record: logging.LogRecord) -> str:
        message = _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", hidden(record.getMessage()))
        return f"{record.levelname:.1s} {record.name}: {message}"


def set_up(verbosity: int, *, as_json: bool = False) -> None:
    """Send log lines to stderr.

    :param verbosity: -1 errors only, 0 warnings, 1 one line per stage (``-v``), 2 and more all of ours (``-vv``).
    :param as_json: one JSON object a line instead of text; among them is always one that tells how a run ended.
    """
    levels = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if as_json else _Lines())
    ours = logging.getLogger("img2fair")
    ours.handlers[:] = [handler]
    ours.setLevel(levels.get(verbosity, logging.DEBUG))
    ours.propagate = False
    logging.getLogger(_OF_RUNS).setLevel(logging.INFO if as_json else logging.NOTSET)
    for library in _TALKATIVE:
        logging.getLogger(library).propagate = False
        logging.getLogger(library).addHandler(logging.NullHandler())
