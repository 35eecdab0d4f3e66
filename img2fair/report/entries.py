"""The records one by one, as the page lists them: a dataset with its distributions, the worst first."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from img2fair.findings import Finding, Report, Severity
from img2fair.report.causes import Cause
from img2fair.report.described import Described


@dataclass(frozen=True, slots=True)
class Part:
    """The findings on one record of an entry, each with the number of its cause; the title says which record."""

    title: str
    findings: tuple[tuple[Finding, int], ...]

    def of(self, severity: Severity) -> tuple[tuple[Finding, int], ...]:
        """Return the findings of one severity."""
        return tuple((finding, number) for finding, number in self.findings if finding.severity is severity)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with those below it. ``number`` are the causes that concern it."""

    key: str
    title: str
    anchor: str
    kind: str
    project: str
    parts: tuple[Part, ...]
    numbers: tuple[int, ...]
    worst: Severity | None

    @property
    def many(self) -> int:
        """How many findings there are."""
        return sum(len(part.findings) for part in self.parts)


def anchor(key: str) -> str:
    """Return the anchor of a record on the page."""
    return "r-" + hashlib.sha256(key.encode()).hexdigest()[:10]


def heads(report: Report, catalogue: Sequence[Described]) -> dict[str, str]:
    """Return for each record the one that it is listed under: a distribution's dataset, else itself."""
    known = {one.key for one in catalogue}
    below = {one.key: one.parent for one in catalogue if one.kind == "distribution" and one.parent in known}
    keys = (*report.checked, *(one.key for one in catalogue), *(finding.key for finding in report.findings))
    return {key: below.get(key) or key for key in dict.fromkeys(keys) if key}


def entries(
    found: Sequence[Cause], catalogue: Sequence[Described], head: Mapping[str, str], titles: Mapping[str, str]
) -> tuple[Entry, ...]:
    """Return the entries of the page, the worst first; a record without findings has one too.

    :param head: the record that each is listed under.
    :param titles: the title of each record.
    """
    by_key: dict[str, list[tuple[Finding, int]]] = {}
    for number, cause in enumerate(found, start=1):
        for finding in cause.findings:
            by_key.setdefault(finding.key, []).append((finding, number))
    known = {one.key: one for one in catalogue}
    members: dict[str, list[str]] = {}
    for key, under in head.items():
        members.setdefault(under, []).append(key)
    listed = [_entry(key, members[key], by_key, known.get(key), titles) for key in members]
    return tuple(sorted(listed, key=_weight))


def _entry(
    key: str,
    members: Sequence[str],
    by_key: Mapping[str, Sequence[tuple[Finding, int]]],
    one: Described | None,
    titles: Mapping[str, str],
) -> Entry:
    rows = {member: tuple(by_key.get(member, ())) for member in sorted(members, key=lambda member: member != key)}
    findings = [finding for part in rows.values() for finding, _ in part]
    project = (one.project if one else None) or next((f.project for f in findings if f.project), None)
    return Entry(
        key=key,
        title=titles.get(key, key),
        anchor=anchor(key),
        kind=one.kind if one else "",
        project=project or "",
        parts=tuple(
            Part("" if member == key else titles.get(member, member), part) for member, part in rows.items() if part
        ),
        numbers=tuple(sorted({number for part in rows.values() for _, number in part})),
        worst=min((finding.severity for finding in findings), key=lambda s: s.rank, default=None),
    )


def _weight(entry: Entry) -> tuple[int, int, str, str]:
    rank = entry.worst.rank if entry.worst else len(Severity)
    return rank, -entry.many, entry.title.casefold(), entry.key
