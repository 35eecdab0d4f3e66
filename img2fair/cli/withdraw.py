"""``img2fair withdraw``."""

from pathlib import Path

import click

from img2fair.cli.completing import project_ids
from img2fair.cli.options import Talk, common, config_option


@click.command("withdraw")
@click.argument("id", shell_complete=project_ids)
@click.option("--reason", default="withdrawn on request", show_default=True, help="Said on the page that remains.")
@config_option
@common
def command(id: str, reason: str, config_file: Path) -> int:  # noqa: A002 - the word of the command line
    """Take the dataset of project ID out of every target now, with its distributions.

    A project that is still public or protected comes back with the next `publish`, unless the config excludes it.
    """
    from img2fair.config import load_configs
    from img2fair.files import locked
    from img2fair.publication import outcome_code, withdraw
    from img2fair.report.plan_text import receipt_text

    sites = load_configs(config_file)
    with locked(sites[0].path(sites[0].config.work)):
        receipts = withdraw(sites, id, reason)
    for receipt in receipts:
        click.echo(receipt_text(receipt))
    Talk.line(f"if the archive still shows {id}, the next publish brings it back: make it private there,\n"
              f"or write into img2fair.yaml  archive: exclude: {{projects: [{id}]}}")  # fmt: skip
    return outcome_code(receipts)
