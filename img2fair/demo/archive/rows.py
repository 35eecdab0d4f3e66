"""Rows of joined tables: what stands in each part of a row, and the lists that are joined to it, left joins all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

from img2fair.demo.archive.schema import is_a
from img2fair.demo.content import (
    ArchiveContent,
    CustomVariable,
    ExperimentSeen,
    Investigator,
    Project,
    Publication,
    Resource,
    Scan,
    SessionSeen,
    Share,
    SubjectSeen,
)


@dataclass(slots=True)
class Row:
    """One row of a joined table; a part that is not joined, or has no match, is ``None``."""

    project: Project | None = None
    investigator: Investigator | None = None
    alias: str | None = None
    publication: Publication | None = None
    project_variable: CustomVariable | None = None
    subject: SubjectSeen | None = None
    subject_share: Share | None = None
    subject_variable: CustomVariable | None = None
    experiment: ExperimentSeen | None = None
    session: SessionSeen | None = None
    share: Share | None = None
    variable: CustomVariable | None = None
    scan: Scan | None = None
    resource: Resource | None = None

    def joined(self, part: str, value: object) -> "Row":
        """Return the row with a value in one of its parts."""
        row = Row()
        for name in _PARTS:
            setattr(row, name, getattr(self, name))
        setattr(row, part, value)
        return row


_PARTS = tuple(one.name for one in fields(Row))

Joined: TypeAlias = Callable[[Row], Sequence[object]]
"""The values that a list has for a row, in a part."""


def expanded(rows: Iterable[Row], part: str, values: Joined) -> Iterator[Row]:
    """Left join: a row per value, and the row itself where there is none."""
    for row in rows:
        found = values(row)
        if not found:
            yield row
        for value in found:
            yield row.joined(part, value)


def lists(content: ArchiveContent, scan_type: str, session_types: Sequence[str]) -> Mapping[str, Joined]:
    """Return what can be joined to a row, by part and in the order of joining.

    :param scan_type: scans of other types are not joined.
    :param session_types: sessions that are joined to subjects are of all these types.
    """

    def sessions(row: Row) -> Sequence[object]:
        if row.subject is None:
            return ()
        shown = content.sessions_of_subject(row.subject.project, row.subject.subject.id)
        return [s for s in shown if all(is_a(s.session.xsi_type, name) for name in session_types)]

    def scans(row: Row) -> Sequence[object]:
        if row.session is None:
            return ()
        return [scan for scan in row.session.session.scans if is_a(scan.xsi_type, scan_type)]

    return {
        "investigator": lambda row: row.project.investigators if row.project else (),
        "alias": lambda row: row.project.aliases if row.project else (),
        "publication": lambda row: row.project.publications if row.project else (),
        "project_variable": lambda row: row.project.fields if row.project else (),
        "subject_share": lambda row: row.subject.subject.shares if row.subject else (),
        "subject_variable": lambda row: row.subject.subject.fields if row.subject else (),
        "session": sessions,
        "share": lambda row: row.experiment.experiment.shares if row.experiment else (),
        "variable": lambda row: row.experiment.experiment.fields if row.experiment else (),
        "scan": scans,
        "resource": lambda row: row.scan.resources if row.scan else (),
    }


NEEDS: Mapping[str, str] = {"resource": "scan", "scan": "session"}
"""What has to be joined before a part can be."""
