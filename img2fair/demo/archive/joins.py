"""From a selection to rows: left joins, filters, and the collapse of rows alike (XNAT's QueryOrganizer)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar
from zlib import crc32

from img2fair.demo.archive.columns import Selection
from img2fair.demo.archive.fields import Row
from img2fair.demo.archive.schema import EXPERIMENT, is_a
from img2fair.demo.content import ArchiveContent, Project, Scan, SessionSeen, SubjectSeen

Cells = dict[str, str]
T = TypeVar("T")
#: Joins that need the scan, and therefore the session.
_SCAN_JOINS = frozenset({"scan", "resource"})


def project_rows(projects: Iterable[Project], selection: Selection) -> Iterator[Row]:
    """Yield the rows of a list of projects."""
    rows = _joined((Row(project=project) for project in projects), selection, "investigator", _investigators)
    rows = _joined(rows, selection, "alias", lambda row: row.project.aliases if row.project else ())
    return _passing(_joined(rows, selection, "variable", _variables), selection)


def subject_rows(subjects: Iterable[SubjectSeen], content: ArchiveContent, selection: Selection) -> Iterator[Row]:
    """Yield the rows of a list of subjects, joined with the sessions they have where those are shown."""
    typed = {column.type_name for column in selection.columns} | {c.column.type_name for c in selection.conditions}
    session_types = [name for name in typed if is_a(name, EXPERIMENT)]

    def sessions(row: Row) -> list[SessionSeen]:
        shown = content.sessions_of(row.subject.project) if row.subject else ()
        return [
            seen
            for seen in shown
            if row.subject
            and seen.subject.subject.id == row.subject.subject.id
            and all(is_a(seen.session.xsi_type, name) for name in session_types)
        ]

    rows: Iterator[Row] = (Row(subject=seen) for seen in _unordered(subjects, lambda seen: seen.subject.id))
    if selection.joins & {"session", *_SCAN_JOINS}:
        rows = _expanded(rows, "session", sessions)
    return _passing(_with_lists(rows, selection), selection)


def session_rows(sessions: Iterable[SessionSeen], selection: Selection) -> Iterator[Row]:
    """Yield the rows of a list of sessions of the root type."""
    rows = (
        Row(session=seen, subject=seen.subject)
        for seen in _unordered(sessions, lambda seen: seen.session.id)
        if is_a(seen.session.xsi_type, selection.root)
    )
    return _passing(_with_lists(rows, selection), selection)


def scan_rows(seen: SessionSeen, scans: Iterable[Scan], selection: Selection) -> Iterator[Row]:
    """Yield the rows of a session's list of scans."""
    rows = (
        Row(session=seen, subject=seen.subject, scan=scan) for scan in _unordered(scans, lambda scan: str(scan.key))
    )
    return _joined(rows, selection, "resource", _resources)


def cells(rows: Iterable[Row], selection: Selection, uri: Callable[[Row], str]) -> Iterator[tuple[Row, Cells]]:
    """Yield rows with their texts by key; rows alike in all columns come once where XNAT's statement is DISTINCT."""
    columns = [(column.key, column.field.value) for column in selection.columns]
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        found = {key: _text(value(row)) for key, value in columns}
        if selection.distinct:
            values = tuple(found.values())
            if values in seen:
                continue
            seen.add(values)
        yield row, {**found, "URI": uri(row)}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _with_lists(rows: Iterator[Row], selection: Selection) -> Iterator[Row]:
    """Join what hangs on a session or subject: scans, resources, shares and custom variables."""

    def scans(row: Row) -> list[Scan]:
        held = row.session.session.scans if row.session else ()
        return [scan for scan in held if is_a(scan.xsi_type, selection.scan_type)]

    if selection.joins & _SCAN_JOINS:
        rows = _expanded(rows, "scan", scans)
    rows = _joined(rows, selection, "resource", _resources)
    rows = _joined(rows, selection, "share", _shares)
    return _joined(rows, selection, "variable", _variables)


def _joined(
    rows: Iterator[Row], selection: Selection, join: str, values: Callable[[Row], Sequence[object]]
) -> Iterator[Row]:
    return _expanded(rows, join, values) if join in selection.joins else rows


def _expanded(rows: Iterator[Row], part: str, values: Callable[[Row], Sequence[object]]) -> Iterator[Row]:
    """Left join: a row per value, and the row itself where there is none."""
    for row in rows:
        found = values(row)
        if not found:
            yield row
        for value in found:
            yield replace(row, **{part: value})  # type: ignore[arg-type]


def _passing(rows: Iterator[Row], selection: Selection) -> Iterator[Row]:
    return (row for row in rows if all(condition.holds(row) for condition in selection.conditions))


def _investigators(row: Row) -> Sequence[object]:
    return row.project.investigators if row.project else ()


def _resources(row: Row) -> Sequence[object]:
    return row.scan.resources if row.scan else ()


def _shares(row: Row) -> Sequence[object]:
    if row.session:
        return row.session.session.shares
    return row.subject.subject.shares if row.subject else ()


def _variables(row: Row) -> Sequence[object]:
    if row.project:
        return row.project.fields
    if row.session:
        return row.session.session.fields
    return row.subject.subject.fields if row.subject else ()


def _unordered(items: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """Return items in an order that means nothing, and is the same every time: XNAT promises none."""
    return sorted(items, key=lambda item: crc32(key(item).encode()))
