"""Random histories of an archive, a FAIR Data Point, and all that goes wrong between them (stateful, by a model).

Nothing is ever there twice, no edit of somebody else is lost, no byte of a private project is sent; two runs without a
fault, and all is as the archive says.
"""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from img2fair.demo.fdp import Fault
from img2fair.demo.fdp.faults import Kind
from img2fair.mapping import load_mapping
from tests.publication.histories import History, Known, archive_faults
from tests.publication.world import project, world
from tests.sizes import size

IDS = ("P0", "P1", "P2")
STEPS = size(3, 8)
KINDS: tuple[Kind, ...] = ("status", "reset", "lost_answer", "slow", "expire_token", "half_made")
numbers = st.integers(0, 9)
ids = st.sampled_from(IDS)


class Weeks(RuleBasedStateMachine):
    """One history; between its steps the archive, the FAIR Data Point and the faults stay as they are."""

    history: ClassVar[History]

    def __init__(self) -> None:
        super().__init__()
        self.history.begin({id_: Known(f"Title of {id_}") for id_ in IDS[:2]})

    @rule(id_=ids)
    def is_edited_or_new(self, id_: str) -> None:
        known = self.history.model.get(id_, Known(""))
        word = "canary" if known.access == "private" else "Title"
        self.history.set(id_, Known(f"{word} {self.history.next()} of {id_}", known.access, known.left_out))

    @rule(id_=ids, access=st.sampled_from(["private", "private", "protected", "public"]))
    def has_another_access(self, id_: str, access: str) -> None:
        if id_ in self.history.model and (access != "private" or self.history.leaving() == 0):
            self.history.set_access(id_, access)

    @precondition(lambda self: self.history.leaving() == 0)
    @rule(id_=ids, left_out=st.booleans())
    def is_deleted_or_opts_out(self, id_: str, left_out: bool) -> None:
        known = self.history.model.get(id_)
        self.history.set(id_, Known(known.title, known.access, left_out=True) if known and left_out else None)

    @precondition(lambda self: self.history.shown())
    @rule(number=numbers)
    def somebody_edits_a_record(self, number: int) -> None:
        shown = self.history.shown()
        self.history.edit(shown[number % len(shown)])

    @precondition(lambda self: self.history.shown() and self.history.leaving() == 0)
    @rule(number=numbers)
    def another_run_makes_a_twin(self, number: int) -> None:
        shown = self.history.shown()
        self.history.add_twin(shown[number % len(shown)])

    @precondition(lambda self: self.history.world.fdp.of("catalog"))
    @rule(id_=ids)
    def another_tool_makes_a_record(self, id_: str) -> None:
        self.history.add_stranger(id_)

    @rule()
    def publishes(self) -> None:
        self.run()

    @rule(kind=st.sampled_from(["half a list", "no sessions", "unreadable", "a log-in page", "down"]), id_=ids)
    def publishes_while_the_archive_is_unwell(self, kind: str, id_: str) -> None:
        for fault in archive_faults(kind, id_):
            self.history.world.archive.faults.add(fault)
        self.run()

    @rule(
        kind=st.sampled_from(KINDS),
        method=st.sampled_from(["POST", "POST", "PUT", "GET", "DELETE"]),
        after=st.integers(0, 5),
        times=st.sampled_from([1, 1, 2, 9]),
    )
    def publishes_while_the_target_is_unwell(self, kind: Kind, method: str, after: int, times: int) -> None:
        path = "/(catalog|dataset|distribution|page|meta).*"
        fault = Fault(path=path, kind=kind, method=method, after=after, times=times, retry_after="0", seconds=0.01)
        self.history.world.fdp.faults.add(fault)
        self.run()

    @rule(at=st.integers(0, 8), after=st.booleans())
    def publishes_and_is_killed(self, at: int, after: bool) -> None:
        self.run(at, after)

    def run(self, at: int = -1, after: bool = False) -> None:
        complete = self.history.publish(at, after)
        self.history.mend()
        if complete:
            self.history.check_complete()

    @invariant()
    def nothing_bad_has_happened(self) -> None:
        self.history.check()

    def teardown(self) -> None:
        """Two runs without a fault at most, and all is as it should be."""
        self.run()
        self.history.check()
        if self.history.planned().pending:
            self.run()
            self.history.check()
        self.history.check_converged()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with world(tmp_path_factory.mktemp("weeks"), [project(id_) for id_ in IDS]) as made:
        yield History(made, load_mapping("dcat-ap"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_random_histories(history: History) -> None:
    """Deaths are played here, and a death that is played closes no sockets: Python's word on these is not heard."""
    Weeks.history = history
    how = settings(
        max_examples=size(50, 1000),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Weeks, settings=how)
