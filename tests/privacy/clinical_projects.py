"""Projects with clinical values, made by hand: what a harvest with ``--clinical`` brings."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from img2fair.model import (
    Assessment,
    Form,
    Held,
    ImagingSession,
    ImagingSubject,
    Project,
    Table,
    Variable,
    Visibility,
)
from img2fair.privacy.gazetteer import Gazetteer
from img2fair.privacy.guard import Guard

PROJECT = "BRAIN1"


def variables(values: Mapping[str, object]) -> tuple[Variable, ...]:
    return tuple(Variable(Held(name), Held(str(value))) for name, value in values.items())


def form(title: str, answers: Mapping[str, Any], uuid: str = "f0000001-aa") -> Form:
    return Form(uuid, Held(title), Held(dict(answers)))


def assessment(type_: str, id_: str, day: int | None, values: Mapping[str, Any]) -> Assessment:
    return Assessment(
        Held(type_), Held(id_), Held(f"label {id_}"), None if day is None else Held(day), Held(dict(values))
    )


def subject(number: int, **fields: Any) -> ImagingSubject:
    """Return a subject whose variables, demographics and so on are given plainly."""
    named: dict[str, Any] = {
        name: variables(fields.pop(name)) for name in ("variables", "demographics") if name in fields
    }
    held: dict[str, Any] = {name: Held(fields.pop(name)) for name in ("sex", "age", "group") if name in fields}
    return ImagingSubject(Held(f"XNAT_S{number:05}"), Held(label_of(number)), **held, **named, **fields)


def label_of(number: int) -> str:
    return f"ZWARTEVEEN-{number:04}"


def session(of: int, number: int, day: str | None, **fields: Any) -> ImagingSession:
    named: dict[str, Any] = {"variables": variables(fields.pop("variables"))} if "variables" in fields else {}
    held: dict[str, Any] = {name: Held(fields.pop(name)) for name in ("visit", "site", "age") if name in fields}
    return ImagingSession(
        id=Held(f"XNAT_E{of:05}{number}"),
        label=Held(f"{label_of(of)}_MR{number}"),
        subject=Held(f"XNAT_S{of:05}"),
        date=None if day is None else Held(dt.date.fromisoformat(day)),
        **held,
        **named,
        **fields,
    )


def table(name: str, text: str, owner: str = PROJECT) -> Table:
    return Table(Held(owner), Held("clinical"), Held(name), Held(text))


def json_table(name: str, content: object, owner: str = PROJECT) -> Table:
    return table(name, json.dumps(content), owner)


def project(
    subjects: Sequence[ImagingSubject], sessions: Sequence[ImagingSession] = (), tables: Sequence[Table] = ()
) -> Project:
    return Project(PROJECT, Visibility.PUBLIC, subjects=tuple(subjects), sessions=tuple(sessions), tables=tuple(tables))


def guard_of(made: Project) -> Guard:
    return Guard(Gazetteer(made), made.id)


def cohort(number: int = 12, **columns: Sequence[object]) -> Project:
    """Return subjects with variables by column; a column that is shorter is empty for the others."""
    subjects = [
        subject(place, variables={name: said[place] for name, said in columns.items() if place < len(said)})
        for place in range(number)
    ]
    return project(subjects)
