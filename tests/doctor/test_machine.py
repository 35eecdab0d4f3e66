"""This machine, the work folder and the files beside it, with one thing after the other broken."""

import io
import json
import os
import shutil
import sys
import time
from collections import namedtuple
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from img2fair.config import seek_login
from img2fair.doctor import examine
from img2fair.doctor.machine import machine_checks
from img2fair.doctor.timers import schedule_check
from img2fair.doctor.work import work_checks
from img2fair.errors import Exit
from img2fair.files import locked
from img2fair.schedule.summary import Summary, read_summary, write_summary
from img2fair.shacl import engine
from tests.doctor.cases import ALL, Case, compare, located, name_of
from tests.doctor.servers import closed_port

Usage = namedtuple("Usage", "total used free")
HOUR = 3600.0


@pytest.mark.parametrize("case", ALL["machine"], ids=name_of)
def test_a_machine(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in case.get("variables", {}).items():
        monkeypatch.setenv(name, value)
    if "free" in case:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, case["free"]))
    if "older" in case:
        told = tmp_path / f"{case['older']}-1.0.dist-info"
        told.mkdir()
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {case['older']}\nVersion: 1.0\n")
        monkeypatch.syspath_prepend(str(tmp_path))
    if "without" in case:
        monkeypatch.setitem(sys.modules, case["without"], None)
        engine.installed.cache_clear()
    if "stdout" in case:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), case["stdout"]))
    try:
        found = list(machine_checks())
    finally:
        engine.installed.cache_clear()
    compare(case, found)


def make(work: Path, case: Case, stack: ExitStack) -> None:
    """Leave the work folder as a case has it."""
    how = case.get("work", "")
    if how == "file":
        work.touch()
        return
    work.mkdir()
    if how == "mode":
        work.chmod(0o777)
    if how in ("held", "free"):
        with locked(work):
            pass
    if how == "held":
        stack.enter_context(locked(work))
    if how == "torn":
        (work / ".snapshot.jsonl.0123abcd").touch()
    if "ended" in case:
        began = datetime.now(UTC) - timedelta(hours=case["ago"], minutes=1)
        write_summary(work, Summary("r", "1", began, 1.0, Exit(case["ended"])))


@pytest.mark.parametrize("case", ALL["work"], ids=name_of)
def test_a_work_folder(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, more = tmp_path / "work", dict[str, Any]()
    if "free" in case:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, case["free"]))
    if "metrics" in case:
        (tmp_path / "img2fair.prom").touch()
        then = time.time() - case["metrics"] * HOUR
        os.utime(tmp_path / "img2fair.prom", (then, then))
        more["monitoring"] = {"metrics": "img2fair.prom"}
    if "key" in case:
        inside = case["key"] == "inside"
        more["cbioportal"] = {"key": "work/key" if inside else "key", "projects": {"A": {}}}
        (tmp_path / "key").touch()
        (tmp_path / "key").chmod(0o600 if inside else case["key"])
    if "secret" in case:
        (tmp_path / "secret").write_text("a-password-that-is-long")
        (tmp_path / "secret").chmod(case["secret"])
        monkeypatch.setenv("XNAT_PASS_FILE", str(tmp_path / "secret"))
    if "timer" in case:
        units = Path.home() / ".config" / "systemd" / "user"
        (units / "timers.target.wants").mkdir(parents=True)
        (units / "img2fair.timer").touch()
        if case["timer"] == "enabled":
            (units / "timers.target.wants" / "img2fair.timer").symlink_to(units / "img2fair.timer")
    with ExitStack() as stack:
        make(work, case, stack)
        before = listed(tmp_path)
        found = [*work_checks([located(tmp_path, work="work", **more)], read_summary), schedule_check()]
        assert listed(tmp_path) == before, "nothing is written"
    compare(case, found)
    if work.is_dir():
        with locked(work):
            pass  # no lock is left


def listed(folder: Path) -> list[tuple[str, int, int]]:
    return sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*"))


def test_a_folder_that_is_not_there_yet_is_no_trouble(tmp_path: Path) -> None:
    found = {check.name: check for check in work_checks([located(tmp_path)], read_summary)}
    assert {check.standing.value for check in found.values()} <= {"pass", "skip"}
    assert "made by the first run" in found["work folder"].found
    assert list(tmp_path.iterdir()) == []


def test_a_summary_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / ".img2fair").mkdir()
    (tmp_path / ".img2fair" / "last-run.json").write_text(json.dumps({"schema": "other"}))
    found = {check.name: check for check in work_checks([located(tmp_path)], read_summary)}
    assert found["last run"].standing.value == "skip"


def test_a_file_of_another_user_in_the_work_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".img2fair").mkdir()
    (tmp_path / ".img2fair" / "lock").touch()
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "lock" and allowed(path, mode))
    folder = next(check for check in work_checks([located(tmp_path)], read_summary) if check.name == "work folder")
    assert folder.standing.value == "fail" and folder.cure.startswith("run as the user who published before")
    assert "lock cannot be written by this user" in folder.found


def test_a_user_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(os, "getuid", lambda: 54321)  # as in a container that is given a number for a user
    file = tmp_path / "img2fair.yaml"
    file.write_text(f"archive: {{url: 'http://127.0.0.1:{closed_port()}'}}")
    assert seek_login("https://xnat.example.org", "NO_USER", "NO_PASS") is None
    groups = examine(file, read_summary)
    assert [group.name for group in groups] == ["config", "archive", "machine"]
