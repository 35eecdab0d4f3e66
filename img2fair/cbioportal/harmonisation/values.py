"""The value table of a field: what a source text becomes, checked against what its attribute can hold."""

import re

from img2fair.cbioportal.harmonisation.entries import Entries
from img2fair.cbioportal.harmonisation.texts import ONCOTREE, fault_of_target
from img2fair.clinical.decisions import Attribute, Datatype, Kind
from img2fair.clinical.reading import folded
from img2fair.mapping.problems import nearest
from img2fair.mapping.tree import Scalar, is_null

UNDECIDED = "?"
MISSING = "NA"

_NUMBER = re.compile(r"[<>][0-9]+|-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
"""Behind ``<`` and ``>`` core 1.0.9 takes digits only."""
_STATUS = {
    "OS_STATUS": ("0:LIVING", "1:DECEASED"),
    "DFS_STATUS": ("0:DiseaseFree", "1:Recurred/Progressed"),
}
"""Words that cBioPortal itself fixes (File-Formats.md, clinical data)."""
_SEXES = ("Male", "Female", "Other")


def read_values(entries: Entries, attribute: Attribute | None, kind: Kind) -> dict[str, str | None]:
    """Return source text (folded) → target; ``None`` for a missing value, ``?`` where nobody has decided."""
    found: dict[str, str | None] = {}
    lines: dict[str, int] = {}
    table = entries.part("values")
    for source, tree in table.entries.items() if table is not None else ():
        key = folded(source)
        where = table.place(source) if table is not None else tree.at
        if not key:
            entries.notes.error(where, entries.subject, "values: an empty value is missing anyway")
        elif key in lines:
            entries.notes.error(where, entries.subject, f"values: read the same as the value at line {lines[key]}")
        elif not isinstance(tree, Scalar):
            entries.notes.error(tree.at, entries.subject, "values: must be one value, NA or '?'")
        else:
            lines[key] = where.line
            target = None if is_null(tree) or tree.text == MISSING else tree.text
            fault = "" if target in (None, UNDECIDED) else fault_of(target, attribute, kind)
            if fault:
                entries.notes.error(tree.at, entries.subject, f"values: the target {fault}")
            found[key] = target
    return found


def fault_of(target: str, attribute: Attribute | None, kind: Kind) -> str:
    """Return why an attribute cannot have a value; empty where it can."""
    fault = fault_of_target(target)
    if fault or attribute is None:
        return fault
    if kind is Kind.ONCOTREE:
        return "" if ONCOTREE.fullmatch(target) else "must be an OncoTree code, such as GB"
    if attribute.datatype is Datatype.NUMBER:
        return "" if _NUMBER.fullmatch(target) else "must be a number: the attribute is of type NUMBER"
    if attribute.datatype is Datatype.BOOLEAN:
        return "" if target in ("TRUE", "FALSE") else "must be TRUE or FALSE: the attribute is of type BOOLEAN"
    return _fault_of_word(target, attribute.id)


def _fault_of_word(target: str, id_: str) -> str:
    words = _STATUS.get(id_) or (_SEXES if id_ == "SEX" else ())
    if words and target not in words:
        return f"must be one of {', '.join(words)}{nearest(target, words) if len(words) > 3 else ''}"
    return ""


def is_survival(target: str) -> bool:
    """Tell whether a value is one of survival: ``0:`` for no event, ``1:`` for one (File-Formats.md)."""
    return re.fullmatch(r"[01]:\S.*", target) is not None
