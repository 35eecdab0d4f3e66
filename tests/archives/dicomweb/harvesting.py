"""Harvesting in tests: settings, and what a harvest brought as plain JSON."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from img2fair.archives import ArchiveSettings, Depth, harvest
from img2fair.archives.dicom.grouping import Grouping
from img2fair.model import Header, Visibility
from img2fair.model.snapshot_file import write_snapshot

WHOLE = Grouping(by="archive", project="ALL", visibility=Visibility.PUBLIC)
BY_TRIAL = Grouping(by="attribute", visibility=Visibility.PUBLIC)


def settings(url: str, grouping: Grouping = WHOLE, **more: Any) -> ArchiveSettings:
    """Return settings for a DICOMweb root."""
    made = ArchiveSettings(url=url, iri="https://pacs.example.org", options=grouping, depth=Depth())
    return replace(made, **more)


def harvested(folder: Path, asked: ArchiveSettings, kind: str = "dicomweb") -> tuple[Header, list[dict[str, Any]]]:
    """Return the header of a harvest and its projects, read from the file it wrote."""
    header, lines = harvested_bytes(folder, asked, kind)
    return header, [json.loads(line) for line in lines.splitlines()]


def harvested_bytes(folder: Path, asked: ArchiveSettings, kind: str = "dicomweb") -> tuple[Header, bytes]:
    """Return the header of a harvest and the bytes of its project lines."""
    begun = harvest(kind, asked, lambda *_: None)
    header = write_snapshot(folder / "snapshot.jsonl", begun.projects(), begun.header)
    return header, (folder / "snapshot.jsonl").read_bytes().split(b"\n", 1)[1]
