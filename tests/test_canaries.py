"""Every field of the archive holds a word of its own; only those that the mapping names come out, anywhere."""

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from img2fair import pipeline
from img2fair.cli import run
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from tests.test_flow import CONFIG

CANARY = re.compile(r"Cnry[0-9a-f]{10}|CNRY[0-9A-F]{10}|cnry[0-9a-f]{10}")
KEPT = re.compile(
    # what the server needs to stay itself: ids of projects, forms and their keys, access, XNAT's own types
    r"forms/.*|projects/[^/]+/(id|accessibility|sources/.*)|.*/xsi_type|projects/[^/]+/custom_fields/[^/]+"
)
MAPPED = {
    # in the words of the content's paths; everything else in the archive stays inside
    "name", "secondary_id", "description", "keywords",
    "pi/title", "pi/firstname", "pi/lastname", "pi/institution",
    "investigators/#/title", "investigators/#/firstname", "investigators/#/lastname", "investigators/#/institution",
    "publications/#/doi", "publications/#/uri",
    "subjects/sessions/scans/modality", "subjects/sessions/scans/body_part_examined",
    "subjects/sessions/scans/resources/#/label",
}  # fmt: skip
FORM = re.compile(r"custom_fields/[^/]+/.*")
PRIVATE = "breast_diagnosis"


def kind(path: str) -> str:
    """Return the kind of a field: its path without the ids of subjects, sessions and scans, and without its project."""
    inside = "/".join(path.split("/")[2:])
    inside = re.sub(r"(subjects|sessions|scans)/[^/]+/", r"\1/", inside)
    return re.sub(r"(?<=/)\d+(?=/|$)", "#", inside)


class Canaries:
    """One word for each kind of field of each project."""

    def __init__(self) -> None:
        self.of: dict[str, tuple[str, str]] = {}

    def plant(self, path: str, value: str) -> str:
        if KEPT.fullmatch(path):
            return value
        project = path.split("/")[1]
        word = "Cnry" + sha256(f"{project} {kind(path)}".encode()).hexdigest()[:10]
        self.of[word.casefold()] = (project, kind(path))
        ids = kind(path).endswith(("/id", "/uid", "/label")) and "resources" not in path
        suffix = sha256(path.encode()).hexdigest()[:6] if ids else ""
        return f"{word}{suffix}"

    def seen_in(self, text: str) -> set[tuple[str, str]]:
        return {self.of[found.casefold()] for found in CANARY.findall(text)}


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture
def folder(
    content: ArchiveContent, canaries: Canaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    monkeypatch.setenv("XNAT_USER", "demo")
    monkeypatch.setenv("XNAT_PASS", "demo")
    kept = content.only("icdc_glioma", "qin_prostate_repeatability", "tcga_brca", "cmb_pca", PRIVATE)
    with DemoArchive(kept.map_text(canaries.plant)) as archive:
        config = CONFIG.format(url=archive.url).replace("work: work", "work: work\nblock_on: never")
        (tmp_path / "img2fair.yaml").write_text(config)
        yield tmp_path


def outputs(folder: Path) -> str:
    """Return everything that was written, but the snapshot, which is private."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "snapshot.jsonl"]
    assert len(files) > 20
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_only_mapped_fields_come_out(folder: Path, canaries: Canaries, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(folder / "img2fair.yaml")
    run(["publish", "--yes", "-vv", "--debug", "-c", config])
    run(["validate", str(folder / "work" / "records"), "--format", "html", "-o", str(folder / "report.html")])
    run(["validate", str(folder / "work" / "records")])
    for dataset in ("icdc_glioma", "tcga_brca"):
        run(["explain", dataset, "-c", config])
    told = capsys.readouterr()
    everything = outputs(folder) + told.out + told.err
    seen = canaries.seen_in(everything)
    assert not {what for what in seen if what[0] == PRIVATE}, "nothing of a private project"
    kinds = {what for _, what in seen}
    assert {"name", "description", "pi/lastname"} <= kinds, "the test looks where there is something to see"
    assert not {what for what in kinds if what not in MAPPED and not FORM.fullmatch(what)}
    assert len(canaries.of) >= 200


def test_a_crash_tells_nothing(
    folder: Path, canaries: Canaries, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> object:
        raise RuntimeError(f"broken with {arguments!r}")

    monkeypatch.setattr(pipeline, "map_project", broken)
    code = run(["publish", "--yes", "-vv", "--debug", "-c", str(folder / "img2fair.yaml")])
    told = capsys.readouterr()
    assert code == 1
    assert "RuntimeError" in told.err
    assert "icdc_glioma" in told.err
    assert not canaries.seen_in(told.out + told.err)
    assert sys.exc_info() == (None, None, None)


def test_a_snapshot_that_does_not_parse_is_not_quoted(
    folder: Path, canaries: Canaries, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot = folder / "work" / "snapshot.jsonl"
    assert run(["harvest", "-c", str(folder / "img2fair.yaml")]) == 0
    text = snapshot.read_text()
    assert canaries.seen_in(text)
    snapshot.write_text(text.replace('"subjects":[', '"subjects":[[', 1))
    assert run(["map", str(snapshot), "--debug", "-c", str(folder / "img2fair.yaml")]) == 2
    told = capsys.readouterr()
    assert not canaries.seen_in(told.out + told.err)
