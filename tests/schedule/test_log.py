"""JSON logs: each line an object with the name of the run; no log-in and no text of an archive in them."""

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

from img2fair import log
from img2fair.cli import run
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.model import Held
from tests.schedule.summaries import summary

NAMES = "import img2fair.log as log; log.set_up(2, as_json=True); print(log.run_id(), log.run_id())"


@pytest.fixture(autouse=True)
def as_before() -> object:
    ours = logging.getLogger("img2fair")
    kept = (ours.handlers[:], ours.level, ours.propagate)
    yield
    ours.handlers[:], ours.level, ours.propagate = kept
    return None


def test_each_process_has_a_name_of_its_own() -> None:
    told = [
        subprocess.run([sys.executable, "-c", NAMES], check=True, capture_output=True, text=True).stdout.split()
        for _ in range(2)
    ]
    assert all(re.fullmatch("[0-9a-f]{8}", name) for names in told for name in names)
    assert told[0][0] == told[0][1] != told[1][0]


def test_every_line_has_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(1, as_json=True)
    log.hide("Canary-secret-42")
    logging.getLogger("img2fair.a").info("one\ntwo %s", Held("Canary text"))
    logging.getLogger("img2fair.b").warning("said back: %s", "Canary-secret-42")
    lines = capsys.readouterr().err.splitlines()
    entries = [json.loads(line) for line in lines]
    assert [entry["run"] for entry in entries] == [log.run_id()] * 2
    assert [entry["message"] for entry in entries] == ["one\ntwo ***", "said back: ***"]
    assert [set(entry) for entry in entries] == [{"time", "run", "level", "logger", "message"}] * 2


@pytest.mark.parametrize(("verbosity", "as_json", "heard"), [(0, True, True), (-1, True, True), (0, False, False)])
def test_how_a_run_ended_is_always_in_json_logs(
    verbosity: int, as_json: bool, heard: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up(verbosity, as_json=as_json)
    ended = summary()
    logging.getLogger("img2fair.run").info("the run ended", extra={"summary": ended.as_json()})
    logging.getLogger("img2fair.other").info("something else")
    said = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["summary"] for line in said] == ([ended.as_json()] if heard else [])


def test_a_harvest_logs_no_secret_and_no_text(
    content: ArchiveContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = content.only("b_mode_and_ceus_liver")
    (project,) = chosen.projects
    monkeypatch.setenv("XNAT_USER", "demo")
    monkeypatch.setenv("XNAT_PASS", "demo")
    monkeypatch.chdir(tmp_path)
    with DemoArchive(chosen) as archive:
        code = run(["harvest", archive.url, "-o", "snapshot.jsonl", "-vv", "--log-format", "json"])
    told = capsys.readouterr().err
    entries = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert code == 0
    assert len(entries) > 5
    assert {entry["run"] for entry in entries} == {log.run_id()}
    logged = json.dumps(entries, ensure_ascii=False)
    assert "demo:demo" not in logged
    texts = [text for text in (project.name, project.description) if text]
    assert texts
    assert not [text for text in texts if text in logged]
