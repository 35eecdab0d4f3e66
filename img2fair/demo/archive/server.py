"""The demo archive's life: started on loopback, filled, broken on demand, stopped."""

import socket
import sys
from http.server import ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from img2fair.demo.archive.exchange import RequestRecord
from img2fair.demo.archive.faults import Faults
from img2fair.demo.archive.handler import ArchiveHandler
from img2fair.demo.archive.logins import Logins
from img2fair.demo.content import ArchiveContent, load_content

HOST = "127.0.0.1"


class DemoArchive:
    """A read-only archive that speaks XNAT's REST API on loopback.

    It listens from construction on and answers between ``with`` and its end. ``content`` may be replaced at any time;
    every request answers from the content it started with.

    :param content: what it holds; the bundled content by default.
    :param port: 0 takes a free one.
    :param require_login: whether the site is closed to guests.
    :param idle_seconds: after how long an unused session dies.
    :param context: the path the site lives under, such as ``/xnat``.
    """

    def __init__(
        self,
        content: ArchiveContent | None = None,
        *,
        port: int = 0,
        require_login: bool = False,
        idle_seconds: float = 900,
        context: str = "",
    ) -> None:
        self.content = content or load_content()
        self.context = context.rstrip("/")
        self.logins = Logins(require_login=require_login, idle_seconds=idle_seconds)
        self.faults = Faults()
        self.requests: list[RequestRecord] = []
        self._server = ArchiveServer(self, port)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="demo-archive", daemon=True)

    @property
    def url(self) -> str:
        """The site's address, without a slash at its end."""
        return f"http://{HOST}:{self._server.server_port}{self.context}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering, close every connection and give the port back."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


class ArchiveServer(ThreadingHTTPServer):
    """A server that can hang up on clients that keep their connections."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, site: DemoArchive, port: int) -> None:
        self.site = site
        self.stopping = Event()
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__((HOST, port), ArchiveHandler)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Remember a connection while it lives."""
        if isinstance(request, socket.socket):
            with self._lock:
                self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Forget a connection that ended."""
        if isinstance(request, socket.socket):
            with self._lock:
                self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Say nothing about clients that went away; everything else is a bug to be seen."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End all connections, so that their threads end."""
        self.stopping.set()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
