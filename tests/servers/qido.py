"""A small QIDO-RS server with the habits that real ones were met with; each is one switch of ``Habits``."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from img2fair.archives.dicom.series import ATTRIBUTES, PATIENT_ATTRIBUTES, PATIENT_NAMES

Values = Mapping[str, str]

USUAL = frozenset({"StudyInstanceUID", "SeriesInstanceUID", "PatientID", "Modality", "StudyDate"})
"""What this server returns without being asked."""


@dataclass(slots=True)
class Habits:
    """How the server behaves.

    :param without: attributes that it never returns in lists; :param metadata: whether it has metadata of instances.
    :param refused: attributes that it does not know, so that a query for them is a bad request.
    :param cap: most rows of an answer; with ``warns`` it says that there are more.
    :param shifts: the second page begins as many rows early, as when a study arrives meanwhile.
    :param failing: the share of answers that fail, in turn by status, cut, and hang-up; drawn from a fixed seed.
    """

    lists_series: bool = True
    heeds_includefield: bool = True
    heeds_offset: bool = True
    heeds_limit: bool = True
    without: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    metadata: bool = True
    cap: int = 10_000
    warns: bool = False
    shifts: int = 0
    no_content: bool = True
    failing: float = 0.0
    seed: int = 1
    login: tuple[str, str] | None = None
    body: bytes | None = None
    media_type: str = "application/dicom+json"


@dataclass
class Qido:
    """The server; ``series`` are its rows, each with its values by DICOM keyword. Use it in a ``with`` block."""

    series: Sequence[Values]
    habits: Habits = field(default_factory=Habits)
    asked: list[str] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)

    def __enter__(self) -> "Qido":
        self._chance = random.Random(self.habits.seed)  # noqa: S311 - which answers fail is no secret
        self._lock = Lock()
        owner = self

        class Handler(_Handler):
            qido = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def root(self) -> str:
        """Return the DICOMweb root."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/rs"

    def trouble(self) -> str:
        """Return how the next answer fails; empty where it does not."""
        with self._lock:
            if self._chance.random() >= self.habits.failing:
                return ""
            return self._chance.choice(("status", "cut", "hang-up"))

    def rows(self, path: Sequence[str], asked: Mapping[str, Sequence[str]]) -> list[dict[str, Any]] | None:
        """Return the rows of a query before paging; ``None`` where there is no such list."""
        match list(path):
            case ["series"] if self.habits.lists_series:
                found: Sequence[Values] = self.series
            case ["studies"]:
                found = list({one["StudyInstanceUID"]: one for one in self.series}.values())
            case ["studies", study, "series"]:
                found = [one for one in self.series if one["StudyInstanceUID"] == study]
            case ["studies", _, "series", series, "instances"]:
                return [_row({"SOPInstanceUID": f"{series}.1"})]
            case ["studies", _, "series", series, "instances", _, "metadata"] if self.habits.metadata:
                return [_row(one) for one in self.series if one["SeriesInstanceUID"] == series]
            case _:
                return None
        fields = set(asked.get("includefield", ())) if self.habits.heeds_includefield else set()
        shown = (USUAL | fields) - self.habits.without
        return [_row({name: text for name, text in one.items() if name in shown}) for one in found]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Qido/1", ""
    qido: Qido

    def do_GET(self) -> None:
        self.qido.methods.add(self.command)
        self.qido.asked.append(self.path)
        trouble = self.qido.trouble()
        if trouble == "hang-up":
            self.close_connection = True
            return
        if trouble == "status":
            self._send(503, b"", {"Retry-After": "0"})
            return
        self._answer(cut=trouble == "cut")

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - http.server's names

    def _answer(self, *, cut: bool) -> None:
        habits, parts = self.qido.habits, urlsplit(self.path)
        if habits.login and self.headers.get("Authorization") is None:
            self._send(401, b"", {"WWW-Authenticate": "Basic"})
            return
        asked = parse_qs(parts.query)
        if habits.refused.intersection(asked.get("includefield", ())):
            self._send(400, b"", {})
            return
        rows = self.qido.rows(parts.path.removeprefix("/rs/").split("/"), asked)
        if rows is None:
            self._send(404, b"", {})
            return
        first = max(0, _number(asked, "offset", 0) - habits.shifts) if habits.heeds_offset else 0
        most = min(_number(asked, "limit", habits.cap) if habits.heeds_limit else habits.cap, habits.cap)
        page = rows[first : first + most]
        left = len(rows) - first - len(page)
        more = {"Warning": f'299 rs "There are {left} additional results"'} if habits.warns and left > 0 else {}
        if not page and habits.no_content:
            self._send(204, b"", more)
            return
        body = json.dumps(page).encode() if habits.body is None else habits.body
        self._send(200, body[: len(body) // 2] if cut else body, {"Content-Type": habits.media_type, **more})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Stay quiet."""


def _number(asked: Mapping[str, Sequence[str]], name: str, otherwise: int) -> int:
    return int(asked[name][0]) if name in asked else otherwise


def _row(values: Values) -> dict[str, Any]:
    tags = {**ATTRIBUTES, **PATIENT_ATTRIBUTES, "SOPInstanceUID": "00080018"}
    return {tags[name]: _element(name, text) for name, text in values.items()}


def _element(name: str, text: str) -> dict[str, Any]:
    """Return an element; a person's name is an object of its groups (DICOM PS3.18 F.2.2)."""
    if not text:
        return {"vr": "LO"}
    if name not in PATIENT_NAMES:
        return {"vr": "LO", "Value": text.split("\\")}
    groups = [dict(zip(("Alphabetic", "Ideographic"), one.split("="), strict=False)) for one in text.split("\\")]
    return {"vr": "PN", "Value": groups}
