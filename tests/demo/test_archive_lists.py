"""The lists a harvest asks for: joins within projects, shares, assessors, order, and what a server may not know."""

import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import (
    ArchiveContent,
    Assessor,
    Investigator,
    Json,
    Project,
    Publication,
    Resource,
    Scan,
    Session,
    Share,
    Subject,
    SubjectAssessor,
    User,
)
from tests.demo.caller import Caller

USERS = (User(uid=3, login="demo", password="demo"),)
ANSWERS: dict[str, Json] = {
    "u-1": {"title": 'a "quoted", long\ntitle', "contact": {"email": "x@example.org"}, "n": [1, None]}
}
SCAN = Scan(
    id="1", key=1, xsi_type="xnat:mrScanData", modality="MR", frames=12,
    resources=(Resource(id="1", label="DICOM", file_count=12), Resource(id="2", label="NIFTI")),
)  # fmt: skip
QC = Assessor(
    id="A1", label="qc", xsi_type="xnat:qcManualAssessorData", date="2020-02-02", parameters={"pass": 1, "rater": "r"}
)
OTHER = Assessor(id="A2", label="other", xsi_type="proc:genProcData")
VISIT = SubjectAssessor(id="V1", label="visit", xsi_type="clin:visitData", age=40.5, parameters={"ecog": 0})
E1 = Session(
    id="E1", label="e1", xsi_type="xnat:mrSessionData", date="2020-02-01", field_strength="3.0", visit_id="v",
    acquisition_site="Site, 1", last_modified="2024-01-01 10:00:00.0", scans=(SCAN,), assessors=(QC, OTHER),
    shares=(Share(project="B", label="guest"), Share(project="C", label="")),
)  # fmt: skip
E2 = Session(id="E2", label="e2", xsi_type="xnat:ctSessionData", age=7.0)
S1 = Subject(
    id="S1", label="s1", yob="1980", dob="1980-05-05", sessions=(E1, E2), subject_assessors=(VISIT,),
    shares=(Share(project="B", label="guest"),), last_modified="2024-02-02 10:00:00.0",
)  # fmt: skip
A = Project(
    id="A",
    name="first",
    aliases=("x", "y"),
    investigators=(Investigator(lastname="One", id="0000-0002-1825-0097"), Investigator(lastname="Two")),
    publications=(Publication(doi="10.1/a", title="p"), Publication(doi="10.1/b"), Publication(doi="10.1/c")),
    pi=Investigator(lastname="Lead", department="Radiology"),
    custom_fields=ANSWERS,
    insert_date="2020-01-01 00:00:00.0",
    subjects=(S1,),
)
CONTENT = ArchiveContent(projects=(A, Project(id="B", name="second"), Project(id="C", name="third")), users=USERS)
SESSIONS = {"xsiType": "xnat:imageSessionData"}
SHARED = "xnat:imageSessionData/sharing/share"


@pytest.fixture
def archive() -> Iterator[DemoArchive]:
    with DemoArchive(CONTENT) as running:
        yield running


@pytest.fixture
def strict() -> Iterator[Caller]:
    with DemoArchive(CONTENT, strict=True) as running, Caller(running, "demo") as caller:
        yield caller


def test_lists_within_a_project_are_joined_all_with_all(guest: Caller) -> None:
    people, works = "xnat:projectData/investigators/investigator", "xnat:projectData/publications/publication"
    columns = f"ID,alias,xnat:projectData/PI/department,{people}/lastname,{people}/ID,{works}/doi,{works}/title"
    rows = guest.rows("/data/projects", columns=f"{columns},xnat:projectData/custom_fields")
    keys = ("alias", f"{people}/lastname".lower(), f"{works}/doi".lower())
    found = {tuple(row[key] for key in keys) for row in rows if row["ID"] == "A"}
    dois = [one.doi for one in A.publications]
    assert found == set(itertools.product(A.aliases, ["One", "Two"], dois))
    assert {row[f"{people}/id".lower()] for row in rows} == {"0000-0002-1825-0097", ""}
    assert {row["xnat:projectdata/pi/department"] for row in rows} == {"Radiology", ""}
    cells = {row["ID"]: row["xnat:projectdata/custom_fields"] for row in rows}
    assert json.loads(cells["A"]) == ANSWERS
    assert cells["B"] == ""
    [alone] = [row for row in rows if row["ID"] == "B"]
    assert alone[keys[2]] == ""


