"""One session for a run: opened by the first request, kept, noticed when it is lost, closed at the end."""

import base64
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from img2fair.archives import Login
from img2fair.archives.xnat.access import Access
from img2fair.archives.xnat.answers import listed
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.faults import Fault
from img2fair.demo.content import ArchiveContent
from img2fair.errors import LoginFault, RemoteFault, UsageFault
from img2fair.http import Client, Journal, Unreachable
from tests.sizes import size

DEMO = Login("demo", "demo")
LIST, SUBJECTS, WHO, SESSION = "/data/projects", "/data/subjects", "/data/auth", "/data/JSESSION"


def first(client: Client) -> list[dict[str, str]]:
    return client.get(LIST, {"format": "json", "accessible": "true"}, read=listed)


def subjects(client: Client) -> list[dict[str, str]]:
    return client.get(SUBJECTS, {"format": "json"}, read=listed)


def asked(archive: DemoArchive, path: str) -> int:
    return sum(record.path == path for record in archive.requests)


def test_the_first_list_carries_the_log_in(archive: DemoArchive) -> None:
    client = Client(archive.url, Journal())
    with Access(client, DEMO) as access:
        assert access.account == "user"
        assert "breast_diagnosis" in [row["id"] for row in access.enter(lambda: first(client))]
        assert len(subjects(client)) == len(subjects(client)) > 0
        assert archive.logins.count("demo") == 1
        assert access.still_there()
    assert archive.logins.count("demo") == 0
    assert [(record.method, record.path) for record in archive.requests] == [
        ("GET", LIST),
        ("GET", SUBJECTS),
        ("GET", SUBJECTS),
        ("GET", WHO),
        ("DELETE", SESSION),
    ]


@pytest.mark.parametrize("kind", ["truncated", "reset", "bad_json", "status", "html_500"])
def test_a_first_list_that_is_tried_again_opens_one_session(archive: DemoArchive, kind: Any) -> None:
    archive.faults.add(Fault(path=LIST, kind=kind, times=2))
    client = Client(archive.url, Journal())
    with Access(client, DEMO) as access:
        assert access.enter(lambda: first(client))
        assert archive.logins.count("demo") == 1
        assert archive.logins.count("guest") == 0


def test_a_guest_needs_no_log_in_and_has_one_session(archive: DemoArchive) -> None:
    client = Client(archive.url, Journal())
    with Access(client, None) as access:
        assert access.account == "guest"
        assert "breast_diagnosis" not in [row["id"] for row in access.enter(lambda: first(client))]
        subjects(client)
        assert access.still_there()
        assert access.renewed() is None
        assert archive.logins.count("guest") == 1
    assert {record.method for record in archive.requests} == {"GET"}


def test_a_closed_archive_tells_guests_that_it_wants_a_log_in(content: ArchiveContent) -> None:
    with DemoArchive(content, require_login=True) as closed:
        client = Client(closed.url, Journal())
        with Access(client, None) as access, pytest.raises(LoginFault, match="wants a log-in"):
            access.enter(lambda: first(client))


@pytest.mark.parametrize("user", ["demo", "9b0a4a9f-5d1c-4b83-8f1e-0d0c3a7d5c11"])
def test_a_wrong_password_is_tried_once(archive: DemoArchive, user: str) -> None:
    client = Client(archive.url, Journal())
    with Access(client, Login(user, "not-it")) as access:
        match = "refuses the log-in of 'demo'" if user == "demo" else "refuses the alias token"
        with pytest.raises(LoginFault, match=match) as caught:
            access.enter(lambda: first(client))
    assert "not-it" not in str(caught.value)
    assert user == "demo" or user not in str(caught.value)
    assert [record.status for record in archive.requests] == [401]


@pytest.mark.parametrize(
    "url", ["http://xnat.example.org", "http://10.0.0.1:8080/xnat", "http://localhost.example.org"]
)
def test_a_log_in_never_travels_unencrypted(url: str) -> None:
    client = Client(url, Journal())
    with Access(client, DEMO) as access, pytest.raises(UsageFault, match="unencrypted"):
        access.enter(lambda: first(client))
    assert client.journal.listed() == ()


