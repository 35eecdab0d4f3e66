"""Which records findings keep from being written."""

from collections.abc import Sequence

from img2fair.findings import Finding, Report


def blocked_keys(report: Report, block_on: str) -> dict[str, str]:
    """Return the keys of records that findings keep from being written, each with the first of them, privacy's first.

    What the privacy gate kept in keeps its record back whatever ``block_on`` says.
    """
    found: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=lambda finding: not finding.keeps_in()):
        if finding.keeps_in() or finding.severity.rank <= _rank(block_on):
            found.setdefault(finding.key, []).append(finding)
    return {key: f"{bad[0].code}: {bad[0].message}{_more(bad)}" for key, bad in found.items()}


def _more(bad: Sequence[Finding]) -> str:
    return f" (and {len(bad) - 1} more: see the report)" if len(bad) > 1 else ""


def _rank(block_on: str) -> int:
    return {"never": -1, "violation": 0, "warning": 1, "info": 2}[block_on]
