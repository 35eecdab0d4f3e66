"""``img2fair init``."""

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from img2fair.cli.options import FILE, Talk, common, json_option, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from img2fair.init import Manner, Outcome
    from img2fair.init.questions import Question

SHOWN = 8
"""New values of a kept file that are told one by one."""


@click.command("init")
@click.argument("folder", metavar="[DIR]", type=FILE, default=Path(), required=False)
@click.option("--archive", metavar="URL", help="Address of the archive (a path for kinds that are files).")
@click.option(
    "--type", "kind", metavar="KIND", help="Kind of archive: xnat, dicomweb, dicom_folder, table.  [default: xnat]"
)
@click.option("--name", metavar="TEXT", help="Name of the archive.  [default: how the site calls itself]")
@click.option("--keyword", metavar="WORD", help="Publish only projects with this keyword; - for all that may be.")
@click.option("--publisher", metavar="TEXT", help="Institution that publishes the catalogue.")
@click.option("--homepage", metavar="URL", help="Its ROR address or page.")
@click.option("--contact-email", metavar="ADDRESS", help="Mailbox for questions, shown to everybody.")
@click.option("--license", metavar="NAME", help="Licence of data that say none of their own, such as CC BY 4.0.")
@click.option("--rights", metavar="URL", help="Page with the terms of use.")
@click.option("--catalog-title", "title", metavar="TEXT", help="Title of the catalogue.")
@click.option("--target", metavar="KIND", help="Where to publish: site (pages in a folder) or fdp.  [default: site]")
@click.option("--base", metavar="URL", help="Address that the pages of the site will have.")
@click.option("--fdp", metavar="URL", help="Address of the FAIR Data Point.")
@click.option(
    "--mapping", metavar="NAME", help="Shipped mapping to begin with.  [default: by the forms that are found]"
)
@click.option("--timezone", metavar="ZONE", help="Time zone of the archive.  [default: this machine's]")
@click.option(
    "--language", type=click.Choice(["en", "nl"]), help="Language of texts and reports.  [default: the system's]"
)
@click.option("--defaults", is_flag=True, help="Ask nothing; what has no proposal is left open and marked in the file.")
@click.option(
    "--no-input", is_flag=True, help="Ask nothing; where something needed is missing, name its option and end."
)
@click.option("--offline", is_flag=True, help="Write the files without looking at the archive.")
@click.option("--renew", is_flag=True, help="Write files anew that nobody has edited since.")
@json_option
@common
def command(
    folder: Path,
    kind: str | None,
    defaults: bool,
    no_input: bool,
    offline: bool,
    renew: bool,
    as_json: bool,
    **options: str | None,
) -> int:
    """Look at an archive and write a config and a mapping for it into DIR (here by default).

    Asks on a terminal for what no option says. The archive is only read, with the log-in that other commands would use
    or one you type, which is kept nowhere. What is there already stays: run it again to be told what is new.
    """
    from img2fair.errors import Exit
    from img2fair.init import Order, initialise

    if re.match("https?:/", str(folder)):
        raise click.UsageError("the folder to write into stands by itself, the archive's address after --archive")
    manner = _manner(defaults=defaults, no_input=no_input, as_json=as_json)
    said = {name: value for name, value in options.items() if value is not None} | ({"type": kind} if kind else {})
    outcome = initialise(Order(folder, said, manner, offline, renew), _ask, Talk.line)
    _tell(folder, outcome)
    if as_json:
        print_json(_as_json(folder, outcome))
    return Exit.DONE


def _manner(*, defaults: bool, no_input: bool, as_json: bool) -> "Manner":
    """Return how to come by what no option says; a program that reads our output answers nothing."""
    from img2fair.init import Manner

    if defaults and no_input:
        raise click.UsageError("--defaults and --no-input exclude each other")
    if defaults:
        return Manner.PROPOSE
    terminal = sys.stdin.isatty() and sys.stderr.isatty() and not as_json
    return Manner.ASK if terminal and not no_input else Manner.REFUSE


