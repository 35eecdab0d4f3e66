"""Somebody is told how runs end: when that changes, and without the run's own end changing."""

import json
import os
import stat
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.errors import Exit
from img2fair.log import hidden
from img2fair.schedule import Monitoring, Summary, after_run, changed, read_summary, write_summary
from img2fair.schedule import notify as room
from img2fair.schedule.notify import notify
from img2fair.schedule.summary import FILE
from tests.attacks.hostile import head, hostile, says
from tests.schedule.openmetrics import read
from tests.schedule.summaries import summary, target

GOOD, BAD = summary(Exit.DONE, fdp=target()), summary(Exit.PARTLY, fdp=target(failed=1))
PATH = "/services/T0k3n/hook?key=Canary42"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time-outs of a test's length."""
    monkeypatch.setattr(room, "TIMEOUT", (1.0, 0.5))
    monkeypatch.setattr(room, "LONGEST", 1.0)


CHANGES = [
    (None, GOOD, False),
    (None, summary(Exit.DONE), False),
    (None, BAD, True),
    (None, summary(Exit.DONE, fdp=target(blocked=1)), True),
    (None, summary(Exit.PRIVACY), True),
    (GOOD, GOOD, False),
    (GOOD, summary(Exit.DONE, fdp=target(withdrawn=9)), False),
    (GOOD, BAD, True),
    (BAD, BAD, False),
    (BAD, summary(Exit.PARTLY, fdp=target(failed=7)), False),
    (BAD, summary(Exit.PARTLY, site=target(failed=1)), True),
    (BAD, summary(Exit.SAFETY, fdp=target(failed=1)), True),
    (BAD, GOOD, True),
    (replace(BAD, untold=True), BAD, True),
    (replace(BAD, untold=True), GOOD, True),
]


@pytest.mark.parametrize(("before", "now", "expected"), CHANGES)
def test_only_a_change_is_told(before: Summary | None, now: Summary, expected: bool) -> None:
    assert changed(before, now) is expected


def test_a_webhook_gets_the_summary() -> None:
    with hostile(says("204 No Content")) as server:
        assert notify(Monitoring(webhook=server.url + PATH), BAD) == []
    (request,) = server.heard
    lines, _, body = request.partition(b"\r\n\r\n")
    assert lines.startswith(f"POST {PATH} HTTP/1.1\r\n".encode())
    assert b"Content-Type: application/json" in lines
    assert json.loads(body) == BAD.as_json()


REFUSALS = [
    (says("500 Broken"), 3, "answers 500"),
    (says("429 Busy", b"", "Retry-After: 3600"), 3, "answers 429"),
    (lambda _: [head("200 OK")[:10]], 3, ""),
    (lambda _: [], 3, ""),
    (says("404 Not Found", b"T0k3n"), 1, "answers 404"),
    (says("302 Found", b"", "Location: https://elsewhere.example.org/T0k3n"), 1, "answers 302"),
    (says("307 Again", b"", "Location: https://elsewhere.example.org/T0k3n"), 1, "answers 307"),
]


@pytest.mark.parametrize(("answer", "asked", "told"), REFUSALS)
def test_a_webhook_that_fails_is_said_and_its_address_is_not(answer: object, asked: int, told: str) -> None:
    begun = time.monotonic()
    with hostile(answer) as server:  # type: ignore[arg-type]
        (line,) = notify(Monitoring(webhook=server.url + PATH), BAD)
    assert len(server.heard) == asked
    assert line.startswith("warning: the webhook was not told how the run ended: ")
    assert told in line
    assert str(server.port) in line
    assert not [canary for canary in ("T0k3n", "Canary42") if canary in line]
    assert hidden(server.url + PATH) == "***"
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.org/T0k3n",
        "http://127.0.0.1.example.org/T0k3n",
        "ftp://hooks.example.org/T0k3n",
        "file:///etc/T0k3n",
        "https://user:T0k3n@hooks.example.org/",
        "https://[T0k3n",
        "https:///T0k3n",
        "T0k3n",
    ],
)
def test_an_address_that_is_not_safe_is_not_asked(address: str) -> None:
    (line,) = notify(Monitoring(webhook=address), BAD)
    assert "its address" in line or "the address" in line
    assert "T0k3n" not in line
    assert "T0k3n" not in repr(Monitoring(webhook=address))