@pytest.mark.parametrize("prefix", ["xnat:projectData/custom_fields", "XNAT:PROJECTDATA/PUBLICATIONS"])
def test_a_server_may_not_know_a_field(prefix: str) -> None:
    with DemoArchive(CONTENT, unsupported=frozenset({prefix})) as running, Caller(running) as caller:
        asked = {"columns": "ID,xnat:projectData/custom_fields,xnat:projectData/publications/publication/doi"}
        assert caller.get("/data/projects", format="json", **asked).status_code == 500
        assert len(caller.rows("/data/projects", columns="ID,xnat:projectData/PI/email")) == 3


def test_a_server_may_not_know_a_filter() -> None:
    unsupported = frozenset({"xnat:imageSessionData/sharing", "xnat:subjectData/sharing"})
    with DemoArchive(CONTENT, unsupported=unsupported) as running, Caller(running) as caller:
        by_share: dict[str, str] = {f"{SHARED.lower()}/project": "B"}
        assert caller.get("/data/experiments", columns="ID", **SESSIONS, **by_share).status_code == 500
        swallowed = caller.get("/data/projects/A/experiments", columns=f"ID,{SHARED}/label")
        assert (swallowed.status_code, swallowed.content) == (200, b"")
        subjects = {"xnat:subjectData/sharing/share/project": "B"}
        assert caller.get("/data/subjects", columns="ID", **subjects).status_code == 500
        assert caller.csv_rows("/data/subjects", columns="ID", project="A")[0]["ID"] == "S1"


def test_shared_sessions_come_with_where_they_are_shared_and_as_what(guest: Caller) -> None:
    columns = f"ID,project,label,{SHARED}/project,{SHARED}/label,xnat:imageScanData/id,xnat:imageScanData/file/label"
    rows = guest.csv_rows(
        "/data/experiments", columns=columns, sortBy="project", **SESSIONS, **{f"{SHARED}/project".lower(): "B,C"}
    )
    keys = ("ID", "project", f"{SHARED}/project".lower(), f"{SHARED}/label".lower(), "xnat:imagescandata/file/label")
    assert {tuple(row[key] for key in keys) for row in rows} == {
        ("E1", "A", project, label, resource)
        for (project, label), resource in itertools.product([("B", "guest"), ("C", "")], ["DICOM", "NIFTI"])
    }
    only = guest.csv_rows("/data/experiments", columns=columns, **SESSIONS, **{f"{SHARED}/project": "C"})
    assert {row[f"{SHARED}/project".lower()] for row in only} == {"C"}


def test_shared_subjects_come_with_where_they_are_shared_and_as_what(guest: Caller) -> None:
    path = "xnat:subjectData/sharing/share"
    asked = {"columns": f"ID,project,label,dob,{path}/project,{path}/label", f"{path}/project": "B,C"}
    [row] = guest.csv_rows("/data/subjects", **asked)
    assert (row["ID"], row["project"], row["label"], row["dob"]) == ("S1", "A", "s1", "1980-05-05")
    assert (row[f"{path}/project".lower()], row[f"{path}/label".lower()]) == ("B", "guest")


def test_by_its_source_a_filter_chooses_objects_and_cuts_nothing_joined_to_them(strict: Caller) -> None:
    asked = {"columns": f"ID,{SHARED}/project,xnat:imageScanData/file/label", f"{SHARED}/project": "B"}
    rows = strict.csv_rows("/data/experiments", **SESSIONS, **asked)
    assert {row[f"{SHARED}/project".lower()] for row in rows} == {"B", "C"}
    assert len(rows) == 4
    assert strict.csv_rows("/data/experiments", **SESSIONS, columns="ID", **{f"{SHARED}/project": "A"}) == []


