"""Plans carried out as a config says: bound to what they were decided from, looked at afterwards as a guest does."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from img2fair.applying import Access, apply_plan, now
from img2fair.archive_settings import archive_settings
from img2fair.config import Located
from img2fair.errors import Exit, Fault, SafetyStop, UsageFault
from img2fair.farewell import covers
from img2fair.model import WRITTEN, Action, Change, Observed, Plan, Receipt, Sight, State, Verdict
from img2fair.model.snapshot_file import snapshot_digest
from img2fair.plan import bound_to, copies_of, plan_digest, write_receipts
from img2fair.publication.access import access_now
from img2fair.publication.memory import Written, applied_plans, remember_applied
from img2fair.publication.preparing import config_digest
from img2fair.publication.settings import load_mapping_of, target_of
from img2fair.targets import Target

log = logging.getLogger(__name__)

_SHOWN = (*WRITTEN, Action.UNCHANGED, Action.KEEP_THEIRS)


def apply_all(sites: Sequence[Located], plans: Sequence[Plan]) -> tuple[Receipt, ...]:
    """Carry out plans for the targets of a config; leaves receipt.json in the work folder.

    A target that cannot be used ends its own plan, told in the receipt; the others go on.

    :param sites: as ``load_configs`` gives them.
    :param plans: as ``prepare_all`` makes them; who may see a project is asked again before each write.
    :raises UsageFault: a plan is for an archive or a target that the config does not have.
    :raises SafetyStop: a plan is stale, or was carried out before; then none of them is.
    """
    located_of = {plan_digest(plan): _located(plan, sites) for plan in plans}
    work = sites[0].path(sites[0].config.work)
    for plan in plans:
        _refuse_other_basis(plan, located_of[plan_digest(plan)])
    access = {one.name: access_now(one.config.archive.type, archive_settings(one)) for one in sites}
    receipts: list[Receipt] = []
    try:
        for plan in plans:
            located = located_of[plan_digest(plan)]
            target = target_of(located, plan.target)
            receipt = _carried_out(plan, target, access[located.name])
            receipts.append(receipt)
            Written(located.work, plan.target).remember(plan, receipt)
            if receipt.code == Exit.INTERRUPTED:
                break
    finally:  # also where somebody interrupts: what was done is known, and not what an earlier run did
        if any(receipt.outcomes or receipt.stopped for receipt in receipts):
            write_receipts(work / "receipt.json", receipts)
        remember_applied(work, [receipt.plan for receipt in receipts if receipt.outcomes])
    return tuple(receipts)


def _located(plan: Plan, sites: Sequence[Located]) -> Located:
    found = [one for one in sites if plan.archive in ("", one.config.archive.identity)]
    if not found:
        raise UsageFault(f"the plan is for the archive {plan.archive}, which the config does not have",
                         where=str(sites[0].file), cure="plan again with this config: img2fair plan")  # fmt: skip
    if plan.target not in found[0].config.targets:
        raise UsageFault(
            f"the plan is for target '{plan.target}', which the config does not have",
            where=str(sites[0].file),
            cure="plan again with this config: img2fair plan",
        )
    base = found[0].config.archive.identity
    strange = next((change.key for change in plan.changes if not covers(base, change.key)), None)
    if strange is not None:
        raise UsageFault(f"the plan changes a record that is not of its archive, {base}", where=strange,
                         cure="plan again: img2fair plan")  # fmt: skip
    return found[0]


def _refuse_other_basis(plan: Plan, located: Located) -> None:
    """Look whether config, mapping and harvest are those that a plan was decided from, and whether it is a new one.

    :raises SafetyStop: they are not.
    """
    snapshot = located.work / "snapshot.jsonl"
    problem = ""
    if plan.pending and plan_digest(plan) in applied_plans(located.path(located.config.work)):
        problem = "the plan was applied already"
    elif plan.config_digest and plan.config_digest != config_digest(located, load_mapping_of(located)):
        problem = "the plan is stale: the config, the mapping or img2fair has changed since"
    elif plan.snapshot_digest and snapshot.is_file() and plan.snapshot_digest != snapshot_digest(snapshot):
        problem = "the plan is stale: the archive was harvested since, and is not as it was"
    if problem:
        raise SafetyStop(problem, where=f"target '{plan.target}'", cure="plan again: img2fair plan")


def _carried_out(plan: Plan, target: Target, access: Access) -> Receipt:
    """Carry out one plan and look at what came of it; a target that cannot be used is told in the receipt."""
    try:
        receipt = apply_plan(plan, target, access)
    except Fault as fault:
        return Receipt(plan.target, (), now(), plan_digest(plan), str(fault), int(fault.code))
    if receipt.code == Exit.INTERRUPTED or not any(one.verdict is Verdict.DONE for one in receipt.outcomes):
        return receipt
    told = target.announce()
    if told:
        log.info("%s: %s", plan.target, told)
    return replace(receipt, sights=_sights(plan, receipt, target), announced=told)


def _sights(plan: Plan, receipt: Receipt, target: Target) -> tuple[Sight, ...]:
    """Return what harvesters find of the datasets that should be shown now."""
    failed = {outcome.key for outcome in receipt.outcomes if outcome.verdict is not Verdict.DONE}
    shown = [change.key for change in plan.changes
             if change.kind == "dataset" and change.action in _SHOWN and change.key not in failed]  # fmt: skip
    try:
        return target.rehearse(shown)
    except Fault as fault:
        log.warning("%s was not walked as harvesters do: %s", plan.target, fault.what)
        return ()


def withdraw(sites: Sequence[Located], project: str, reason: str) -> tuple[Receipt, ...]:
    """Take the dataset of a project out of every target now.

    :param sites: as ``load_configs`` gives them.
    :param project: the project's id.
    :param reason: what the catalogue says of it, where it says something.
    :raises UsageFault: no target shows such a dataset.
    :raises Fault: a target cannot be read; what the others showed has been withdrawn before.
    """
    plans = []
    troubles: list[Fault] = []
    for located in sites:
        for name in located.config.targets:
            try:
                plans.append(_withdrawal(located, target_of(located, name).observe(), project, reason))
            except Fault as fault:  # whatever is wrong with one target, the others are done
                troubles.append(fault)
    shown = [plan for plan in plans if plan.changes]
    receipts = apply_all(sites, shown) if shown else ()
    if troubles:
        raise troubles[0]
    if not shown:
        raise UsageFault(f"no target shows a dataset of project '{project}'", cure="check the project's id")
    return receipts


def _withdrawal(located: Located, observed: Observed, project: str, reason: str) -> Plan:
    archive = located.config.archive.identity
    shown = [
        Change(
            held.key,
            held.kind,
            Action.WITHDRAW,
            reason,
            slug=held.slug,
            project=project,
            parent=held.parent,
            observed_digest=held.actual,
        )
        for held in observed.records.values()
        if held.project == project and held.kind == "dataset" and held.state is not State.WITHDRAWN
        and covers(archive, held.key)
    ]  # fmt: skip
    shown += copies_of(project, observed, archive, located.config.archive.other_addresses, reason)
    taken = [change.at for change in shown if change.at]
    return Plan(observed.target, tuple(shown), bound_to(observed, archive, taken), now(), archive)
