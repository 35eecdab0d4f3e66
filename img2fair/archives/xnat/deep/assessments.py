"""What assessors say: of subjects (surveys, clinical forms) and of sessions (quality control, volumes, ratings).

One list of each tells what there is, then each is one item. Source: XNAT's ProjSubExptList (assessors of subjects,
imaging sessions among them) and ExperimentListResource with ``xsiType=xnat:imageAssessorData``; image assessors are in
no list of a project.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import requests

from img2fair.archives.values import day, held
from img2fair.archives.xnat import columns
from img2fair.archives.xnat.answers import Row, item, listed
from img2fair.archives.xnat.deep.asking import JSON, Asker
from img2fair.archives.xnat.deep.dateless import days_since
from img2fair.archives.xnat.deep.items import Item, flattened
from img2fair.clinical.dateless import without_dates
from img2fair.model import Assessment, Held

MOST = 5000
"""Assessors read per project and level; where there are more, the part is said to be not all read."""

_SUBJECT = "subject_ID"
_SESSION = f"{columns.ASSESSOR_TYPE}/imageSession_ID".lower()
_COLUMNS = ("ID", "label", "date", "xsiType")


@dataclass(frozen=True, slots=True)
class Assessments:
    """What the assessors of subjects or sessions say, by the id of the subject or session; ``whole`` if none lacks."""

    of: Mapping[str, tuple[Assessment, ...]]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Listed:
    """An assessor as a list has it, and whose it is."""

    id: str
    owner: str
    label: str
    type: str
    day: dt.date | None


def of_subjects(
    asker: Asker, ids: Collection[str], sessions: Collection[str], bases: Mapping[str, dt.date]
) -> Assessments:
    """Return what the non-imaging assessors of subjects say.

    :param sessions: the ids of imaging sessions, which stand in the same list.
    :param bases: the day from which a subject's days count.
    :raises RemoteFault: an assessor could not be read.
    """
    if not ids:
        return Assessments({}, whole=True)
    asked = {"format": "json", "columns": ",".join((*_COLUMNS, _SUBJECT))}
    found = asker.bulk(asker.of_project("/experiments"), asked, (*_COLUMNS, _SUBJECT)) or {}
    rows: Mapping[str, Sequence[Row]] = {_SUBJECT: [row for said in found.values() for row in said]}
    whole = True
    if not found:  # no list, or nobody has anything; which of the two, only the subjects can say
        answers = asker.each(asker.of_project("/subjects/{}/experiments"), sorted(ids), JSON, _rows)
        rows, whole = answers.found, not answers.refused
    assessors = _assessors(rows, _SUBJECT)
    wanted = [one for one in assessors if one.owner in ids and one.id not in sessions and not _imaging(one.type)]
    return _read(asker, wanted, bases, whole)


def of_sessions(
    asker: Asker, owners: Mapping[str, str], own: Collection[str], bases: Mapping[str, dt.date]
) -> Assessments:
    """Return what the assessors of sessions say.

    :param owners: session id → subject id.
    :param own: the sessions that the project owns; one list has the assessors of these, the others are asked for.
    :param bases: the day from which a subject's days count.
    :raises RemoteFault: an assessor could not be read.
    """
    if not owners:
        return Assessments({}, whole=True)
    named = (*_COLUMNS, f"{columns.ASSESSOR_TYPE}/imageSession_ID")
    asked = {"format": "json", "columns": ",".join(named), "xsiType": columns.ASSESSOR_TYPE, "project": asker.project}
    found = asker.bulk("/data/experiments", asked, (*_COLUMNS, _SESSION))
    left = sorted(owners) if found is None else sorted(set(owners) - set(own))
    answers = asker.each("/data/experiments/{}/assessors", left, JSON, _rows)
    rows = {**answers.found, _SESSION: [row for said in (found or {}).values() for row in said]}
    wanted = [one for one in _assessors(rows, _SESSION) if one.owner in owners]
    days = {session: bases[subject] for session, subject in owners.items() if subject in bases}
    return _read(asker, wanted, days, not answers.refused)


def _rows(answer: requests.Response, _: str) -> list[Row]:
    return listed(answer)


def _assessors(rows: Mapping[str, Sequence[Row]], key: str) -> list[_Listed]:
    """Return the assessors of lists by owner; those under ``key`` name their owner in that column."""
    found = {
        row["ID"]: _Listed(
            row["ID"],
            row.get(key, "") if owner == key else owner,
            row.get("label", ""),
            row.get("xsiType", ""),
            day(row.get("date")),
        )
        for owner, said in rows.items()
        for row in said
    }
    return [found[id_] for id_ in sorted(found)]


def _imaging(type_: str) -> bool:
    """Tell whether an experiment is an imaging session: XNAT names all of these so, and nothing else."""
    return type_.endswith("SessionData")


def _read(asker: Asker, wanted: Sequence[_Listed], bases: Mapping[str, dt.date], whole: bool) -> Assessments:
    taken = wanted[:MOST]
    answers = asker.each("/data/experiments/{}", [one.id for one in taken], JSON, item)
    found: dict[str, list[Assessment]] = defaultdict(list)
    for one in _of(taken, answers.found):
        found[one.owner].append(_assessment(one, answers.found[one.id], bases.get(one.owner)))
    complete = whole and len(taken) == len(wanted) and not answers.refused
    return Assessments({owner: tuple(said) for owner, said in found.items()}, complete)


def _of(taken: Iterable[_Listed], found: Collection[str]) -> Iterable[_Listed]:
    return (one for one in taken if one.id in found)


def _assessment(one: _Listed, said: Item, base: dt.date | None) -> Assessment:
    return Assessment(
        type=held(one.type) or Held(""),
        id=Held(one.id),
        label=held(one.label) or Held(one.id),
        day=days_since(one.day, base),
        values=Held(without_dates(flattened(said), base)),
    )
