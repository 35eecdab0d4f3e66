"""A person at a terminal: img2fair in a pseudo-terminal, answers typed when their question stands there."""

import os
import pty
import select
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 30


def typed(
    arguments: Sequence[str], answers: Sequence[tuple[str, str]], folder: Path, environment: Mapping[str, str]
) -> tuple[int, str]:
    """Run img2fair in a folder; return its exit code and all that stood on the terminal.

    :param answers: what the line ends with that asks, and what is typed then; each once, in this order.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-m", "img2fair", *arguments], dict(environment))  # noqa: S606
    shown, left = b"", list(answers)
    while select.select([terminal], [], [], SECONDS)[0]:
        try:
            read = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        shown += read
        asked = shown.rpartition(b"\n")[2].decode(errors="replace")
        if left and asked.endswith((": ", "]: ")) and left[0][0] in asked:
            os.write(terminal, f"{left.pop(0)[1]}\n".encode())
    os.close(terminal)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert not left, f"never asked: {left[0][0]}\n{shown.decode()}"
    return code, shown.decode()
