"""One HTTP request: who sends it, its answer, its fault, and how the answer goes out."""

import socket
import struct
import time
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from img2fair.demo.fdp.accounts import NO_SESSION
from img2fair.demo.fdp.exchange import (
    JSON,
    FdpError,
    Request,
    RequestRecord,
    Response,
    as_json,
    as_rdf,
    rdf_type,
    takes_json,
)
from img2fair.demo.fdp.faults import Fault

if TYPE_CHECKING:
    from img2fair.demo.fdp.server import FdpServer


class FdpHandler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True
    server: "FdpServer"

    def handle_request_line(self) -> None:
        """Answer one request, whatever its method."""
        site, address, begun = self.server.site, urlsplit(self.path), time.monotonic()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = site.faults.take(self.command, address.path)
        kind = fault.kind if fault else ""
        if kind == "expire_token":
            site.accounts.expire(self.headers.get("Authorization", "").removeprefix("Bearer "))
        pause = site.delay + (fault.seconds if fault and kind == "slow" else 0)
        if pause:
            self.server.stopping.wait(pause)
        answer, user = (_instead(fault), "") if fault and kind in ("status", "reset") else self._answered(body, kind)
        if kind == "lost_answer":
            answer = None
        status = answer.status if answer else 0
        ended = time.monotonic()
        site.requests.append(RequestRecord(self.command, address.path, address.query, user, status, kind, begun, ended))
        if answer is None:
            self._reset()
        else:
            self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = handle_request_line  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the base class)
        """Keep quiet: the requests are in the server's own log."""

    def _answered(self, body: bytes, fault: str) -> tuple[Response | None, str]:
        """Return the answer and who asked; no answer where the server dies in between."""
        site, address = self.server.site, urlsplit(self.path)
        request = Request(
            method="GET" if self.command == "HEAD" else self.command,
            path=unquote(address.path).removeprefix("/"),
            params=dict(parse_qsl(address.query)),
            body=body,
            content_type=self.headers.get("Content-Type", ""),
            accept=self.headers.get("Accept", "*/*"),
            user="",
        )
        user = ""
        try:
            user = site.accounts.who(self.headers.get("Authorization", ""))
            request = Request(**{**vars(request), "user": user})
            if request.method == "GET":
                return site.reading.answer(request), user
            return site.writing.answer(request, half=fault == "half_made", unlinked=fault == "lost_links"), user
        except FdpError as error:
            return _refusal(error, request), user
        except ConnectionError:
            return None, user

    def _send(self, answer: Response) -> None:
        self.send_response(answer.status)
        if answer.content_type:
            self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        body = answer.body
        if self.server.site.charset != "utf-8" and not answer.content_type.startswith(JSON):
            body = body.decode().encode(self.server.site.charset, "replace")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def _reset(self) -> None:
        """Close the connection so that the sender gets a reset."""
        self.close_connection = True
        connection = cast(socket.socket, self.connection)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _instead(fault: Fault) -> Response | None:
    """Return the answer a fault gives in place of the server's, if it does."""
    if fault.kind == "reset":
        return None
    retry = (("Retry-After", fault.retry_after),) if fault.retry_after else ()
    return Response(fault.message.encode(), "text/plain", fault.status, retry)


def _refusal(error: FdpError, request: Request) -> Response:
    """Return an error as the sender accepts it: a report, JSON, plain text under an RDF type, or nothing at all.

    Source: ErrorConverter and ExceptionControllerAdvice of the reference, BasicErrorController of Spring Boot.
    """
    if error.report:
        return as_rdf(error.report, request, error.status)
    if error.message == NO_SESSION:
        return Response(_advice(error), f"{JSON};charset=ISO-8859-1", error.status)
    if not error.message:
        known = takes_json(request.accept)
        return Response(_framework(error, request) if known else b"", JSON if known else "", error.status)
    try:
        return Response(error.message.encode(), rdf_type(request.accept), error.status)
    except FdpError:
        return Response(_advice(error), JSON, error.status)


def _advice(error: FdpError) -> bytes:
    """Return an error as the reference's own JSON."""
    phrase, now = HTTPStatus(error.status).phrase, int(datetime.now(UTC).timestamp() * 1000)
    return as_json({"error": phrase, "message": error.message, "status": error.status, "timestamp": now}).body


def _framework(error: FdpError, request: Request) -> bytes:
    """Return an error as the JSON of its framework, which has no message."""
    phrase, now = HTTPStatus(error.status).phrase, datetime.now(UTC).isoformat(timespec="milliseconds")
    told = {"timestamp": now, "status": error.status, "error": phrase, "path": f"/{request.path}"}
    return as_json(told).body
