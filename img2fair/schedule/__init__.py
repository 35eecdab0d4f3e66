"""Runs that nobody watches: what they leave behind for machines, and the units that start them.

    summary.py    what came of a run, as JSON        emit.py        unit files for a scheduler
    metrics.py    the same for Prometheus            deployment.py  what they need to know of a config
    notify.py     telling somebody when it changes   quoting.py     how each kind of file writes a text
    after.py      all three, at the end of a run

A run has worked when it did all that it could (exit codes 0, 3 and 7): records that are held back are for stewards,
who have their worklists. All units, the metrics and the alert rules go by that.
"""

from img2fair.schedule.after import after_run
from img2fair.schedule.deployment import Deployment, deployment_of
from img2fair.schedule.emit import KINDS, alerts, unit_files, untold
from img2fair.schedule.metrics import metrics_text
from img2fair.schedule.notify import Monitoring, changed
from img2fair.schedule.summary import (
    WORKED,
    ArchiveRead,
    Summary,
    TargetRun,
    read_summary,
    target_run,
    write_summary,
)

__all__ = [
    "KINDS",
    "WORKED",
    "ArchiveRead",
    "Deployment",
    "Monitoring",
    "Summary",
    "TargetRun",
    "after_run",
    "alerts",
    "changed",
    "deployment_of",
    "metrics_text",
    "read_summary",
    "target_run",
    "unit_files",
    "untold",
    "write_summary",
]
