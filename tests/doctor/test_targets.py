"""Targets, with one thing after the other broken; a FAIR Data Point's own preflight has a table of its own."""

import shutil
from collections import namedtuple
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from img2fair.demo.fdp import ADMIN, DemoFdp
from img2fair.doctor.targets import target_checks
from tests.doctor.cases import ALL, Case, compare, located, name_of
from tests.doctor.servers import closed_port
from tests.targets.changes import everything, site, write

OLD = "Thu, 19 Nov 2026 08:00:00 GMT"
Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize("case", ALL["fdp"], ids=name_of)
def test_a_fair_data_point(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "skewed" in case:
        monkeypatch.setattr(BaseHTTPRequestHandler, "date_time_string", lambda *_: OLD)
    login = case.get("login", ADMIN)
    monkeypatch.setenv("FDP_USER", login[0])
    monkeypatch.setenv("FDP_PASS", login[1])
    with DemoFdp(case.get("persistent", "https://w3id.org/demo-fdp")) as fdp:
        config = located(tmp_path, targets={"fdp": {"type": "fdp", "url": fdp.url}})
        before = {iri: record.triples for iri, record in fdp.records.items()}
        found = [*target_checks(config, "fdp")]
        compare(case, found)
        assert {iri: record.triples for iri, record in fdp.records.items()} == before
        assert {(one.method, one.path) for one in fdp.requests if one.method != "GET"} <= {("POST", "/tokens")}
    assert login[1] not in " ".join(f"{check.found} {check.cure}" for check in found)


@pytest.mark.parametrize("case", ALL["site"], ids=name_of)
def test_a_site(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    if "free" in case:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, case["free"]))
    if case.get("filled") == "theirs":
        (tmp_path / "public").mkdir()
        (tmp_path / "public" / "theirs").touch()
    if case.get("filled") == "ours":
        write(site(tmp_path), everything())
    before = sorted(tmp_path.rglob("*"))
    more = {name: case[name] for name in ("open_in", "request_access") if name in case}
    base = f"http://127.0.0.1:{closed_port()}"
    said = {"type": "site", "path": case.get("path", "public"), "base": base, **more}
    compare(case, target_checks(located(tmp_path, targets={"catalogue": said}), "catalogue"))
    assert sorted(tmp_path.rglob("*")) == before
