"""``img2fair mapping check``."""

import click

from img2fair.cli.options import Talk, common


@click.group("mapping")
def command() -> None:
    """Check a mapping file."""


@command.command("check")
@click.argument("file")
@common
def check(file: str) -> int:
    """Check a mapping FILE (or the NAME of a shipped one) and print all its errors."""
    from img2fair.errors import Exit
    from img2fair.mapping import MappingFault, load_mapping

    try:
        mapping = load_mapping(file)
    except MappingFault as fault:
        for error in fault.errors:
            click.echo(error)
        Talk.line(f"{len(fault.errors)} to mend; docs/mapping-language.md explains the language")
        return Exit.USAGE
    for warning in mapping.warnings:
        Talk.line(f"warning: {warning}")
    Talk.line(f"{mapping.name}: no errors")
    return Exit.DONE