def test_by_its_source_projects_have_no_short_names_for_dates(strict: Caller, guest: Caller) -> None:
    full = "xnat:projectData/meta/insert_date"
    [row] = [one for one in strict.rows("/data/projects", columns=f"ID,insert_date,{full}", ID="B") if one["ID"] == "A"]
    assert "insert_date" not in row
    assert row[full.lower()] == A.insert_date
    [row] = guest.rows("/data/projects", columns="ID,insert_date", ID="A")
    assert row["insert_date"] == A.insert_date


def test_by_its_source_an_empty_list_of_experiments_has_other_names(strict: Caller, guest: Caller) -> None:
    asked = {"format": "csv", "columns": "ID,label", "project": "B", **SESSIONS}
    assert strict.get("/data/experiments", **asked).text.splitlines() == [
        "xnat_experimentdata_id,xnat_experimentdata_label,xnat_imagesessiondata_id,"
        "xnat_experimentdata_project,xnat_experimentdata_extension_item_element_name"
    ]
    assert guest.get("/data/experiments", **asked).text.splitlines() == ["ID,label,session_ID,project,xsiType,URI"]


def test_field_strength_is_of_mr_sessions_alone(guest: Caller) -> None:
    [row] = guest.csv_rows("/data/experiments", xsiType="xnat:mrSessionData", project="A,B", columns="ID,fieldStrength")
    assert (row["ID"], row["fieldStrength"]) == ("E1", "3.0")


def test_image_assessors_of_all_types_in_one_list(guest: Caller) -> None:
    columns = "ID,label,project,xsiType,date,xnat:imageAssessorData/imageSession_ID"
    rows = guest.csv_rows("/data/experiments", xsiType="xnat:imageAssessorData", project="A,B", columns=columns)
    told = {(row["ID"], row["xsiType"], row["project"], row["xnat:imageassessordata/imagesession_id"]) for row in rows}
    assert told == {("A1", QC.xsi_type, "A", "E1"), ("A2", OTHER.xsi_type, "A", "E1")}
    [one] = guest.rows("/data/experiments", xsiType=QC.xsi_type, columns="ID,date")
    assert (one["ID"], one["date"]) == ("A1", "2020-02-02")
    default = guest.rows("/data/experiments", xsiType="xnat:imageAssessorData")
    assert {(row["session_ID"], row["session_label"]) for row in default} == {("E1", "e1")}


def test_where_assessors_are_listed_and_where_not(guest: Caller) -> None:
    def ids(path: str) -> set[str]:
        return {row["ID"] for row in guest.rows(path, columns="ID,xsiType")}

    assert ids("/data/experiments") == {"E1", "E2", "A1", "A2", "V1"}
    assert ids("/data/projects/A/experiments") == {"E1", "E2", "V1"}
    assert ids("/data/projects/A/subjects/s1/experiments") == {"E1", "E2", "V1"}
    assert ids("/data/projects/B/experiments") == {"E1"}
    assert ids("/data/experiments/E1/assessors") == {"A1", "A2"}
    assert ids("/data/projects/B/subjects/guest/experiments/guest/assessors") == {"A1", "A2"}
    assert ids("/data/experiments/E2/assessors") == set()
    assert guest.get("/data/experiments/V1/assessors", format="json").status_code == 404


def test_items_of_assessors_hold_their_values(guest: Caller) -> None:
    item = guest.item("/data/experiments/A1")
    assert item["meta"]["xsi:type"] == QC.xsi_type
    assert item["data_fields"] == {
        "ID": "A1", "label": "qc", "project": "A", "date": "2020-02-02", "imageSession_ID": "E1", "pass": 1,
        "rater": "r",
    }  # fmt: skip
    assert guest.item("/data/experiments/E1/assessors/qc") == item
    visit = guest.item("/data/projects/A/experiments/visit")
    assert visit["data_fields"] == {
        "ID": "V1", "label": "visit", "project": "A", "subject_ID": "S1", "age": 40.5, "ecog": 0,
    }  # fmt: skip
    session = {child["field"]: child["items"] for child in guest.item("/data/experiments/E1")["children"]}
    assert item in session["assessors/assessor"]
    assert len(session["sharing/share"]) == 2
    subject = {child["field"]: child["items"] for child in guest.item("/data/subjects/S1")["children"]}
    assert visit in subject["experiments/experiment"]
    assert "qc" in guest.get("/data/experiments/A1").text
    assert 'ID="A1"' in guest.get("/data/experiments/A1", format="xml").text


