"""``img2fair migrate``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from img2fair.cli.options import FILE, Talk, common, json_option, print_json

if TYPE_CHECKING:
    from img2fair.migrate import Move


@click.group("migrate")
def command() -> None:
    """Move from another tool: its config, and its records."""


@command.command("img2catalog")
@click.argument("config", type=FILE)
@click.option(
    "-o", "--output", type=FILE, default=Path(), metavar="DIR", help="Where the new config goes.  [default: .]"
)
@click.option("--archive", default="", metavar="URL", help="The XNAT.  [default: XNATPY_HOST or XNAT_HOST]")
@click.option("--fdp", default="", metavar="URL", help="The FAIR Data Point.  [default: IMG2CATALOG_FDP]")
@click.option("--catalog", default="", metavar="URL", help="The catalogue in it that img2catalog wrote to.")
@click.option(
    "--also-ours", multiple=True, metavar="URL", help="Earlier address of the XNAT, by which records name it."
)
@click.option("--optin", default="", metavar="KEYWORD", help="The opt-in keyword of its command line.")
@click.option("--optout", default="", metavar="KEYWORD", help="The opt-out keyword of its command line.")
@click.option("--yes", is_flag=True, help="Do not ask; needed where there is no terminal.")
@json_option
@common
def img2catalog(
    config: Path, output: Path, archive: str, fdp: str, catalog: str, also_ours: tuple[str, ...], optin: str,
    optout: str, yes: bool, as_json: bool,
) -> int:  # fmt: skip
    """Move from img2catalog: write img2fair.yaml from its CONFIG, and take over its records in the FAIR Data Point.

    A record keeps its address and its identifier. Nothing else is written there, and nothing is withdrawn: what it left
    behind (copies, drafts, records of projects that are private by now) is listed in migration.md.
    """
    from img2fair.files import locked
    from img2fair.migrate import Asked, Move, earlier_report, find_places, make_folder, read_legacy

    if optin and optout:
        raise click.UsageError("--optin and --optout go not together: img2catalog takes one of them")
    legacy = read_legacy(config)
    asked = Asked(archive, fdp, catalog, also_ours, optin, optout)
    folder = make_folder(output, legacy, asked, lambda: find_places(legacy, asked, _ask))
    if folder.written:
        Talk.line(f"wrote {' and '.join(folder.written)} in {output}")
    else:
        Talk.line(f"{folder.located.file} is there already: what it says holds, addresses and keywords too")
    with locked(folder.located.work):
        move, code = _moved(Move(config.name, folder, (), earlier=earlier_report(folder)), yes)
    if as_json:
        print_json(_as_json(move))
    return code


def _moved(move: "Move", yes: bool) -> "tuple[Move, int]":
    """Look, tell, ask and take over; return what came of it and the exit code."""
    from dataclasses import replace

    from img2fair.errors import Exit
    from img2fair.migrate import BEFORE, keep_report, next_text, proofs_of, report_text, summary_text, survey, take_over
    from img2fair.publication import outcome_code, strongest

    located = move.folder.located
    looks, troubles = survey(located, Talk.progress)
    for trouble in troubles:
        Talk.trouble(f"{trouble.name}: {trouble.fault}")
    move = replace(move, looks=looks)
    report = keep_report(move.folder, report_text(move))
    Talk.line(f"{summary_text(move)}each by name, and what to do: {report}")
    taking = len(move.to_take)
    agreed = bool(taking) and (yes or _agreed(taking))
    if agreed:
        receipts = take_over(located, looks)
        move = replace(move, receipts=receipts, proofs=proofs_of(located, looks, receipts))
        shown = sum(not one.trouble for one in move.proofs)
        keep_report(move.folder, report_text(move))
        Talk.line(f"taken over: {move.done} of {taking}; a guest is shown {shown} of them where they stood")
        Talk.line(f"what they said before: {located.work / BEFORE}")
        for said in move.troubles:
            Talk.trouble(f"  {said}")
    elif not taking:
        Talk.line("there is nothing to take over")
    _warn(move)
    Talk.line(next_text(move))
    unproven = Exit.PARTLY if any(one.trouble for one in move.proofs) else Exit.DONE
    return move, strongest([outcome_code(move.receipts), unproven, *(one.fault.code for one in troubles)])


def _warn(move: "Move") -> None:
    """Say what is public and should not be, also where only errors are to be said."""
    from img2fair.migrate import Fate

    exposed = sum(not one.draft for one in move.of(Fate.PRIVATE))
    if exposed:
        Talk.trouble(f"PUBLIC NOW, of private projects: {exposed}; img2fair publish, or withdraw, takes them out")


def _as_json(move: "Move") -> dict[str, object]:
    from img2fair.migrate import counts

    return {
        "config": str(move.folder.located.file),
        "records": dict(counts(move.looks)),
        "ours": sum(look.ours for look in move.looks),
        "taken_over": move.done,
        "failed": len(move.troubles),
        "left": [{"entry": one.name, "why": one.why} for one in move.folder.left],
    }


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        return ""
    answer: str = click.prompt(question, err=True)
    return answer


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        Talk.line("nothing was taken over: there is no terminal to ask at; say --yes")
        return False
    return click.confirm(f"Take over {count} records?", err=True)
