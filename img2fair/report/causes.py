"""Findings grouped by cause: what is to be mended once for all of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from img2fair.findings import Finding, Place, Report, Severity
from img2fair.mapping.blocked import BLOCKED
from img2fair.places import own_entries
from img2fair.rdf import shorten


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings with the same code, severity, property and mapping rule; the first stands for all of them.

    ``common`` says that most projects of the report have it, so that one entry of the config mends it best.
    """

    findings: tuple[Finding, ...]
    common: bool = False

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

    @property
    def values(self) -> tuple[str, ...]:
        """The wrong values, each once, in the report's order."""
        return tuple(dict.fromkeys(finding.value for finding in self.findings if finding.value is not None))

    def where(self, finding: Finding) -> tuple[Place, ...]:
        """Return the places to mend one of the findings: of a common cause the config's entry for all, else both."""
        own = own_entries(finding.where, finding.project)
        return tuple(place for place in finding.where if not (self.common and place in own))

    def heading(self, titles: Mapping[str, str], language: str = "en") -> str:
        """What is wrong: of one record the finding's words, of several without the first one's title and value."""
        said = self.first.said(language)
        if len(self.keys) > 1:
            title = titles.get(self.first.key, "")
            said = quoted(title).sub("", said) if title else said
            address = re.escape(self.first.key)
            said = re.sub(f" <{address}>", "", said)
        return _without_value(said, self.first.value) if len(self.values) > 1 else said

    @property
    def path(self) -> str:
        """The property as a CURIE, or nothing."""
        return shorten(self.first.property) if self.first.property else ""


def quoted(title: str) -> re.Pattern[str]:
    """Return what finds a title in the words of a finding: whole, or cut where it is long."""
    return re.compile(f" '{re.escape(title)}'|" + f" '{re.escape(title[:60])}[^']*…'")


def _without_value(said: str, value: str | None) -> str:
    """Return the words without a value that is only one of several."""
    if not value:
        return said
    start = re.escape(value[:60])
    return re.sub(f",? (?:'{start}[^']*'|<{start}[^>]*>),?(?= |$)", "", said, count=1)


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """Return the causes: the worst first, and of these what concerns most records.

    Where no rule of a mapping is known, the shape tells a dataset's title from a distribution's. A finding on no record
    sums up its projects already: each value is a cause of its own. So is each text that may identify somebody, which
    has a review of its own.
    """
    groups: dict[tuple[str, Severity, str, str, str], list[Finding]] = {}
    concerned: set[str] = set()
    for finding in findings:
        concerned |= {finding.project} if finding.project else set()
        rule = finding.mapping or finding.shape or ""
        alone = finding.cure if finding.code == BLOCKED else "" if finding.key else finding.value or ""
        groups.setdefault((finding.code, finding.severity, finding.property, rule, alone), []).append(finding)
    found = [Cause(tuple(group), _is_common(group, len(concerned))) for group in groups.values()]
    return tuple(sorted(found, key=lambda c: (c.first.severity.rank, -len(c.keys), c.first.code, c.path)))


def _is_common(group: Iterable[Finding], projects: int) -> bool:
    """Tell whether several projects have a cause, and more than half of those that have any."""
    having = {finding.project for finding in group if finding.project}
    return len(having) > 1 and 2 * len(having) > projects


def titles(report: Report) -> dict[str, str]:
    """Return the titles of the records; a key stands in where there is none.

    A finding on a blank node of a file has the file as its key, which is no record that was checked.
    """
    keys = (*report.checked, *(finding.key for finding in report.findings))
    return {**{key: key for key in keys if key}, **dict(report.titles)}
