"""``img2fair harvest``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common, config_option, json_option, print_json


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
    from img2fair.config import Archive, Config, load_config
    from img2fair.errors import Exit
    from img2fair.pipeline import archive_settings, harvest_to

    if url is None:
        located = load_config(config_file)
        config, output = located.config, output or located.path(located.config.work) / "snapshot.jsonl"
    else:
        config = Config(archive=Archive(url=_address(url)))
        output = output or config.work / "snapshot.jsonl"
    harvested = harvest_to(output, config.archive.type, archive_settings(config, projects), Talk.progress)
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
