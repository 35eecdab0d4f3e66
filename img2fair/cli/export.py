"""``img2fair export cbioportal``."""

from pathlib import Path

import click

from img2fair.cli.completing import project_ids
from img2fair.cli.options import FILE, Talk, common, config_option, json_option, print_json, read_path


@click.group("export")
def command() -> None:
    """Write a project for other software."""


@command.command("cbioportal")
@click.argument("snapshot", type=FILE)
@click.option("--project", required=True, metavar="ID", shell_complete=project_ids, help="The project to export.")
@click.option("-o", "--output", type=FILE, required=True, help="Folder of the study; with --draft, the file.")
@click.option("--draft", is_flag=True, help="Write the harmonisation file, or add to it what is new, and no study.")
@click.option("--mapping", type=FILE, help="Harmonisation file; by default the one that the config names.")
@click.option("--into", type=FILE, help="Folder of a study that the imaging joins; it is only read.")
@click.option("--incremental", type=FILE, help="Folder to write for metaImport.py -d as well.")
@click.option("--report", type=FILE, help="Folder of the report; by default OUTPUT.report.")
@config_option
@json_option
@common
def cbioportal(
    snapshot: Path,
    project: str,
    output: Path,
    draft: bool,
    mapping: Path | None,
    into: Path | None,
    incremental: Path | None,
    report: Path | None,
    config_file: Path,
    as_json: bool,
) -> int:
    """Write a project of a SNAPSHOT as a cBioPortal study, with a report for its steward beside it.

    Patients get pseudonyms unless the config says `patient_id: label`; dates become days. Clinical values go out as a
    harmonisation file decides: `--draft` writes it from a snapshot that was read with `harvest --clinical`.
    """
    from img2fair.cli.settings import config_or_bare
    from img2fair.errors import Exit
    from img2fair.exporting import Output, draft_file, export
    from img2fair.model.snapshot_file import read_snapshot, snapshot_digest
    from img2fair.publication import export_order
    from img2fair.report.study_text import draft_text, key_text, study_text

    if draft and (into or incremental or report):
        raise click.UsageError("--draft writes a harmonisation file and no study")
    with read_path(snapshot) as path:
        harvested = read_snapshot(path)
        order = export_order(config_or_bare(config_file, harvested.header.archive), project, mapping)
        if draft:
            drafted = draft_file(harvested, order, output)
            if as_json:
                print_json(drafted.as_json())
            counts = (drafted.fields, drafted.open, drafted.rare)
            for line in draft_text(drafted.file, counts, drafted.private, drafted.changed):
                Talk.line(line)
            return Exit.DONE
        had_key = order.key.exists()
        try:
            exported = export(harvested, order, Output(output, report, into, incremental), snapshot_digest(path))
        finally:  # it is there also where the export was stopped, and the next run would not know
            if not had_key and order.key.exists():
                Talk.line(key_text(order.key))
    if as_json:
        print_json(exported.as_json())
    study = exported.study
    counts = (study.patients, study.samples, study.sessions)
    where = output if exported.written else None
    for line in study_text(project, counts, exported.findings, where, exported.output.reports, exported.rules):
        Talk.line(line)
    return Exit.DONE if exported.written else Exit.INVALID
