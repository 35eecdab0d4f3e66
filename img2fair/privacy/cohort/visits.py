"""Imaging sessions as a study may tell them: days, codes of our tables, figures, and on request ids for a viewer."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from img2fair.clinical.cohort import Link, Visit
from img2fair.codes import is_derived
from img2fair.model import HeldText, ImagingSession, ScanProfile
from img2fair.model.held import total, unseal
from img2fair.privacy.cohort.measures import Measures
from img2fair.privacy.cohort.terms import Terms
from img2fair.privacy.scanned import MR, OUTLINES, outlining
from img2fair.privacy.tesla import tesla

_UID = re.compile(r"[0-9.]{1,64}")


def ordered(sessions: Sequence[ImagingSession]) -> list[ImagingSession]:
    """Return sessions by day and id, those without a day last."""
    return sorted(
        sessions,
        key=lambda one: (one.date is None, unseal(one.date).toordinal() if one.date is not None else 0, unseal(one.id)),
    )


def visit(
    number: int,
    day: int | None,
    session: ImagingSession,
    terms: Terms,
    left_out: Counter[str],
    *,
    age: str | None,
    sample: str,
    values: Mapping[str, str],
    measures: Measures,
) -> Visit:
    """Return a session as a study tells it.

    :param number: its place among the patient's sessions, from 1; ``day``: counted from day 0.
    :param left_out: counts the modalities that no table knows.
    """
    acquired = [profile for profile in session.scans if not is_derived(_word(profile))]
    drawn = [profile.count for profile in session.scans if _word(profile) in OUTLINES]
    told = [profile.modality for profile in acquired if profile.modality is not None]
    found = told or ([session.modality] if session.modality is not None else [])
    modalities = {_modality(value, terms, left_out) for value in found}
    parts = {terms.body_parts.find(unseal(profile.body_part)) for profile in acquired if profile.body_part is not None}
    images = total(profile.frames for profile in acquired)
    return Visit(
        number=number,
        day=day,
        modalities=tuple(sorted(modalities - {""})),
        body_parts=tuple(sorted({part.label for part in parts if part is not None})),
        series=sum(profile.count for profile in acquired),
        images=None if images is None else unseal(images),
        drawn=sum(drawn) + sum(one.count for one in session.assessors if outlining(unseal(one.type))),
        link=link(session, terms),
        age=age,
        manufacturer=_makers(session, acquired, terms),
        field_strength=_strength(session) if MR in modalities else None,
        sample=sample,
        values=values,
        measures=measures,
    )


def link(session: ImagingSession, terms: Terms) -> Link | None:
    """Return the ids that a viewer opens a session by, where the project's owner wants links."""
    if not terms.links:
        return None
    uid = unseal(session.study_instance_uid) if terms.study_uids and session.study_instance_uid is not None else ""
    subject, own = ("" if id_ in terms.untold else id_ for id_ in (unseal(session.subject), unseal(session.id)))
    return Link(subject, own, uid if _UID.fullmatch(uid) else "")


def _word(profile: ScanProfile) -> str:
    return unseal(profile.modality).strip().upper() if profile.modality is not None else ""


def _modality(value: HeldText, terms: Terms, left_out: Counter[str]) -> str:
    """Return the code as our table writes it, so that no word of the archive's gets out; empty where it has none."""
    code = terms.modalities.find(unseal(value))
    if code is None or is_derived(unseal(value)):
        left_out["modality"] += code is None
        return ""
    return code.iri.rpartition("/")[2]


def _makers(session: ImagingSession, acquired: Sequence[ScanProfile], terms: Terms) -> str | None:
    """Return the makers of the scanners by our table's names; a scan without one has that of its session."""
    if terms.manufacturers is None:
        return None
    held = {profile.manufacturer if profile.manufacturer is not None else session.manufacturer for profile in acquired}
    names = {terms.manufacturers.label(unseal(one)) for one in (held or {session.manufacturer}) if one is not None}
    return ";".join(sorted(name for name in names if name)) or None


def _strength(session: ImagingSession) -> str | None:
    return tesla(unseal(session.field_strength)) if session.field_strength is not None else None
