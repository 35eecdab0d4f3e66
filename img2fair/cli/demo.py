"""``img2fair demo``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common


@click.command("demo")
@click.option("-o", "--output", type=FILE, default=Path("img2fair-demo"), show_default=True, help="Folder to fill.")
@click.option("--serve", is_flag=True, help="Then serve archive and catalogue until Ctrl-C.")
@click.option("--keep", is_flag=True, help="Keep serving only the archive, to try other commands on it.")
@common
def command(output: Path, serve: bool, keep: bool) -> int:
    """See the whole flow on a bundled archive of real imaging metadata, over HTTP on this machine.

    Run it twice: the second run finds nothing to do.
    """
    from img2fair.demo.tour import tour

    return tour(output, serve=serve, keep=keep, say=Talk.line, progress=Talk.progress)
