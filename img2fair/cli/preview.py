"""``img2fair preview``."""

from pathlib import Path

import click

from img2fair.cli.completing import project_ids
from img2fair.cli.options import FILE, Talk, common, config_option, print_data


@click.command("preview")
@click.argument("project", shell_complete=project_ids)
@click.option("--snapshot", type=FILE, help="Snapshot to show it from.  [default: the work folder's]")
@click.option("--since", type=FILE, metavar="DIR", help="Earlier folder of records, to tell what has changed.")
@click.option("--language", type=click.Choice(["en", "nl"]), help="Of the page.  [default: the config's]")
@click.option("-o", "--output", type=FILE, help="File of the page.  [default: preview-PROJECT.html in the work folder]")
@config_option
@common
def command(
    project: str,
    snapshot: Path | None,
    since: Path | None,
    language: str | None,
    output: Path | None,
    config_file: Path,
) -> int:
    """Make one page for the investigator of PROJECT: what becomes public, what stays inside and why.

    Ends with 7 where privacy holds the project back, or where it is private, so that nothing of it becomes public.
    """
    from img2fair.cli.settings import config_or_bare
    from img2fair.config import load_config
    from img2fair.errors import Exit
    from img2fair.model.snapshot_file import read_snapshot
    from img2fair.preview import preview

    if snapshot is None:
        located = load_config(config_file)
        read = read_snapshot(located.work / "snapshot.jsonl")
    else:
        read = read_snapshot(snapshot)
        located = config_or_bare(config_file, read.header.archive)
    made = preview(located, read, project, language or located.config.language, since)
    path = output or located.work / f"preview-{made.slug}.html"
    print_data(made.html, path)
    if str(path) != "-":
        Talk.line(f"the page for the investigator of {project} → {path}")
    if made.kept_in:
        Talk.line("  privacy holds it back: nothing new of this project becomes public until that is mended")
    return Exit.PRIVACY if made.kept_in else Exit.DONE
