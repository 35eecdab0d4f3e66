"""Every value that a snapshot holds of the people of a project, by source path: what a harmonisation decides on.

A path is made of words of ours and of names that the archive's administrators and users gave to variables, forms and
columns. Such a name is shown where it tells of nobody, by the guard that looks at all text; else it stands as ``~`` and
eight digits of its hash. Dates in files become days here, as the harvest does with all others, and birth dates go; so
do dates that people typed with the day first (day_first.py).
"""

import datetime as dt
import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from img2fair.clinical.dateless import DAY, of_birth, without_dates
from img2fair.clinical.decisions import ANY, TableKeys
from img2fair.model import Assessment, Form, ImagingSession, ImagingSubject, Project, Variable
from img2fair.model.held import unseal
from img2fair.privacy.day_first import could_be, day_first, written_day_first
from img2fair.privacy.guard import Guard
from img2fair.privacy.policy import Screen
from img2fair.privacy.source_tables import Named, day_first_of, day_of, rows_of

NAME = "a source field's name"
"""The field that a guard is told when it looks at a name."""

HIDDEN = "~"
"""Begins what stands for a name that is not shown."""
_LONGEST_NAME = 120
_OF_SOMEBODY = re.compile(
    r"\^|^[^\W\d_][\w'’-]+,\s*[^\W\d_]|\b(?:dr|drs|mr|mrs|ms|prof|mevr|dhr|herr|frau|mme)\b\.?\s+[^\W\d_]",
    re.IGNORECASE,
)
"""``Jansen^Piet``, ``Jansen, Piet``, ``dr. Jansen``: no name of a variable is written so."""

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
        self._paths: dict[str, str] = {}
        self._forms = self._named_forms()
        self.sessions: dict[str, list[ImagingSession]] = defaultdict(list)
        for session in project.sessions:
            self.sessions[unseal(session.subject)].append(session)
        self.bases = {
            id_: min(days)
            for id_, sessions in self.sessions.items()
            if (days := [unseal(session.date) for session in sessions if session.date is not None])
        }
        self._rows = self._of_tables({keys.file: keys for keys in tables}) if tables else {}
        self._day_first = self._written_day_first()

    def of_subject(self, subject: ImagingSubject) -> list[Saying]:
        """Return all that is said of a subject and its sessions, but of sex and age."""
        said = self._said(subject)
        if not self._day_first:
            return said
        base = self.bases.get(unseal(subject.id))
        days = (self._as_day(one, base) if one.path in self._day_first else one for one in said)
        return [one for one in days if one is not None]

    def _said(self, subject: ImagingSubject) -> list[Saying]:
        """Return all that is said, dates that people typed as they typed them."""
        id_ = unseal(subject.id)
        base = self.bases.get(id_)
        found = [*self._own(subject)]
        for session in self.sessions.get(id_, ()):
            found += self._of_session(session, base)
        return found + self._rows.get(id_, [])

    def _written_day_first(self) -> frozenset[str]:
        """Return the paths of dates with the day first; most projects have none, which is soon seen."""
        values: dict[str, set[Value]] = defaultdict(set)
        for subject in self._project.subjects:
            for one in self._said(subject) if self._may_hold_dates(subject) else ():
                if could_be(one.value):
                    values[one.path].add(one.value)
        if not values:
            return frozenset()
        for subject in self._project.subjects:
            for one in self._said(subject):
                if one.path in values:
                    values[one.path].add(one.value)
        return frozenset(path for path, found in values.items() if written_day_first(found))

    def _may_hold_dates(self, subject: ImagingSubject) -> bool:
        id_ = unseal(subject.id)
        people = (subject, *self.sessions.get(id_, ()))
        rows = self._rows.get(id_, ())
        if any(one.forms or one.assessments for one in people) or any(could_be(row.value) for row in rows):
            return True
        return any(could_be(unseal(one.value)) for who in people for one in who.variables)

    @staticmethod
    def _as_day(one: Saying, base: dt.date | None) -> Saying | None:
        """Return a date as days from the first imaging session; a birth date, and what has no such day, is not told."""
        found = day_first(one.value)
        if found is None or base is None or of_birth(one.path):
            return None
        return replace(one, path=f"{one.path}{DAY}", value=(found - base).days)

    def shown(self, name: str) -> str:
        """Return a name as it stands in a path; names of people, labels, dates and what is unreadable are hidden."""
        if name not in self._names:
            plain = name.strip()
            hashed = hashlib.sha256(f"{self._project.id}\0{plain}".encode("utf-8", "surrogatepass")).hexdigest()
            self._names[name] = plain if self._tells_nobody(plain) else f"{HIDDEN}{hashed[:8]}"
        return self._names[name]

    def _tells_nobody(self, name: str) -> bool:
        """Tell whether a name may be shown, and can be told from a hidden name and from a pattern of names."""
        written = 0 < len(name) <= _LONGEST_NAME and name.isprintable() and not name.startswith(HIDDEN)
        if not written or ANY in name or _OF_SOMEBODY.search(name):
            return False
        return self._guard.lets_out(name, NAME, "", Screen.PROSE)

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
            place = f"{of}.forms.{self._forms[form.uuid, self._title(form)]}"
            for path, value in _flat(unseal(form.answers)):
                yield Saying(f"{place}.{self._path(path)}", value, session, form.uuid, day)

    def _assessed(self, of: str, assessments: Iterable[Assessment], session: str | None) -> Iterator[Saying]:
        for one in assessments:
            place = f"{of}.assessments.{self.shown(unseal(one.type))}"
            day = None if one.day is None else unseal(one.day)
            for path, value in _flat(unseal(one.values)):
                yield Saying(f"{place}.{self._path(path)}", value, session, unseal(one.id), day)

    def _named_forms(self) -> dict[tuple[str, str], str]:
        """Return what each form is called in a path: its title in lower case, forms of one title told apart."""
        people: Iterable[ImagingSubject | ImagingSession] = (*self._project.subjects, *self._project.sessions)
        forms = {(form.uuid, self._title(form)) for one in people for form in one.forms}
        plain = {key: self._slug(*key) for key in forms}
        alike: dict[str, set[str]] = defaultdict(set)
        for (uuid, _), name in plain.items():
            alike[name].add(uuid)
        return {key: f"{name}_{key[0][:8]}" if len(alike[name]) > 1 else name for key, name in plain.items()}

    @staticmethod
    def _title(form: Form) -> str:
        return unseal(form.title) if form.title is not None else form.uuid

    def _slug(self, uuid: str, title: str) -> str:
        shown = self.shown(title)
        return shown if shown.startswith(HIDDEN) else re.sub(r"\W+", "_", shown.lower()).strip("_") or uuid

    def _path(self, name: str) -> str:
        """Return a name whose parts are each shown or not; a day stays marked as one."""
        if name not in self._paths:
            self._paths[name] = "/".join(self.shown(part) for part in name.split("/"))
        return self._paths[name]

    def _of_tables(self, keys: Mapping[str, TableKeys]) -> dict[str, list[Saying]]:
        """Return what the rows of files say, by the raw id of the subject."""
        found: dict[str, list[Saying]] = defaultdict(list)
        named = Named(self._project)
        for number, table in enumerate(self._project.tables):
            file = self.shown(unseal(table.name))
            said = keys.get(file)
            if said is None:
                continue
            rows = rows_of(table)
            days = [value for row in rows for name, value in row.items() if said.day and self.shown(name) == said.day]
            read = day_first_of if written_day_first(days) else day_of
            for line, row in enumerate(rows):
                columns = {self.shown(name): value for name, value in row.items()}
                subject, session = named.owner(table, columns, said)
                if subject is not None:
                    base = self.bases.get(subject)
                    day = read(columns.get(said.day), base) if said.day else None
                    of = Saying(f"tables.{file}", "", session, f"{file}/{number}/{line}", day)
                    found[subject] += self._of_row(columns, said, base, of)
        return found

    def _of_row(self, row: Mapping[str, Any], keys: TableKeys, base: dt.date | None, of: Saying) -> Iterator[Saying]:
        told = {name: value for name, value in row.items() if name not in (keys.subject, keys.session, keys.day)}
        for path, one in _flat(without_dates(told, base)):
            yield replace(of, path=f"{of.path}.{self._path(path)}", value=one)


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
    elif isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        yield path, value
