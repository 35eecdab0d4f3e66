"""The head of a clinical file: four lines that describe its columns, and the attributes' ids.

Source: ``ClinicalValidator.processTopLines`` and ``checkHeader``; ``ImportClinicalData.grabAttrs``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.people import PATIENT, SAMPLE
from img2fair.cbioportal.lint.table import MISSING, Table

DATATYPES = ("STRING", "NUMBER", "BOOLEAN")

_LINES = 4
_WIDTHS = (255, 2048)
"""Of ``clinical_attribute_meta.DISPLAY_NAME`` and ``DESCRIPTION`` (cgds.sql)."""
_ID = re.compile(r"[A-Z0-9_]+")
_ID_WIDTH = 255
_MADE = frozenset({"MUTATION_COUNT", "FRACTION_GENOME_ALTERED", "SAMPLE_COUNT"})
"""BANNED_ATTRIBUTES of validateData; the last one is made by ``DaoPatient.createSampleCountClinicalData``."""
_OLD = "OTHER_SAMPLE_ID"


@dataclass(frozen=True, slots=True)
class _Fixed:
    level: str = ""
    datatype: str = "STRING"


_PATIENT, _SAMPLE = _Fixed("patient level"), _Fixed("sample level")
_FIXED: Mapping[str, _Fixed] = {
    **{name: _Fixed("patient level", "NUMBER") for name in ("AGE", "OS_MONTHS", "DFS_MONTHS")},
    **dict.fromkeys("SEX GENDER OS_STATUS DFS_STATUS PATIENT_DISPLAY_NAME TUMOR_SITE".split(), _PATIENT),
    **dict.fromkeys(
        """SAMPLE_TYPE SAMPLE_CLASS SAMPLE_DISPLAY_NAME METASTATIC_SITE PRIMARY_SITE TUMOR_TISSUE_SITE TUMOR_TYPE
        OTHER_SAMPLE_ID""".split(),
        _SAMPLE,
    ),
    **dict.fromkeys("CANCER_TYPE CANCER_TYPE_DETAILED HISTOLOGY KNOWN_MOLECULAR_CLASSIFIER".split(), _Fixed()),
}
"""PREDEFINED_ATTRIBUTES of validateData: level and datatype; without a level it is free."""


def datatypes(table: Table, level: str, found: Found) -> list[str] | None:
    """Return the datatype of each column, and tell what is wrong with the head; ``None`` where it cannot be read.

    :param level: ``patient level`` or ``sample level``.
    """
    _ids(table, level, found)
    if len(table.top) != _LINES:
        found.tell("top lines", table.path, min(len(table.top), _LINES) + 1)
        return None
    top = [line[1:].split("\t") for line in table.top]
    if table.top[0].startswith("##"):
        found.tell("top hash", table.path, 1)
    whole = True
    for number, cells in enumerate(top, start=1):
        if len(cells) != len(table.header):
            found.tell("top width", table.path, number)
            whole = False
        for place, cell in enumerate(cells):
            _described(table, number, place, cell, found)
    if not whole:
        return None
    _types(table, top[2], found)
    return [kind if kind in DATATYPES else "STRING" for kind in top[2]]


def _described(table: Table, number: int, place: int, cell: str, found: Found) -> None:
    name = table.header[place] if place < len(table.header) else ""
    if cell.strip().lower() in MISSING:
        found.tell("top empty", table.path, number, name)
    if number <= len(_WIDTHS) and len(cell) > _WIDTHS[number - 1]:
        found.tell("cell long", table.path, number, name, most=_WIDTHS[number - 1])
    if number == 3 and cell not in DATATYPES:
        found.tell("top datatype", table.path, number, name)
    if number == _LINES and not _is_priority(cell):
        found.tell("top priority", table.path, number, name)


def _is_priority(cell: str) -> bool:
    return bool(re.fullmatch(r"-1|\d{1,9}", cell, re.ASCII))


def _types(table: Table, kinds: Sequence[str], found: Found) -> None:
    for name, kind in zip(table.header, kinds, strict=True):
        if name in _FIXED and kind != _FIXED[name].datatype:
            found.tell("attribute type", table.path, 3, name, name=_FIXED[name].datatype)


def _ids(table: Table, level: str, found: Found) -> None:
    for name in dict.fromkeys(table.header):
        if name not in (PATIENT, SAMPLE):
            for problem in _of_id(name, level):
                found.tell(problem, table.path, table.at, name)
        if len(name) > _ID_WIDTH:
            found.tell("cell long", table.path, table.at, most=_ID_WIDTH)


def _of_id(name: str, level: str) -> list[str]:
    wrong = []
    if not name.isupper():
        wrong.append("attribute case")
    elif not _ID.fullmatch(name):
        wrong.append("attribute letters")
    fixed = _FIXED.get(name)
    if fixed is not None and fixed.level and fixed.level != level:
        wrong.append(fixed.level)
    if name in _MADE:
        wrong.append("attribute made")
    return [*wrong, "attribute old"] if name == _OLD else wrong
