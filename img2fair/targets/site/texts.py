"""Texts for machines from templates/site: XML and settings of web servers."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.characters import visible


@cache
def _templates(escaped: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(find_folder("templates") / "site"),
        autoescape=escaped,  # noqa: S701 - settings of servers are no markup, and their values are judged before
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def xml(name: str, **values: object) -> str:
    """Return an XML text: what is not markup is escaped, and characters that XML has not are marked."""
    return _templates(True).get_template(name).render(**values)


def plain(name: str, **values: object) -> str:
    """Return a text in which nothing is escaped: its values must be safe already."""
    return _templates(False).get_template(name).render(**values)
