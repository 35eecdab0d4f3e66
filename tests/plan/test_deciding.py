"""The plan: what changes at a target, and what must never be concluded."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from img2fair import rdf
from img2fair.errors import SafetyStop, UsageFault
from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.model import (
    Action,
    Change,
    Header,
    Observed,
    Origin,
    Plan,
    Published,
    Record,
    State,
    Unread,
    Visibility,
    Why,
    Withheld,
)
from img2fair.plan import HELD_BACK, Evidence, blocked_keys, bound_to, make_plan, read_plans, write_plans

ARCHIVE = "https://xnat.example.org"
NOW, BEFORE = "2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"


def record(name: str, title: str = "A title", *, kind: str = "dataset", parent: str | None = None) -> Record:
    key = f"{ARCHIVE}/{kind}/{name}"
    node = NamedNode(key)
    triples = (
        Triple(node, rdf.iri("rdf:type"), rdf.iri("dcat:Dataset")),
        Triple(node, rdf.iri("dct:title"), Literal(title, language="en")),
    )
    return Record(
        key=key,
        kind=kind,
        iri=node,
        visibility=Visibility.PUBLIC,
        triples=triples,
        origins={triple: Origin("test.yaml:1:1") for triple in triples},
        slug=name,
        project=None if kind == "catalog" else name.partition("-")[0],
        parent=parent,
        mapping="test 1",
    )


CATALOG = record("all", kind="catalog")


def dataset(name: str, title: str = "A title") -> Record:
    return record(name, title, parent=CATALOG.key)


def shown(*records: Record, **changes: Any) -> Observed:
    """What a target holds after these records were written, as the plan itself would have written them."""
    plan = make_plan(Observed("t", {}), records, {}, evidence(), BEFORE)
    held = {change.key: published(change) for change in plan.changes}
    held = {key: replace(value, **changes.get(value.slug, {})) for key, value in held.items()}
    return Observed("t", held)


def published(change: Change) -> Published:
    triples = rdf.from_text(change.nquads, "nquads")
    own = tuple(triple for triple in triples if "#record" not in str(triple.subject))
    said = {
        rdf.shorten(triple.predicate.value): str(triple.object).partition("^^")[0].strip('"')
        for triple in triples
        if "#record" in str(triple.subject)
    }
    return Published(
        key=change.key,
        kind=change.kind,
        slug=change.slug,
        parent=change.parent,
        project=change.project,
        triples=own,
        digest=said["spdx:checksumValue"],
        issued=said["dct:issued"],
        modified=said["dct:modified"],
    )


def evidence(**more: Any) -> Evidence:
    return Evidence(
        archive=ARCHIVE,
        private=frozenset(more.get("private", ())),
        left_out=frozenset(more.get("left_out", ())),
        unclear=frozenset(more.get("unclear", ())),
        read=frozenset(more.get("read", ())),
        whole=more.get("whole", True),
    )


def actions(plan: Plan) -> dict[str, str]:
    return {change.slug: change.action.value for change in plan.changes}


def test_everything_is_new_at_an_empty_target() -> None:
    empty = Observed("t", {})
    plan = make_plan(empty, [CATALOG, dataset("A")], {}, evidence(), NOW)
    assert actions(plan) == {"all": "create", "A": "create"}
    assert [change.slug for change in plan.pending] == ["all", "A"], "parents first"
    assert plan.observed_digest == bound_to(empty, ARCHIVE)


def test_nothing_changes_twice() -> None:
    plan = make_plan(shown(CATALOG, dataset("A")), [CATALOG, dataset("A")], {}, evidence(), NOW)
    assert actions(plan) == {"all": "unchanged", "A": "unchanged"}
    assert not plan.pending


def test_a_changed_title_is_one_update_that_keeps_the_first_date() -> None:
    plan = make_plan(shown(CATALOG, dataset("A")), [CATALOG, dataset("A", "Another")], {}, evidence(), NOW)
    assert actions(plan) == {"all": "unchanged", "A": "update"}
    (update,) = plan.pending
    assert [line.split()[2] for line in update.added] == ['"Another"@en']
    assert [line.split()[2:4] for line in update.removed] == [['"A', 'title"@en']]
    assert (published(update).issued, published(update).modified) == (BEFORE, NOW)


def test_a_private_project_is_one_withdrawal_with_its_distributions() -> None:
    part = record("A-dicom", kind="distribution", parent=dataset("A").key)
    plan = make_plan(shown(CATALOG, dataset("A"), part), [CATALOG], {}, evidence(private=["A"]), NOW)
    assert actions(plan) == {"all": "unchanged", "A": "withdraw"}


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ({"private": ["A"]}, "withdraw"),
        ({"private": ["A"], "whole": False}, "withdraw"),
        ({"unclear": ["A"]}, "unknown"),
        ({"unclear": ["A"], "whole": False}, "unknown"),
        ({"whole": False}, "unknown"),
        ({}, "withdraw"),
        ({"read": ["A"]}, "withdraw"),
    ],
)
def test_not_seen_is_not_gone(said: dict[str, Any], action: str) -> None:
    plan = make_plan(shown(CATALOG, dataset("A")), [CATALOG], {}, evidence(**said), NOW)
    assert actions(plan)["A"] == action


@pytest.mark.parametrize("count", range(1, 41))
def test_the_breaker_holds_for_every_number(count: int) -> None:
    datasets = [dataset(f"P{n}") for n in range(count)]
    observed = shown(CATALOG, *datasets)
    limit = max(1, count // 10)
    plan = make_plan(observed, [CATALOG, *datasets[limit:]], {}, evidence(), NOW)
    assert plan.counts()["withdraw"] == limit
    if count > limit:
        with pytest.raises(SafetyStop, match="no longer shows"):
            make_plan(observed, [CATALOG, *datasets[limit + 1 :]], {}, evidence(), NOW)
    private = [f"P{n}" for n in range(count)]
    all_private = make_plan(observed, [CATALOG], {}, evidence(private=private), NOW)
    assert all_private.counts()["withdraw"] == count, "positive evidence never waits"


def test_somebody_elses_edit_is_kept() -> None:
    theirs = dataset("A", "Edited by hand").triples
    observed = shown(CATALOG, dataset("A"), A={"triples": theirs})
    plan = make_plan(observed, [CATALOG, dataset("A", "Changed in the archive")], {}, evidence(), NOW)
    assert actions(plan)["A"] == "keep theirs"
    assert not plan.pending


def test_a_blocked_record_is_left_as_it_was_and_so_is_what_hangs_on_a_new_one() -> None:
    part = record("A-dicom", kind="distribution", parent=dataset("A").key)
    new = make_plan(shown(CATALOG), [CATALOG, dataset("A"), part], {dataset("A").key: "no"}, evidence(), NOW)
    assert actions(new) == {"all": "unchanged", "A": "blocked", "A-dicom": "blocked"}
    old = make_plan(
        shown(CATALOG, dataset("A")), [CATALOG, dataset("A", "B"), part], {dataset("A").key: "no"}, evidence(), NOW
    )
    assert actions(old) == {"all": "unchanged", "A": "blocked", "A-dicom": "blocked"}
    assert next(c for c in old.changes if c.slug == "A-dicom").reason == "the dataset it belongs to is blocked"


def test_a_blocked_catalogue_holds_nothing_up_once_it_stands() -> None:
    plan = make_plan(shown(CATALOG), [CATALOG, dataset("A")], {CATALOG.key: "no"}, evidence(), NOW)
    assert actions(plan) == {"all": "blocked", "A": "create"}


def test_an_edit_that_the_archive_has_followed_is_ours_again() -> None:
    theirs = dataset("A", "Edited by hand")
    observed = shown(CATALOG, dataset("A"), A={"triples": theirs.triples})
    assert actions(make_plan(observed, [CATALOG, theirs], {}, evidence(), NOW))["A"] == "update"


def test_an_edited_record_is_withdrawn_all_the_same() -> None:
    observed = shown(CATALOG, dataset("A"), A={"triples": dataset("A", "Edited by hand").triples})
    assert actions(make_plan(observed, [CATALOG], {}, evidence(private=["A"]), NOW))["A"] == "withdraw"


OTHER = record("other", kind="catalog")


def test_a_record_that_moves_is_updated_after_what_it_moves_below() -> None:
    observed = shown(CATALOG, dataset("A"))
    moved = replace(dataset("A"), parent=OTHER.key)
    plan = make_plan(observed, [OTHER, moved], {}, evidence(), NOW)
    assert [(c.slug, c.action.value) for c in plan.pending] == [
        ("other", "create"),
        ("A", "update"),
    ]
    stays = next(change for change in plan.changes if change.key == CATALOG.key)
    assert stays.action is Action.UNKNOWN, "its deletion would take along what has not moved yet"


def test_a_catalogue_is_not_withdrawn_from_under_what_stays() -> None:
    for said in ({"private": ["A"], "unclear": ["B"]}, {"read": ["A"], "unclear": ["B"]}):
        plan = make_plan(shown(CATALOG, dataset("A"), dataset("B")), [OTHER], {}, evidence(**said), NOW)
        assert actions(plan) == {"all": "unknown", "A": "withdraw", "B": "unknown", "other": "create"}
    all_gone = make_plan(shown(CATALOG, dataset("A")), [OTHER], {}, evidence(), NOW)
    assert actions(all_gone) == {"all": "withdraw", "other": "create"}, "A goes with it"


@pytest.mark.parametrize("said", [{}, {"read": [f"P{n}" for n in range(30)]}])
def test_the_breaker_counts_what_a_catalogue_takes_along_and_what_the_mapping_drops(said: dict[str, Any]) -> None:
    observed = shown(CATALOG, *(dataset(f"P{n}") for n in range(30)))
    with pytest.raises(SafetyStop, match="30 of 30"):
        make_plan(observed, [OTHER], {}, evidence(**said), NOW)


def test_the_breaker_never_keeps_a_private_project_public() -> None:
    """What is private goes now; everything else waits, and the next plan stops."""
    held = [CATALOG, *(dataset(f"P{n}") for n in range(20))]
    wanted = [CATALOG, dataset("P1", "New title"), dataset("P2"), dataset("Q")]
    plan = make_plan(shown(*held), wanted, {}, evidence(private=["P0"]), NOW)
    assert [(change.slug, change.action.value) for change in plan.pending] == [("P0", "withdraw")]
    waiting = {c.slug: c for c in plan.changes if c.reason.startswith(HELD_BACK)}
    assert {"P1", "P3", "Q"} <= set(waiting) and {c.action for c in waiting.values()} == {Action.UNKNOWN}
    assert not any(change.nquads for change in waiting.values())
    with pytest.raises(SafetyStop):
        make_plan(shown(*held[:1], *held[2:]), wanted, {}, evidence(private=["P0"]), NOW)


def test_the_breaker_counts_this_archive_only() -> None:
    ours = shown(CATALOG, *(dataset(f"P{n}") for n in range(5)))
    others = {f"https://other.example.org/{n}": replace(ours.records[dataset("P0").key], key="x") for n in range(95)}
    both = Observed("t", {**ours.records, **others})
    with pytest.raises(SafetyStop, match="2 of 5"):
        make_plan(both, [CATALOG, *(dataset(f"P{n}") for n in range(3))], {}, evidence(), NOW)


@pytest.mark.parametrize(
    "archive", [f"{ARCHIVE}/xnat", f"{ARCHIVE}/xnat/", f"{ARCHIVE}.evil.org", f"{ARCHIVE}/dataset/A"]
)
def test_an_archive_speaks_for_what_is_under_its_address_only(archive: str) -> None:
    """``…/xnat`` is another archive than ``…/xnat2``, though its address begins alike."""
    held = shown(CATALOG, dataset("AB")).records[dataset("AB").key]
    two = replace(held, key=f"{ARCHIVE}/xnat2/data/projects/AB")
    observed = Observed("t", {held.key: held, two.key: two})
    plan = make_plan(observed, [], {}, replace(evidence(), archive=archive), NOW)
    assert plan.changes == ()


def test_a_record_that_could_never_be_withdrawn_is_refused() -> None:
    with pytest.raises(UsageFault, match="never be withdrawn") as caught:
        make_plan(shown(CATALOG), [CATALOG, dataset("A")], {}, replace(evidence(), archive="https://x.org"), NOW)
    assert "site.url" in caught.value.cure


def test_a_project_that_was_read_in_part_keeps_its_distributions() -> None:
    header = Header(
        ARCHIVE, "x", "r", datetime(2026, 1, 1, tzinfo=UTC), "guest", unread=(Unread("A", "sessions", "refused"),)
    )
    part = record("A-dicom", kind="distribution", parent=dataset("A").key)
    plan = make_plan(shown(CATALOG, dataset("A"), part), [CATALOG, dataset("A")], {}, Evidence.of(header, ["A"]), NOW)
    assert actions(plan) == {"all": "unchanged", "A": "unchanged", "A-dicom": "unknown"}


@pytest.mark.parametrize("read", [(), ("A",)])
def test_a_project_of_which_privacy_keeps_something_in_is_left_as_it_is(read: tuple[str, ...]) -> None:
    """Also where the mapping, without the text, makes less of it, or nothing at all."""
    part = record("A-dicom", kind="distribution", parent=dataset("A").key)
    kept_in = replace(evidence(read=read), kept_in=frozenset({"A"}))
    plan = make_plan(shown(CATALOG, dataset("A"), part), [CATALOG], {}, kept_in, NOW)
    assert actions(plan) == {"all": "unchanged", "A": "unknown", "A-dicom": "unknown"}
    private = replace(kept_in, private=frozenset({"A"}))
    plan = make_plan(shown(CATALOG, dataset("A"), part), [CATALOG], {}, private, NOW)
    assert {change.slug for change in plan.pending} >= {"A"}, "what turned private goes all the same"


def test_what_privacy_keeps_in_is_told_first() -> None:
    first = Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, "K", "has no title")
    kept_in = Finding("I2F-P001", Severity.VIOLATION, Judge.PRIVACY, "K", "a name")
    assert blocked_keys(Report((first, kept_in), ("K",), ()), "violation") == {
        "K": "I2F-P001: a name (and 1 more: see the report)"
    }


def test_a_project_that_the_config_leaves_out_is_withdrawn() -> None:
    left_out = Withheld("A", Visibility.PUBLIC, "the config excludes 'A'", Why.CHOICE)
    header = Header(ARCHIVE, "x", "r", datetime(2026, 1, 1, tzinfo=UTC), "guest", withheld=(left_out,))
    plan = make_plan(shown(CATALOG, dataset("A")), [CATALOG], {}, Evidence.of(header, ()), NOW)
    assert [(change.slug, change.reason) for change in plan.pending] == [("A", "the config leaves the project out")]


def test_a_slip_in_a_filter_does_not_empty_the_catalogue() -> None:
    datasets = [dataset(f"P{number}") for number in range(20)]
    ids = [f"P{number}" for number in range(20)]
    with pytest.raises(SafetyStop, match=r"20 of 20 datasets .* the config leaves them out"):
        make_plan(shown(CATALOG, *datasets), [CATALOG], {}, evidence(left_out=ids), NOW)


def test_a_distribution_that_vanishes_is_withdrawn_alone() -> None:
    part = record("A-dicom", kind="distribution", parent=dataset("A").key)
    plan = make_plan(shown(CATALOG, dataset("A"), part), [CATALOG, dataset("A")], {}, evidence(read=["A"]), NOW)
    assert actions(plan) == {"all": "unchanged", "A": "unchanged", "A-dicom": "withdraw"}


def test_what_returns_keeps_its_address_and_first_date() -> None:
    observed = shown(CATALOG, dataset("A"), A={"state": State.WITHDRAWN, "triples": (), "slug": "old-name"})
    plan = make_plan(observed, [CATALOG, dataset("A")], {}, evidence(), NOW)
    change = next(change for change in plan.pending if change.key == dataset("A").key)
    assert (change.action, change.slug, published(change).issued) == (Action.CREATE, "old-name", BEFORE)
    again = make_plan(observed, [CATALOG], {}, evidence(), NOW)
    assert not again.pending, "what is withdrawn is not withdrawn again"


def test_records_of_other_archives_are_nobodys_business() -> None:
    ours = shown(CATALOG, dataset("A")).records[dataset("A").key]
    other = replace(ours, key="https://other.example.org/A")
    observed = Observed("t", {other.key: other})
    assert not make_plan(observed, [CATALOG], {}, evidence(), NOW).counts()["withdraw"]


def test_withdrawals_come_first() -> None:
    plan = make_plan(
        shown(CATALOG, dataset("A"), dataset("B")),
        [CATALOG, dataset("B", "New"), dataset("C")],
        {},
        evidence(private=["A"]),
        NOW,
    )
    assert [change.action.value for change in plan.pending] == ["withdraw", "update", "create"]


def test_many_findings_are_sorted_out_quickly() -> None:
    found = [Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, f"k{n // 4}", "no") for n in range(40_000)]
    begun = time.perf_counter()
    blocked = blocked_keys(Report(tuple(found), (), ("p",)), "violation")
    assert time.perf_counter() - begun < 2
    assert blocked["k0"] == "I2F-S001: no (and 3 more: see the report)" and len(blocked) == 10_000


def test_findings_block_by_severity() -> None:
    def finding(key: str, severity: Severity) -> Finding:
        return Finding("I2F-S001", severity, Judge.SHAPES, key, "no title")

    report = Report((finding("a", Severity.WARNING), finding("b", Severity.VIOLATION)), ("a", "b"), ("p",))
    assert set(blocked_keys(report, "violation")) == {"b"}
    assert set(blocked_keys(report, "warning")) == {"a", "b"}
    assert not blocked_keys(report, "never")


def test_a_plan_comes_back_from_its_file(tmp_path: Path) -> None:
    plan = make_plan(shown(CATALOG), [CATALOG, dataset("A")], {}, evidence(), NOW)
    write_plans(tmp_path / "plan.json", [plan])
    assert read_plans(tmp_path / "plan.json") == (plan,)
    (tmp_path / "plan.json").write_text("{}")
    with pytest.raises(UsageFault, match="not a plan"):
        read_plans(tmp_path / "plan.json")
