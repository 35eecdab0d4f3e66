"""Every field a list can be asked for: its path in XNAT's schema, and where its value stands.

Paths are kept in lower case, as XNAT's answers show them (XNAT's QueryOrganizerResource.formatHeaders).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from img2fair.demo.archive.schema import (
    EXPERIMENT,
    IMAGE_ASSESSOR,
    IMAGE_SCAN,
    IMAGE_SESSION,
    PROJECT,
    SUBJECT,
    SUBJECT_ASSESSOR,
)


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field's value stands: in which part of a row, and how it is got from what stands there."""

    part: str
    value: Callable[[Any], object]
    kind: str = "string"


def _plain(part: str, names: Mapping[str, str], kind: str = "string") -> dict[str, Field]:
    """Return fields that are attributes of what stands in one part of a row, by path."""
    return {path.lower(): Field(part, _getter(attribute), kind) for path, attribute in names.items()}


def _getter(attribute: str) -> Callable[[Any], object]:
    steps = attribute.split(".")

    def value(found: object) -> object:
        for step in steps:
            found = getattr(found, step, None)
        return found

    return value


def _answers(part: str, attribute: str) -> dict[str, Field]:
    """Return the column of answers to forms: their JSON as the database writes it, or nothing."""
    get = _getter(attribute)

    def text(found: object) -> str:
        answers = get(found)
        return json.dumps(answers, ensure_ascii=False) if answers else ""

    return {"custom_fields": Field(part, text)}


_META = {
    "meta/insert_date": "insert_date", "meta/insert_user/login": "insert_user", "meta/last_modified": "last_modified",
}  # fmt: skip


def _in(prefix: str, names: Mapping[str, str]) -> dict[str, str]:
    return {path: f"{prefix}.{attribute}" for path, attribute in names.items()}


def _lists(shares: str, variables: str) -> dict[str, Field]:
    return {
        **_plain(variables, {"fields/field/name": "name", "fields/field/field": "value"}),
        **_plain(shares, {"sharing/share/project": "project", "sharing/share/label": "label"}),
    }


_PROJECT = {
    **_plain("project", {
        "ID": "id", "secondary_ID": "secondary_id", "name": "name", "description": "description",
        "keywords": "keywords", "note": "note", "PI/firstname": "pi.firstname", "PI/lastname": "pi.lastname",
        "PI/title": "pi.title", "PI/institution": "pi.institution", "PI/department": "pi.department",
        "PI/email": "pi.email", "PI/phone": "pi.phone", "PI/ID": "pi.id", **_META,
    }),
    **_plain("investigator", {
        f"investigators/investigator/{name}": name.lower()
        for name in ("firstname", "lastname", "title", "institution", "department", "email", "phone", "ID")
    }),
    **_plain("publication", {
        f"publications/publication/{name}": name for name in ("title", "citation", "doi", "pubmed", "uri")
    }),
    "aliases/alias/alias": Field("alias", lambda alias: alias),
    **_plain("project_variable", {"fields/field/name": "name", "fields/field/field": "value"}),
    **_answers("project", "custom_fields"),
}  # fmt: skip

DEMOGRAPHICS = "demographics[@xsi:type=xnat:demographicData]"
_DEMOGRAPHIC_FIELDS = {
    "gender": "gender", "handedness": "handedness", "education": "education", "educationDesc": "education_desc",
    "race": "race", "ethnicity": "ethnicity", "ses": "ses",
}  # fmt: skip
_DEMOGRAPHIC_NUMBERS = {
    "age": "age", "yob": "yob", "weight": "weight", "height": "height", "gestational_age": "gestational_age",
    "post_menstrual_age": "post_menstrual_age", "birth_weight": "birth_weight",
}  # fmt: skip
_SUBJECT = {
    **_plain("subject", {
        "ID": "subject.id", "project": "owner", "label": "label", "group": "subject.group", "src": "subject.src",
        "investigator/firstname": "subject.investigator", "investigator/lastname": "subject.investigator",
        **_in("subject", _META),
    }),
    **_plain("subject", {f"{DEMOGRAPHICS}/{n}": f"subject.{a}" for n, a in _DEMOGRAPHIC_FIELDS.items()}),
    **_plain("subject", {f"{DEMOGRAPHICS}/{n}": f"subject.{a}" for n, a in _DEMOGRAPHIC_NUMBERS.items()}, "number"),
    **_plain("subject", {f"{DEMOGRAPHICS}/dob": "subject.dob"}, "date"),
    **_lists("subject_share", "subject_variable"),
    **_answers("subject", "subject.custom_fields"),
}  # fmt: skip

