"""Source paths as a harmonisation file writes them (clinical/decisions.py)."""

import re

from img2fair.clinical.dateless import DAY, of_birth
from img2fair.clinical.decisions import ANY
from img2fair.mapping.problems import nearest

ROOTS = (
    "subjects.sex",
    "subjects.age",
    "subjects.group",
    "subjects.demographics.",
    "subjects.variables.",
    "subjects.forms.",
    "subjects.assessments.",
    "sessions.visit",
    "sessions.site",
    "sessions.variables.",
    "sessions.forms.",
    "sessions.assessments.",
    "tables.",
)
"""Paths that are whole, and beginnings of the others, which end with a full stop."""


def fault_of_path(path: str, *, pattern: bool = False) -> str:
    """Return what is wrong with a source path; empty where nothing is.

    :param pattern: whether ``*`` may stand in it, for any characters.
    """
    if ANY in path:
        return "" if pattern else f"'{ANY}' may stand in what is dropped, and in 'from' of an assay"
    whole = path in ROOTS and not path.endswith(".")
    if whole or any(root.endswith(".") and path.startswith(root) and len(path) > len(root) for root in ROOTS):
        return ""
    return f"is no source field{nearest(_root(path), [root.rstrip('.') for root in ROOTS])}"


def fault_of_day(path: str) -> str:
    """Return what is wrong with the path of a day; empty where nothing is."""
    if path.endswith(DAY) and of_birth(name_of(path)):
        return "tells when somebody was born"
    return fault_of_path(path) or ("" if path.endswith(DAY) else f"is no day: its path ends with {DAY}")


def place_of(path: str) -> str:
    """Return the part of a path that several fields share: an assessor's type, a form, a file, or all variables."""
    parts = path.split(".")
    if parts[0] == "tables":
        ending = re.search(r"\.(?:csv|json|tsv|txt)(?=\.)", path, re.IGNORECASE)
        return path[: ending.end()] if ending else ".".join(parts[:2])
    deep = len(parts) > 2 and parts[1] in ("forms", "assessments")
    return ".".join(parts[:3] if deep else parts[:2])


def name_of(path: str) -> str:
    """Return what of a path names the field among those of its place."""
    return path.removeprefix(place_of(path)).removeprefix(".") or path.rpartition(".")[2]


def _root(path: str) -> str:
    parts = path.split(".")
    return ".".join(parts[:1] if parts[0] == "tables" else parts[:2])
