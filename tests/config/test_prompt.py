"""A person at a terminal is asked for what is surely missing; nobody else is."""

import os
import pty
import select
import subprocess
import sys
import time

import pytest

SEEK = (
    "from img2fair.config import nobody_answers, seek_login\n"
    "for _ in range(2):\n"
    "    found = seek_login('https://x.org', 'XNAT_USER', 'XNAT_PASS', needed=NEEDED)\n"
    "print('found', found and (found.user, found.password[::-1], found.source))\n"
)


def at_terminal(program: str, answers: dict[str, str]) -> str:
    """Run a program at a terminal of its own; returns all that is to be seen there.

    :param answers: what a question ends with → what is typed then.
    """
    process, terminal = pty.fork()
    if not process:
        os.execv(sys.executable, [sys.executable, "-c", program])  # noqa: S606 - the child becomes the program
    seen, left = "", dict(answers)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            seen += os.read(terminal, 4096).decode()
        except OSError:  # the program has ended
            break
        for question in [one for one in left if seen.endswith(one)]:
            os.write(terminal, left.pop(question).encode())
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), seen
    return seen


def test_the_password_of_a_user_is_asked_for_once_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XNAT_USER", "me")
    seen = at_terminal(SEEK.replace("NEEDED", "False"), {"password of me for https://x.org: ": "Canary-7\n"})
    assert "('me', '7-yranaC', 'typed at the prompt')" in seen
    assert "Canary-7" not in seen and seen.count("password of me") == 1


def test_the_login_of_a_target_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"(Enter: none): ": "me\n", "password of me for https://x.org: ": "Canary-7\n"}
    seen = at_terminal(SEEK.replace("NEEDED", "True"), answers)
    assert "('me', '7-yranaC', 'typed at the prompt')" in seen and "Canary-7" not in seen


def test_enter_is_no_login() -> None:
    seen = at_terminal(SEEK.replace("NEEDED", "True"), {"(Enter: none): ": "\n"})
    assert "found None" in seen and seen.count("user name") == 1


def test_a_guest_is_asked_nothing() -> None:
    assert at_terminal(SEEK.replace("NEEDED", "False"), {}).strip() == "found None"


def test_a_run_that_waits_for_nobody_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XNAT_USER", "me")
    seen = at_terminal(
        "import img2fair.config; img2fair.config.nobody_answers()\n" + SEEK.replace("NEEDED", "True"), {}
    )
    assert "password of" not in seen and "half a log-in" in seen


def test_nothing_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XNAT_USER", "me")
    done = subprocess.run(
        [sys.executable, "-c", SEEK.replace("NEEDED", "True")], input=b"Canary-7\n", capture_output=True, timeout=20
    )
    assert b"half a log-in" in done.stderr and b"password of" not in done.stderr