@pytest.mark.parametrize("closed", [False, True])
def test_a_session_that_ends_at_any_request_is_noticed_and_nothing_lost(content: ArchiveContent, closed: bool) -> None:
    with DemoArchive(content, require_login=closed) as archive:
        client = Client(archive.url, Journal())
        with Access(client, DEMO) as access:
            projects = access.enter(lambda: first(client))
            whole = subjects(client)
            for again in range(1, 4):
                archive.logins.close_all()
                assert subjects(client) == whole
                assert first(client) == projects
                assert asked(archive, SESSION) == again
            assert access.still_there()
        assert archive.logins.count("demo") == 0


@pytest.mark.parametrize("closed", [False, True])
def test_one_log_in_serves_all_threads(content: ArchiveContent, closed: bool) -> None:
    with DemoArchive(content, require_login=closed) as archive, ThreadPoolExecutor(8) as pool:
        client = Client(archive.url, Journal(), threads=8)
        with Access(client, DEMO) as access:
            access.enter(lambda: first(client))
            whole = subjects(client)
            archive.logins.close_all()
            for found in pool.map(lambda _: subjects(client), range(24)):
                assert found == whole
            assert asked(archive, SESSION) == 1
            assert archive.logins.count("demo") == 1


@pytest.mark.parametrize("seed", range(size(2, 20)))
def test_a_third_of_the_answers_failing_changes_nothing(archive: DemoArchive, seed: int) -> None:
    client = Client(archive.url, Journal())
    with Access(client, DEMO) as access, ThreadPoolExecutor(4) as pool:
        projects = access.enter(lambda: first(client))
        whole = subjects(client)
        archive.faults.flaky(0.3, seed)
        archive.faults.add(Fault(path=SUBJECTS, kind="expire_session", times=3))
        archive.faults.add(Fault(path=LIST, kind="shortened", times=2))
        found = list(pool.map(lambda turn: (first if turn % 2 else subjects)(client), range(16)))
        assert found == [whole, projects] * 8
        assert access.still_there()
        assert asked(archive, SESSION) >= 1


def test_a_lost_session_is_told_at_the_end(archive: DemoArchive) -> None:
    client = Client(archive.url, Journal())
    with Access(client, DEMO) as access:
        access.enter(lambda: first(client))
        archive.logins.close_all()
        assert not access.still_there()


def test_an_abandoned_run_is_logged_out_once(archive: DemoArchive) -> None:
    client = Client(archive.url, Journal())
    access = Access(client, DEMO)
    with pytest.raises(KeyboardInterrupt), access:
        access.enter(lambda: first(client))
        raise KeyboardInterrupt
    access.log_out()
    assert archive.logins.count("demo") == 0
    assert [record.method for record in archive.requests] == ["GET", "DELETE"]


def test_a_first_list_that_cannot_be_read_leaves_no_session_behind(archive: DemoArchive) -> None:
    archive.faults.add(Fault(path=LIST, kind="wrong_type"))
    client = Client(archive.url, Journal())
    with pytest.raises(RemoteFault, match="text/html"):
        Access(client, DEMO).enter(lambda: first(client))
    assert archive.logins.count("demo") == 0
    assert [record.method for record in archive.requests] == ["GET", "DELETE"]


def test_logging_out_of_a_dead_archive_is_no_fault(content: ArchiveContent) -> None:
    with DemoArchive(content) as archive:
        client = Client(archive.url, Journal())
        access = Access(client, DEMO)
        access.enter(lambda: first(client))
    access.log_out()


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


def test_a_password_may_be_written_in_any_script() -> None:
    strange = Strange(password="pä€ßwörd:日本")
    with standing(strange) as (client, access):
        assert access.enter(lambda: plain(client)) == "list of demo"


def test_a_server_without_sessions_is_no_archive() -> None:
    with standing(Strange(cookies=False)) as (client, access), pytest.raises(RemoteFault, match="no session id"):
        access.enter(lambda: plain(client))


