"""One HTTP request: its sender, its answer, its faults, and how the answer goes out."""

import re
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit

from img2fair.demo.archive import accounts, faults, form_saving, ranges, sign_in
from img2fair.demo.archive.access import Viewer
from img2fair.demo.archive.exchange import HTML, TEXT, ArchiveError, Request, RequestRecord, Response
from img2fair.demo.archive.logins import PEOPLE, Login, UnauthorizedError
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.routes import route

if TYPE_CHECKING:
    from img2fair.demo.archive.server import ArchiveServer


class ArchiveHandler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Apache-Coyote/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True
    server: "ArchiveServer"

    def handle_request_line(self) -> None:
        """Answer one request, whatever its method."""
        site = self.server.site
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = site.faults.take("GET" if self.command == "HEAD" else self.command, address.path, address.query)
        login = ""
        if fault and fault.kind == "expire_session":
            site.logins.close(self._cookie())
        if fault and fault.kind == "slow":
            self.server.stopping.wait(fault.seconds)
        answer = faults.instead(fault) if fault else None
        if answer is None and not (fault and fault.kind == "reset"):
            answer, login = self._answered(address.path, address.query, body)
        if answer:
            answer = site.rewrite(address.path, address.query, answer) if site.rewrite else answer
            answer = ranges.in_part(answer, self.headers.get("Range", ""))
            answer = faults.spoiled(fault, answer) if fault else answer
        status, kind = answer.status if answer else 0, fault.kind if fault else ""
        record = RequestRecord(self.command, address.path, address.query, login, status, kind)
        site.requests.append(record)
        if site.on_request:
            site.on_request(record)
        if answer is None:
            self._reset()
        else:
            self._send(answer, fault)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = handle_request_line  # noqa: N815

    def version_string(self) -> str:
        """Return what the server calls itself."""
        return self.server_version

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the base class)
        """Keep quiet: the requests are in the archive's own log."""

    def _answered(self, raw_path: str, query: str, body: bytes) -> tuple[Response, str]:
        """Return the archive's answer and the name of who asked."""
        site = self.server.site
        content = site.content
        path = _normal(raw_path, site.context)
        if path is None:
            return page("status.html", status=404, reason="Not Found"), ""
        open_answer = self._open_answer(path, body)
        if open_answer:
            return open_answer, ""
        try:
            login, fresh = site.logins.identify(dict(self.headers.items()), self._cookie(), content)
        except UnauthorizedError:
            return self._unauthorized(path), ""
        user = next((user for user in content.users if user.login == login.login), None)
        params = dict(reversed(parse_qsl(query, keep_blank_values=True)))
        request = Request(self.command, path, params, body, Viewer(content, user), login.id, site.dialect, query)
        try:
            answer = self._routed(request)
        except ArchiveError as error:
            answer = _refusal(path, error)
        return replace(answer, headers=(*answer.headers, *self._cookies(login, fresh))), login.login

    def _open_answer(self, path: str, body: bytes) -> Response | None:
        """Return the answer of the paths that need no session."""
        site = self.server.site
        if path == "/data/services/auth" and self.command == "PUT":
            return sign_in.services_auth(body, site.logins, site.content, site.context)
        if path == "/login" and self.command == "POST":
            return sign_in.form_login(body, site.logins, site.content, site.context)
        if path == sign_in.LOGIN_PAGE:
            return page("login.html", message="", sources=site.content.sources)
        return None

    def _routed(self, request: Request) -> Response:
        logins = self.server.site.logins
        if request.path == "/data/JSESSION" and self.command in {"GET", "HEAD", "POST", "DELETE"}:
            return sign_in.jsession(request, logins)
        if request.path == "/data/auth" and self.command in {"GET", "HEAD"}:
            return sign_in.auth(request, logins)
        if request.path.startswith("/data/services/tokens/") and self.command == "GET":
            return sign_in.tokens(request, logins, request.path.removeprefix("/data/services/tokens/"))
        if request.path.startswith("/xapi/users/active/") and self.command == "GET":
            return accounts.active(request, logins)
        if request.path.startswith("/xapi/siteConfig/values/") and self.command == "GET":
            return accounts.site_values(request, logins)
        if request.path == form_saving.PATH and self.command == "PUT":
            answer, self.server.site.content = form_saving.save_form(request)
            return answer
        return route(request)

    def _unauthorized(self, path: str) -> Response:
        """Return 401 to scripts; people, and whoever looks like them, are sent to the login page."""
        site = self.server.site
        if path == "" or PEOPLE.search(self.headers.get("User-Agent", "")):
            return Response(b"", TEXT, 302, (("Location", f"{site.context}{sign_in.LOGIN_PAGE}"),))
        realm = f'Basic realm="{site.content.site_id}"'
        return replace(page("unauthorized.html", status=401), headers=(("WWW-Authenticate", realm),))

    def _cookie(self) -> str:
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return ""
        return cookies["JSESSIONID"].value if "JSESSIONID" in cookies else ""

    def _cookies(self, login: Login, fresh: bool) -> Iterator[tuple[str, str]]:
        site = self.server.site
        if fresh:
            yield "Set-Cookie", sign_in.session_cookie(login, site.context)
        expiry = f'"{int(time.time() * 1000)},{int(site.logins.idle_seconds * 1000)}"'
        yield "Set-Cookie", f"SESSION_EXPIRATION_TIME={expiry}; Path={site.context or '/'}"

    def _send(self, answer: Response, fault: faults.Fault | None) -> None:
        body = answer.body
        truncated = fault is not None and fault.kind == "truncated"
        dripping = fault is not None and fault.kind == "drip"
        whole = truncated or dripping or self.request_version != "HTTP/1.1"
        chunked = not isinstance(body, bytes) and not whole
        if not chunked:
            body = faults.whole(body)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        if isinstance(body, bytes):
            self.send_header("Content-Length", str(len(body)))
        else:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if self.command != "HEAD":
            if fault and dripping and isinstance(body, bytes):
                self._drip(body, fault)
            else:
                self._write(body[: len(body) // 2] if truncated and isinstance(body, bytes) else body)
        self.wfile.flush()
        if truncated:
            self.close_connection = True

    def _write(self, body: bytes | Iterator[bytes]) -> None:
        if isinstance(body, bytes):
            self.wfile.write(body)
            return
        for chunk in body:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def _drip(self, body: bytes, fault: faults.Fault) -> None:
        size = max(1, -(-len(body) // fault.pieces))
        for start in range(0, len(body), size):
            self.wfile.write(body[start : start + size])
            self.wfile.flush()
            if self.server.stopping.wait(fault.seconds):
                return

    def _reset(self) -> None:
        """Close the connection so that the sender gets a reset."""
        self.close_connection = True
        connection = cast(socket.socket, self.connection)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _normal(path: str, context: str) -> str | None:
    """Return a path without the site's context, and ``/data/archive`` and ``/REST`` as ``/data``."""
    if not path.startswith(context):
        return None
    path = path.removeprefix(context).rstrip("/")
    return re.sub(r"^/(?:data|REST)(?:/archive)?(?=/)", "/data", path)


def _refusal(path: str, error: ArchiveError) -> Response:
    """Return an error as its half of the API shows it: a short text under ``/xapi``, a status page elsewhere."""
    if path.startswith("/xapi/"):
        return Response(error.reason.encode("utf-8"), TEXT, error.status)
    return replace(page("status.html", status=error.status, reason=error.reason), content_type=HTML)
