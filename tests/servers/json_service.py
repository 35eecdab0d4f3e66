"""A loopback service that answers in JSON, and the ways in which real ones do not."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from img2fair.demo.listening import Listening, Running

LOGIN_PAGE = b"<!DOCTYPE html><html><body><form>Username <input> Password <input></form></body></html>"
OTHER_PAGE = b"<!DOCTYPE html><html><body>Welcome to the hospital</body></html>"


@dataclass(slots=True)
class Habits:
    """How the service behaves.

    :param faults: what becomes of a request instead of an answer, by path, ``*`` for all: a status such as ``500``,
        ``slow`` (it answers after a while), ``login page``, ``page``, ``to login``, ``elsewhere``, ``truncated``,
        ``short``, ``nonsense``, ``deep``.
    :param passing: how many requests the faults hold for; ``None``: all.
    :param token: the bearer token that is wanted; empty: none is.
    """

    faults: Mapping[str, str] = field(default_factory=dict)
    passing: int | None = None
    token: str = ""


class Answering(Protocol):
    """What such a service says."""

    habits: Habits
    asked: list[str]
    tokens: list[str]

    def answer(self, path: str, values: Mapping[str, str]) -> object:
        """Return the JSON of a path, or ``None`` where there is none."""


class JsonService(Running):
    """A service on loopback; ``asked`` are the paths it was asked for, ``tokens`` those that came with them."""

    def __init__(self, name: str, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self.asked: list[str] = []
        self.tokens: list[str] = []
        super().__init__(_Server(self), name)

    def answer(self, path: str, values: Mapping[str, str]) -> object:
        """Return the JSON of a path, or ``None`` where there is none."""
        raise NotImplementedError


def page_of(rows: Sequence[object], values: Mapping[str, str]) -> list[object]:
    """Return the rows of a page, as cBioPortal counts them: from 0."""
    size, number = int(values.get("pageSize", len(rows) or 1)), int(values.get("pageNumber", 0))
    return list(rows[size * number : size * (number + 1)])


class _Server(Listening):
    def __init__(self, service: Answering) -> None:
        self.service = service
        super().__init__(_Handler, 0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        service, habits = self.server.service, self.server.service.habits
        service.asked.append(self.path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        service.tokens.append(token)
        fault = habits.faults.get(parts.path) or habits.faults.get("*", "")
        if fault == "slow":
            self.server.stopping.wait(0.3)
            fault = ""
        if fault and (habits.passing is None or len(service.asked) <= habits.passing):
            self._fail(fault)
        elif habits.token and token != habits.token:
            self._send(401, b'{"message": "unauthorized"}')
        else:
            said = service.answer(parts.path, dict(parse_qsl(parts.query)))
            self._send(404 if said is None else 200, json.dumps(said).encode())

    def _fail(self, fault: str) -> None:
        ways = {
            "login page": (200, LOGIN_PAGE, "text/html;charset=UTF-8"),
            "login page as JSON": (200, LOGIN_PAGE, "application/json"),
            "page": (200, OTHER_PAGE, "text/html"),
            "truncated": (200, b'[{"code": "GB", "na', "application/json"),
            "nonsense": (200, b'{"status": "fine"}', "application/json"),
            "rows of nothing": (200, b'[{"a": 1}]', "application/json"),
            "deep": (200, b"[" * 200_000, "application/json"),
        }
        if fault in ways:
            self._send(*ways[fault])
        elif fault == "short":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"[{")
            self.close_connection = True
        elif fault in ("to login", "elsewhere"):
            self.send_response(302)
            self.send_header("Location", "/auth/realms/x/login" if fault == "to login" else "/other/place")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(int(fault), b'{"message": "a fault"}')

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        return