def test_the_closing_check_tells_when_session_and_subject_changed(guest: Caller) -> None:
    path = "xnat:subjectData/meta/last_modified"
    columns = f"ID,project,last_modified,subject_ID,{path}"
    rows = {row["ID"]: row for row in guest.csv_rows("/data/experiments", project="A", columns=columns, **SESSIONS)}
    assert (rows["E1"]["last_modified"], rows["E1"][path.lower()]) == (E1.last_modified, S1.last_modified)
    assert rows["E2"]["last_modified"] == ""


def test_rows_are_sorted_with_what_is_missing_last() -> None:
    people = tuple(Subject(id=f"S{n}", label=label, yob=yob) for n, (label, yob) in enumerate(
        [("b", "1980"), ("B", "990"), ("é", ""), ("a", "1980"), ("\U0001f600", "2001"), ("\uffff", "")]
    ))  # fmt: skip
    content = ArchiveContent(projects=(Project(id="A", name="a", subjects=people),))
    with DemoArchive(content) as running, Caller(running) as caller:

        def labels(**params: str) -> list[str]:
            return [row["label"] for row in caller.csv_rows("/data/subjects", columns="label,yob", **params)]

        by_text = ["B", "a", "b", "é", "\U0001f600", "\uffff"]
        assert labels(sortBy="label") == by_text
        assert labels(sortBy="LABEL", sortOrder="DESC") == by_text[::-1]
        assert labels(sortBy="yob,label") == ["B", "a", "b", "\U0001f600", "é", "\uffff"]
        assert labels(sortBy="yob,label", sortOrder="DESC") == ["\uffff", "é", "\U0001f600", "b", "a", "B"]
        assert sorted(labels(sortBy="nothing")) == sorted(by_text)
        assert len(labels(sortBy="label", limit="2")) == 2


def test_only_line_breaks_are_flattened_in_csv() -> None:
    text = 'one\r\ntwo\u2028three\x0bfour "five", six'
    content = ArchiveContent(projects=(Project(id="A", name="a", subjects=(Subject(id="S", label=text),)),))
    with DemoArchive(content) as running, Caller(running) as caller:
        [row] = caller.csv_rows("/data/subjects", columns="label")
    assert row["label"] == text.replace("\r\n", " ")


def test_a_site_of_four_thousand_sessions_lists_its_scans_at_once() -> None:
    scans = tuple(
        replace(SCAN, id=str(n), key=n, uid=f"1.2.{n}", resources=SCAN.resources[:1], scanner_manufacturer="maker")
        for n in range(5)
    )
    sessions = 4000
    projects = tuple(
        Project(id=f"P{p}", name="p", subjects=tuple(
            Subject(id=f"S{p}.{s}", label="s", sessions=(replace(E2, id=f"E{p}.{s}", scans=scans),)) for s in range(20)
        ))
        for p in range(sessions // 20)
    )  # fmt: skip
    of_scan = (
        "id type quality modality bodyPartExamined frames UID scanner/manufacturer scanner/model file/label "
        "file/file_count file/file_size file/format file/content"
    ).split()
    columns = ",".join(["ID,label,project,subject_ID,date,UID,modality", *(f"xnat:imageScanData/{c}" for c in of_scan)])
    names = ",".join(project.id for project in projects)
    with DemoArchive(ArchiveContent(projects=projects, users=USERS)) as running, Caller(running, "demo") as caller:
        before = time.process_time()
        answer = caller.get(
            "/data/experiments", format="csv", columns=columns, project=names, sortBy="project", **SESSIONS
        )
        spent = time.process_time() - before
    assert answer.text.count("\n") == 1 + sessions * 5
    assert spent < 2
