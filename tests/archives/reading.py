"""Harvesting an archive of the tests into a file, the way the pipeline does."""

from pathlib import Path
from typing import Any

from img2fair.archives import ArchiveSettings, Login
from img2fair.demo.archive import DemoArchive
from img2fair.model import Header, Project
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import harvest_to

DEMO = Login("demo", "demo")
IRI = "https://xnat.example.org"


def settings(archive: DemoArchive, login: Login | None = DEMO, **more: Any) -> ArchiveSettings:
    return ArchiveSettings(archive.url, IRI, login, **more)


def read(archive: DemoArchive, path: Path, login: Login | None = DEMO, **more: Any) -> tuple[Header, list[Project]]:
    """Harvest into a file; return its header and projects."""
    header = harvest_to(path, "xnat", settings(archive, login, **more), lambda *_: None).header
    return header, list(read_snapshot(path).projects())
