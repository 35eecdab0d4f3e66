"""The table that says which series are of which project: a CSV file (RFC 4180, UTF-8) with a header.

Columns: ``value`` (what the attribute says) and ``project`` (its id); optional, once per project or alike in all its
rows: ``visibility``, ``name``, ``description``, ``keywords``, ``pi``.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from img2fair.archives.dicom.project_id import safe_id
from img2fair.errors import UsageFault
from img2fair.model import Visibility

DESCRIBING = ("name", "description", "keywords", "pi")
_COLUMNS = frozenset({"value", "project", "visibility", *DESCRIBING})


@dataclass(slots=True)
class TableRow:
    """What the table says of one project; all values of a project share one."""

    project: str
    visibility: Visibility | None = None
    said: dict[str, str] = field(default_factory=dict)


def read_table(path: Path) -> Mapping[str, TableRow]:
    """Return the project of each value.

    :raises UsageFault: the file cannot be read, a column is missing or unknown, a value is given to two projects, an id
        is no project id, or rows contradict each other; with file:line. Never quotes a value: it may be a patient's.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _rows(csv.DictReader(file, restkey="", strict=True), path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not CSV in UTF-8"
        cure = "name a CSV file in UTF-8, beside the config: grouping: table"
        raise UsageFault(f"cannot read the table of projects: {why}", where=str(path), cure=cure) from None


def _rows(reader: "csv.DictReader[str]", path: Path) -> Mapping[str, TableRow]:
    columns = set(reader.fieldnames or ())
    for name in ("value", "project"):
        if name not in columns:
            raise UsageFault(
                f"the table of projects lacks the column '{name}'",
                where=f"{path}:1",
                cure="give the table a first line with the names of its columns; docs/archives.md has them",
            )
    if columns - _COLUMNS:
        names = ", ".join(sorted(_COLUMNS))
        raise UsageFault(
            "the table of projects has a column of another name", where=f"{path}:1", cure=f"these: {names}"
        )
    projects: dict[str, TableRow] = {}
    values: dict[str, TableRow] = {}
    for row in reader:
        problem = _take(row, projects, values)
        if problem:
            raise UsageFault(problem, where=f"{path}:{reader.line_num}", cure="mend the row, then run again")
    return values


def _take(row: Mapping[str, str | None], projects: dict[str, TableRow], values: dict[str, TableRow]) -> str:
    """Take one row in; return what is wrong with it, the empty text for nothing."""
    if "" in row or any(cell is None for cell in row.values()):
        return "the row has more or fewer cells than the header"
    said = {name: (cell or "").strip() for name, cell in row.items()}
    value, id_ = said["value"], said["project"]
    if not value or safe_id(id_) != id_:
        return "a row needs a value, and a project id of letters, digits, dot, underscore and hyphen"
    project = projects.setdefault(id_, TableRow(id_))
    if values.setdefault(value, project) is not project:
        return "the value of this row is given to another project above"
    return _describe(project, said)


def _describe(project: TableRow, said: Mapping[str, str]) -> str:
    visibility = said.get("visibility", "").lower()
    if visibility:
        if visibility not in list(Visibility):
            return f"visibility is one of {', '.join(Visibility)}"
        if project.visibility not in (None, Visibility(visibility)):
            return f"project {project.project} has another visibility above"
        project.visibility = Visibility(visibility)
    for name in DESCRIBING:
        text = said.get(name, "")
        if text and project.said.setdefault(name, text) != text:
            return f"project {project.project} has another {name} above"
    return ""
