"""A report as one HTML file for stewards: opens anywhere, asks nothing of any server, prints.

All markup is in templates/report. A script narrows what is shown; without it all is there to read.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.places import in_language
from img2fair.report.causes import Cause, causes, quoted, titles
from img2fair.report.change_since import change_since
from img2fair.report.columns import known_columns
from img2fair.report.completeness import Cell, Completeness, of_datasets, of_findings
from img2fair.report.described import Described, Sheet, sheets
from img2fair.report.entries import anchor, entries, heads
from img2fair.report.fair import CHECKS, UNDECIDED, Failure, failures
from img2fair.report.heatmap import heat_map
from img2fair.report.histogram import modalities, people
from img2fair.report.page_words import Speech
from img2fair.report.quality import DIMENSIONS, METRICS, MOST, State, quality
from img2fair.report.rendering import render
from img2fair.report.worklist import file_of, owners, tasks

NAMED = 40
"""So many records are named under one cause; the rest are counted, and listed further down with their findings."""
IN_WORDS = 2000
"""Up to so many findings each record tells its own in words; beyond it names them, and the cause has the words."""
MOST_TASKS = 400
"""So many tasks stand on the page as a table."""
BASE = "dcat-ap"
"""The profile that the quality score calls compliance."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A cause as the page lists it: what is wrong, the records it is listed under, and who can mend it."""

    cause: Cause
    heading: str
    heads: tuple[str, ...]
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FairRow:
    """One FAIR check over the catalogue: how many pass, and why how many fail."""

    code: str
    principle: str
    passed: int
    failed: int
    reasons: tuple[tuple[str, int], ...]


def to_html(
    report: Report,
    *,
    title: str,
    generated: str = "",
    catalogue: Sequence[Described] = (),
    before: Report | None = None,
    language: str = "en",
    worklists: str = "",
) -> str:
    """Return a report as one self-contained HTML file.

    :param title: the heading.
    :param generated: when the report was made, for people; left out where empty, so that same in gives same out.
    :param catalogue: what was judged, for completeness, quality, FAIR checks and content; without it they are left out.
    :param before: the report of the last time, for what has changed.
    :param language: ``en`` or ``nl``.
    :param worklists: the folder beside the page that holds the worklists; without it they stand on the page as a table.
    """
    say = Speech(language)
    found = causes(report.findings)
    named = {**{one.key: one.title for one in catalogue}, **titles(report)}
    head = heads(report, catalogue)
    datasets = sheets(catalogue)
    failed = failures(datasets)
    anchors = {key: anchor(under) for key, under in head.items()}
    score = quality(datasets, judged=BASE in report.profiles, violating=_violating(report)) if datasets else None
    complete = (
        of_datasets(report, datasets, known_columns(report.profiles, language)) if datasets else of_findings(report)
    )
    listed = entries(found, catalogue, head, named)
    worded = tasks(report, language)
    return render(
        "report/report.html",
        ["report/report.css"],
        "report/report.js",
        say=say,
        judges=[say("advisory", profile=name) if name in report.advisory else name for name in report.profiles],
        report=report,
        title=title,
        generated=generated,
        causes=[_listed(cause, named, head, language) for cause in found],
        titles=named,
        anchors=anchors,
        conforming=len(set(report.checked) - {f.key for f in report.findings if f.severity is Severity.VIOLATION}),
        kinds=_kinds(catalogue),
        map=heat_map(complete, named, anchors),
        columns=_columns(complete) if datasets else (),
        cells=[cell for cell in Cell if datasets or cell not in (Cell.BLANK,)],
        change=change_since(before, report) if before else None,
        quality=score,
        scores={one.key: one for one in score.scores} if score else {},
        fair=_fair(failed, datasets, say),
        failed=_failed(failed),
        undecided=UNDECIDED,
        histograms=[one for one in (modalities(datasets), people(datasets, "age"), people(datasets, "sex")) if one],
        entries=listed,
        projects=sorted({entry.project for entry in listed if entry.project and entry.parts}),
        lists={name: f"{worklists}/{name}" for name in sorted({file_of(task) for task in worded})} if worklists else {},
        tasks=worded[:MOST_TASKS],
        all_tasks=len(worded),
        in_words=len(report.findings) <= IN_WORDS,
        named=NAMED,
        dimensions=DIMENSIONS,
        metrics=METRICS,
        most=MOST,
        State=State,
        Severity=Severity,
        Judge=Judge,
        local=lambda place: in_language(place, language),
        brief=lambda finding: _brief(finding, named, language),
    )


def _listed(cause: Cause, named: Mapping[str, str], head: Mapping[str, str], language: str) -> Listed:
    who = dict.fromkeys(one for finding in cause.findings for one in owners(finding))
    under = tuple(dict.fromkeys(head[key] for key in cause.keys if key in head))
    return Listed(cause, cause.heading(named, language), under, tuple(who))


def _brief(finding: Finding, named: Mapping[str, str], language: str) -> str:
    """Return a finding's words without the title of its record, for where that stands above it."""
    title = named.get(finding.key, "")
    said = finding.said(language)
    return quoted(title).sub("", said) if title else said


def _violating(report: Report) -> set[str]:
    """Return the records that violate DCAT-AP; what a more special profile demands too is told by its shape."""
    return {
        finding.key
        for finding in report.findings
        if finding.severity is Severity.VIOLATION
        and (BASE in (finding.profile or "").split(", ") or f"/{BASE}#" in (finding.shape or ""))
    }


def _kinds(catalogue: Sequence[Described]) -> dict[str, int]:
    """Return how many resources there are of each kind, datasets first."""
    kinds = [one.kind for one in catalogue]
    return {kind: kinds.count(kind) for kind in ("dataset", "distribution", "catalog", "data-service") if kind in kinds}


def _columns(complete: Completeness) -> list[tuple[object, dict[Cell, int]]]:
    return [(column, complete.counts(number)) for number, column in enumerate(complete.columns)]


def _fair(failed: Collection[Failure], datasets: Sequence[Sheet], say: Speech) -> list[FairRow]:
    rows = []
    for check in CHECKS if datasets else ():
        said = [say(one.reason[0], **one.reason[1]) for one in failed if one.code == check.code]
        reasons = sorted(((text, said.count(text)) for text in set(said)), key=lambda row: (-row[1], row[0]))
        rows.append(FairRow(check.code, check.principle, len(datasets) - len(said), len(said), tuple(reasons)))
    return rows


def _failed(failed: Collection[Failure]) -> dict[str, list[Failure]]:
    by_key: dict[str, list[Failure]] = {}
    for one in failed:
        by_key.setdefault(one.key, []).append(one)
    return by_key
