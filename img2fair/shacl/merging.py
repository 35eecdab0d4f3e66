"""The mapping's findings beside the shapes': what both say is said once."""

from collections.abc import Iterable
from dataclasses import replace

from img2fair.findings import REFUSED, Finding, Report
from img2fair.model import Origin
from img2fair.places import left_alone
from img2fair.shacl import rules

MISSING_IN_MAPPING = "I2F-M001"
_REFUSALS = ("I2F-M002", "I2F-M003", "I2F-M004")


def merge(report: Report, extra: Iterable[Finding]) -> Report:
    """Return the report with findings of the mapping, a missing value that both found standing once.

    The shapes' finding stays, with what the mapping tried and withheld, and its places to mend: several rules may fill
    a property, and a shape sees the first only.
    A value that is missing because the mapping refused it says so.
    """
    missing = {
        (finding.focus, finding.property): number
        for number, finding in enumerate(report.findings)
        if finding.code == rules.MISSING
    }
    findings = list(report.findings)
    added: list[Finding] = []
    for finding in extra:
        twin = missing.get((finding.focus, finding.property))
        if twin is not None and finding.code == MISSING_IN_MAPPING:
            findings[twin] = _enrich(findings[twin], finding)
            continue
        if twin is not None and finding.code in _REFUSALS:
            findings[twin] = _refused(findings[twin], finding.code)
        added.append(finding)
    return replace(report, findings=(*findings, *added))


def _refused(missing: Finding, code: str) -> Finding:
    origin = missing.origin or Origin(missing.mapping or "")
    return replace(missing, origin=replace(origin, steps=tuple(dict.fromkeys((*origin.steps, REFUSED + code)))))


def _enrich(kept: Finding, dropped: Finding) -> Finding:
    """Return the shapes' finding with what only the mapping's knew: places, what was tried and what was withheld."""
    where = tuple(dict.fromkeys((*kept.where, *dropped.where)))
    merged = replace(
        kept,
        where=where,
        mapping=dropped.mapping if dropped.where and not kept.where else kept.mapping or dropped.mapping,
        who=_who(kept, dropped),
        origin=_origin(kept.origin, dropped.origin),
        severity=min((kept.severity, dropped.severity), key=lambda severity: severity.rank),
    )
    return left_alone(merged)


def _who(kept: Finding, dropped: Finding) -> str:
    """Return who can mend it: the steward, where either knows a place of the archive."""
    able = {finding.who for finding in (kept, dropped) if finding.where} or {kept.who}
    return "steward" if "steward" in able else min(able)


def _origin(kept: Origin | None, dropped: Origin | None) -> Origin | None:
    """Return what was tried, as both know it: of several rules of a property the mapping tells all."""
    if kept is None or dropped is None:
        return kept or dropped
    sources = {source.path: source for source in (*kept.sources, *dropped.sources)}
    return replace(dropped, sources=tuple(sources.values()), steps=tuple(dict.fromkeys((*dropped.steps, *kept.steps))))
