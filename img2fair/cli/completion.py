"""``img2fair completion``."""

import click

from img2fair.cli.options import common

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@common
def command(shell: str) -> int:
    """Print what makes a SHELL complete commands, options, and the ids of projects that were harvested.

    Its first lines say where to put it.
    """
    from click.shell_completion import get_completion_class

    from img2fair.assets import find_folder
    from img2fair.cli import img2fair
    from img2fair.errors import Exit

    made = get_completion_class(shell)
    assert made is not None, shell  # noqa: S101 - click knows the shells above
    lines = made(img2fair, {}, "img2fair", "_IMG2FAIR_COMPLETE").source().strip().splitlines()
    told = (find_folder("templates") / "completion" / shell).read_text(encoding="utf-8").splitlines()
    mark = 1 if lines[0].startswith("#compdef") else 0  # zsh looks for it on the first line
    click.echo("\n".join([*lines[:mark], *told, *lines[mark:]]))
    return Exit.DONE
