"""The plan: what changes at a target, and what must never be concluded."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from img2fair import rdf
from img2fair.errors import SafetyStop, UsageFault
from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.model import Action, Change, Observed, Origin, Plan, Published, Record, State, Visibility
from img2fair.plan import Evidence, blocked_keys, make_plan, observed_digest, read_plans, write_plans

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
    plan = make_plan(Observed("t", {}, ""), records, {}, evidence(), BEFORE)
    held = {change.key: published(change) for change in plan.changes}
    held = {key: replace(value, **changes.get(value.slug, {})) for key, value in held.items()}
    return Observed("t", held, observed_digest(held.values()))


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
        unclear=frozenset(more.get("unclear", ())),
        read=frozenset(more.get("read", ())),
        whole=more.get("whole", True),
    )


def actions(plan: Plan) -> dict[str, str]:
    return {change.slug: change.action.value for change in plan.changes}


def test_everything_is_new_at_an_empty_target() -> None:
    plan = make_plan(Observed("t", {}, "d"), [CATALOG, dataset("A")], {}, evidence(), NOW)
    assert actions(plan) == {"all": "create", "A": "create"}
    assert [change.slug for change in plan.pending] == ["all", "A"], "parents first"
    assert plan.observed_digest == "d"


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
    assert actions(old) == {"all": "unchanged", "A": "blocked", "A-dicom": "create"}


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
    observed = Observed("t", {other.key: other}, "")
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
