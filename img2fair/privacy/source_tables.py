"""The rows of CSV and JSON files that stand with a project: as columns and values, and whom each row is of.

For the privacy room alone. A row that names nobody who is known, or two who differ, is nobody's.
"""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from img2fair.clinical.dateless import dated
from img2fair.clinical.decisions import TableKeys
from img2fair.model import Project, Table
from img2fair.model.held import unseal
from img2fair.privacy.day_first import day_first

_DAYS = re.compile(r"[+-]?[0-9]{1,6}")


class Named:
    """Who is meant by a label or id; of a label that two have, nobody."""

    def __init__(self, project: Project) -> None:
        self._subjects = _by_name((s.label, s.id, unseal(s.id)) for s in project.subjects)
        self._sessions = _by_name((s.label, s.id, unseal(s.id)) for s in project.sessions)
        self._of = {unseal(session.id): unseal(session.subject) for session in project.sessions}
        self._own = {unseal(subject.id) for subject in project.subjects}

    def subject(self, value: object) -> str | None:
        """Return the id of the subject that a label or id means."""
        return self._subjects.get(_text(value))

    def session(self, value: object) -> str | None:
        """Return the id of the session that a label or id means."""
        return self._sessions.get(_text(value))

    def owner(self, table: Table, row: Mapping[str, Any], keys: TableKeys) -> tuple[str | None, str | None]:
        """Return the ids of the subject and session that a row is of; ``None`` where it names nobody who is known.

        What the file stands with, the session and the subject that the row names must be of one subject.

        :param row: by names of columns as ``keys`` has them.
        """
        own = unseal(table.owner)
        session = own if own in self._of else None
        if keys.session and _text(row.get(keys.session)):
            named = self.session(row[keys.session])
            if session not in (None, named):
                return None, None
            session = named
        meant: set[str | None] = set()
        if own in self._own:
            meant.add(own)
        if session is not None:
            meant.add(self._of[session])
        if keys.subject and _text(row.get(keys.subject)):
            meant.add(self.subject(row[keys.subject]))
        return (next(iter(meant)), session) if len(meant) == 1 else (None, None)


def _by_name(people: Iterable[tuple[Any, Any, str]]) -> dict[str, str]:
    found: dict[str, str | None] = {}
    for label, id_, raw in people:
        for name in {unseal(label).strip(), unseal(id_).strip()}:
            found[name] = raw if found.get(name, raw) == raw else None
    return {name: raw for name, raw in found.items() if raw is not None}


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def rows_of(table: Table) -> list[dict[str, Any]]:
    """Return the rows of a CSV or JSON file by column; none where it is neither a table nor an object.

    JSON is one object (one row), a list of objects, or an object of objects (the outer key stands as ``id``).
    """
    name, text = unseal(table.name).lower(), unseal(table.text).removeprefix("\ufeff")
    return _from_json(text) if name.endswith(".json") else _from_csv(text)


def _from_csv(text: str) -> list[dict[str, Any]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [{str(name).strip(): value for name, value in row.items() if name and value} for row in rows]
    except csv.Error:
        return []


def _from_json(text: str) -> list[dict[str, Any]]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if isinstance(said, list):
        return [one for one in said if isinstance(one, dict)]
    if isinstance(said, dict) and said and all(isinstance(one, dict) for one in said.values()):
        return [{"id": key, **one} for key, one in said.items()]
    return [said] if isinstance(said, dict) else []


def day_of(value: object, base: dt.date | None) -> int | None:
    """Return the day of a row: a date, or whole days from the first imaging session."""
    text = _text(value)
    found = dated(text)
    if found is not None:
        return None if base is None else (found - base).days
    return int(text) if _DAYS.fullmatch(text) else None


def day_first_of(value: object, base: dt.date | None) -> int | None:
    """Return the day of a row in a column whose dates have the day first."""
    found = day_first(value)
    return None if found is None or base is None else (found - base).days
