"""``img2fair schedule emit``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common, config_option

KINDS = ("systemd", "cron", "kubernetes", "github")


@click.group("schedule")
def command() -> None:
    """Have publication run by itself."""


@command.command("emit")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("-o", "--output", type=FILE, default=None, help="Folder to write the files into; stdout by default.")
@config_option
@common
def emit(kind: str, output: Path | None, config_file: Path) -> int:
    """Print unit files for a scheduler of a KIND, filled from the config; each says at its top what to do once.

    They hold no secret: log-ins are named by their variables and files. With -o, rules for Prometheus come with them.
    """
    from img2fair.config import load_configs
    from img2fair.errors import Exit
    from img2fair.files import write_text
    from img2fair.schedule import alerts, deployment_of, unit_files, untold

    sites = load_configs(config_file)
    unit, monitoring = deployment_of(sites), sites[0].config.monitoring
    files, rules = unit_files(kind, unit), alerts(kind, unit)
    if output is None or str(output) == "-":
        click.echo("\n".join(files.values()), nl=False)
    else:
        for name, text in {**files, **rules}.items():
            needs = " (watches monitoring.metrics, which the config has not)" * (not monitoring.metrics)
            write_text(output / name, text)
            Talk.line(f"written: {output / name}{needs if name in rules else ''}")
    warning = untold(kind, monitoring)
    if warning:
        Talk.line(warning)
    return Exit.DONE
