"""What a mapping yields: records, findings, and the codes no table knows."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.findings import Finding, Judge, Place, Severity
from img2fair.mapping.rules import RULES
from img2fair.mapping.sentences import Both, both
from img2fair.model import Record
from img2fair.phrases import DUTCH

_CODE_STRING = re.compile(r"(?!.*[0-9]{4})[A-Z0-9 _]{1,16}")
MASK = "***"


@dataclass(frozen=True, slots=True)
class Miss:
    """A value that a code table does not have.

    :param property: the property's full IRI.
    :param value: the value if it is a DICOM Code String (PS3.5: at most 16 of A-Z, 0-9, blank, underscore), else
        ``None``: what is none may be anything that somebody typed.
    :param count: how many scans have it; 0 where that is not known.
    :param told: whether a finding on the record tells it already (``on_miss: error``).
    """

    table: str
    property: str
    value: str | None
    rule: str
    project: str | None
    count: int = 0
    told: bool = False


@dataclass(frozen=True, slots=True)
class Mapped:
    """The records of a site or project, with what was found on the way."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...] = ()
    misses: tuple[Miss, ...] = ()


def shown(value: str) -> str | None:
    """Return a missed value where it may be shown: no code has four digits in a row, the number of a patient has."""
    return value if _CODE_STRING.fullmatch(value) else None


def misses_as_findings(misses: Iterable[Miss]) -> tuple[Finding, ...]:
    """Return one warning for each value a table lacks, over all projects: how many scans in how many projects."""
    groups: dict[tuple[str, str, str, str], list[Miss]] = defaultdict(list)
    for miss in misses:
        if not miss.told:
            groups[miss.table, miss.value or "", miss.property, miss.rule].append(miss)
    return tuple(_finding(*key, group) for key, group in sorted(groups.items()))


def _finding(table: str, value: str, prop: str, rule: str, group: list[Miss]) -> Finding:
    projects = sorted({miss.project for miss in group if miss.project})
    scans = sum(miss.count for miss in group)
    where = _counted(len(projects), "project") if projects else both("the site")
    extent = both("scans in", scans=_counted(scans, "scan"), where=where) if scans else both("in", where=where)
    message, dutch = both("misses", value=f"'{value}'" if value else MASK, table=table, extent=extent)
    return Finding(
        code="I2F-M002",
        severity=Severity.WARNING,
        judge=Judge.MAPPING,
        key="",
        message=message,
        property=prop,
        value=value or None,
        project=projects[0] if len(projects) == 1 else None,
        mapping=rule,
        where=tuple(Place("archive", f"project {project}", "") for project in projects[:5]),
        cure=RULES["I2F-M002"].cure,
        message_nl=dutch,
        cure_nl=RULES["I2F-M002"].said(DUTCH)[2],
    )


def _counted(number: int, word: str) -> Both:
    return both(word if number == 1 else f"{word}s", number=number)
