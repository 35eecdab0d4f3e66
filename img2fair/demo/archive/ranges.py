"""Parts of files: ``Range: bytes=first-last`` (RFC 9110, section 14)."""

import re
from dataclasses import replace

from img2fair.demo.archive.exchange import TEXT, Response

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def in_part(answer: Response, asked: str) -> Response:
    """Return the part of an answer that a Range header asks for; the whole where it asks for none or for several.

    A part that begins behind the end is refused with 416.
    """
    match = _RANGE.fullmatch(asked.strip())
    if not (
        match and any(match.groups()) and answer.ranged and answer.status == 200 and isinstance(answer.body, bytes)
    ):
        return answer
    length = len(answer.body)
    first, last = match.groups()
    start = int(first) if first else max(length - int(last), 0)
    end = min(int(last), length - 1) if first and last else length - 1
    if start >= length or start > end:
        unsatisfied = (("Content-Range", f"bytes */{length}"),)
        return Response(b"", TEXT, 416, (*answer.headers, *unsatisfied))
    told = (("Content-Range", f"bytes {start}-{end}/{length}"),)
    return replace(answer, body=answer.body[start : end + 1], status=206, headers=(*answer.headers, *told))
