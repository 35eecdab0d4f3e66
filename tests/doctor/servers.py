"""Servers on loopback that are not well: certificates of all kinds, ports that say nothing, a proxy that refuses."""

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from tests.attacks.certificates import KEY, Authority

Talk = Callable[[socket.socket], None]


@contextmanager
def listening(talk: Talk) -> Iterator[int]:
    """Listen on a free port, let each connection be talked to in a thread of its own, and yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = Event()

        def take() -> None:
            while not ended.is_set():
                with suppress(OSError):
                    wire, _ = server.accept()
                    Thread(target=_talked, args=(talk, wire), daemon=True).start()

        thread = Thread(target=take, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        yield port
        ended.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            pass
        thread.join(2)


def _talked(talk: Talk, wire: socket.socket) -> None:
    with suppress(OSError), wire:
        talk(wire)


def silent(wire: socket.socket) -> None:
    """Take everything and say nothing, until the other side goes."""
    while wire.recv(4096):
        pass


def plain(wire: socket.socket) -> None:
    """Answer whatever comes as a server without TLS does."""
    wire.recv(4096)
    wire.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def refusing(wire: socket.socket) -> None:
    """Answer as a proxy that leads nowhere."""
    wire.recv(4096)
    wire.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


def encrypted(context: ssl.SSLContext) -> Talk:
    """Greet by TLS."""

    def talk(wire: socket.socket) -> None:
        with context.wrap_socket(wire, server_side=True) as talked:
            silent(talked)

    return talk


def ending_soon(folder: Path) -> Authority:
    """Make a certificate that ends in ten days, and is its own authority."""
    subprocess.run(
        ["openssl", "req", "-x509", *KEY, "-keyout", "ending-soon.key", "-out", "ending-soon.pem", "-days", "10",
         "-subj", "/CN=ending-soon", "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    (folder / "authority.pem").write_bytes((folder / "ending-soon.pem").read_bytes())
    return Authority(folder)


def closed_port() -> int:
    """Return a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
