"""Values of clinical attributes (``ClinicalValidator.checkLine``, ``PatientClinicalValidator.checkLine``)."""

import re
from collections.abc import Callable, Mapping

from img2fair.cbioportal.lint.table import MISSING, Judge

WIDEST = 255
"""Width of ``clinical_patient.ATTR_VALUE`` and ``clinical_sample.ATTR_VALUE`` (cgds.sql)."""

_LOST = frozenset("NOT_APPLICABLE NOT_AVAILABLE PENDING DISCREPANCY COMPLETED NULL MISSING NA".split())
"""Names of ``ImportClinicalData.MissingAttributeValues``; brackets and ``|`` in a value do not count."""
_DROPPED = str.maketrans(" ", "_", "[]|")
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_PLAIN = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_BEYOND = re.compile(r"[<>]\d+", re.ASCII)
_OS = frozenset({"LIVING", "DECEASED", "0:LIVING", "1:DECEASED"})
_DFS = frozenset(
    """0:DiseaseFree 1:Recurred/Progressed 1:Recurred 1:Progressed
    DiseaseFree Recurred/Progressed Recurred Progressed""".split()
)


def judge_of(attribute: str, datatype: str, header: tuple[str, ...], *, of_patients: bool) -> Judge:
    """Return what judges the values of an attribute."""
    typed = _DATATYPES.get(datatype)
    survival = _survival(attribute, header) if of_patients else None
    dated = "date" in attribute.lower()

    def judge(value: str) -> str | None:
        text = value.strip()
        if text.lower() in MISSING:
            return None
        wrong = typed(text) if typed is not None else None
        if wrong is None and survival is not None:
            wrong = survival(text)
        return wrong or (None if dated else _spreadsheet(text)) or _stored(text)

    return judge


def _stored(text: str) -> str | None:
    if text.translate(_DROPPED).upper() in _LOST:
        return "lost"
    return "cell long" if len(text) > WIDEST else None


def _number(text: str) -> str | None:
    if _PLAIN.fullmatch(text) or _BEYOND.fullmatch(text):
        return None
    if text[0] in "<>" and _is_float(text[1:]):
        return "number beyond"
    return "number odd" if _is_float(text) else "number"


def _is_float(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _boolean(text: str) -> str | None:
    return None if text in ("TRUE", "FALSE") else "boolean"


_DATATYPES: Mapping[str, Callable[[str], str | None]] = {"NUMBER": _number, "BOOLEAN": _boolean}


def _spreadsheet(text: str) -> str | None:
    parts = text.split("-")
    if len(parts) != 2 or _MONTHS.isdisjoint(part.lower() for part in parts):
        return None
    return None if any(mark in text for mark in ",.:;") else "spreadsheet"


def _survival(attribute: str, header: tuple[str, ...]) -> Callable[[str], str | None] | None:
    if attribute == "OS_STATUS":
        return lambda text: None if text in _OS else "os"
    if attribute == "DFS_STATUS":
        return lambda text: None if text in _DFS else "dfs"
    if attribute.endswith("_STATUS") and f"{attribute.removesuffix('_STATUS')}_MONTHS" in header:
        return lambda text: None if text[:2] in ("0:", "1:") else "status"
    return None
