"""``img2fair doctor``."""

from pathlib import Path

import click

from img2fair.cli.options import Talk, common, config_option, harmless, json_option, print_json


@click.command("doctor")
@config_option
@json_option
@common
def command(config_file: Path, as_json: bool) -> int:
    """Look at the config, the archive, the targets and this machine, and tell what is wrong and how to mend it.

    Nothing is changed anywhere, and it takes ten seconds at most. With -q only warnings and what failed are told.
    Ends with 0 where nothing failed, else with the code in which a run would end.
    """
    from img2fair.doctor import examine
    from img2fair.doctor.telling import exit_code, to_json, to_text
    from img2fair.schedule.summary import read_summary

    groups = examine(config_file, read_summary)
    if as_json:
        print_json(to_json(groups))
    elif text := to_text(groups, brief=Talk.quiet):
        click.echo(harmless(text))
    return exit_code(groups)
