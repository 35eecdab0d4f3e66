"""``img2fair plan``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common, config_option, json_option, print_json


@click.command("plan")
@click.option("--records", type=FILE, help="Folder of records.  [default: the work folder's]")
@click.option("-o", "--output", type=FILE, help="Where to save the plan.  [default: plan.json in the work folder]")
@click.option("--detailed-exitcode", is_flag=True, help="End with 10 where changes are pending.")
@config_option
@json_option
@common
def command(
    records: Path | None, output: Path | None, detailed_exitcode: bool, config_file: Path, as_json: bool
) -> int:
    """Show what would change at the targets, and save it for `apply`. Writes nothing to a target."""
    from img2fair.config import load_config
    from img2fair.errors import Exit
    from img2fair.model.snapshot_file import read_snapshot
    from img2fair.plan import write_plans
    from img2fair.publication import plans_from_files
    from img2fair.report.harvest_text import withheld_text
    from img2fair.report.plan_text import plan_text

    located = load_config(config_file)
    work = located.path(located.config.work)
    header = read_snapshot(work / "snapshot.jsonl").header
    plans, report = plans_from_files(located, records or work / "records", header)
    write_plans(output or work / "plan.json", plans)
    if as_json:
        print_json({plan.target: plan.as_json() for plan in plans})
    else:
        for plan in plans:
            click.echo(plan_text(plan))
        if header.withheld:
            click.echo(withheld_text(header))
    pending = any(plan.pending for plan in plans)
    blocked = any(plan.counts()["blocked"] for plan in plans)
    idle = "nothing to write: what has changed is blocked" if blocked else "nothing to do"
    Talk.line(f"next: img2fair apply {output or work / 'plan.json'}" if pending else idle)
    if report.keeps_in():
        return Exit.PRIVACY
    return Exit.PENDING if detailed_exitcode and pending else Exit.DONE
