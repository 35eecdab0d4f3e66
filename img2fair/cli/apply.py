"""``img2fair apply``."""

from collections import Counter
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
    from img2fair.config import load_configs
    from img2fair.files import locked
    from img2fair.plan import read_plans
    from img2fair.publication import apply_all, outcome_code
    from img2fair.report.plan_text import receipt_text

    sites = load_configs(config_file)
    plans = read_plans(plan)
    with locked(sites[0].path(sites[0].config.work)):
        receipts = apply_all(sites, plans)
    if as_json:
        told: dict[str, Counter[str]] = {}
        for receipt in receipts:  # a target has one for each archive
            told.setdefault(receipt.target, Counter()).update(receipt.counts())
        print_json(told)
    else:
        for receipt in receipts:
            click.echo(receipt_text(receipt))
    return outcome_code(receipts)
