"""A published site with content negotiation, on loopback: for looking at it before it goes out, and for tests.

Answers are made by answering.py; here is what HTTP adds: conditional requests, methods, who may ask.
"""

import contextlib
import hashlib
import ipaddress
import re
import sys
from email.message import Message
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from img2fair.errors import UsageFault
from img2fair.targets.site.answering import TEXT, Reply, answer
from img2fair.targets.site.reading import read_manifest

ALLOWED = "GET, HEAD, OPTIONS"


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
        # a header that comes twice is one list (RFC 9110, section 5.3)
        accept, languages = (",".join(self.headers.get_all(name, [])) for name in ("Accept", "Accept-Language"))
        self._send(_steadily(self.server.folder, self.path, accept, languages))

    do_HEAD = do_GET  # noqa: N815  # the parent finds it by this name

    def do_OPTIONS(self) -> None:
        self._send(Reply(HTTPStatus.NO_CONTENT, b"", {"Allow": ALLOWED}))

    def do_POST(self) -> None:
        self.close_connection = True  # what it sends is not read, and must not be taken for the next request
        self._send(Reply(HTTPStatus.METHOD_NOT_ALLOWED, b"This can be read only.\n", {**TEXT, "Allow": ALLOWED}))

    do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815

    def _send(self, reply: Reply) -> None:
        tag = f'"{hashlib.sha256(reply.body).hexdigest()[:32]}"'
        fresh = reply.status is HTTPStatus.OK and _is_fresh(self.headers, tag, reply.changed)
        self.send_response(HTTPStatus.NOT_MODIFIED if fresh else reply.status)
        for name, value in self._headers(reply, tag).items():
            self.send_header(name, value)
        if not fresh and reply.status is not HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not fresh and self.command != "HEAD":
            self.wfile.write(reply.body)

    def _headers(self, reply: Reply, tag: str) -> dict[str, str]:
        named = {"ETag": tag} if reply.status is HTTPStatus.OK else {}
        dated = {"Last-Modified": formatdate(reply.changed, usegmt=True)} if reply.changed is not None else {}
        ends = {"Connection": "close"} if self.close_connection else {}
        always = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return {**reply.headers, **named, **dated, **ends, **always}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name
        """Say nothing: stderr belongs to the command that serves."""


def is_local(host: str) -> bool:
    """Tell whether a Host header names this machine.

    A page elsewhere may point its own name at 127.0.0.1 and read what is not public yet (DNS rebinding); its requests
    still carry that name.
    """
    name = host.rpartition(":")[0] if re.search(r":\d*$", host) else host
    return _is_loopback(name.lower().rstrip("."))


def _steadily(folder: Path, target: str, accept: str, languages: str) -> Reply:
    """Return the answer to one request; asked again where the site was swapped in between."""
    for _ in range(3):
        with contextlib.suppress(OSError, UsageFault):
            return answer(folder, target, accept, languages)
    return Reply(HTTPStatus.SERVICE_UNAVAILABLE, b"The site cannot be read now.\n", {**TEXT, "Retry-After": "1"})


def _is_fresh(asked: Message, tag: str, changed: int | None) -> bool:
    """Tell whether what the reader has is what would be sent (RFC 9110, section 13.2.2)."""
    if "If-None-Match" in asked:
        tags = [part.strip().removeprefix("W/") for part in asked["If-None-Match"].split(",")]
        return tag in tags or tags == ["*"]
    try:
        since = parsedate_to_datetime(asked.get("If-Modified-Since", "")).timestamp()
    except (ValueError, OverflowError):
        return False
    return changed is not None and changed <= since
