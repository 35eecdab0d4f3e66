"""The item form: one object with all it holds, values typed, empty fields absent (XNAT's ItemJSONBuilder)."""

from collections.abc import Iterable, Mapping

from img2fair.demo.archive.schema import PROJECT, RESOURCE, SUBJECT
from img2fair.demo.content import (
    AssessorSeen,
    CustomVariable,
    ExperimentSeen,
    Investigator,
    Project,
    Publication,
    Resource,
    Scan,
    SessionSeen,
    Share,
    SubjectAssessor,
    SubjectSeen,
)

Item = dict[str, object]
Value = str | int | float | None


def answer(item: Item) -> Item:
    """Return the document around one item."""
    return {"items": [item]}


def project_item(project: Project) -> Item:
    """Return a project; its subjects are not part of it."""
    fields: dict[str, Value] = {
        "ID": project.id,
        "name": project.name,
        "secondary_ID": project.secondary_id,
        "description": project.description,
        "keywords": project.keywords,
        "note": project.note,
        "active": "true",
        "PI_xnat_investigatordata_id": 1 if project.pi else None,
    }
    people = [_investigator(person, number) for number, person in enumerate(project.investigators, 2)]
    aliases = [_item("xnat:projectData_alias", {"alias": alias}) for alias in project.aliases]
    return _item(
        PROJECT,
        fields,
        {
            "PI": [_investigator(project.pi, 1)] if project.pi else [],
            "investigators/investigator": people,
            "aliases/alias": aliases,
            "publications/publication": [_publication(publication) for publication in project.publications],
            "fields/field": _variables(PROJECT, project.fields),
            "resources/resource": [resource_item(resource) for resource in project.resources],
        },
        project.insert_date,
    )


def subject_item(seen: SubjectSeen, experiments: Iterable[ExperimentSeen] = ()) -> Item:
    """Return a subject as its owner names it, with demographics, shares and the experiments given, without scans."""
    subject = seen.subject
    demographics: dict[str, Value] = {
        "gender": subject.gender,
        "handedness": subject.handedness,
        "age": _number(subject.age),
        "dob": subject.dob,
        "yob": _number(subject.yob),
        "education": subject.education,
        "educationDesc": subject.education_desc,
        "race": subject.race,
        "ethnicity": subject.ethnicity,
        "ses": subject.ses,
        "weight": _number(subject.weight),
        "height": _number(subject.height),
        "gestational_age": _number(subject.gestational_age),
        "post_menstrual_age": _number(subject.post_menstrual_age),
        "birth_weight": _number(subject.birth_weight),
    }
    told = any(value not in ("", None) for value in demographics.values())
    return _item(
        SUBJECT,
        {
            "ID": subject.id,
            "project": seen.owner,
            "label": subject.label,
            "group": subject.group,
            "src": subject.src,
        },
        {
            "demographics": [_item("xnat:demographicData", demographics)] if told else [],
            "fields/field": _variables(SUBJECT, subject.fields),
            "sharing/share": _shares(subject.shares),
            "resources/resource": [resource_item(resource) for resource in subject.resources],
            "experiments/experiment": [
                _session_item(one, ()) if isinstance(one, SessionSeen) else experiment_item(one) for one in experiments
            ],
        },
        subject.insert_date,
    )


def experiment_item(seen: ExperimentSeen) -> Item:
    """Return a session with all its scans and their resources, or an assessor with its values."""
    if isinstance(seen, SessionSeen):
        return _session_item(seen, seen.session.scans)
    assessor = seen.assessor
    of: dict[str, Value] = {"subject_ID": seen.subject.subject.id}
    if isinstance(seen, AssessorSeen):
        of = {"imageSession_ID": seen.session.session.id}
    elif isinstance(assessor, SubjectAssessor):
        of["age"] = assessor.age
    return _item(assessor.xsi_type, {**_experiment_fields(seen), **of, **assessor.parameters}, _experiment_lists(seen))


def scan_item(scan: Scan, session_id: str) -> Item:
    """Return a scan with its resources."""
    return _item(
        scan.xsi_type,
        {
            "ID": scan.id,
            "xnat_imagescandata_id": scan.key,
            "image_session_ID": session_id,
            "UID": scan.uid,
            "type": scan.type,
            "series_description": scan.series_description,
            "modality": scan.modality,
            "bodyPartExamined": scan.body_part_examined,
            "protocolName": scan.protocol_name,
            "quality": scan.quality,
            "condition": scan.condition,
            "note": scan.note,
            "documentation": scan.documentation,
            "operator": scan.operator,
            "start_date": scan.start_date,
            "startTime": scan.start_time,
            "frames": scan.frames,
            "scanner": scan.scanner,
            "scanner/manufacturer": scan.scanner_manufacturer,
            "scanner/model": scan.scanner_model,
            "fieldStrength": scan.field_strength,
            "coil": scan.coil,
        },
        {"file": [resource_item(resource) for resource in scan.resources]},
    )


