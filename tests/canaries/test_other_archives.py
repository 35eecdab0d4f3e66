"""Archives that are no XNAT: a canary in each DICOM attribute and each column of a table."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pydicom.config
import pytest
from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword

from img2fair.archives.dicom.series import ATTRIBUTES as ASKED
from img2fair.archives.dicom.series import PATIENT_ATTRIBUTES
from img2fair.demo.archive.dicom import ATTRIBUTES
from tests.canaries.overlay import MORE_TAGS
from tests.canaries.planting import Canaries
from tests.canaries.watching import LOUD, Watch, watched
from tests.servers.dicom_study import ROOT, WrittenSeries
from tests.servers.qido import Qido
from tests.test_flow_archives import REST, fill, values_of

DEEP = ("--full", "--deid-evidence", "5")
PEOPLE = 12
SAID = "{name: Lungs, description: Scans, keywords: lung}"
WORDS = f"  grouping: {{by: prefix, visibility: public, projects: {{LUNG: {SAID}}}}}\n"
KEPT = ("Modality", "SOPClassUID", "SpecificCharacterSet")
TEXTS = frozenset({"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UT"})
TOLD_TO_STEWARDS = {"BodyPartExamined"}
"""The policy lists it; a word that no code table knows stands in the report, so that it can be mended."""
LISTED_COLUMNS = (
    "title", "description", "keywords", "secondary_id", "pi_title", "pi_firstname", "pi_lastname",
)  # fmt: skip
UNLISTED_COLUMNS = (
    "pi_department", "pi_email", "patient_names", "internal.remark", "internal.who[]", "accession_numbers", "reviewer",
)  # fmt: skip


def dicom_values(canaries: Canaries) -> dict[str, str]:
    """Return a value for every attribute that can hold a text, a number or a date: each its own."""
    values: dict[str, str] = {}
    for tag in (*ATTRIBUTES, *MORE_TAGS):
        keyword, vr = keyword_for_tag(int(tag, 16)), dictionary_VR(int(tag, 16))
        if keyword in KEPT:
            continue
        if vr in TEXTS:
            values[keyword] = canaries.word("LUNG", keyword).upper()
        elif vr in ("DA", "DT"):
            values[keyword] = canaries.date("LUNG", keyword).replace("-", "")
        elif vr in ("DS", "IS"):
            values[keyword] = str(canaries.number("LUNG", keyword))
    return values


def series(canaries: Canaries) -> tuple[WrittenSeries, ...]:
    """Return a scan of each of twelve people."""
    values = {**dicom_values(canaries), "Modality": "CT"}
    number = values.pop("SeriesNumber")
    people = (f"LUNG-{canaries.word('LUNG', 'PatientID')}{chr(ord('A') + place)}" for place in range(PEOPLE))
    return tuple(
        WrittenSeries(person, place, 1, "CT", 1, {**values, "PatientID": person, "SeriesNumber": number[:6]})
        for place, person in enumerate(people, 1)
    )


def of_folder(folder: Path, canaries: Canaries, _: ExitStack) -> str:
    fill(folder / "files", series(canaries))
    return f'archive:\n  type: dicom_folder\n  path: files\n  iri: "https://dicom.example.org"\n{WORDS}'


@dataclass
class Telling(Qido):
    """A DICOMweb server that returns what it has, whatever is asked for."""

    more: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, path: Sequence[str], asked: Mapping[str, Sequence[str]]) -> list[dict[str, Any]] | None:
        found = super().rows(path, asked)
        return None if found is None else [{**self.more, **row} for row in found]


def of_server(_: Path, canaries: Canaries, stack: ExitStack) -> str:
    known = {**ASKED, **PATIENT_ATTRIBUTES}
    rows = [{name: text for name, text in one.items() if name in known} for one in values_of(series(canaries))]
    more = {
        f"{tag_for_keyword(name):08X}": {"vr": dictionary_VR(name), "Value": [text]}
        for name, text in dicom_values(canaries).items()
        if name not in known
    }
    server = stack.enter_context(Telling(rows, more=more))
    return f'archive:\n  type: dicomweb\n  url: "{server.root}"\n  iri: "https://pacs.example.org"\n{WORDS}'


KINDS: dict[str, Callable[[Path, Canaries, ExitStack], str]] = {"dicom_folder": of_folder, "dicomweb": of_server}


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture(params=KINDS)
def watch(
    request: pytest.FixtureRequest,
    canaries: Canaries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Watch]:
    monkeypatch.setattr(pydicom.config.settings, "writing_validation_mode", pydicom.config.IGNORE)
    with ExitStack() as stack:
        head = KINDS[request.param](tmp_path, canaries, stack)
        monkeypatch.setattr(pydicom.config.settings, "writing_validation_mode", None)
        made = watched(tmp_path, "http://127.0.0.1", capsys, monkeypatch)
        made.config.write_text(head + REST)
        yield made


def out_of_the_archive(watch: Watch) -> str:
    """Return all that came out, without the files that the archive is."""
    for path in (watch.folder / "files").rglob("*.dcm"):
        path.unlink()
    return watch.everything()


def test_no_attribute_of_a_file_or_answer_comes_out(watch: Watch, canaries: Canaries) -> None:
    assert len(canaries.of) >= 90
    assert watch.run("harvest", *DEEP, *LOUD) == 0
    assert canaries.seen_in(watch.snapshot), "the test looks where there is something to see"
    watch.run("publish", "--yes", *LOUD, "--log-format", "json")
    watch.run("validate", str(watch.work / "records"), "--format", "html", *LOUD)
    watch.run("explain", "LUNG", *LOUD)
    study = ("--project", "LUNG", "-o", str(watch.folder / "study"))
    watch.run("export", "cbioportal", str(watch.work / "snapshot.jsonl"), *study, *LOUD)
    assert (watch.folder / "public" / "dataset" / "LUNG.ttl").is_file()
    assert (watch.folder / "study" / "meta_study.txt").is_file()
    everything = out_of_the_archive(watch)
    assert {kind for _, kind in canaries.seen_in(everything)} == TOLD_TO_STEWARDS
    assert ROOT not in everything, "nor do UIDs"
    public = (path for path in (watch.folder / "public").rglob("*") if path.is_file())
    assert canaries.seen_in("\n".join(path.read_text("utf-8") for path in public)) == set()


def test_of_a_table_come_out_the_columns_that_rules_name(
    canaries: Canaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "datasets.csv"
    columns = (*LISTED_COLUMNS, *UNLISTED_COLUMNS)
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *columns])
        writer.writerow(["LUNG", *(canaries.word("LUNG", column) for column in columns)])
    watch = watched(tmp_path, "http://127.0.0.1", capsys, monkeypatch)
    head = 'archive: {type: table, path: datasets.csv, iri: "https://table.example.org", name: A, visibility: public}\n'
    watch.config.write_text(head + REST.replace("  creator: *desk\n", ""))
    watch.run("publish", "--yes", *LOUD)
    watch.run("explain", "LUNG", *LOUD)
    assert {kind for _, kind in canaries.seen_in(watch.snapshot)} == set(columns)
    table.unlink()
    seen = {kind for _, kind in canaries.seen_in(watch.everything())}
    assert seen <= set(LISTED_COLUMNS)
    assert {"title", "description", "keywords", "pi_lastname"} <= seen
