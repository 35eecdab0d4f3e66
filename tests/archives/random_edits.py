"""Random edits of an archive: what people do in XNAT while nobody looks, and while a harvest runs."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any, TypeAlias, TypeVar

from img2fair.demo.content import (
    ArchiveContent,
    Assessor,
    CustomVariable,
    Investigator,
    Project,
    Publication,
    Resource,
    Scan,
    Session,
    Share,
    Subject,
    SubjectAssessor,
)
from tests.archives.random_site import ACCESS, BIRTH_YEARS, DAYS, FORM, TEXTS, YEARS

T = TypeVar("T")
Edit: TypeAlias = Callable[["Editor"], ArchiveContent | None]


def edit(content: ArchiveContent, random: Random, clock: str, times: int = 1) -> ArchiveContent:
    """Return the content after random edits; what they touch has been modified at ``clock``.

    As in XNAT, a change of a scan or of its resources touches the session, one of an assessor only the assessor, a new
    or deleted object only itself, and a change of accessibility nothing.

    :param clock: a time as XNAT writes it, ``2024-05-05 10:00:00.0``; it may be one that other objects have already.
    """
    for _ in range(times):
        editor = Editor(content, random, clock)
        possible = list(EDITS)
        random.shuffle(possible)
        done = (changed for one in possible if (changed := one(editor)) is not None)
        content = next(done, content)
    return content


class Editor:
    """One edit under way: picks what to change, and says when."""

    def __init__(self, content: ArchiveContent, random: Random, clock: str) -> None:
        self.content, self.random, self.clock = content, random, clock

    def any(self, values: Any) -> Any:
        """Return one of some values, or nothing where there is none."""
        found = sorted(values, key=lambda value: getattr(value, "id", str(value)))
        return self.random.choice(found) if found else None

    def project(self) -> Project | None:
        """Return a project."""
        found: Project | None = self.any(self.content.projects)
        return found

    def subject(self) -> Subject | None:
        """Return a subject."""
        found: Subject | None = self.any(seen.subject for seen in self.content.subjects.values())
        return found

    def session(self) -> Session | None:
        """Return a session."""
        found: Session | None = self.any(seen.session for seen in self.content.sessions.values())
        return found

    def text(self) -> str:
        """Return a text."""
        return self.random.choice(TEXTS)

    def new(self, letter: str) -> str:
        """Return an id that nothing has."""
        taken = {*self.content.subjects, *self.content.experiments, *(p.id for p in self.content.projects)}
        return next(id_ for n in count(1) if (id_ := f"{letter}n{n}") not in taken)

    def other_project(self, owner: str, shares: tuple[Share, ...]) -> str | None:
        """Return a project that something can still be shared into."""
        taken = {owner, *(share.project for share in shares)}
        found: str | None = self.any(p.id for p in self.content.projects if p.id not in taken)
        return found


def _project_text(editor: Editor) -> ArchiveContent | None:
    project = editor.project()
    if project is None:
        return None
    field = editor.random.choice(["name", "description", "keywords", "secondary_id"])
    return editor.content.with_project(project.id, last_modified=editor.clock, **{field: editor.text()})


def _project_lists(editor: Editor) -> ArchiveContent | None:
    project = editor.project()
    if project is None:
        return None
    person = Investigator(lastname=editor.text() or "x", id="0000-0002-1825-0097")
    changes: list[dict[str, object]] = [
        {"pi": person},
        {"pi": None},
        {"investigators": (*project.investigators, person)},
        {"investigators": project.investigators[1:]},
        {"publications": (*project.publications, Publication(doi="10.1/new"))},
        {"publications": project.publications[1:]},
        {"aliases": project.aliases[1:]},
        {"custom_fields": {FORM: {"title": editor.text()}}},
        {"custom_fields": {}},
    ]
    return editor.content.with_project(project.id, last_modified=editor.clock, **editor.random.choice(changes))


def _access(editor: Editor) -> ArchiveContent | None:
    project = editor.project()
    if project is None:
        return None
    return editor.content.with_project(project.id, accessibility=editor.random.choice(ACCESS))


def _add_project(editor: Editor) -> ArchiveContent | None:
    made = Project(id=editor.new("P"), name=editor.text(), insert_date=editor.clock, last_modified=editor.clock)
    return replace(editor.content, projects=(*editor.content.projects, made))


def _delete_project(editor: Editor) -> ArchiveContent | None:
    project = editor.project()
    if project is None:
        return None
    return editor.content.only(*(p.id for p in editor.content.projects if p.id != project.id))


def _subject(editor: Editor) -> ArchiveContent | None:
    subject = editor.subject()
    if subject is None:
        return None
    changes: list[dict[str, object]] = [
        {"gender": editor.random.choice(["", "male", "female"])},
        {"age": editor.random.choice(YEARS), "yob": editor.random.choice(BIRTH_YEARS)},
        {"group": editor.text()},
        {"label": f"new {editor.clock}"},
        {"fields": (CustomVariable(name="arm", value=editor.text()),)},
        {"custom_fields": {FORM: {"x": [editor.text(), None]}}},
    ]
    return editor.content.with_subject(subject.id, last_modified=editor.clock, **editor.random.choice(changes))


def _share_subject(editor: Editor) -> ArchiveContent | None:
    subject = editor.subject()
    if subject is None:
        return None
    shares = _reshared(editor, editor.content.subjects[subject.id].owner, subject.shares)
    return editor.content.with_subject(subject.id, last_modified=editor.clock, shares=shares)


def _add_subject(editor: Editor) -> ArchiveContent | None:
    project = editor.project()
    if project is None:
        return None
    made = Subject(id=editor.new("S"), label="new", age="50", insert_date=editor.clock, last_modified=editor.clock)
    return editor.content.with_project(project.id, subjects=(*project.subjects, made))


def _delete_subject(editor: Editor) -> ArchiveContent | None:
    subject = editor.subject()
    if subject is None:
        return None
    owner = editor.content.project(editor.content.subjects[subject.id].owner)
    return editor.content.with_project(owner.id, subjects=tuple(s for s in owner.subjects if s.id != subject.id))


def _session(editor: Editor) -> ArchiveContent | None:
    session = editor.session()
    if session is None:
        return None
    changes: list[dict[str, object]] = [
        {"date": editor.random.choice(DAYS)},
        {"age": editor.random.choice([None, 41.5])},
        {"visit_id": editor.text(), "acquisition_site": editor.text()},
        {"label": f"new {editor.clock}"},
        {"dcm_patient_name": f"{editor.text()}^Agathe", "dcm_accession_number": editor.text()},
        {"fields": (CustomVariable(name="arm", value=editor.text()),)},
        {"field_strength": "7.0" if session.modality == "MR" else ""},
    ]
    return editor.content.with_session(session.id, last_modified=editor.clock, **editor.random.choice(changes))


def _scans(editor: Editor) -> ArchiveContent | None:
    session = editor.session()
    if session is None:
        return None
    number = editor.random.randrange(10**6, 10**9)
    resource = Resource(id=str(number), label="DICOM", file_count=editor.random.choice([None, 3]))
    made = Scan(id=f"n{number}", key=number, xsi_type="xnat:ctScanData", type=editor.text(), resources=(resource,))
    first, *others = session.scans or (made,)
    changes: list[tuple[Scan, ...]] = [
        (*session.scans, made),
        session.scans[1:],
        (replace(first, quality=editor.text(), frames=editor.random.choice([None, 7])), *others),
        # rows that are alike come as one: a list cannot tell two resources of one label, which XNAT does not make
        (replace(first, resources=(*first.resources, replace(resource, label=f"DICOM{number}"))), *others),
    ]
    return editor.content.with_session(session.id, last_modified=editor.clock, scans=editor.random.choice(changes))


def _share_session(editor: Editor) -> ArchiveContent | None:
    session = editor.session()
    if session is None:
        return None
    shares = _reshared(editor, editor.content.sessions[session.id].owner, session.shares)
    return editor.content.with_session(session.id, last_modified=editor.clock, shares=shares)


def _add_session(editor: Editor) -> ArchiveContent | None:
    subject = editor.subject()
    if subject is None:
        return None
    made = Session(
        id=editor.new("E"), label="new", xsi_type="xnat:ctSessionData", modality="CT", date="2021-01-01",
        insert_date=editor.clock, last_modified=editor.clock,
    )  # fmt: skip
    return editor.content.with_subject(subject.id, sessions=(*subject.sessions, made))


def _delete_session(editor: Editor) -> ArchiveContent | None:
    session = editor.session()
    if session is None:
        return None
    subject = editor.content.sessions[session.id].subject.subject
    return editor.content.with_subject(subject.id, sessions=tuple(s for s in subject.sessions if s.id != session.id))


def _assessors(editor: Editor) -> ArchiveContent | None:
    session = editor.session()
    if session is None:
        return None
    made = Assessor(
        id=editor.new("A"), label="new", xsi_type="icr:roiCollectionData", parameters={"name": editor.text()},
        insert_date=editor.clock, last_modified=editor.clock,
    )  # fmt: skip
    assessors = editor.random.choice([(*session.assessors, made), session.assessors[1:]])
    return editor.content.with_session(session.id, assessors=assessors)


def _visits(editor: Editor) -> ArchiveContent | None:
    subject = editor.subject()
    if subject is None:
        return None
    made = SubjectAssessor(
        id=editor.new("V"), label="new", xsi_type="clin:visitData", parameters={"ecog": 1},
        insert_date=editor.clock, last_modified=editor.clock,
    )  # fmt: skip
    visits = editor.random.choice([(*subject.subject_assessors, made), subject.subject_assessors[1:]])
    return editor.content.with_subject(subject.id, subject_assessors=visits)


def _reshared(editor: Editor, owner: str, shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """Return shares with one more, or without the first where there is no other project."""
    into = editor.other_project(owner, shares)
    if into is None or editor.random.random() < 0.3:
        return shares[1:]
    return (*shares, Share(project=into, label=editor.random.choice(["", "guest"])))


EDITS: tuple[Edit, ...] = (
    _project_text, _project_lists, _access, _add_project, _delete_project, _subject, _share_subject, _add_subject,
    _delete_subject, _session, _scans, _share_session, _add_session, _delete_session, _assessors, _visits,
)  # fmt: skip
