"""What the bundled metadata lack and an archive has: derived data, visits, forms, files and headers.

All of it follows from the metadata, and is the same every time. What is said of people is said only of the project
whose identities are invented; no number of subjects, sessions or scans changes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from zlib import crc32

from img2fair.demo.content import measures
from img2fair.demo.content.course import course
from img2fair.demo.content.objects import (
    Assessor,
    CustomForm,
    CustomVariable,
    Project,
    Resource,
    Scan,
    Session,
    StoredFile,
    Subject,
)
from img2fair.demo.content.persons import Person, answers, described, people, variables

INVENTED = "pseudo_phi_dicom_data"
"""The project whose identities are invented."""
SEVERAL_VISITS = "qin_prostate_repeatability"
SEVERAL_SITES = "cmb_pca"
CHECKED = frozenset({INVENTED, SEVERAL_VISITS, "soft_tissue_sarcoma"})
"""The projects of which some sessions have a quality control."""
WITH_HEADERS = frozenset({INVENTED, SEVERAL_VISITS, "tcga_kich"})
SITES = ("Site 01", "Site 02", "Site 03")
#: Field strengths in tesla, by a part of the scanner's name; every other MR scanner has the last one.
STRENGTHS = {
    "750": "3.0", "Vida": "3.0", "Skyra": "3.0", "Verio": "3.0", "Titan3T": "3.0", "Ingenia": "3.0", "EXPERT": "1.0",
    "Vista 1.0T": "1.0", "ARIA": "", "": "1.5",
}  # fmt: skip
VISIT_FORM = "c2a6e0b4-7d51-4f0e-8a35-1f9d3b6c8e70"
OUTLINES = {"SEG": "SEG", "RTSTRUCT": "RTSTRUCT"}
DATED_LABEL = "Pseudo-PHI-013_1"
"""The session whose label tells its date, as some archives' labels do."""

FORMS = (
    CustomForm(
        uuid=VISIT_FORM,
        title="Visit questions",
        display_order=20,
        created="2025-11-06 09:05:00.0",
        projects=(INVENTED,),
        datatype="xnat:subjectData",
        contents={
            "title": "Visit questions",
            "display": "form",
            "components": [
                {"key": "smoking", "type": "select", "input": True, "label": "Smoking"},
                {"key": "sex_at_birth", "type": "textfield", "input": True, "label": "Sex at birth"},
                {"key": "ecog", "type": "number", "input": True, "label": "ECOG performance status"},
                {"key": "remark", "type": "textarea", "input": True, "label": "Remark"},
                {
                    "key": "history",
                    "type": "datagrid",
                    "input": True,
                    "label": "Earlier findings",
                    "components": [
                        {"key": "finding", "type": "textfield", "input": True, "label": "Finding"},
                        {"key": "year", "type": "number", "input": True, "label": "Year"},
                    ],
                },
            ],
        },
    ),
)
"""The forms that the answers below belong to."""


class Made:
    """The running numbers of what is made up."""

    def __init__(self) -> None:
        self.assessors, self.visits, self.resources = count(1), count(1), count(100001)


def filled(project: Project, numbers: Made) -> Project:
    """Return a project with what its metadata lack."""
    subjects = tuple(_subject(project, subject, numbers) for subject in project.subjects)
    if project.id != INVENTED:
        return replace(project, subjects=subjects)
    subjects = tuple(_patient(person, numbers) for person in people(subjects))
    sessions = [session for subject in subjects for session in subject.sessions]
    resources = (
        _resource("clinical", StoredFile(name="participants.csv", text=_table(subjects)), numbers),
        _resource("radiomics", StoredFile(name=measures.RADIOMICS, text=measures.radiomics(sessions)), numbers),
    )
    return replace(project, subjects=subjects, resources=resources)


def _subject(project: Project, subject: Subject, numbers: Made) -> Subject:
    sessions = tuple(
        _session(project, subject, session, place, numbers) for place, session in enumerate(subject.sessions, 1)
    )
    return replace(subject, sessions=sessions)


def _patient(person: Person, numbers: Made) -> Subject:
    """Return a subject with what is invented of the person."""
    said = answers(person)
    return replace(
        described(person),
        fields=(*person.subject.fields, *variables(person)),
        custom_fields={VISIT_FORM: said} if said else {},
        subject_assessors=tuple(course(person, numbers.visits)),
    )


def _session(project: Project, subject: Subject, session: Session, place: int, numbers: Made) -> Session:
    scans = session.scans
    if project.id in WITH_HEADERS:
        scans = tuple(_with_header(project, subject, session, scan) for scan in scans)
    changed = replace(
        session,
        scans=scans,
        field_strength=_strength(session) if session.xsi_type == "xnat:mrSessionData" else "",
        visit_id=f"visit{place}" if project.id == SEVERAL_VISITS else "",
        acquisition_site=SITES[_chance(session.uid) % len(SITES)] if project.id == SEVERAL_SITES else "",
        assessors=tuple(_assessors(project, session, numbers)),
    )
    if project.id == INVENTED:
        changed = replace(
            changed,
            label=f"{subject.label}_{session.date.replace('-', '')}" if session.label == DATED_LABEL else session.label,
            dcm_patient_name=_patient_name(session),
            dcm_accession_number=f"ACC{_chance(session.uid) % 10**7:07}",
        )
    if project.id != INVENTED or _chance(session.uid) % 4:
        return changed
    report = StoredFile(name="report.json", text='{"contrast": false, "motion": "little"}')
    return replace(
        changed,
        fields=(CustomVariable(name="protocol_kept", value=("yes", "ja", "no")[_chance(session.uid) % 3]),),
        custom_fields={VISIT_FORM: {"smoking": "", "history": []}},
        resources=(_resource("protocol", report, numbers),),
    )


