"""``img2fair validate``."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from img2fair.cli.completing import profiles as known_profiles
from img2fair.cli.options import FILE, Talk, common, config_option, print_data

if TYPE_CHECKING:
    from img2fair.findings import Report
    from img2fair.report.described import Described

FORMATS = ("text", "json", "sarif", "junit", "github", "html")


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=FILE)
@click.option("--profile", "profiles", multiple=True, metavar="NAME", shell_complete=known_profiles,
              help="Profile to judge by (repeatable).")  # fmt: skip
@click.option("--shapes", multiple=True, metavar="FILE|URL", help="SHACL to judge by instead (repeatable).")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info", "never"]),
    default="violation",
    show_default=True,
    help="How bad a finding must be to end with 3.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Form to print.")
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option("--language", type=click.Choice(["en", "nl"]), default="en", help="Of text, sarif, junit, github, html.")
@click.option("--notes", is_flag=True, help="Show notes in full in text, too; else each is one line.")
@click.option("--since", "before", type=FILE, help="Earlier report (JSON); the HTML page tells what has changed.")
@click.option("--worklists", type=FILE, metavar="DIR", help="Folder for a CSV file per project, and the operator's.")
@click.option("--engine", type=click.Choice(["auto", "pyshacl", "fast"]), default="auto", help="What judges.")
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes that judge folders of records.")
@click.option("-o", "--output", type=FILE, help="File to write instead of stdout.")
@config_option
@common
def command(
    paths: tuple[Path, ...],
    profiles: tuple[str, ...],
    shapes: tuple[str, ...],
    fail_on: str,
    form: str,
    language: str,
    notes: bool,
    before: Path | None,
    worklists: Path | None,
    engine: str,
    workers: int,
    output: Path | None,
    config_file: Path,
) -> int:
    """Judge folders of records (as `map` writes them), published sites, and RDF files by profiles.

    Without --profile by those of the config, or dcat-ap and health-ri-core. Ends with 3 where a finding is as bad as
    --fail-on, and with 7 where privacy keeps a record back.
    """
    from img2fair.cli.settings import config_or_bare
    from img2fair.errors import Exit, UsageFault
    from img2fair.judging import Judging, judge, profiles_of
    from img2fair.shacl import process_pool

    if before and form != "html":
        raise UsageFault("only the HTML page tells what has changed", where="--since", cure="add --format html")
    config = config_or_bare(config_file, "https://example.org").config
    wanted = profiles_of(profiles or config.profiles, () if profiles else config.advisory, shapes)
    for note in dict.fromkeys(note for profile in wanted for note in profile.notes):
        Talk.line(f"shapes: {note}")
    with ExitStack() as stack:
        executor = stack.enter_context(process_pool(workers)) if workers > 1 else None
        report, described = judge(paths, wanted, Judging(engine, executor))
    if worklists:
        from img2fair.report.files import write_worklists

        write_worklists(worklists, report, language)
    print_data(_rendered(form, report, described, language, before, notes=notes), output)
    if report.keeps_in():
        return Exit.PRIVACY
    return Exit.INVALID if report.reaches(fail_on) else Exit.DONE


def _rendered(
    form: str,
    report: "Report",
    described: "tuple[Described, ...]",
    language: str,
    before: Path | None,
    *,
    notes: bool = False,
) -> str:
    """Return a report in a form; each is loaded where it is asked for."""
    match form:
        case "json":
            from img2fair.report.json_form import to_json

            return to_json(report)
        case "sarif":
            from img2fair.pipeline import all_rules
            from img2fair.report.sarif import to_sarif

            return to_sarif(report, rules=all_rules(), language=language)
        case "junit":
            from img2fair.report.junit import to_junit

            return to_junit(report, language=language)
        case "github":
            from img2fair.report.github import to_github

            return to_github(report, language=language)
        case "html":
            return _page(report, described, language, before)
        case _:
            from img2fair.report.text import to_text

            return to_text(report, language=language, notes=notes, described=described)


def _page(report: "Report", described: "tuple[Described, ...]", language: str, before: Path | None) -> str:
    from img2fair.report.files import TITLES, read_report
    from img2fair.report.page import to_html

    earlier = read_report(before) if before else None
    return to_html(report, title=TITLES[language], catalogue=described, before=earlier, language=language)
