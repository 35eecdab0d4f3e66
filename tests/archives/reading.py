"""Harvesting an archive of the tests into a file, the way the pipeline does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stamina

from img2fair.archives import ArchiveSettings, Login
from img2fair.demo.archive import DemoArchive
from img2fair.model import Header, Project
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import harvest_to


@pytest.fixture(scope="module")
def without_waits() -> Iterator[None]:
    """As many tries as ever, without the waits between them, for tests with thousands of failing requests."""
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


DEMO = Login("demo", "demo")
IRI = "https://xnat.example.org"


def settings(archive: DemoArchive, login: Login | None = DEMO, **more: Any) -> ArchiveSettings:
    return ArchiveSettings(archive.url, IRI, login, **more)


def read(archive: DemoArchive, path: Path, login: Login | None = DEMO, **more: Any) -> tuple[Header, list[Project]]:
    """Harvest into a file; return its header and projects."""
    header = harvest_to(path, "xnat", settings(archive, login, **more), lambda *_: None).header
    return header, list(read_snapshot(path).projects())
