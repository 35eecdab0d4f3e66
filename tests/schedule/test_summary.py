"""What came of a run, for machines."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from img2fair.errors import Exit
from img2fair.model import Action, Change, Outcome, Plan, Receipt, Verdict
from img2fair.schedule import WORKED, Summary, read_summary, target_run, write_summary
from img2fair.schedule.summary import FILE
from tests.schedule.summaries import summaries, summary, target


def test_the_line_is_one_object_that_says_all() -> None:
    line = summary(Exit.PARTLY, production=target(failed=1, withdrawn=2)).line()
    assert "\n" not in line
    said = json.loads(line)
    assert list(said) == sorted(said)
    assert (said["schema"], said["version"]) == ("img2fair/summary", 1)
    assert (said["exit_code"], said["verdict"], said["run"]) == (8, "partly", "0a1b2c3d")
    assert (said["started"], said["seconds"], said["retries"]) == ("2026-03-01T02:30:00Z", 12.5, 2)
    assert said["archives"] == {"xnat": {"complete": True, "projects": 9, "requests": 40}}
    assert said["targets"]["production"]["failed"] == 1
    assert said["targets"]["production"]["withdrawn"] == 2
    assert said["targets"]["production"]["datasets"] == {"published": 9, "blocked": 0}
    assert "untold" not in said


def test_projects_are_named_in_the_file_alone(tmp_path: Path) -> None:
    stopped = replace(summary(Exit.SAFETY), vanishing=("BRAIN1", "LUNG"))
    write_summary(tmp_path, stopped)
    assert json.loads((tmp_path / FILE).read_text())["would_withdraw"] == ["BRAIN1", "LUNG"]
    assert "BRAIN1" not in stopped.line()


@given(summaries)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_summary_is_read_as_it_was_written(tmp_path: Path, any_summary: Summary) -> None:
    write_summary(tmp_path, any_summary)
    assert read_summary(tmp_path) == any_summary
    assert "\n" not in any_summary.line()
    assert any_summary.line().isascii()


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        "null",
        "1",
        "{}",
        '{"schema": "img2fair/summary", "version": 2}',
        '{"schema": "img2fair/summary", "version": 1}',
        "[" * 100_000,
        "\udcff",
    ],
)
def test_a_summary_that_is_gone_or_broken_is_none(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_summary(tmp_path) is None


@pytest.mark.parametrize("name", ["started", "exit_code", "archives", "targets", "untold", "seconds", "would_withdraw"])
@pytest.mark.parametrize("wrong", ["x", 77, [], None, {"a": {"b": 1}}])
def test_a_summary_with_one_wrong_value_does_no_harm(tmp_path: Path, name: str, wrong: object) -> None:
    write_summary(tmp_path, summary(fdp=target()))
    said = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps({**said, name: wrong}))
    found = read_summary(tmp_path)
    assert found is None or isinstance(found, Summary)


@pytest.mark.parametrize("code", Exit)
def test_which_ends_count_as_worked(code: Exit) -> None:
    assert summary(code).worked == (code in (0, 3, 7))
    assert summary(code).verdict == code.name.lower()
    assert {int(one) for one in WORKED} == {0, 3, 7}


DATASETS = [
    (Action.CREATE, Verdict.DONE, "published"),
    (Action.FINISH, Verdict.DONE, "published"),
    (Action.UPDATE, Verdict.FAILED, "failed"),
    (Action.UPDATE, Verdict.SKIPPED, "pending"),
    (Action.UPDATE, None, "pending"),
    (Action.WITHDRAW, Verdict.DONE, "withdrawn"),
    (Action.WITHDRAW, Verdict.FAILED, "failed"),
    (Action.KEEP_THEIRS, None, "kept_theirs"),
    (Action.UNCHANGED, None, "published"),
    (Action.BLOCKED, None, "blocked"),
    (Action.UNKNOWN, None, "unknown"),
    (Action.LEFT_OUT, None, "left_out"),
]


@pytest.mark.parametrize(("action", "verdict", "state"), DATASETS)
def test_the_state_of_a_dataset(action: Action, verdict: Verdict | None, state: str) -> None:
    changes = tuple(Change(f"https://x.example.org/{kind}", kind, action, "") for kind in ("dataset", "distribution"))
    outcomes = tuple(Outcome(change.key, action, verdict) for change in changes) if verdict else ()
    run = target_run(Plan("fdp", changes, "", ""), Receipt("fdp", outcomes, ""))
    assert run.datasets == {state: 1}
    assert run.changes[action.value.replace(" ", "_")] == 2
    assert run.changes["failed"] == (2 if verdict is Verdict.FAILED else 0)
    assert run.withdrawn == (2 if state == "withdrawn" else 0)


def test_every_action_has_a_state() -> None:
    assert {action for action, _, _ in DATASETS} >= {action for action in Action if not action.writes}


def test_a_plan_that_was_not_carried_out_is_pending() -> None:
    run = target_run(Plan("fdp", (Change("k", "dataset", Action.CREATE, ""),), "", ""), None)
    assert (run.datasets, run.withdrawn, run.changes["failed"]) == ({"pending": 1}, 0, 0)


@pytest.mark.parametrize(("name", "troubled"), [("failed", True), ("blocked", True), ("unknown", True), ("", False)])
def test_a_target_in_trouble(name: str, troubled: bool) -> None:
    now = summary(Exit.DONE, good=target(), other=target(**{name: 1}) if name else target(withdrawn=4))
    assert now.trouble == (frozenset({"other"}) if troubled else frozenset())
