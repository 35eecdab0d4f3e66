"""Every value that a snapshot holds of the people of a project, by source path: what a harmonisation decides on.

A path is made of words of ours and of names that the archive's administrators and users gave to variables, forms and
columns. Such a name is shown where it tells of nobody, by the guard that looks at all text; else it stands as ``~`` and
eight digits of its hash. Dates in files become days here, as the harvest does with all others, and birth dates go.
"""

import csv
import datetime as dt
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from img2fair.clinical.dateless import dated, without_dates
from img2fair.clinical.decisions import TableKeys
from img2fair.model import Assessment, Form, ImagingSession, ImagingSubject, Project, Table, Variable
from img2fair.model.held import unseal
from img2fair.privacy.guard import Guard
from img2fair.privacy.policy import Screen

NAME = "a source field's name"
"""The field that a guard is told when it looks at a name."""

Value = str | int | float | bool


@dataclass(frozen=True, slots=True, repr=False)
class Saying:
    """One value of one source field, of one subject.

    :param path: the source path, which is plain; the value is not, and this type never leaves the privacy room.
    :param session: the raw id of the session it is of; ``None`` for a subject's own.
    :param occasion: ties together what one assessor, form or row of a file says; empty for what has no occasion.
    :param day: days since the subject's first dated session; ``None``: it is of no day.
    """

    path: str
    value: Value
    session: str | None = None
    occasion: str = ""
    day: int | None = None


