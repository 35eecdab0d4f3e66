"""What a shell completes beyond the names of commands and options. Nothing here raises, prints, or loads a room."""

import re
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from img2fair.assets import find_folder, names
from img2fair.errors import Fault
from img2fair.project_ids import known_projects

_ENTRY = re.compile(r"^([\w-]+):", re.MULTILINE)
"""A profile in shapes/profiles.yaml; what is said of it is indented."""


def project_ids(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the ids of projects that begin so, as the last harvest left them in the config's work folder."""
    del parameter
    config = context.params.get("config_file") or Path("img2fair.yaml")
    return _beginning(known_projects(Path(config)), incomplete)


def ours(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what ``--ours`` takes: ids of projects, and ``all``."""
    return [*_beginning(["all"], incomplete), *project_ids(context, parameter, incomplete)]


def codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the codes of findings and errors that begin so, in either case."""
    del context, parameter
    return _beginning(_lines("templates", "completion/codes.txt"), incomplete.upper())


def all_codes() -> tuple[str, ...]:
    """Return what ``img2fair rule`` explains, in its order; it takes too long while somebody types (scripts/share)."""
    from img2fair.pipeline import all_rules
    from img2fair.report.exits import EXITS

    return (*(text.code for text in EXITS.values()), *sorted(all_rules()))


def profiles(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the names of the shipped profiles that begin so."""
    del context, parameter
    return _beginning(_ENTRY.findall("\n".join(_lines("shapes", "profiles.yaml"))), incomplete)


def mappings(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the names of the shipped mappings that begin so, or have the shell complete a file."""
    del context, parameter
    try:
        found = _beginning(names("mappings", ".yaml"), incomplete)
    except Fault:  # an installation without its data
        found = []
    return found or [CompletionItem(incomplete, type="file")]


def _beginning(words: "list[str] | tuple[str, ...]", incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def _lines(kind: str, name: str) -> list[str]:
    try:
        return (find_folder(kind) / name).read_text(encoding="utf-8").splitlines()
    except (OSError, Fault):  # an installation without its data
        return []