def resource_item(resource: Resource) -> Item:
    """Return a resource; counts that are unknown are absent."""
    return _item(
        RESOURCE,
        {
            "xnat_abstractresource_id": int(resource.id) if resource.id.isdigit() else resource.id,
            "label": resource.label,
            "file_count": resource.file_count,
            "file_size": resource.file_size,
            "content": resource.content,
            "format": resource.format,
        },
    )


def _experiment_fields(seen: ExperimentSeen) -> dict[str, Value]:
    experiment = seen.experiment
    return {
        "ID": experiment.id,
        "project": seen.owner,
        "label": experiment.label,
        "date": experiment.date,
        "time": experiment.time,
        "note": experiment.note,
        "visit": experiment.visit,
        "visit_id": experiment.visit_id,
        "protocol": experiment.protocol,
        "acquisition_site": experiment.acquisition_site,
    }


def _experiment_lists(seen: ExperimentSeen) -> dict[str, list[Item]]:
    experiment = seen.experiment
    return {
        "fields/field": _variables(experiment.xsi_type, experiment.fields),
        "sharing/share": _shares(experiment.shares),
        "resources/resource": [resource_item(resource) for resource in experiment.resources],
    }


def _session_item(seen: SessionSeen, scans: Iterable[Scan]) -> Item:
    session = seen.session
    assessors = [
        experiment_item(AssessorSeen(seen.owner, seen.owner, seen, assessor, assessor.label))
        for assessor in session.assessors
    ]
    return _item(
        session.xsi_type,
        {
            **_experiment_fields(seen),
            "subject_ID": seen.subject.subject.id,
            "age": session.age,
            "modality": session.modality,
            "UID": session.uid,
            "session_type": session.session_type,
            "study_id": session.study_id,
            "operator": session.operator,
            "scanner": session.scanner,
            "scanner/manufacturer": session.scanner_manufacturer,
            "scanner/model": session.scanner_model,
            "dcmAccessionNumber": session.dcm_accession_number,
            "dcmPatientId": session.dcm_patient_id,
            "dcmPatientName": session.dcm_patient_name,
            "dcmPatientBirthDate": session.dcm_patient_birth_date,
            "dcmPatientWeight": session.dcm_patient_weight,
            "fieldStrength": session.field_strength,
            "coil": session.coil,
            "tracer/name": session.tracer_name,
        },
        {
            "scans/scan": [scan_item(scan, session.id) for scan in scans],
            **_experiment_lists(seen),
            "assessors/assessor": assessors,
        },
        session.insert_date,
    )


def _item(
    xsi_type: str, fields: Mapping[str, Value], children: Mapping[str, list[Item]] | None = None, started: str = ""
) -> Item:
    return {
        "children": [{"field": field, "items": items} for field, items in (children or {}).items() if items],
        "data_fields": {name: value for name, value in fields.items() if value not in ("", None)},
        "meta": {"create_event_id": 1, "xsi:type": xsi_type, "isHistory": False, "start_date": started},
    }


def _investigator(person: Investigator, number: int) -> Item:
    return _item(
        "xnat:investigatorData",
        {
            "xnat_investigatordata_id": number,
            "ID": person.id,
            "title": person.title,
            "firstname": person.firstname,
            "lastname": person.lastname,
            "institution": person.institution,
            "department": person.department,
            "email": person.email,
            "phone": person.phone,
        },
    )


def _publication(publication: Publication) -> Item:
    return _item(
        "xnat:publicationResource",
        {
            "title": publication.title,
            "citation": publication.citation,
            "doi": publication.doi,
            "pubmed": publication.pubmed,
            "uri": publication.uri,
        },
    )


def _variables(owner: str, variables: Iterable[CustomVariable]) -> list[Item]:
    return [_item(f"{owner}_field", {"name": v.name, "field": v.value}) for v in variables]


def _shares(shares: Iterable[Share]) -> list[Item]:
    return [_item("xnat:experimentData_share", {"project": share.project, "label": share.label}) for share in shares]


def _number(text: str) -> Value:
    """Return a number where a text is one: items keep their types."""
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
