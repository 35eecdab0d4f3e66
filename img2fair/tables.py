"""A snapshot and a report as rows, for pandas, polars, a spreadsheet.

    pandas.DataFrame(scan_rows(read_snapshot("snapshot.jsonl")))

Rows come one by one, project after project, so that a large site is never held whole; each call reads the snapshot from
its beginning. ``None`` is what the archive does not say (unknown is not zero); ``other`` is what it says and no code
table knows. Nothing tells who somebody is (privacy/technical.py), and projects that are not public or protected have no
row; but rows about single sessions are for people who may read the archive, and are not for publication.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypedDict

from img2fair.assets import find_folder
from img2fair.codes import CodeTable, read_table
from img2fair.findings import Report
from img2fair.model import Project, Snapshot
from img2fair.privacy.technical import CODED, ScanFacts, SessionFacts, technical
from img2fair.rdf import shorten
from img2fair.report.causes import causes, titles


class ProjectRow(TypedDict):
    """A project. ``scans`` are the acquired ones, ``derived`` the objects made of them; ``files`` are of both."""

    project: str
    access: str
    subjects: int | None
    sessions: int | None
    scans: int | None
    derived: int | None
    files: int | None
    bytes: int | None


class SessionRow(TypedDict):
    """A session. ``session`` and ``subject`` count within the project, from 1, in no order of the archive's.

    Both can be others after the next harvest.

    ``modality`` is DICOM's code, ``field_strength`` in tesla.
    """

    project: str
    session: int
    subject: int
    modality: str | None
    manufacturer: str | None
    field_strength: float | None
    scans: int
    derived: int
    files: int | None
    bytes: int | None


class ScanRow(TypedDict):
    """Scans of one session that are alike: ``scans`` says how many. ``derived`` tells objects made of others."""

    project: str
    session: int
    subject: int
    modality: str | None
    derived: bool | None
    body_part: str | None
    manufacturer: str | None
    field_strength: float | None
    quality: str | None
    scans: int
    files: int | None
    bytes: int | None


class CauseRow(TypedDict):
    """Findings that are mended once for all of them: ``records`` says of how many, ``where`` the first one's place."""

    code: str
    severity: str
    judge: str
    property: str
    records: int
    projects: str
    message: str
    where: str
    who: str
    cure: str


def project_rows(snapshot: Snapshot) -> Iterator[ProjectRow]:
    """Yield a row for each public or protected project of a snapshot.

    :param snapshot: as ``read_snapshot`` gives it.
    :raises UsageFault: the snapshot's file is damaged.
    """
    for project, sessions in _told(snapshot):
        known = "sessions" not in project.unread
        scans = [scan for session in sessions for scan in session.scans]
        filed = [session for session in sessions if session.scans]  # one without scans leaves a total as it is
        yield ProjectRow(
            project=project.id,
            access=project.visibility.value,
            subjects=None if "subjects" in project.unread else len(project.subjects),
            sessions=len(sessions) if known else None,
            scans=_acquired(scans) if known else None,
            derived=_derived(scans) if known else None,
            files=_sum([session.files for session in filed]),
            bytes=_sum([session.bytes for session in filed]),
        )


def session_rows(snapshot: Snapshot) -> Iterator[SessionRow]:
    """Yield a row for each session of the public and protected projects of a snapshot.

    :param snapshot: as ``read_snapshot`` gives it.
    :raises UsageFault: the snapshot's file is damaged.
    """
    for project, sessions in _told(snapshot):
        for session in sessions:
            yield SessionRow(
                project=project.id,
                session=session.number,
                subject=session.subject,
                modality=session.modality,
                manufacturer=session.manufacturer,
                field_strength=session.field_strength,
                scans=_acquired(session.scans),
                derived=_derived(session.scans),
                files=session.files,
                bytes=session.bytes,
            )


def scan_rows(snapshot: Snapshot) -> Iterator[ScanRow]:
    """Yield a row for the alike scans of each session of the public and protected projects of a snapshot.

    :param snapshot: as ``read_snapshot`` gives it; one that was harvested in full has a row for each scan.
    :raises UsageFault: the snapshot's file is damaged.
    """
    for project, sessions in _told(snapshot):
        for session in sessions:
            for scan in session.scans:
                yield ScanRow(
                    project=project.id,
                    session=session.number,
                    subject=session.subject,
                    modality=scan.modality,
                    derived=scan.derived,
                    body_part=scan.body_part,
                    manufacturer=scan.manufacturer,
                    field_strength=session.field_strength if not scan.derived else None,
                    quality=scan.quality,
                    scans=scan.scans,
                    files=scan.files,
                    bytes=scan.bytes,
                )


def cause_rows(report: Report, language: str = "en") -> Iterator[CauseRow]:
    """Yield a row for each cause of findings, the worst first: what is to be mended once for all records that have it.

    :param report: as ``validate`` gives it.
    :param language: of message and cure: ``en`` or ``nl``.
    """
    named = titles(report)
    for cause in causes(report.findings):
        first = cause.first
        yield CauseRow(
            code=first.code,
            severity=first.severity.value,
            judge=first.judge.value,
            property=shorten(first.property) if first.property else "",
            records=len(cause.keys),
            projects=", ".join(sorted({finding.project for finding in cause.findings if finding.project})),
            message=cause.heading(named, language),
            where=str(first.where[0]) if first.where else "",
            who=first.who,
            cure=first.cured(language),
        )


def _told(snapshot: Snapshot) -> Iterator[tuple[Project, list[SessionFacts]]]:
    for project in snapshot.projects():
        if project.visibility.publishable:
            yield project, list(technical(project, _tables()))


@cache
def _tables() -> dict[str, CodeTable]:
    codes = find_folder("mappings") / "codes"
    return {name: read_table(codes / f"{name}.sssom.tsv") for name in CODED}


def _acquired(scans: Iterable[ScanFacts]) -> int:
    return sum(scan.scans for scan in scans if not scan.derived)


def _derived(scans: Iterable[ScanFacts]) -> int:
    return sum(scan.scans for scan in scans if scan.derived)


def _sum(figures: list[int | None]) -> int | None:
    """Return a total; ``None`` where a part is unknown, or there is none."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known and len(known) == len(figures) else None
