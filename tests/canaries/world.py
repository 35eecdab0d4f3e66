"""The test archive's content with an object of every kind, and a canary in each of its texts and dates."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import count, cycle
from typing import Any

from img2fair.demo.archive.dicom import ATTRIBUTES
from img2fair.demo.content import (
    ArchiveContent,
    Assessor,
    CustomForm,
    CustomVariable,
    Investigator,
    Json,
    Project,
    Resource,
    Scan,
    Session,
    Share,
    StoredFile,
    Subject,
    SubjectAssessor,
    User,
    load_content,
)
from tests.canaries.fields import ASSESSORS, SCANS, SESSIONS
from tests.canaries.planting import Canaries

PRIVATE = "breast_diagnosis"
RICH = "pseudo_phi_dicom_data"
"""The project with an object of every kind."""
FORMED = "tcga_brca"
"""The project whose form is answered."""
PLAIN = ("icdc_glioma", "qin_prostate_repeatability")
SHARED_FROM = "tcga_kich"
"""A private project, all of whose subjects are shared into the rich one."""
PUBLISHED = (RICH, FORMED, *PLAIN)
PEOPLE = 12
"""Subjects that stay of each project; from 10 up, totals are told."""

UNNAMED: dict[str, Json] = {
    # answers that no rule names: alone, in a group of their own, and within groups of which rules name other members
    "internal_note": "x",
    "reviewer": {"name": "x", "email": "x"},
    "history": [{"who": "x"}, "x"],
}
UNNAMED_MEMBER = "private_phone"
_READABLE = re.compile(r".*/resources/\d+/label|.*/files/\d+/name|.*/files/\d+/header/(00080016|0020000[DE])")
"""Names by which files are found: without them no header and no table is read."""
_MISSING = re.compile(rf"projects/{PLAIN[0]}/((pi|investigators/0)/(firstname|lastname|title)|publications/\d+/doi)")
"""Names and DOIs that are missing, so that institutions and addresses stand for them."""
_SESSION_FORM, _SCAN_FORM = "5e551004-0000-4000-8000-000000000001", "5ca40004-0000-4000-8000-000000000002"


@cache
def planted() -> tuple[ArchiveContent, Canaries]:
    """Return the content and its canaries; made once."""
    canaries = Canaries()

    def plant(path: str, value: str) -> str:
        if _MISSING.fullmatch(path):
            return ""
        return value if _READABLE.fullmatch(path) and f"projects/{RICH}/" in path else canaries.plant(path, value)

    kept = load_content().only(*PUBLISHED, PRIVATE, SHARED_FROM)
    kept = replace(kept, projects=tuple(_small(project) for project in kept.projects), forms=_forms(kept))
    kept = with_unnamed_answers(kept, FORMED)
    kept = kept.with_project(RICH, **_rich(kept.project(RICH)))
    kept = kept.with_project(PLAIN[0], investigators=(Investigator(lastname=""),))
    kept = kept.with_project(SHARED_FROM, accessibility="private", subjects=_guests(kept.project(SHARED_FROM)))
    owner = User(uid=3, login="demo", password="demo", roles=dict.fromkeys((RICH, PRIVATE), "Owners"))
    return replace(kept.map_text(plant), users=(owner,)), canaries


def with_unnamed_answers(content: ArchiveContent, project: str) -> ArchiveContent:
    """Return the content with answers in a project's form that no rule names."""

    def more(answer: Any) -> Any:
        if isinstance(answer, list):
            return [more(item) for item in answer]
        return {**answer, UNNAMED_MEMBER: "x"} if isinstance(answer, dict) else answer

    ((uuid, answers),) = content.project(project).custom_fields.items()
    assert isinstance(answers, dict)
    filled = {key: more(answer) for key, answer in answers.items()} | UNNAMED
    return content.with_project(project, custom_fields={uuid: filled})


def _small(project: Project) -> Project:
    most = 2 if project.id in (PRIVATE, SHARED_FROM) else PEOPLE
    return replace(project, subjects=tuple(_brief(subject) for subject in project.subjects[:most]))


def _brief(subject: Subject) -> Subject:
    sessions = (replace(session, scans=session.scans[:3]) for session in subject.sessions[:2])
    return replace(subject, sessions=tuple(sessions))


