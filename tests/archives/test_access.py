"""One session for a run: opened by the first request, kept, noticed when it is lost, closed at the end."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from img2fair.archives import Login
from img2fair.archives.xnat.access import Access
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.faults import Fault
from img2fair.demo.content import ArchiveContent
from img2fair.errors import LoginFault, RemoteFault, UsageFault
from img2fair.http import Client, Journal, Unreachable
from tests.archives.sessions import (
    DEMO,
    LIST,
    SESSION,
    SUBJECTS,
    WHO,
    Strange,
    asked,
    first,
    plain,
    standing,
    subjects,
)
from tests.sizes import size


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


def test_a_session_that_ends_after_the_last_list_has_cost_nothing(archive: DemoArchive) -> None:
    client = Client(archive.url, Journal())
    with Access(client, DEMO) as access:
        access.enter(lambda: first(client))
        archive.logins.close_all()
        assert access.still_there()
        assert archive.logins.count("demo") == 1
    assert archive.logins.count("demo") == 0


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
