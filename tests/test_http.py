"""Reading over HTTP from servers that answer strangely, slowly, or not at all."""

import gzip
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import Client, Floor, Journal, Passing, Unreachable

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server that gives one answer to everything; yields its address and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            asked.append(self.path)
            try:
                answer(self)
            except ConnectionError:  # the client had enough
                self.close_connection = True

        def log_message(self, *arguments: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        Thread(target=listening.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


def body(*pieces: bytes, every: float = 0.0, chunked: bool = False, packed: bool = False, lost: int = 0) -> Answer:
    """A good answer sent in pieces, one every so many seconds; of its end so many bytes are lost."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        length = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(b"".join(pieces)) + lost))
        for name, value in [length, *([("Content-Encoding", "gzip")] if packed else [])]:
            handler.send_header(name, value)
        handler.end_headers()
        for piece in pieces:
            time.sleep(every)
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        if chunked and not lost:
            handler.wfile.write(b"0\r\n\r\n")
        handler.close_connection = lost > 0

    return answer


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


def content(answer: requests.Response) -> bytes:
    return answer.content


def raw(answer: requests.Response) -> bytes:
    """Read piece by piece, as files are."""
    read = bytearray()
    while piece := answer.raw.read(100, decode_content=True):
        read += piece
    return bytes(read)


def streamed(answer: requests.Response) -> bytes:
    return b"".join(answer.iter_content(1 << 16))


WAYS = pytest.mark.parametrize("read", [content, raw, streamed])
BRISK = Floor(grace=0.2, speed=1000)
"""A floor that a test can wait for."""


@WAYS
@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_a_body_that_drips_breaks_off(read: Callable[[requests.Response], bytes], chunked: bool, packed: bool) -> None:
    whole = gzip.compress(bytes(range(256))) if packed else b"x" * 200
    pieces = [whole[place : place + 1] for place in range(len(whole))]
    started = time.monotonic()
    with server(body(*pieces, every=0.03, chunked=chunked, packed=packed)) as (url, asked):
        with pytest.raises(RemoteFault, match="too slowly"):
            Client(url, Journal(), floor=BRISK).get("/x", read=read, tries=1)
        assert time.monotonic() - started < 2
        assert len(asked) == 1


@WAYS
def test_a_large_body_may_take_its_time(read: Callable[[requests.Response], bytes]) -> None:
    with server(body(*[b"x" * 500] * 8, every=0.1)) as (url, asked):
        assert len(Client(url, Journal(), floor=BRISK).get("/x", read=read)) == 4000
        assert len(asked) == 1


@WAYS
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_cut_short_is_asked_for_again(read: Callable[[requests.Response], bytes], chunked: bool) -> None:
    with server(body(b"x" * 5000, b"y", chunked=chunked, lost=1)) as (url, asked):
        with pytest.raises(RemoteFault, match="cut short"):
            Client(url, Journal()).get("/x", read=read, tries=2)
        assert len(asked) == 2


@given(pieces=st.lists(st.binary(min_size=1, max_size=300), max_size=20), chunked=st.booleans(), packed=st.booleans())
def test_what_is_sent_is_read_however_it_is_sent(
    pieces: Sequence[bytes], chunked: bool, packed: bool, echo: dict[str, Any]
) -> None:
    whole = b"".join(pieces)
    if packed:
        pressed = gzip.compress(whole)
        pieces = [pressed[place : place + 7] for place in range(0, len(pressed), 7)]
    echo["answer"] = body(*pieces, chunked=chunked, packed=packed)
    assert [echo["client"].get("/x", read=read) for read in (content, raw, streamed)] == [whole] * 3


@pytest.fixture(scope="module")
def echo() -> Iterator[dict[str, Any]]:
    """A server that answers as it is told, and a client for it."""
    told: dict[str, Any] = {}
    with server(lambda handler: told["answer"](handler)) as (url, _):
        told["client"] = Client(url, Journal())
        yield told
        told["client"].session.close()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_connections_are_used_again(chunked: bool, packed: bool) -> None:
    seen = set()
    good = body(gzip.compress(b"x" * 5000), chunked=chunked, packed=packed)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.add(handler.client_address)
        good(handler)

    with server(answer) as (url, asked):
        client = Client(url, Journal())
        for read in (content, raw, streamed):
            client.get("/x", read=read)
        client.session.close()
        assert (len(asked), len(seen)) == (3, 1)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("chunked", [False, True])
def test_connections_of_unread_answers_come_back(chunked: bool) -> None:
    with server(body(b"x" * 5000, b"y", chunked=chunked)) as (url, _):
        client = Client(url, Journal(), threads=1)
        for _ in range(6):
            assert client.get("/x", read=lambda answer: answer.status_code) == 200
            assert client.get("/x", read=lambda answer: answer.raw.read(10)) == b"x" * 10
        assert client.get("/x", read=content) == b"x" * 5000 + b"y"
        client.session.close()


def test_a_request_may_be_tried_less_often() -> None:
    with server(says(503)) as (url, asked):
        with pytest.raises(RemoteFault, match="503") as caught:
            Client(url, Journal()).get("/x", read=content, tries=2)
        assert len(asked) == 2
        assert "asked 2 times" in str(caught.value)


def test_the_journal_says_what_a_request_was_for() -> None:
    journal = Journal()
    with server(says(200)) as (url, _):
        Client(url, journal).get("/x", {"secret": "1"}, read=content, project="P", parts=("subjects", "sessions"))
        Client(url, journal).get("/y", read=content)
    first, second = journal.listed()
    assert (first.number, first.path, first.project, first.parts) == (1, "/x", "P", ("subjects", "sessions"))
    assert (second.number, second.path, second.project, second.parts) == (2, "/y", "", ())


def test_all_threads_together_keep_the_rate() -> None:
    with server(says(200)) as (url, asked), ThreadPoolExecutor(4) as pool:
        client = Client(url, Journal(), rate=40)
        started = time.monotonic()
        list(pool.map(lambda _: client.get("/x", read=content), range(13)))
        assert time.monotonic() - started >= 12 / 40
        client.session.close()
    assert len(asked) == 13


def test_who_is_told_to_wait_waits_for_all_threads() -> None:
    times: list[float] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        times.append(time.monotonic())
        says(503, retry_after="1")(handler) if len(times) == 1 else says(200)(handler)

    with server(answer) as (url, _), ThreadPoolExecutor(4) as pool:
        client = Client(url, Journal())
        first = pool.submit(client.get, "/first", read=content)
        while not times:
            time.sleep(0.01)
        time.sleep(0.1)
        for other in [pool.submit(client.get, "/other", read=content) for _ in range(3)]:
            other.result()
        first.result()
        client.session.close()
    assert len(times) == 5
    assert min(times[1:]) - times[0] >= 1


def refuses(answer: requests.Response) -> bytes:
    raise Passing("an answer one cannot use")


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


DEAD: list[tuple[str, Answer, Callable[[requests.Response], bytes], bool]] = [
    ("502", says(502), content, True),
    ("503", says(503), content, True),
    ("504", says(504), content, True),
    ("no answer", hangs_up, content, True),
    ("half an answer", body(b"x", lost=1), content, True),
    ("an answer that drips", body(*[b"x"] * 100, every=0.03), content, True),
    ("busy", says(429), content, False),
    ("a bad answer", says(500), refuses, False),
]


@pytest.mark.parametrize(("answer", "read", "dead"), [case[1:] for case in DEAD], ids=[case[0] for case in DEAD])
def test_a_dead_server_is_not_asked_for_ever(
    answer: Answer, read: Callable[[requests.Response], bytes], dead: bool
) -> None:
    with server(answer) as (url, asked):
        client = Client(url, Journal(), floor=BRISK)
        for _ in range(3):
            with pytest.raises(RemoteFault, match="cannot read from") as caught:
                client.get("/x", read=read, tries=1)
            assert not isinstance(caught.value, Unreachable)
        with pytest.raises(RemoteFault) as caught:
            client.get("/x", read=read, tries=1)
        assert isinstance(caught.value, Unreachable) == dead
        assert asked == ["/x"] * 3 + (["/"] if dead else ["/x"]), "before it counts as dead, its own page is asked for"
        assert str(caught.value).count("\n") <= 5


def test_a_server_that_only_one_request_is_too_heavy_for_is_not_dead() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        says(504 if handler.path == "/heavy" else 200)(handler)

    with server(answer) as (url, _):
        client = Client(url, Journal())
        for _ in range(7):
            with pytest.raises(RemoteFault, match="504") as caught:
                client.get("/heavy", read=content, tries=1)
            assert not isinstance(caught.value, Unreachable)
        client.get("/light", read=content)


def test_a_thousand_requests_to_nobody_end_soon() -> None:
    with server(says(200)) as (url, _):
        pass
    client = Client(url, Journal())
    kinds = []

    def ask(_: int) -> None:
        with pytest.raises(RemoteFault) as caught:
            client.get("/x", read=content)
        kinds.append(type(caught.value))

    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(1000)))
    assert time.monotonic() - started < 8
    assert kinds.count(RemoteFault) <= 4
    assert kinds.count(Unreachable) >= 996


def test_a_success_in_between_shows_that_the_server_lives() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        says(200 if handler.path == "/good" else 503)(handler)

    with server(answer) as (url, asked):
        client = Client(url, Journal())
        for path in ("/bad", "/bad", "/good", "/bad", "/bad", "/good"):
            if path == "/good":
                client.get(path, read=content, tries=1)
                continue
            with pytest.raises(RemoteFault, match="cannot read from"):
                client.get(path, read=content, tries=1)
        assert len(asked) == 6


def test_failures_beside_successes_of_other_threads_do_not_count() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/good":
            return says(200)(handler)
        time.sleep(0.2)
        return says(504)(handler)

    with server(answer) as (url, _), ThreadPoolExecutor(4) as pool:
        client = Client(url, Journal())
        bad = [pool.submit(client.get, "/bad", read=content, tries=1) for _ in range(3)]
        time.sleep(0.1)
        client.get("/good", read=content)
        for one in bad:
            assert not isinstance(one.exception(), Unreachable)
        client.get("/good", read=content)
        client.session.close()
