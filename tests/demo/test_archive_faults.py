"""Bad days of the demo archive: slow bodies, a share of all answers failing, edits under way, tokens that end."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
import requests

from img2fair.demo.archive import DemoArchive, Fault, RequestRecord
from img2fair.demo.content import ArchiveContent, Project, User
from tests.demo.caller import Caller

USERS = (User(uid=3, login="demo", password="demo"), User(uid=4, login="other", password="other"))
CONTENT = ArchiveContent(projects=(Project(id="P", name="before"),), users=USERS)
NAMES = {"columns": "ID,name"}


@pytest.fixture
def archive() -> Iterator[DemoArchive]:
    with DemoArchive(CONTENT) as running:
        yield running


def test_a_dripping_body_is_whole_and_slow(archive: DemoArchive, guest: Caller) -> None:
    whole = guest.get("/data/projects", format="json").content
    archive.faults.add(Fault(path="/data/projects", kind="drip", seconds=0.02, pieces=10, times=1))
    began = time.monotonic()
    assert guest.get("/data/projects", format="json").content == whole
    assert time.monotonic() - began >= 0.15


def outcomes(archive: DemoArchive, paths: Iterable[str]) -> list[str]:
    """What came of asking for paths, one after the other."""
    found = []
    with requests.Session() as http:
        http.trust_env = False
        for path in paths:
            try:
                answer = http.get(f"{archive.url}{path}", timeout=10)
                found.append(str(answer.status_code))
            except requests.RequestException:
                found.append("cut")
    return found


PATHS = [f"/data/projects?n={n % 40}" for n in range(200)]


def test_a_share_of_all_answers_fails_the_same_way_each_time(archive: DemoArchive) -> None:
    archive.faults.flaky(0.3, seed=1)
    first = outcomes(archive, PATHS)
    archive.faults.flaky(0.3, seed=1)
    assert outcomes(archive, PATHS) == first
    told = Counter(first)
    assert set(told) == {"200", "500", "503", "cut"}
    faults = Counter(record.fault for record in archive.requests)
    assert 0.2 < 1 - faults[""] / len(archive.requests) < 0.4
    assert set(faults) == {"", "status", "reset", "truncated", "slow"}
    archive.faults.flaky(0.3, seed=2)
    assert outcomes(archive, PATHS) != first
    archive.faults.clear()
    assert set(outcomes(archive, PATHS[:40])) == {"200"}


def test_no_path_fails_too_often_in_a_row(archive: DemoArchive) -> None:
    archive.faults.flaky(1.0, seed=1, kinds=["500"], most=2)
    assert outcomes(archive, ["/data/projects"] * 7) == ["500", "500", "200", "500", "500", "200", "500"]
    assert outcomes(archive, ["/data/subjects"]) == ["500"]


def test_a_503_says_that_it_may_be_asked_again_at_once(archive: DemoArchive, guest: Caller) -> None:
    archive.faults.flaky(1.0, seed=1, kinds=["503"])
    assert guest.get("/data/projects").headers["Retry-After"] == "0"


def test_a_test_can_edit_between_two_requests(archive: DemoArchive, guest: Caller) -> None:
    def edit(record: RequestRecord) -> None:
        if record.path == "/data/projects/P":
            archive.content = archive.content.with_project("P", name="after")

    archive.on_request = edit
    assert guest.rows("/data/projects", **NAMES)[0]["name"] == "before"
    assert guest.item("/data/projects/P")["data_fields"]["name"] == "before"
    assert guest.rows("/data/projects", **NAMES)[0]["name"] == "after"


def test_a_token_that_has_ended_is_refused() -> None:
    with DemoArchive(CONTENT, token_seconds=0.0) as archive, Caller(archive, "demo") as caller:
        token = caller.get("/data/services/tokens/issue").json()
        auth = (token["alias"], token["secret"])
        assert requests.get(f"{archive.url}/data/auth", auth=auth, timeout=10).status_code == 401
        path = f"/data/services/tokens/validate/{auth[0]}/{auth[1]}"
        assert caller.get(path).json() == {"valid": None}
        archive.logins.token_seconds = 60
        token = caller.get("/data/services/tokens/issue").json()
        auth = (token["alias"], token["secret"])
        assert requests.get(f"{archive.url}/data/auth", auth=auth, timeout=10).status_code == 200


def test_tokens_are_their_owners_business(archive: DemoArchive) -> None:
    with Caller(archive, "demo") as demo, Caller(archive, "other") as other:
        alias = demo.get("/data/services/tokens/issue").json()["alias"]
        path = f"/data/services/tokens/invalidate/{alias}"
        assert other.get(path).status_code == 403
        assert demo.get(path).json() == {"result": "OK"}
        assert demo.get(path).status_code == 404
        assert demo.get("/data/services/tokens/show").json() == []


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/data/projects", "/data/experiments", "/xapi/plugins", "/data/services/tokens/issue"]
)
def test_only_reading_is_allowed_beside_logging_in_and_out(archive: DemoArchive, method: str, path: str) -> None:
    with Caller(archive, "demo") as caller:
        assert caller.http.request(method, f"{archive.url}{path}", timeout=10).status_code == 405
