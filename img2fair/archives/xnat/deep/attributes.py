"""Demographics, birth dates and custom variables of the subjects and sessions of a project.

Three lists where the archive has them; who is in none of them (subjects and sessions shared in, or all where a list
failed) is asked for by id. Sources: XNAT's XMLPathShortcuts and XnatAbstractdemographicdata; custom variables come as
pairs of name and value, one row each.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from img2fair.archives.values import day
from img2fair.archives.xnat import columns
from img2fair.archives.xnat.answers import Row, item
from img2fair.archives.xnat.deep.asking import JSON, Asker
from img2fair.archives.xnat.deep.dateless import variable
from img2fair.archives.xnat.deep.items import Item, children, variables
from img2fair.model import Variable

DEMOGRAPHICS = (
    "handedness", "ses", "education", "educationDesc", "race", "ethnicity", "weight", "height", "gestational_age",
    "post_menstrual_age", "birth_weight",
)  # fmt: skip
"""What XNAT's lists of subjects have by a short name, beyond sex and age."""
_BORN = "dob"
_WHOLE = re.compile(r"^(\d+)\.0+$")
"""Lists write a weight of 70 kg as 70.0, items as 70."""

Pairs = Sequence[tuple[object, object]]


@dataclass(frozen=True, slots=True)
class SubjectSaid:
    """What the archive says of a subject; ``None`` where it did not say.

    ``born`` is for ages in days and does not leave this package.
    """

    demographics: Pairs | None = None
    variables: Pairs | None = None
    born: dt.date | None = None


def read_subjects(asker: Asker, ids: Sequence[str]) -> dict[str, SubjectSaid]:
    """Return what the archive says of each subject, by id.

    :raises RemoteFault: a subject could not be read.
    """
    if not ids:
        return {}
    path = asker.of_project("/subjects")
    plain = asker.bulk(path, _asked("ID", _BORN, *DEMOGRAPHICS), (_BORN, *DEMOGRAPHICS)) or {}
    paired = _paired(asker, path, columns.SUBJECT, {})
    left = [id_ for id_ in ids if id_ not in plain or id_ not in paired]
    alone = asker.each("/data/subjects/{}", left, JSON, item).found
    return {id_: _subject(plain.get(id_), paired.get(id_), alone.get(id_)) for id_ in ids}


def read_sessions(asker: Asker, ids: Sequence[str]) -> tuple[dict[str, Pairs | None], Collection[str]]:
    """Return the custom variables of each session by id, and which of them the project owns as far as it is known.

    :raises RemoteFault: a session could not be read.
    """
    own = _of_sessions(asker, "project") if ids else {}
    shared = _of_sessions(asker, columns.SESSION_SHARED_INTO) if set(ids) - set(own) else {}
    paired = {**shared, **own}
    left = [id_ for id_ in ids if id_ not in paired]
    alone = asker.each("/data/experiments/{}", left, JSON, item).found
    said: dict[str, Pairs | None] = {id_: tuple(variables(one)) for id_, one in alone.items()}
    return {id_: paired.get(id_, said.get(id_)) for id_ in ids}, own.keys()


def held_variables(pairs: Pairs, base: dt.date | None) -> tuple[Variable, ...]:
    """Return named values held, by name, dates as days since ``base``."""
    found = (variable(name, value, base) for name, value in sorted(pairs, key=str) if name)
    return tuple(one for one in found if one is not None)


def _of_sessions(asker: Asker, belonging: str) -> dict[str, Pairs]:
    """Return the custom variables of the sessions that belong to the project in one way: as its own, or shared in."""
    asked = {"xsiType": columns.SESSION_TYPE, belonging: asker.project}
    return _paired(asker, "/data/experiments", columns.SESSION, asked)


def _asked(*names: str, **more: str) -> dict[str, str]:
    return {"format": "json", "columns": ",".join(names), **more}


def _paired(asker: Asker, path: str, root: str, more: Mapping[str, str]) -> dict[str, Pairs]:
    """Return the custom variables by ID, from one list.

    Whose variable has two values there is left out: then names and values were joined each with each.
    """
    name, value = f"{root}fields/field/name", f"{root}fields/field/field"
    keys = (name.lower(), value.lower())
    rows = asker.bulk(path, _asked("ID", name, value, **more), keys) or {}
    pairs = {id_: {(row[keys[0]], row[keys[1]]) for row in said if row[keys[0]]} for id_, said in rows.items()}
    return {id_: sorted(said) for id_, said in pairs.items() if len({name for name, _ in said}) == len(said)}


def _subject(rows: Sequence[Row] | None, paired: Pairs | None, alone: Item | None) -> SubjectSaid:
    if paired is None and alone is not None:
        paired = tuple(variables(alone))
    if rows is None and alone is None:
        return SubjectSaid(None, paired)
    fields: Mapping[str, Any] = _agreed(rows) if rows is not None else _demographics(alone or {})
    told = tuple((name, _WHOLE.sub(r"\1", str(fields[name]))) for name in DEMOGRAPHICS if fields.get(name) is not None)
    return SubjectSaid(told, paired, day(str(fields.get(_BORN) or "")))


def _agreed(rows: Sequence[Row]) -> Row:
    """Return what all rows of one subject say alike; what they say differently is unknown."""
    first = rows[0]
    return {name: value if all(row.get(name) == value for row in rows) else "" for name, value in first.items()}


def _demographics(alone: Item) -> Mapping[str, Any]:
    """Return the demographics of a subject's item, which XNAT flattens or lists by their version."""
    found: Iterable[Mapping[str, Any]] = children(alone, "demographics")
    fields = alone.get("data_fields")
    own = fields if isinstance(fields, dict) else {}
    nested = {name.removeprefix("demographics/"): value for name, value in own.items() if name.startswith("demogr")}
    return next(iter(found), nested)
