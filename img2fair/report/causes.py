"""Findings grouped by cause: what is to be mended once for all of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from img2fair.findings import Finding, Report, Severity
from img2fair.rdf import shorten


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings with the same code, severity, property and mapping rule; the first stands for all of them."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that is shown."""
        return self.findings[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """The records concerned, each once, in the report's order."""
        return tuple(dict.fromkeys(finding.key for finding in self.findings))

    @property
    def projects(self) -> tuple[str, ...]:
        """The projects concerned, each once; records without a project stand by their key."""
        return tuple(dict.fromkeys(finding.project or finding.key for finding in self.findings))

    def heading(self, titles: Mapping[str, str]) -> str:
        """What is wrong: of one record the finding's words, of several without the first one's title."""
        title = titles.get(self.first.key, "")
        named = re.compile(f" '{re.escape(title)}'|" + f" '{re.escape(title[:60])}[^']*…'")
        return named.sub("", self.first.message) if title and len(self.keys) > 1 else self.first.message

    @property
    def path(self) -> str:
        """The property as a CURIE, or nothing."""
        return shorten(self.first.property) if self.first.property else ""


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """Return the causes: the worst first, and of these what concerns most records."""
    groups: dict[tuple[str, Severity, str, str], list[Finding]] = {}
    for finding in findings:
        group = (finding.code, finding.severity, finding.property, finding.mapping or "")
        groups.setdefault(group, []).append(finding)
    found = [Cause(tuple(group)) for group in groups.values()]
    return tuple(sorted(found, key=lambda c: (c.first.severity.rank, -len(c.keys), c.first.code, c.path)))


def titles(report: Report) -> dict[str, str]:
    """Return the titles of the records; a key stands in where there is none."""
    return {**{key: key for key in report.checked}, **dict(report.titles)}
