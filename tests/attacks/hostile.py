"""A server that answers with any bytes, over TLS or not, and remembers every byte it was sent."""

import re
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Thread

Answer = Callable[[bytes], Iterable[bytes]]
"""What is sent, in pieces, for a request with its headers and body."""


TLS_HANDSHAKE = b"\x16"


def head(status: str, *headers: str) -> bytes:
    """A status line and headers."""
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "Connection: close", "", "")).encode()


def says(status: str, body: bytes = b"", *headers: str) -> Answer:
    """Answer always the same."""
    whole = head(status, f"Content-Length: {len(body)}", *headers) + body
    return lambda _: [whole]


@dataclass
class Hostile:
    """A server that runs.

    :param heard: the requests, each with its headers and body.
    :param wire: all bytes of connections that never became a request, such as a handshake that was broken off.
    """

    port: int
    scheme: str
    heard: list[bytes] = field(default_factory=list)
    wire: bytearray = field(default_factory=bytearray)

    @property
    def url(self) -> str:
        """Its address."""
        return f"{self.scheme}://127.0.0.1:{self.port}"


@contextmanager
def hostile(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    """Run a server for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        listening.settimeout(0.1)
        running = Hostile(listening.getsockname()[1], "https" if tls else "http")
        over: list[bool] = []

        def serve() -> None:
            while not over:
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                Thread(target=_converse, args=(connection, answer, running, tls, over), daemon=True).start()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            over.append(True)
            thread.join()


def _converse(
    connection: socket.socket, answer: Answer, running: Hostile, tls: ssl.SSLContext | None, over: list[bool]
) -> None:
    with ExitStack() as stack:
        stack.callback(connection.close)
        connection.settimeout(10)
        try:
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
                stack.callback(connection.close)
            request = _request(connection, running.wire)
            if not request:
                return
            running.heard.append(request)
            for piece in answer(request):
                if over:
                    return
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1)
        except OSError:
            return


def _request(connection: socket.socket, wire: bytearray) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            wire += data
            return b""
        data += piece
        if data[:1] == TLS_HANDSHAKE:
            return data
    top, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", top)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return top + b"\r\n\r\n" + body
