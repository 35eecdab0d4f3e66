"""A project that turns private: never written from then on, and the first to go (design.md D6)."""

from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace

import pytest
import requests

from img2fair.demo.archive import Fault
from img2fair.demo.archive.exchange import RequestRecord
from img2fair.publication import FRESH
from tests.privacy.access_cases import KINDS, LIST, PROJECTS, Case, id_of, label, plain, token
from tests.privacy.publishing import Stage, everything, graphs, staged
from tests.sizes import size

TURNS = "B"
OLD, NEW = token(TURNS, 1).encode(), token(TURNS, 2).encode()
GUEST = {"account": "guest"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage")) as made:
        yield made


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock by which more than a minute passes between any two writes."""
    ticks = count(step=FRESH + 1)
    monkeypatch.setattr("img2fair.publication.access.time", SimpleNamespace(monotonic=lambda: next(ticks)))


def lists(stage: Stage) -> list[int]:
    """Return which requests, from 1, were answered with the access of all projects."""
    asked = enumerate(stage.archive.requests, start=1)
    return [number for number, one in asked if one.path == LIST["path"] and "accessible" in one.query]


def turning(stage: Stage, case: Case, at: int) -> bytes:
    """Publish while a project turns private right after a request was answered; return what is shown then."""

    def each(_: RequestRecord) -> None:
        if len(stage.archive.requests) == at:
            stage.turn_private(TURNS)

    ended = stage.run(case, each)
    assert not ended.fault or at < lists(stage)[-1], ended.fault
    return ended.shown


@pytest.mark.parametrize("account", ["guest", "owner"])
@pytest.mark.usefixtures("hurried")
def test_access_is_read_before_each_write(stage: Stage, account: str) -> None:
    """Turned private at each request in turn: no byte of it is sent after the archive could have told us.

    One family at a time: of several, one may be told while the others' requests are under way.
    """
    stage.siblings = 1
    case = plain(target="fdp", account=account)
    stage.fdp.moment = lambda: len(stage.archive.requests)
    stage.run(case)
    requests_of_all, asked = len(stage.archive.requests), len(lists(stage))
    assert asked >= 1 + 2 * len(PROJECTS), "once for the harvest, and before each dataset and distribution"
    for at in range(1, requests_of_all + 1, size(5 if account == "guest" else 12, 1)):
        turning(stage, case, at)
        said = lists(stage)
        sent = [moment for moment, data in stage.fdp.heard if NEW in data.lower()]
        for moment in sent:
            last = max(number for number in said if number <= moment)
            assert last > said[0], "not on the word of the harvest"
            assert at >= last, f"turned private after request {at}, told at {last}, sent at {moment}"
        assert sent or at < said[-1]
    stage.fdp.moment = lambda: 0
    stage.siblings = 4


def test_a_site_shows_what_may_be_shown_when_it_is_written(stage: Stage) -> None:
    case = plain(**GUEST)
    stage.run(case)
    last = lists(stage)[-1]
    assert len(lists(stage)) == 2, "within a minute one answer serves all writes"
    for at in range(1, len(stage.archive.requests) + 1, size(7, 1)):
        shown = turning(stage, case, at)
        assert (NEW in shown) is (at >= last), at


def read_by_anybody(stage: Stage) -> str:
    """Everything that a FAIR Data Point tells somebody without a log-in."""
    base, root = stage.fdp.persistent_url, stage.fdp.url
    records = [record.iri.replace(base, root) for record in stage.fdp.records.values()]
    views = ("", "/expanded", "/page/catalog", "/page/dataset", "/page/distribution", "/meta")
    addresses = [f"{record}{view}" for record in records for view in views]
    addresses += [f"{root}/search?q={token(TURNS, 1)}", f"{root}/page/catalog?size=1000"]
    answers = [requests.get(address, headers={"Accept": accept}, timeout=10) for address in addresses
               for accept in ("text/turtle", "application/json")]  # fmt: skip
    return "\n".join(answer.text for answer in answers if answer.ok).lower()


@pytest.mark.parametrize("account", ["guest", "member"])
def test_what_turned_private_goes_before_anything_else_is_written(stage: Stage, account: str) -> None:
    private = {letter: "private" if letter == TURNS else "public" for letter in PROJECTS}
    case = plain(target="fdp", before="all", rights=private, first=private, later=private, account=account)
    stage.run(plain(target="fdp", before="all", **GUEST))
    assert NEW.decode() in read_by_anybody(stage)
    stage.fdp.requests.clear()
    ended = stage.run(case)
    writes = [(one.method, one.path) for one in stage.fdp.requests if one.method != "GET" and one.path != "/tokens"]
    assert writes[0][0] == "DELETE", writes[0]
    assert writes[0][1].startswith("/dataset/")
    assert len(writes) > 1, "all else follows"
    told = read_by_anybody(stage)
    assert token("A", 2) in told
    for word in (OLD.decode(), NEW.decode(), id_of(TURNS).lower(), label(TURNS, 1)):
        assert word not in told
        assert word.encode() not in ended.sent


@pytest.mark.parametrize("account", ["guest", "member"])
@pytest.mark.parametrize("target", ["site", "fdp"])
@pytest.mark.parametrize("kind", ["403", "a reset"])
def test_what_turned_private_goes_though_the_archive_fails_right_after(
    stage: Stage, target: str, kind: str, account: str
) -> None:
    """Nothing else can be written then, because nobody can say that it still may be. To a guest it is just gone."""
    private = {letter: "private" if letter == TURNS else "public" for letter in PROJECTS}
    case = plain(target=target, before="all", rights=private, first=private, later=private,
                 faults=(("the access", kind, 1, None),), account=account)  # fmt: skip
    ended = stage.run(case)
    assert ended.fault
    assert OLD not in ended.shown
    for letter in PROJECTS:
        assert token(letter, 2).encode() not in ended.shown + ended.sent
        assert letter == TURNS or token(letter, 1).encode() in ended.shown


MOMENTS = (("the access", 0), ("the access", 1), ("anything", 3), ("anything", 8))
"""Which requests a fault strikes, and how many of these are answered well before: the second is that of the writing."""
SAID = {"A": "public", "B": "private", "C": "Public", "D": None}


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_tells_nothing_of_what_is_not_public(
    stage: Stage, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With each fault at the harvest, and at the moment of writing: in no file, no request and no word said."""
    rights = {**dict.fromkeys(PROJECTS, "protected"), "B": "private"}
    turn = list(KINDS).index(kind) % len(MOMENTS)
    for place, after in (MOMENTS * 2)[turn : turn + size(1, len(MOMENTS))]:
        case = plain(rights=rights, first=SAID, later=SAID, account="owner", faults=((place, kind, after, None),))
        code = stage.command(case)
        told = capsys.readouterr()
        assert code in (3, 4, 5, 8, 9), (place, after, told.err[-2000:])
        made = everything(stage.work) + everything(stage.site) + stage.fdp.received.lower() + graphs(stage.fdp)
        made += (told.out + told.err).lower().encode()
        for letter in "BCD":
            assert token(letter, 2).encode() not in made
            assert label(letter, 2).encode() not in made
            shown = everything(stage.site) + stage.fdp.received.lower()
            assert id_of(letter).lower().encode() not in shown


def test_the_command_publishes_what_is_public(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    rights = {**dict.fromkeys(PROJECTS, "protected"), "B": "private"}
    stage.command(plain(rights=rights, first=SAID, later=SAID, account="owner"))
    assert token("A", 2).encode() in everything(stage.site)
    assert token("A", 2).encode() in stage.fdp.received.lower()
    assert NEW.decode() not in capsys.readouterr().err.lower()


def test_a_fault_of_the_archive_is_armed(stage: Stage) -> None:
    """The names of faults mean something: each kind ends a harvest whose list it strikes for good."""
    for name, kind in KINDS.items():
        if name != "a dead session":
            assert Fault(**LIST, **kind).matches("GET", "/data/projects", "format=json&accessible=true"), name
            ended = stage.run(plain(faults=(("the access", name, 0, None),), **GUEST))
            assert ended.fault, name
