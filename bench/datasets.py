"""Writes the records of datasets: ``datasets.py FOLDER COUNT``. A filled project of the tests, under other ids."""

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

from img2fair.model import Header
from img2fair.model.snapshot_file import read_snapshot, write_snapshot
from img2fair.pipeline import map_snapshot, save_mapped
from tests.mapping.samples import SETTINGS, filled, loaded


def main(folder: Path, count: int) -> None:
    """Map a snapshot of so many projects by ``health-ri-core``."""
    snapshot = folder.with_suffix(".jsonl")
    header = Header(SETTINGS.site["url"], "1.9.2", "bench", dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "user")
    projects = (replace(filled(), id=f"P{number:06}") for number in range(count))
    write_snapshot(snapshot, projects, lambda: header)
    save_mapped(folder, map_snapshot(read_snapshot(snapshot), loaded("health-ri-core"), SETTINGS))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
