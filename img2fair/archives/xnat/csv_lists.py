"""XNAT's lists as CSV: rows of tuples, in constant memory. Source: XNAT's XFTTable.toCSV and CSVTableRepresentation.

A list without rows has a header of the database's own names, because XNAT names columns while it goes through the rows
(QueryOrganizerResource.formatHeaders): a header alone is an empty list, whatever it says.
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import IO, Any

import requests

from img2fair.archives.xnat.acceptance import accept, odd
from img2fair.errors import output_fault
from img2fair.http import Passing, streamed

CHUNK = 1 << 16
"""Bytes read at a time."""
HALF = "the list ends in the middle of a row"
UNREADABLE = "not CSV that can be read"


def csv_table(answer: requests.Response, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a CSV list as they arrive, in constant memory; only at the end it shows whether it is whole.

    :param columns: the (lower-case) keys that were asked for; each row has their values, in this order.
    :raises Passing: the list ends in the middle of a row.
    :raises RemoteFault: it is not CSV, or a column is missing.
    """
    accept(answer, "text/csv")
    arriving = _Arriving(answer)
    yield from _rows(io.BufferedReader(arriving, CHUNK), columns, answer)
    _see_end(arriving.last, answer)


def spooled(answer: requests.Response, columns: Sequence[str], file: IO[bytes]) -> None:
    """Put a CSV list into a file, in constant memory, and see that it is whole; :func:`table_rows` reads it from there.

    :param file: a private one, open for writing and reading; what is in it is replaced, as a second try has to.
    :raises Passing: the list ends in the middle of a row.
    :raises RemoteFault: it is not CSV, or a column is missing.
    :raises OutputFault: the file cannot be written.
    """
    accept(answer, "text/csv")
    file.seek(0)
    file.truncate()
    for chunk in streamed(answer, CHUNK):
        try:
            file.write(chunk)
            file.flush()
        except OSError as error:
            raise output_fault(error, "a temporary file") from None
    last = _last_line(file)
    _see_end(last, answer)
    file.seek(0)
    header = file.readline()
    if header.strip() and not file.read(1):
        return
    fields = _fields(header)
    if fields is None:
        raise odd(answer, UNREADABLE)
    _, width = _picking(fields, columns, answer)
    if len(_fields(last) or ()) != width:  # a quoted line break could look so, too: then all of it decides
        file.seek(0)
        deque(_rows(file, columns, answer), maxlen=0)


def table_rows(file: IO[bytes], columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a list that was :func:`spooled`, as :func:`csv_table` does.

    :raises RemoteFault: a row in the midst of it is not like the others, or not UTF-8.
    """
    file.seek(0)
    try:
        yield from _rows(file, columns, None)
    except Passing:
        raise odd(None, "a list whose rows are not alike") from None


def _rows(
    stream: io.BufferedReader | IO[bytes], columns: Sequence[str], answer: requests.Response | None
) -> Iterator[tuple[str, ...]]:
    lines = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    rows = csv.reader(lines)
    try:
        header, first = next(rows, []), next(rows, None)
        if header and first is None:
            return
        pick, width = _picking(header, columns, answer)
        for row in chain([first or []], rows):
            if len(row) != width:
                raise Passing(HALF)
            yield pick(row)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise Passing(HALF) from None
        raise odd(answer, "not UTF-8") from None
    except csv.Error:
        raise odd(answer, UNREADABLE) from None
    finally:
        if not stream.closed:
            lines.detach()  # the stream stays open: it is the caller's


def _picking(
    header: Sequence[str], columns: Sequence[str], answer: requests.Response | None
) -> tuple[Callable[[Sequence[str]], tuple[str, ...]], int]:
    """Return what takes the values of the columns out of a row, and how many values a row has.

    :raises Passing: there is not even a header.
    :raises RemoteFault: a column is missing.
    """
    if not header:
        raise Passing("the answer is empty where a list is due")
    places = {name.lower(): place for place, name in enumerate(header)}
    missing = sorted(set(columns) - set(places))
    if missing:
        raise odd(answer, f"a list without the column {missing[0]}")
    wanted = [places[name] for name in columns]
    if wanted == list(range(len(header))):
        return tuple, len(header)
    return itemgetter(*wanted) if len(wanted) > 1 else lambda row: tuple(row[place] for place in wanted), len(header)


def _last_line(file: IO[bytes]) -> bytes:
    """Return the last line of a file, with its end."""
    size = file.seek(0, io.SEEK_END)
    tail, wanted = b"", CHUNK
    while len(tail) < size and b"\n" not in tail[:-1]:
        start = file.seek(max(0, size - wanted))
        tail = file.read(size - start)
        wanted *= 4
    return tail[tail.rfind(b"\n", 0, -1) + 1 :]


def _fields(line: bytes) -> list[str] | None:
    """Return the fields of a line; ``None`` where it is not a row, but perhaps the end of one."""
    try:
        return next(csv.reader([line.decode("utf-8", "replace")]), [])
    except csv.Error:
        return None


def _see_end(last: bytes, answer: requests.Response) -> None:
    """See that a list ends with a line, where nothing but the end of the connection says that it has ended.

    :raises Passing: it does not; XNAT ends every row with a line feed (XFTTable.toCSV).
    """
    framed = "Content-Length" in answer.headers or "Transfer-Encoding" in answer.headers
    if not framed and not last.endswith(b"\n"):
        raise Passing(HALF)


class _Arriving(io.RawIOBase):
    """An answer's body as a file; ``last`` is the end of what has come."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__()
        self._chunks = streamed(answer, CHUNK)
        self._left = memoryview(b"")
        self.last = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer with what has come; wait only where nothing has."""
        if not self._left:
            chunk = next(self._chunks, b"")
            self._left, self.last = memoryview(chunk), chunk[-1:] or self.last
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
