"""Options that several commands share, and talking to people on stderr."""

import functools
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from img2fair.cli.completing import ours as known_ours

FILE = click.Path(path_type=Path)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``-v``, ``-q``, ``--log-format`` and ``--debug``, and set up logging before the command runs."""

    @click.option("-v", "--verbose", count=True, help="Say more on stderr (-vv: everything).")
    @click.option("-q", "--quiet", is_flag=True, help="Say only errors.")
    @click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="Form of log lines.")
    @click.option("--debug", is_flag=True, help="Show a traceback with an error.")
    @functools.wraps(command)
    def wrapped(*, verbose: int, quiet: bool, log_format: str, debug: bool, **options: Any) -> Any:
        from img2fair.log import set_up

        del debug  # read at the edge (cli/__init__.py), because it matters before options are parsed
        set_up(-1 if quiet else verbose, as_json=log_format == "json")
        Talk.quiet = quiet
        return command(**options)

    return wrapped


def choices_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what an operator may say of one run beyond the config; the command gets it as ``choices``."""

    @click.option("--ours", multiple=True, metavar="ID", shell_complete=known_ours,
                  help="Write over what somebody else edited at the target: a "
                  "project's id, a record's key, or 'all'.")  # fmt: skip
    @click.option("--confirm-withdrawals", type=click.IntRange(min=0), metavar="N",
                  help="Let exactly N datasets go that the safety stop counted.")  # fmt: skip
    @functools.wraps(command)
    def wrapped(*, ours: tuple[str, ...], confirm_withdrawals: int | None, **options: Any) -> Any:
        from img2fair.plan import Choices

        return command(choices=Choices(frozenset(ours), confirm_withdrawals), **options)

    return wrapped


config_option = click.option(
    "-c", "--config", "config_file", type=FILE, default=Path("img2fair.yaml"), help="Config file.", show_default=True
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")


def harmless(text: str) -> str:
    """Return lines of text without secrets and characters that would steer the terminal, as others may write them."""
    from img2fair.log import hidden
    from img2fair.report.plain import plain

    text = hidden(text)
    return "\n".join(line[: len(line) - len(line.lstrip(" "))] + plain(line) for line in text.split("\n"))


class Talk:
    """What a command says to people on stderr: lines, and progress on a terminal."""

    quiet = False

    @classmethod
    def line(cls, text: str = "") -> None:
        """Say one line."""
        if not cls.quiet:
            click.echo(harmless(text), err=True)

    @classmethod
    def trouble(cls, text: str) -> None:
        """Say what went wrong, also where only errors are to be said."""
        click.echo(harmless(text), err=True)

    @classmethod
    def progress(cls, what: str, done: int, total: int) -> None:
        """Show how far a stage is; on a terminal only, on one line."""
        if not cls.quiet and sys.stderr.isatty():
            width = 24
            filled = width * done // max(total, 1)
            bar = "━" * filled + "╌" * (width - filled)
            end = "\r" if done < total else "\r\033[K"
            sys.stderr.write(f"\r\033[K  {bar} {done}/{total} {what}"[:110] + end)
            sys.stderr.flush()


@contextmanager
def read_path(path: Path) -> Iterator[Path]:
    """Give a file to read: the one named, or for ``-`` a private copy of stdin."""
    if str(path) != "-":
        yield path
        return
    with tempfile.NamedTemporaryFile() as copy:  # mode 0600, gone afterwards
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Path(copy.name)


@contextmanager
def write_path(path: Path) -> Iterator[Path]:
    """Give a file to write: the one named, or for ``-`` a private one whose content goes to stdout at a clean end."""
    if str(path) != "-":
        yield path
        return
    with tempfile.TemporaryDirectory() as room:
        made = Path(room, "stdout")
        yield made
        with made.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def print_json(value: Any) -> None:
    """Print one JSON object on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_json_line(value: Any) -> None:
    """Print one JSON object on one line of stdout."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_data(text: str, output: Path | None) -> None:
    """Write data to a file, or to stdout where none is named or it is ``-``."""
    if output is None or str(output) == "-":
        click.echo(text, nl=not text.endswith("\n"))
    else:
        from img2fair.files import write_text

        write_text(output, text)
