"""Each decision on who may see a project by itself: what an answer means, what is carried out, what is kept back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from img2fair.archives.xnat.access import Access
from img2fair.archives.xnat.answers import Refused
from img2fair.archives.xnat.site import list_access
from img2fair.demo.archive import Fault
from img2fair.errors import RemoteFault, SafetyStop
from img2fair.farewell import GONE, LEFT_OUT, PRIVATE, UNMADE, Evidence, farewells
from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.http import Client, Journal
from img2fair.model import (
    Action,
    Change,
    Header,
    Observed,
    Outcome,
    Plan,
    Published,
    Unread,
    Verdict,
    Visibility,
    Why,
    Withheld,
)
from img2fair.pipeline import apply_plan
from img2fair.plan import blocked_keys, bound_to
from img2fair.targets import Target
from tests.privacy.access_cases import ODD, PROJECTS, content, id_of
from tests.privacy.telling_archive import UNLISTED, Said, TellingArchive
from tests.targets import changes

PUBLIC, PROTECTED, HIDDEN, UNKNOWN = Visibility


def test_only_public_and_protected_may_be_published() -> None:
    assert [seen for seen in Visibility if seen.publishable] == [PUBLIC, PROTECTED]
    assert (PUBLIC, PROTECTED, HIDDEN, UNKNOWN) == ("public", "protected", "private", "unknown")


@pytest.fixture(scope="module")
def archive() -> Iterator[TellingArchive]:
    with TellingArchive(content(1, dict.fromkeys(PROJECTS, "public"), {})) as started:
        yield started


def told(archive: TellingArchive, said: Said) -> Visibility | None:
    archive.said = {id_of("A"): said}
    client = Client(archive.url, Journal())
    with Access(client, None) as access:
        seen = access.enter(lambda: list_access(client)).access
    assert seen[id_of("B")] is PUBLIC
    return seen.get(id_of("A"))


@pytest.mark.parametrize("said", ["public", "protected", "private"])
def test_an_exact_word_is_what_it_says(archive: TellingArchive, said: str) -> None:
    assert told(archive, said) == said


@pytest.mark.parametrize("said", [said for said in ODD if said != "missing"], ids=repr)
def test_all_else_is_unknown(archive: TellingArchive, said: Said) -> None:
    assert told(archive, said) is UNKNOWN
    assert told(archive, UNLISTED) is None


def test_a_row_without_access_is_no_list(archive: TellingArchive) -> None:
    with pytest.raises(RemoteFault, match="lacks 'project_access'"):
        told(archive, "missing")


@pytest.mark.parametrize("status", [403, 404])
def test_an_archive_that_refuses_its_list_cannot_be_used(archive: TellingArchive, status: int) -> None:
    archive.faults.add(Fault(path="/data/projects", kind="status", status=status, times=1))
    with pytest.raises(RemoteFault, match=f"answers {status} to the first request") as caught:
        told(archive, "public")
    assert not isinstance(caught.value.__cause__, Refused)


@pytest.fixture
def site(tmp_path: Path) -> Target:
    return changes.site(tmp_path)


FAMILY = [changes.catalog(), changes.dataset("LGG"), changes.distribution("LGG"), changes.dataset("LUNG")]


NOBODY: dict[str, Visibility] = {}
"""An archive that must not be asked."""


def carried_out(site: Target, said: dict[str, Visibility], *pending: Change) -> dict[str, Outcome]:
    """Apply a plan while the archive says this; a project of which it says nothing must not be asked for."""
    plan = Plan("site", pending, bound_to(site.observe(), ""), "2026-11-21T08:00:00Z")
    receipt = apply_plan(plan, site, said.__getitem__)
    assert (receipt.stopped, receipt.code) == ("", 0)
    return {outcome.key: outcome for outcome in receipt.outcomes}


@pytest.mark.parametrize("says", Visibility)
def test_a_record_is_written_as_the_archive_says_now(site: Target, says: Visibility) -> None:
    done = carried_out(site, {"LGG": says, "LUNG": PUBLIC}, *FAMILY)
    written = says in (PUBLIC, PROTECTED)
    outcome = done[changes.key_of("LGG")]
    assert outcome.verdict is (Verdict.DONE if written else Verdict.SKIPPED)
    assert outcome.answer.startswith("not shown: the archive") is not written
    assert (outcome.key, outcome.action) == (changes.key_of("LGG"), Action.CREATE)
    held = site.observe().records
    assert (changes.key_of("LGG") in held) is written
    assert changes.key_of("LUNG") in held
    assert changes.CATALOG in held, "the catalogue is of no project, and nobody is asked about it"


@pytest.mark.parametrize("reason", [PRIVATE, GONE, LEFT_OUT, UNMADE, "somebody asked for it"])
def test_a_withdrawal_asks_nobody(site: Target, reason: str) -> None:
    carried_out(site, {"LGG": PUBLIC, "LUNG": PUBLIC}, *FAMILY)
    done = carried_out(site, NOBODY, changes.withdraw("LGG", reason))
    assert [outcome.verdict for outcome in done.values()] == [Verdict.DONE]
    assert site.observe().records[changes.key_of("LGG")].state == "withdrawn"


@pytest.mark.parametrize(("reason", "gone"), [(PRIVATE, True), (GONE, True), (LEFT_OUT, True), (UNMADE, False)])
def test_what_is_closed_goes_whatever_fails_later(site: Target, reason: str, gone: bool) -> None:
    carried_out(site, {"LGG": PUBLIC, "LUNG": PUBLIC}, *FAMILY)
    with pytest.raises(KeyError):
        carried_out(site, NOBODY, changes.withdraw("LGG", reason), changes.dataset("LUNG", title="Another"))
    assert (site.observe().records[changes.key_of("LGG")].state == "withdrawn") is gone


def test_a_plan_of_another_state_is_not_carried_out(site: Target) -> None:
    with pytest.raises(SafetyStop, match="stale"):
        apply_plan(Plan("site", tuple(FAMILY), "another", ""), site, NOBODY.__getitem__)
    assert not site.observe().records


def test_an_empty_plan_asks_for_nothing(site: Target) -> None:
    receipt = apply_plan(Plan("site", (), "another", ""), site, NOBODY.__getitem__)
    assert receipt.outcomes == ()


ARCHIVE = "https://xnat.example.org"
HEADER = Header(
    ARCHIVE, "XNAT", "r", datetime(2026, 1, 1, tzinfo=UTC), "guest",
    withheld=(
        Withheld("hidden", HIDDEN, "never read"),
        Withheld("unclear", UNKNOWN, "not said clearly"),
        Withheld("unwanted", PUBLIC, "the config", Why.CHOICE),
        Withheld("both", HIDDEN, "the config", Why.CHOICE),
    ),
    unread=(Unread("", "forms", "refused"), Unread("half", "sessions", "refused"), Unread("lost", "", "it failed")),
)  # fmt: skip


def test_what_a_harvest_can_testify() -> None:
    found = Evidence.of(HEADER, ["half", "read"])
    assert found == Evidence(
        archive=ARCHIVE,
        private=frozenset({"hidden", "both"}),
        left_out=frozenset({"unwanted", "both"}),
        unclear=frozenset({"unclear", "", "half", "lost"}),
        read=frozenset({"half", "read"}),
        whole=True,
    )


@pytest.mark.parametrize(
    ("changes", "whole"),
    [({}, True), ({"complete": False}, False), ({"only": ("P",)}, False), ({"complete": False, "only": ("P",)}, False)],
)
def test_a_harvest_of_a_part_proves_no_absence(changes: dict[str, Any], whole: bool) -> None:
    assert Evidence.of(replace(HEADER, **changes), ()).whole is whole


@pytest.mark.parametrize(
    ("key", "covered"),
    [
        (ARCHIVE, True), (f"{ARCHIVE}/", True), (f"{ARCHIVE}/data/projects/P", True), (f"{ARCHIVE}#catalog", True),
        (f"{ARCHIVE}.evil.org/P", False), (f"{ARCHIVE}2", False), ("https://other.example.org/P", False),
    ],
)  # fmt: skip
def test_an_archive_speaks_for_its_own_records(key: str, covered: bool) -> None:
    assert Evidence.of(HEADER, ()).covers(key) is covered
    assert Evidence.of(replace(HEADER, archive=f"{ARCHIVE}/"), ()).covers(key) is covered


FAREWELLS: list[tuple[str | None, bool, Action, str]] = [
    ("hidden", True, Action.WITHDRAW, PRIVATE), ("hidden", False, Action.WITHDRAW, PRIVATE),
    ("both", False, Action.WITHDRAW, PRIVATE), ("unwanted", False, Action.WITHDRAW, LEFT_OUT),
    ("unclear", True, Action.UNKNOWN, "could not be read"), ("half", True, Action.UNKNOWN, "could not be read"),
    ("lost", True, Action.UNKNOWN, "could not be read"), ("read", True, Action.WITHDRAW, UNMADE),
    ("read", False, Action.WITHDRAW, UNMADE), ("absent", True, Action.WITHDRAW, GONE),
    ("absent", False, Action.UNKNOWN, "did not cover"), (None, True, Action.WITHDRAW, UNMADE),
    (None, False, Action.UNKNOWN, "did not cover"),
]  # fmt: skip
"""Project of a record that nobody wants, whether the harvest was whole, and what becomes of the record."""


@pytest.mark.parametrize(("project", "whole", "action", "reason"), FAREWELLS)
def test_what_becomes_of_a_record_that_nobody_wants(
    project: str | None, whole: bool, action: Action, reason: str
) -> None:
    key = f"{ARCHIVE}/data/projects/P"
    held = Published(key, "dataset", "P", None, project, (), "", "", "")
    evidence = Evidence.of(replace(HEADER, complete=whole), ["half", "read"])
    found = farewells(Observed("t", {key: held}), {}, evidence)
    assert found[key][0] is action
    assert reason in found[key][1]
    assert not farewells(Observed("t", {key: held}), {key: None}, evidence)


JUDGED = [(judge, severity) for judge in Judge for severity in Severity]


@pytest.mark.parametrize(("judge", "severity"), JUDGED)
def test_what_privacy_keeps_in_keeps_its_record_back_whatever_blocks(judge: Judge, severity: Severity) -> None:
    found = Finding("I2F-P001", severity, judge, "k", "no")
    other = Finding("I2F-S001", Severity.INFO, Judge.SHAPES, "other", "no")
    kept = judge is Judge.PRIVACY and severity is Severity.VIOLATION
    assert found.keeps_in() is kept
    report = Report((other, found), (), ())
    assert report.keeps_in() is kept
    by_severity = {"never": (), "violation": ("violation",), "warning": ("violation", "warning")}
    for block_on, severities in by_severity.items():
        blocked = blocked_keys(report, block_on)
        assert blocked == ({"k": "I2F-P001: no"} if kept or severity in severities else {})
    assert set(blocked_keys(report, "info")) == {"k", "other"}
    assert not Report((), (), ()).keeps_in()
