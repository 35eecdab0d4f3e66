"""What fields of a harmonisation file must agree on: one source for each attribute, status and months together."""

import re
from collections import defaultdict
from collections.abc import Sequence

from img2fair.cbioportal.harmonisation.paths import place_of
from img2fair.cbioportal.harmonisation.values import UNDECIDED, is_survival
from img2fair.clinical.dateless import DAY
from img2fair.clinical.decisions import Datatype, Decide, FieldDecision, Kind, Level
from img2fair.clinical.known import tells_death
from img2fair.mapping.problems import Notes, Place

_CODE, _FROM_CODE = "ONCOTREE_CODE", ("CANCER_TYPE", "CANCER_TYPE_DETAILED")
_SURVIVAL = re.compile(r"([A-Z][A-Z0-9_]*)_(STATUS|MONTHS)")


def check_together(fields: Sequence[FieldDecision], file: str, notes: Notes) -> None:
    """Note what is wrong between fields, at the line of the later one; what is dropped or open is not looked at."""
    exported = [field for field in fields if field.decide is Decide.EXPORT and field.attribute is not None]
    _one_each(exported, file, notes)
    _cancer_type(exported, file, notes)
    _survival(exported, file, notes)


def _one_each(fields: Sequence[FieldDecision], file: str, notes: Notes) -> None:
    """An attribute has one source field; one of events has one in each assessor type, form or file.

    Months of survival may have several days: archives keep the day of death and that of the last contact apart. Of a
    patient the first in the file's order counts.
    """
    first: dict[tuple[str, ...], FieldDecision] = {}
    for field in fields:
        attribute = field.attribute
        if attribute is None:
            continue
        is_event = attribute.level is Level.EVENT
        key = ("event", field.event, attribute.id, place_of(field.path)) if is_event else (attribute.id,)
        other = first.setdefault(key, field)
        if other is not field:
            message = _second(attribute.id, other, field)
            if message:
                notes.error(_at(file, field), field.path, message)


def _second(id_: str, first: FieldDecision, other: FieldDecision) -> str:
    """Return what is wrong with another source of an attribute; empty where nothing is."""
    if not (_is_end(first) and _is_end(other)):
        return (
            f"{id_} has a source already, at line {first.line}, and a second one cannot fill in what the first lacks: "
            "drop one, name another attribute, or complete the first in the archive"
        )
    if tells_death(other.path) and not tells_death(first.path):
        return f"the day of death stands before other days of {id_}, as that at line {first.line}: the first counts"
    return ""


def _is_end(field: FieldDecision) -> bool:
    """Tell whether a field says on which day the months of survival end."""
    attribute = field.attribute
    is_months = attribute is not None and attribute.level is Level.PATIENT and attribute.id.endswith("_MONTHS")
    return is_months and field.kind is Kind.MONTHS and field.path.endswith(DAY)


def _cancer_type(fields: Sequence[FieldDecision], file: str, notes: Notes) -> None:
    """OncoTree's code tells the cancer type, so no other field does beside it."""
    found = {field.attribute.id: field for field in fields if field.attribute is not None}
    for id_ in _FROM_CODE if _CODE in found else ():
        if id_ in found:
            notes.error(_at(file, found[id_]), found[id_].path, f"{id_} follows from {_CODE}: drop one of the two")


def _survival(fields: Sequence[FieldDecision], file: str, notes: Notes) -> None:
    """``<P>_MONTHS`` needs ``<P>_STATUS``, whose values begin with ``0:`` or ``1:`` (File-Formats.md)."""
    parts: dict[str, dict[str, FieldDecision]] = defaultdict(dict)
    for field in fields:
        if field.attribute is None or field.attribute.level is Level.EVENT:
            continue
        match = _SURVIVAL.fullmatch(field.attribute.id)
        if match is not None:
            parts[match[1]][match[2]] = field
    for prefix, of in parts.items():
        months, status = of.get("MONTHS"), of.get("STATUS")
        if months is not None and status is None:
            message = (
                f"{prefix}_MONTHS stands without {prefix}_STATUS, so the portal draws no survival: export a field to it"
            )
            notes.error(_at(file, months), months.path, message)
        if months is not None and status is not None:
            _pair(prefix, status, months, file, notes)


def _pair(prefix: str, status: FieldDecision, months: FieldDecision, file: str, notes: Notes) -> None:
    wrong = [value for value in status.values.values() if value not in (None, UNDECIDED) and not is_survival(value)]
    readable = status.kind in (Kind.TABLE, Kind.SURVIVAL)
    if wrong or not readable:
        message = f"{prefix}_STATUS beside {prefix}_MONTHS has values such as 0:LIVING and 1:DECEASED only"
        notes.error(_at(file, status), status.path, message)
    if months.attribute is not None and months.attribute.datatype is not Datatype.NUMBER:
        notes.error(_at(file, months), months.path, f"{prefix}_MONTHS must be of type NUMBER")


def _at(file: str, field: FieldDecision) -> Place:
    return Place(file, max(field.line, 1), 3)