def script(folder: Path, text: str) -> tuple[str, ...]:
    file = folder / "tell"
    file.write_text(f"#!{sys.executable}\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return (str(file), "an argument", "$(id)")


def test_a_command_gets_the_summary_and_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XNAT_PASS", "FDP_TOKEN", "MY_OWN_PASSWORD", "FDP_TOKEN_FILE", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "Canary42")
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    heard = tmp_path / "heard.json"
    dump = "import json, os, sys; print('noise'); print('noise', file=sys.stderr)\n"
    dump += f"json.dump([sys.argv[1:], dict(os.environ), sys.stdin.read()], open({str(heard)!r}, 'w'))"
    assert notify(Monitoring(command=script(tmp_path, dump)), BAD) == []
    arguments, environment, text = json.loads(heard.read_text())
    assert arguments == ["an argument", "$(id)"]
    assert text == BAD.line() + "\n"
    assert "Canary42" not in str(environment)
    assert environment["LANG"] == "nl_NL.UTF-8"
    assert environment["PATH"] == os.environ["PATH"]


def test_what_a_command_prints_is_not_heard(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    notify(Monitoring(command=script(tmp_path, "import sys; print('out'); print('err', file=sys.stderr)")), BAD)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise SystemExit(7)", "it ended with 7"),
        ("import time; time.sleep(60)", "it took longer than 1 s"),
        ("import os; os.fork(); import time; time.sleep(60)", "it took longer than 1 s"),
        ("import os; os.close(0)", ""),
    ],
)
def test_a_command_that_fails_is_said(tmp_path: Path, text: str, told: str) -> None:
    begun = time.monotonic()
    lines = notify(Monitoring(command=script(tmp_path, text)), BAD)
    assert time.monotonic() - begun < 20
    assert [told in line for line in lines] == ([True] if told else [])


@pytest.mark.parametrize("command", [("/nowhere/to/be/found",), ("/etc/hostname",), ("a\0b",), ("",)])
def test_a_command_that_cannot_be_run_is_said(command: tuple[str, ...]) -> None:
    (line,) = notify(Monitoring(command=command), BAD)
    assert "the command was not told how the run ended: it cannot be run" in line


def test_after_a_run_all_is_left_behind(tmp_path: Path) -> None:
    metrics = tmp_path / "textfile" / "img2fair.prom"
    with hostile(says("200 OK")) as server:
        monitoring = Monitoring(metrics, server.url + "/")
        for one in (GOOD, BAD, BAD, GOOD, GOOD):
            assert after_run(tmp_path / "work", one, monitoring) == []
            assert read_summary(tmp_path / "work") == one
            assert read(metrics.read_text())["img2fair_last_run_exit_code"].samples == {frozenset(): int(one.code)}
    told = [json.loads(request.partition(b"\r\n\r\n")[2])["verdict"] for request in server.heard]
    assert told == ["partly", "done"]


def test_who_could_not_be_told_is_told_by_the_next_run(tmp_path: Path) -> None:
    with hostile(says("404 Not Found")) as server:
        (line,) = after_run(tmp_path, BAD, Monitoring(webhook=server.url))
    assert "404" in line
    kept = read_summary(tmp_path)
    assert kept is not None
    assert kept.untold
    with hostile(says("200 OK")) as server:
        assert after_run(tmp_path, BAD, Monitoring(webhook=server.url)) == []
        assert after_run(tmp_path, BAD, Monitoring(webhook=server.url)) == []
    assert len(server.heard) == 1


def test_the_work_folder_may_be_deleted(tmp_path: Path) -> None:
    with hostile(says("200 OK")) as server:
        for _ in range(2):
            after_run(tmp_path, GOOD, Monitoring(webhook=server.url))
            (tmp_path / FILE).unlink()
    assert server.heard == []


def test_a_run_that_was_kept_out_leaves_nothing(tmp_path: Path) -> None:
    write_summary(tmp_path, GOOD)
    with hostile(says("200 OK")) as server:
        monitoring = Monitoring(tmp_path / "metrics", server.url)
        assert after_run(tmp_path, summary(Exit.LOCKED), monitoring) == []
    assert (read_summary(tmp_path), server.heard, (tmp_path / "metrics").exists()) == (GOOD, [], False)


def test_nothing_of_it_raises(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    monitoring = Monitoring(tmp_path / "a file" / "metrics", "http://example.org", ("/nowhere",))
    lines = after_run(tmp_path / "a file", BAD, monitoring)
    assert [line.split(":")[1] for line in lines] == [
        " the metrics were not written",
        " the webhook was not told how the run ended",
        " the command was not told how the run ended",
        " the summary was not kept",
    ]
