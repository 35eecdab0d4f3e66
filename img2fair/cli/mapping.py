"""``img2fair mapping check``."""

import click

from img2fair.cli.options import Talk, common, json_option, print_json


@click.group("mapping")
def command() -> None:
    """Check a mapping file."""


@command.command("check")
@click.argument("file")
@json_option
@common
def check(file: str, as_json: bool) -> int:
    """Check a mapping FILE (or the NAME of a shipped one) and print all its errors."""
    from img2fair.errors import Exit
    from img2fair.mapping import MappingFault, load_mapping

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    try:
        warnings = load_mapping(file).warnings
    except MappingFault as fault:
        errors = tuple(map(str, fault.errors))
    if as_json:
        print_json({"errors": errors, "warnings": warnings})
    else:
        for error in errors:
            click.echo(error)
    for warning in warnings:
        Talk.line(f"warning: {warning}")
    Talk.line(f"{len(errors)} to mend; docs/mapping-language.md explains the language" if errors else "no errors")
    return Exit.USAGE if errors else Exit.DONE
