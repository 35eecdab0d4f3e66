"""A published site with content negotiation, on loopback: for looking at it before it goes out, and for tests.

What a server owes: Turtle by default, JSON-LD and HTML by asking, 406 where nothing fits, 404 for what is unknown, 410
for what was withdrawn, conditional GET, links to the other forms. Source: FAIR Data Point specification 1.2,
compliance, point 2, and the draft of 2.0, sections 4 to 6. It reads files and runs nothing.
"""

import contextlib
import hashlib
import ipaddress
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from img2fair.errors import UsageFault
from img2fair.model import State
from img2fair.targets.site.reading import MANIFEST, read_manifest

OFFERED = {"text/turtle": ".ttl", "application/ld+json": ".jsonld", "text/html": ".html"}
"""The forms of a record, the one to fall back to first, and their files' suffixes."""
TYPES = {
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".html": "text/html; charset=utf-8",
    ".nq": "application/n-quads",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}

TEXT = {"Content-Type": "text/plain; charset=utf-8"}

_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, body and headers."""

    status: HTTPStatus
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class SiteServer(ThreadingHTTPServer):
    """Serves one site. ``serve_forever()`` blocks; run it on a thread to go on."""

    daemon_threads = True

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self.folder = folder
        super().__init__((host, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a reader who hangs up; anything else is told as the parent does."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """The address of the site's root, without a slash at its end."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"


def serve(folder: Path, host: str = "127.0.0.1", port: int = 0) -> SiteServer:
    """Return a server for a published site, bound and not yet running; a port of 0 takes a free one.

    :raises UsageFault: the folder is no site of ours, the host is not loopback, or the port is taken.
    """
    if not _is_loopback(host):
        cure = "use 127.0.0.1, and a web server to show the site to others (docs/site.md)"
        raise UsageFault(f"only loopback addresses are served on, not {host}", cure=cure)
    read_manifest(folder)
    try:
        return SiteServer(folder, host, port)
    except OSError as error:
        raise UsageFault(f"cannot listen: {error.strerror}", where=f"{host}:{port}", cure="use another port") from None


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer
    server_version, sys_version = "img2fair", ""
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # so that what is no request gets a status line too
    timeout = 30

    def do_GET(self) -> None:
        if not is_local(self.headers.get("Host", "localhost")):
            self._send(Reply(HTTPStatus.MISDIRECTED_REQUEST, b"This is served on this machine only.\n", TEXT))
            return
        self._send(_steadily(self.server.folder, self.path, self.headers.get("Accept", "*/*")))

    do_HEAD = do_GET  # noqa: N815  # the parent finds it by this name

    def _send(self, reply: Reply) -> None:
        tag = f'"{hashlib.sha256(reply.body).hexdigest()[:32]}"'
        fresh = reply.status is HTTPStatus.OK and _matches(self.headers.get("If-None-Match", ""), tag)
        self.send_response(HTTPStatus.NOT_MODIFIED if fresh else reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if not fresh:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not fresh and self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name
        """Say nothing: stderr belongs to the command that serves."""


def is_local(host: str) -> bool:
    """Tell whether a Host header names this machine.

    A page elsewhere may point its own name at 127.0.0.1 and read what is not public yet (DNS rebinding); its requests
    still carry that name.
    """
    name = host.rpartition(":")[0] if re.search(r":\d*$", host) else host
    return _is_loopback(name.lower().rstrip("."))


def _steadily(folder: Path, target: str, accept: str) -> Reply:
    """Return the answer to one request; asked again where the site was swapped in between."""
    for _ in range(3):
        with contextlib.suppress(OSError, UsageFault):
            return answer(folder, target, accept)
    return Reply(HTTPStatus.SERVICE_UNAVAILABLE, b"The site cannot be read now.\n", {**TEXT, "Retry-After": "1"})


def answer(folder: Path, target: str, accept: str) -> Reply:
    """Return the answer to one request; the site is looked up anew each time, for it may have been swapped."""
    root = folder.resolve()
    base, gone = _told(root, (root / MANIFEST).stat().st_mtime_ns)
    segments = _segments(target, base)
    if segments is None:
        return _page(root, HTTPStatus.NOT_FOUND)
    place = "/".join(segments) or "index"
    file = root / place
    if file.suffix in TYPES:
        return _file(root, file, gone, {})
    return _negotiated(root, place, gone, accept)


@lru_cache(maxsize=4)
def _told(root: Path, changed: int) -> tuple[str, frozenset[str]]:  # noqa: ARG001  # part of the key
    """Return the path of the site's base and the places of withdrawn records, from its manifest."""
    data = read_manifest(root)
    gone = (f"{r['kind']}/{r['slug']}" for r in data["records"] if r["state"] == State.WITHDRAWN)
    return urlsplit(data["base"]).path, frozenset(gone)


def _segments(target: str, base: str) -> list[str] | None:
    """Return the segments of a path in the site, with or without the base's own; ``None`` for what cannot be one."""
    path = unquote(re.split("[?#]", target)[0])
    if base and (path == base or path.startswith(base + "/")):
        path = path[len(base) :]
    segments = [segment for segment in path.split("/") if segment]
    return segments if all(_SEGMENT.fullmatch(segment) for segment in segments) else None


def _negotiated(root: Path, place: str, gone: frozenset[str], accept: str) -> Reply:
    available = {kind: suffix for kind, suffix in OFFERED.items() if (root / f"{place}{suffix}").is_file()}
    if not available:
        return _page(root, HTTPStatus.NOT_FOUND)
    links = ", ".join(f'<{Path(place).name}{suffix}>; rel="alternate"; type="{kind}"'
                      for kind, suffix in available.items())  # fmt: skip
    headers = {"Vary": "Accept", "Link": links}
    kind = choose(accept, list(available))
    if kind is None:
        text = "This can be had as: " + ", ".join(available) + "\n"
        return Reply(HTTPStatus.NOT_ACCEPTABLE, text.encode(), {**headers, **TEXT})
    return _file(root, root / f"{place}{available[kind]}", gone, headers)


def _file(root: Path, file: Path, gone: frozenset[str], headers: Mapping[str, str]) -> Reply:
    inside = file.resolve().is_relative_to(root)
    if not inside or not file.is_file():
        return _page(root, HTTPStatus.NOT_FOUND)
    place = file.relative_to(root).with_suffix("").as_posix()
    status = HTTPStatus.GONE if place in gone else HTTPStatus.OK
    return Reply(status, file.read_bytes(), {**headers, "Content-Type": TYPES[file.suffix]})


def _page(root: Path, status: HTTPStatus) -> Reply:
    page = root / "404.html"
    return Reply(status, page.read_bytes() if page.is_file() else b"", {"Content-Type": TYPES[".html"]})


def choose(accept: str, offered: list[str]) -> str | None:
    """Return the media type that the Accept header likes best, earlier ones first among equals; ``None`` for none.

    The most specific range that fits a type says how much it is liked. Source: RFC 9110, section 12.5.1.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]

    def liked(kind: str) -> float:
        fitting = (kind, kind.split("/")[0] + "/*", "*/*")
        return next((max(q for name, q in ranges if name == wanted) for wanted in fitting
                     if any(name == wanted for name, _ in ranges)), 0.0)  # fmt: skip

    best = max(offered, key=liked)
    return best if liked(best) > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    said = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    return name, float(said) if re.fullmatch(r"[01](\.\d{0,3})?", said) else 0.0


def _matches(header: str, tag: str) -> bool:
    tags = [part.strip().removeprefix("W/") for part in header.split(",")]
    return tag in tags or tags == ["*"]
