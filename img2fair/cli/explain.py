"""``img2fair explain``."""

from pathlib import Path

import click

from img2fair.cli.completing import project_ids
from img2fair.cli.options import FILE, common, config_option, harmless, json_option, print_json


@click.command("explain")
@click.argument("dataset", shell_complete=project_ids)
@click.argument("property", required=False)
@click.option("--records", type=FILE, help="Folder of records.  [default: the work folder's]")
@click.option("--snapshot", type=FILE, help="Snapshot they were mapped from, for the requests.  [default: likewise]")
@config_option
@json_option
@common
def command(
    dataset: str,
    property: str | None,  # noqa: A002 - the word of the command line
    records: Path | None,
    snapshot: Path | None,
    config_file: Path,
    as_json: bool,
) -> int:
    """Say why DATASET (a project's id) has each value, or why it has none of a PROPERTY such as dct:license."""
    from img2fair.config import load_config
    from img2fair.errors import Exit
    from img2fair.model.record_files import read_records
    from img2fair.model.snapshot_file import read_snapshot
    from img2fair.report.explanation import explain, to_dict, to_text

    folder, mapping = records, None
    if folder is None:
        located = load_config(config_file)
        work, mapping = located.work, located.config.mapping
        folder = work / "records"
        snapshot = snapshot or (made if (made := work / "snapshot.jsonl").is_file() else None)
    header = read_snapshot(snapshot).header if snapshot is not None else None
    requests = {one.number: f"{one.method} {one.path}" for one in header.requests} if header is not None else {}
    found = explain(read_records(folder), dataset, property, requests)
    if as_json:
        print_json(to_dict(found))
    else:
        click.echo(harmless(to_text(found, (mapping,) if isinstance(mapping, str) else mapping or ())))
    return Exit.USAGE if any(entry.near for entry in found) else Exit.DONE