class Sources:
    """The source fields of one project.

    :param guard: looks at the names of variables, forms and columns.
    :param tables: how rows of files find their people; a file that is not named here says nothing.
    """

    def __init__(self, project: Project, guard: Guard, tables: Sequence[TableKeys] = ()) -> None:
        self._project = project
        self._guard = guard
        self._names: dict[str, str] = {}
        self._forms: dict[tuple[str, str], str] = {}
        self.sessions: dict[str, list[ImagingSession]] = defaultdict(list)
        for session in project.sessions:
            self.sessions[unseal(session.subject)].append(session)
        self.bases = {
            id_: min(days)
            for id_, sessions in self.sessions.items()
            if (days := [unseal(session.date) for session in sessions if session.date is not None])
        }
        self._rows = self._of_tables({keys.file: keys for keys in tables}) if tables else {}

    def of_subject(self, subject: ImagingSubject) -> list[Saying]:
        """Return all that is said of a subject and its sessions, but of sex and age."""
        id_ = unseal(subject.id)
        base = self.bases.get(id_)
        found = [*self._own(subject)]
        for session in self.sessions.get(id_, ()):
            found += self._of_session(session, base)
        return found + self._rows.get(id_, [])

    def shown(self, name: str) -> str:
        """Return a name as it stands in a path."""
        if name not in self._names:
            plain = name.strip()
            told = bool(plain) and plain.isprintable() and self._guard.lets_out(plain, NAME, "", Screen.PROSE)
            hashed = hashlib.sha256(f"{self._project.id}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()
            self._names[name] = plain if told else f"~{hashed[:8]}"
        return self._names[name]

    def _own(self, subject: ImagingSubject) -> Iterator[Saying]:
        if subject.group is not None:
            yield Saying("subjects.group", unseal(subject.group))
        yield from self._variables("subjects.demographics", subject.demographics)
        yield from self._variables("subjects.variables", subject.variables)
        yield from self._answers("subjects", subject.forms, None, None)
        yield from self._assessed("subjects", subject.assessments, None)

    def _of_session(self, session: ImagingSession, base: dt.date | None) -> Iterator[Saying]:
        id_ = unseal(session.id)
        day = (unseal(session.date) - base).days if session.date is not None and base is not None else None
        for name, held in (("visit", session.visit), ("site", session.site)):
            if held is not None:
                yield Saying(f"sessions.{name}", unseal(held), id_, "", day)
        yield from self._variables("sessions.variables", session.variables, id_, day)
        yield from self._answers("sessions", session.forms, id_, day)
        yield from self._assessed("sessions", session.assessments, id_)

    def _variables(
        self, of: str, variables: Iterable[Variable], session: str | None = None, day: int | None = None
    ) -> Iterator[Saying]:
        for one in variables:
            name, value = unseal(one.name), unseal(one.value)
            yield Saying(f"{of}.{self._path(name)}", value, session, "", day)

    def _answers(self, of: str, forms: Iterable[Form], session: str | None, day: int | None) -> Iterator[Saying]:
        for form in forms:
            title = unseal(form.title) if form.title is not None else form.uuid
            place = f"{of}.forms.{self._form(form.uuid, title)}"
            for path, value in _flat(unseal(form.answers)):
                yield Saying(f"{place}.{self._path(path)}", value, session, form.uuid, day)

    def _assessed(self, of: str, assessments: Iterable[Assessment], session: str | None) -> Iterator[Saying]:
        for one in assessments:
            place = f"{of}.assessments.{self.shown(unseal(one.type))}"
            day = None if one.day is None else unseal(one.day)
            for path, value in _flat(unseal(one.values)):
                yield Saying(f"{place}.{self._path(path)}", value, session, unseal(one.id), day)

    def _form(self, uuid: str, title: str) -> str:
        """Return what a form is called in a path: its title in lower case, two forms of one title told apart."""
        key = (uuid, title)
        if key not in self._forms:
            plain = re.sub(r"\W+", "_", self.shown(title).lower()).strip("_") or uuid
            taken = any(other == plain for (known, _), other in self._forms.items() if known != uuid)
            self._forms[key] = f"{plain}_{uuid[:8]}" if taken else plain
        return self._forms[key]

    def _path(self, name: str) -> str:
        """Return a name whose parts are each shown or not; a day stays marked as one."""
        return "/".join(self.shown(part) for part in name.split("/"))

    def _of_tables(self, keys: Mapping[str, TableKeys]) -> dict[str, list[Saying]]:
        """Return what the rows of files say, by the raw id of the subject."""
        found: dict[str, list[Saying]] = defaultdict(list)
        known = _Known(self._project)
        for table in self._project.tables:
            said = keys.get(unseal(table.name))
            if said is None:
                continue
            place = f"tables.{self.shown(said.file)}"
            for number, row in enumerate(rows_of(table)):
                subject, session = known.owner(table, row, said)
                if subject is not None:
                    found[subject] += self._of_row(place, row, said, subject, session, f"{place}/{number}")
        return found

    def _of_row(
        self, place: str, row: Mapping[str, Any], keys: TableKeys, subject: str, session: str | None, occasion: str
    ) -> Iterator[Saying]:
        base = self.bases.get(subject)
        day = _day(row.get(keys.day), base) if keys.day else None
        for name, value in without_dates(row, base).items():
            if name.removesuffix("/day") not in (keys.subject, keys.session, keys.day):
                for path, one in _flat({name: value}):
                    yield Saying(f"{place}.{self._path(path)}", one, session, occasion, day)


class _Known:
    """Who is meant by a label or id."""

    def __init__(self, project: Project) -> None:
        self._subjects: dict[str, str] = {}
        self._sessions: dict[str, tuple[str, str]] = {}
        for subject in project.subjects:
            for name in (subject.label, subject.id):
                self._subjects[unseal(name)] = unseal(subject.id)
        for session in project.sessions:
            for name in (session.label, session.id):
                self._sessions[unseal(name)] = (unseal(session.subject), unseal(session.id))

    def owner(self, table: Table, row: Mapping[str, Any], keys: TableKeys) -> tuple[str | None, str | None]:
        """Return the ids of the subject and session that a row is of; ``None`` where it names nobody who is known."""
        own = unseal(table.owner)
        subject, session = self._subjects.get(own), None
        if own in self._sessions:
            subject, session = self._sessions[own]
        if keys.session and (named := str(row.get(keys.session, "")).strip()) in self._sessions:
            subject, session = self._sessions[named]
        if keys.subject and (named := str(row.get(keys.subject, "")).strip()):
            of = self._subjects.get(named)
            return (of, session) if subject in (None, of) else (None, None)
        return subject, session


def rows_of(table: Table) -> list[dict[str, Any]]:
    """Return the rows of a CSV or JSON file by column; none where it is neither a table nor an object.

    JSON is one object (one row), a list of objects, or an object of objects (the outer key stands as ``id``).
    """
    name, text = unseal(table.name).lower(), unseal(table.text)
    return _from_json(text) if name.endswith(".json") else _from_csv(text)


def _from_csv(text: str) -> list[dict[str, Any]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
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


def _day(value: object, base: dt.date | None) -> int | None:
    """Return the day of a row: a date, or whole days from the first imaging session."""
    text = str(value if value is not None else "").strip()
    found = dated(text)
    if found is not None:
        return None if base is None else (found - base).days
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else None


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Value]]:
    """Yield path and value of all that is not empty; the members of a list stand under one path."""
    for name, value in values.items():
        yield from _flat_one(f"{prefix}{name}", value)


def _flat_one(path: str, value: object) -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict):
        yield from _flat(value, f"{path}/")
    elif isinstance(value, (list, tuple)):
        for member in value:
            yield from _flat_one(path, member)
    elif isinstance(value, str):
        if value.strip():
            yield path, value.strip()
    elif isinstance(value, (bool, int, float)):
        yield path, value
