"""Projects with clinical values, decisions on them, and the terms on which they leave."""

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from img2fair.assets import find_file
from img2fair.clinical.decisions import Attribute, Datatype, Decide, Decisions, FieldDecision, Kind, Level
from img2fair.codes import CodeTable, read_table
from img2fair.model import Assessment, Form, Held, ImagingSession, ImagingSubject, Table, Variable
from img2fair.privacy.cohort import Terms
from tests.cbioportal.studies import KEY, session, subject


@cache
def codes(name: str) -> CodeTable:
    return read_table(find_file("mappings", f"codes/{name}", ".sssom.tsv"))


MODALITIES, BODY_PARTS, MANUFACTURERS = codes("dicom-modality"), codes("dicom-bodypart"), codes("manufacturer")


def terms(**entries: Any) -> Terms:
    given: dict[str, Any] = {"key": KEY, "scope": "x", "manufacturers": MANUFACTURERS, **entries}
    return Terms(modalities=MODALITIES, body_parts=BODY_PARTS, **given)


def variables(values: Mapping[str, str]) -> tuple[Variable, ...]:
    return tuple(Variable(Held(name), Held(value)) for name, value in values.items())


def visit(values: dict[str, Any], day: int | None = 0, id_: str = "A1", type_: str = "clin:visitData") -> Assessment:
    return Assessment(Held(type_), Held(id_), Held(f"label of {id_}"), None if day is None else Held(day), Held(values))


def person(
    id_: str,
    said: Mapping[str, str] = MappingProxyType({}),
    *,
    asked: tuple[Form, ...] = (),
    seen: tuple[Assessment, ...] = (),
    **values: Any,
) -> ImagingSubject:
    """A subject with variables, which ``said`` names too; ``sex``, ``age`` and ``group`` are its own."""
    own = {name: values.pop(name) for name in ("sex", "age", "group", "label") if name in values}
    made = subject(id_, own.pop("label", ""), **own)
    return dataclasses.replace(made, variables=variables({**said, **values}), forms=asked, assessments=seen)


def scanned(
    id_: str, of: str, day: str | None, *, seen: tuple[Assessment, ...] = (), said: Mapping[str, str] | None = None,
    **fields: Any,
) -> ImagingSession:  # fmt: skip
    return dataclasses.replace(session(id_, of, day, **fields), variables=variables(said or {}), assessments=seen)


def table(name: str, text: str, owner: str = "P1") -> Table:
    return Table(Held(owner), Held("clinical"), Held(name), Held(text))


def field(path: str, to: str, kind: Kind = Kind.TABLE, level: Level = Level.PATIENT, **entries: Any) -> FieldDecision:
    """A decision to export; numbers are NUMBER, all else STRING."""
    numbers = (Kind.NUMBER, Kind.AGE, Kind.DAY, Kind.MONTHS)
    datatype = entries.pop("datatype", Datatype.NUMBER if kind in numbers else Datatype.STRING)
    return FieldDecision(path, Decide.EXPORT, Attribute(to, to, to, level, datatype), kind, **entries)


SEX = field("subjects.sex", "SEX", Kind.SEX)
AGE = field("subjects.age", "AGE", Kind.AGE)


def decided(*fields: FieldDecision, **entries: Any) -> Decisions:
    return Decisions("P1", fields=(SEX, AGE, *fields), file="P1.yaml", **entries)
