"""Runs a command and ends itself, as ``kill -9`` does, right before one of its changes to files below a folder.

``ending.py NUMBER FOLDER ARGUMENT...``: changes are counted from 0; none ends it where the number is negative. At a
clean end the last line on stderr is JSON: how many ``changes`` there were, and the numbers of the ``swaps``, which are
renames to the name ``public``.
"""

import json
import os
import signal
import sys
from typing import Any

from img2fair.cli import run

CHANGES = ("os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir")
"""Audit events that change a folder; their first argument is a path. ``open`` is one where it is for writing."""
_WRITING = os.O_WRONLY | os.O_RDWR


class Watch:
    """Counts the changes below a folder, and ends this process before one of them."""

    def __init__(self, number: int, folder: str) -> None:
        self.changes, self.swaps = 0, list[int]()
        self._number, self._folder = number, folder

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """See an audit event."""
        changes = event in CHANGES or (event == "open" and bool((arguments[2] or 0) & _WRITING))
        if not changes or not str(arguments[0]).startswith(self._folder):
            return
        if self.changes == self._number:
            os.kill(os.getpid(), signal.SIGKILL)
        if event == "os.rename" and str(arguments[1]).endswith("/public"):
            self.swaps.append(self.changes)
        self.changes += 1


if __name__ == "__main__":
    watch = Watch(int(sys.argv[1]), sys.argv[2])
    sys.addaudithook(watch)
    code = run(sys.argv[3:])
    print(json.dumps({"changes": watch.changes, "swaps": watch.swaps}), file=sys.stderr)
    sys.exit(code)
