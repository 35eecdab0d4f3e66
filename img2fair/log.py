"""Logging: the one module that sets handlers. All goes to stderr; archive text is ``Held`` and prints as a mask."""

import json
import logging
import sys
from datetime import UTC, datetime


class _JsonLines(logging.Formatter):
    """One JSON object a line, for log collectors."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        return json.dumps(entry, ensure_ascii=False)


def set_up(verbosity: int, *, as_json: bool = False) -> None:
    """Send log lines to stderr.

    :param verbosity: -1 errors only, 0 warnings, 1 one line per stage (``-v``), 2 and more all of ours (``-vv``).
    :param as_json: one JSON object a line instead of text.
    """
    levels = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if as_json else logging.Formatter("%(levelname).1s %(name)s: %(message)s"))
    ours = logging.getLogger("img2fair")
    ours.handlers[:] = [handler]
    ours.setLevel(levels.get(verbosity, logging.DEBUG))
    ours.propagate = False
    logging.getLogger("stamina").propagate = False  # http.py tells of retries itself, with the path
    logging.getLogger("stamina").addHandler(logging.NullHandler())
