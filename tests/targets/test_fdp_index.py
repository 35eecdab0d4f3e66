"""An FDP Index is told of changes; whatever it answers is said in words, and never fails."""

import re

import pytest

from img2fair.demo.fdp import Fault
from img2fair.targets.asking import Answer
from img2fair.targets.fdp import FdpSettings, index
from img2fair.targets.index import in_words
from tests.servers import ADMIN, DemoFdp
from tests.servers.fdp_index import MOST_PINGS, FdpIndex
from tests.targets.fdp_filled import add, asked


def settings(fdp: DemoFdp, address: str) -> FdpSettings:
    return FdpSettings("fdp", fdp.url, login=ADMIN, index=address)


@pytest.mark.parametrize("slash", ["", "/"])
def test_it_is_told_where_to_read_and_reads_all(slash: str) -> None:
    with DemoFdp("", catalog=True) as fdp, FdpIndex() as told:
        dataset = add(fdp, "dataset", fdp.catalog)
        distribution = add(fdp, "distribution", dataset)
        draft = add(fdp, "dataset", fdp.catalog, published=False)
        assert "was told" in index.ping(settings(fdp, told.address + slash))
        told.read()
        assert told.bodies == [{"clientUrl": fdp.persistent_url}]
        assert told.states == {fdp.persistent_url: "Valid"}
        assert {fdp.persistent_url, fdp.catalog, dataset, distribution} == set(told.harvested)
        assert draft not in told.harvested


def test_identifiers_begin_where_it_is_sent() -> None:
    with DemoFdp("https://w3id.org/demo-fdp") as fdp, FdpIndex() as told:
        index.ping(settings(fdp, told.address))
        assert told.bodies == [{"clientUrl": "https://w3id.org/demo-fdp"}]


def test_nobody_is_logged_in_and_no_index_is_no_request() -> None:
    with DemoFdp() as fdp, FdpIndex() as told:
        index.ping(settings(fdp, told.address))
        assert {one.user for one in fdp.requests} == {""}
        fdp.requests.clear()
        assert index.ping(settings(fdp, "")) == ""
        assert not asked(fdp)


def test_told_too_often() -> None:
    with DemoFdp() as fdp, FdpIndex() as told:
        words = [index.ping(settings(fdp, told.address)) for _ in range(MOST_PINGS + 2)]
        assert all("was told" in said for said in words[:-1])
        assert "too many" in words[-1]
        assert len(told.bodies) <= MOST_PINGS + 3, "a refusal is no reason to storm"


@pytest.mark.parametrize(("base", "enabled", "says"), [
    ("http://localhost:8080", True, "does not want http://localhost:8080"),
    ("urn:fdp:1", True, "takes urn:fdp:1 for no web address"),
    ("https://fdp.example.org", False, "switched off"),
])  # fmt: skip
def test_refusals(base: str, enabled: bool, says: str) -> None:
    with DemoFdp(base) as fdp, FdpIndex(enabled=enabled) as told:
        assert says in index.ping(settings(fdp, told.address))


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9", "nonsense", "http://", "http://[::1", "https://u:p@127.0.0.1"]
)
def test_no_index_there(address: str) -> None:
    with DemoFdp() as fdp:
        words = index.ping(settings(fdp, address))
    assert re.match(r"the index (\S+ took no note|was not told)", words)


def test_something_else_there() -> None:
    with DemoFdp() as fdp:
        assert "took no note" in index.ping(settings(fdp, fdp.url))


def test_the_data_point_does_not_answer() -> None:
    with DemoFdp() as fdp, FdpIndex() as told:
        fdp.faults.add(Fault(path="/configs/bootstrap", kind="status", status=404))
        assert "was not told" in index.ping(settings(fdp, told.address))
        assert told.bodies == []


@pytest.mark.parametrize("status", [*range(200, 210), 301, 400, 401, 403, 404, 405, 409, 418, 429, 500, 502, 503, 0])
def test_every_answer_has_words(status: int) -> None:
    words = in_words("https://index.example", "https://fdp.example", Answer(status, "no answer in time", {}))
    assert ("was told" in words) is (200 <= status < 300)
    assert "\n" not in words
