"""Starting a real server for a test on a free loopback port, and making sure that it is gone afterwards."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

LONGEST = 30.0


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str], port: int, folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Run a server until it listens, and then for as long as the block lasts; its output stays in ``folder``."""
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        _await(process, port)
        yield
    finally:
        process.kill()  # what it holds is temporary, and Orthanc takes seconds to end by itself
        process.wait()


def _await(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until the process itself listens: one that was just stopped may still answer on its port."""
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it listened")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not listen within {LONGEST:.0f} s")
