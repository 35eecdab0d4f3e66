"""``img2fair list``."""

import click

from img2fair.cli.options import common, json_option, print_json

KINDS = ("mappings", "profiles", "codes", "archives", "targets")


@click.command("list")
@click.argument("kind", type=click.Choice(KINDS))
@json_option
@common
def command(kind: str, as_json: bool) -> int:
    """List what img2fair ships or knows of a KIND."""
    from img2fair.errors import Exit

    names = _listed(kind)
    if as_json:
        print_json({kind: names})
    else:
        layers = _layers(names) if kind == "mappings" else set()
        click.echo("\n".join(f"{name}  (a layer: lay it over another)" if name in layers else name for name in names))
    return Exit.DONE


def _layers(names: list[str]) -> set[str]:
    """Return which of the shipped mappings are none by themselves."""
    from img2fair.mapping import MappingFault, load_mapping

    found = set()
    for name in names:
        try:
            load_mapping(name)
        except MappingFault:
            found.add(name)
    return found


def _listed(kind: str) -> list[str]:
    if kind == "mappings":
        from img2fair.assets import names

        return names("mappings", ".yaml")
    if kind == "codes":
        from img2fair.assets import find_folder

        folder = find_folder("mappings") / "codes"
        return sorted(path.name.removesuffix(".sssom.tsv") for path in folder.glob("*.sssom.tsv"))
    if kind == "profiles":
        from img2fair.shacl import list_profiles

        return [name for name, _, _ in list_profiles()]
    if kind == "archives":
        from img2fair.archives import ARCHIVES

        return sorted(ARCHIVES)
    from img2fair.targets import TARGETS

    return sorted(TARGETS)
