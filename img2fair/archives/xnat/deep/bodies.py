"""Reading the beginning of a file, or all of a small one, from an answer that is streamed."""

from collections.abc import Callable
from typing import TypeVar

import requests

from img2fair.archives.xnat.acceptance import accept

T = TypeVar("T")

_CHUNK = 65_536
_FILE = "application/octet-stream"


class TooLarge(Exception):
    """A file has more bytes than are read of one."""


def whole(answer: requests.Response, most: int) -> bytes:
    """Return a file of at most ``most`` bytes.

    :raises TooLarge: it has more; the rest is not fetched.
    """
    _accept(answer)
    found = bytearray()
    while chunk := answer.raw.read(_CHUNK, decode_content=True):
        found += chunk
        if len(found) > most:
            raise TooLarge
    return bytes(found)


def beginning(answer: requests.Response, first: int, most: int, look: Callable[[bytes, bool], T | None]) -> T | None:
    """Return what ``look`` makes of the first bytes of a file, with four times as many as long as it makes nothing.

    The rest of the file stays unread: the connection is closed, which every server understands; a Range header some
    ignore. ``look`` is told the bytes, and whether they are the whole file.
    """
    _accept(answer)
    found = bytearray()
    size = first
    while True:
        while len(found) < size and (chunk := answer.raw.read(size - len(found), decode_content=True)):
            found += chunk
        ended = len(found) < size
        seen = look(bytes(found), ended)
        if seen is not None or ended or size >= most:
            return seen
        size = min(size * 4, most)


def _accept(answer: requests.Response) -> None:
    """Let through a 200 that is a file; a page of HTML is a log-in or an error, whatever the file."""
    given = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    accept(answer, _FILE if given == "text/html" else given)
