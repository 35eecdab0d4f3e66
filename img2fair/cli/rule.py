"""``img2fair rule``."""

import difflib
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from img2fair.cli.options import common, json_option, print_json

if TYPE_CHECKING:
    from img2fair.findings import RuleText


@click.command("rule")
@click.argument("code", required=False)
@json_option
@common
def command(code: str | None, as_json: bool) -> int:
    """Say what the finding CODE means and how to mend it; without one, list all codes."""
    from img2fair.errors import Exit
    from img2fair.pipeline import all_rules

    rules = all_rules()
    chosen = [_find(code.upper(), rules)] if code else [rules[name] for name in sorted(rules)]
    if as_json:
        print_json({text.code: asdict(text) for text in chosen})
    elif code:
        (text,) = chosen
        click.echo(f"{text.code}  {text.title}\n\nwhy:   {text.why}\nmend:  {text.cure}")
    else:
        click.echo("\n".join(f"{text.code}  {text.title}" for text in chosen))
    return Exit.DONE


def _find(code: str, rules: "dict[str, RuleText]") -> "RuleText":
    from img2fair.errors import UsageFault

    if code not in rules:
        near = difflib.get_close_matches(code, rules, n=1)
        cure = f"did you mean {near[0]}? All codes: img2fair rule" if near else "all codes: img2fair rule"
        raise UsageFault(f"there is no finding with the code '{code}'", cure=cure)
    return rules[code]
