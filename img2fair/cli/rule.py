"""``img2fair rule``."""

import difflib
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from img2fair.cli.completing import codes
from img2fair.cli.options import common, json_option, print_json

if TYPE_CHECKING:
    from img2fair.findings import RuleText

_WORDS = {"en": ("why", "mend", "wrong", "mended"), "nl": ("waarom", "herstel", "fout", "hersteld")}


@click.command("rule")
@click.argument("code", required=False, shell_complete=codes)
@click.option("--language", type=click.Choice(["en", "nl"]), default="en", help="English or Dutch.")
@json_option
@common
def command(code: str | None, language: str, as_json: bool) -> int:
    """Say what a finding's or an exit code's CODE means and how to mend it; without one, list all codes."""
    from img2fair.errors import Exit
    from img2fair.report.examples import EXAMPLES

    rules = _known()
    chosen = [_find(code.upper(), rules)] if code else [*rules.values()]
    if as_json:
        examples = {text.code: EXAMPLES.get(text.code) for text in chosen}
        told = {code: {"example": asdict(example)} if example else {} for code, example in examples.items()}
        print_json({text.code: {**asdict(text), **told[text.code]} for text in chosen})
    elif code:
        click.echo(_explained(chosen[0], language))
    else:
        width = max(len(text.code) for text in chosen)
        click.echo("\n".join(f"{text.code:<{width}}  {text.said(language)[0]}" for text in chosen))
    return Exit.DONE


def _known() -> "dict[str, RuleText]":
    """Return what is explained by its code: exit codes in the order of numbers, then findings."""
    from img2fair.pipeline import all_rules
    from img2fair.report.exits import EXITS

    rules = all_rules()
    return {text.code: text for text in (*EXITS.values(), *(rules[code] for code in sorted(rules)))}


def _explained(text: "RuleText", language: str) -> str:
    """Return what a code means, why it matters, how it is mended, and an example where there is one."""
    from img2fair.report.examples import EXAMPLES

    title, why, cure = text.said(language)
    names = _WORDS[language]
    width = max(map(len, names)) + 2
    parts = [why, cure]
    example = EXAMPLES.get(text.code)
    parts += [example.wrong, example.mended] if example else []
    rows = [
        f"{f'{name}:':<{width}}" + part.replace("\n", "\n" + " " * width)
        for name, part in zip(names, parts, strict=False)
    ]
    return "\n".join([f"{text.code}  {title}", "", *rows])


def _find(code: str, rules: "dict[str, RuleText]") -> "RuleText":
    from img2fair.errors import UsageFault

    if code not in rules:
        near = difflib.get_close_matches(code, rules, n=1)
        cure = f"did you mean {near[0]}? All codes: img2fair rule" if near else "all codes: img2fair rule"
        raise UsageFault(f"there is no finding and no exit code '{code}'", cure=cure)
    return rules[code]
