"""The edge of the command line: what ends a run, and by which code."""

import click
import pytest

from img2fair import cli
from img2fair.errors import Exit

CAUSES: list[tuple[type[BaseException], Exit, str]] = [
    (EOFError, Exit.BUG, "this is a bug in img2fair (EOFError)"),
    (KeyboardInterrupt, Exit.INTERRUPTED, "interrupted"),
    (click.exceptions.Abort, Exit.INTERRUPTED, "interrupted"),
    (ZeroDivisionError, Exit.BUG, "this is a bug in img2fair (ZeroDivisionError)"),
]


@pytest.mark.parametrize(("cause", "code", "told"), CAUSES, ids=[cause.__name__ for cause, _, _ in CAUSES])
def test_what_ends_a_run(
    cause: type[BaseException],
    code: Exit,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A compiled module that a full disk cut short raises EOFError, which click takes for Ctrl-D at a prompt."""

    @click.command("list")
    def broken() -> None:
        raise cause

    monkeypatch.setattr("img2fair.cli.list.command", broken)
    assert cli.run(["list"]) == code
    assert told in capsys.readouterr().err