def test_only_the_first_request_carries_the_password_and_a_balancers_cookie_is_kept() -> None:
    strange = Strange()
    with standing(strange) as (client, access):
        access.enter(lambda: plain(client))
        plain(client)
        assert access.still_there()
    (_, nothing, basic), *others = strange.seen
    assert nothing == ""
    assert basic.startswith("Basic ")
    assert len(others) == 3
    for _, cookie, authorization in others:
        assert authorization == ""
        assert sorted(part.partition("=")[0] for part in cookie.split("; ")) == ["JSESSIONID", "SERVERID"]


def test_an_id_that_changes_with_every_answer_is_followed() -> None:
    strange = Strange(rotates=True)
    with standing(strange) as (client, access), ThreadPoolExecutor(4) as pool:
        access.enter(lambda: plain(client))
        assert set(pool.map(lambda _: plain(client), range(20))) == {"list of demo"}
        assert access.still_there()
    assert strange.paths(SESSION) == 1, "the log-out is all there is"


def test_no_answer_to_a_guest_is_ever_read() -> None:
    strange = Strange()
    with standing(strange, threads=6) as (client, access), ThreadPoolExecutor(6) as pool:
        access.enter(lambda: plain(client))

        def read(turn: int) -> str:
            if turn % 10 == 5:
                with strange.lock:
                    strange.sessions.clear()
            return plain(client)

        assert set(pool.map(read, range(60))) == {"list of demo"}


def test_failed_log_ins_are_never_more_than_two() -> None:
    strange = Strange()
    with standing(strange, threads=8) as (client, access), ThreadPoolExecutor(8) as pool:
        access.enter(lambda: plain(client))
        strange.password = "another"
        strange.sessions.clear()
        for one in [pool.submit(plain, client) for _ in range(30)]:
            assert isinstance(one.exception(), LoginFault)
    assert sum(authorization != "" for _, _, authorization in strange.seen) == 1 + 2


def test_an_archive_that_ends_every_session_is_given_up() -> None:
    strange = Strange(forgets=True)
    with standing(strange) as (client, access):
        access.enter(lambda: plain(client))
        with pytest.raises(Unreachable, match="again and again"):
            for _ in range(100):
                plain(client, "/data/other")
                strange.sessions.clear()
    assert sum(authorization != "" for _, _, authorization in strange.seen) == 1 + 20


def test_a_page_that_is_closed_to_us_costs_no_session() -> None:
    strange = Strange()
    with standing(strange) as (client, access):
        access.enter(lambda: plain(client))
        with pytest.raises(LoginFault, match="refused"):
            plain(client, "/closed")
        assert plain(client) == "list of demo"
        assert strange.paths(SESSION) == 0


@pytest.mark.parametrize(
    ("says", "there"),
    [
        ("User '{}' is logged in", True), ("User '{}' is logged in\n", True),
        ("User 'guest' is logged in", False), ("User '' is logged in", False), ("{}", False), ("", False),
        ("<html>Please log in, {}</html>", False), ("User '{}' is logged in; XNAT_CSRF=1", False),
    ],
)  # fmt: skip
def test_only_xnats_own_words_say_that_we_are_there(says: str, there: bool) -> None:
    with standing(Strange(says=says)) as (client, access):
        access.enter(lambda: plain(client))
        assert access.still_there() is there


def test_a_session_of_somebody_else_is_not_ours() -> None:
    strange = Strange()
    with standing(strange) as (client, access):
        access.enter(lambda: plain(client))
        assert access.still_there()
        strange.sessions = dict.fromkeys(strange.sessions, "another")
        assert not access.still_there()


def test_another_log_in_does_not_bring_the_dead_session_along() -> None:
    strange = Strange(balanced=False)
    with standing(strange) as (client, access):
        access.enter(lambda: plain(client))
        strange.sessions.clear()
        assert plain(client) == "list of demo"
    assert [cookie for _, cookie, authorization in strange.seen if authorization] == ["", ""]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged, also by the libraries."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    yield caplog
    logging.getLogger("urllib3").setLevel(logging.NOTSET)


