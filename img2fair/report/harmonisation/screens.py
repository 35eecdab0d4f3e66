"""Where the values of a source field are filled in: XNAT's screens, or a file of the project, by its path."""

import re

from img2fair.findings import Place
from img2fair.phrases import DUTCH
from img2fair.places import in_language

_OF = {"subjects": ("subject page", "subjectpagina"), "sessions": ("session page", "sessiepagina")}
_SCREENS = {
    "sex": ("Edit", "Gender"),
    "age": ("Edit", "Age, Year of birth, Date of birth"),
    "group": ("Edit", "Group"),
    "visit": ("Edit", "Visit"),
    "site": ("Edit", "Acquisition site"),
}
_COLUMN = re.compile(r"(.+?\.(?:csv|tsv|txt|json))\.(.+)", re.IGNORECASE)


def screen(path: str, language: str) -> Place | None:
    """Return where a source field is filled, in the words of a language; nothing for a path that is none."""
    of, _, rest = path.partition(".")
    if of == "tables":
        found = _COLUMN.fullmatch(rest)
        file, column = found.groups() if found else rest.rpartition(".")[::2]
        return in_language(Place("XNAT", f"project page > Manage Files > {file}", f"column {column}"), language)
    if of not in _OF:
        return None
    page = _OF[of][language == DUTCH]
    kind, _, name = rest.partition(".")
    if kind in _SCREENS:
        way, field = _SCREENS[kind]
        return Place("XNAT", f"{page} > {way}", field)
    return _of_kind(page, kind, name, language)


def _of_kind(page: str, kind: str, name: str, language: str) -> Place | None:
    first, _, rest = name.partition(".")
    places = {
        "demographics": (f"{page} > Edit", name),
        "variables": (f"{page} > Custom Variables", f"field {name}"),
        "forms": (f'{page} > Custom form "{first}"', f"field {rest}"),
        "assessments": (f"{page} > Assessments > {first}", f"field {rest}"),
    }
    if kind not in places:
        return None
    return in_language(Place("XNAT", *places[kind]), language)
