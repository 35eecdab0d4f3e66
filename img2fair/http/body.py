"""The body of an answer, read as it arrives and measured against the clock.

A time-out alone bounds the wait for the next byte: a server that sends one now and then holds a thread for ever. So
every piece is looked at as it comes, and a body that is slower than a floor breaks off.
"""

import io
import time
from dataclasses import dataclass

import urllib3

from img2fair.http.faults import Absent


@dataclass(frozen=True, slots=True)
class Floor:
    """How slow a body may be.

    :param grace: seconds from the headers on in which any speed will do.
    :param speed: bytes a second that it has to bring on average after that, before decompression.
    """

    grace: float = 60.0
    speed: float = 1024.0


def measured(raw: urllib3.BaseHTTPResponse, floor: Floor) -> urllib3.HTTPResponse:
    """Return an answer that reads like ``raw``, decoding included, and breaks off when it comes too slowly.

    :raises Absent: from any of its reads, when the body is slower than ``floor``.
    """
    return urllib3.HTTPResponse(
        _Arriving(raw, floor),
        raw.headers,
        raw.status,
        raw.version,
        reason=raw.reason,
        preload_content=False,
        decode_content=False,
        request_method="GET",
    )


class _Arriving(io.RawIOBase):
    """The bytes of an answer as they come over the wire, each read bringing what is there."""

    def __init__(self, raw: urllib3.BaseHTTPResponse, floor: Floor) -> None:
        super().__init__()
        self._raw = raw
        self._floor = floor
        self._begun = time.monotonic()
        self._arrived = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, of one piece; all that is left where it is negative."""
        if size < 0:
            return self.readall()
        piece: bytes = self._raw.read1(size, decode_content=False)
        self._arrived += len(piece)
        allowed = self._floor.grace + self._arrived / self._floor.speed
        if piece and time.monotonic() - self._begun > allowed:
            raise Absent("the answer comes too slowly")
        return piece

    def readable(self) -> bool:
        """Return true."""
        return True

    def close(self) -> None:
        """Give the connection back: for the next request where all was read, else closed."""
        if not self.closed:
            self._raw.close()
            self._raw.release_conn()
        super().close()
