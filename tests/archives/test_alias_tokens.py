"""Alias tokens: renewed for a long run before they end, and never told to anybody."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from img2fair.archives import Login
from img2fair.archives.xnat.access import Access
from img2fair.archives.xnat.answers import listed
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.faults import Fault
from img2fair.errors import RemoteFault
from img2fair.http import Client, Journal, Unreachable
from tests.archives.sessions import DEMO, LIST, asked, first, subjects


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
        archive.faults.add(Fault(path=".*", kind="status", status=503))
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
