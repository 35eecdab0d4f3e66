"""What the columns of a table mean.

``id`` is the project's id; without such a column it is the first one, unless that means something else. ``name`` (or
``title``), ``description``, ``keywords``, ``secondary_id`` and the ``pi_`` columns are fields of the project, as an
archive has them. ``visibility`` (or ``access``) says who may see it. Every other column is an answer of a form, under
the column's name: the mappings read it as ``form.<column>``. Dots make groups (``contact_point.email``). A name that
ends in ``[]`` (``theme[]``) holds several answers in one cell, with ``|`` between them; no other cell is split.

The columns of img2catalog's tables (XDS) are taken for what they fill there; ``instituteName`` makes the creator, and
the publisher is the config's. Such a table needs two columns more: ``id``, and ``name`` for the title, which
img2catalog makes up.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from img2fair.archives.table.rows import Mistakes

ID = "id"
VISIBILITY = "visibility"
FIELDS = frozenset(("name", "description", "keywords", "secondary_id"))
"""Columns that are fields of ``model.Project``."""
PERSON = "pi_"
PERSON_FIELDS = frozenset(("title", "firstname", "lastname", "institution", "department", "email", "orcid"))
"""Columns, after ``pi_``, that are fields of ``model.Person``."""
MANY = "[]"
BETWEEN = "|"

_SAME = {
    "title": "name",
    "access": VISIBILITY,
    "instituteName": "pi_institution",
    "maxTypicalAge": "maximum_typical_age",
    "minTypicalAge": "minimum_typical_age",
    "numberOfRecords": "number_of_records",
    "numberOfUniqueIndividuals": "number_of_unique_individuals",
    "temporalCoverage": "temporal",
}
"""Other names of columns, those in camel case from img2catalog."""
PERIOD = "temporalCoverage"
_PERIOD = re.compile(r"(\d{2})-(\d{2})-(\d{4})\s+to\s+(\d{2})-(\d{2})-(\d{4})", re.ASCII)
"""Two days as img2catalog writes them: ``01-01-2024 to 31-12-2024``."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by what they mean.

    :param meaning: column → field of the project, or path of an answer.
    """

    id: str
    meaning: Mapping[str, str]

    def field(self, cells: Mapping[str, str], name: str) -> str:
        """Return the cell of a field of the project; empty where it is blank or there is none."""
        return next((cell for column, cell in cells.items() if self.meaning.get(column) == name), "")

    def person(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is said of the principal investigator, by field of ``model.Person``."""
        return {name: cell for name in sorted(PERSON_FIELDS) if (cell := self.field(cells, PERSON + name))}

    def answers(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """Return the answers of the form, nested, in the order of the columns; blank cells are no answers.

        :raises ValueError: a period is not written as img2catalog does.
        """
        found: dict[str, Any] = {}
        for column, cell in cells.items():
            path = self.meaning.get(column, "")
            if path and not is_field(path):
                answer = _answer(column, cell)
                if answer:
                    _put(found, path.split("."), answer)
        return found


def understand(names: Sequence[str], mistakes: Mistakes) -> Columns:
    """Return what the columns mean.

    :param mistakes: those that the rows have so far.
    :raises UsageFault: columns contradict each other, or none is the id; tells of the rows, too.
    """
    before = len(mistakes.found)
    id_ = _id_column(names)
    if not id_:
        mistakes.add(1, f"the table has no column '{ID}'; give each row an id that it keeps for ever")
    meaning = {name: _SAME.get(name, name.removesuffix(MANY)) for name in names if name != id_}
    paths = sorted(meaning.values())
    for path in dict.fromkeys(paths):
        if paths.count(path) > 1:
            mistakes.add(1, f"several columns mean '{path}'")
        if any(other.startswith(f"{path}.") for other in paths):
            mistakes.add(1, f"'{path}' is a column and a group of columns")
        if "" in path.split("."):
            mistakes.add(1, "a column's name begins or ends with a dot, or has two in a row")
    if len(mistakes.found) > before:
        mistakes.refuse()
    return Columns(id_, meaning)


def is_field(path: str) -> bool:
    """Tell whether a column is a field of the project and no answer of the form."""
    return path in FIELDS or path == VISIBILITY or (path.startswith(PERSON) and path[len(PERSON) :] in PERSON_FIELDS)


def _id_column(names: Sequence[str]) -> str:
    """Return the name of the column with the id, the empty text where there is none."""
    named = next((name for name in names if name.casefold() == ID), "")
    return named or next((name for name in names[:1] if name not in _SAME and not is_field(name)), "")


def _answer(column: str, cell: str) -> Any:
    if column.endswith(MANY):
        return [part.strip() for part in cell.split(BETWEEN) if part.strip()]
    return _period(cell) if column == PERIOD else cell


def _period(cell: str) -> dict[str, str]:
    match = _PERIOD.fullmatch(cell)
    if match is None:
        raise ValueError("a period is written DD-MM-YYYY to DD-MM-YYYY")
    parts = [int(part) for part in match.groups()]
    start, end = dt.date(parts[2], parts[1], parts[0]), dt.date(parts[5], parts[4], parts[3])
    return {"start_date": start.isoformat(), "end_date": end.isoformat()}


def _put(answers: dict[str, Any], path: Sequence[str], answer: Any) -> None:
    *groups, last = path
    for group in groups:
        answers = answers.setdefault(group, {})
    answers[last] = answer
