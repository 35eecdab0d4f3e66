"""Several families written at the same time: who may be beside whom, one token for all, and a server that goes away."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.applying import apply_plan
from img2fair.demo.fdp import Fault, RequestRecord
from img2fair.errors import Exit, LoginFault, RemoteFault
from img2fair.model import Plan, Receipt, Verdict, Visibility
from img2fair.targets import Target
from img2fair.targets.fdp.connection import Connection
from img2fair.targets.fdp.locks import Gate
from tests.servers import DemoFdp
from tests.sizes import size
from tests.targets import changes
from tests.targets.fdp_changes import carried_out, family, plan, server, writes

MANY = size(6, 40)
ALL = [changes.catalog(), *(change for number in range(MANY) for change in family(f"P{number}"))]


@pytest.fixture
def fdp() -> Iterator[DemoFdp]:
    with DemoFdp() as started:
        yield started


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is sent again be sent soon."""
    monkeypatch.setattr("img2fair.targets.fdp.connection.FIRST_WAIT", 0.01)


def apply(made: Plan, to: Target) -> Receipt:
    return apply_plan(made, to, lambda _: Visibility.PUBLIC)


def verdicts(receipt: Receipt) -> set[Verdict]:
    assert not receipt.stopped, receipt.stopped
    return {outcome.verdict for outcome in receipt.outcomes}


def beside(fdp: DemoFdp, one: RequestRecord) -> list[RequestRecord]:
    """Return the writing requests that were worked on while another was."""
    writing = [r for r in fdp.requests if r.method in ("POST", "PUT", "DELETE") and r.user and r is not one]
    return [r for r in writing if r.begun < one.ended and one.begun < r.ended]


def most_at_once(fdp: DemoFdp) -> int:
    """Return how many writing requests were worked on at the same moment, at most.

    A request that the machine held up may see many others begin and end: those beside it say nothing of one moment.
    """
    writing = [r for r in fdp.requests if r.method in ("POST", "PUT", "DELETE") and r.user]
    return max(sum(r.begun <= one.begun < r.ended for r in writing) for one in writing)


def test_families_are_written_beside_each_other_and_all_is_there(fdp: DemoFdp) -> None:
    to = server(fdp)
    made = plan(to, ALL)
    fdp.delay = 0.01
    fdp.requests.clear()
    assert verdicts(apply(made, to)) == {Verdict.DONE}
    assert 2 <= most_at_once(fdp) <= 4
    assert {record.state for record in fdp.records.values()} == {"PUBLISHED"}
    assert len(fdp.of("dataset")) == len(fdp.of("distribution")) == MANY
    assert not plan(to, ALL).pending
    assert len(to.observe().records) == len(ALL)


def test_a_deletion_and_a_parents_change_are_alone(fdp: DemoFdp) -> None:
    """A half made record is deleted and made anew in the middle of its family; the catalogue is replaced first."""
    fdp.faults.add(Fault(path="/dataset", method="POST", kind="half_made", times=2, after=1))
    to = server(fdp)
    first = apply(plan(to, ALL), to)
    assert sum(outcome.verdict is Verdict.FAILED for outcome in first.outcomes) == 2, "said of these, others went on"
    wanted = [changes.catalog(changes.CATALOG_TEXT.replace("hospital", "clinic")),
              *(c for n in range(MANY) for c in family(f"P{n}", title=f"New {n}"))]  # fmt: skip
    made = plan(to, wanted)
    fdp.delay = 0.01
    fdp.requests.clear()
    apply(made, to)
    alone = [r for r in fdp.requests if r.method == "DELETE" or (r.method == "PUT" and r.path.startswith("/catalog"))]
    assert len(alone) >= 2
    assert not [(one.path, other.path) for one in alone for other in beside(fdp, one)]
    fdp.delay = 0.0
    apply(plan(to, wanted), to)
    assert len(fdp.of("dataset")) == MANY
    assert not plan(to, wanted).pending


def _indices() -> list[tuple[str, int]]:
    """Return each request of a small publication: its method and its number among those of the method."""
    with DemoFdp() as fdp:
        to = server(fdp, siblings=1)
        carried_out(to, plan(to, ALL[:3]).pending)
        asked = [r.method for r in fdp.requests if r.path not in ("/tokens", "/actuator/info")]
    return [(method, asked[:place].count(method)) for place, method in enumerate(asked)]


