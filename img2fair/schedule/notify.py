"""Telling somebody how runs end: only when that changes, so that a message means something.

A webhook gets the summary as JSON, a command gets it on its stdin. Neither changes how the run itself ended. The
address of a webhook is often a secret by itself, so no more of it is told than its host.
"""

import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import stamina

from img2fair.errors import Fault, RemoteFault, UsageFault
from img2fair.http import CUT_SHORT, Client, Journal, Passing, in_words
from img2fair.log import hide
from img2fair.schedule.summary import Summary

ATTEMPTS = 3
TIMEOUT = (5.0, 10.0)
"""Seconds to connect, and to wait between two bytes."""
LONGEST = 60.0
"""Seconds that a command may take."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Hosts to which a summary may travel unencrypted."""

_LATER = frozenset({408, 429, 500, 502, 503, 504})
_HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
"""Variables that a command gets. The others may hold our log-ins, and a proxy's address one too."""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Who is told how runs end.

    :param metrics: the file of metrics to write; ``None`` for none.
    :param webhook: the https:// address that is sent the summary; empty for none.
    :param command: a program and its arguments that get the summary on stdin; empty for none.
    """

    metrics: Path | None = None
    webhook: str = field(default="", repr=False)
    command: tuple[str, ...] = ()


def changed(before: Summary | None, now: Summary) -> bool:
    """Tell whether somebody should hear of a run: it ended otherwise than the one before, or other targets suffer.

    Of the first run one hears when not all is well; and of any run after one that could not be told.
    """
    if before is None:
        return now.code != 0 or bool(now.trouble)
    return before.untold or (before.code, before.trouble) != (now.code, now.trouble)


def notify(monitoring: Monitoring, summary: Summary) -> list[str]:
    """Tell a webhook and a command what came of a run; return what went wrong in that, a line each."""
    told = []
    for name, given, tell in (("webhook", monitoring.webhook, _post), ("command", monitoring.command, _run)):
        if given:
            try:
                tell(monitoring, summary.line().encode())
            except Fault as fault:
                where = f" ({fault.where})" if fault.where else ""
                told.append(f"warning: the {name} was not told how the run ended: {fault.what}{where}")
    return told


def _post(monitoring: Monitoring, body: bytes) -> None:
    """Send the summary; again where the fault may pass: a message that comes twice does no harm."""
    base, path = _address(monitoring.webhook)
    hide(monitoring.webhook)
    client = Client(base, Journal(), threads=1)
    with client.session:
        try:
            for attempt in stamina.retry_context(
                on=(Passing, *CUT_SHORT), attempts=ATTEMPTS, timeout=None, wait_initial=0.2, wait_max=5.0
            ):
                with attempt:
                    _post_once(client, path, body)
        except (Passing, *CUT_SHORT) as fault:
            raise RemoteFault(f"{in_words(fault)}, tried {ATTEMPTS} times", where=base) from None


def _post_once(client: Client, path: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    with client.sent("POST", path, data=body, headers=headers, timeout=TIMEOUT) as answer:
        if answer.status_code in _LATER:
            raise Passing(f"it answers {answer.status_code}")
        if not 200 <= answer.status_code < 300:  # a redirect too: the summary is sent nowhere else
            raise RemoteFault(f"it answers {answer.status_code}", where=client.base)


def _address(webhook: str) -> tuple[str, str]:
    """Return the server of a webhook and the path there.

    :raises UsageFault: what is sent would travel unencrypted, or it is no address.
    """
    try:
        parts = urlsplit(webhook)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("https", "http"):
        raise UsageFault("its address does not begin with https://")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise UsageFault("its address has to begin with https://", where=host)
    return f"{parts.scheme}://{parts.netloc}", parts._replace(scheme="", netloc="", fragment="").geturl() or "/"


def _run(monitoring: Monitoring, body: bytes) -> None:
    """Run a command with the summary on its stdin; what it prints is nobody's, and what it starts ends with it."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the operator's own command, no shell
            monitoring.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _HANDED_ON if name in os.environ},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name holds a NUL"
        raise UsageFault(f"it cannot be run: {why}", where=monitoring.command[0]) from None
    try:
        process.communicate(body + b"\n", timeout=LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise UsageFault(f"it took longer than {LONGEST:.0f} s and was ended", where=monitoring.command[0]) from None
    if process.returncode:
        raise UsageFault(f"it ended with {process.returncode}", where=monitoring.command[0])
