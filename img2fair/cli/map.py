"""``img2fair map``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common, config_option


@click.command("map")
@click.argument("snapshot", type=FILE)
@click.option("-o", "--output", type=FILE, help="Folder for the records.  [default: the work folder's]")
@click.option("--mapping", "mapping_name", metavar="NAME|FILE", help="Mapping to use instead of the config's.")
@click.option("--format", "form", type=click.Choice(["turtle", "json-ld", "nquads"]), default="turtle")
@config_option
@common
def command(snapshot: Path, output: Path | None, mapping_name: str | None, form: str, config_file: Path) -> int:
    """Map a snapshot to catalogue records: an RDF file each, and the origin of every triple beside it."""
    from img2fair.cli.settings import config_or_bare
    from img2fair.errors import Exit
    from img2fair.mapping import load_mapping
    from img2fair.model.snapshot_file import read_snapshot
    from img2fair.pipeline import load_mapping_of, map_snapshot, mapping_settings, save_mapped

    opened = read_snapshot(snapshot)
    located = config_or_bare(config_file, opened.header.archive)
    mapping = load_mapping(mapping_name) if mapping_name else load_mapping_of(located)
    mapped = map_snapshot(opened, mapping, mapping_settings(located.config))
    folder = output or located.path(located.config.work) / "records"
    save_mapped(folder, mapped, form)
    Talk.line(f"mapped {opened.header.projects} projects to {len(mapped.records)} records by {mapping.name} → {folder}")
    if mapped.findings:
        Talk.line(f"  {len(mapped.findings)} things the mapping found wanting: img2fair validate {folder}")
    return Exit.DONE
