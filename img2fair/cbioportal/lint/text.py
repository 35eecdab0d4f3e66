"""The text of a file: its encoding and its lines."""

import re
from collections.abc import Iterator

from img2fair.cbioportal.lint.found import Found

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BOM = "\ufeff"


def plain(path: str, text: str, found: Found) -> str:
    """Return a file's text with line feeds only, and tell what is odd about it.

    The validator reads a file in Python's text mode and stops at kinds of line ends that are mixed
    (``Validator._checkLineBreaks``); a byte order mark becomes part of the first name.
    """
    if text.startswith(_BOM):
        found.tell("bom", path, 1)
        text = text.removeprefix(_BOM)
    if not _encodes(text):
        found.tell("utf-8", path)
    if "\r" in text:
        text = _line_feeds(path, text, found)
    control = _CONTROL.search(text)
    if control:
        found.tell("control", path, line_of(text, control.start()))
    if text and not text.endswith("\n"):
        found.tell("open end", path, text.count("\n") + 1)
    return text


def lines(text: str, start: int = 0) -> Iterator[str]:
    """Yield the lines of a text one at a time, so that a large table is not held twice."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def line_of(text: str, place: int) -> int:
    """Return the number of the line in which a place of a text lies."""
    return text.count("\n", 0, place) + 1


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _line_feeds(path: str, text: str, found: Found) -> str:
    pairs = text.count("\r\n")
    kinds = (pairs, text.count("\r") - pairs, text.count("\n") - pairs)
    found.tell("mixed ends" if sum(map(bool, kinds)) > 1 else "other ends", path)
    return text.replace("\r\n", "\n").replace("\r", "\n")
