"""A run watched from its beginning to its end, so that it is told however it ends."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from img2fair import __version__
from img2fair.config import Located, find_token
from img2fair.errors import Exit, Fault, SafetyStop
from img2fair.http import retries
from img2fair.log import run_id
from img2fair.model import Receipt
from img2fair.plan import plan_digest, vanishing
from img2fair.publication import Prepared
from img2fair.schedule.after import after_run
from img2fair.schedule.notify import Monitoring
from img2fair.schedule.summary import ArchiveRead, Summary, TargetRun, target_run

log = logging.getLogger("img2fair.run")
"""Heard in JSON logs whatever is said else (log.py)."""


class Watch:
    """The run of a config; a fault that ends it is told as well, and goes on."""

    def __init__(self, sites: Sequence[Located]) -> None:
        self._started = datetime.now(UTC)
        self._clock = time.monotonic()
        self._told = False
        first = sites[0]
        said = first.config.monitoring
        self._work: Path = first.path(first.config.work)
        metrics = first.path(said.metrics) if said.metrics else None
        webhook = find_token(said.webhook_env) if said.webhook_env else said.webhook
        self._monitoring = Monitoring(metrics, webhook, said.command)

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        if isinstance(error, Fault) and not self._told:
            self._tell(replace(self._summary(error.code), vanishing=_kept_from_going([error])))
        elif isinstance(error, Exception) and not self._told:
            self._tell(self._summary(Exit.BUG))

    def ended(self, code: Exit, prepared: Sequence[Prepared], receipts: Sequence[Receipt]) -> None:
        """Tell how the run ended.

        :param code: in which exit code it will end.
        """
        by_plan = {receipt.plan: receipt for receipt in receipts}
        archives = {one.located.name or "archive": _read(one) for one in prepared}
        targets: dict[str, TargetRun] = {}
        for one in prepared:
            for plan in one.plans:
                run = target_run(plan, by_plan.get(plan_digest(plan)))
                targets[plan.target] = _summed(targets[plan.target], run) if plan.target in targets else run
        faults = [trouble.fault for one in prepared for trouble in one.troubles]
        kept = {
            *_kept_from_going(faults),
            *(name for one in prepared for plan in one.plans for name in vanishing(plan)),
        }
        self._tell(replace(self._summary(code, archives, targets), vanishing=tuple(sorted(kept))))

    def _summary(
        self, code: Exit, archives: dict[str, ArchiveRead] | None = None, targets: dict[str, TargetRun] | None = None
    ) -> Summary:
        return Summary(
            run=run_id(),
            tool=__version__,
            started=self._started,
            seconds=time.monotonic() - self._clock,
            code=code,
            archives=archives or {},
            targets=targets or {},
            retries=retries(),
        )

    def _tell(self, summary: Summary) -> None:
        self._told = True
        for line in after_run(self._work, summary, self._monitoring):
            log.warning("%s", line)
        log.info("the run ended", extra={"summary": summary.as_json()})


def _read(prepared: Prepared) -> ArchiveRead:
    header = prepared.harvested.header
    return ArchiveRead(header.complete, header.projects, len(header.requests))


def _kept_from_going(faults: Iterable[Fault]) -> tuple[str, ...]:
    """Return the projects of the datasets that safety stops keep from vanishing, each once."""
    return tuple(sorted({name for fault in faults if isinstance(fault, SafetyStop) for name in fault.vanishing}))


def _summed(one: TargetRun, other: TargetRun) -> TargetRun:
    """Return what came of the plans of two archives for one target."""
    changes = {name: count + other.changes.get(name, 0) for name, count in one.changes.items()}
    datasets = Counter(one.datasets) + Counter(other.datasets)
    return TargetRun(changes, dict(sorted(datasets.items())), one.withdrawn + other.withdrawn)
