"""Any site is served without an internal error, and the lists of the server say what the site holds."""

import json
from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, Project, Session, Subject
from tests.archives.random_edits import EDITS, Editor, edit
from tests.archives.random_site import STAMPS, sites
from tests.demo.caller import Caller
from tests.sizes import size

SESSIONS = {"xsiType": "xnat:imageSessionData"}
SITE_LISTS: list[tuple[str, dict[str, str]]] = [
    ("/data/projects", {"accessible": "true"}),
    ("/data/projects", {"columns": "ID,alias,pi_lastname,xnat:projectData/investigators/investigator/lastname,"
                                   "xnat:projectData/publications/publication/doi,xnat:projectData/custom_fields"}),
    ("/data/experiments", {}),
    ("/data/experiments", {**SESSIONS, "sortBy": "project", "columns": "ID,project,xnat:imageScanData/id,"
                                       "xnat:imageScanData/file/label,xnat:imageScanData/file/file_count"}),
    ("/data/experiments", {**SESSIONS, "columns": "ID,xnat:imageSessionData/sharing/share/label"}),
    ("/data/experiments", {"xsiType": "xnat:imageAssessorData", "columns": "xnat:imageAssessorData/imageSession_ID"}),
    ("/data/search/elements", {}),
]  # fmt: skip


@settings(max_examples=size(12, 150))
@given(sites())
def test_any_site_is_served(content: ArchiveContent) -> None:
    with DemoArchive(content) as archive, Caller(archive, "demo") as caller:
        for path, params in SITE_LISTS:
            for kind in ("json", "csv", "html"):
                assert caller.get(path, format=kind, **params).status_code == 200
        paths = [f"/data/projects/{project.id}" for project in content.projects]
        paths += [f"{path}{rest}" for path in paths for rest in ("/subjects", "/experiments", "/resources")]
        paths += [f"/data/subjects/{name}" for name in content.subjects]
        paths += [f"/data/experiments/{name}" for name in content.experiments]
        paths += [f"/data/experiments/{name}/resources?all=true" for name in content.experiments]
        paths += [f"/data/experiments/{name}/assessors" for name in content.sessions]
        paths += [f"/xapi/custom-fields/experiments/{name}/fields" for name in content.experiments]
        for path in paths:
            assert caller.get(path, format="json").status_code in {200, 403, 404}


@settings(max_examples=size(12, 150))
@given(sites())
def test_lists_say_what_the_site_holds(content: ArchiveContent) -> None:
    with DemoArchive(content) as archive, Caller(archive, "demo") as caller:
        roles = content.users[0].roles
        shown = [p.id for p in content.projects if p.accessibility != "private" or p.id in roles]
        answers = "xnat:projectData/custom_fields"
        rows = caller.rows("/data/projects", columns=f"ID,name,{answers}")
        assert sorted(row["ID"] for row in rows) == shown
        for row in rows:
            project = content.project(row["ID"])
            assert row["name"] == project.name
            assert json.loads(row[answers.lower()] or "{}") == project.custom_fields
        for name in shown:
            if content.project(name).accessibility == "protected" and name not in roles:
                continue
            columns = "ID,label,xnat:imageScanData/id,xnat:imageScanData/xnat_imagescandata_id"
            rows = caller.rows(f"/data/projects/{name}/experiments", columns=columns, **SESSIONS)
            truth = Counter((s.session.id, x.id) for s in content.sessions_of(name) for x in s.session.scans or ())
            assert Counter((r["ID"], r["xnat:imagescandata/id"]) for r in rows if r["xnat:imagescandata/id"]) == truth
            labels = {(seen.session.id, seen.label) for seen in content.sessions_of(name)}
            assert {(row["ID"], row["label"]) for row in rows} == labels


@settings(max_examples=size(25, 300))
@given(sites(), st.integers(0, 2**32), st.sampled_from(STAMPS))
def test_edits_change_the_site_and_keep_ids_apart(content: ArchiveContent, seed: int, clock: str) -> None:
    changed = edit(content, Random(seed), clock, times=5)  # noqa: S311 - to be foreseen
    assert changed == edit(content, Random(seed), clock, times=5)  # noqa: S311 - to be foreseen
    for site in (content, changed):
        ids = [s.id for p in site.projects for s in p.subjects]
        sessions = [e for p in site.projects for s in p.subjects for e in s.sessions]
        everything = [*ids, *(e.id for e in sessions), *(a.id for e in sessions for a in e.assessors)]
        assert len(everything) == len(set(everything))


@given(st.integers(0, 2**32))
def test_every_edit_can_be_made(seed: int) -> None:
    session = Session(id="E1", label="e", xsi_type="xnat:mrSessionData")
    subject = Subject(id="S1", label="s", sessions=(session,))
    content = ArchiveContent(projects=(Project(id="A", name="a", subjects=(subject,)), Project(id="B", name="b")))
    for one in EDITS:
        assert one(Editor(content, Random(seed), STAMPS[0])) is not None  # noqa: S311 - to be foreseen
