"""The gate is tested so closely that no small fault in it goes unnoticed (L2 of the measures)."""

import ast
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.privacy.mutation import Mutant, mutants, source_of, started
from tests.sizes import FULL, size

GATE, GUARD, ACCESS = (f"tests/privacy/test_{name}.py" for name in ("gate", "guard", "access_now"))
PLAN = "tests/plan/test_deciding.py"


@dataclass(frozen=True)
class Tried:
    """What is mutated, which tests must notice, and how many mutants are tried in an ordinary run."""

    module: str
    tests: tuple[str, ...]
    names: tuple[str, ...] = ()
    usual: int = 1

    def mutants(self) -> list[Mutant]:
        return mutants(ast.parse(source_of(self.module).read_text("utf-8")), self.names)


TRIED = (
    Tried("img2fair.privacy.gate", (GATE,), usual=4),
    Tried("img2fair.privacy.guard", (GUARD,), usual=3),
    Tried(
        "img2fair.privacy.policy",
        (f"{GATE}::test_every_field_is_of_the_kind_and_screened_as_decided", GATE),
        ("FIELDS", "field_of", "_person", "_identifier"),
        3,
    ),
    Tried("img2fair.privacy.technical", ("tests/privacy/test_technical.py",), usual=2),
    Tried("img2fair.model.snapshot", (ACCESS,), ("Visibility.publishable",)),
    Tried("img2fair.findings", (ACCESS,), ("Finding.keeps_in", "Report.keeps_in")),
    Tried("img2fair.plan.blocking", (ACCESS,), ("blocked_keys", "_rank")),
    Tried("img2fair.applying", (ACCESS,), ("apply_plan", "_closed_first", "_Work._closed"), 2),
    Tried("img2fair.archives.xnat.site", (ACCESS,), ("list_access", "_visibility"), 2),
    Tried("img2fair.farewell", (PLAN, ACCESS), ("CLOSED", "Evidence.of", "covers", "_farewell"), 1),
)
EQUIVALENT: dict[str, str] = {
    "apply_plan: if target.renew(): -> negated": "only what is logged differs",
    "_is_figure: isinstance(value, (int, float)) and (not isinstance(value, bool)) -> without part 1": (
        "an answer is JSON: what is no text, list, group, yes or no is a figure"
    ),
    "_rank: 1 -> 2": "of -1: -2 is below all ranks too",
    "_rank: 2 -> 3": "nothing ranks between",
}
"""Mutants that do the same as the right module, each with the reason."""


@pytest.mark.timeout(size(300, 7200))
@pytest.mark.parametrize("tried", TRIED, ids=lambda tried: tried.module)
def test_every_mutant_is_noticed(tried: Tried) -> None:
    found = tried.mutants()
    chosen = [one for one in _chosen(found, size(tried.usual, len(found))) if str(found[one]) not in EQUIVALENT]
    right = [-1] if FULL or tried is TRIED[0] else []
    with started(tried.module, tried.names, tried.tests, [*right, *chosen]) as worker:
        survived = json.loads(worker.communicate()[0])
    assert [number for number in survived if number < 0] == right, "the tests pass where nothing is wrong"
    assert not [str(found[number]) for number in survived if number >= 0]


def _chosen(found: Sequence[Mutant], most: int) -> list[int]:
    """Return the numbers of some mutants, spread over all and the same every time."""
    order = sorted(range(len(found)), key=lambda number: hashlib.sha256(str(found[number]).encode()).hexdigest())
    return sorted(order[:most])


def test_what_is_taken_for_equivalent_is_there() -> None:
    assert EQUIVALENT.keys() <= {str(mutant) for tried in TRIED for mutant in tried.mutants()}


def test_mutants_are_of_every_kind() -> None:
    shown = {
        str(mutant).rpartition(" -> ")[2].partition(" at ")[0].partition(" (")[0]
        for tried in TRIED
        for mutant in tried.mutants()
    }
    kinds = {"negated", "without its if", "and", "or", "without part 1", "without not", "LtE", "NotEq", "return None",
             "pass", "empty", "all", "True", "False", "1", "0", "TEXT", "only Kind.TOTAL"}  # fmt: skip
    assert kinds <= shown, kinds - shown
