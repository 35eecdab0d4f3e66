"""An archive that says of its projects' access whatever a test wants, and a FAIR Data Point that keeps what it got."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BufferedIOBase
from typing import Any, Final

from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.exchange import JSON, Response
from img2fair.demo.archive.faults import whole
from img2fair.demo.content import ArchiveContent
from img2fair.demo.fdp import DemoFdp
from img2fair.demo.fdp.handler import FdpHandler

TWICE: Final = "twice"
"""Said of a project's access: the list has it twice, public and private."""
MISSING: Final = "missing"
"""The row has no access at all."""
UNLISTED: Final = "unlisted"
"""The list leaves the project out, whoever asks."""

Said = Any
"""What stands as ``project_access`` in the list, or one of the above."""


class TellingArchive(DemoArchive):
    """The demo archive, whose list says of a project what ``said`` says, by id, where it says anything."""

    def __init__(self, content: ArchiveContent) -> None:
        super().__init__(content)
        self.said: Mapping[str, Said] = {}
        self.rewrite = self._told

    def _told(self, path: str, query: str, answer: Response) -> Response:
        if path != "/data/projects" or "accessible=true" not in query or answer.content_type != JSON:
            return answer
        return replace(answer, body=rewritten(whole(answer.body), self.said)) if answer.body else answer


def rewritten(body: bytes, said: Mapping[str, Said]) -> bytes:
    """Return the list of projects with their access as a test wants it."""
    told = json.loads(body)
    rows = [new for row in told["ResultSet"]["Result"] for new in _rows(row, said)]
    told["ResultSet"] |= {"Result": rows, "totalRecords": str(len(rows))}
    return json.dumps(told).encode()


def _rows(row: dict[str, Any], said: Mapping[str, Said]) -> list[dict[str, Any]]:
    access = said.get(row["id"], row["project_access"])
    if access == UNLISTED:
        return []
    if access == MISSING:
        return [{name: value for name, value in row.items() if name != "project_access"}]
    if access == TWICE:
        return [{**row, "project_access": one} for one in ("public", "private")]
    return [{**row, "project_access": access}]


class _Tee(BufferedIOBase):
    """Reads from a connection and lets somebody hear what was read."""

    def __init__(self, source: Any, hear: Callable[[bytes], None]) -> None:
        self._source, self._hear = source, hear

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._heard(self._source.readline(-1 if size is None else size))

    def read(self, size: int | None = -1, /) -> bytes:
        return self._heard(self._source.read(-1 if size is None else size))

    def close(self) -> None:
        self._source.close()

    def _heard(self, data: bytes) -> bytes:
        self._hear(data)
        return data


class KeepingHandler(FdpHandler):
    """Keeps every byte of every request: lines, headers and bodies."""

    def setup(self) -> None:
        super().setup()
        assert isinstance(self.server.site, KeepingFdp)
        self.rfile = _Tee(self.rfile, self.server.site.hear)


class KeepingFdp(DemoFdp):
    """The demo's FAIR Data Point, with all bytes that it was sent, each with the moment it came.

    A body comes in one piece, so that no word of it is cut.
    """

    def __init__(self) -> None:
        super().__init__()
        self.moment: Callable[[], int] = lambda: 0
        self.heard: list[tuple[int, bytes]] = []
        self._server.RequestHandlerClass = KeepingHandler

    def hear(self, data: bytes) -> None:
        self.heard.append((self.moment(), data))

    @property
    def received(self) -> bytes:
        return b"".join(data for _, data in self.heard)
