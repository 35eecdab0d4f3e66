"""A FAIR Data Point that keeps what it got, is unwell at random, and can end its client at a chosen moment."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock, local
from typing import Literal
from urllib.parse import urlsplit

from img2fair.demo.arming import BadDay
from img2fair.demo.fdp.exchange import Response
from img2fair.demo.fdp.faults import Fault, Faults
from tests.privacy.telling_archive import KeepingFdp, KeepingHandler

Moment = Literal["arrived", "done", "answered"]
MOMENTS: tuple[Moment, ...] = ("arrived", "done", "answered")
"""A request has come and nothing is done; it was carried out and not answered; it was answered."""

CUT = Fault(path=".*", kind="slow", seconds=0.0, message="cut")
"""An answer that breaks off in its body; the demo's server knows no such fault, so this one is told by its message."""
PASSING: Sequence[Fault] = (
    Fault(path=".*", kind="status", status=503, retry_after="0"),
    Fault(path=".*", kind="status", status=429, retry_after="0"),
    Fault(path=".*", kind="status", status=502, retry_after="0"),
    Fault(path=".*", kind="reset"),
    Fault(path=".*", kind="lost_answer"),
    CUT,
)
"""What passes on the way to a server and back; ``Retry-After: 0`` says that a client need not wait."""


class UnwellFaults(Faults):
    """The armed faults; what none of them strikes may meet a bad day."""

    def __init__(self) -> None:
        super().__init__()
        self.day: BadDay[Fault] | None = None
        self._of_thread = local()

    def take(self, *asked: str) -> Fault | None:
        """Return the fault for a request."""
        fault = super().take(*asked) or (self.day.take(*asked) if self.day else None)
        self._of_thread.fault = fault
        return fault

    @property
    def cuts(self) -> bool:
        """Whether the answer that this thread is at work on is to be cut."""
        return getattr(self._of_thread, "fault", None) is CUT


@dataclass
class Trap:
    """Ends a process when its writing request of a number, counted from 0, is at a moment."""

    number: int
    moment: Moment
    process: int = 0
    sprung: bool = False

    def at(self, number: int, moment: Moment) -> bool:
        """End the process if it is time to; tell whether it was."""
        if self.sprung or not self.process or (number, moment) != (self.number, self.moment):
            return False
        os.kill(self.process, signal.SIGKILL)
        self.sprung = True
        return True


class UnwellHandler(KeepingHandler):
    """Answers as the demo does; cuts answers, and tells the trap of three moments of each writing request."""

    _number = -1

    def _answered(self, body: bytes, fault: str) -> tuple[Response | None, str]:
        writes = self.command in ("POST", "PUT", "DELETE") and urlsplit(self.path).path != "/tokens"
        self._number = self._at.next_write() if writes else -1
        if self._at.trap.at(self._number, "arrived"):
            return None, ""
        answer, user = super()._answered(self._at.spoiled(body), fault)
        return (None, user) if self._at.trap.at(self._number, "done") else (answer, user)

    def _send(self, answer: Response) -> None:
        if self._at.faults.cuts:
            self._send_half(answer)
        else:
            super()._send(answer)
        self._at.trap.at(self._number, "answered")

    def _send_half(self, answer: Response) -> None:
        """Send the length of an answer, and half of it."""
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + 2))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2])
        self.wfile.flush()
        self.close_connection = True

    @property
    def _at(self) -> "UnwellFdp":
        assert isinstance(self.server.site, UnwellFdp)
        return self.server.site


class UnwellFdp(KeepingFdp):
    """The demo's FAIR Data Point, with the faults and the trap of this module.

    ``refuses`` is a text: a record that holds it does not conform to the server's own schemas.
    """

    faults: UnwellFaults

    def __init__(self) -> None:
        super().__init__()
        self.faults = UnwellFaults()
        self.trap = Trap(-1, "arrived")
        self.refuses = b""
        self._writes = 0
        self._count = Lock()
        self._server.RequestHandlerClass = UnwellHandler

    def next_write(self) -> int:
        """Return the number of a writing request since the trap was set."""
        with self._count:
            self._writes += 1
            return self._writes - 1

    def set_trap(self, number: int = -1, moment: Moment = "arrived") -> Trap:
        """Count writing requests from now on, and end a process at one of them; none with a negative number."""
        self._writes = 0
        self.trap = Trap(number, moment)
        return self.trap

    def spoiled(self, body: bytes) -> bytes:
        """Return a body as the server judges it: one that holds what is refused lacks the version that schemas want."""
        if not self.refuses or self.refuses not in body:
            return body
        return body.replace(b"http://www.w3.org/ns/dcat#version", b"http://example.org/other").replace(
            b"dcat:version", b"dcat:other"
        )