def _ask(question: "Question", proposed: str) -> str:
    """Ask until the answer is a good one; Enter takes what is proposed, or leaves the value out."""
    from img2fair.errors import UsageFault

    Talk.trouble(f"\n{question.asks}")
    while True:
        label = question.option.removeprefix("--").replace("-", " ")
        answer: str = click.prompt(label, default=proposed, show_default=bool(proposed), err=True)
        try:
            return question.taken(answer)
        except UsageFault as fault:
            Talk.trouble(fault.what.removeprefix(f"{question.option}: "))


def _tell(folder: Path, outcome: "Outcome") -> None:
    """Say what was written, what to look at, what is new, and how to go on."""
    for one in outcome.files:
        Talk.line(f"{one.fate.value:9} {folder / one.name}")
    for name, values in outcome.news.items():
        _tell_news(name, values, edited=any(one.name == name and one.fate.value == "kept" for one in outcome.files))
    doubtful = {key: why for key, why in outcome.to_look_at.items() if key not in outcome.to_fill_in}
    for head, marks in (("Fill these in", outcome.to_fill_in), ("Look at these", doubtful)):
        if marks:
            Talk.line(f"\n{head}; each is marked in img2fair.yaml:")
        for key, why in marks.items():
            Talk.line(f"  {key}: {why}")
    for line in _hints(outcome):
        Talk.line(f"\n{line}")
    Talk.line("\nNext:")
    for line in _next(folder, outcome):
        Talk.line(f"  {line}")


def _tell_news(name: str, values: "Mapping[str, object]", *, edited: bool) -> None:
    """Say of a file that stays as it is what is new."""
    from img2fair.proposal.scalars import flow

    stays = "is yours and stays as it is" if edited else "is as init wrote it; --renew writes it anew"
    Talk.line(f"\n{name} {stays}." + (" Now init would say:" if values else " Nothing is new."))
    shown = [f"{key}: {flow(value)}" if value is not None else f"no {key}" for key, value in values.items()]
    more = [f"and {len(shown) - SHOWN} more"] if len(shown) > SHOWN else []
    for line in (*shown[:SHOWN], *more):
        Talk.line(f"  {line}")


def _hints(outcome: "Outcome") -> list[str]:
    from img2fair.init.proposing import known_forms

    if outcome.sight is None or known_forms(outcome.sight):
        return []
    return [
        "XNAT does not know licences, creators' ORCIDs and the like: `img2fair form` makes a form that asks for them."
    ]


def _next(folder: Path, outcome: "Outcome") -> list[str]:
    """Return the next commands, as they can be typed here."""
    config = "" if folder == Path() else f" -c {shlex.quote(str(folder / 'img2fair.yaml'))}"
    commands = [f"img2fair doctor{config}", f"img2fair publish{config}"]
    site = outcome.proposal.tree["targets"].get("catalogue")
    if site is not None and site["base"].startswith("http://127.0.0.1:"):
        port = site["base"].rpartition(":")[2]
        commands.append(f"img2fair serve {shlex.quote(str(folder / site['path']))} --port {port}")
    return commands


def _as_json(folder: Path, outcome: "Outcome") -> dict[str, object]:
    sight = outcome.sight
    found = sight and {
        "account": sight.account,
        "version": sight.version,
        "projects": dict(sight.by_access),
        "forms": [form.title for form in sight.forms],
    }
    return {
        "schema": "img2fair/init",
        "version": 1,
        "files": [{"path": str(folder / one.name), "fate": one.fate.value} for one in outcome.files],
        "found": found,
        "mapping": outcome.choice.mapping,
        "look_at": [{"key": key, "why": why} for key, why in outcome.to_look_at.items()],
        "new": {name: dict(values) for name, values in outcome.news.items()},
        "next": _next(folder, outcome),
    }
