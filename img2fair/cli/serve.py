"""``img2fair serve``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common


@click.command("serve")
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--port", type=int, default=0, help="Port to listen at.  [default: any free one]")
@click.option("--emit", type=click.Choice(["nginx", "apache"]), help="Print settings for a web server instead.")
@click.option("--at", metavar="PATH", help="With --emit: path of the site there, where it is not the base's own.")
@common
def command(folder: Path, port: int, emit: str | None, at: str | None) -> int:
    """Serve a published site on this machine only, with content negotiation, until Ctrl-C."""
    from img2fair.errors import Exit

    if emit:
        from img2fair.targets.site.snippets import snippet

        click.echo(snippet(folder, emit, at), nl=False)
        return Exit.DONE
    from img2fair.targets.site.serve import serve

    with serve(folder, port=port) as server:
        Talk.line(f"the catalogue is at {server.url}/ (Ctrl-C ends)")
        server.serve_forever()
    return Exit.DONE
