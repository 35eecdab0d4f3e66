"""The manual page img2fair(1), made of the command line itself."""

import re


def manual() -> str:
    """Return the page as roff with the macros of man(7), for every command and exit code."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from img2fair import __version__
    from img2fair.assets import find_folder
    from img2fair.cli.described import described
    from img2fair.report.exits import EXITS

    environment = Environment(
        loader=FileSystemLoader(find_folder("templates") / "manual"),
        autoescape=False,  # noqa: S701 - no page of the web; every text goes through the filter below
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["roff"] = roff
    commands = described()
    shared = [one for one in commands[0].parameters if all(one in command.parameters for command in commands)]
    page = environment.get_template("img2fair.1")
    return page.render(version=__version__, commands=commands, shared=shared, exits=EXITS.values())


def roff(text: str) -> str:
    """Return text as roff shows it: no sign of it is a request, and what can be typed can be copied.

    Source: man(7) and groff_char(7): a backslash is ``\\e``, an ASCII hyphen ``\\-``, and a line that begins with a
    full stop or an apostrophe is a request.
    """
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq")
    return re.sub(r"^\.", r"\\&.", safe, flags=re.MULTILINE)
