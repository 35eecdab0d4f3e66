"""Sessions and their scan profiles, from rows: a row per session, scan and resource, as ``columns.SESSIONS`` has them.

This is the hot path of a harvest: a row is a tuple, and its parts are slices of it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from img2fair.archives.values import age, day, held, held_sum
from img2fair.archives.xnat import columns
from img2fair.model import Assessor, Held, HeldText, ImagingSession, Resource, ScanProfile

Row = tuple[str, ...]

SCAN = len(columns.OF_SESSION)
"""Where in a row the scan's columns begin."""
RESOURCE = SCAN + len(columns.OF_SCAN)
"""Where in a row the resource's columns begin."""
ID, LABEL, PROJECT, SUBJECT, DATE = (
    columns.OF_SESSION.index(name) for name in ("ID", "label", "project", "subject_ID", "date")
)
MODIFIED = columns.OF_SESSION.index("last_modified")


@lru_cache(maxsize=1 << 15)
def _held(text: str) -> HeldText | None:
    """Return a text held; the same few hundred words stand in a million rows."""
    return held(text)


_sum = lru_cache(maxsize=1 << 15)(held_sum)
"""The same for numbers of files and frames; sizes in bytes are too many to be remembered."""


def agreed(rows: Sequence[Row]) -> Row:
    """Return what all rows on one thing say of it; what they say differently is empty, because it is not known."""
    first = rows[0]
    if len(rows) == 1 or rows.count(first) == len(rows):
        return first
    return tuple(values[0] if len(set(values)) == 1 else "" for values in zip(*rows, strict=True))


def by_session(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return rows by the id of their session; they may come in any order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[ID]].append(row)
    return found


def scan_ids(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Yield the id and the modality of each scan in a session's rows, in the order of the ids."""
    told = {row[SCAN]: row[SCAN + 1] for row in sorted(rows) if row[SCAN]}
    yield from sorted(told.items())


def first_days(sessions: Mapping[str, Sequence[Row]]) -> dict[str, dt.date]:
    """Return the day of the first session of each subject (by id) that has a dated one."""
    first: dict[str, dt.date] = {}
    for rows in sessions.values():
        row = agreed([row[:SCAN] for row in rows])
        acquired = day(row[DATE])
        if acquired is not None:
            first[row[SUBJECT]] = min(acquired, first.get(row[SUBJECT], acquired))
    return first


def session_of(
    rows: Sequence[Row], *, shared: bool, strength: str, assessors: Mapping[str, int], full: bool
) -> ImagingSession:
    """Return a session from its rows.

    :param strength: the field strength of an MR scanner, as the archive writes it.
    :param assessors: type of derived data → how many.
    :param full: leave each scan single.
    """
    row = agreed([row[:SCAN] for row in rows])
    id_, label, _, subject, date, uid, modality, visit, _, years, site, manufacturer, model = row
    acquired, old = day(date), age(years)
    return ImagingSession(
        id=Held(id_),
        label=Held(label),
        subject=Held(subject),
        date=None if acquired is None else Held(acquired),
        modality=_held(modality),
        age=None if old is None else Held(old),
        study_instance_uid=held(uid),
        manufacturer=_held(manufacturer),
        model=_held(model),
        field_strength=_held(strength),
        site=_held(site),
        visit=_held(visit),
        shared=shared,
        scans=_singles(rows) if full else _profiles(rows),
        assessors=tuple(Assessor(Held(type_), assessors[type_]) for type_ in sorted(assessors)),
    )


_Scan = tuple[Row, Sequence[Row]]
"""What is said of one scan, and its resources."""


def _scans(rows: Sequence[Row]) -> Iterator[_Scan]:
    """Yield the scans by id; repeated rows count once."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[SCAN]:
            found[row[SCAN]].append(row[SCAN:])
    width = RESOURCE - SCAN
    for id_ in sorted(found):
        members = found[id_] if len(found[id_]) == 1 else sorted(set(found[id_]))
        yield agreed([row[:width] for row in members]), [row[width:] for row in members]


def _profiles(rows: Sequence[Row]) -> tuple[ScanProfile, ...]:
    """Put the scans that are alike into one row each, in the order of their first scan."""
    alike: dict[Row, list[_Scan]] = defaultdict(list)
    for scan in _scans(rows):
        said, resources = scan
        labels = sorted({label for label, *_ in resources}) if len(resources) > 1 else [resources[0][0]]
        alike[(*said[1:7], *labels)].append(scan)
    return tuple([_profile(members) for members in alike.values()])


def _singles(rows: Sequence[Row]) -> tuple[ScanProfile, ...]:
    return tuple([_profile([scan], single=True) for scan in _scans(rows)])


def _profile(members: Sequence[_Scan], *, single: bool = False) -> ScanProfile:
    id_, modality, type_, body_part, manufacturer, model, quality, _, uid = members[0][0]
    return ScanProfile(
        count=len(members),
        modality=_held(modality),
        type=_held(type_),
        body_part=_held(body_part),
        manufacturer=_held(manufacturer),
        model=_held(model),
        quality=_held(quality),
        frames=_sum(tuple([said[7] for said, _ in members])),
        resources=_resources([row for _, resources in members for row in resources]),
        id=held(id_) if single else None,
        series_instance_uid=held(uid) if single else None,
    )


def _resources(rows: Sequence[Row]) -> tuple[Resource, ...]:
    """Sum the files under each label; a scan whose catalog was never refreshed makes the sum unknown."""
    if len(rows) == 1:
        label = _held(rows[0][0])
        return () if label is None else (_resource(label, rows),)
    labelled: dict[HeldText, list[Row]] = defaultdict(list)
    for row in rows:
        label = _held(row[0])
        if label is not None:
            labelled[label].append(row)
    by_name = sorted(labelled.items(), key=lambda one: one[1][0][0])
    return tuple([_resource(label, found) for label, found in by_name])


def _resource(label: HeldText, rows: Sequence[Row]) -> Resource:
    _, counts, sizes, *deeper = zip(*rows, strict=True)
    return Resource(label, _sum(counts), held_sum(sizes), *[_held(_same(values)) for values in deeper])


def _same(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""
