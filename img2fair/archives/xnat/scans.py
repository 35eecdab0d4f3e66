"""Sessions and their scan profiles, from the rows of one list: a row per session, scan and resource."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from img2fair.archives.xnat.columns import SCAN, SESSION
from img2fair.archives.xnat.values import age, day, held, held_number
from img2fair.model import Held, HeldText, ImagingSession, Resource, ScanProfile
from img2fair.model.held import total

Row = Mapping[str, str]


def scan_key(name: str) -> str:
    """Return the key that a scan's column comes back under."""
    return (SCAN + name).lower()


def session_key(name: str) -> str:
    """Return the key that a session's column without a shortcut comes back under."""
    return (SESSION + name).lower()


@dataclass(slots=True)
class _Gathered:
    shared: bool
    rows: list[Row] = field(default_factory=list)

    @property
    def scans(self) -> list[list[Row]]:
        """Return the rows scan by scan, without repeated ones; the same for rows in any order."""
        found: dict[str, set[tuple[tuple[str, str], ...]]] = defaultdict(set)
        for row in self.rows:
            if row[scan_key("id")]:
                found[row[scan_key("id")]].add(tuple(sorted(row.items())))
        return [[dict(row) for row in sorted(found[scan_id])] for scan_id in sorted(found)]


def agreed(rows: Sequence[Row]) -> dict[str, str]:
    """Return what all rows on one thing say of it; what they say differently is empty, because it is not known."""
    first, *others = rows
    return {key: value if all(row.get(key) == value for row in others) else "" for key, value in first.items()}


class SessionRows:
    """Gathers rows into sessions; the rows of a session may come in any order."""

    def __init__(self) -> None:
        self._sessions: dict[str, _Gathered] = {}

    def add(self, rows: Iterable[Row], *, shared: bool) -> None:
        """Take the rows of a list; ``shared`` where the project is not their owner.

        A session that an earlier list had is taken from that one alone, or its scans would count twice.
        """
        known = set(self._sessions)
        for row in rows:
            if row["id"] not in known:
                self._sessions.setdefault(row["id"], _Gathered(shared)).rows.append(row)

    def first_days(self) -> dict[str, dt.date]:
        """Return the day of the first session of each subject (by id) that has a dated one."""
        first: dict[str, dt.date] = {}
        for gathered in self._sessions.values():
            row = agreed(gathered.rows)
            acquired, subject = day(row["date"]), row["subject_id"]
            if acquired is not None:
                first[subject] = min(acquired, first.get(subject, acquired))
        return first

    def sessions(self) -> tuple[ImagingSession, ...]:
        """Return the sessions by id."""
        return tuple(_session(self._sessions[key]) for key in sorted(self._sessions))


def _session(gathered: _Gathered) -> ImagingSession:
    row = agreed(gathered.rows)
    acquired, years = day(row["date"]), age(row[session_key("age")])
    return ImagingSession(
        id=Held(row["id"]),
        label=Held(row["label"]),
        subject=Held(row["subject_id"]),
        date=None if acquired is None else Held(acquired),
        modality=held(row["modality"]),
        age=None if years is None else Held(years),
        study_instance_uid=held(row["uid"]),
        shared=gathered.shared,
        scans=_profiles(gathered.scans),
    )


_Likeness = tuple[HeldText | None, ...]
"""Modality, type, body part, manufacturer, model and quality, and then the labels of the resources."""

_ALIKE = ("modality", "type", "bodyPartExamined", "scanner/manufacturer", "scanner/model", "quality")


def _profiles(scans: Sequence[Sequence[Row]]) -> tuple[ScanProfile, ...]:
    """Put the scans that are alike into one row each, in the order of their first scan."""
    alike: dict[_Likeness, list[Sequence[Row]]] = defaultdict(list)
    for rows in scans:
        said = agreed(rows)
        labels = sorted({row[scan_key("file/label")] for row in rows})
        likeness = (*(held(said[scan_key(name)]) for name in _ALIKE), *(held(label) for label in labels))
        alike[likeness].append(rows)
    return tuple(_profile(likeness, members) for likeness, members in alike.items())


def _profile(likeness: _Likeness, members: Sequence[Sequence[Row]]) -> ScanProfile:
    modality, type_, body_part, manufacturer, model, quality, *labels = likeness
    return ScanProfile(
        count=len(members),
        modality=modality,
        type=type_,
        body_part=body_part,
        manufacturer=manufacturer,
        model=model,
        quality=quality,
        frames=total(held_number(agreed(rows)[scan_key("frames")]) for rows in members),
        resources=tuple(_resource(label, members) for label in labels if label is not None),
    )


def _resource(label: HeldText, members: Sequence[Sequence[Row]]) -> Resource:
    """Sum the files under one label; a scan whose catalog was never refreshed makes the sum unknown."""
    rows = [row for scan in members for row in scan if held(row[scan_key("file/label")]) == label]
    return Resource(
        label=label,
        files=total(held_number(row[scan_key("file/file_count")]) for row in rows),
        bytes=total(held_number(row[scan_key("file/file_size")]) for row in rows),
    )