def _patient_name(session: Session) -> str:
    """Return the invented name of a patient as DICOM writes it, which stands in the description of its study."""
    named = re.search(r" for (\w+) (\w+)$", session.session_type)
    return f"{named[2]}^{named[1]}" if named else session.dcm_patient_name


def _strength(session: Session) -> str:
    return next(strength for part, strength in STRENGTHS.items() if part in session.scanner_model)


def _assessors(project: Project, session: Session, numbers: Made) -> Iterator[Assessor]:
    """Yield a quality control of every third session, and a collection of regions where there are outlines."""

    def made(label: str, xsi_type: str, parameters: Mapping[str, str | int | float]) -> Assessor:
        return Assessor(
            id=f"IMG2FAIR_A{next(numbers.assessors):05}",
            label=f"{session.label}_{label}",
            xsi_type=xsi_type,
            date=session.date if project.id == INVENTED else session.insert_date[:10],
            insert_date=session.insert_date,
            insert_user=session.insert_user,
            last_modified=session.insert_date,
            parameters=parameters,
        )

    if project.id == INVENTED and session.modality in measures.MEASURED:
        yield made("volumes", measures.VOLUMES, measures.volumes(session))
    if project.id in CHECKED and _chance(session.uid) % 3 == 0:
        passed = int(_chance(session.uid) % 2 == 0)
        yield made("QC", "xnat:qcManualAssessorData", {"rater": "reader-1", "pass": passed, "incidentalFindings": "no"})
    kinds = sorted({OUTLINES[scan.modality] for scan in session.scans if scan.modality in OUTLINES})
    for kind in kinds:
        drawn = sum(scan.modality == kind for scan in session.scans)
        yield made(
            kind, "icr:roiCollectionData", {"collectionType": kind, "name": f"{kind} of the study", "rois": drawn}
        )


def _resource(label: str, file: StoredFile, numbers: Made) -> Resource:
    return Resource(
        id=str(next(numbers.resources)),
        label=label,
        file_count=1,
        file_size=len(file.text.encode()),
        format=file.name.rpartition(".")[2].upper(),
        files=(file,),
    )


def _table(subjects: tuple[Subject, ...]) -> str:
    """Return a table of the subjects as an investigator would put it beside the images."""
    rows = [f"{subject.label},{subject.group},{subject.sessions[0].age or ''}" for subject in subjects]
    return "\n".join(["participant,group,age", *rows, ""])


def _with_header(project: Project, subject: Subject, session: Session, scan: Scan) -> Scan:
    """Return a scan whose first file can be read: the first scan of every fourth session of a modality."""
    if scan is not session.scans[0] or (project.id != INVENTED and _chance(session.uid) % 4):
        return scan
    tell = _identified if project.id == INVENTED and _chance(session.uid) % 3 else _de_identified
    header = {
        "00080016": "1.2.840.10008.5.1.4.1.1.7",
        "00080018": f"{scan.uid}.1"[:64],
        "00080020": session.date.replace("-", ""),
        "00080060": scan.modality,
        "00080070": scan.scanner_manufacturer,
        "00081090": scan.scanner_model,
        "0008103E": scan.series_description,
        "00100020": subject.label,
        "00180015": scan.body_part_examined,
        "0020000D": session.uid,
        "0020000E": scan.uid,
        **tell(subject),
    }
    file = StoredFile(name=f"{scan.uid}.1.dcm", header={tag: value for tag, value in header.items() if value})
    first, *others = scan.resources
    return replace(scan, resources=(replace(first, files=(file,)), *others))


def _identified(subject: Subject) -> dict[str, str | Mapping[str, str]]:
    """Return what a header says that nobody cleaned, with an invented name."""
    return {"00100010": f"INVENTED^PERSON {subject.label}", "00100030": "19500101", "00280301": "YES"}


def _de_identified(subject: Subject) -> dict[str, str | Mapping[str, str]]:
    """Return what a header says after de-identification (PS3.15, annex E)."""
    method = {"00080100": "113100", "00080102": "DCM", "00080104": "Basic Application Confidentiality Profile"}
    return {
        "00100010": subject.label,
        "00120062": "YES",
        "00120063": "Per DICOM PS 3.15 annex E",
        "00120064": method,
        "00280301": "NO",
        "00280303": "MODIFIED",
    }


def _chance(text: str) -> int:
    """Return a number that looks like chance and is the same every time."""
    return crc32(text.encode())
