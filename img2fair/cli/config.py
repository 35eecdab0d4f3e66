"""``img2fair config show``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from img2fair.cli.options import common, config_option

if TYPE_CHECKING:
    from img2fair.config import Archive


@click.group("config")
def command() -> None:
    """Show what is in force and from where."""


@command.command("show")
@config_option
@common
def show(config_file: Path) -> int:
    """Print the config with every default filled in, and where the log-in comes from (never the log-in)."""
    import json

    from img2fair.config import load_config
    from img2fair.errors import Exit

    located = load_config(config_file)
    archive = located.config.archive
    click.echo(json.dumps(located.config.model_dump(mode="json"), indent=1, ensure_ascii=False))
    click.echo(f"from {config_file}; {_reader(archive)}", err=True)
    return Exit.DONE


def _reader(archive: "Archive") -> str:
    """Return as whom an archive is read; never the password."""
    from img2fair.config import DicomwebArchive, XnatArchive, find_login

    if not isinstance(archive, (XnatArchive, DicomwebArchive)):
        return "reads files of this machine"
    found = find_login(archive.place, archive.user_env, archive.password_env)
    return f"logs in as '{found[0]}'" if found else "reads as a guest"