def _guests(project: Project) -> tuple[Subject, ...]:
    """Return subjects of a private project that are shared into the rich one, sessions too."""
    shared = (Share(project=RICH, label="x"),)
    return tuple(
        replace(
            subject,
            shares=shared,
            sessions=tuple(replace(session, shares=shared, assessors=()) for session in subject.sessions),
        )
        for subject in project.subjects
    )


def _rich(project: Project) -> dict[str, Any]:
    numbers, sessions, scans = count(200001), cycle(SESSIONS), cycle(SCANS)
    subjects = tuple(_subject(subject, numbers, sessions, scans) for subject in project.subjects)
    table = StoredFile(name="participants.csv", text="participant,group\nx,y\n")
    return {
        "accessibility": "protected",
        "subjects": subjects,
        "note": "x",
        "aliases": ("x",),
        "investigators": (Investigator(lastname="x"),),
        "fields": (CustomVariable(name="x", value="x"),),
        "resources": (_resource("clinical", numbers, table), _resource("notes", numbers)),
    }


def _resource(label: str, numbers: Iterator[int], *files: StoredFile) -> Resource:
    return Resource(id=str(next(numbers)), label=label, file_count=len(files), file_size=1, files=files)


def _subject(subject: Subject, numbers: Iterator[int], types: Iterator[str], scans: Iterator[str]) -> Subject:
    table = StoredFile(name="history.json", text='{"x": "y"}')
    return replace(
        subject,
        sessions=tuple(_session(session, numbers, next(types), scans) for session in subject.sessions),
        fields=(CustomVariable(name="x", value="x"),),
        custom_fields={uuid: {"answer": "x", "more": [{"inner": "x"}]} for uuid in subject.custom_fields},
        resources=(_resource("papers", numbers, table),),
        subject_assessors=tuple(_visit(visit) for visit in subject.subject_assessors),
    )


def _visit(visit: SubjectAssessor) -> SubjectAssessor:
    return replace(visit, fields=(CustomVariable(name="x", value="x"),), custom_fields={_SESSION_FORM: {"a": "x"}})


def _session(session: Session, numbers: Iterator[int], type_: str, scans: Iterator[str]) -> Session:
    report = StoredFile(name="report.json", text='{"x": "y"}')
    return replace(
        session,
        xsi_type=type_,
        scans=tuple(_scan(scan, next(scans)) for scan in session.scans),
        fields=(CustomVariable(name="x", value="x"),),
        custom_fields={_SESSION_FORM: {"answer": "x"}},
        resources=(_resource("protocol", numbers, report),),
        assessors=tuple(_assessor(session, name, numbers) for name in ASSESSORS),
    )


def _scan(scan: Scan, type_: str) -> Scan:
    header = {tag: "x" for tag, attribute in ATTRIBUTES.items() if attribute.vr != "SQ" and tag != "00080005"}
    files = tuple(
        replace(file, header={**header, **file.header}) for resource in scan.resources for file in resource.files
    )
    first, *others = scan.resources
    return replace(scan, xsi_type=type_, resources=(replace(first, files=files), *others))


def _assessor(session: Session, type_: str, numbers: Iterator[int]) -> Assessor:
    return Assessor(
        id=f"A{next(numbers)}",
        label=f"{session.label}_{type_}",
        xsi_type=type_,
        parameters={"comments": "x", "rating/overall": "x", "volume": 3},
        fields=(CustomVariable(name="x", value="x"),),
        resources=(_resource("output", numbers),),
    )


def _forms(content: ArchiveContent) -> tuple[CustomForm, ...]:
    """Return the forms, with one for sessions and one for scans; each has texts that are shown to who fills it in."""
    question: dict[str, Json] = {"key": "answer", "type": "textfield", "input": True, "label": "x"}
    told = dict.fromkeys(("description", "tooltip", "placeholder", "defaultValue", "customDefaultValue"), "x")
    values: Json = {"values": [{"label": "x", "value": "x"}]}
    contents: dict[str, Json] = {"title": "x", "display": "form", "components": [{**question, **told, "data": values}]}
    made = tuple(
        CustomForm(
            uuid=uuid,
            title="x",
            display_order=30,
            created="2025-11-06 09:05:00.0",
            contents=contents,
            projects=(RICH,),
            datatype=datatype,
        )
        for uuid, datatype in ((_SESSION_FORM, "xnat:imageSessionData"), (_SCAN_FORM, "xnat:imageScanData"))
    )
    return (*content.forms, *made)
