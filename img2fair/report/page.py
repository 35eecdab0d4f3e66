"""A report as one HTML file for stewards: opens anywhere, asks nothing of any server, prints.

All markup is in templates/report.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.findings import Finding, Report, Severity
from img2fair.report.causes import Cause, causes, titles
from img2fair.report.heatmap import heat_map

NAMED = 40
"""So many records are named under one cause; the rest are counted, and listed further down with their findings."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One record with its findings and where each is explained."""

    key: str
    title: str
    anchor: str
    findings: tuple[tuple[Finding, int], ...]
    worst: Severity


def to_html(report: Report, *, title: str, generated: str = "") -> str:
    """Return a report as one self-contained HTML file.

    :param title: the heading.
    :param generated: when the report was made, for people; left out where empty, so that same in gives same out.
    """
    found = causes(report.findings)
    anchors = {key: _anchor(key) for key in dict.fromkeys((*report.checked, *(f.key for f in report.findings)))}
    folder = find_folder("templates") / "report"
    css = (folder / "report.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    broken = {finding.key for finding in report.findings if finding.severity is Severity.VIOLATION}
    return environment.get_template("report.html").render(
        report=report,
        title=title,
        generated=generated,
        causes=found,
        titles={**{key: key for key in anchors}, **titles(report)},
        anchors=anchors,
        details=_details(report, found, anchors),
        counts=report.counts(),
        conforming=len([key for key in report.checked if key not in broken]),
        map=heat_map(report, anchors),
        named=NAMED,
        css=css,
        fingerprint=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
    )


def _anchor(key: str) -> str:
    return "r-" + hashlib.sha256(key.encode()).hexdigest()[:10]


def _details(report: Report, found: tuple[Cause, ...], anchors: Mapping[str, str]) -> list[Detail]:
    """Return the records with findings, the worst first, and for each finding the number of its cause."""
    named = titles(report)
    by_key: dict[str, list[tuple[Finding, int]]] = {}
    for number, cause in enumerate(found, start=1):
        for finding in cause.findings:
            by_key.setdefault(finding.key, []).append((finding, number))
    details = [
        Detail(key, named.get(key, key), anchors[key], tuple(rows), min((f.severity for f, _ in rows), key=_rank))
        for key, rows in by_key.items()
    ]
    return sorted(details, key=lambda detail: (detail.worst.rank, -len(detail.findings), detail.title.casefold()))


def _rank(severity: Severity) -> int:
    return severity.rank
