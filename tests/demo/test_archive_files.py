"""Resources, files and DICOM headers of the demo archive."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pydicom
import pytest

from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.dicom import ATTRIBUTES
from img2fair.demo.content import (
    ArchiveContent,
    Assessor,
    Project,
    Resource,
    Scan,
    Session,
    StoredFile,
    Subject,
    load_content,
)
from tests.demo.caller import Caller

METHOD = {"00080100": "113100", "00080102": "DCM", "00080104": "Basic Application Confidentiality Profile"}
HEADER: dict[str, str | Mapping[str, str]] = {
    "00080016": "1.2.840.10008.5.1.4.1.1.2",
    "00080018": "1.2.3",
    "00080060": "CT",
    "0008103E": "x" * 300,
    "00100010": "Doe^Jane <b>",
    "00120062": "YES",
    "00120064": METHOD,
    "00280301": "NO",
}


def resource(number: int, *files: StoredFile, label: str = "clinical") -> Resource:
    return Resource(
        id=str(number), label=label, file_count=len(files), files=files, format="CSV", content="c", tags="t"
    )


TABLE = StoredFile(name="people.csv", text="a,b\n1,é\n")
SCAN = Scan(
    id="1", key=1, xsi_type="xnat:ctScanData", type="T", modality="CT",
    resources=(resource(5, StoredFile(name="1.dcm", header=HEADER), label="DICOM"), resource(6, label="EMPTY")),
)  # fmt: skip
ASSESSOR = Assessor(id="A1", label="a", xsi_type="xnat:qcAssessmentData", resources=(resource(4, TABLE),))
SESSION = Session(
    id="E1", label="e1", xsi_type="xnat:ctSessionData", resources=(resource(3, StoredFile(name="q.json", text="{}")),),
    scans=(SCAN, replace(SCAN, id="2", key=2, resources=())), assessors=(ASSESSOR,),
)  # fmt: skip
SUBJECT = Subject(id="S1", label="s1", resources=(resource(2, TABLE),), sessions=(SESSION,))
CONTENT = ArchiveContent(
    projects=(
        Project(id="P", name="p", resources=(resource(1, TABLE),), subjects=(SUBJECT,)),
        Project(id="Q", name="q", accessibility="protected", resources=(resource(9, TABLE),)),
    )
)
SCAN_SOURCE = "/archive/projects/P/subjects/S1/experiments/E1/scans/1"


@pytest.fixture
def archive() -> Iterator[DemoArchive]:
    with DemoArchive(CONTENT) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "number", "name"),
    [
        ("/data/projects/P", "1", "people.csv"),
        ("/data/projects/P/subjects/s1", "2", "people.csv"),
        ("/data/subjects/S1", "2", "people.csv"),
        ("/data/experiments/E1", "3", "q.json"),
        ("/data/projects/P/experiments/e1", "3", "q.json"),
        ("/data/projects/P/subjects/s1/experiments/e1", "3", "q.json"),
        ("/data/experiments/E1/assessors/A1", "4", "people.csv"),
        ("/data/experiments/A1", "4", "people.csv"),
        ("/data/experiments/E1/scans/1", "5", "1.dcm"),
    ],
)
def test_files_of_every_level(guest: Caller, path: str, number: str, name: str) -> None:
    row = guest.rows(f"{path}/resources")[0]
    assert (row["xnat_abstractresource_id"], row["file_count"]) == (number, "1")
    label = row["label"]
    [file] = guest.rows(f"{path}/resources/{label}/files")
    assert file == guest.rows(f"{path}/files")[0] == guest.rows(f"{path}/resources/{number}/files")[0]
    assert set(file) == {
        "Name", "Size", "URI", "collection", "file_tags", "file_format", "file_content", "cat_ID", "digest",
    }  # fmt: skip
    assert (file["Name"], file["collection"], file["cat_ID"]) == (name, label, number)
    body = guest.get(file["URI"]).content
    assert body == guest.get(f"{path}/resources/{label}/files/{name}").content
    assert str(len(body)) == file["Size"]
    assert guest.item(f"{path}/resources/{label}")["data_fields"]["label"] == label
    assert guest.get(f"{path}/resources/{label}/files/none").status_code == 404
    assert guest.get(f"{path}/resources/none/files").status_code == 404


def test_files_of_a_closed_project_are_closed(guest: Caller) -> None:
    assert guest.get("/data/projects/Q/resources", format="json").status_code == 403
    assert guest.get("/data/projects/Q/resources/clinical/files/people.csv").status_code == 403


def test_a_session_lists_all_below_it(guest: Caller) -> None:
    rows = guest.rows("/data/experiments/E1/resources", all="true")
    told = [(row["category"], row["cat_id"], row["cat_desc"], row["label"]) for row in rows]
    assert told == [
        ("resources", "", "", "clinical"),
        ("scans", "1", "T", "DICOM"),
        ("scans", "1", "T", "EMPTY"),
        ("assessors", "A1", "xnat:qcAssessmentData", "clinical"),
    ]
    assert [row["category"] for row in guest.rows("/data/experiments/E1/resources")] == ["resources"]


def test_types_of_files(guest: Caller) -> None:
    table = guest.get("/data/projects/P/resources/clinical/files/people.csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert table.content.decode() == TABLE.text
    assert guest.get("/data/experiments/E1/resources/3/files/q.json").json() == {}


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-3", 206, 0, 3),
        ("bytes=4-", 206, 4, 8),
        ("bytes=-2", 206, 7, 8),
        ("bytes=0-99", 206, 0, 8),
        ("bytes=99-", 416, None, None),
        ("lines=1-2", 200, 0, 8),
        ("bytes=0-1,3-4", 200, 0, 8),
    ],
)
def test_a_part_of_a_file(
    archive: DemoArchive, guest: Caller, asked: str, status: int, first: int | None, last: int | None
) -> None:
    whole = TABLE.text.encode()
    path = f"{archive.url}/data/projects/P/resources/1/files/people.csv"
    answer = guest.http.get(path, headers={"Range": asked}, timeout=10)
    assert answer.status_code == status
    assert answer.content == (whole[first : last + 1] if last is not None else b"")
    told = f"bytes {first}-{last}/{len(whole)}" if last is not None else f"bytes */{len(whole)}"
    assert answer.headers.get("Content-Range") == (told if status != 200 else None)
    listed = guest.http.get(f"{archive.url}/data/projects?format=json", headers={"Range": asked}, timeout=10)
    assert listed.status_code == 200


def read(body: bytes) -> pydicom.Dataset:
    return pydicom.dcmread(io.BytesIO(body))


def test_a_header_is_real_dicom(guest: Caller) -> None:
    found = read(guest.get("/data/experiments/E1/scans/1/resources/DICOM/files/1.dcm").content)
    assert (found.Modality, found.PatientName, found.PatientIdentityRemoved) == ("CT", "Doe^Jane <b>", "YES")
    [item] = found.DeidentificationMethodCodeSequence
    assert (item.CodeValue, item.CodeMeaning) == ("113100", METHOD["00080104"])
    assert found.file_meta.TransferSyntaxUID == pydicom.uid.ExplicitVRLittleEndian
    assert "PixelData" not in found


def test_the_attributes_are_those_of_the_standard() -> None:
    for tag, attribute in ATTRIBUTES.items():
        assert pydicom.datadict.keyword_for_tag(tag) == attribute.keyword
        assert pydicom.datadict.dictionary_VR(tag) == attribute.vr


def test_a_dump_names_fields_by_tag_or_keyword(guest: Caller) -> None:
    rows = guest.rows("/data/services/dicomdump", src=SCAN_SOURCE)
    assert len(rows) == len(HEADER) + len(METHOD)
    url = f"/data/services/dicomdump?format=json&src={SCAN_SOURCE}&field=Modality&field=00280301&field=StudyTime"
    assert guest.get(url).json()["ResultSet"]["Result"] == [
        {"tag1": "(0008,0060)", "tag2": "", "vr": "CS", "value": "CT", "desc": "Modality"},
        {"tag1": "(0028,0301)", "tag2": "", "vr": "CS", "value": "NO", "desc": "Burned In Annotation"},
    ]


def test_a_dump_shows_items_below_their_sequence(guest: Caller) -> None:
    rows = guest.rows("/data/services/dicomdump", src=SCAN_SOURCE, field="DeidentificationMethodCodeSequence")
    assert [(row["tag1"], row["tag2"], row["value"]) for row in rows] == [
        ("(0012,0064)", "(0012,0064)", ""),
        *(("(0012,0064)", f"({tag[:4]},{tag[4:]})", value) for tag, value in METHOD.items()),
    ]


def test_a_dump_cuts_and_escapes_values(guest: Caller) -> None:
    [long] = guest.rows("/data/services/dicomdump", src=SCAN_SOURCE, field="SeriesDescription")
    assert long["value"] == "x" * 255
    [name] = guest.rows("/data/services/dicomdump", src=SCAN_SOURCE, field="00100010")
    assert (name["value"], name["desc"]) == ("Doe^Jane &lt;b&gt;", "Patient&rsquo;s Name")


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("/archive/projects/P/experiments/E1/scans/1", 1),
        ("/archive/projects/P/experiments/e1", 1),
        ("/archive/projects/P/subjects/S1/experiments/E1/scans/2", 0),
        ("/archive/projects/P/experiments/A1", 0),
        ("/prearchive/projects/P/1/E1", 0),
    ],
)
def test_where_a_dump_is_of(guest: Caller, source: str, rows: int) -> None:
    assert len(guest.rows("/data/services/dicomdump", src=source, field="Modality")) == rows


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 400),
        ({"src": SCAN_SOURCE, "field": "no such thing"}, 400),
        ({"src": "/archive/projects/P/experiments/none/scans/1"}, 404),
        ({"src": "/archive/projects/none/experiments/E1/scans/1"}, 404),
    ],
)
def test_dumps_that_are_refused(guest: Caller, params: dict[str, str], status: int) -> None:
    assert guest.get("/data/services/dicomdump", format="json", **params).status_code == status


def test_every_header_of_the_bundled_content_can_be_read() -> None:
    content = load_content()
    names = set()
    with DemoArchive(content) as running, Caller(running, "demo") as caller:
        for seen in content.sessions_of("pseudo_phi_dicom_data"):
            path = f"/data/experiments/{seen.session.id}/scans/{seen.session.scans[0].id}/files"
            for row in caller.rows(path):
                found = read(caller.get(row["URI"]).content)
                assert found.Modality == seen.session.scans[0].modality
                names.add((found.get("PatientIdentityRemoved"), "INVENTED" in str(found.PatientName)))
    assert names == {("YES", False), (None, True)}