@contextmanager
def with_token(archive: DemoArchive, hours: float) -> Iterator[tuple[Client, Access]]:
    """An access by an alias token that ends in so many hours."""
    usual, archive.logins.token_seconds = archive.logins.token_seconds, hours * 3600
    token = archive.logins.issue("demo")
    archive.logins.token_seconds = usual
    client = Client(archive.url, Journal())
    with Access(client, Login(token.alias, token.secret)) as access:
        access.enter(lambda: first(client))
        yield client, access


def hidden(archive: DemoArchive) -> set[str]:
    tokens = archive.logins.tokens("demo")
    return {token.secret for token in tokens} | {token.alias for token in tokens}


def warnings(told: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in told.records if record.levelno >= logging.WARNING]


def test_a_token_that_lasts_is_left_alone(archive: DemoArchive, told: pytest.LogCaptureFixture) -> None:
    with with_token(archive, 7) as (_, access):
        assert [access.renewed() for _ in range(3)] == [None] * 3
    assert len(archive.logins.tokens("demo")) == 1
    assert asked(archive, "/data/services/tokens/show") == 1
    assert not warnings(told)


def test_a_token_that_ends_soon_is_renewed_for_this_run(archive: DemoArchive, told: pytest.LogCaptureFixture) -> None:
    with with_token(archive, 5) as (client, access):
        whole = subjects(client)
        old = archive.logins.tokens("demo")[0]
        renewed = access.renewed()
        assert renewed is not None
        issued = archive.logins.token(renewed.user)
        assert issued is not None
        assert issued.opened_by(renewed.password)
        assert access.renewed() is None
        archive.logins.invalidate(old.alias)
        archive.logins.close_all()
        assert subjects(client) == whole
        assert access.still_there()
        (warning,) = warnings(told)
        assert time.strftime("%Y-%m-%dT%H", time.gmtime(old.expires)) in warning
        assert not [secret for secret in hidden(archive) | {old.alias, old.secret} if secret in told.text]
        assert not [
            secret
            for secret in hidden(archive) | {old.alias, old.secret}
            for request in client.journal.listed()
            if secret in request.path
        ]


def test_a_token_may_be_renewed_again_and_the_warning_comes_once(
    archive: DemoArchive, told: pytest.LogCaptureFixture
) -> None:
    with with_token(archive, 5) as (_, access):
        archive.logins.token_seconds = 3  # half of it is 2 s at most: the server's clock has whole seconds
        one = access.renewed()
        assert access.renewed() is None
        time.sleep(2.1)
        other = access.renewed()
    assert one is not None
    assert other is not None
    assert one.user != other.user
    assert len(warnings(told)) == 1


def test_a_dead_archive_is_not_hidden_by_its_tokens(archive: DemoArchive) -> None:
    with with_token(archive, 5) as (client, access):
        archive.faults.add(Fault(path=LIST, kind="status", status=503))
        for _ in range(3):
            with pytest.raises(RemoteFault):
                client.get(LIST, read=listed, tries=1)
        with pytest.raises(Unreachable):
            access.renewed()


def test_a_password_is_no_token(archive: DemoArchive) -> None:
    client = Client(archive.url, Journal())
    with Access(client, DEMO) as access:
        access.enter(lambda: first(client))
        assert access.renewed() is None
    assert not [record for record in archive.requests if "tokens" in record.path]


NO_RENEWAL: list[Callable[[str], Fault]] = [
    lambda path: Fault(path=path, kind="status", status=403),
    lambda path: Fault(path=path, kind="status", status=404),
    lambda path: Fault(path=path, kind="status", status=500, times=4),
    lambda path: Fault(path=path, kind="login_page"),
    lambda path: Fault(path=path, kind="wrong_type"),
]


@pytest.mark.parametrize("fault", NO_RENEWAL)
@pytest.mark.parametrize("path", ["/data/services/tokens/show", "/data/services/tokens/issue"])
def test_a_token_that_cannot_be_renewed_is_used_as_it_is(
    archive: DemoArchive, fault: Callable[[str], Fault], path: str
) -> None:
    archive.faults.add(fault(path))
    with with_token(archive, 5) as (client, access):
        assert access.renewed() is None
        assert access.renewed() is None
        assert subjects(client)
    assert asked(archive, "/data/services/tokens/show") <= 4
