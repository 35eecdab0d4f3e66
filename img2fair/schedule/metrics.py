"""What came of a run, as a file that Prometheus' node exporter picks up.

The form is OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/, "Text format"). All are gauges:
each run writes the whole file anew, so nothing in it counts up; and Prometheus' older text format, which the node
exporter's textfile collector reads, has the same lines for them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from img2fair.schedule.summary import Summary

_SUCCESS = "last_success_timestamp_seconds"
_KEPT = re.compile(rf"^img2fair_{_SUCCESS} ([0-9]{{1,15}}(?:\.[0-9]{{1,9}})?)$", re.MULTILINE)

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: its name without ``img2fair_``, what it means, and its samples."""

    name: str
    means: str
    samples: Iterable[tuple[Labels, float | None]]

    def lines(self) -> list[str]:
        """Return its lines; none where it has no value."""
        name = f"img2fair_{self.name}"
        samples = [f"{name}{_labels(labels)} {_number(value)}" for labels, value in self.samples if value is not None]
        unit = [f"# UNIT {name} seconds"] if name.endswith("_seconds") else []
        return [f"# TYPE {name} gauge", *unit, f"# HELP {name} {_escaped(self.means)}", *samples] if samples else []


def metrics_text(summary: Summary, before: str = "") -> str:
    """Return the metrics of a run.

    :param before: the text of the file that they replace: a run that did not work keeps the time of the last that did.
    """
    families = (*_of_run(summary, _last_success(before)), *_of_archives(summary), *_of_targets(summary))
    return "\n".join([*(line for family in families for line in family.lines()), "# EOF", ""])


def text_before(path: Path) -> str:
    """Return the text of a file of metrics; empty where there is none that can be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _last_success(before: str) -> float | None:
    found = _KEPT.search(before)
    return float(found[1]) if found else None


def _of_run(summary: Summary, before: float | None) -> list[Family]:
    ended = round(summary.started.timestamp() + summary.seconds, 3)
    return [
        Family("build", "Version of img2fair that ran last.", [({"version": summary.tool}, 1)]),
        Family(
            _SUCCESS,
            "End of the last run that did all it could (exit codes 0, 3, 7).",
            [({}, ended if summary.worked else before)],
        ),
        Family("last_run_timestamp_seconds", "End of the last run.", [({}, ended)]),
        Family("last_run_exit_code", "Exit code of the last run.", [({}, int(summary.code))]),
        Family("last_run_duration_seconds", "How long the last run took.", [({}, round(summary.seconds, 3))]),
        Family("retries", "Requests of the last run that were sent again.", [({}, summary.retries)]),
    ]


def _of_archives(summary: Summary) -> list[Family]:
    read = [({"archive": name}, one) for name, one in sorted(summary.archives.items())]
    return [
        Family("archive_complete", "Whether the archive was read whole.", [(at, one.complete) for at, one in read]),
        Family("projects", "Projects that were read.", [(at, one.projects) for at, one in read]),
        Family("requests", "Requests to the archive.", [(at, one.requests) for at, one in read]),
    ]


def _of_targets(summary: Summary) -> list[Family]:
    runs = [({"target": name}, one) for name, one in sorted(summary.targets.items())]
    return [
        Family(
            "datasets",
            "Datasets by state at the target after the run.",
            [({**at, "state": state}, count) for at, one in runs for state, count in sorted(one.datasets.items())],
        ),
        Family(
            "records",
            "Records of all kinds by what the run found to do with them.",
            [({**at, "action": name}, count) for at, one in runs for name, count in sorted(one.changes.items())],
        ),
        Family("blocked", "Records held back.", [(at, one.changes.get("blocked")) for at, one in runs]),
        Family(
            "failed", "Records that the target did not take.", [(at, one.changes.get("failed")) for at, one in runs]
        ),
        Family("withdrawn", "Records that the run took out.", [(at, one.withdrawn) for at, one in runs]),
    ]


def _labels(labels: Labels) -> str:
    said = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{said}}}" if said else ""


def _escaped(text: str) -> str:
    """Return a text as a label's value or a help line may hold it: three characters are escaped ("Escaping")."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
