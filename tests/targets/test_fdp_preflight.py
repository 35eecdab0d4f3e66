"""Preflight of a FAIR Data Point: each thing that can be wrong is broken in turn, and told before the first write."""

import base64
import json
import re
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from img2fair.demo.fdp import Fault
from img2fair.demo.fdp.definitions import STOCK, Definition
from img2fair.http.clock import clock_check
from img2fair.model import Check, Standing
from img2fair.rdf import from_file
from img2fair.targets import asking
from img2fair.targets.asking import TRIES, Asking
from img2fair.targets.fdp import FdpSettings, preflight
from img2fair.targets.fdp.served import identifiers_check, schemas_check, server_time
from img2fair.targets.fdp.version import version_check, version_said
from tests.servers import ADMIN, PUBLISHER, DemoFdp
from tests.servers.fdp_index import FdpIndex
from tests.targets.fdp_filled import add, asked

CASES = YAML(typ="safe").load((Path(__file__).parents[1] / "cases" / "fdp_preflight.yaml").read_text(encoding="utf-8"))
KEYED = {"admin": ADMIN, "publisher": PUBLISHER}


@dataclass(frozen=True)
class Case:
    """A server with one thing broken, and the settings it is met with."""

    told: Mapping[str, Any]

    def server(self, stack: ExitStack) -> DemoFdp:
        wanted = self.told.get("types")
        definitions = STOCK if wanted is None else _without_children(*(STOCK[number] for number in wanted))
        base = self.told.get("persistent", "https://w3id.org/demo-fdp")
        fdp = stack.enter_context(DemoFdp(base, catalog=True, definitions=definitions))
        if "state" in self.told:
            half = self.told["state"] == "half"
            fdp.records[add(fdp, "dataset", fdp.catalog) if half else fdp.catalog].state = None if half else "DRAFT"
        for answer in self.told.get("answers", ()):
            fdp.faults.add(Fault(kind="status", **answer))
        return fdp

    def settings(self, fdp: DemoFdp, stack: ExitStack) -> FdpSettings:
        said = {"catalog": fdp.catalog, "login": "admin", **self.told.get("settings", {})}
        if said["catalog"] == "address":
            said["catalog"] = fdp.url + fdp.catalog.removeprefix(fdp.persistent_url)
        login = said.pop("login")
        if said.pop("key", False):
            said["token"] = fdp.accounts.key(ADMIN[0])
        if "token_hours" in self.told:
            said |= self._token(fdp, said)
        if said.get("index") in ("running", "off"):
            said["index"] = stack.enter_context(FdpIndex(enabled=said["index"] == "running")).address
        return FdpSettings("fdp", fdp.url, login=KEYED.get(str(login)) or tuple(login), **said)

    def _token(self, fdp: DemoFdp, said: Mapping[str, Any]) -> dict[str, str]:
        """Let the server give, or the config hold, a token of the form that the reference has."""
        ends = int(datetime.now(UTC).timestamp()) + self.told["token_hours"] * 3600
        token = ".".join(_part(part) for part in ({"alg": "HS256"}, {"sub": "x", "exp": ends}, "signature"))
        for path, message in (("/users/current", '{"role": "ADMIN"}'), ("/catalog/[^/]+/meta", "{}")):
            fdp.faults.add(Fault(path=path, kind="status", status=200, message=message))
        answer = json.dumps({"token": token})
        fdp.faults.add(Fault(method="POST", path="/tokens", kind="status", status=200, message=answer))
        return {"token": token} if "token" in said else {}


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _without_children(*found: Definition) -> tuple[Definition, ...]:
    *upper, last = found
    return (*upper, Definition(last.name, last.prefix, last.classes, last.schemas))


def checks_of(case: Mapping[str, Any]) -> tuple[dict[str, Check], list[str]]:
    """Return the checks by name, and the requests that were sent for them."""
    with ExitStack() as stack:
        one = Case(case)
        fdp = one.server(stack)
        settings = one.settings(fdp, stack)
        fdp.requests.clear()
        found = preflight.checks(settings)
        assert len({check.name for check in found}) == len(found), "each name once"
        return {check.name: check for check in found}, list(asked(fdp))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_what_is_wrong_is_told(case: Mapping[str, Any]) -> None:
    found, requests = checks_of(case)
    wanted = {name: Standing(standing) for name, standing in case["is"].items()}
    assert {name: found[name].standing for name in wanted} == wanted
    told = [f"{found[name].found} {found[name].cure}" for name in wanted]
    assert any(re.search(case.get("says", ""), text) for text in told), told
    assert not set(case.get("without", ())) & set(found)
    failed = [check for check in found.values() if check.standing is Standing.FAIL]
    assert all(check.code == case.get("code", 2) for check in failed)
    assert all(check.cure for check in found.values() if check.standing in (Standing.WARN, Standing.FAIL))
    written = [line for line in requests if not line.startswith("GET ") and line != "POST /tokens"]
    assert not written, "nothing is changed"


def test_it_costs_little() -> None:
    started = time.monotonic()
    with FdpIndex() as index:
        _, requests = checks_of({"settings": {"index": index.address}})
    assert len(requests) + 1 <= 10
    assert time.monotonic() - started < 5


