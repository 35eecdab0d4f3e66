"""``img2fair plan``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from img2fair.cli.options import FILE, Talk, choices_options, common, config_option, json_option, print_json

if TYPE_CHECKING:
    from img2fair.plan import Choices


@click.command("plan")
@click.option("--records", type=FILE, help="Folder of records.  [default: the work folder's]")
@click.option("-o", "--output", type=FILE, help="Where to save the plan.  [default: plan.json in the work folder]")
@click.option("--detailed-exitcode", is_flag=True, help="End with 10 where changes are pending.")
@choices_options
@config_option
@json_option
@common
def command(
    records: Path | None,
    output: Path | None,
    detailed_exitcode: bool,
    choices: "Choices",
    config_file: Path,
    as_json: bool,
) -> int:
    """Show what would change at the targets, and save it for `apply`. Writes nothing to a target."""
    from img2fair.config import load_config, load_configs
    from img2fair.errors import Exit, SafetyStop
    from img2fair.model.snapshot_file import read_snapshot
    from img2fair.plan import is_held_back, write_plans
    from img2fair.publication import plans_from_files, strongest
    from img2fair.report.harvest_text import withheld_text
    from img2fair.report.plan_text import counts_of_targets, plan_text

    sites = (load_config(config_file),) if records else load_configs(config_file)
    output = output or sites[0].path(sites[0].config.work) / "plan.json"
    headers = [read_snapshot(located.work / "snapshot.jsonl").header for located in sites]
    planned = [plans_from_files(located, records or located.work / "records", header, choices)
               for located, header in zip(sites, headers, strict=True)]  # fmt: skip
    plans = [plan for one in planned for plan in one.plans]
    write_plans(output, plans)
    if as_json:
        print_json(counts_of_targets(plans))
    else:
        for plan in plans:
            click.echo(plan_text(plan))
        for header in headers:
            if header.withheld:
                click.echo(withheld_text(header))
    troubles = [trouble for one in planned for trouble in one.troubles]
    for trouble in troubles:
        Talk.trouble(f"{trouble.name}: {trouble.fault}")
    pending = any(plan.pending for plan in plans)
    held_back = any(map(is_held_back, plans))
    stops = [trouble.fault for trouble in troubles if isinstance(trouble.fault, SafetyStop)]
    if pending:
        Talk.line(f"next: img2fair apply {output}" + ("; all else waits for what is held back" if held_back else ""))
    elif not troubles:
        blocked = any(plan.counts()["blocked"] for plan in plans)
        Talk.line("nothing to write: what has changed is blocked" if blocked else "nothing to do")
    elif not stops:
        Talk.line("next: mend what is told above, and plan again")
    for number in sorted({len(stop.vanishing) for stop in stops if stop.vanishing}):
        Talk.line(_if_they_are_to_go(number))
    return strongest([
        *(trouble.fault.code for trouble in troubles),
        *(Exit.SAFETY for plan in plans if is_held_back(plan)),
        *(Exit.PRIVACY for one in planned if one.report.keeps_in()),
        Exit.PENDING if detailed_exitcode and pending else Exit.DONE,
    ])  # fmt: skip


def _if_they_are_to_go(number: int) -> str:
    """Return what to do after a stop that keeps datasets from vanishing."""
    return (
        "stopped: where datasets are not to go, mend what has changed, then img2fair publish\n"
        f"where all {number} are to go: img2fair publish --confirm-withdrawals {number}"
    )
