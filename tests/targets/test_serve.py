"""Content negotiation, as a harvester and as a browser meet it."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from img2fair.errors import UsageFault
from img2fair.targets import TARGETS
from img2fair.targets.site.negotiation import choose
from img2fair.targets.site.serve import SiteServer, serve
from tests.targets.changes import dataset, everything, settings, site, withdraw, write

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    folder = tmp_path_factory.mktemp("served")
    with TARGETS["site"](settings(folder)).writing() as change:
        for one in [*everything(), withdraw("PROSTATE")]:
            change(one)
    (folder / "secret.ttl").write_text("outside")
    (folder / "public" / "assets" / "way-out.ttl").symlink_to(folder / "secret.ttl")
    served = serve(folder / "public")
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


def get(server: SiteServer, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, dict(response.getheaders()), body


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json;q=0.9, text/turtle;q=0.1", "application/ld+json"),
        ("application/*", "application/ld+json"),
        (BROWSER, "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("path", ["/dataset/LGG", "/catalogue/dataset/LGG", "/", "/catalogue"])
def test_the_form_asked_for(server: SiteServer, path: str, accept: str, kind: str) -> None:
    status, headers, body = get(server, path, Accept=accept)
    assert (status, headers["Content-Type"], headers["Vary"]) == (200, kind, "Accept, Accept-Language")
    assert body and 'rel="alternate"' in headers["Link"]


def test_without_an_accept_header_it_is_turtle(server: SiteServer) -> None:
    assert get(server, "/dataset/LGG")[1]["Content-Type"].startswith("text/turtle")


def test_what_cannot_be_had(server: SiteServer) -> None:
    status, headers, body = get(server, "/dataset/LGG", Accept="application/pdf, text/turtle;q=0")
    assert (status, headers["Vary"]) == (406, "Accept, Accept-Language") and "text/turtle" in body


def test_explicit_suffixes(server: SiteServer) -> None:
    for path in ("/dataset/LGG.ttl", "/dataset/LGG.jsonld", "/dataset/LGG.html", "/catalogue.nq", "/assets/site.css"):
        assert get(server, path, Accept="application/pdf")[0] == 200


def test_a_withdrawn_record_is_gone(server: SiteServer) -> None:
    for path in ("/dataset/PROSTATE", "/dataset/PROSTATE.html", "/distribution/PROSTATE-dicom.jsonld"):
        status, _, body = get(server, path)
        assert status == 410 and "PROSTATE" in body


@pytest.mark.parametrize(
    "path",
    ["/dataset", "/dataset/", "/dataset/NONE", "/../secret.ttl", "/%2e%2e/secret.ttl", "/assets/way-out.ttl", "/a%00b",
     "/dataset/..%2f..%2fsecret.ttl", "//etc/passwd", "/.public.versions",
     "//[", "/catalogue/../secret.ttl", "/assets"],
)  # fmt: skip
def test_nothing_else_is_there(server: SiteServer, path: str) -> None:
    status, _, body = get(server, path)
    assert status == 404 and "outside" not in body


def test_a_conditional_request(server: SiteServer) -> None:
    tag = get(server, "/dataset/LGG")[1]["ETag"]
    status, headers, body = get(server, "/dataset/LGG", If_None_Match=f'"other", W/{tag}')
    assert (status, body, headers["ETag"], headers["Vary"]) == (304, "", tag, "Accept, Accept-Language")
    assert get(server, "/dataset/LGG", Accept="text/html", If_None_Match=tag)[0] == 200


def test_head_has_no_body(server: SiteServer) -> None:
    status, headers, body = get(server, "/dataset/LGG", "HEAD")
    assert (status, body) == (200, "") and int(headers["Content-Length"]) > 0


@pytest.mark.parametrize("host", ["0.0.0.0", "example.org", "192.168.1.1", ""])  # noqa: S104
def test_only_loopback_is_served(server: SiteServer, host: str) -> None:
    with pytest.raises(UsageFault, match="loopback"):
        serve(server.folder, host)


def test_a_folder_that_is_no_site_is_not_served(tmp_path: Path, server: SiteServer) -> None:
    with pytest.raises(UsageFault):
        serve(tmp_path)
    with pytest.raises(UsageFault, match="cannot listen"):
        serve(server.folder, port=int(server.server_address[1]))


def raw(server: SiteServer, data: bytes) -> bytes:
    """Send bytes as they are and return all that comes back until the server hangs up or waits for more."""
    with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=3) as line:
        line.sendall(data)
        got = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while block := line.recv(65536):
                got += block
                if b"\r\n\r\n" in got and b"Connection: close" not in data:
                    break
        return got


END = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET /../../../../etc/passwd" + END, 404),
        (b"GET /..\\..\\secret.ttl" + END, 404),
        (b"GET /%2e%2e%2fsecret.ttl" + END, 404),
        (b"GET /%252e%252e/secret.ttl" + END, 404),
        (b"GET /dataset/LGG%00.ttl" + END, 404),
        (b"GET /dataset/LGG\x00.ttl" + END, 404),
        (b"GET /%ff%fe" + END, 404),
        (b"GET http://evil.example/../secret.ttl" + END, 404),
        (b"GET /dataset/LGG%0d%0aSet-Cookie:%20a=b" + END, 404),
        (b"GET /assets/..%2f..%2f.public.versions%2f1%2findex.ttl" + END, 404),
        (b"GET /img2fair-site.json%20" + END, 404),
        (b"GET /" + b"a" * 70_000 + END, 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"nonsense\r\n\r\n", 400),
        (b"PUT /dataset/LGG" + END, 405),
        (b"DELETE /dataset/LGG" + END, 405),
        (b"TRACE /" + END, 501),
        (b"GET /dataset/LGG.ttl HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-10\r\n\r\n", 200),
        (b"GET /dataset/LGG HTTP/1.1\r\nHost: localhost\r\nAccept: " + b"a/b;q=1," * 5000 + b"\r\n\r\n", 406),
    ],
)
def test_odd_requests(server: SiteServer, line: bytes, status: int) -> None:
    got = raw(server, line)
    assert int(got.split()[1]) == status, got[:200]
    head = got.split(b"\r\n\r\n")[0].lower()
    assert b"set-cookie" not in head and b"outside" not in got and b"root:" not in got
    assert b"traceback" not in got.lower()
    assert get(server, "/dataset/LGG")[0] == 200, "it goes on"


@pytest.mark.parametrize(
    ("host", "known"),
    [("localhost", True), ("LOCALHOST:8000", True), ("localhost.", True), ("127.0.0.1:1", True), ("127.9.9.9", True),
     ("evil.example", False), ("127.0.0.1.evil.example", False), ("evil.example:80", False), ("", False),
     ("localhost:80:evil.example", False), ("192.0.2.1", False), ("a\tb", False)],
)  # fmt: skip
def test_only_requests_to_this_machine_are_answered(server: SiteServer, host: str, known: bool) -> None:
    got = raw(server, f"GET /dataset/LGG.ttl HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert got.split()[1] == (b"200" if known else b"421")
    assert (b"glioma" in got) is known


def test_every_answer_forbids_guessing_its_type(server: SiteServer) -> None:
    for path in ("/", "/dataset/LGG", "/dataset/PROSTATE", "/nowhere", "/assets/site.css"):
        status, headers, _ = get(server, path)
        assert headers["X-Content-Type-Options"] == "nosniff", (path, status)


def test_a_reader_who_hangs_up_is_no_news(server: SiteServer, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=3) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # end with a reset
            line.sendall(b"GET /catalogue.nq HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert get(server, "/dataset/LGG")[0] == 200
    assert capsys.readouterr().err == ""


def test_slow_readers_hold_nobody_up(server: SiteServer) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(30):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=3))
            line.sendall(b"GET /dataset/LG")
        assert get(server, "/dataset/LGG")[0] == 200


def test_while_the_site_is_swapped_every_answer_is_whole(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    stop, seen = threading.Event(), set[int]()
    with serve(tmp_path / "public") as swapped:
        thread = threading.Thread(target=swapped.serve_forever)
        thread.start()

        def read() -> None:
            while not stop.is_set():
                seen.add(get(swapped, "/dataset/LGG.ttl")[0])

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(6):
            write(site(tmp_path), [dataset("LUNG", title=f"title {number}"), withdraw("PROSTATE"), dataset("PROSTATE")])
        stop.set()
        for reader in readers:
            reader.join()
        (tmp_path / "public").unlink()
        status, headers, _ = get(swapped, "/dataset/LGG.ttl")
        swapped.shutdown()
        thread.join()
    assert seen == {200}
    assert (status, headers["Retry-After"]) == (503, "1")


def test_choosing() -> None:
    offered = ["text/turtle", "text/html"]
    assert choose("", offered) == "text/turtle"
    assert choose("text/*;q=0.5, text/html", offered) == "text/html"
    assert choose("text/html;q=nonsense", offered) is None
