"""From what was read of a project, raw, to the model's sealed values."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from img2fair.archives.choice import Choice
from img2fair.archives.values import age_at, held, moment
from img2fair.archives.xnat import columns
from img2fair.archives.xnat.project import forms
from img2fair.archives.xnat.reader import Material
from img2fair.archives.xnat.scans import Row, agreed, first_days, session_of
from img2fair.model import Held, ImagingSession, ImagingSubject, Project, Visibility

_KEYS = columns.keys(columns.SUBJECTS)


def project_of(
    id_: str, visibility: Visibility, material: Material, titles: Mapping[str, str], choice: Choice, *, full: bool
) -> Project:
    """Return a project as the model has it.

    :param titles: form UUID → title.
    :param choice: whose opt-in keywords are dropped.
    :param full: leave each scan single.
    """
    said, people = material.description, material.people
    first = first_days({**material.own, **material.shared})
    return Project(
        id=id_,
        visibility=visibility,
        secondary_id=held(said["secondary_id"]),
        name=held(said["name"]),
        description=held(said["description"]),
        keywords=held(choice.without_opt_in(said["keywords"])),
        inserted=moment(said["insert_date"]),
        modified=moment(said["last_modified"]),
        pi=people.pi,
        investigators=people.investigators,
        aliases=people.aliases,
        publications=people.publications,
        forms=forms(material.answers, titles),
        subjects=_subjects(material.subjects, first, id_),
        sessions=tuple(_sessions(material, full=full)),
        unread=frozenset(material.unread),
    )


def _sessions(material: Material, *, full: bool) -> Iterator[ImagingSession]:
    """Yield the sessions by id; one that is both owned and shared in is taken as owned."""
    for id_ in sorted({*material.own, *material.shared}):
        shared = id_ not in material.own
        yield session_of(
            material.shared[id_] if shared else material.own[id_],
            shared=shared,
            strength=material.strengths.get(id_, ""),
            assessors=material.assessors.get(id_, {}),
            full=full,
        )


def _subjects(rows: Sequence[Row], first: Mapping[str, dt.date], project_id: str) -> tuple[ImagingSubject, ...]:
    """Return the subjects by id, each once; an age counts for the day of the subject's first session."""
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        same[row[0]].append(row)
    return tuple(_subject(agreed(same[id_]), first.get(id_), project_id) for id_ in sorted(same))


def _subject(row: Row, first: dt.date | None, project_id: str) -> ImagingSubject:
    said = dict(zip(_KEYS, row, strict=True))
    years = age_at(said, first)
    return ImagingSubject(
        id=Held(said["id"]),
        label=Held(said["label"]),
        sex=held(said["gender"]),
        age=None if years is None else Held(years),
        group=held(said["group"]),
        shared=said["project"] != project_id,
    )
