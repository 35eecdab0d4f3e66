"""``img2fair publish``."""

import sys
from pathlib import Path

import click

from img2fair.cli.options import Talk, common, config_option, json_option, print_json


@click.command("publish")
@click.option("--yes", is_flag=True, help="Do not ask; needed where there is no terminal.")
@config_option
@json_option
@common
def command(yes: bool, config_file: Path, as_json: bool) -> int:
    """Harvest, map, validate, plan and apply, as the config says. Shows the plan before anything is written."""
    from img2fair.config import load_config
    from img2fair.errors import Exit
    from img2fair.files import locked
    from img2fair.plan import write_plans
    from img2fair.publication import apply_all, prepare, publication_code, tell_refusals
    from img2fair.report.harvest_text import withheld_text
    from img2fair.report.plan_text import plan_text, receipt_text

    located = load_config(config_file)
    work = located.path(located.config.work)
    with locked(work):
        prepared = prepare(located, Talk.progress)
        write_plans(work / "plan.json", prepared.plans)
        for plan in prepared.plans:
            Talk.line(plan_text(plan))
        if prepared.harvested.header.withheld:
            Talk.line(withheld_text(prepared.harvested.header))
        pending = any(plan.pending for plan in prepared.plans)
        if pending and not yes and not _agreed():
            Talk.line("nothing was written")
            return Exit.DONE
        receipts = apply_all(located, prepared.plans) if pending else ()
        tell_refusals(located, prepared, receipts)
    for receipt in receipts:
        Talk.line(receipt_text(receipt))
    Talk.line(f"findings: {work / 'report.html'}")
    if as_json:
        failed = {receipt.target: len(receipt.failed) for receipt in receipts}
        print_json({plan.target: plan.as_json(failed.get(plan.target, 0)) for plan in prepared.plans})
    return publication_code(prepared, receipts)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask at: say --yes")
    return click.confirm("Write this?", err=True)