def test_a_token_that_ends_at_any_request_costs_one_log_in() -> None:
    for method, after in _indices()[:: size(2, 1)]:
        with DemoFdp() as fdp:
            path = "/(?!tokens|actuator).*"  # the version is asked without a log-in
            fault = Fault(path=path, method=method, kind="expire_token", after=after, times=1)
            fdp.faults.add(fault)
            to = server(fdp)
            outcomes = carried_out(to, plan(to, ALL[:3]).pending)
            assert {outcome.verdict for outcome in outcomes} == {Verdict.DONE}, (method, after)
            assert sum(r.path == "/tokens" for r in fdp.requests) == 3, (method, after)
            assert len(fdp.records) == 4 and {r.state for r in fdp.records.values()} == {"PUBLISHED"}


def test_one_token_for_all_threads(fdp: DemoFdp) -> None:
    with Connection(server(fdp).settings) as connection:  # type: ignore[attr-defined]
        before = sum(r.path == "/tokens" for r in fdp.requests)
        fdp.faults.add(Fault(path="/", method="GET", kind="expire_token", times=1))
        fdp.delay = 0.05
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: connection.read("/").status, range(8)))
        assert answers == [200] * 8
        assert sum(r.path == "/tokens" for r in fdp.requests) - before == 1


def test_a_log_in_that_is_refused_is_not_tried_by_every_thread(fdp: DemoFdp) -> None:
    with Connection(server(fdp).settings) as connection:  # type: ignore[attr-defined]
        fdp.faults.add(Fault(path="/", method="GET", kind="expire_token", times=1))
        fdp.faults.add(Fault(path="/tokens", method="POST", kind="status", status=401, message="no"))
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(connection.read, "/") for _ in range(4)]
        assert {type(one.exception()) for one in asked} == {LoginFault}
    assert sum(r.path == "/tokens" and r.status == 401 for r in fdp.requests) == 1, "accounts get locked"


def test_a_server_that_is_gone_is_not_asked_for_long() -> None:
    fdp = DemoFdp()
    fdp.start()
    to = server(fdp)
    with pytest.raises(RemoteFault) as caught, to.writing() as write:
        write(ALL[0])
        fdp.stop()
        begun = time.monotonic()
        write(ALL[1])
    assert caught.value.code is Exit.UNAVAILABLE
    assert "sent 5 times" in caught.value.where
    assert time.monotonic() - begun < 5
    assert len(str(caught.value).splitlines()) <= 6


@pytest.mark.parametrize("kind", ["reset", "lost_answer", "slow"])
def test_faults_among_families(fdp: DemoFdp, kind: str) -> None:
    """Each kind of write meets faults several times, in whatever order the threads run."""
    to = server(fdp)
    made = plan(to, ALL)
    for method in ("POST", "PUT"):
        for after in (1, 3, 4):
            fault = Fault(path="/(?!tokens).*", method=method, kind=kind, after=after, times=1, seconds=0.05)  # type: ignore[arg-type]
            fdp.faults.add(fault)
    assert verdicts(apply(made, to)) == {Verdict.DONE}
    assert len(fdp.of("dataset")) == len(fdp.of("distribution")) == MANY
    assert {record.state for record in fdp.records.values()} == {"PUBLISHED"}
    fdp.faults.clear()
    fdp.requests.clear()
    assert not plan(to, ALL).pending
    assert not writes(fdp)


def test_what_was_read_is_not_read_again_while_nothing_was_written(fdp: DemoFdp) -> None:
    to = server(fdp)
    apply(plan(to, ALL), to)
    wanted = [*ALL[:-2], *family(f"P{MANY - 1}", title="New")]
    made = plan(to, wanted)
    fdp.requests.clear()
    with to.writing() as write:
        assert write(made.pending[0]).verdict is Verdict.DONE
    assert not [r for r in fdp.requests if r.path.startswith("/dataset/") and "/page/" in r.path]
    again = plan(to, ALL)
    fdp.of("catalog")[0].triples[:] = [t for t in fdp.of("catalog")[0].triples if "metadataModified" not in str(t)]
    fdp.requests.clear()
    with to.writing() as write:
        assert write(again.pending[0]).verdict is Verdict.DONE
    assert [r for r in fdp.requests if "/page/" in r.path and r.path.startswith("/dataset/")], "something was written"


@settings(max_examples=size(10, 100), deadline=None)
@given(st.lists(st.booleans(), min_size=2, max_size=12))
def test_the_gate_lets_many_pass_or_one_alone(kinds: list[bool]) -> None:
    gate, inside, seen = Gate(), list[bool](), list[list[bool]]()
    lock = threading.Lock()

    def work(alone: bool) -> None:
        with gate.alone() if alone else gate.beside_others():
            with lock:
                inside.append(alone)
                seen.append(list(inside))
            time.sleep(0.0005)
            with lock:
                inside.remove(alone)

    with ThreadPoolExecutor(len(kinds)) as pool:
        list(pool.map(work, kinds))
    assert len(seen) == len(kinds)
    assert all(len(now) == 1 for now in seen if True in now)
