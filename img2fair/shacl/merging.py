"""The mapping's findings beside the shapes': what both say is said once."""

from collections.abc import Iterable
from dataclasses import replace

from img2fair.findings import Finding, Report
from img2fair.shacl import rules

MISSING_IN_MAPPING = "I2F-M001"


def merge(report: Report, extra: Iterable[Finding]) -> Report:
    """Return the report with findings of the mapping, a missing value that both found standing once.

    The shapes' finding stays; it takes over the mapping's places to mend where it has none of its own.
    """
    missing = {
        (finding.focus, finding.property): number
        for number, finding in enumerate(report.findings)
        if finding.code == rules.MISSING
    }
    findings = list(report.findings)
    added: list[Finding] = []
    for finding in extra:
        twin = missing.get((finding.focus, finding.property)) if finding.code == MISSING_IN_MAPPING else None
        if twin is None:
            added.append(finding)
        else:
            findings[twin] = _enrich(findings[twin], finding)
    return replace(report, findings=(*findings, *added))


def _enrich(kept: Finding, dropped: Finding) -> Finding:
    """Return the shapes' finding with what only the mapping's knew: a place where there was none."""
    better = bool(dropped.where) and not kept.where
    return replace(
        kept,
        where=dropped.where if better else kept.where,
        mapping=dropped.mapping if better or not kept.mapping else kept.mapping,
        who=dropped.who if better else kept.who,
        origin=kept.origin or dropped.origin,
        severity=min((kept.severity, dropped.severity), key=lambda severity: severity.rank),
    )
