"""Ids that would tell a date: study UIDs and ids of sessions often hold the day, or the second, of the acquisition.

UIDs are made of a root and what the device adds, often the time (DICOM PS3.5, annex B); as a date or a number of
seconds. Looked for is only what lies near a day that is known of the patient, because long numbers hold any digits.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Sequence

from img2fair.clinical.cohort import Link
from img2fair.privacy.cohort.terms import PrivacyStop

_COMPONENTS = re.compile(r"\d{6,}")
_WRITTEN = re.compile(r"\d{4}[-_]\d\d[-_]\d\d")
_BY_UUID = re.compile(r"2\.25\.(\d{1,39})")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NEAR = 31
"""Days within which a component that begins with a date is the session's."""
_SECONDS = 86_400
_EPOCH = dt.date(1970, 1, 1)


Linked = tuple[Link, dt.date | None, Sequence[dt.date]]
"""The ids of a link, the day of its session, and the days of all sessions of the patient."""


def tells_a_date(id_: str, own: dt.date | None, others: Iterable[dt.date] = ()) -> bool:
    """Tell whether an id holds a day of its session, or one near it.

    :param own: the session's day; without one, any number that begins with a date of this age is a doubt.
    :param others: the days of the patient's other sessions.
    """
    made = _made_on(id_)
    if made is not None:
        return own is None or any(abs((made - day).days) <= 1 for day in (own, *others))
    components = _COMPONENTS.findall(id_)
    if not components and not _WRITTEN.search(id_):
        return False
    days = {own + dt.timedelta(days=one) for one in (-1, 0, 1)} | {*others} if own else {*others}
    written = [day.isoformat() for day in days]
    if any(one.replace("-", "") in id_ or one in id_ or one.replace("-", "_") in id_ for one in written):
        return True
    return any(_is_stamp(component, own, days) for component in components)


def _made_on(id_: str) -> dt.date | None:
    """Return the day on which a UUID of version 1 was made, which it tells (RFC 9562, 5.1), also as ``2.25.`` UID."""
    if match := _BY_UUID.fullmatch(id_):
        number = int(match[1])
        made = uuid.UUID(int=number) if number < 1 << 128 else None
    else:
        made = uuid.UUID(id_) if _UUID.fullmatch(id_) else None
    if made is None or made.version != 1:
        return None
    days = made.time // (_SECONDS * 10_000_000)
    return dt.date(1582, 10, 15) + dt.timedelta(days=days)


def refuse_dated(links: Sequence[Linked]) -> None:
    """Stop where the ids of a viewer's links would tell dates; the message has numbers only.

    :raises PrivacyStop: some would.
    """
    dated = {"study UIDs": 0, "session ids": 0, "subject ids": 0}
    for link, own, others in links:
        dated["study UIDs"] += tells_a_date(link.study_instance_uid, own, others)
        dated["session ids"] += tells_a_date(link.session_id, own, others)
        dated["subject ids"] += tells_a_date(link.subject_id, own, others)
    if any(dated.values()):
        told = ", ".join(f"{number} of {len(links)} {what}" for what, number in dated.items() if number)
        raise PrivacyStop(
            f"ids in the links to a viewer would tell the dates of sessions: {told}",
            where="viewer",
            cure="take a viewer that opens {session_id} where only study UIDs tell dates, or export without a viewer",
        )


def _is_stamp(component: str, own: dt.date | None, days: Iterable[dt.date]) -> bool:
    if len(component) in (8, 12, 14) or len(component) > 16:
        day = _date(component[:8])
        if day is not None:
            return own is None or abs((day - own).days) <= _NEAR
    if len(component) in (6, 12) and any(component.startswith(day.isoformat().replace("-", "")[2:]) for day in days):
        return True
    seconds = {10: 1, 13: 1000}.get(len(component))
    if seconds is None:
        return False
    at = _EPOCH.toordinal() + int(component) // seconds // _SECONDS
    return any(abs(day.toordinal() - at) <= 1 for day in days)


def _date(digits: str) -> dt.date | None:
    if not digits.startswith(("19", "20")):
        return None
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
