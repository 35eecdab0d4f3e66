"""The whole flow from archives that are no XNAT to a published site, as commands."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from img2fair.cli import run
from tests.servers.dicom_study import CANARIES, ROOT, STUDY, WrittenSeries, written
from tests.servers.dicomweb import orthanc
from tests.servers.qido import Habits, Qido

REST = """\
mapping: dcat-ap
profiles: [dcat-ap]
defaults:
  catalog: {title: A catalogue, description: What we hold}
  publisher: &desk {name: Desk, identifier: "https://example.org/desk", email: d@example.org}
  contact_point: *desk
  creator: *desk
  license: CC BY 4.0
  access_url: https://example.org/how-to-get-access
targets:
  site: {type: site, path: public, base: "https://example.org/catalogue"}
work: work
"""
WORDS = """\
      LUNG: {name: Lungs of the north, description: Scans of lungs, keywords: lung}
      BRAIN: {name: Brains of the south, description: Scans of brains, keywords: brain}
"""
GROUPING = f"""\
  grouping:
    by: prefix
    visibility: public
    projects:
{WORDS}"""
ROWS = (
    {"id": "LUNG", "title": "Lungs of the north", "description": "Scans of lungs", "keywords": "lung"},
    {"id": "BRAIN", "title": "Brains of the south", "description": "Scans of brains", "keywords": "brain"},
)
OTHERS = tuple(WrittenSeries(f"HEART-0{number}", number, 1, "CT", 1, {"StudyDate": "20220101"}) for number in (7, 8))
DEAD = re.compile(r"format=html|XNAT|swagger|file-type/ZIP|application/zip|/xapi/")
"""What only an XNAT has."""


def values_of(series: Sequence[WrittenSeries]) -> list[Mapping[str, str]]:
    """The series as rows of a QIDO-RS server."""
    return [
        {**one.values, "PatientID": one.patient, "StudyInstanceUID": one.study_uid, "SeriesInstanceUID": one.uid,
         "Modality": one.modality}
        for one in series
    ]  # fmt: skip


def fill(folder: Path, series: Sequence[WrittenSeries]) -> None:
    """Write DICOM files, in place of those that were there."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, one in enumerate(written(tuple(series))):
        (folder / f"{number}.dcm").write_bytes(one)


