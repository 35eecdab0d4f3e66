"""``img2fair config check``, ``show`` and ``schema``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from img2fair.cli.options import FILE, Talk, common, config_option, harmless, json_option, print_data, print_json

if TYPE_CHECKING:
    from img2fair.config import ConfigFault
    from img2fair.config.show import LogIn, Value

_WIDTH = 58
"""Columns for a value, so that most places stand below each other."""


@click.group("config")
def command() -> None:
    """Check the config; show what is in force and from where."""


@command.command("check")
@config_option
@json_option
@common
def check(config_file: Path, as_json: bool) -> int:
    """Check the config and print all its errors, each with how to mend it; exit 2 where there are any."""
    from img2fair.config import ConfigFault, load_configs
    from img2fair.errors import Exit

    try:
        sites = load_configs(config_file)
    except ConfigFault as fault:
        _print_errors(fault, as_json)
        return Exit.USAGE
    if as_json:
        print_json({"file": str(sites[0].file), "errors": []})
    Talk.line("no errors; img2fair doctor looks whether archive and targets answer")
    return Exit.DONE


def _print_errors(fault: "ConfigFault", as_json: bool) -> None:
    from img2fair.problems import told

    if as_json:
        print_json({"file": fault.file, "errors": fault.as_rows()})
    else:
        for problem in fault.problems:
            for line in told(problem):
                click.echo(harmless(line))
    Talk.line(f"{len(fault.problems)} to mend; docs/operator.md has the config")


@command.command("show")
@config_option
@json_option
@common
def show(config_file: Path, as_json: bool) -> int:
    """Print every value that is in force and where it comes from; of log-ins the user and a fingerprint alone."""
    from dataclasses import asdict

    from img2fair.config import config_file as file_of
    from img2fair.config.show import in_force
    from img2fair.errors import Exit

    values, logins = in_force(config_file)
    if as_json:
        rows = [{"archive": v.archive, "key": v.key, "value": v.value, "from": v.source} for v in values]
        secrets = [{"from" if key == "source" else key: v for key, v in asdict(one).items()} for one in logins]
        print_json({"file": str(file_of(config_file)), "values": rows, "secrets": secrets})
    else:
        for line in (*_value_lines(values), "", "# log-ins", *map(_login_line, logins)):
            click.echo(harmless(line))
    for one in logins:
        if one.cure:
            Talk.line(f"{_of(one)}: {one.source}\n  mend: {one.cure}")
    return Exit.USAGE if any(one.broken for one in logins) else Exit.DONE


def _value_lines(values: "list[Value]") -> list[str]:
    lines: list[str] = []
    named = ""
    for one in values:
        if one.archive != named:
            named = one.archive
            lines += [*([""] if lines else []), f"# archive {named}"]
        value = json.dumps(one.value, ensure_ascii=False)
        lines.append(f"{f'{one.key}: {value}':<{_WIDTH}}  # {one.source}")
    return lines


def _login_line(one: "LogIn") -> str:
    told = [f"user {one.user}"] if one.user else []
    told += [f"fingerprint {one.fingerprint}"] if one.fingerprint else []
    return f"{f'{_of(one)}: ' + ', '.join(told or ['none']):<{_WIDTH}}  # {one.source}"


def _of(one: "LogIn") -> str:
    return f"archives.{one.archive}" if one.archive else one.of


@command.command("schema")
@click.option("-o", "--output", type=FILE, help="File to write; stdout by default.")
@common
def schema(output: Path | None) -> int:
    """Print the JSON Schema of img2fair.yaml, for editors that check while one types."""
    from img2fair.config.schema import schema_text
    from img2fair.errors import Exit

    print_data(schema_text(), output)
    return Exit.DONE