def test_a_server_that_hangs_ends_within_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "WITHIN", 1.0)
    with DemoFdp(catalog=True) as fdp:
        fdp.faults.add(Fault(path="/.*", kind="slow", seconds=20))
        started = time.monotonic()
        (only,) = preflight.checks(FdpSettings("fdp", fdp.url, login=ADMIN))
    assert only.standing is Standing.WARN, "the run itself waits longer, and says what is wrong"
    assert only.code == 4
    assert time.monotonic() - started < 5


def test_a_server_that_is_down() -> None:
    with DemoFdp() as fdp:
        url = fdp.url
    (only,) = preflight.checks(FdpSettings("fdp", url, login=ADMIN))
    assert (only.name, only.standing, int(only.code)) == ("address", Standing.FAIL, 4)
    assert "connection refused" in only.found


def test_an_address_that_holds_a_log_in() -> None:
    (only,) = preflight.checks(FdpSettings("fdp", "https://me:hunter-2-secret@127.0.0.1", login=ADMIN))
    assert (only.name, only.standing, int(only.code)) == ("address", Standing.FAIL, 2)
    assert "hunter-2-secret" not in str(only)


def test_no_secret_is_told() -> None:
    for name in ("a wrong password", "an API key that is not known"):
        case = next(case for case in CASES if case["name"] == name)
        found, _ = checks_of({**case, "settings": {"login": [ADMIN[0], "hunter-2-secret"]}})
        assert "hunter-2-secret" not in str(found)


@pytest.mark.parametrize(("url", "base", "standing", "says"), [
    ("https://fdp.example.org", "https://fdp.example.org", "pass", "begin with"),
    ("https://fdp.example.org", "https://w3id.org/fdp", "pass", "leads to the latter"),
    ("https://fdp.example.org", "http://fdp.example.org", "pass", "requests go to"),
    ("https://fdp.example.org", "http://localhost:8080", "warn", "nowhere but on the server itself"),
    ("https://fdp.example.org", "https://fdp.example.org:8080", "warn", "looks like a default"),
    ("http://127.0.0.1:80", "http://localhost:8080", "pass", "begin with"),
])  # fmt: skip
def test_the_beginning_of_identifiers(url: str, base: str, standing: str, says: str) -> None:
    check = identifiers_check(FdpSettings("fdp", url, token="x"), base)
    assert check.standing is Standing(standing)
    assert says in check.found


@pytest.mark.parametrize(("header", "standing", "says"), [
    ("Sun, 22 Nov 2026 09:00:00 GMT", "pass", "agrees"),
    ("Sun, 22 Nov 2026 09:04:59 GMT", "pass", "agrees"),
    ("Sun, 22 Nov 2026 09:07:00 GMT", "warn", "7 minutes ahead of"),
    ("Sun, 22 Nov 2026 08:00:00 GMT", "warn", "60 minutes behind"),
    (None, "skip", "does not tell"),
    ("soon", "skip", "does not tell"),
])  # fmt: skip
def test_the_clock(header: str | None, standing: str, says: str) -> None:
    check = clock_check(server_time(header), datetime(2026, 11, 22, 9, tzinfo=UTC))
    assert check.standing is Standing(standing)
    assert says in check.found


@pytest.mark.parametrize(("files", "profile", "says"), [
    ("fdp-default-1.20/shape-{resource,dataset}.ttl", "fdp-default", "of a fresh installation"),
    ("health-ri-core-v2.0.2/FairDataPointShape/{Resource,Dataset}.ttl", "health-ri-core", "Health-RI or GDI"),
    ("gdi-core/{Resource,Dataset}.ttl", "health-ri-core", "Health-RI or GDI"),
])  # fmt: skip
def test_whose_schemas_they_are(reference: Path, files: str, profile: str, says: str) -> None:
    start, _, names = files.removesuffix(".ttl").partition("{")
    shapes = [t for name in names.rstrip("}").split(",") for t in from_file(reference / "shacl" / f"{start}{name}.ttl")]
    check = schemas_check(FdpSettings("fdp", "https://fdp.example.org", token="x", profile=profile), shapes, "")
    assert (check.standing, says in check.found) == (Standing.PASS, True)


@pytest.mark.parametrize(("retry_after", "tries"), [("", TRIES), ("0", TRIES), ("3600", 1)])
def test_a_server_that_asks_for_time_gets_it(retry_after: str, tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_LONGEST_PAUSE", 0.0)
    with DemoFdp() as fdp, Asking(fdp.url) as one:
        fdp.faults.add(Fault(path="/", kind="status", status=503, retry_after=retry_after))
        assert one.ask("").status == 503
        assert len(fdp.requests) == tries, "never asked again before the time it names"


@given(st.integers(0, 5), st.integers(0, 40), st.integers(0, 9))
def test_only_known_versions_pass(major: int, minor: int, patch: int) -> None:
    check = version_check(version_said({"version": f"v{major}.{minor}.{patch}~79cccab"}, ()))
    known = major == 1 and 15 <= minor <= 20
    assert (check.standing is Standing.PASS) is known
    assert (check.standing is Standing.FAIL) is (major >= 2)


@given(st.text(max_size=200))
def test_any_version_is_told(said: str) -> None:
    check = version_check(version_said({"version": said}, ()))
    assert len(check.found) < 200
    assert "\n" not in check.found


@given(st.text(max_size=60))
def test_any_date_is_taken(header: str) -> None:
    found = server_time(header)
    assert found is None or abs(found - datetime(2026, 1, 1, tzinfo=UTC)) < timedelta(days=4_000_000)
