"""``img2fair form``."""

from pathlib import Path

import click

from img2fair.cli.options import FILE, Talk, common, print_data


@click.command("form")
@click.option("--language", type=click.Choice(["en", "nl"]), default="en", help="English or Dutch.", show_default=True)
@click.option("--request", is_flag=True, help="The body of XNAT's call that saves the form, for curl.")
@click.option("--project", "projects", multiple=True, metavar="ID",
              help="With --request: a project that is to have the form; without any, all of the site.")  # fmt: skip
@click.option("-o", "--output", type=FILE, help="File to write; stdout by default.")
@common
def command(language: str, request: bool, projects: tuple[str, ...], output: Path | None) -> int:
    """Write a custom form for XNAT that asks for what the archive does not know (form.io JSON).

    How to install it: docs/how-to/custom-form.md.
    """
    from img2fair.errors import Exit, UsageFault
    from img2fair.forms import form_json, form_text, save_call

    if projects and not request:
        raise UsageFault("--project goes with --request", cure="add --request, or choose the projects in XNAT's screen")
    if request:
        import json

        text = json.dumps(save_call(form_json(language), projects)) + "\n"
    else:
        text = form_text(language)
    print_data(text, output)
    if output and str(output) != "-":
        Talk.line(
            f"wrote {'the request' if request else 'the form'} to {output}; install it: docs/how-to/custom-form.md"
        )
    return Exit.DONE
