"""Edits of somebody else at the target: told in three sides, kept, and written over only where that is said."""

import pytest

from img2fair.model import Action, Edit, Observed
from img2fair.plan import Choices, bound_to, make_plan
from img2fair.rdf import line
from img2fair.report.plan_text import plan_text
from tests.plan.catalogue import ARCHIVE, NOW, edited, evidence, key_of, keyword, showing, title, wanted

THEIRS = keyword("LGG", "theirs")


def test_an_edit_is_kept_and_shown_where_nothing_else_changed() -> None:
    observed = edited(showing(wanted("LGG")), "LGG", THEIRS)
    plan = make_plan(observed, [wanted("LGG")], {}, evidence(), NOW)
    (change,) = plan.changes
    assert (change.action, plan.pending) == (Action.KEEP_THEIRS, ())
    assert change.edit == Edit(added=(line(THEIRS),))
    assert "theirs: keyword" in plan_text(plan)
    assert "ours:" not in plan_text(plan)


def test_three_sides_where_we_remember_what_we_wrote() -> None:
    before = wanted("LGG", "First")
    observed = edited(showing(before), "LGG", THEIRS)
    written = Choices(written=lambda key: before.triples if key == key_of("LGG") else None)
    plan = make_plan(observed, [wanted("LGG", "Second")], {}, evidence(), NOW, written)
    (change,) = plan.changes
    assert change.edit == Edit(added=(line(THEIRS),))
    assert "theirs: keyword; ours: title@en" in plan_text(plan)


@pytest.mark.parametrize("remembered", [None, (), wanted("LGG", "Something else").triples])
def test_what_is_not_known_is_not_made_up(remembered: tuple[object, ...] | None) -> None:
    observed = edited(showing(wanted("LGG", "First")), "LGG", THEIRS)
    choices = Choices(written=lambda key: remembered)  # type: ignore[arg-type, return-value]
    plan = make_plan(observed, [wanted("LGG", "Second")], {}, evidence(), NOW, choices)
    (change,) = plan.changes
    assert change.edit == Edit(known=False)
    assert "differs in keyword, title@en" in plan_text(plan)


def test_the_same_edit_on_both_sides_is_none() -> None:
    observed = edited(showing(wanted("LGG", "First")), "LGG", title("LGG", "Second"), without=[title("LGG", "First")])
    plan = make_plan(observed, [wanted("LGG", "Second")], {}, evidence(), NOW)
    assert [change.action for change in plan.changes] == [Action.UPDATE], "only #record has to learn of it"


@pytest.mark.parametrize("told", ["LGG", key_of("LGG"), "all"])
def test_who_says_so_writes_over(told: str) -> None:
    observed = edited(showing(wanted("LGG"), wanted("GBM")), "LGG", THEIRS)
    plan = make_plan(observed, [wanted("LGG"), wanted("GBM")], {}, evidence(), NOW, Choices(frozenset({told})))
    change, other = sorted(plan.changes, key=lambda change: change.action is Action.UNCHANGED)
    assert (change.action, change.removed, other.action) == (Action.UPDATE, (line(THEIRS),), Action.UNCHANGED)
    assert change.observed_digest, "what is written over is what was shown"


def test_who_names_another_record_changes_nothing() -> None:
    observed = edited(showing(wanted("LGG")), "LGG", THEIRS)
    plan = make_plan(observed, [wanted("LGG")], {}, evidence(), NOW, Choices(frozenset({"LG", "GBM"})))
    assert [change.action for change in plan.changes] == [Action.KEEP_THEIRS]


def test_a_plan_is_bound_to_its_archive_alone() -> None:
    observed = showing(wanted("LGG"))
    theirs = observed.records[key_of("LGG")]
    other = Observed("t", {**observed.records, "https://other.example.org/1": theirs})
    assert bound_to(observed, ARCHIVE) != bound_to(edited(observed, "LGG", THEIRS), ARCHIVE)
    assert bound_to(other, "https://other.example.org") != bound_to(observed, "https://other.example.org")
    assert bound_to(Observed("t", {}), ARCHIVE) == bound_to(Observed("t", {}), "https://other.example.org")
    assert bound_to(Observed("t", {}, given=frozenset({"catalog"})), ARCHIVE) != bound_to(Observed("t", {}), ARCHIVE)
