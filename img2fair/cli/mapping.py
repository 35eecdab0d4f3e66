"""``img2fair mapping check``, ``coverage`` and ``schema``."""

from pathlib import Path

import click

from img2fair.cli.completing import mappings, profiles
from img2fair.cli.options import FILE, Talk, common, json_option, print_json

over_option = click.option(
    "--over",
    multiple=True,
    metavar="NAME",
    shell_complete=mappings,
    help="Mapping that FILE, a layer, is laid over (repeatable).",
)


@click.group("mapping")
def command() -> None:
    """Check mapping files, and what they have for a profile."""


@command.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=mappings)
@click.option("--snapshot", type=FILE, help="Snapshot of the archive: the keys of its own forms are known then.")
@over_option
@json_option
@common
def check(files: tuple[str, ...], snapshot: Path | None, over: tuple[str, ...], as_json: bool) -> int:
    """Check mapping FILEs (or the NAMEs of shipped ones) and print all their errors."""
    from img2fair.errors import Exit
    from img2fair.mapping import MappingFault, form_titles, load_mapping
    from img2fair.model.snapshot_file import read_snapshot
    from img2fair.spelling import doubtful_properties

    keys = form_titles(read_snapshot(snapshot).header.forms) if snapshot is not None else {}
    errors: dict[str, None] = {}
    warnings: dict[str, None] = {}
    for file in files:
        try:
            mapping = load_mapping((*over, file), form_keys=keys)
            warnings |= dict.fromkeys((*mapping.warnings, *doubtful_properties(mapping)))
        except MappingFault as fault:
            errors |= dict.fromkeys(fault.errors)
    if as_json:
        print_json({"errors": list(errors), "warnings": list(warnings)})
    else:
        for error in errors:
            click.echo(error)
    for warning in warnings:
        Talk.line(f"warning: {warning}")
    Talk.line(f"{len(errors)} to mend; docs/mapping-language.md explains the language" if errors else "no errors")
    return Exit.USAGE if errors else Exit.DONE


@command.command("coverage")
@click.argument("file", shell_complete=mappings)
@click.option("--profile", required=True, shell_complete=profiles, help="Profile whose properties are looked for.")
@over_option
@json_option
@common
def coverage(file: str, profile: str, over: tuple[str, ...], as_json: bool) -> int:
    """Say what a mapping FILE (or NAME) has for a profile; exit 3 where a mandatory property has no rule."""
    from img2fair.coverage import coverage as covered
    from img2fair.coverage import to_dict, to_text
    from img2fair.errors import Exit
    from img2fair.mapping import load_mapping
    from img2fair.shacl import load_profile

    found = covered(load_mapping((*over, file)), load_profile(profile))
    if as_json:
        print_json(to_dict(found))
    else:
        click.echo(to_text(found))
    return Exit.DONE if found.complete else Exit.INVALID


@command.command("schema")
@common
def schema() -> int:
    """Print the JSON Schema of mapping files, for editors that check while one types."""
    from img2fair.errors import Exit
    from img2fair.mapping.schema import schema_text

    click.echo(schema_text(), nl=False)
    return Exit.DONE
