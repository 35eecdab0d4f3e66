"""Running commands and servers as processes of their own, and what each cost."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

BENCH = Path(__file__).resolve().parent
_OURS = ("XNAT_USER", "XNAT_PASS", "XNATPY_HOST", "XNAT_HOST")


@dataclass(frozen=True)
class Ran:
    """What a command cost: seconds by the clock, seconds of CPU (user and system), most memory held (MB); its output.

    The memory is that of the kernel for the process; a new process starts with what its parent held, so this one has to
    stay small and imports nothing of the project.
    """

    seconds: float
    cpu: float
    peak: float
    output: str

    @property
    def said(self) -> Any:
        """The last line of the output, which is JSON."""
        return json.loads(self.output.splitlines()[-1])


def run(command: Sequence[str | Path], room: Path, more: Mapping[str, str] | None = None) -> Ran:
    """Run a command in a folder, as nobody in particular.

    :param more: environment variables.
    :raises RuntimeError: it fails.
    """
    clean = {name: value for name, value in os.environ.items() if name not in _OURS}
    environment = {**clean, "HOME": str(room), "PYTHONPATH": str(BENCH.parent), **(more or {})}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=room, env=environment, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{err.read().decode()[-2000:]}")
        return Ran(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read().decode())


def script(name: str, *arguments: str | Path) -> list[str | Path]:
    """Return the command that runs a script of this folder."""
    return [sys.executable, BENCH / name, *arguments]


class Server:
    """A script of this folder that serves an archive until its standard input ends.

    It prints its address first. To each line it gets it answers with a line of JSON: the requests since the last one,
    each as method and path, and the seconds of CPU it has used since.
    """

    def __init__(self, name: str, *arguments: str | Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(BENCH.parent)}
        self._process = subprocess.Popen(
            script(name, *arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.url = self._line().strip()
        if not self.url:
            raise RuntimeError(f"{name} did not start: {self._process.wait(30)}")

    def asked(self) -> tuple[list[list[str]], float]:
        """Return the requests since the last call, and the CPU they took."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        requests, cpu = json.loads(self._line())
        return requests, cpu

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
