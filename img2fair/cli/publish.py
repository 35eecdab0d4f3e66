"""``img2fair publish``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from img2fair.cli.options import Talk, choices_options, common, config_option, json_option, print_json_line

if TYPE_CHECKING:
    from img2fair.plan import Choices
    from img2fair.publication import Prepared, Trouble

_NAMED = 4
"""Datasets held back are named up to so many; the report has them all."""


@click.command("publish")
@click.option("--yes", is_flag=True, help="Do not ask; needed where there is no terminal.")
@click.option("--wait", type=click.FloatRange(min=0), default=0.0, metavar="SECONDS",
              help="How long to wait for another run to end.")  # fmt: skip
@choices_options
@config_option
@json_option
@common
def command(yes: bool, wait: float, choices: "Choices", config_file: Path, as_json: bool) -> int:
    """Harvest, map, validate, plan and apply, as the config says. Shows the plan before anything is written.

    A config of several archives is published one by one; what cannot be used now does not stop the others.
    """
    from img2fair.config import load_configs, nobody_answers
    from img2fair.files import locked
    from img2fair.plan import write_plans
    from img2fair.publication import apply_all, prepare_all, publication_code, tell_refusals
    from img2fair.report.plan_text import counts_of_targets, receipt_text
    from img2fair.schedule.watch import Watch

    if yes:
        nobody_answers()
    sites = load_configs(config_file)
    work = sites[0].path(sites[0].config.work)
    with Watch(sites) as watch, locked(work, wait):
        prepared, troubles = prepare_all(sites, Talk.progress, choices)
        plans = [plan for one in prepared for plan in one.plans]
        write_plans(work / "plan.json", plans)
        _show(prepared, troubles)
        pending = any(plan.pending for plan in plans)
        if pending and not yes and not _agreed():
            Talk.line("nothing was written")
            code = publication_code(prepared, troubles, ())
            watch.ended(code, prepared, ())
            return code
        receipts = apply_all(sites, plans)
        tell_refusals(prepared, receipts)
        for receipt in (one for one in receipts if one.outcomes or one.stopped):
            say = Talk.trouble if receipt.failed or receipt.stopped else Talk.line
            say(receipt_text(receipt))
        for one in prepared:
            Talk.line(f"{_held_back(one)}what to mend: {one.located.work / 'report.html'}")
        code = publication_code(prepared, troubles, receipts)
        watch.ended(code, prepared, receipts)
    if as_json:
        print_json_line(counts_of_targets(plans, receipts))
    return code


def _show(prepared: "Sequence[Prepared]", troubles: "Sequence[Trouble]") -> None:
    """Say what is planned, what each target cannot do, and what is in trouble."""
    from img2fair.report.harvest_text import withheld_text
    from img2fair.report.plan_text import plan_text

    for one in prepared:
        for target, check in one.warnings:
            Talk.line(f"{target}: {check.found}" + (f"; {check.cure}" if check.cure else ""))
        for plan in one.plans:
            Talk.line(plan_text(plan))
        if one.harvested.header.withheld:
            Talk.line(withheld_text(one.harvested.header))
    for trouble in (*troubles, *(trouble for one in prepared for trouble in one.troubles)):
        Talk.trouble(f"{trouble.name}: {trouble.fault}")


def _held_back(prepared: "Prepared") -> str:
    """Return which datasets findings keep back, as the beginning of a line; empty where there is none."""
    from img2fair.model import Action
    from img2fair.report.plain import counted

    blocked = {change.project for plan in prepared.plans for change in plan.changes
               if change.action is Action.BLOCKED and change.kind == "dataset" and change.project}  # fmt: skip
    names = ", ".join(sorted(blocked)[:_NAMED]) + (" …" if len(blocked) > _NAMED else "")
    return f"{counted(len(blocked), 'dataset')} held back ({names}); " if blocked else ""


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask at: say --yes")
    return click.confirm("Write this?", err=True)
