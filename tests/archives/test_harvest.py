"""The harvest reads what the archive holds, and nothing it must not; faults never look like facts."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from img2fair.archives import ArchiveSettings, Depth, Login, harvest, read_access
from img2fair.archives.choice import Choice
from img2fair.archives.dicom.series import Series
from img2fair.archives.xnat.deep import ScanSeed, SessionSeed
from img2fair.archives.xnat.gathered import Gathered
from img2fair.archives.xnat.reader import Material
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.exchange import RequestRecord
from img2fair.demo.archive.faults import Fault
from img2fair.demo.content import ArchiveContent
from img2fair.errors import Fault as Error
from img2fair.errors import LoginFault, RemoteFault, UsageFault
from img2fair.model import Project, Visibility, Why
from img2fair.model.held import unseal
from img2fair.model.snapshot_file import snapshot_digest, write_snapshot
from tests.archives.reading import DEMO, read, settings, without_waits

__all__ = ["without_waits"]


def scans(project: Project) -> int:
    return sum(profile.count for session in project.sessions for profile in session.scans)


def test_counts_equal_the_archives_truth_shared_ones_included(archive: DemoArchive, tmp_path: Path) -> None:
    header, projects = read(archive, tmp_path / "s.jsonl")
    assert header.complete
    assert not header.unread
    assert [project.id for project in projects] == sorted(
        project.id for project in archive.content.projects if project.accessibility != "private"
    )
    for project in projects:
        truth = archive.content.counts(project.id)
        assert (len(project.subjects), len(project.sessions), scans(project)) == (
            truth.subjects,
            truth.sessions,
            truth.scans,
        )
    shared = next(project for project in projects if project.id == "cmb_pca")
    assert sum(subject.shared for subject in shared.subjects) == 2
    assert any(session.shared for session in shared.sessions)


def test_every_session_and_size_is_the_archives(archive: DemoArchive, tmp_path: Path) -> None:
    _, projects = read(archive, tmp_path / "s.jsonl")
    for project in projects:
        truth = {seen.session.id: seen for seen in archive.content.sessions_of(project.id)}
        assert {unseal(session.id) for session in project.sessions} == set(truth)
        for session in project.sessions:
            expected = truth[unseal(session.id)].session
            assert session.date is None or unseal(session.date).isoformat() == expected.date
            sizes = [r.bytes for profile in session.scans for r in profile.resources]
            if None not in sizes:
                told = sum(unseal(size) for size in sizes if size is not None)
                assert told == sum(r.file_size or 0 for scan in expected.scans for r in scan.resources)


def test_unknown_sizes_stay_unknown(archive: DemoArchive, tmp_path: Path) -> None:
    _, projects = read(archive, tmp_path / "s.jsonl", only=("b_mode_and_ceus_liver",))
    resources = [r for s in projects[0].sessions for profile in s.scans for r in profile.resources]
    assert resources
    assert all(resource.bytes is None and resource.files is None for resource in resources)


def test_private_projects_are_withheld_and_never_asked_for(archive: DemoArchive, tmp_path: Path) -> None:
    header, _ = read(archive, tmp_path / "s.jsonl")
    assert [(w.project, w.visibility) for w in header.withheld] == [("breast_diagnosis", Visibility.PRIVATE)]
    assert not [record for record in archive.requests if "breast_diagnosis" in record.path]
    private = archive.content.project("breast_diagnosis")
    told = (tmp_path / "s.jsonl").read_text()
    assert private.name not in told
    assert private.description not in told


def test_a_dozen_requests_for_the_whole_site(archive: DemoArchive, tmp_path: Path) -> None:
    header, _ = read(archive, tmp_path / "s.jsonl")
    assert len(header.requests) == 15, "14, and one because sessions are shared"
    assert not [record for record in archive.requests if re.search(r"/experiments/[^?]", record.path)]
    assert {record.method for record in archive.requests} <= {"GET", "DELETE"}
    assert [r.path for r in archive.requests if r.method == "DELETE"] == ["/data/JSESSION"]


def test_same_archive_same_project_lines(archive: DemoArchive, tmp_path: Path) -> None:
    read(archive, tmp_path / "1.jsonl")
    read(archive, tmp_path / "2.jsonl", threads=1)
    assert snapshot_digest(tmp_path / "1.jsonl") == snapshot_digest(tmp_path / "2.jsonl")
    assert (tmp_path / "1.jsonl").stat().st_mode & 0o777 == 0o600


def test_an_outsider_gets_protected_projects_without_their_subjects(archive: DemoArchive, tmp_path: Path) -> None:
    header, projects = read(archive, tmp_path / "s.jsonl", Login("outsider", "outsider"))
    protected = next(project for project in projects if project.id == "covid_19_ar")
    assert "subjects" in protected.unread
    assert protected.name is not None
    assert not protected.subjects
    assert ("covid_19_ar", "subjects") in [(unread.project, unread.part) for unread in header.unread]
    assert header.complete, "what is refused is known to be refused"


def test_guests_read_what_is_public(archive: DemoArchive, tmp_path: Path) -> None:
    header, projects = read(archive, tmp_path / "s.jsonl", None)
    assert header.account == "guest"
    assert "tcga_kich" in [project.id for project in projects]


def test_only_named_projects(archive: DemoArchive, tmp_path: Path) -> None:
    header, projects = read(archive, tmp_path / "s.jsonl", only=("tcga_kich",))
    assert [project.id for project in projects] == ["tcga_kich"]
    assert header.only == ("tcga_kich",)
    with pytest.raises(UsageFault, match="no project 'tcga_kitsch'"):
        read(archive, tmp_path / "t.jsonl", only=("tcga_kitsch",))


@pytest.mark.parametrize("access", ["Public", "", "open", "public "])
def test_an_unclear_access_is_unknown(archive: DemoArchive, tmp_path: Path, access: str) -> None:
    archive.content = archive.content.only("covid_19_ar").with_project("covid_19_ar", accessibility=access)
    header, projects = read(archive, tmp_path / "s.jsonl")
    assert not projects
    assert [(w.project, w.visibility) for w in header.withheld] == [("covid_19_ar", Visibility.UNKNOWN)]


LIST = "/data/projects"
BAD_ANSWERS: list[tuple[str, Fault, type[Error] | None]] = [
    ("unavailable for a moment", Fault(path=LIST, kind="status", status=503, times=2), None),
    ("told to wait", Fault(path=LIST, kind="status", status=429, retry_after="0", times=1), None),
    ("cut connections", Fault(path=LIST, kind="reset", times=2), None),
    ("cut answers", Fault(path=LIST, kind="truncated", times=1), None),
    ("shortened once", Fault(path=LIST, kind="shortened", times=1), None),
    ("a session that ends unseen", Fault(path="/data/subjects", kind="expire_session", times=1), None),
    ("always unavailable", Fault(path=LIST, kind="status", status=503), RemoteFault),
    ("always cut", Fault(path=LIST, kind="truncated"), RemoteFault),
    ("a short list", Fault(path=LIST, kind="shortened", query="accessible"), RemoteFault),
    ("an empty answer", Fault(path=LIST, kind="empty_body"), RemoteFault),
    ("a log-in page", Fault(path=LIST, kind="login_page"), LoginFault),
    ("another type", Fault(path=LIST, kind="wrong_type"), RemoteFault),
    ("broken JSON", Fault(path=LIST, kind="bad_json"), RemoteFault),
    ("a gateway's page", Fault(path=LIST, kind="html_500"), RemoteFault),
]


@pytest.mark.parametrize(("fault", "error"), [case[1:] for case in BAD_ANSWERS], ids=[case[0] for case in BAD_ANSWERS])
def test_faults_on_the_way_to_the_list(
    archive: DemoArchive, tmp_path: Path, fault: Fault, error: type[Error] | None
) -> None:
    (tmp_path / "s.jsonl").write_text("what was there before")
    archive.faults.add(fault)
    if error is None:
        header, projects = read(archive, tmp_path / "s.jsonl", only=("tcga_kich",))
        assert (header.complete, [scans(project) for project in projects]) == (True, [468])
        return
    with pytest.raises(error) as caught:
        read(archive, tmp_path / "s.jsonl")
    assert (tmp_path / "s.jsonl").read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [tmp_path / "s.jsonl"]
    assert str(caught.value).count("\n") <= 5


@pytest.mark.parametrize("kind", ["status", "empty_body", "bad_json", "html_500", "wrong_type"])
@pytest.mark.usefixtures("without_waits")
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/data/projects", "ID="),
        ("/data/(projects/tcga_kich/)?subjects", ""),
        ("/data/(projects/tcga_kich/)?experiments.*", ""),
        ("/data/projects|/xapi/custom-fields/.*", "custom_fields|^$"),
    ],
    ids=["description", "subjects", "sessions", "form"],
)
def test_a_part_that_fails_in_every_way_leaves_its_project_out_and_says_so(
    archive: DemoArchive, tmp_path: Path, path: str, query: str, kind: Any
) -> None:
    archive.faults.add(Fault(path=path, query=query, kind=kind, status=500))
    header, projects = read(archive, tmp_path / "s.jsonl", only=("tcga_kich",))
    assert projects == []
    assert not header.complete
    assert [(unread.project, unread.part) for unread in header.unread] == [("tcga_kich", "")]


def test_a_wrong_password_ends_at_once(archive: DemoArchive, tmp_path: Path) -> None:
    with pytest.raises(LoginFault, match="refuses the log-in of 'demo'") as caught:
        read(archive, tmp_path / "s.jsonl", Login("demo", "not-it"))
    assert "not-it" not in str(caught.value)
    assert len([record for record in archive.requests if record.status == 401]) <= 2


def test_an_archive_that_wants_a_login_says_so(tmp_path: Path, content: Any) -> None:
    with DemoArchive(content, require_login=True) as closed, pytest.raises(LoginFault, match="wants a log-in"):
        read(closed, tmp_path / "s.jsonl", None)


def test_a_session_that_ends_is_opened_again(tmp_path: Path, content: Any) -> None:
    with DemoArchive(content, require_login=True) as closed:
        closed.faults.add(Fault(path="/data/subjects", kind="expire_session", times=1))
        header, projects = read(closed, tmp_path / "s.jsonl", only=("tcga_kich",))
    assert (header.complete, [scans(project) for project in projects]) == (True, [468])


def test_nobody_there(tmp_path: Path, content: Any) -> None:
    with DemoArchive(content) as gone:
        url = gone.url
    with pytest.raises(RemoteFault, match="connection refused"):
        list(harvest("xnat", ArchiveSettings(url, url), lambda *_: None).projects())


def test_access_is_read_from_one_list(archive: DemoArchive) -> None:
    access = read_access("xnat", settings(archive))
    assert access["breast_diagnosis"] is Visibility.PRIVATE
    assert access["covid_19_ar"] is Visibility.PROTECTED


def test_progress_is_told_project_by_project(archive: DemoArchive, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    tell: Callable[[str, int, int], None] = lambda *what: told.append(what)  # noqa: E731
    begun = harvest("xnat", settings(archive), tell)
    write_snapshot(tmp_path / "s.jsonl", begun.projects(), begun.header)
    assert [done for _, done, _ in told] == list(range(1, 10))


def test_a_login_never_travels_unencrypted() -> None:
    with pytest.raises(UsageFault, match="unencrypted"):
        list(harvest("xnat", ArchiveSettings("http://xnat.example.org", "x", DEMO), lambda *_: None).projects())


def test_plugins_give_addresses_of_viewer_and_dicomweb(content: ArchiveContent, tmp_path: Path) -> None:
    plugins = {"ohifViewerPlugin": {"version": "3"}, "dicomwebproxy": {"version": "1"}, "xsync": {"version": "1"}}
    small = replace(content.only("icdc_glioma"), plugins=plugins)
    with DemoArchive(small) as archive:
        header, _ = read(archive, tmp_path / "s.jsonl", depth=Depth(full=True))
        assert set(header.links) == {"viewer", "dicomweb"}
        assert header.links["dicomweb"] == f"{archive.url}/xapi/dicomweb/projects/{{project}}"
        archive.faults.add(Fault(path="/xapi/plugins", kind="status", status=403))
        header, _ = read(archive, tmp_path / "s.jsonl", depth=Depth(full=True))
        assert header.links == {}
        archive.requests.clear()
        read(archive, tmp_path / "s.jsonl")
    assert not [record for record in archive.requests if "plugins" in record.path], "only where they are of use"


KEYWORDS = [
    ("nothing chosen", Choice(), {"icdc_glioma", "tcga_kich"}, {}),
    ("an opt-in", Choice(include_keywords=("fair",)), {"icdc_glioma"}, {"tcga_kich": "lacks the keyword 'fair'"}),
    ("an opt-out", Choice(exclude_keywords=("fair",)), {"tcga_kich"}, {"icdc_glioma": "'fair', which opts out"}),
    ("a glob", Choice(exclude=("tcga_*",)), {"icdc_glioma"}, {"tcga_kich": "excludes 'tcga_*'"}),
]


@pytest.mark.parametrize("listed", [True, False], ids=["lists work", "project by project"])
@pytest.mark.parametrize(
    ("choice", "read_ones", "reasons"), [case[1:] for case in KEYWORDS], ids=[case[0] for case in KEYWORDS]
)
def test_only_chosen_projects_are_read(
    content: ArchiveContent, tmp_path: Path, choice: Choice, read_ones: set[str], reasons: dict[str, str], listed: bool
) -> None:
    small = content.only("icdc_glioma", "tcga_kich").with_project("icdc_glioma", keywords="dogs, FAIR, glioma")
    with DemoArchive(small) as archive:
        if not listed:
            archive.faults.add(Fault(path="/data/projects", query="ID=[^&]*%2C", kind="status", status=500))
        header, projects = read(archive, tmp_path / "s.jsonl", choice=choice)
        asked = " ".join(record.query for record in archive.requests if record.path == "/data/experiments")
    assert {project.id for project in projects} == read_ones
    assert {withheld.project: withheld.why for withheld in header.withheld} == dict.fromkeys(reasons, Why.CHOICE)
    for withheld in header.withheld:
        assert reasons[withheld.project] in withheld.reason
        assert withheld.project not in asked, "nothing of it was asked for"
    for project in projects:
        if project.id == "icdc_glioma" and project.keywords:
            assert ("FAIR" in unseal(project.keywords)) == (not choice.include_keywords)


def test_a_version_that_cannot_be_had_ends_no_harvest(archive: DemoArchive, tmp_path: Path) -> None:
    archive.faults.add(Fault(path="/xapi/siteConfig/buildInfo", kind="status", status=500))
    header, projects = read(archive, tmp_path / "s.jsonl", only=("icdc_glioma",))
    assert (header.software, header.complete, len(projects)) == ("XNAT", True, 1)


def test_who_cannot_be_asked_has_not_opted_in(archive: DemoArchive, tmp_path: Path) -> None:
    """The list of projects comes back as soon as the verdict has been made; the project is left out all the same."""
    archive.content = archive.content.only("icdc_glioma", "tcga_kich")
    failing = Fault(path="/data/projects", query="columns=", kind="status", status=500)
    archive.faults.add(failing)

    def heal(record: RequestRecord) -> None:
        if record.path == "/data/experiments":
            archive.faults.clear()

    archive.on_request = heal
    header, projects = read(archive, tmp_path / "s.jsonl", choice=Choice(include_keywords=("fair",)))
    assert not projects
    assert not header.complete
    assert {(unread.project, unread.part) for unread in header.unread} == {("icdc_glioma", ""), ("tcga_kich", "")}
    assert not [record for record in archive.requests if record.path == "/data/experiments"], "nothing of them is asked"


def test_raw_rows_are_not_shown_by_what_holds_them() -> None:
    row = ("Jansen^Piet",) * 25
    holders = (
        Material({"name": "Jansen^Piet"}, subjects=[row], own={"E": [row]}),
        Gathered(own_subjects={"P": [row]}),
        SessionSeed("E1", "S1", "Jansen^Piet", None),
        ScanSeed("E1", "Jansen^Piet", "x", "1", "CT"),
        Series({"PatientID": "Jansen^Piet"}, 1, None),
    )
    assert not [holder for holder in holders if "Jansen" in repr(holder) + str(holder)]
