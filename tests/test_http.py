"""Reading over HTTP from servers that answer strangely."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import Client, Journal

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server that gives one answer to everything; yields its address and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer(self)

        def log_message(self, *arguments: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        Thread(target=listening.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def get(url: str) -> bytes:
    return Client(url, Journal()).get("/x", read=lambda answer: answer.content)


@pytest.mark.parametrize("location", ["https://evil.example.org/x?token=1", "http://[", "//other", "/elsewhere"])
def test_a_redirect_is_refused_and_its_query_not_shown(location: str) -> None:
    with server(says(302, location=location)) as (url, asked):
        with pytest.raises(RemoteFault, match="elsewhere") as caught:
            get(url)
        assert "token" not in str(caught.value)
        assert len(asked) == 1


STRANGE: list[tuple[str, Answer, int]] = [
    ("a broken encoding", says(200, b"not gzip", content_encoding="gzip"), 4),
    ("far in the future", says(503, retry_after="Fri, 31 Dec 99999 23:59:59 GMT"), 4),
    ("no date", says(503, retry_after="soon"), 4),
    ("in the past", says(429, retry_after="Fri, 31 Dec 1999 23:59:59 GMT"), 4),
    ("at once", says(429, retry_after="0"), 4),
]


@pytest.mark.parametrize(("answer", "times"), [case[1:] for case in STRANGE], ids=[case[0] for case in STRANGE])
def test_it_is_asked_again_a_few_times_and_told(answer: Answer, times: int) -> None:
    with server(answer) as (url, asked):
        with pytest.raises(RemoteFault, match="cannot read from"):
            get(url)
        assert len(asked) == times


def test_retry_after_is_waited_for() -> None:
    import time

    started = time.monotonic()
    with server(says(429, retry_after="1")) as (url, asked), pytest.raises(RemoteFault):
        get(url)
    assert time.monotonic() - started >= 3
    assert len(asked) == 4


def test_401_is_a_matter_of_login() -> None:
    with server(says(401)) as (url, asked):
        with pytest.raises(LoginFault):
            get(url)
        assert len(asked) == 1


def test_numbers_do_not_depend_on_the_order_of_requests() -> None:
    journal = Journal()
    first, second = journal.reserve(2), journal.reserve(1)
    journal.note(second[0], "GET", "/c")
    journal.note(first[1], "GET", "/b")
    journal.note(first[0], "GET", "/a")
    assert [request.path for request in journal.listed()] == ["/a", "/b", "/c"]
