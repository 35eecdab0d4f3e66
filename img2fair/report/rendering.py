"""Pages made of templates: one HTML file each, which opens anywhere and asks nothing of any server."""

import base64
import hashlib
from collections.abc import Iterable

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.characters import visible


def render(template: str, styles: Iterable[str], script: str = "", **values: object) -> str:
    """Return a page with its styles and script in it, and what a content security policy knows them by.

    :param template: a file in the folder of templates, as are all others.
    :param styles: files of CSS, laid after one another.
    :param script: a file of JavaScript; empty for a page without.
    """
    folder = find_folder("templates")
    environment = Environment(
        loader=FileSystemLoader([folder, folder / "report"]),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["web"] = _is_web
    css = "".join(_read(name) for name in styles)
    code = _read(script) if script else ""
    sealed = {"css": css, "css_seal": _seal(css), "script": code, "script_seal": _seal(code)}
    return environment.get_template(template).render(**values, **sealed)


def _read(name: str) -> str:
    return (find_folder("templates") / name).read_text(encoding="utf-8")


def _seal(text: str) -> str:
    """Return the hash by which a content security policy knows an inline style or script (CSP 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _is_web(link: str) -> bool:
    """Tell whether an address may be a link on the page: only what a browser fetches, never ``javascript:``."""
    return link.startswith(("https://", "http://"))
