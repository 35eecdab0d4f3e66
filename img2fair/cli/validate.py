"""``img2fair validate``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, common, config_option, print_data


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=FILE)
@click.option("--profile", "profiles", multiple=True, metavar="NAME", help="Profile to judge by (repeatable).")
@click.option("--shapes", multiple=True, type=FILE, help="SHACL file to judge by as well (repeatable).")
@click.option("--fail-on", type=click.Choice(["violation", "warning", "info", "never"]), default="violation")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", type=FILE, help="File to write instead of stdout.")
@config_option
@common
def command(
    paths: tuple[Path, ...],
    profiles: tuple[str, ...],
    shapes: tuple[Path, ...],
    fail_on: str,
    form: str,
    as_json: bool,
    output: Path | None,
    config_file: Path,
) -> int:
    """Judge folders of records (as `map` writes them) and RDF files by profiles.

    Without --profile by those of the config, or dcat-ap and health-ri-core. Ends with 3 where a finding is as bad as
    --fail-on.
    """
    from img2fair.cli.settings import config_or_bare
    from img2fair.errors import Exit
    from img2fair.pipeline import judge
    from img2fair.publication import profiles_of
    from img2fair.report.json_form import to_json
    from img2fair.report.page import to_html
    from img2fair.report.text import to_text

    wanted = profiles or config_or_bare(config_file, "https://example.org").config.profiles
    report = judge(paths, profiles_of(wanted, shapes))
    form = "json" if as_json else form
    if form == "text":
        text = to_text(report)
    else:
        text = to_json(report) if form == "json" else to_html(report, title="What to mend")
    print_data(text, output)
    return Exit.INVALID if report.reaches(fail_on) else Exit.DONE
