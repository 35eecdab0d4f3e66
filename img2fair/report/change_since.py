"""What has changed since an earlier report: what is new, mended, or still there."""

from collections import Counter
from dataclasses import dataclass

from img2fair.findings import Finding, Report
from img2fair.report.causes import Cause, causes

Identity = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """Findings by what became of them, grouped by cause.

    ``gone`` were on records that were not checked this time: nobody can say that they are mended. ``mended_records``
    have none left of what they had.
    """

    new: tuple[Cause, ...]
    mended: tuple[Cause, ...]
    still: tuple[Cause, ...]
    gone: tuple[Cause, ...]
    mended_records: tuple[str, ...]
    new_records: int

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each."""
        parts = {"new": self.new, "mended": self.mended, "still": self.still, "gone": self.gone}
        return {name: sum(len(cause.findings) for cause in found) for name, found in parts.items()}


def change_since(before: Report, now: Report) -> ChangeSince:
    """Return what became of the findings of an earlier report.

    A finding is the same where record, code, property, node and value are; words and severities may have changed.
    """
    had = Counter(map(_identity, before.findings))
    has = Counter(map(_identity, now.findings))
    checked = set(now.checked)
    new, still = _split(now.findings, had)
    lost, _ = _split(before.findings, has)
    mended = [finding for finding in lost if finding.key in checked or not finding.key]
    left = {finding.key for finding in now.findings}
    whole = dict.fromkeys(finding.key for finding in mended if finding.key and finding.key not in left)
    return ChangeSince(
        new=causes(new),
        mended=causes(mended),
        still=causes(still),
        gone=causes(finding for finding in lost if finding.key and finding.key not in checked),
        mended_records=tuple(whole),
        new_records=len(checked - set(before.checked)),
    )


def _identity(finding: Finding) -> Identity:
    return finding.key, finding.code, finding.property, finding.focus, finding.value or ""


def _split(findings: tuple[Finding, ...], other: Counter[Identity]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that the other report lacks, and those that it has, each counted as often as it stands."""
    left = Counter(other)
    lacking: list[Finding] = []
    shared: list[Finding] = []
    for finding in findings:
        name = _identity(finding)
        (shared if left[name] > 0 else lacking).append(finding)
        left[name] -= 1
    return lacking, shared
