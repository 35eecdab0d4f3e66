"""``img2fair map``."""

from pathlib import Path

import click

from img2fair.cli.completing import mappings as known_mappings
from img2fair.cli.options import FILE, Talk, common, config_option, json_option, print_json, read_path


@click.command("map")
@click.argument("snapshot", type=FILE)
@click.option("-o", "--output", type=FILE, help="Folder for the records.  [default: the work folder's]")
@click.option("--mapping", "mappings", multiple=True, metavar="NAME|FILE", shell_complete=known_mappings,
              help="Mapping to use instead of the config's; several are laid over each other.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["turtle", "json-ld", "nquads"]), default="turtle")
@config_option
@json_option
@common
def command(
    snapshot: Path, output: Path | None, mappings: tuple[str, ...], form: str, config_file: Path, as_json: bool
) -> int:
    """Map a SNAPSHOT (- for stdin) to catalogue records: an RDF file each, the origins of its triples beside it."""
    from img2fair.archive_settings import is_chosen_otherwise
    from img2fair.cli.settings import config_or_bare
    from img2fair.errors import Exit
    from img2fair.mapping import load_mapping
    from img2fair.model.snapshot_file import read_snapshot
    from img2fair.pipeline import map_snapshot, save_mapped
    from img2fair.publication import load_mapping_of, mapping_settings
    from img2fair.report.plain import counted

    with read_path(snapshot) as path:
        opened = read_snapshot(path)
        located = config_or_bare(config_file, opened.header.archive)
        mapping = load_mapping(mappings) if mappings else load_mapping_of(located)
        mapped = map_snapshot(opened, mapping, mapping_settings(located.config, opened.header))
    folder = output or located.work / "records"
    save_mapped(folder, mapped, form)
    wanting = len(mapped.findings)
    projects = len({record.project for record in mapped.records if record.project})
    if as_json:
        print_json({"projects": projects, "records": len(mapped.records), "findings": wanting})
    made = f"{counted(projects, 'project')} to {counted(len(mapped.records), 'record')}"
    Talk.line(f"mapped {made} by {mapping.name} → {folder}")
    if wanting:
        Talk.line(f"  {counted(wanting, 'finding')} on the way; shown, together with those of the profiles, by:")
        Talk.line(f"  img2fair validate {folder}")
    if is_chosen_otherwise(located, opened.header):
        Talk.line("  the config chooses projects otherwise than when this was harvested: img2fair harvest")
    kept_in = sorted({finding.project or "" for finding in mapped.findings if finding.keeps_in()})
    if kept_in:
        Talk.line(f"  privacy holds back, as the catalogue shows it, until it is mended: {', '.join(kept_in)}")
    return Exit.PRIVACY if kept_in else Exit.DONE
