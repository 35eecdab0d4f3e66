"""The pages and documents for people, from templates/archive."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.demo.archive.exchange import HTML, Response


def page(name: str, *, status: int = 200, content_type: str = HTML, **values: object) -> Response:
    """Return a template's page as an answer."""
    text = _templates().get_template(f"{name}.j2").render(**values)
    return Response(text.encode("utf-8"), content_type, status)


def document(name: str) -> bytes:
    """Return a file of the template folder as it is."""
    return (find_folder("templates") / "archive" / name).read_bytes()


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(find_folder("templates") / "archive"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
