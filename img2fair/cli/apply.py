"""``img2fair apply``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, common, config_option, json_option, print_json


@click.command("apply")
@click.argument("plan", type=FILE)
@config_option
@json_option
@common
def command(plan: Path, config_file: Path, as_json: bool) -> int:
    """Carry out a PLAN that `plan` saved; one that is out of date is refused."""
    from img2fair.config import load_config
    from img2fair.files import locked
    from img2fair.plan import read_plans
    from img2fair.publication import apply_all, outcome_code
    from img2fair.report.plan_text import receipt_text

    located = load_config(config_file)
    plans = read_plans(plan)
    with locked(located.path(located.config.work)):
        receipts = apply_all(located, plans)
    if as_json:
        print_json({receipt.target: receipt.counts() for receipt in receipts})
    else:
        for receipt in receipts:
            click.echo(receipt_text(receipt))
    return outcome_code(receipts)
