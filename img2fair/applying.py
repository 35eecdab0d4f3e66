"""A plan carried out: what may no longer be shown goes first, then family by family, several at a time.

A family is a dataset with what hangs on it. Withdrawals, catalogues and moved records are written one at a time: a
target that replaces a parent while a child is made would lose the link between them (knowledge: FAIR Data Point, no
transactions and no If-Match).
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from img2fair.errors import Exit, Fault, SafetyStop
from img2fair.farewell import CLOSED
from img2fair.model import Action, Change, Outcome, Plan, Receipt, Verdict, Visibility
from img2fair.plan import MOVED, bound_to, plan_digest
from img2fair.targets import Target, Write

log = logging.getLogger(__name__)

Access = Callable[[str], Visibility]
"""Tells a project's visibility now, from an answer at most a minute old; may be asked by several threads."""


_NOW_PRIVATE = "not shown: the archive now says that the project is private; the next run withdraws what is shown of it"
_NOW_UNKNOWN = "not shown: the archive does not say now who may see the project; it is left as it is"


def now() -> str:
    """Return the time as records carry it: UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def apply_plan(plan: Plan, target: Target, access: Access) -> Receipt:
    """Carry out a plan: what is no longer to be shown goes first, in a write of its own, whatever fails later.

    Without changes the target may still have something to renew. What ends the work early (a server that is down, a
    refused log-in, a full disk) is told in the receipt, beside what was done until then.

    :param access: asked right before each record is written, and again before it is shown.
    :raises SafetyStop: the target is no longer as the plan saw it; nothing was written.
    :raises Fault: the target cannot be read; nothing was written.
    """
    if not plan.pending:
        if target.renew():
            log.info("%s: the pages were made anew, as the config or img2fair has changed", plan.target)
        return Receipt(plan.target, (), now(), plan_digest(plan))
    refuse_stale(plan, target)
    work = _Work(target, access, plan.made)
    told: tuple[str, int] = "", 0
    try:
        for part in _closed_first(plan.pending):
            work.carry_out(part)
    except Fault as fault:
        told = str(fault), int(fault.code)
    except KeyboardInterrupt:
        told = "interrupted; run again: what is half done is finished then", int(Exit.INTERRUPTED)
    outcomes = tuple(work.outcomes[change.key] for change in plan.pending if change.key in work.outcomes)
    log.info("applied %d changes to %s", len(outcomes), plan.target)
    return Receipt(plan.target, outcomes, now(), plan_digest(plan), *told)


def refuse_stale(plan: Plan, target: Target) -> None:
    """Look whether a target is as a plan saw it.

    :raises SafetyStop: it is not.
    """
    taken = [change.at for change in plan.changes if change.at]
    if bound_to(target.observe(), plan.archive, taken) != plan.observed_digest:
        raise SafetyStop(
            "the plan is stale: the target has changed since, or the plan was applied already",
            where=f"target '{plan.target}'",
            cure="plan again: img2fair plan",
        )


def _closed_first(pending: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """Yield the withdrawals of projects that are no longer to be shown, then all else; nothing where there is none."""
    for closed in (True, False):
        part = [change for change in pending if (change.reason in CLOSED) is closed]
        if part:
            yield part


class _Work:
    """The changes of one plan being made, and what came of each, by key."""

    def __init__(self, target: Target, access: Access, made: str) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._target = target
        self._access = access
        self._made = made
        self._unshown: set[str] = set()

    def carry_out(self, changes: Sequence[Change]) -> None:
        """Make changes in one write.

        :raises Fault: the target cannot be used any more; what came of the changes until then is in ``outcomes``.
        """
        alone = [change for change in changes if _is_alone(change)]
        others = [change for change in changes if not _is_alone(change)]
        try:
            with self._target.writing(self._made) as write:
                for change in alone:
                    self._change(change, write)
                self._families(_families(others), write)
                self._show([change for change in alone if change.action is not Action.WITHDRAW], write)
        except (Fault, KeyboardInterrupt):
            for change in changes if self._target.at_once else ():
                self.outcomes.pop(change.key, None)
            for key in self._unshown & self.outcomes.keys():
                answer = f"{self.outcomes[key].answer}, but the work ended before it was known to be shown"
                self.outcomes[key] = replace(self.outcomes[key], verdict=Verdict.FAILED, answer=answer)
            raise

    def _families(self, families: Sequence[Sequence[Change]], write: Write) -> None:
        """Make the changes of families, several at a time; the first fault ends what has not begun."""
        if self._target.siblings < 2 or len(families) < 2:
            for family in families:
                self._family(family, write)
            return
        with ThreadPoolExecutor(min(self._target.siblings, len(families)), "family") as pool:
            begun = [pool.submit(self._family, family, write) for family in families]
            try:
                for one in begun:
                    one.result()
            finally:  # where one failed, those that have not begun do not begin
                pool.shutdown(cancel_futures=True)

    def _family(self, family: Sequence[Change], write: Write) -> None:
        for change in family:
            self._change(change, write)
        self._show(family, write)

    def _change(self, change: Change, write: Write) -> None:
        outcome = self._closed(change) or write(change)
        if change.action is Action.WITHDRAW:
            outcome = replace(outcome, reason=change.reason, date=self._made)
        elif outcome.verdict is Verdict.DONE:
            self._unshown.add(change.key)
        self.outcomes[change.key] = outcome

    def _show(self, changes: Sequence[Change], write: Write) -> None:
        """Make visible what was written and may still be shown; what stays hidden is a failure of its record."""
        for change in changes:
            refusal = self._closed(change) if self._is_done(change) else None
            if refusal:
                self.outcomes[change.key] = refusal
        for key, why in write.show([change.key for change in changes if self._is_done(change)]).items():
            answer = f"it is there and not shown: {why}"
            self.outcomes[key] = replace(self.outcomes[key], verdict=Verdict.FAILED, answer=answer)
        self._unshown -= {change.key for change in changes}

    def _is_done(self, change: Change) -> bool:
        return change.key in self.outcomes and self.outcomes[change.key].verdict is Verdict.DONE

    def _closed(self, change: Change) -> Outcome | None:
        """Return what comes of a change whose project may not be shown at this moment."""
        if change.action is Action.WITHDRAW or not change.project:
            return None
        visibility = self._access(change.project)
        if visibility.publishable:
            return None
        answer = _NOW_UNKNOWN if visibility is Visibility.UNKNOWN else _NOW_PRIVATE
        return Outcome(change.key, change.action, Verdict.SKIPPED, answer)


def _is_alone(change: Change) -> bool:
    return change.action is Action.WITHDRAW or change.kind == "catalog" or change.reason == MOVED


def _families(changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes by the dataset they are of or hang on, each in the order of the plan."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        head = change.parent if change.kind == "distribution" and change.parent else change.key
        found.setdefault(head, []).append(change)
    return list(found.values())
