"""The body of an answer, read as it arrives and measured against the clock and against its size.

A time-out alone bounds the wait for the next byte: a server that sends one now and then holds a thread for ever. So
every piece is looked at as it comes, and a body that is slower than a floor breaks off. Nor does the length of what
comes over the wire bound what it unpacks to: a thousandth of it is enough. So both are counted.
"""

import io
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import requests
import urllib3
from urllib3.response import ContentDecoder, GzipDecoder, MultiDecoder

from img2fair.http.faults import Absent, TooLarge

DOCUMENT = 64 << 20
"""Bytes of an answer that is held whole, unpacked."""
STREAM = 512 << 20
"""Bytes of an answer that is read row by row, unpacked."""


@dataclass(frozen=True, slots=True)
class Floor:
    """How slow a body may be.

    :param grace: seconds from the headers on in which any speed will do.
    :param speed: bytes a second that it has to bring on average after that, before decompression.
    """

    grace: float = 60.0
    speed: float = 1024.0


class _Members(GzipDecoder):
    """Unpacks gzip, of several members too (RFC 1952 2.2).

    Where a piece that was asked for ends with a member, urllib3 2.8 goes on with what unpacked that one, which keeps
    all it is given: it takes all memory, or loses the rest of the answer.
    """

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return what comes next, of ``max_length`` bytes at most."""
        if self._obj.eof and self._unconsumed_tail:
            self._obj = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return super().decompress(data, max_length)


class _Measured(urllib3.HTTPResponse):
    """An answer that counts what is read of it, unpacked."""

    most = DOCUMENT
    _unpacked = 0

    def _init_decoder(self) -> None:
        super()._init_decoder()
        if isinstance(self._decoder, MultiDecoder):
            inner = self._decoder._decoders  # noqa: SLF001 - there is no other way to it
            inner[:] = map(_own, inner)
        elif self._decoder is not None:
            self._decoder = _own(self._decoder)

    def read(self, amt: int | None = None, decode_content: bool | None = None, cache_content: bool = False) -> bytes:
        """Return up to ``amt`` bytes.

        :raises TooLarge: it has unpacked to more than ``most``.
        """
        piece = super().read(amt, decode_content, cache_content)
        self._unpacked += len(piece)
        if self._unpacked > self.most:
            raise TooLarge(self.most)
        return piece


def _own(decoder: ContentDecoder) -> ContentDecoder:
    """Return ours in place of the library's for gzip; called before either has unpacked anything."""
    return _Members() if type(decoder) is GzipDecoder else decoder


def measured(raw: urllib3.BaseHTTPResponse, floor: Floor) -> urllib3.HTTPResponse:
    """Return an answer that reads like ``raw``, decoding included, and breaks off when it is too slow or too large.

    :raises Absent: from any of its reads, when the body is slower than ``floor``.
    :raises TooLarge: likewise, when it has more than ``DOCUMENT`` bytes, unless it is :func:`streamed`.
    """
    return _Measured(
        _Arriving(raw, floor),
        raw.headers,
        raw.status,
        raw.version,
        reason=raw.reason,
        preload_content=False,
        decode_content=False,
        request_method="GET",
    )


def streamed(answer: requests.Response, size: int) -> Iterator[bytes]:
    """Yield an answer unpacked, in pieces of ``size`` bytes, and let it have as many as ``STREAM``.

    For who holds no more than a piece of it at a time.
    """
    if isinstance(answer.raw, _Measured):
        answer.raw.most = STREAM
    yield from answer.iter_content(size)


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
        if self._arrived > STREAM:  # it may unpack to nothing, for ever
            raise TooLarge(STREAM)
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