_EXPERIMENT = {
    **_plain("experiment", {
        "ID": "experiment.id", "project": "project", "label": "label", "time": "experiment.time",
        "note": "experiment.note", "visit": "experiment.visit", "visit_id": "experiment.visit_id",
        "protocol": "experiment.protocol", "acquisition_site": "experiment.acquisition_site",
        "extension_item/element_name": "experiment.xsi_type", "investigator/firstname": "experiment.investigator",
        "investigator/lastname": "experiment.investigator", **_in("experiment", _META),
    }),
    **_plain("experiment", {"date": "experiment.date"}, "date"),
    **_lists("share", "variable"),
    **_answers("experiment", "experiment.custom_fields"),
}  # fmt: skip
_SUBJECT_ASSESSOR = {
    **_plain("experiment", {"subject_ID": "subject.subject.id"}),
    **_plain("experiment", {"age": "experiment.age"}, "number"),
}
_IMAGE_ASSESSOR = _plain("experiment", {"imageSession_ID": "session.session.id"})

_SCAN = {
    **_plain("scan", {
        "ID": "id", "UID": "uid", "type": "type", "series_description": "series_description", "modality": "modality",
        "bodyPartExamined": "body_part_examined", "protocolName": "protocol_name", "quality": "quality",
        "condition": "condition", "note": "note", "documentation": "documentation", "operator": "operator",
        "startTime": "start_time", "scanner": "scanner", "scanner/manufacturer": "scanner_manufacturer",
        "scanner/model": "scanner_model", "extension_item/element_name": "xsi_type",
        "xnat_imagescandata_id": "key",
    }),
    **_plain("scan", {"start_date": "start_date"}, "date"),
    **_plain("scan", {"frames": "frames"}, "number"),
    **_plain("resource", {
        "file/label": "label", "file/content": "content", "file/format": "format", "file/tags": "tags",
        "file/xnat_abstractresource_id": "id",
    }),
    **_plain("resource", {"file/file_count": "file_count", "file/file_size": "file_size"}, "number"),
}  # fmt: skip
_IMAGE_SESSION = {
    **_plain("session", _in("session", {
        "UID": "uid", "modality": "modality", "operator": "operator", "session_type": "session_type",
        "study_id": "study_id", "scanner": "scanner", "scanner/manufacturer": "scanner_manufacturer",
        "scanner/model": "scanner_model", "dcmAccessionNumber": "dcm_accession_number",
        "dcmPatientId": "dcm_patient_id", "dcmPatientName": "dcm_patient_name",
        "dcmPatientWeight": "dcm_patient_weight",
    })),
    **_plain("session", {"dcmPatientBirthDate": "session.dcm_patient_birth_date"}, "date"),
    **{f"scans/scan/{path}": field for path, field in _SCAN.items()},
}  # fmt: skip
_COIL = {"fieldStrength": "field_strength", "coil": "coil"}

#: The fields a type adds to those of its ancestors.
OWN_FIELDS: Mapping[str, Mapping[str, Field]] = {
    PROJECT: _PROJECT,
    SUBJECT: _SUBJECT,
    EXPERIMENT: _EXPERIMENT,
    SUBJECT_ASSESSOR: _SUBJECT_ASSESSOR,
    IMAGE_ASSESSOR: _IMAGE_ASSESSOR,
    IMAGE_SESSION: _IMAGE_SESSION,
    "xnat:mrSessionData": _plain("session", _in("session", _COIL)),
    "xnat:petSessionData": _plain("session", {"tracer/name": "session.tracer_name"}),
    IMAGE_SCAN: _SCAN,
    "xnat:mrScanData": _plain("scan", _COIL),
}
