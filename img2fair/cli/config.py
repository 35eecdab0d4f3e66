"""``img2fair config show``."""

from pathlib import Path

import click

from img2fair.cli.options import common, config_option


@click.group("config")
def command() -> None:
    """Show what is in force and from where."""


@command.command("show")
@config_option
@common
def show(config_file: Path) -> int:
    """Print the config with every default filled in, and where the log-in comes from (never the log-in)."""
    import json

    from img2fair.config import find_login, load_config
    from img2fair.errors import Exit

    located = load_config(config_file)
    archive = located.config.archive
    found = find_login(archive.place, archive.user_env, archive.password_env)
    click.echo(json.dumps(located.config.model_dump(mode="json"), indent=1, ensure_ascii=False))
    who = f"logs in as '{found[0]}'" if found else "reads as a guest"
    click.echo(f"from {config_file}; {who}", err=True)
    return Exit.DONE
