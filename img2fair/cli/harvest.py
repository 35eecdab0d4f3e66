"""``img2fair harvest``."""

from pathlib import Path

import click

from img2fair.cli.completing import project_ids
from img2fair.cli.options import FILE, Talk, common, config_option, json_option, print_json, write_path


@click.command("harvest")
@click.argument("url", required=False)
@click.option("-o", "--output", type=FILE, help="Snapshot to write.  [default: the work folder's]")
@click.option("--project", "projects", multiple=True, metavar="ID", shell_complete=project_ids,
              help="Only this project (repeatable).")  # fmt: skip
@click.option("--since", type=FILE, metavar="SNAPSHOT", help="Take over from it what has not changed.")
@click.option("--full", is_flag=True, help="Leave scans single; read formats and the resources of other levels.")
@click.option(
    "--deid-evidence",
    "evidence",
    is_flag=False,
    flag_value=3,
    type=click.IntRange(1, 20),
    metavar="[N]",
    help="Look into the DICOM headers of N scans per project and modality (3 where no N is given) for what they say of "
    "de-identification.",
)
@click.option("--clinical", is_flag=True, help="Read what an export of people needs; wants --project.")
@config_option
@json_option
@common
def command(
    url: str | None,
    output: Path | None,
    projects: tuple[str, ...],
    since: Path | None,
    full: bool,
    evidence: int | None,
    clinical: bool,
    config_file: Path,
    as_json: bool,
) -> int:
    """Read an archive into a snapshot, by URL or as the config says.

    Logs in with XNAT_USER and XNAT_PASS (or XNAT_PASS_FILE, or .netrc); without any it reads as a guest.
    Private projects are not read, but for one that is named with --clinical --project, for an export that its owner
    wants; it is never published.
    """
    from dataclasses import replace

    from img2fair.archive_settings import archive_settings
    from img2fair.archives import Depth
    from img2fair.cli.settings import config_or_bare
    from img2fair.config import load_config
    from img2fair.errors import Exit
    from img2fair.pipeline import harvest_to
    from img2fair.project_ids import remember_projects
    from img2fair.report.harvest_text import harvest_text, private_text
    from img2fair.report.plain import counted

    if clinical and not projects:
        raise click.UsageError("--clinical reads people one by one: name the project with --project ID")
    located = config_or_bare(Path(), _address(url)) if url else load_config(config_file)
    config, output = located.config, output or located.work / "snapshot.jsonl"
    if as_json and str(output) == "-":
        raise click.UsageError("the snapshot and the summary cannot both go to stdout")
    settings = archive_settings(located, projects, Depth(full=full, clinical=clinical, evidence=evidence or 0))
    settings = replace(settings, earlier=(since,) if since else ())
    with write_path(output) as snapshot:
        harvested = harvest_to(snapshot, config.archive.type, settings, Talk.progress)
    if output == located.work / "snapshot.jsonl":
        remember_projects(located.work, harvested.publishable, harvested.visibility, whole=not projects)
    if as_json:
        print_json(harvested.as_json())
    header = harvested.header
    found = (
        counted(number, noun)
        for number, noun in (
            (harvested.subjects, "subject"),
            (harvested.sessions, "session"),
            (harvested.scans, "scan"),
        )
    )
    asked = counted(len(header.requests), "request")
    Talk.line(f"harvested {counted(header.projects, 'project')}: {', '.join(found)}, with {asked} → {output}")
    for text in (harvest_text(header, harvested.evidence), private_text(harvested.visibility)):
        if text:
            Talk.line(text)
    if clinical and config.archive.type == "xnat" and not settings.depth.tables:
        Talk.line("  CSV and JSON files were not read: name those with clinical data in img2fair.yaml, archive: tables")
    return Exit.DONE if header.complete else Exit.SAFETY


def _address(url: str) -> str:
    from urllib.parse import urlsplit

    from img2fair.errors import UsageFault

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageFault(f"'{url}' is not an address", where="harvest URL", cure="write it with https:// in front")
    if parts.username or parts.password:
        raise UsageFault("the address holds a log-in", where="harvest URL", cure="set XNAT_USER and XNAT_PASS instead")
    return url
