"""What the tests of sessions share: a few requests, and a server that does what the demo archive does not."""

import base64
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from img2fair.archives import Login
from img2fair.archives.xnat.access import Access
from img2fair.archives.xnat.answers import listed
from img2fair.demo.archive import DemoArchive
from img2fair.http import Client, Journal

DEMO = Login("demo", "demo")
LIST, SUBJECTS, WHO, SESSION = "/data/projects", "/data/subjects", "/data/auth", "/data/JSESSION"


def first(client: Client) -> list[dict[str, str]]:
    return client.get(LIST, {"format": "json", "accessible": "true"}, read=listed)


def subjects(client: Client) -> list[dict[str, str]]:
    return client.get(SUBJECTS, {"format": "json"}, read=listed)


def asked(archive: DemoArchive, path: str) -> int:
    return sum(record.path == path for record in archive.requests)


@dataclass
class Strange:
    """A server with sessions of its own, which does what the demo archive does not: one open to guests.

    :param says: what ``/data/auth`` says of a session's name.
    :param rotates: whether every answer gives the session another id, as some balancers do.
    :param forgets: whether a session lives for one list only.
    """

    password: str = "demo"
    says: str = "User '{}' is logged in"
    rotates: bool = False
    forgets: bool = False
    cookies: bool = True
    balanced: bool = True
    sessions: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, name: str) -> str:
        id_ = secrets.token_hex(8)
        self.sessions[id_] = name
        return id_

    def identify(self, cookie: str, authorization: str) -> tuple[str, str, bool]:
        """Return the session's id and name, and whether it is refused."""
        if authorization:
            if authorization != "Basic " + base64.b64encode(f"demo:{self.password}".encode()).decode():
                return "", "", True
            return self.open("demo"), "demo", False
        if cookie not in self.sessions:
            return self.open("guest"), "guest", False
        name = self.sessions[cookie]
        return (self.open(name) if self.rotates else cookie), name, False

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        cookies = SimpleCookie(handler.headers.get("Cookie", ""))
        sent = cookies["JSESSIONID"].value if "JSESSIONID" in cookies else ""
        with self.lock:
            self.seen.append(
                (handler.path, handler.headers.get("Cookie", ""), handler.headers.get("Authorization", ""))
            )
            id_, name, refused = self.identify(sent, handler.headers.get("Authorization", ""))
            if self.forgets and handler.path == LIST:
                self.sessions.pop(id_, None)
        body = {WHO: self.says.format(name), SESSION: id_}.get(handler.path, f"list of {name}").encode()
        status = 401 if refused or (handler.path, name) == ("/closed", "demo") else 200
        handler.send_response(status)
        if id_ != sent and self.cookies and not refused:
            if sent:
                handler.send_header("Set-Cookie", "JSESSIONID=stale; Path=/")
            handler.send_header("Set-Cookie", f"JSESSIONID={id_}; Path=/; HttpOnly")
        if "SERVERID" not in cookies and self.balanced:
            handler.send_header("Set-Cookie", "SERVERID=a; path=/")
            handler.send_header("Set-Cookie", "GONE=1; Max-Age=0")
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def paths(self, path: str) -> int:
        return sum(seen[0] == path for seen in self.seen)


@contextmanager
def standing(strange: Strange, threads: int = 4) -> Iterator[tuple[Client, Access]]:
    """The server, a client and its access, with the log-in of ``demo``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_request_line(self) -> None:
            strange.answer(self)

        do_GET = do_DELETE = handle_request_line  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
        client = Client(f"http://127.0.0.1:{listening.server_port}", Journal(), threads=threads)
        with Access(client, Login("demo", strange.password)) as access:
            yield client, access
        listening.shutdown()


def plain(client: Client, path: str = LIST) -> str:
    return client.get(path, read=lambda answer: answer.text)
