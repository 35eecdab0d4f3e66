"""``img2fair rule``."""

import difflib

import click

from img2fair.cli.options import common


@click.command("rule")
@click.argument("code", required=False)
@common
def command(code: str | None) -> int:
    """Say what the finding CODE means and how to mend it; without one, list all codes."""
    from img2fair.errors import Exit, UsageFault
    from img2fair.pipeline import all_rules

    rules = all_rules()
    if code is None:
        for name in sorted(rules):
            click.echo(f"{name}  {rules[name].title}")
        return Exit.DONE
    text = rules.get(code.upper())
    if text is None:
        near = difflib.get_close_matches(code.upper(), rules, n=1)
        cure = f"did you mean {near[0]}? All codes: img2fair rule" if near else "all codes: img2fair rule"
        raise UsageFault(f"there is no finding with the code '{code}'", cure=cure)
    click.echo(f"{text.code}  {text.title}\n\nwhy:   {text.why}\nmend:  {text.cure}")
    return Exit.DONE
