"""Of an archive with a word, number or date of its own in every field, a table tells none."""

import json
from pathlib import Path

from img2fair import ArchiveSettings, Depth, Login, harvest_to, project_rows, read_snapshot, scan_rows, session_rows
from img2fair.demo.archive import DemoArchive
from tests.canaries.overlay import Overlay
from tests.canaries.world import PUBLISHED, planted


def test_nothing_comes_out(tmp_path: Path) -> None:
    content, canaries = planted()
    canaries.served.clear()
    with DemoArchive(content, strict=True) as archive:
        archive.rewrite = Overlay(canaries)
        settings = ArchiveSettings(archive.url, login=Login("demo", "demo"), only=PUBLISHED, depth=Depth(full=True))
        harvest_to(tmp_path / "snapshot.jsonl", "xnat", settings)
    snapshot = read_snapshot(tmp_path / "snapshot.jsonl")
    rows = [*project_rows(snapshot), *session_rows(snapshot), *scan_rows(snapshot)]
    assert {row["project"] for row in rows} == {*PUBLISHED}
    assert not {kind for _, kind in canaries.seen_in(json.dumps(rows))}
    assert len({kind for _, kind in canaries.seen_in((tmp_path / "snapshot.jsonl").read_text("utf-8"))}) > 40
