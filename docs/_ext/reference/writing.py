"""The generated pages of the reference as texts, and their way into the folder of the sources."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import img2fair
from img2fair.cli.described import described as commands
from img2fair.doctor.catalogue import AREAS, CHECKS
from img2fair.errors import Exit
from img2fair.report.exits import EXITS
from reference import entries, faults, findings, formats, mappings, shapes
from reference.packages import packages

TEMPLATES = Path(__file__).resolve().parents[1] / "pages"
FOLDER = "reference"
OWN = ("index.md",)
"""Pages of the folder that people write."""
_MARKS = re.compile(r"([\\`*_\[\]<>|{}$#~])")


def pages() -> dict[str, str]:
    """Return the text of every generated page by its path below the documentation."""
    errors = _by_room()
    made = {
        "commands.md": _filled("commands", commands=commands()),
        "config.md": _filled("config", sections=entries.sections()),
        "mapping-names.md": _filled("mapping-names", paths=mappings.paths(), never=mappings.never(),
                                    filters=mappings.filters()),
        "mappings/index.md": _filled("mappings", mappings=mappings.shipped()),
        "codes/index.md": _filled("codes", tables=mappings.codes()),
        "profiles/index.md": _filled("profiles", profiles=shapes.described()),
        "findings/index.md": _filled("findings", families=findings.FAMILIES, coded=findings.coded()),
        "exit-codes/index.md": _filled("exit-codes", exits=EXITS),
        "errors/index.md": _filled("errors", rooms=errors, titles=_titles()),
        "checks.md": _filled("checks", areas=AREAS, checks=[*CHECKS.values()]),
        "formats.md": _filled("formats", formats=formats.FORMATS),
        "dependencies.md": _filled("dependencies", packages=packages()),
    }  # fmt: skip
    made |= {f"mappings/{one.name}.md": _filled("mapping", mapping=one) for one in mappings.shipped()}
    made |= {f"codes/{one.name}.md": _filled("code-table", table=one) for one in mappings.codes()}
    made |= {f"profiles/{one.profile.name}.md": _filled("profile", described=one) for one in shapes.described()}
    made |= {f"findings/{one.text.code}.md": _filled("finding", one=one) for one in findings.coded()}
    made |= {
        f"exit-codes/{int(code)}.md": _filled(
            "exit-code", text=text, kinds=faults.kinds_of(code), families=_ending(code)
        )
        for code, text in EXITS.items()
    }
    made |= {f"errors/{room}.md": _filled("error-room", title=_titles()[room], raised=those, codes=EXITS)
             for room, those in errors.items()}  # fmt: skip
    return {f"{FOLDER}/{name}": text for name, text in made.items()}


def write(folder: Path) -> None:
    """Write the pages into the folder of the sources: those that differ, and none is left that is no more made.

    :param folder: the folder ``docs``, or a copy of it.
    """
    made = pages()
    for name, text in made.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    kept = {folder / name for name in made} | {folder / FOLDER / name for name in OWN}
    for path in (folder / FOLDER).rglob("*.md"):
        if path not in kept:
            path.unlink()


def _ending(code: Exit) -> list[findings.Family]:
    return [family for family in findings.FAMILIES if code in family.ends]


def _by_room() -> dict[str, list[faults.Raised]]:
    rooms: dict[str, list[faults.Raised]] = defaultdict(list)
    for raised in faults.harvested():
        if raised.told:
            rooms[raised.room].append(raised)
    return dict(sorted(rooms.items()))


@cache
def _titles() -> dict[str, str]:
    """Return what each room is about: the first sentence of its own description."""
    root = Path(img2fair.__file__).parent
    places = {
        **{path.stem: path for path in root.glob("*.py")},
        **{path.parent.name: path for path in root.glob("*/__init__.py")},
    }
    told = {
        name: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or name for name, path in places.items()
    }
    return {name: " ".join(re.split(r"[.:;](?:\s|$)", text, maxsplit=1)[0].split()) for name, text in told.items()}


def _plain(text: object) -> str:
    """Return text as Markdown that shows it as it is, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(str(text).split()))


def _code(text: object) -> str:
    """Return text as code on one line; in a table too."""
    told = " ".join(str(text).split())
    if not told:
        return ""
    fence = "`" * (max((len(run) for run in re.findall("`+", told)), default=0) + 1)
    pad = " " if told.startswith("`") or told.endswith("`") else ""
    return f"{fence}{pad}{told}{pad}{fence}".replace("|", r"\|")


def _filled(template: str, **names: object) -> str:
    return _templates().get_template(f"{template}.md.j2").render(**names)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - it makes Markdown; the filters below escape
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"plain": _plain, "code": _code}
    return made
