"""Records of other tools: taken over where they stand, further copies withdrawn, a person's own left alone."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from img2fair.farewell import PRIVATE, TWIN
from img2fair.model import Action, Observed, Plan, Stranger
from img2fair.plan import make_plan
from img2fair.rdf import iri
from tests.plan.catalogue import ARCHIVE, DRAFT, NOW, evidence, key_of, showing, stranger, wanted

DOI = "10.5281/zenodo.1234"
OLD = f"{ARCHIVE}/data/archive/projects/LGG"
"""How img2catalog names a project: by its address in the archive, as xnatpy writes it."""


def actions(plan: Plan) -> dict[str, tuple[str, str]]:
    return {change.key.removeprefix(ARCHIVE): (change.action.value, change.at.rpartition("/")[2])
            for change in plan.changes}  # fmt: skip


@dataclass(frozen=True)
class Case:
    name: str
    strangers: tuple[Stranger, ...]
    expected: dict[str, tuple[str, str]]
    identifiers: tuple[str, ...] = ()
    blocked: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def untitled(name: str, day: int) -> Stranger:
    """One of the copies of a record that say the same, made on a day."""
    one = stranger(name, DOI, issued=f"2026-01-0{day}T00:00:00Z")
    return replace(one, triples=tuple(triple for triple in one.triples if triple.predicate != iri("dct:title")))


LGG, SECOND, THIRD = "/data/projects/LGG", "/data/projects/LGG#duplicate-1", "/data/projects/LGG#duplicate-2"
CASES = (
    Case("nothing there", (), {LGG: ("create", "")}),
    Case("one of an older tool", (stranger("a", OLD),), {LGG: ("adopt", "a")}),
    Case("by the same address as ours", (stranger("a", key_of("LGG")),), {LGG: ("adopt", "a")}),
    Case("by a REST address", (stranger("a", f"{ARCHIVE}/REST/projects/LGG/"),), {LGG: ("adopt", "a")}),
    Case(
        "under another address of the archive",
        (stranger("a", "http://10.1.2.3:8080/data/projects/LGG"),),
        {LGG: ("adopt", "a")},
        more={"addresses": ("http://10.1.2.3:8080",)},
    ),
    Case("under a stranger's address", (stranger("a", "http://10.1.2.3/data/projects/LGG"),), {LGG: ("create", "")}),
    Case("a longer name", (stranger("a", f"{OLD}-2"),), {LGG: ("create", "")}),
    Case(
        "three copies: the oldest stays",
        (
            stranger("b", OLD, issued="2026-01-02T00:00:00Z"),
            stranger("a", OLD, issued="2026-01-01T00:00:00Z"),
            stranger("c", OLD, issued="2026-01-03T00:00:00Z"),
        ),
        {LGG: ("adopt", "a"), SECOND: ("withdraw", "b"), THIRD: ("withdraw", "c")},
    ),
    Case(
        "parts of a second",
        (stranger("b", OLD, issued="2026-01-01T00:00:43.51Z"), stranger("a", OLD, issued="2026-01-01T00:00:43.5Z")),
        {LGG: ("adopt", "a"), SECOND: ("withdraw", "b")},
    ),
    Case("a draft that was left", (stranger("a", OLD, state=DRAFT),), {LGG: ("adopt", "a")}),
    Case("the same DOI", (stranger("a", f"https://doi.org/{DOI}"),), {LGG: ("adopt", "a")}, (f"doi:{DOI.upper()}",)),
    Case(
        "the same DOI twice: somebody's own records are left alone",
        (stranger("a", DOI), stranger("b", DOI)),
        {LGG: ("create", "")},
        (DOI,),
    ),
    Case(
        "the same DOI on copies that say the same: the oldest is taken over, none is withdrawn",
        (untitled("b", 2), untitled("a", 1), untitled("c", 3)),
        {LGG: ("adopt", "a")},
        (DOI,),
    ),
    Case("by a host in capitals", (stranger("a", OLD.replace("xnat.", "XNAT.")),), {LGG: ("adopt", "a")}),
    Case(
        "the DOI of a person's own record beside a certain one",
        (stranger("a", DOI), stranger("b", OLD)),
        {LGG: ("adopt", "b")},
        (DOI,),
    ),
    Case("another kind", (stranger("a", OLD, kind="data-service"),), {LGG: ("create", "")}),
    Case(
        "blocked: what is shown stays",
        (stranger("a", OLD), stranger("b", OLD)),
        {LGG: ("blocked", "")},
        blocked={key_of("LGG"): "no title"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_becomes_of_records_of_other_tools(case: Case) -> None:
    observed = Observed("t", {}, strangers=case.strangers)
    record = wanted("LGG", identifiers=case.identifiers)
    plan = make_plan(observed, [record], case.blocked, evidence(**case.more), NOW)
    assert actions(plan) == case.expected


def test_a_doi_of_two_projects_decides_nothing() -> None:
    both = [wanted("LGG", identifiers=[DOI]), wanted("GBM", identifiers=[DOI])]
    plan = make_plan(Observed("t", {}, strangers=(stranger("a", DOI),)), both, {}, evidence(), NOW)
    assert {change.action for change in plan.changes} == {Action.CREATE}


def test_a_record_of_ours_stays_and_later_copies_go() -> None:
    observed = showing(wanted("LGG"), strangers=[stranger("a", OLD), stranger("b", "10.1000/other")])
    plan = make_plan(observed, [wanted("LGG")], {}, evidence(), NOW)
    assert actions(plan) == {LGG: ("unchanged", ""), SECOND: ("withdraw", "a")}


def test_a_private_project_that_an_older_tool_shows_is_withdrawn() -> None:
    observed = Observed("t", {}, strangers=(stranger("a", OLD), stranger("b", f"{OLD}-2")))
    plan = make_plan(observed, [], {}, evidence(private=["LGG"]), NOW)
    (change,) = plan.changes
    assert (change.action, change.reason, change.at) == (Action.WITHDRAW, PRIVATE, observed.strangers[0].at)


def test_adoption_shows_what_changes_and_binds_to_what_was_there() -> None:
    there = stranger("a", OLD)
    observed = Observed("t", {}, strangers=(there, stranger("b", "x")))
    plan = make_plan(observed, [wanted("LGG")], {}, evidence(), NOW)
    (change,) = plan.changes
    assert any("Old a" in line for line in change.removed)
    assert any('"A title"@en' in line for line in change.added)
    other = Observed("t", {}, strangers=(there, stranger("c", "y")))
    assert make_plan(other, [wanted("LGG")], {}, evidence(), NOW).observed_digest == plan.observed_digest
    changed = Observed("t", {}, strangers=(stranger("a", OLD, "new"),))
    assert make_plan(changed, [wanted("LGG")], {}, evidence(), NOW).observed_digest != plan.observed_digest


def test_a_copy_of_our_own_goes_though_the_archive_says_nothing_now() -> None:
    """A run that was at work at the same time made it; what it is a copy of stands, whatever the archive says."""
    whole = showing(wanted("LGG"), wanted("GBM"), wanted("KNEE"))
    first = whole.records[key_of("LGG")]
    twins = {f"{first.key}#duplicate-{number}": replace(first, key=f"{first.key}#duplicate-{number}")
             for number in (1, 2)}  # fmt: skip
    observed = replace(whole, records={**whole.records, **twins})
    silent = replace(evidence(), unclear=frozenset({"LGG"}), whole=False)
    plan = make_plan(observed, [], {}, silent, NOW)
    withdrawn = {change.key: change.reason for change in plan.changes if change.action is Action.WITHDRAW}
    assert withdrawn == dict.fromkeys(twins, TWIN), "and the breaker does not count them"
    drafts = replace(observed, records={**observed.records, first.key: replace(first, state=DRAFT)})
    assert make_plan(drafts, [], {}, silent, NOW).pending == (), "the copy is all that is shown"
    private = make_plan(observed, [], {}, evidence(private=["LGG"]), NOW)
    assert {change.reason for change in private.pending} == {PRIVATE}
