"""What a snapshot must say of an archive's content, worked out from the content alone, one object after another.

It is written the plain way, scan by scan and without any of the harvest's code but the cleaning of a single text, so
that the two can only agree by being right. The result has the shape of a snapshot's project line.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from img2fair.archives.values import held
from img2fair.demo.content import ArchiveContent, Resource, Scan, SessionSeen, SubjectSeen
from img2fair.model import Project
from img2fair.model.held import unseal
from img2fair.model.snapshot_file import project_line
from img2fair.privacy import Met, met

Json = dict[str, Any]


def as_read(project: Project) -> Json:
    """A harvested project as its line in the snapshot."""
    found: Json = json.loads(project_line(project))
    return found


def as_held(content: ArchiveContent, id_: str, readable: Collection[str] | None = None) -> Json:
    """A project as the snapshot must have it, from what the archive holds.

    :param readable: the projects whose data the account may read; derived data of a shared session are its owner's, and
        seen by those alone who may read them there, or where they are shared themselves.
    """
    project = content.project(id_)
    days = _first_days(content, id_)
    return _said(
        id=id_,
        visibility=project.accessibility,
        secondary_id=_text(project.secondary_id),
        name=_text(project.name),
        description=_text(project.description),
        keywords=_text(project.keywords),
        aliases=[_text(alias) for alias in sorted({alias.strip() for alias in project.aliases if alias.strip()})],
        inserted=_moment(project.insert_date),
        modified=_moment(project.last_modified),
        pi=next(iter(_people([project.pi] if project.pi else [])), None),
        investigators=_people(project.investigators),
        publications=_publications(project.publications),
        forms=_forms(content, id_),
        subjects=[
            _subject(seen, days.get(seen.subject.id), id_)
            for seen in sorted(content.subjects_of(id_), key=lambda seen: seen.subject.id)
        ],
        sessions=[
            _session(seen, id_, readable) for seen in sorted(content.sessions_of(id_), key=lambda seen: seen.session.id)
        ],
        met=list(met(id_, patients(content, id_).values())),
    )


def patients(content: ArchiveContent, id_: str) -> dict[str, Met]:
    """What the sessions of a project, shared ones too, say of each patient, by the ids of subjects."""
    names: dict[str, set[str]] = {}
    numbers: dict[str, set[str]] = {}
    for seen in content.sessions_of(id_):
        subject, session = seen.subject.subject.id, seen.session
        names.setdefault(subject, set()).update(_values(session.dcm_patient_name))
        numbers.setdefault(subject, set()).update(
            _values(session.dcm_patient_id), _values(session.dcm_accession_number)
        )
    said = {id_: Met(tuple(sorted(names[id_])), tuple(sorted(numbers[id_]))) for id_ in sorted(names)}
    return {id_: one for id_, one in said.items() if one != Met()}


def _values(written: str) -> set[str]:
    """The values of one attribute, which DICOM joins by a backslash."""
    found = _line(written) or ""
    return {value.strip() for value in found.split("\\")} - {""}


def _said(**values: Any) -> Json:
    """What a line holds: nothing of what is not there."""
    return {name: value for name, value in values.items() if value is not False and value not in (None, [], {})}


def _text(value: str) -> str | None:
    found = held(value)
    return unseal(found) if found else None


def _one_line(value: str) -> str:
    return value.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _line(value: str) -> str | None:
    return _text(_one_line(value))


def _moment(value: str) -> str | None:
    try:
        return dt.datetime.fromisoformat(value.strip()).replace(microsecond=0).isoformat()
    except ValueError:
        return None


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


def _people(people: Iterable[Any]) -> list[Json]:
    names = ("title", "lastname", "firstname", "institution", "department", "email", "id")
    told = sorted({tuple(str(getattr(person, name)).strip() for name in names) for person in people})
    found = []
    for values in told:
        said = dict(zip(names, values, strict=True))
        orcid = said.pop("id")
        if any(values):
            is_orcid = len(orcid) == 19 and orcid.count("-") == 3
            found.append(_said(**{n: _text(v) for n, v in said.items()}, orcid=orcid if is_orcid else None))
    return found


def _publications(publications: Iterable[Any]) -> list[Json]:
    names = ("title", "citation", "doi", "pubmed", "uri")
    told = sorted({tuple(str(getattr(one, name)).strip() for name in names) for one in publications})
    return [_said(**dict(zip(names, map(_text, values), strict=True))) for values in told if any(values)]


def _forms(content: ArchiveContent, id_: str) -> list[Json]:
    titles = {form.uuid: form.title for form in content.forms}
    answered = sorted(content.project(id_).custom_fields.items())
    return [
        _said(uuid=uuid, title=titles.get(uuid), answers=answers) | {"title": titles.get(uuid)}
        for uuid, answers in answered
        if answers
    ]


def _first_days(content: ArchiveContent, id_: str) -> dict[str, dt.date]:
    first: dict[str, dt.date] = {}
    for seen in content.sessions_of(id_):
        day = _day(seen.session.date)
        if day:
            subject = seen.subject.subject.id
            first[subject] = min(day, first.get(subject, day))
    return first


def _subject(seen: SubjectSeen, first: dt.date | None, id_: str) -> Json:
    subject = seen.subject
    years = _age(subject.age)
    born = _day(subject.dob)
    if years is None and first and born:
        years = _age(str(round((first - born).days / 365.25, 1)))
    elif years is None and first and subject.yob.strip().isdigit():
        years = _age(str(first.year - int(subject.yob)))
    return {"id": subject.id, "label": _one_line(seen.label)} | _said(
        sex=_line(subject.gender), age=years, group=_line(subject.group), shared=seen.owner != id_
    )


def _age(value: str) -> float | None:
    try:
        years = float(value)
    except ValueError:
        return None
    return years if 0 < years <= 120 else None


def _session(seen: SessionSeen, id_: str, readable: Collection[str] | None) -> Json:
    session = seen.session
    day = _day(session.date)
    derived = [
        one.xsi_type
        for one in session.assessors
        if readable is None or {seen.owner, *(share.project for share in one.shares)} & set(readable)
    ]
    required = {"id": session.id, "label": _one_line(seen.label), "subject": seen.subject.subject.id}
    return required | _said(
        date=day.isoformat() if day else None,
        modality=_line(session.modality),
        age=_age("" if session.age is None else str(session.age)),
        study_instance_uid=_line(session.uid),
        manufacturer=_line(session.scanner_manufacturer),
        model=_line(session.scanner_model),
        field_strength=_line(session.field_strength) if session.xsi_type == "xnat:mrSessionData" else None,
        site=_line(session.acquisition_site),
        visit=_line(session.visit_id),
        shared=seen.owner != id_,
        scans=_profiles(session.scans),
        assessors=[
            _said(type=type_, count=count if count != 1 else None) for type_, count in sorted(Counter(derived).items())
        ],
    )


_ALIKE = ("modality", "type", "body_part_examined", "scanner_manufacturer", "scanner_model", "quality")
_NAMES = ("modality", "type", "body_part", "manufacturer", "model", "quality")


def _profiles(scans: Sequence[Scan]) -> list[Json]:
    groups: dict[tuple[Any, ...], list[Scan]] = {}
    for scan in sorted(scans, key=lambda one: one.id):
        labels = tuple(sorted({_one_line(resource.label) for resource in scan.resources}))
        said = tuple(_one_line(getattr(scan, name)) for name in _ALIKE)
        groups.setdefault((said, labels), []).append(scan)
    return [_profile(said, members) for (said, _), members in groups.items()]


def _profile(said: tuple[str, ...], scans: Sequence[Scan]) -> Json:
    resources = [resource for scan in scans for resource in scan.resources]
    labels = sorted({_line(resource.label) or "" for resource in resources} - {""})
    return {"count": len(scans)} | _said(
        **dict(zip(_NAMES, map(_line, said), strict=True)),
        frames=_sum(scan.frames for scan in scans),
        resources=[_resource(label, [one for one in resources if _line(one.label) == label]) for label in labels],
    )


def _resource(label: str, resources: Sequence[Resource]) -> Json:
    files, size = _sum(r.file_count for r in resources), _sum(r.file_size for r in resources)
    return {"label": label, "files": files, "bytes": size}


def _sum(values: Iterable[int | None]) -> int | None:
    known = list(values)
    return None if not known or None in known else sum(value for value in known if value is not None)
