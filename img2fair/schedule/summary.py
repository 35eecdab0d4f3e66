"""What came of a run, for machines: counts, names of the config, constants; no text of an archive.

The file in the work folder also names the projects that a safety stop is about; they are public. No message has them.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from img2fair.errors import Exit
from img2fair.files import write_text
from img2fair.model import Action, Plan, Receipt, Verdict

FILE = "last-run.json"
"""Its name in the work folder; it may be deleted without harm."""
SCHEMA, VERSION = "img2fair/summary", 1

WORKED = (Exit.DONE, Exit.INVALID, Exit.PRIVACY)
"""How a run ends that did all it could: what it held back is for stewards to mend, not for operators."""

_SHOWN = {
    Action.UNCHANGED: "published",
    Action.KEEP_THEIRS: "kept_theirs",
    Action.BLOCKED: "blocked",
    Action.UNKNOWN: "unknown",
    Action.LEFT_OUT: "left_out",
}
"""The state of a dataset about which nothing is written."""


@dataclass(frozen=True, slots=True)
class ArchiveRead:
    """What was read of one archive."""

    complete: bool
    projects: int
    requests: int


@dataclass(frozen=True, slots=True)
class TargetRun:
    """What came of the plan for one target.

    :param changes: records by what was to be done with them, and ``failed``, as ``Plan.as_json`` counts them.
    :param datasets: datasets by state: ``published``, ``blocked``, ``unknown``, ``kept_theirs``, ``failed`` …
    :param withdrawn: records that this run took out.
    """

    changes: Mapping[str, int]
    datasets: Mapping[str, int]
    withdrawn: int

    @property
    def troubled(self) -> bool:
        """Whether something is not at the target as it should be."""
        return any(self.changes.get(name, 0) for name in ("failed", "blocked", "unknown"))


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run. An archive that was not read and a target without a plan are not in it: unknown is not zero.

    :param run: the name of the process in its logs (``log.run_id``).
    :param tool: the version of img2fair.
    :param started: when it began, with its zone.
    :param seconds: how long it took.
    :param retries: how many requests were sent again (``http.retries``).
    :param vanishing: the projects whose datasets a safety stop keeps from being withdrawn; never in the line.
    :param untold: whether somebody who wanted to hear of this end could not be told; never in the line.
    """

    run: str
    tool: str
    started: datetime
    seconds: float
    code: Exit
    archives: Mapping[str, ArchiveRead] = field(default_factory=dict)
    targets: Mapping[str, TargetRun] = field(default_factory=dict)
    retries: int = 0
    vanishing: tuple[str, ...] = ()
    untold: bool = False

    @property
    def verdict(self) -> str:
        """The name of the exit code: ``done``, ``partly`` …"""
        return self.code.name.lower()

    @property
    def worked(self) -> bool:
        """Whether the run did all that it could."""
        return self.code in WORKED

    @property
    def trouble(self) -> frozenset[str]:
        """The targets that are not as they should be."""
        return frozenset(name for name, target in self.targets.items() if target.troubled)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "schema": SCHEMA,
            "version": VERSION,
            "run": self.run,
            "tool": self.tool,
            "started": self.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "seconds": round(self.seconds, 3),
            "exit_code": int(self.code),
            "verdict": self.verdict,
            "archives": {
                name: {"complete": read.complete, "projects": read.projects, "requests": read.requests}
                for name, read in self.archives.items()
            },
            "targets": {
                name: {**target.changes, "withdrawn": target.withdrawn, "datasets": dict(target.datasets)}
                for name, target in self.targets.items()
            },
            "retries": self.retries,
        }

    def line(self) -> str:
        """Return it as one line of JSON, keys sorted."""
        return json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"))


def target_run(plan: Plan, receipt: Receipt | None) -> TargetRun:
    """Return what came of a plan.

    :param receipt: of its changes; ``None`` where nothing was written.
    """
    verdicts = {outcome.key: outcome.verdict for outcome in receipt.outcomes} if receipt else {}
    states = Counter(
        _state(change.action, verdicts.get(change.key)) for change in plan.changes if change.kind == "dataset"
    )
    gone = [
        outcome
        for outcome in (receipt.outcomes if receipt else ())
        if outcome.action is Action.WITHDRAW and outcome.verdict is Verdict.DONE
    ]
    failed = len(receipt.failed) if receipt else 0
    return TargetRun(plan.as_json(failed), dict(sorted(states.items())), len(gone))


def _state(action: Action, verdict: Verdict | None) -> str:
    if not action.writes:
        return _SHOWN.get(action, action.value.replace(" ", "_"))
    if verdict is Verdict.DONE:
        return "withdrawn" if action is Action.WITHDRAW else "published"
    return "failed" if verdict is Verdict.FAILED else "pending"


def write_summary(work: Path, summary: Summary) -> None:
    """Keep a summary in the work folder, in the place of the one before.

    :raises Fault: it cannot be written.
    """
    kept = {**summary.as_json(), "untold": summary.untold, "would_withdraw": list(summary.vanishing)}
    write_text(work / FILE, json.dumps(kept, sort_keys=True, indent=1) + "\n")


def read_summary(work: Path) -> Summary | None:
    """Return the summary of the last run; ``None`` where there is none, or none that this version can read."""
    try:
        said = json.loads((work / FILE).read_text(encoding="utf-8"))
        if (said["schema"], said["version"]) != (SCHEMA, VERSION):
            return None
        return _read(said)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):  # it may be deleted, or broken
        return None


def _read(said: Mapping[str, Any]) -> Summary:
    return Summary(
        run=str(said["run"]),
        tool=str(said["tool"]),
        started=datetime.fromisoformat(said["started"]),
        seconds=float(said["seconds"]),
        code=Exit(said["exit_code"]),
        archives={name: ArchiveRead(**read) for name, read in said["archives"].items()},
        targets={name: _target(kept) for name, kept in said["targets"].items()},
        retries=int(said["retries"]),
        vanishing=tuple(map(str, said.get("would_withdraw", ()))),
        untold=bool(said["untold"]),
    )


def _target(said: Mapping[str, Any]) -> TargetRun:
    changes = {name: int(count) for name, count in said.items() if name not in ("withdrawn", "datasets")}
    return TargetRun(changes, dict(said["datasets"]), int(said["withdrawn"]))
