"""An XNAT, with one thing after the other broken."""

import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from img2fair.archives import ArchiveSettings, Login, checks
from img2fair.archives.choice import Choice
from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.content import ArchiveContent, User
from img2fair.doctor.archive import archive_checks
from img2fair.errors import Exit
from img2fair.model import Check, Standing
from tests.doctor.cases import ALL, Case, compare, located, name_of

OLD = "Thu, 19 Nov 2026 08:00:00 GMT"


def archive_of(case: Case, content: ArchiveContent) -> DemoArchive:
    some = content.only(*case.get("of", ("icdc_glioma",)))
    user = {"roles": {}, **case.get("user", {})}
    some = replace(some, users=(User(uid=3, login="demo", password="demo", **user),))
    if "all" in case:
        projects = tuple(replace(one, accessibility=case["all"]) for one in some.projects)
        some = replace(some, projects=projects, users=(replace(some.users[0], roles={"icdc_glioma": "Members"}),))
    new: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else str(value) for key, value in case.get("content", {}).items()
    }
    some = replace(some, **new)
    said = dict(case.get("archive", {}))
    if "unsupported" in said:
        said["unsupported"] = frozenset(said["unsupported"])
    archive = DemoArchive(some, **said)
    for fault in case.get("faults", ()):
        archive.faults.add(Fault(**fault))
    if "leads" in case:
        archive.rewrite = lambda path, query, answer: replace(
            answer, status=302, headers=(*answer.headers, ("Location", case["leads"]))
        )
    archive.logins.max_sessions = case.get("most", 1000)
    for _ in range(case.get("open", 0)):
        archive.logins.open("demo")
    return archive


def told(case: Case, archive: DemoArchive) -> tuple[Check, ...]:
    login = Login(*case.get("login", ("demo", "demo"))) if case.get("login", True) else None
    if "alias" in case:
        token = archive.logins.issue("demo")
        login = Login(token.alias, token.secret)
    choice = Choice(exclude=tuple(case.get("exclude", ())))
    settings = ArchiveSettings(archive.url, archive.url, login, choice=choice)
    return checks("xnat", settings, case.get("keys", ("theme",)))


@pytest.mark.parametrize("case", ALL["xnat"], ids=name_of)
def test_what_is_wrong_is_told(case: Case, content: ArchiveContent, monkeypatch: pytest.MonkeyPatch) -> None:
    if "skewed" in case:
        monkeypatch.setattr(BaseHTTPRequestHandler, "date_time_string", lambda *_: OLD)
    with archive_of(case, content) as archive:
        before = archive.logins.count("demo")
        found = told(case, archive)
        compare(case, found)
        assert archive.logins.count("demo") == before, "no session stays open"
        assert archive.logins.count("guest") == 0
        assert {one.method for one in archive.requests} <= {"GET", "DELETE"}
        assert {one.path for one in archive.requests if one.method == "DELETE"} <= {"/data/JSESSION"}


def test_an_archive_that_is_well(archive: DemoArchive) -> None:
    found = told({}, archive)
    standings = {check.name: check.standing for check in found}
    wrong = {name: standing for name, standing in standings.items() if standing is not Standing.PASS}
    assert wrong == {"rights": Standing.WARN, "token": Standing.SKIP}, "the demo's account may write in one project"
    assert "1 private; private ones stay unread" in next(check.found for check in found if check.name == "projects")


def test_the_requests_of_a_harvest_are_those_it_sends(archive: DemoArchive) -> None:
    from img2fair.archives import harvest

    lists = next(check for check in told({}, archive) if check.name == "lists")
    archive.requests.clear()
    settings = ArchiveSettings(archive.url, archive.url, Login("demo", "demo"))
    list(harvest("xnat", settings, lambda *_: None).projects())
    assert f"takes about {len(archive.requests)} requests" in lists.found


def test_nothing_of_a_private_project_and_no_secret_is_told(archive: DemoArchive) -> None:
    private = [one for one in archive.content.projects if one.accessibility == "private"]
    token = archive.logins.issue("demo")
    settings = ArchiveSettings(archive.url, archive.url, Login(token.alias, token.secret))
    text = " ".join(f"{check.found} {check.cure}" for check in checks("xnat", settings))
    assert private
    assert not [one.id for one in private if one.id in text or one.name in text]
    assert token.secret not in text
    assert token.alias not in text


def test_a_large_list_is_not_waited_for(archive: DemoArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("img2fair.archives.xnat.list_checks.WITHIN", 0.3)
    archive.faults.add(Fault(path="/data/experiments", kind="drip", seconds=0.2, pieces=30))
    lists = next(check for check in told({}, archive) if check.name == "lists")
    assert "was not answered in time" in lists.found
    assert archive.logins.count("demo") == 0


def test_what_is_not_sent_in_time_is_not_sent_after_the_log_out(
    archive: DemoArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("img2fair.archives.xnat.list_checks.WITHIN", 0.2)
    for path in ("projects", "subjects", "experiments"):
        archive.faults.add(Fault(path=f"/data/{path}", kind="slow", seconds=0.5))
    told({}, archive)
    time.sleep(1.2)
    methods = [one.method for one in archive.requests]
    after = methods[::-1].index("DELETE")
    assert after <= 4, "what was under way; the other lists are not asked for"
    assert archive.logins.count("demo") == 0


def test_an_answer_that_trickles_is_told(archive: DemoArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("img2fair.archives.xnat.checks.PATIENCE", 0.3)
    archive.faults.add(Fault(path="/data/auth", kind="drip", seconds=0.2, pieces=10))
    (address,) = told({}, archive)
    assert (address.standing, address.code) == (Standing.FAIL, Exit.UNAVAILABLE)
    assert "comes too slowly" in address.found


def test_the_session_is_ended_before_the_time_is_up(
    archive: DemoArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XNAT_USER", "demo")
    monkeypatch.setenv("XNAT_PASS", "demo")
    archive.faults.add(Fault(path="/xapi/.*", kind="slow", seconds=0.6))
    ends = time.monotonic() + 2.5
    found = list(archive_checks(located(tmp_path, archive={"url": archive.url}), (), ends))
    assert time.monotonic() < ends
    assert found[-1].name == "lists"
    assert archive.logins.count("demo") == 0
