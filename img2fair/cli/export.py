"""``img2fair export cbioportal``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common, config_option, json_option, print_json, read_path


@click.group("export")
def command() -> None:
    """Write a project for other software."""


@command.command("cbioportal")
@click.argument("snapshot", type=FILE)
@click.option("--project", required=True, metavar="ID", help="The project to export.")
@click.option("-o", "--output", type=FILE, required=True, help="Folder of the study.")
@config_option
@json_option
@common
def cbioportal(snapshot: Path, project: str, output: Path, config_file: Path, as_json: bool) -> int:
    """Write a project of a SNAPSHOT as a cBioPortal study.

    Patients get pseudonyms unless the config says `patient_id: label`; dates become days from the first session.
    """
    from img2fair.cbioportal import export_study
    from img2fair.cli.settings import config_or_bare
    from img2fair.errors import Exit
    from img2fair.model.snapshot_file import read_snapshot
    from img2fair.publication import study_settings

    with read_path(snapshot) as path:
        harvested = read_snapshot(path)
        located = config_or_bare(config_file, harvested.header.archive)
        key = located.path(located.config.cbioportal.key)
        study = export_study(harvested, study_settings(located.config, project), key, output)
    if as_json:
        print_json(study.as_json())
    Talk.line(f"exported {project}: {study.patients} patients, {study.sessions} imaging sessions → {output}")
    for found in study.findings:
        Talk.line(f"  {found.severity.value} {found.code}: {found.message}")
    return Exit.DONE
