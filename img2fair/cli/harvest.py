"""``img2fair harvest``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common, config_option, json_option, print_json, write_path


@click.command("harvest")
@click.argument("url", required=False)
@click.option("-o", "--output", type=FILE, help="Snapshot to write.  [default: the work folder's]")
@click.option("--project", "projects", multiple=True, metavar="ID", help="Only this project (repeatable).")
@config_option
@json_option
@common
def command(url: str | None, output: Path | None, projects: tuple[str, ...], config_file: Path, as_json: bool) -> int:
    """Read an archive into a snapshot, by URL or as the config says.

    Logs in with XNAT_USER and XNAT_PASS (or XNAT_PASS_FILE, or .netrc); without any it reads as a guest.
    Private projects are never read.
    """
    from img2fair.cli.settings import config_or_bare
    from img2fair.config import load_config
    from img2fair.errors import Exit
    from img2fair.pipeline import harvest_to
    from img2fair.publication import archive_settings

    located = config_or_bare(Path(), _address(url)) if url else load_config(config_file)
    config, output = located.config, output or located.path(located.config.work) / "snapshot.jsonl"
    if as_json and str(output) == "-":
        raise click.UsageError("the snapshot and the summary cannot both go to stdout")
    with write_path(output) as snapshot:
        harvested = harvest_to(snapshot, config.archive.type, archive_settings(config, projects), Talk.progress)
    if as_json:
        print_json(harvested.as_json())
    header = harvested.header
    Talk.line(
        f"harvested {header.projects} projects: {harvested.subjects} subjects, {harvested.sessions} sessions, "
        f"{harvested.scans} scans, with {len(header.requests)} requests → {output}"
    )
    for withheld in header.withheld:
        Talk.line(f"  withheld: {withheld.project} ({withheld.visibility}: {withheld.reason})")
    for unread in header.unread:
        Talk.line(f"  not read: {unread.project} {unread.part or '(whole project)'}: {unread.reason}")
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
