"""Resources: definitions, and links of samples, patients and the study.

Source: ``ResourceDefinitionValidator``, ``ResourceValidator`` and its three kinds; ``ImportResourceDefinition`` and
``ImportResourceData``.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.kinds import Kind
from img2fair.cbioportal.lint.people import PATIENT, SAMPLE, TAKEN, People
from img2fair.cbioportal.lint.table import MISSING, Table, missing

_ID, _TYPE, _NAME, _URL = "RESOURCE_ID", "RESOURCE_TYPE", "DISPLAY_NAME", "URL"
_COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    Kind.OF_SAMPLES: (SAMPLE, PATIENT, _ID, _URL),
    Kind.OF_PATIENTS: (PATIENT, _ID, _URL),
    Kind.OF_STUDY: (_ID, _URL),
}
_WIDTHS = {_ID: 255, _NAME: 255, "DESCRIPTION": 2048, _URL: 255}
"""Of ``resource_definition`` and ``resource_patient`` (cgds.sql)."""
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(slots=True)
class Resources:
    """The resources of a study: id → where it is defined and for which kinds; and those that links name."""

    path: str = ""
    defined: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    linked: set[tuple[str, str]] = field(default_factory=set)

    def tell_empty(self, found: Found) -> None:
        """Tell of resources that no link is of: their tabs are empty."""
        for id_, kinds in self.defined.items():
            if not any((id_, kind) in self.linked for kind in kinds):
                found.tell("no links", self.path, self.lines[id_])


def lint_definitions(table: Table, resources: Resources, found: Found) -> None:
    """Check the definitions, and note them."""
    resources.path = table.path
    if missing(table, (_ID, _TYPE, _NAME), found):
        return
    for line, cells in table.rows(found):
        row = {name: cell.strip() for name, cell in zip(table.header, cells, strict=True)}
        for name, problem in _wrong(row):
            slots = {"name": name} if problem == "resource missing" else {}
            found.tell(problem, table.path, line, "" if slots else name, **slots)
        _widths(table, line, row, found)
        if row[_ID] in resources.defined:
            found.tell("definition twice", table.path, line)
        resources.defined.setdefault(row[_ID], []).append(row[_TYPE])
        resources.lines.setdefault(row[_ID], line)


def _wrong(row: Mapping[str, str]) -> list[tuple[str, str]]:
    wrong = [(name, "resource missing") for name in (_ID, _TYPE, _NAME) if row[name].lower() in MISSING]
    if row[_ID] != row[_ID].upper():
        wrong.append((_ID, "resource case"))
    if row[_TYPE] not in ("SAMPLE", "PATIENT", "STUDY") and row[_TYPE].lower() not in MISSING:
        wrong.append((_TYPE, "resource type"))
    if row.get("OPEN_BY_DEFAULT", "true").lower() not in ("true", "false"):
        wrong.append(("OPEN_BY_DEFAULT", "open"))
    if not _WHOLE.fullmatch(row.get("PRIORITY", "1")):
        wrong.append(("PRIORITY", "priority"))
    if not _is_json(row.get("CUSTOM_METADATA", "")):
        wrong.append(("CUSTOM_METADATA", "metadata"))
    return wrong


def _is_json(text: str) -> bool:
    if text.lower() in MISSING:
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def lint_links(table: Table, kind: Kind, resources: Resources, people: People, found: Found) -> None:
    """Check the links of one kind.

    The validator compares links of the study by their address alone (``StudyResourceValidator.checkLine`` takes the
    last column for the id as well), so that two resources with one address stop it.
    """
    if missing(table, _COLUMNS[kind], found):
        return
    owner = {Kind.OF_SAMPLES: SAMPLE, Kind.OF_PATIENTS: PATIENT}.get(kind)
    everybody = people.everybody
    seen: set[tuple[str, ...]] = set()
    for line, cells in table.rows(found):
        row = {name: cell.strip() for name, cell in zip(table.header, cells, strict=True)}
        _named(table, line, row, kind, resources, found)
        _addressed(table, line, row[_URL], found)
        _widths(table, line, row, found)
        if owner is not None:
            _owned(table, line, row, everybody, people.samples, found)
        link = (row[owner], row[_ID], row[_URL]) if owner else (row[_URL],)
        if link in seen:
            found.tell("link twice", table.path, line)
        seen.add(link)


def _named(table: Table, line: int, row: Mapping[str, str], kind: Kind, resources: Resources, found: Found) -> None:
    kinds: Sequence[str] = resources.defined.get(row[_ID], ())
    if kind.value not in kinds:
        found.tell("undefined", table.path, line, _ID)
    elif len(kinds) > 1:
        found.tell("defined twice", table.path, line, _ID)
    resources.linked.add((row[_ID], kind.value))


def _addressed(table: Table, line: int, address: str, found: Found) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or not parts.scheme or re.search(r"\s", address):
        found.tell("url", table.path, line, _URL)
    elif parts.scheme != "https" and host not in _HERE:
        found.tell("https", table.path, line, _URL)


def _owned(
    table: Table,
    line: int,
    row: Mapping[str, str],
    everybody: Collection[str] | None,
    samples: Mapping[str, str] | None,
    found: Found,
) -> None:
    for column in (SAMPLE, PATIENT):
        value = row.get(column)
        if value is not None and value.lower() in ("", "na"):
            found.tell("id missing", table.path, line, column)
        elif value is not None and not TAKEN.fullmatch(value):
            found.tell("id letters", table.path, line, column)
    if everybody is not None and row[PATIENT] not in everybody:
        found.tell("stranger added", table.path, line, PATIENT)
    if SAMPLE in row and samples is not None:
        owner = samples.get(row[SAMPLE])
        if owner is None:
            found.tell("stranger added", table.path, line, SAMPLE)
        elif owner != row[PATIENT]:
            found.tell("other patient", table.path, line, SAMPLE)


def _widths(table: Table, line: int, row: Mapping[str, str], found: Found) -> None:
    for name, most in _WIDTHS.items():
        if len(row.get(name, "")) > most:
            found.tell("cell long", table.path, line, name, most=most)
