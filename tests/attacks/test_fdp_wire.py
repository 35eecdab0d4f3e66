"""A FAIR Data Point that answers as it should not: each is a fault in words, and no request goes anywhere else."""

from collections.abc import Iterator

import pytest

from img2fair.errors import RemoteFault
from img2fair.http import body
from img2fair.targets.asking import Answer
from img2fair.targets.fdp import connection as connections
from img2fair.targets.fdp import inventory
from img2fair.targets.fdp.connection import Connection, LostAnswer
from img2fair.targets.fdp.inventory import Inventory, Reader
from img2fair.targets.fdp.offer import Offer, RecordType
from img2fair.targets.fdp.settings import FdpSettings
from img2fair.targets.fdp.writing import Place, Writer
from tests.attacks.asking import USER, leaks
from tests.attacks.hostile import Answer as Answering
from tests.attacks.hostile import Hostile, head, hostile, says
from tests.targets import changes

LOGGED_IN = says("200 OK", b'{"token": "Cn4ry.t0ken"}', "Content-Type: application/json")
CUT: Answering = lambda _: []  # noqa: E731 - an answer that never comes
DATASETS = RecordType("2", "Dataset", "dataset", frozenset({"http://www.w3.org/ns/dcat#Dataset"}), ())
ROOT = RecordType("1", "FAIR Data Point", "", frozenset(), (("http://www.w3.org/ns/dcat#dataset", "2"),))


def settings(server: Hostile) -> FdpSettings:
    """Return the settings of a target, with a log-in."""
    return FdpSettings("fdp", server.url, login=(USER, "Cn4ry.p4ss"))


def after_log_in(*answers: Answering) -> Answering:
    """Give a token to who logs in, and answer everything else with these in turn, the last one for ever."""
    waiting = list(answers)

    def answer(request: bytes) -> list[bytes]:
        chosen = LOGGED_IN if b" /tokens " in request else waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return list(chosen(request))

    return answer


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is sent again be sent at once."""
    monkeypatch.setattr(connections, "ATTEMPTS", 2)


@pytest.mark.usefixtures("brisk")
@pytest.mark.parametrize(("method", "fault"), [("POST", LostAnswer), ("PUT", RemoteFault), ("DELETE", RemoteFault)])
def test_a_connection_that_is_cut_after_another_log_in(method: str, fault: type[Exception]) -> None:
    with hostile(after_log_in(says("401 No"), CUT)) as server, Connection(settings(server)) as connection:
        with pytest.raises(fault):
            connection.send(method, "/dataset", "x")
        assert sum(b" /tokens " in request for request in server.heard) == 2


@pytest.mark.usefixtures("brisk")
@pytest.mark.parametrize("asked", ["\u00b2", "soon", "-1", "1e9", "9" * 5 + "x", "Fri, 31 Dec 1999 23:59:59 GMT"])
def test_a_time_to_wait_that_is_none(asked: str) -> None:
    busy = says("503 Busy", b"", f"Retry-After: {asked}")
    busy_in_latin_1: Answering = lambda request: [b"".join(busy(request)).decode().encode("latin-1")]  # noqa: E731
    with (
        hostile(after_log_in(busy_in_latin_1)) as server,
        Connection(settings(server)) as connection,
        pytest.raises(RemoteFault, match="the server answers 503"),
    ):
        connection.send("PUT", "/dataset/1", "x")


@pytest.mark.usefixtures("brisk")
def test_an_answer_that_trickles(monkeypatch: pytest.MonkeyPatch) -> None:
    """A POST that was answered by halves may have been carried out; a log-in was not."""
    monkeypatch.setattr(body.Floor, "__init__", lambda self, *_: _set(self, grace=-1.0, speed=1e9))
    with hostile(says("200 OK", b"x" * 1000)) as server, pytest.raises(RemoteFault, match="cannot reach"):
        Connection(settings(server)).__enter__()


def _set(floor: body.Floor, **values: float) -> None:
    for name, value in values.items():
        object.__setattr__(floor, name, value)


@pytest.fixture
def reader() -> Iterator[tuple[Reader, Hostile]]:
    """A reader of a server whose lists have a next page, and another after that."""

    def page(request: bytes) -> list[bytes]:
        if b"page=" not in request:
            return [head("404 No", "Content-Length: 0")]
        number = request.split(b"page=")[1].split(b"&")[0]
        link = f'Link: <{server.url}/page/dataset?page={int(number) + 1}&size=500>; rel="next"'
        return [head("200 OK", "Content-Type: text/turtle", "Content-Length: 0", link)]

    with hostile(after_log_in(page)) as server, Connection(settings(server)) as connection:
        yield Reader(connection, Offer(server.url, {"1": ROOT, "2": DATASETS})), server


def test_a_list_without_end_ends(reader: tuple[Reader, Hostile], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "MOST_PAGES", 5)
    reading, server = reader
    with pytest.raises(RemoteFault, match="has no end"):
        list(reading.children(server.url, ROOT))
    assert sum(b"/page/" in request for request in server.heard) == 5


@pytest.mark.parametrize("place", ["{other}/dataset/1", "{own}.example.org/dataset/1", "//x", "file:///dataset/1", ""])
def test_a_record_that_was_made_elsewhere_is_not_followed(place: str) -> None:
    """The address that a POST is answered with is our record only on this server; otherwise it is looked for here."""
    with hostile(says("200 OK")) as other, hostile(after_log_in(says("404 No"))) as server:
        with Connection(settings(server)) as connection:
            offer = Offer(server.url, {"1": ROOT, "2": DATASETS})
            writer = Writer(Reader(connection, offer), Inventory(offer), "")
            answer = Answer(201, "", {"Location": place.format(other=other.url, own=server.url)})
            made = writer._created(changes.dataset("P"), Place(server.url, ROOT, DATASETS), answer)
        assert made.verdict.name == "FAILED" and other.heard == [] and not leaks(made.answer)
        assert any(b"/page/dataset" in request for request in server.heard), "it was looked for"
