"""The end of a run: its summary is kept, its metrics are written, and somebody is told where that changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from img2fair.errors import Exit, Fault
from img2fair.files import write_text
from img2fair.schedule.metrics import metrics_text, text_before
from img2fair.schedule.notify import Monitoring, changed, notify
from img2fair.schedule.summary import Summary, read_summary, write_summary


def after_run(work: Path, summary: Summary, monitoring: Monitoring) -> list[str]:
    """Keep the summary of a run, write its metrics, tell of a change; return what went wrong, as lines for stderr.

    Nothing of this changes how the run ended, and no fault of it is raised. A run that another one kept out
    (``Exit.LOCKED``) leaves nothing: the files are those of the other.
    """
    if summary.code is Exit.LOCKED:
        return []
    lines = []
    if monitoring.metrics is not None:
        path = monitoring.metrics
        lines += _tried("the metrics were not written", lambda: write_text(path, _metrics(path, summary)))
    if changed(read_summary(work), summary):
        untold = notify(monitoring, summary)
        summary = replace(summary, untold=bool(untold))
        lines += untold
    lines += _tried("the summary was not kept", lambda: write_summary(work, summary))
    return lines


def _metrics(path: Path, summary: Summary) -> str:
    return metrics_text(summary, text_before(path))


def _tried(what: str, write: Callable[[], None]) -> list[str]:
    try:
        write()
    except Fault as fault:
        return [f"warning: {what}: {fault.what} ({fault.where})"]
    return []
