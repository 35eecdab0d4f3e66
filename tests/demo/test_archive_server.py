"""The demo archive answers as XNAT does: the rules of its REST API, over real HTTP on loopback."""

import csv
import io
import json
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
import requests

from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.archive.faults import Kind
from img2fair.demo.content import Assessor, CustomVariable, Investigator, Resource, StoredFile, load_content
from tests.demo.caller import Caller

CONTENT = load_content()
PUBLIC = sorted(project.id for project in CONTENT.projects if project.accessibility == "public")
SCAN_COLUMNS = (
    "ID,label,project,subject_ID,subject_label,date,xnat:imageScanData/id,xnat:imageScanData/modality,"
    "xnat:imageScanData/bodyPartExamined,xnat:imageScanData/frames,xnat:imageScanData/file/label,"
    "xnat:imageScanData/file/file_count,xnat:imageScanData/file/file_size"
)
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 (our own server's)


def child(item: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return next((c["items"] for c in item["children"] if c["field"] == field), [])


# Sessions and log-in


def test_jsession_is_body_and_cookie(archive: DemoArchive) -> None:
    for method in ("GET", "POST"):
        answer = requests.request(method, f"{archive.url}/data/JSESSION", auth=("demo", "demo"), timeout=10)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert answer.cookies["JSESSIONID"] == answer.text
    csrf = requests.get(f"{archive.url}/data/JSESSION?CSRF=true", auth=("demo", "demo"), timeout=10)
    assert re.fullmatch(r"[0-9A-F]{32}; XNAT_CSRF=[0-9a-f-]{36}", csrf.text)


def test_answers_say_when_the_session_expires(demo: Caller) -> None:
    answer = demo.get("/data/auth")
    assert re.fullmatch(r'"\d{13},900000"', answer.cookies["SESSION_EXPIRATION_TIME"])


def test_a_cookie_keeps_one_session(archive: DemoArchive, demo: Caller) -> None:
    for _ in range(3):
        assert demo.get("/data/auth").text == "User 'demo' is logged in"
    assert archive.logins.count("demo") == 1


def test_basic_without_a_cookie_opens_a_session_each_time_until_there_are_too_many(archive: DemoArchive) -> None:
    archive.logins.max_sessions = 2
    codes = [requests.get(f"{archive.url}/data/auth", auth=("demo", "demo"), timeout=10).status_code for _ in range(3)]
    assert codes == [200, 200, 401]


def test_services_auth(archive: DemoArchive) -> None:
    url = f"{archive.url}/data/services/auth"
    good = requests.put(url, data={"username": "demo", "password": "demo", "provider": "localdb"}, timeout=10)
    assert (good.status_code, good.text) == (200, good.cookies["JSESSIONID"])
    bad = requests.put(url, data={"username": "demo", "password": "no"}, timeout=10)
    assert bad.status_code == 401
    assert "<h3>Login attempt failed. Please try again.</h3>" in bad.text


def test_logging_out_makes_a_guest(archive: DemoArchive, demo: Caller) -> None:
    demo.http.delete(f"{archive.url}/data/JSESSION", timeout=10)
    assert archive.logins.count("demo") == 0
    assert demo.get("/data/auth").text == "User 'guest' is logged in"


def test_a_dead_session_makes_lists_shorter_on_an_open_site(archive: DemoArchive, demo: Caller) -> None:
    before = demo.rows("/data/projects")
    archive.logins.close_all()
    after = demo.rows("/data/projects")
    assert len(after) == len(before) - 1
    assert demo.get("/data/auth").text == "User 'guest' is logged in"


def test_a_dead_session_is_refused_on_a_closed_site(closed: DemoArchive) -> None:
    with Caller(closed, "demo") as caller:
        closed.logins.close_all()
        assert caller.get("/data/projects").status_code == 401


def test_sessions_die_of_idleness() -> None:
    with DemoArchive(require_login=True, idle_seconds=0.0) as archive, Caller(archive, "demo") as caller:
        assert caller.get("/data/auth").status_code == 401


def test_a_closed_site_refuses_scripts_and_sends_people_to_the_login_page(closed: DemoArchive) -> None:
    refused = requests.get(f"{closed.url}/data/projects", timeout=10)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == 'Basic realm="IMG2FAIR"'
    person = requests.get(f"{closed.url}/data/projects", headers=BROWSER, timeout=10)
    assert person.status_code == 200
    assert person.url.endswith("/app/template/Login.vm")
    assert person.headers["Content-Type"].startswith("text/html")


def test_a_wrong_password_is_refused_on_an_open_site_too(archive: DemoArchive) -> None:
    assert requests.get(f"{archive.url}/data/projects", auth=("demo", "no"), timeout=10).status_code == 401


def test_the_form_of_the_login_page_logs_in(closed: DemoArchive) -> None:
    with Caller(closed) as caller:
        answer = caller.http.post(f"{closed.url}/login", data={"username": "demo", "password": "demo"}, timeout=10)
        assert "Logged in as" in answer.text
        wrong = caller.http.post(f"{closed.url}/login", data={"username": "demo", "password": "no"}, timeout=10)
        assert "Login attempt failed" in wrong.text


def test_alias_tokens(archive: DemoArchive, demo: Caller, guest: Caller) -> None:
    token = demo.get("/data/services/tokens/issue").json()
    assert {"alias", "secret", "xdatUserId", "singleUse", "estimatedExpirationTime"} <= set(token)
    auth = (token["alias"], token["secret"])
    who = requests.get(f"{archive.url}/data/auth", auth=auth, timeout=10)
    assert who.text == "User 'demo' is logged in"
    valid = guest.get(f"/data/services/tokens/validate/{auth[0]}/{auth[1]}")
    assert valid.status_code == 403
    assert demo.get(f"/data/services/tokens/validate/{auth[0]}/{auth[1]}").json() == {"valid": "demo"}
    assert [shown["alias"] for shown in demo.get("/data/services/tokens/show").json()] == [auth[0]]
    demo.get(f"/data/services/tokens/invalidate/{auth[0]}")
    assert requests.get(f"{archive.url}/data/auth", auth=auth, timeout=10).status_code == 401
    assert demo.get("/data/services/tokens/issue/user/outsider").status_code == 403


# Server facts


def test_build_info_and_plugins(archive: DemoArchive, guest: Caller) -> None:
    info = guest.get("/xapi/siteConfig/buildInfo").json()
    assert info["version"] == CONTENT.version
    assert all(isinstance(value, str) for value in info.values())
    assert guest.get("/xapi/plugins").json() == {}
    archive.content = replace(CONTENT, plugins={"ohifViewerPlugin": {"version": "3.7.0"}})
    assert guest.get("/xapi/plugins").json() == {"ohifViewerPlugin": {"version": "3.7.0"}}
    assert guest.get("/data/version").status_code == 404


def test_schemas_and_elements(guest: Caller) -> None:
    for name in guest.get("/xapi/schemas").json():
        parsed(guest.get(f"/xapi/schemas/{name}").text)
    assert guest.get("/xapi/schemas/xnat/xnat").status_code == 200
    assert guest.get("/xapi/schemas/screening").status_code == 404
    counts = {row["ELEMENT_NAME"]: row["COUNT"] for row in guest.rows("/data/search/elements")}
    assert counts["xnat:subjectData"] == str(len(CONTENT.subjects))
    assert counts["xnat:xaSessionData"] == "0"
    readable = {row["ELEMENT_NAME"]: row["COUNT"] for row in guest.rows("/data/search/elements", readable="true")}
    assert int(readable["xnat:subjectData"]) < len(CONTENT.subjects)
    fields = guest.rows("/data/search/elements/xnat:subjectData")
    assert "GENDER_TEXT" in {row["FIELD_ID"] for row in fields}


def test_every_path_answers_under_its_old_names(guest: Caller) -> None:
    answers = [guest.get(f"{prefix}/projects?format=json").json() for prefix in ("/data", "/data/archive", "/REST")]
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_can_be_written(archive: DemoArchive, demo: Caller, method: str) -> None:
    answer = demo.http.request(method, f"{archive.url}/data/projects/tcga_kich", data="x", timeout=10)
    assert answer.status_code == 405
    assert "<h3>" in answer.text


def test_head_sends_no_body(archive: DemoArchive, demo: Caller) -> None:
    answer = demo.http.head(f"{archive.url}/data/projects", timeout=10)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


def test_errors_are_status_pages_or_short_texts(guest: Caller) -> None:
    data = guest.get("/data/projects/nothing", format="json")
    assert (data.status_code, data.headers["Content-Type"]) == (404, "text/html;charset=UTF-8")
    assert "<h3>Unable to find the specified experiment.</h3>" in data.text
    xapi = guest.get("/xapi/custom-fields/projects/nothing/fields")
    assert xapi.status_code == 404
    assert "<" not in xapi.text


def test_a_site_under_a_context_path() -> None:
    with DemoArchive(context="/xnat") as archive, Caller(archive, "demo") as caller:
        assert archive.url.endswith("/xnat")
        assert {row["URI"] for row in caller.rows("/data/projects")} >= {"/data/projects/tcga_brca"}
        outside = archive.url.removesuffix("/xnat") + "/data/projects"
        assert requests.get(outside, timeout=10).status_code == 404


# Projects


def test_who_sees_which_projects(guest: Caller, demo: Caller, outsider: Caller) -> None:
    everything = sorted(project.id for project in CONTENT.projects)
    assert sorted(row["ID"] for row in demo.rows("/data/projects")) == everything
    for caller in (guest, outsider):
        listed = sorted(row["ID"] for row in caller.rows("/data/projects"))
        assert listed == sorted([*PUBLIC, "covid_19_ar"])
        assert sorted(row["id"] for row in caller.rows("/data/projects", data="readable")) == PUBLIC
        assert sorted(row["id"] for row in caller.rows("/data/projects", permissions="read")) == PUBLIC
        assert caller.get("/data/projects/breast_diagnosis", format="json").status_code == 404
        assert caller.get("/data/projects/breast_diagnosis/subjects", format="json").status_code == 404
        assert caller.get("/data/projects/breast_diagnosis/accessibility").status_code == 404
        assert caller.get("/data/projects/covid_19_ar", format="json").status_code == 200
        refused = caller.get("/data/projects/covid_19_ar/subjects", format="json")
        assert refused.status_code == 403
        assert "<h3>Unable to read subjects for Project: covid_19_ar</h3>" in refused.text


def test_the_project_list_and_its_columns(demo: Caller) -> None:
    [default] = [row for row in demo.rows("/data/projects") if row["ID"] == "tcga_brca"]
    assert set(default) == {"ID", "secondary_ID", "name", "description", "pi_firstname", "pi_lastname", "URI"}
    columns = "ID,keywords,pi_lastname,insert_date,xnat:projectData/PI/institution,xnat:projectData/PI/email,nonsense"
    [row] = [row for row in demo.rows("/data/projects", columns=columns) if row["ID"] == "covid_19_ar"]
    project = CONTENT.project("covid_19_ar")
    assert project.pi is not None
    assert row == {
        "ID": "covid_19_ar",
        "URI": "/data/projects/covid_19_ar",
        "keywords": project.keywords,
        "pi_lastname": project.pi.lastname,
        "insert_date": project.insert_date,
        "xnat:projectdata/pi/institution": project.pi.institution,
        "xnat:projectdata/pi/email": project.pi.email,
    }


def test_the_project_list_with_access_has_another_shape(demo: Caller) -> None:
    answer = demo.get("/data/projects", accessible="true", columns="ID,keywords", format="json").json()["ResultSet"]
    rows = {row["id"]: row for row in answer["Result"]}
    assert answer["totalRecords"] == str(len(rows)) == "10"
    assert {project.id: project.accessibility for project in CONTENT.projects} == {
        name: row["project_access"] for name, row in rows.items()
    }
    assert rows["covid_19_ar"]["user_role_3"] == "Members"
    assert rows["tcga_kich"]["user_role_3"] == ""
    assert rows["cmb_pca"]["project_invs"] == "Pieter Fictional"
    assert not {"keywords", "URI", "ID"} & set(rows["cmb_pca"])
    assert [row["id"] for row in demo.rows("/data/projects", member="true")] == ["covid_19_ar"]
    assert {"PROJ_QUARANTINE", "PROJ_PREARCHIVE_CODE"} <= set(demo.rows("/data/projects", prearc_code="true")[0])


def test_investigators_give_a_row_each(archive: DemoArchive, guest: Caller) -> None:
    people = (Investigator(firstname="A", lastname="One"), Investigator(firstname="B", lastname="Two"))
    archive.content = CONTENT.with_project("cmb_pca", investigators=people)
    path = "xnat:projectData/investigators/investigator/lastname"
    rows = guest.rows("/data/projects", columns=f"ID,{path}")
    found = [row[path.lower()] for row in rows if row["ID"] == "cmb_pca"]
    assert sorted(found) == ["One", "Two"]
    [access] = [row for row in guest.rows("/data/projects", accessible="true") if row["id"] == "cmb_pca"]
    assert access["project_invs"] == "A One <br/> B Two"
    directory = guest.get("/xapi/investigators").json()
    assert {"cmb_pca"} == {p for one in directory if one["lastname"] == "Two" for p in one["investigatorProjects"]}


def test_a_project_as_item_xml_and_page(guest: Caller) -> None:
    project = CONTENT.project("cmb_pca")
    item = guest.item("/data/projects/cmb_pca")
    assert item["meta"]["xsi:type"] == "xnat:projectData"
    assert item["data_fields"]["description"] == project.description
    assert child(item, "PI")[0]["data_fields"]["lastname"] == "National Cancer Institute"
    assert child(item, "investigators/investigator")[0]["data_fields"]["firstname"] == "Pieter"
    assert child(item, "aliases/alias")[0]["data_fields"] == {"alias": "moonshot_prostate"}
    dois = {one["data_fields"]["doi"] for one in child(item, "publications/publication")}
    assert dois == {source.doi for source in project.sources}
    assert "description" not in guest.item("/data/projects/b_mode_and_ceus_liver")["data_fields"]
    document = parsed(guest.get("/data/projects/cmb_pca", format="xml").text)
    assert document.attrib["ID"] == "cmb_pca"
    assert document.findtext("{http://nrg.wustl.edu/xnat}name") == project.name
    page = guest.get("/data/projects/cmb_pca")
    assert page.headers["Content-Type"].startswith("text/html")
    assert project.name in page.text


def test_aliases_and_accessibility(guest: Caller) -> None:
    assert guest.item("/data/projects/moonshot_prostate")["data_fields"]["ID"] == "cmb_pca"
    for name, access in (("cmb_pca", "public"), ("covid_19_ar", "protected")):
        answer = guest.get(f"/data/projects/{name}/accessibility", format="json")
        assert (answer.text, answer.headers["Content-Type"]) == (access, "text/plain;charset=UTF-8")


def test_users_are_for_owners(demo: Caller) -> None:
    assert demo.get("/data/projects/covid_19_ar/users").status_code == 403
    assert {row["ID"]: row["role"] for row in demo.get("/xapi/access/projects").json()} == {
        "breast_diagnosis": "Collaborators",
        "covid_19_ar": "Members",
    }


def test_attribution_stands_on_the_start_page_and_on_project_pages(guest: Caller) -> None:
    start = guest.get("/").text
    for text in ("NCI Imaging Data Commons", "https://doi.org/10.1148/rg.230180", "CC BY 3.0", "CC BY 4.0"):
        assert text in start
    for source in CONTENT.sources:
        assert f"https://doi.org/{source.doi}" in start
    page = guest.get("/data/projects/tcga_brca", format="html").text
    assert all(f"https://doi.org/{source.doi}" in page for source in CONTENT.project("tcga_brca").sources)


def test_links_for_people_lead_to_pages(guest: Caller) -> None:
    seen = CONTENT.sessions_of("tcga_kich")[0]
    link = "/app/action/DisplayItemAction/search_element/{0}/search_field/{0}.ID/search_value/{1}"
    assert CONTENT.project("cmb_pca").name in guest.get(link.format("xnat:projectData", "cmb_pca")).text
    session = link.format("xnat:mrSessionData", seen.session.id) + "/project/tcga_kich"
    assert seen.label in guest.get(session).text
    assert guest.get(link.format("xnat:projectData", "breast_diagnosis")).status_code == 404


# Subjects


def test_a_project_lists_guests_under_its_own_labels(guest: Caller) -> None:
    rows = guest.rows("/data/projects/cmb_pca/subjects", columns="ID,project,label,gender")
    assert len(rows) == CONTENT.counts("cmb_pca").subjects
    guests = {row["label"]: row for row in rows if row["project"] != "cmb_pca"}
    assert set(guests) == {"GUEST-A", "GUEST-B"}
    assert guests["GUEST-A"]["project"] == "qin_prostate_repeatability"
    everywhere = {row["ID"]: row["label"] for row in guest.rows("/data/subjects", columns="ID,label")}
    assert everywhere[guests["GUEST-A"]["ID"]] == "PCAMPMRI-00001"


def test_site_wide_subjects_come_once_and_only_where_they_may_be_read(guest: Caller, demo: Caller) -> None:
    ids = [row["ID"] for row in guest.rows("/data/subjects")]
    assert len(ids) == len(set(ids)) == sum(len(CONTENT.project(name).subjects) for name in PUBLIC)
    assert len(demo.rows("/data/subjects")) == len(CONTENT.subjects)


def test_nobody_with_no_readable_project_gets_500(archive: DemoArchive, guest: Caller) -> None:
    archive.content = CONTENT.only("covid_19_ar")
    assert guest.get("/data/subjects", format="json").status_code == 500


def test_demographics_have_short_names_and_full_paths(archive: DemoArchive, guest: Caller) -> None:
    first = CONTENT.project("tcga_kich").subjects[0]
    archive.content = CONTENT.with_subject(first.id, yob="1950", handedness="left")
    full = "xnat:subjectData/demographics[@xsi:type=xnat:demographicData]/gender"
    rows = guest.rows("/data/projects/tcga_kich/subjects", columns=f"ID,yob,handedness,{full}")
    [row] = [row for row in rows if row["ID"] == first.id]
    assert (row["yob"], row["handedness"], row["gender"]) == ("1950", "left", first.gender)
    assert guest.get("/data/subjects", columns="ID,xnat:subjectData/demographics/gender").status_code == 500
    assert guest.get("/data/projects/tcga_kich/subjects", columns="xnat:subjectData/nothing").status_code == 500


def test_custom_variables_come_as_pairs(guest: Caller) -> None:
    rows = guest.rows(
        "/data/projects/icdc_glioma/subjects",
        columns="ID,xnat:subjectData/fields/field/name,xnat:subjectData/fields/field/field",
    )
    pairs = {(row["xnat:subjectdata/fields/field/name"], row["xnat:subjectdata/fields/field/field"]) for row in rows}
    assert pairs == {("species", "Canine")}


def test_a_subject_by_id_and_by_label(guest: Caller) -> None:
    shared = CONTENT.project("qin_prostate_repeatability").subjects[0]
    by_id = guest.item(f"/data/subjects/{shared.id}")
    assert by_id == guest.item("/data/projects/cmb_pca/subjects/GUEST-A")
    assert by_id["data_fields"]["label"] == "PCAMPMRI-00001"
    assert child(by_id, "sharing/share")[0]["data_fields"] == {"project": "cmb_pca", "label": "GUEST-A"}
    assert child(by_id, "demographics")[0]["data_fields"] == {"gender": "male"}
    assert len(child(by_id, "experiments/experiment")) == 2
    assert guest.get("/data/subjects/PCAMPMRI-00001").status_code == 404
    assert guest.get(f"/data/subjects/{shared.id}/experiments").status_code == 404
    labels = {row["label"] for row in guest.rows("/data/projects/cmb_pca/subjects/GUEST-A/experiments")}
    assert labels == {"GUEST-A_1", "GUEST-A_2"}
    document = parsed(guest.get(f"/data/subjects/{shared.id}", format="xml").text)
    assert document.attrib["label"] == "PCAMPMRI-00001"


def test_subjects_joined_with_sessions_and_scans_keep_those_without(guest: Caller) -> None:
    rows = guest.rows(
        "/data/projects/tcga_kich/subjects",
        columns="label,gender,xnat:mrSessionData/label,xnat:mrScanData/id,xnat:mrScanData/quality",
    )
    assert {row["ID"] for row in rows} == {seen.subject.id for seen in CONTENT.subjects_of("tcga_kich")}
    found = {(row["xnat:mrsessiondata/label"], row["xnat:mrscandata/id"]) for row in rows}
    truth = {
        (seen.label, scan.id)
        for seen in CONTENT.sessions_of("tcga_kich")
        if seen.session.xsi_type == "xnat:mrSessionData"
        for scan in seen.session.scans
        if scan.modality == "MR"
    }
    assert found - {("", "")} == truth
    assert ("", "") in found


# Experiments


def test_all_scans_of_the_site_in_one_request(demo: Caller) -> None:
    rows = demo.rows("/data/experiments", xsiType="xnat:imageSessionData", columns=SCAN_COLUMNS)
    found = {(row["ID"], row["xnat:imagescandata/id"]): row for row in rows}
    truth = {(s.session.id, scan.id): (s, scan) for s in CONTENT.sessions.values() for scan in s.session.scans}
    assert set(found) == set(truth)
    assert len(rows) == len(truth)
    for key, (seen, scan) in truth.items():
        row, [resource] = found[key], scan.resources
        assert row["project"] == seen.owner
        assert (row["subject_ID"], row["subject_label"]) == (seen.subject.subject.id, seen.subject.label)
        assert row["xnat:imagescandata/bodypartexamined"] == scan.body_part_examined
        assert row["xnat:imagescandata/file/label"] == resource.label
        known = "" if resource.file_count is None else str(resource.file_count)
        assert row["xnat:imagescandata/file/file_count"] == known
        assert row["session_ID"] == row["ID"]
        assert row["xsiType"] == seen.session.xsi_type
    stale = [row for row in rows if row["project"] == "b_mode_and_ceus_liver"]
    assert {row["xnat:imagescandata/file/file_size"] for row in stale} == {""}


def test_every_value_is_a_text_and_rows_have_no_order_to_rely_on(guest: Caller) -> None:
    result = guest.get("/data/experiments", project="tcga_kich", columns="ID,age,date", format="json").json()
    rows = result["ResultSet"]["Result"]
    assert all(isinstance(value, str) for row in rows for value in row.values())
    assert result["ResultSet"]["totalRecords"] == str(len(rows))
    ids = [row["ID"] for row in rows]
    assert ids != sorted(ids)
    ordered = guest.rows("/data/experiments", project="tcga_kich", columns="ID,label", sortBy="label", sortOrder="DESC")
    assert [row["label"] for row in ordered] == sorted((row["label"] for row in ordered), reverse=True)


@pytest.mark.parametrize(
    ("path", "params", "key"),
    [
        ("/data/experiments", {"columns": "label"}, "ID"),
        ("/data/projects/tcga_kich/experiments", {"columns": "label"}, "xnat:subjectassessordata/id"),
        ("/data/experiments", {"columns": "label", "xsiType": "xnat:imageSessionData"}, "session_ID"),
        ("/data/experiments", {"columns": "label,xnat:imageSessionData/session_type"}, "session_ID"),
        ("/data/experiments", {"columns": "label,xnat:mrSessionData/fieldStrength"}, "xnat:mrsessiondata/id"),
        ("/data/experiments", {"columns": "label", "xsiType": "xnat:mrSessionData"}, "xnat:mrsessiondata/id"),
        ("/data/subjects", {"columns": "label"}, "ID"),
        ("/data/projects", {"columns": "name"}, "ID"),
    ],
)
def test_the_added_id_depends_on_the_root_type(guest: Caller, path: str, params: dict[str, str], key: str) -> None:
    row = guest.rows(path, **params)[0]
    assert row[key] == row["URI"].rpartition("/")[2]


def test_a_column_of_one_type_makes_the_others_vanish(guest: Caller) -> None:
    rows = guest.rows("/data/experiments", columns="ID,fieldStrength")
    assert {CONTENT.sessions[row["ID"]].session.xsi_type for row in rows} == {"xnat:mrSessionData"}
    several = guest.rows("/data/experiments", columns="ID", xsiType="xnat:mrSessionData,xnat:ctSessionData")
    assert len({CONTENT.experiments[row["ID"]].experiment.xsi_type for row in several}) > 2
    asked = guest.rows("/data/experiments", columns="ID,xnat:imageScanData/id", xsiType="xnat:ctSessionData")
    assert {CONTENT.sessions[row["ID"]].session.xsi_type for row in asked} == {"xnat:ctSessionData"}


def test_a_path_with_a_short_name_comes_under_it(guest: Caller) -> None:
    row = guest.rows("/data/experiments", columns="ID,xnat:subjectAssessorData/subject_id,xnat:imageSessionData/UID")[0]
    assert {"subject_ID", "UID"} <= set(row)


def test_unknown_columns_are_skipped_unless_their_type_is_known(guest: Caller) -> None:
    row = guest.rows("/data/experiments", columns="ID,nonsense,proc:genProcData/name")[0]
    assert set(row) == {"ID", "URI", "project", "xsiType"}
    refused = guest.get("/data/experiments", columns="ID,xnat:imageSessionData/nonsense", format="json")
    assert refused.status_code == 500
    swallowed = guest.get("/data/projects/tcga_kich/experiments", columns="ID,xnat:imageSessionData/nonsense")
    assert (swallowed.status_code, swallowed.content) == (200, b"")


def test_a_project_filter_misses_what_is_shared_in_and_the_sharing_filter_finds_it(guest: Caller) -> None:
    owned = guest.rows("/data/experiments", project="cmb_pca", xsiType="xnat:imageSessionData", columns="ID,label")
    own = {seen.session.id for seen in CONTENT.sessions_of("cmb_pca") if seen.owner == "cmb_pca"}
    assert {row["ID"] for row in owned} == own
    params = {"xnat:imagesessiondata/sharing/share/project": "cmb_pca", "xsiType": "xnat:imageSessionData"}
    shared = guest.rows("/data/experiments", columns="ID,label,project", **params)
    assert {row["project"] for row in shared} == {"qin_prostate_repeatability"}
    assert {row["label"] for row in shared} == {f"PCAMPMRI-0000{n}_{m}" for n in (1, 2) for m in (1, 2)}
    both = guest.rows("/data/projects/cmb_pca/experiments", columns="ID,label,project,subject_label")
    assert {row["ID"] for row in both} == {row["ID"] for row in [*owned, *shared]}
    assert {row["project"] for row in both} == {"cmb_pca"}
    assert {("GUEST-B_2", "GUEST-B")} <= {(row["label"], row["subject_label"]) for row in both}


def test_project_experiments_join_scans_too(guest: Caller) -> None:
    rows = guest.rows("/data/projects/cmb_pca/experiments", columns="ID,xnat:imageSessionData/scans/scan/id")
    found = {(row["ID"], row["xnat:imagesessiondata/scans/scan/id"]) for row in rows}
    assert found == {(s.session.id, scan.id) for s in CONTENT.sessions_of("cmb_pca") for scan in s.session.scans}


def test_rows_alike_collapse_for_an_account_where_nothing_filters(guest: Caller, demo: Caller) -> None:
    columns = "ID,xnat:imageScanData/modality"

    def most_alike(caller: Caller, path: str, **params: str) -> int:
        rows = caller.rows(path, columns=columns, **params)
        return max(Counter((row["ID"], row["xnat:imagescandata/modality"]) for row in rows).values())

    assert most_alike(demo, "/data/experiments") == 1
    assert most_alike(guest, "/data/experiments") > 1
    assert most_alike(demo, "/data/projects/tcga_kich/experiments") == 1
    assert most_alike(demo, "/data/experiments", label="TCGA*") > 1
    filtered = demo.rows("/data/experiments", project="tcga_kich", columns=columns)
    assert len(filtered) == CONTENT.counts("tcga_kich").scans


def test_filters(guest: Caller) -> None:
    def labels(**params: str) -> set[str]:
        return {row["label"] for row in guest.rows("/data/experiments", columns="label", **params)}

    assert labels(label="TCGA-KL-8323_1,TCGA-KL-8324_1") == {"TCGA-KL-8323_1", "TCGA-KL-8324_1"}
    for pattern in ("PCAMPMRI-00001*", "PCAMPMRI-00001%"):
        assert labels(label=pattern, xsiType="xnat:imageSessionData") == {"PCAMPMRI-00001_1", "PCAMPMRI-00001_2"}
    in_2012 = {s.label for s in CONTENT.sessions_of("tcga_kich") if s.session.date.startswith("2012")}
    assert labels(project="tcga_kich", date="01/01/2012-12/31/2012") == in_2012 != set()
    young = {s.label for s in CONTENT.sessions_of("soft_tissue_sarcoma") if s.session.age and s.session.age <= 30}
    assert labels(project="soft_tissue_sarcoma", age="0-30") == young != set()
    assert guest.get("/data/experiments", columns="label", date="2012-01-01").status_code == 500


def test_pages(guest: Caller) -> None:
    first = guest.get("/data/subjects", limit="7", format="json").json()["ResultSet"]
    assert len(first["Result"]) == 7
    assert "totalRecords" not in first
    second = guest.rows("/data/subjects", limit="7", offset="7")
    assert not {row["ID"] for row in first["Result"]} & {row["ID"] for row in second}
    assert len(guest.rows("/data/subjects", offset="0")) == 100
    assert len(guest.rows("/data/subjects", limit="*")) > 100
    assert len(guest.rows("/data/projects", limit="2")) == len(PUBLIC) + 1
    assert guest.get("/data/subjects", limit="many").status_code == 400


def test_pages_get_shorter_by_what_may_not_be_read(guest: Caller) -> None:
    pages = range(0, len(CONTENT.experiments), 100)
    lengths = [len(guest.rows("/data/experiments", limit="100", offset=str(start))) for start in pages]
    readable = {name for name, seen in CONTENT.experiments.items() if seen.owner in PUBLIC}
    assert sum(lengths) == len(readable)
    assert any(0 < length < 100 for length in lengths[:5])


def test_protected_sessions_are_not_in_the_site_list(outsider: Caller, demo: Caller) -> None:
    closed = {seen.session.id for name in ("covid_19_ar", "breast_diagnosis") for seen in CONTENT.sessions_of(name)}
    assert not closed & {row["ID"] for row in outsider.rows("/data/experiments")}
    assert closed <= {row["ID"] for row in demo.rows("/data/experiments")}
    assert outsider.get(f"/data/experiments/{min(closed)}", format="json").status_code == 404
    assert outsider.get("/data/projects/covid_19_ar/experiments", format="json").status_code == 403


def test_csv_is_streamed_and_says_the_same(archive: DemoArchive, guest: Caller) -> None:
    session = CONTENT.sessions_of("tcga_kich")[0].session
    archive.content = CONTENT.with_session(session.id, note='two\nlines, "quoted"')
    params = {"project": "tcga_kich", "columns": "ID,note,xnat:imageScanData/id"}
    answer = guest.get("/data/experiments", format="csv", **params)
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    as_json = guest.rows("/data/experiments", **params)
    assert len(rows) == len(as_json)
    assert {row["note"] for row in rows} == {"", 'two lines, "quoted"'}
    assert {row["note"] for row in as_json} == {"", 'two\nlines, "quoted"'}
    assert list(rows[0])[:3] == ["ID", "note", "xnat:imagescandata/id"]


def test_an_unknown_format_falls_through_to_a_page(guest: Caller) -> None:
    answer = guest.get("/data/projects", format="ndjson")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html;charset=UTF-8")


def test_the_table_of_short_names(guest: Caller) -> None:
    rows = {row["key"]: row["xpath"] for row in guest.rows("/data/experiments", fields="x")}
    assert rows["subject_ID"] == "xnat:subjectAssessorData/subject_ID"


def test_every_field_of_a_session_can_be_filled_and_asked_for(archive: DemoArchive, guest: Caller) -> None:
    seen = CONTENT.sessions_of("tcga_kich")[0]
    archive.content = CONTENT.with_session(
        seen.session.id, note="n", operator="o", visit_id="v", dcm_patient_name="p", acquisition_site="s",
        fields=(CustomVariable(name="arm", value="B"),),
    )  # fmt: skip
    columns = (
        "ID,note,operator,visit_id,dcmPatientName,xnat:experimentData/acquisition_site,"
        "xnat:imageSessionData/fields/field/field"
    )
    [row] = guest.rows("/data/experiments", ID=seen.session.id, xsiType="xnat:imageSessionData", columns=columns)
    values = [row[key] for key in ("note", "operator", "visit_id", "dcmPatientName")]
    assert values == ["n", "o", "v", "p"]
    assert row["xnat:experimentdata/acquisition_site"] == "s"
    assert row["xnat:imagesessiondata/fields/field/field"] == "B"
    assert guest.item(f"/data/experiments/{seen.session.id}")["data_fields"]["dcmPatientName"] == "p"


def test_every_text_of_the_content_reaches_an_answer() -> None:
    project = CONTENT.project("pseudo_phi_dicom_data")
    variable = (CustomVariable(name="a", value="b"),)
    subject = next(one for one in project.subjects if one.subject_assessors)
    file = (StoredFile(name="a.txt", text="b"),)
    resource = (Resource(id="9", label="a", tags="b", content="c", format="d", files=file),)
    assessor = Assessor(
        id="A1", label="a", xsi_type="radm:radiomicsData", parameters={"a": "b"}, resources=resource, fields=variable
    )
    session = replace(
        subject.sessions[0], fields=variable, scans=subject.sessions[0].scans[:1], resources=resource,
        custom_fields={"a": {"b": ["c"]}}, assessors=(assessor,),
    )  # fmt: skip
    visit = replace(subject.subject_assessors[0], fields=variable, resources=resource)
    content = CONTENT.only(project.id).with_project(
        project.id,
        aliases=("a",),
        investigators=(Investigator(lastname="a"),),
        fields=variable,
        custom_fields={"a": "b"},
        resources=resource,
        subjects=(
            replace(subject, fields=variable, resources=resource, sessions=(session,), subject_assessors=(visit,)),
        ),
    )
    marks: dict[str, str] = {}
    kept = {"id", "xsi_type", "accessibility", "projects"}

    def mark(path: str, text: str) -> str:
        of_header = path.endswith("/text") and not text
        if of_header or "/sources/" in path or path.rpartition("/")[2] in kept:
            return text
        return marks.setdefault(path, f"MARK{len(marks)}.")

    changed = replace(content, forms=()).map_text(mark)
    session = changed.sessions[session.id].session
    experiments = {name: f"/data/experiments/{name}" for name in (session.id, "A1", visit.id)}
    holders = [f"/data/projects/{project.id}", f"/data/subjects/{subject.id}", *experiments.values()]
    scan = f"/data/experiments/{session.id}/scans/{session.scans[0].id}"
    with DemoArchive(changed) as archive, Caller(archive) as caller:
        asked: list[tuple[str, dict[str, str]]] = [
            *((path, {}) for path in holders),
            *((f"{path}/resources", {"all": "true"}) for path in (*holders, scan)),
            *((f"{path}/files", {}) for path in (*holders, scan)),
            ("/data/projects", {"columns": "insert_date,last_modified,xnat:projectData/meta/insert_user/login"}),
            ("/data/subjects", {"columns": "insert_user,last_modified"}),
            ("/data/experiments", {"columns": "insert_user,last_modified,insert_date"}),
            *((f"/xapi/custom-fields/{kind}/fields", {}) for kind in (
                f"projects/{project.id}", f"subjects/{subject.id}", f"experiments/{session.id}",
            )),
        ]  # fmt: skip
        told = "".join(caller.get(path, format="json", **params).text for path, params in asked)
        for holder in (*holders, scan):
            [row] = caller.rows(f"{holder}/files")
            told += caller.get(row["URI"]).text
    assert [path for path, text in marks.items() if text not in told] == []


# Sessions, scans and resources


def test_a_session_item_holds_its_scans(guest: Caller) -> None:
    seen = CONTENT.sessions_of("qin_prostate_repeatability")[0]
    item = guest.item(f"/data/experiments/{seen.session.id}")
    assert item["meta"]["xsi:type"] == seen.session.xsi_type
    assert isinstance(item["data_fields"]["age"], float)
    scans = {one["data_fields"]["ID"]: one for one in child(item, "scans/scan")}
    assert set(scans) == {scan.id for scan in seen.session.scans}
    truth = seen.session.scans[0]
    fields = scans[truth.id]["data_fields"]
    assert fields["frames"] == truth.frames
    assert fields["scanner/manufacturer"] == truth.scanner_manufacturer
    assert "note" not in fields
    [file] = child(scans[truth.id], "file")
    assert file["data_fields"]["file_count"] == truth.resources[0].file_count
    assert item == guest.item(f"/data/projects/cmb_pca/experiments/{seen.label.replace('PCAMPMRI-00001', 'GUEST-A')}")
    document = parsed(guest.get(f"/data/experiments/{seen.session.id}", format="xml").text)
    assert document.attrib["UID"] == seen.session.uid


def test_unknown_counts_are_empty_in_lists_and_absent_in_items(guest: Caller) -> None:
    seen = CONTENT.sessions_of("b_mode_and_ceus_liver")[0]
    [row] = guest.rows(f"/data/experiments/{seen.session.id}/resources", all="true")
    assert (row["file_count"], row["file_size"]) == ("", "")
    [scan] = child(guest.item(f"/data/experiments/{seen.session.id}"), "scans/scan")
    assert "file_count" not in child(scan, "file")[0]["data_fields"]


def test_scans_of_a_session_below_every_path(guest: Caller) -> None:
    seen = next(s for s in CONTENT.sessions_of("cmb_pca") if s.label == "GUEST-A_1")
    paths = [
        f"/data/experiments/{seen.session.id}",
        f"/data/projects/cmb_pca/experiments/{seen.label}",
        f"/data/projects/cmb_pca/subjects/GUEST-A/experiments/{seen.label}",
        f"/data/projects/cmb_pca/subjects/{seen.subject.subject.id}/experiments/{seen.session.id}",
    ]
    for path in paths:
        rows = guest.rows(f"{path}/scans")
        assert {row["ID"] for row in rows} == {scan.id for scan in seen.session.scans}
    assert set(rows[0]) == {
        "xnat_imagescandata_id", "ID", "type", "quality", "xsiType", "note", "series_description", "URI",
    }  # fmt: skip
    scan = seen.session.scans[0]
    item = guest.item(f"{paths[0]}/scans/{scan.id}")
    assert item["data_fields"]["UID"] == scan.uid
    [resource] = guest.rows(f"{paths[2]}/scans/{scan.id}/resources")
    assert resource["label"] == scan.resources[0].label
    wrong = f"/data/projects/cmb_pca/subjects/GUEST-B/experiments/{seen.label}/scans"
    assert guest.get(wrong, format="json").status_code == 404
    assert guest.get(f"{paths[0]}/scans/none", format="json").status_code == 404


def test_resources_of_several_sessions(guest: Caller) -> None:
    sessions = [seen.session for seen in CONTENT.sessions_of("tcga_kich")[:3]]
    names = ",".join(session.id for session in sessions)
    rows = guest.rows(f"/data/experiments/{names}/resources", all="true")
    assert len(rows) == sum(len(session.scans) for session in sessions)
    assert {row["category"] for row in rows} == {"scans"}
    assert guest.rows(f"/data/experiments/{names}/resources") == []


def test_scan_types(guest: Caller) -> None:
    types = {row["type"] for row in guest.rows("/data/projects/qin_prostate_repeatability/scan_types")}
    scans = [scan for s in CONTENT.sessions_of("qin_prostate_repeatability") for scan in s.session.scans]
    assert types == {scan.type for scan in scans if scan.modality == "MR"}


# Custom forms


def test_a_form_is_found_by_title_and_its_answers_by_uuid(guest: Caller) -> None:
    form, visit = guest.get("/xapi/customforms").json()
    assert (form["path"], visit["path"]) == ("datatype/xnat:projectData", "datatype/xnat:subjectData")
    definition = json.loads(form["contents"])
    assert definition["title"] == "Health-RI dataset"
    answers = guest.get("/xapi/custom-fields/projects/tcga_brca/fields").json()
    assert list(answers) == [form["formUUID"]]
    given = answers[form["formUUID"]]
    assert given["contact_point"]["email"] == "mailto:data-desk@example.org"
    assert given["creator_grid"][0]["name"] == ["TCGA Research Network"]
    asked = {part["key"].partition(".")[0] for part in definition["components"]}
    assert set(given) <= asked
    assert guest.get("/xapi/customforms", projectId="tcga_kich").json() == []
    none = guest.get("/xapi/custom-fields/projects/tcga_brca/fields", fieldNames="other")
    assert none.json() == {}


def test_nothing_answered_is_an_empty_object(guest: Caller) -> None:
    subject, session = CONTENT.project("tcga_kich").subjects[0], CONTENT.sessions_of("tcga_kich")[0].session
    for path in ("projects/tcga_kich", f"subjects/{subject.id}", f"experiments/{session.id}"):
        assert guest.get(f"/xapi/custom-fields/{path}/fields").json() == {}


def test_answers_of_closed_projects(outsider: Caller) -> None:
    assert outsider.get("/xapi/custom-fields/projects/covid_19_ar/fields").status_code == 403
    assert outsider.get("/xapi/custom-fields/projects/breast_diagnosis/fields").status_code == 404


# Content, log and faults


def test_content_can_be_swapped_while_the_server_runs(archive: DemoArchive, guest: Caller) -> None:
    archive.content = CONTENT.with_project("tcga_kich", accessibility="private")
    assert guest.get("/data/projects/tcga_kich", format="json").status_code == 404
    archive.content = CONTENT
    assert guest.get("/data/projects/tcga_kich", format="json").status_code == 200


def test_the_request_log(archive: DemoArchive, guest: Caller, demo: Caller) -> None:
    archive.requests.clear()
    demo.get("/data/projects", columns="ID")
    guest.get("/data/projects/nothing")
    first, second = archive.requests
    assert (first.method, first.path, first.query, first.user, first.status) == (
        "GET", "/data/projects", "columns=ID", "demo", 200,
    )  # fmt: skip
    assert (second.path, second.user, second.status) == ("/data/projects/nothing", "guest", 404)


def test_a_status_fault_counts_down(archive: DemoArchive, guest: Caller) -> None:
    fault = Fault(path="/data/projects/.*/subjects", kind="status", status=503, times=2, after=1, retry_after="3")
    archive.faults.add(fault)
    answers = [guest.get("/data/projects/tcga_kich/subjects", format="json") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 503, 503, 200]
    assert answers[1].headers["Retry-After"] == "3"
    assert "<h3>Service Unavailable</h3>" in answers[1].text
    assert [record.fault for record in archive.requests] == ["", "status", "status", ""]


def faulty(archive: DemoArchive, caller: Caller, kind: Kind, **more: Any) -> requests.Response:
    archive.faults.clear()
    archive.faults.add(Fault(path="/data/projects", kind=kind, times=1, **more))
    return caller.get("/data/projects", format="json")


def test_faults_of_content(archive: DemoArchive, guest: Caller) -> None:
    whole = guest.get("/data/projects", format="json")
    login = faulty(archive, guest, "login_page")
    assert (login.status_code, login.headers["Content-Type"]) == (200, "text/html;charset=UTF-8")
    assert faulty(archive, guest, "html_500").status_code == 500
    assert faulty(archive, guest, "empty_body").content == b""
    wrong = faulty(archive, guest, "wrong_type")
    assert (wrong.content, wrong.headers["Content-Type"]) == (whole.content, "text/html;charset=UTF-8")
    bad = faulty(archive, guest, "bad_json")
    assert bad.headers["Content-Type"] == "application/json"
    with pytest.raises(requests.exceptions.JSONDecodeError):
        bad.json()
    short = faulty(archive, guest, "shortened").json()["ResultSet"]
    assert len(short["Result"]) < int(short["totalRecords"]) == len(whole.json()["ResultSet"]["Result"])
    slow = faulty(archive, guest, "slow", seconds=0.2)
    assert slow.elapsed.total_seconds() >= 0.2
    assert slow.content == whole.content


def test_faults_of_connections(archive: DemoArchive, guest: Caller) -> None:
    with pytest.raises(requests.ConnectionError):
        faulty(archive, guest, "reset")
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        faulty(archive, guest, "truncated")
    archive.faults.add(Fault(path="/data/subjects", kind="truncated", times=1))
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        guest.get("/data/subjects", format="csv")
    assert guest.get("/data/projects").status_code == 200


def test_a_session_can_be_ended_under_way(archive: DemoArchive, demo: Caller) -> None:
    answer = faulty(archive, demo, "expire_session").json()["ResultSet"]
    assert len(answer["Result"]) == len(PUBLIC) + 1
    assert demo.get("/data/auth").text == "User 'guest' is logged in"


def test_a_csv_list_can_be_shortened(archive: DemoArchive, guest: Caller) -> None:
    whole = guest.get("/data/subjects", format="csv").text.splitlines()
    archive.faults.add(Fault(path="/data/subjects", kind="shortened", query="format=csv"))
    short = guest.get("/data/subjects", format="csv").text.splitlines()
    assert whole[: len(short)] == short
    assert len(short) < len(whole)
    assert len(guest.rows("/data/subjects")) == len(whole) - 1


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault"):
        Fault(path=".*", kind="nonsense")  # type: ignore[arg-type]


def test_the_module_serves_until_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "img2fair.demo.archive"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert requests.get(f"{address}/data/projects", timeout=10).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


def test_stopping_hangs_up_on_clients_and_frees_the_port() -> None:
    archive = DemoArchive()
    archive.start()
    caller = Caller(archive)
    caller.get("/data/projects")
    port = int(archive.url.rpartition(":")[2])
    archive.stop()
    with pytest.raises(requests.ConnectionError):
        caller.get("/data/projects")
    caller.http.close()
    DemoArchive(port=port).stop()