def tabulate(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write a table of datasets."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, sorted({name for row in rows for name in row}))
        writer.writeheader()
        writer.writerows(rows)


@dataclass
class Place:
    """An archive of one kind and the config that names it.

    :param hide: makes a project private, where the archive itself says so.
    :param hold: lets it hold what it did at first, or something else.
    """

    folder: Path
    head: str
    hide: Callable[[str], None]
    hold: Callable[[bool], None]

    def configure(self, head: str = "", rest: str = REST) -> None:
        (self.folder / "img2fair.yaml").write_text((head or self.head) + rest)

    def run(self, *arguments: str) -> int:
        return run([*arguments, "-c", str(self.folder / "img2fair.yaml")])

    def publish(self, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = self.run("publish", "--yes", "--json")
        told = capsys.readouterr()
        return code, json.loads(told.out)["site"] if told.out else {"told": told.err}

    def files(self) -> dict[str, tuple[bytes, int]]:
        root = self.folder / "public"
        found = (path for path in sorted(root.rglob("*")) if path.is_file())
        return {str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}

    def shown(self) -> str:
        return "\n".join(text.decode("utf-8", "replace") for text, _ in self.files().values())

    def header(self) -> dict[str, Any]:
        with (self.folder / "work" / "snapshot.jsonl").open() as file:
            header: dict[str, Any] = json.loads(file.readline())
            return header


def _nothing(_: object) -> None:
    """Do nothing: what is private is for the config to say, or the archive stays as it is."""


def of_folder(folder: Path, _: ExitStack) -> Place:
    fill(folder / "files", STUDY)
    head = f'archive:\n  type: dicom_folder\n  path: files\n  iri: "https://dicom.example.org"\n  name: A\n{GROUPING}'
    return Place(folder, head, _nothing, lambda same: fill(folder / "files", STUDY if same else OTHERS))


def of_server(folder: Path, stack: ExitStack) -> Place:
    server = stack.enter_context(Qido(values_of(STUDY)))
    head = (
        f'archive:\n  type: dicomweb\n  url: "{server.root}"\n  iri: "https://pacs.example.org"\n  name: A\n{GROUPING}'
    )

    def hold(same: bool) -> None:
        server.series = values_of(STUDY if same else OTHERS)

    return Place(folder, head, _nothing, hold)


def of_table(folder: Path, _: ExitStack) -> Place:
    path = folder / "datasets.csv"
    tabulate(path, ROWS)
    head = 'archive: {type: table, path: datasets.csv, iri: "https://table.example.org", name: A, visibility: public}\n'

    def hide(id_: str) -> None:
        tabulate(path, [{**row, "access": "private" if row["id"] == id_ else ""} for row in ROWS])

    return Place(
        folder, head, hide, lambda same: tabulate(path, ROWS if same else [{"id": "HEART", "title": "Hearts"}])
    )


KINDS = {"dicom_folder": of_folder, "dicomweb": of_server, "table": of_table}


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        made = KINDS[request.param](tmp_path, stack)
        made.configure()
        yield made


def test_twice_then_private_then_nearly_all_gone(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = place.publish(capsys)
    assert (code, told["blocked"], told["failed"]) == (0, 0, 0), place.run("publish", "--yes")
    assert {"dataset/LUNG.ttl", "dataset/BRAIN.ttl"} <= place.files().keys()
    assert not DEAD.search(place.shown()), "nothing leads to an XNAT that is not there"

    before = place.files()
    code, told = place.publish(capsys)
    assert (code, told["create"], told["update"], told["withdraw"]) == (0, 0, 0, 0)
    assert place.files() == before, "nothing is touched, not even a time"

    place.hold(False)
    code, told = place.publish(capsys)
    assert code == 9, "too much would vanish"
    assert place.files() == before

    place.hold(True)
    place.configure(place.head.replace("LUNG: {", "LUNG: {visibility: private, "))
    place.hide("LUNG")
    code, told = place.publish(capsys)
    assert told["withdraw"] == 1
    assert "Lungs of the north" not in place.shown()
    assert "Brains of the south" in place.shown()


def test_the_config_is_shown_with_how_the_archive_is_read(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert place.run("config", "show", "--json") == 0
    told = capsys.readouterr()
    values = {value["key"]: value["value"] for value in json.loads(told.out)["values"]}
    assert values["archive.name"] == "A"
    assert ("guest" in told.out) == ("dicomweb" in told.out), "files are read by nobody"
    assert "XNAT_USER" not in told.out


def test_each_step_by_itself(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert place.run("harvest", "--json") == 0
    assert json.loads(capsys.readouterr().out)["projects"] == 2
    work = place.folder / "work"
    assert place.run("map", str(work / "snapshot.jsonl"), "-o", str(work / "records")) == 0
    assert run(["validate", str(work / "records"), "--profile", "dcat-ap"]) == 0
    assert place.run("plan", "--detailed-exitcode") == 10
    assert place.run("apply", str(work / "plan.json")) == 0
    assert place.run("plan", "--detailed-exitcode") == 0
    assert place.run("explain", "LUNG", "dct:title") == 0


@pytest.mark.parametrize("kind", ["dicom_folder", "dicomweb"])
def test_without_an_address_files_are_no_distribution(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        place = KINDS[kind](tmp_path, stack)
        place.configure(rest=REST.replace("  access_url: https://example.org/how-to-get-access\n", ""))
        code, told = place.publish(capsys)
    assert (code, told["blocked"]) == (3, 2)
    assert {"dataset/LUNG.ttl", "dataset/BRAIN.ttl"} <= place.files().keys()
    assert not [name for name in place.files() if name.startswith("distribution/L")]


def test_a_server_that_the_world_may_know_is_a_data_service(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ExitStack() as stack:
        place = of_server(tmp_path, stack)
        place.configure()
        place.publish(capsys)
        assert not [name for name in place.files() if name.startswith("data-service/d")], "its address is our own"
        told = "defaults:\n  data_service: {endpoint_url: 'https://pacs.example.org/dicom-web'}\n"
        place.configure(rest=REST.replace("defaults:\n", told))
        place.publish(capsys)
    assert "https://pacs.example.org/dicom-web" in place.shown()
    assert "127.0.0.1" not in place.shown()


BY_TRIAL = "  grouping: {by: attribute, visibility: public}\n"
STRAY = WrittenSeries("lung", 9, 1, "CT", 1, {"StudyDate": "20220101", "ClinicalTrialProtocolID": "BRAIN"})


@pytest.mark.parametrize("kind", ["dicom_folder", "dicomweb"])
def test_a_stray_patient_called_as_a_project_withdraws_nothing(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        place = KINDS[kind](tmp_path, stack)
        head = place.head.partition("  grouping:")[0]
        place.configure(head + BY_TRIAL, REST + "block_on: never\n")
        assert place.publish(capsys)[0] == 0
        before = place.files()
        if kind == "dicom_folder":
            fill(tmp_path / "files", (*STUDY, STRAY))
        else:
            server = stack.enter_context(Qido(values_of((*STUDY, STRAY))))
            head = re.sub('url: ".*"', f'url: "{server.root}"', head)
            place.configure(head + BY_TRIAL, REST + "block_on: never\n")
        code, told = place.publish(capsys)
        assert (code, told["withdraw"], told["unknown"]) == (9, 0, 2), told
        assert place.files().keys() == before.keys()
        header = place.header()
        assert not header["complete"]
        assert "lung" not in json.dumps(header["unread"]).casefold()

        vouched = BY_TRIAL.replace("public}", "public, projects: {LUNG: {name: Lungs}}}")
        place.configure(head + vouched, REST + "block_on: never\n")
        code, told = place.publish(capsys)
        assert (code, told["withdraw"]) == (0, 0), "the config vouches for the id"

        private = BY_TRIAL.replace("public}", "public, projects: {BRAIN: {visibility: private}}}")
        place.configure(head + private, REST + "block_on: never\n")
        code, told = place.publish(capsys)
        assert (code, told["withdraw"]) == (9, 1), "what is private goes, whatever else could not be read"


def test_what_is_said_to_be_private_goes_though_the_archive_has_lost_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        place = of_server(tmp_path, stack)
        place.configure()
        place.publish(capsys)
        server = stack.enter_context(Qido(()))
        lost = re.sub('url: ".*"', f'url: "{server.root}"', place.head)
        place.configure(lost)
        code, told = place.publish(capsys)
        assert (code, told["withdraw"], told["unknown"]) == (9, 0, 4), "a server that shows nothing proves nothing"
        place.configure(lost.replace("BRAIN: {", "BRAIN: {visibility: private, "))
        code, told = place.publish(capsys)
        assert (code, told["withdraw"]) == (9, 1)
    assert "Brains of the south" not in place.shown()


AT = 'type: dicom_folder, iri: "https://x.example.org", path'
FILES = f"{AT}: files"
ONE = "grouping: {by: archive, project: P}"
TABLE = 'type: table, iri: "https://x.example.org", path'
WEB = "type: dicomweb, url"
WRONG = {
    "no such folder": (f"{AT}: nowhere, {ONE}", 4, "nowhere"),
    "an empty zip": (f"{AT}: empty.zip, {ONE}", 4, "no DICOM file"),
    "a table for a folder": (f"{AT}: noid.csv, {ONE}", 4, "name a folder"),
    "no iri": (f"type: dicom_folder, path: files, {ONE}", 2, "archive.iri"),
    "an address for a path": (f"{AT.replace('path', 'url')}: files, {ONE}", 2, "path"),
    "no grouping": (FILES, 2, "archive.grouping"),
    "by a whole PatientID": (f"{FILES}, grouping: {{by: attribute, attribute: PatientID}}", 2, "'PatientID' cannot"),
    "an entry of another way": (f"{FILES}, grouping: {{by: prefix, project: P}}", 2, "by: archive"),
    "no table of projects": (f"{FILES}, grouping: {{by: table, table: no.csv}}", 2, "no.csv"),
    "a separator that nothing has": (f"{FILES}, grouping: {{by: prefix, separator: _x_}}", 9, "7 series belong to no"),
    "no such access": (f"{FILES}, grouping: {{by: archive, project: P, visibility: open}}", 2, "or 'private'"),
    "no table": (f"{TABLE}: nowhere.csv", 2, "CSV file"),
    "a table without ids": (f"{TABLE}: noid.csv", 2, "no column 'id'"),
    "a server that is down": (f"{WEB}: 'http://127.0.0.1:9/rs', {ONE}", 4, "connection refused"),
    "a log-in in the address": (f"{WEB}: 'http://u:p@x.example.org/rs', {ONE}", 2, "DICOMWEB_USER"),
    "a path for an address": (f"type: dicomweb, path: files, {ONE}", 2, "url"),
}


@pytest.mark.parametrize(("archive", "code", "words"), WRONG.values(), ids=WRONG)
def test_mistakes_are_told_with_what_mends_them(
    archive: str, code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(tmp_path / "files", STUDY)
    (tmp_path / "empty.zip").write_bytes(b"PK\5\6" + bytes(18))
    (tmp_path / "noid.csv").write_text("title,description\nA,B\n")
    (tmp_path / "img2fair.yaml").write_text(f"archive: {{{archive}}}\n{REST}")
    assert run(["harvest", "-c", str(tmp_path / "img2fair.yaml")]) == code
    told = capsys.readouterr().err
    assert words in told
    assert len(told.strip().splitlines()) <= 6
    assert "Traceback" not in told


def test_a_wrong_log_in_is_told_by_the_variables_of_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DICOMWEB_USER", "reader")
    monkeypatch.setenv("DICOMWEB_PASS", "wr0ng-pass")
    with orthanc(tmp_path, written(), login=("reader", "s3cret")) as root:
        head = f'archive:\n  type: dicomweb\n  url: "{root}"\n{GROUPING}'
        (tmp_path / "img2fair.yaml").write_text(head + REST)
        assert run(["harvest", "-vv", "--debug", "-c", str(tmp_path / "img2fair.yaml")]) == 5
    told = capsys.readouterr()
    assert "the config names for this archive" in told.err
    assert "wr0ng-pass" not in told.out + told.err


PEOPLE = (*CANARIES, ROOT, "LUNG-0", "BRAIN-0", "TH CT CHEST WO C", "Elm Hospital", "Tube 3")
"""Texts of headers and file names that nothing but a snapshot may hold; the first ones not even that."""
EVERYTHING = ("-vv", "--debug")


def said(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Everything written or said but the archive itself and the project lines of snapshots."""
    told = capsys.readouterr()
    apart = {"files", "archive"}
    files = [p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).parts[0] not in apart]
    assert all(path.stat().st_mode & 0o077 == 0 for path in files if "snapshot" in path.name)
    texts = {str(path.relative_to(folder)): path.read_text("utf-8", "replace") for path in files}
    shown = [text.partition("\n")[0] if "snapshot" in name else text for name, text in texts.items()]
    return "\n".join((*texts, *shown, told.out, told.err))


def lines(folder: Path) -> str:
    return (folder / "work" / "snapshot.jsonl").read_text().partition("\n")[2]


def test_nothing_of_a_folder_of_patients_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither what headers say nor what files are called; broken files and a broken ZIP included."""
    place = of_folder(tmp_path, ExitStack())
    files = tmp_path / "files"
    for number, path in enumerate(sorted(files.iterdir())):
        (files / f"Wiesenthal^Agathe {number}").mkdir()
        path.rename(files / f"Wiesenthal^Agathe {number}" / "Quacksalber.dcm")
    (files / "Wiesenthal.txt").write_text("Agathe, 19480229")
    (files / "Agathe.dcm").write_bytes((next(written()))[:400])
    (files / "Quacksalber.dcm").symlink_to(files / "Agathe gone")
    place.configure()
    codes = [
        place.run("harvest", *EVERYTHING, "--full", "--clinical", "--project", "LUNG", "--deid-evidence"),
        place.run("harvest", *EVERYTHING, "--full", "--deid-evidence"),
    ]
    assert codes == [9, 9], "a file is not there"
    assert ROOT in lines(tmp_path), "the test looks where there is something to see"
    assert not [word for word in CANARIES if word in lines(tmp_path)]
    place.run("publish", "--yes", *EVERYTHING)
    told = said(tmp_path, capsys)
    assert "Lungs of the north" in told
    assert [word for word in PEOPLE if word in told] == ["TH CT CHEST WO C"], "a body part is told where no code fits"


def zipped() -> bytes:
    """A ZIP of the study under patients' names: one file is locked, another has two names, a third is damaged."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(written()):
            archive.writestr(f"Wiesenthal^Agathe/Quacksalber {number:02}.dcm", one)
        entries = {info.filename[-6:-4]: info.header_offset for info in archive.infolist()}
    made = bytearray(target.getvalue())
    made[entries["01"] + 30] = ord("w")  # the name in front of the file
    made[entries["02"] + 120] ^= 0xFF
    made[made.rindex(b"PK\1\2") + 8] |= 1  # locked, says the list of files
    return bytes(made)


def test_nothing_of_a_zip_of_patients_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = of_folder(tmp_path, ExitStack())
    (tmp_path / "archive").mkdir()
    place.configure(place.head.replace("path: files", "path: archive/study.zip"))
    for data, expected in ((zipped(), 9), (zipped()[:-60], 4), (b"PK\3\4 Wiesenthal", 4)):
        (tmp_path / "archive" / "study.zip").write_bytes(data)
        assert place.run("harvest", *EVERYTHING, "--full", "--deid-evidence") == expected
    assert ROOT in lines(tmp_path), "the test looks where there is something to see"
    told = said(tmp_path, capsys)
    assert "3 not to be opened" in told
    assert not [word for word in PEOPLE if word in told]


def test_nothing_of_a_server_of_patients_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "archive").mkdir()
    with orthanc(tmp_path / "archive", written()) as root:
        place = Place(
            tmp_path, f'archive:\n  type: dicomweb\n  url: "{root}"\n  name: A\n{GROUPING}', _nothing, _nothing
        )
        place.configure()
        assert place.run("harvest", *EVERYTHING, "--full", "--deid-evidence") == 0
        assert ROOT in lines(tmp_path), "the test looks where there is something to see"
        assert not [word for word in CANARIES if word in lines(tmp_path)]
        place.run("publish", "--yes", *EVERYTHING)
    told = said(tmp_path, capsys)
    assert "GET /studies/{study}/series/{series}/instances" in told
    assert [word for word in PEOPLE if word in told] == ["TH CT CHEST WO C"]


@pytest.mark.parametrize(
    "habits",
    [
        Habits(lists_series=False, failing=0.2),
        Habits(failing=1.0),
        Habits(body=b'[{"00100010": {"Value": ["Wiesenthal^Agathe"]}}, "Quacksalber"]'),
        Habits(body=b"<html>Wiesenthal^Agathe", media_type="text/html"),
        Habits(body=b'[{"0020000D": {"Value": ["Wiesenthal"]}}]'),
    ],
)
def test_nothing_of_patients_is_told_by_a_server_that_fails(
    habits: Habits, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Qido(values_of(STUDY), habits) as server:
        head = f'archive:\n  type: dicomweb\n  url: "{server.root}"\n  name: A\n{GROUPING}'
        place = Place(tmp_path, head, _nothing, _nothing)
        place.configure()
        place.run("harvest", *EVERYTHING, "--full", "--deid-evidence")
    told = said(tmp_path, capsys)
    assert "GET /" in told
    assert not [word for word in PEOPLE if word in told]
