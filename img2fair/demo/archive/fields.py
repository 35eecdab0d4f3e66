"""Every field a list can be asked for: its path in XNAT's schema, where its value stands, and what must be joined.

Paths are kept in lower case, as XNAT's answers show them (XNAT's QueryOrganizerResource.formatHeaders).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from img2fair.demo.archive.schema import EXPERIMENT, IMAGE_SCAN, IMAGE_SESSION, PROJECT, SUBJECT, SUBJECT_ASSESSOR
from img2fair.demo.content import CustomVariable, Investigator, Project, Resource, Scan, SessionSeen, Share, SubjectSeen


@dataclass(slots=True)
class Row:
    """One row of a joined table; a part that is not joined, or has no match, is ``None``."""

    project: Project | None = None
    investigator: Investigator | None = None
    alias: str | None = None
    subject: SubjectSeen | None = None
    session: SessionSeen | None = None
    scan: Scan | None = None
    resource: Resource | None = None
    share: Share | None = None
    variable: CustomVariable | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field's value stands, how filters compare it, and the list that has to be joined for it."""

    value: Callable[[Row], object]
    kind: str = "string"
    join: str = ""


def _plain(part: str, names: Mapping[str, str], kind: str = "string", join: str = "") -> dict[str, Field]:
    """Return fields that are attributes of one part of a row, by path."""
    return {path.lower(): Field(_getter(part, attribute), kind, join) for path, attribute in names.items()}


def _getter(part: str, attribute: str) -> Callable[[Row], object]:
    steps = attribute.split(".")

    def value(row: Row) -> object:
        found: object = getattr(row, part)
        for step in steps:
            found = getattr(found, step, None)
        return found

    return value


_META = {
    "meta/insert_date": "insert_date", "meta/insert_user/login": "insert_user", "meta/last_modified": "last_modified",
}  # fmt: skip


def _in(prefix: str, names: Mapping[str, str]) -> dict[str, str]:
    return {path: f"{prefix}.{attribute}" for path, attribute in names.items()}


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
    }, join="investigator"),
    "aliases/alias/alias": Field(lambda row: row.alias, join="alias"),
    "fields/field/name": Field(lambda row: row.variable and row.variable.name, join="variable"),
    "fields/field/field": Field(lambda row: row.variable and row.variable.value, join="variable"),
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
    "fields/field/name": Field(lambda row: row.variable and row.variable.name, join="variable"),
    "fields/field/field": Field(lambda row: row.variable and row.variable.value, join="variable"),
    "sharing/share/project": Field(lambda row: row.share and row.share.project, join="share"),
    "sharing/share/label": Field(lambda row: row.share and row.share.label, join="share"),
}  # fmt: skip

_EXPERIMENT = {
    **_plain("session", {
        "ID": "session.id", "project": "project", "label": "label", "time": "session.time", "note": "session.note",
        "visit": "session.visit", "visit_id": "session.visit_id", "protocol": "session.protocol",
        "acquisition_site": "session.acquisition_site", "extension_item/element_name": "session.xsi_type",
        "investigator/firstname": "session.investigator", "investigator/lastname": "session.investigator",
        **_in("session", _META),
    }, join="session"),
    **_plain("session", {"date": "session.date"}, "date", "session"),
    "fields/field/name": Field(lambda row: row.variable and row.variable.name, join="variable"),
    "fields/field/field": Field(lambda row: row.variable and row.variable.value, join="variable"),
    "sharing/share/project": Field(lambda row: row.share and row.share.project, join="share"),
    "sharing/share/label": Field(lambda row: row.share and row.share.label, join="share"),
}  # fmt: skip
_SUBJECT_ASSESSOR = {
    **_plain("session", {"subject_ID": "subject.subject.id"}, join="session"),
    **_plain("session", {"age": "session.age"}, "number", "session"),
}

_SCAN = {
    **_plain("scan", {
        "ID": "id", "UID": "uid", "type": "type", "series_description": "series_description", "modality": "modality",
        "bodyPartExamined": "body_part_examined", "protocolName": "protocol_name", "quality": "quality",
        "condition": "condition", "note": "note", "documentation": "documentation", "operator": "operator",
        "startTime": "start_time", "scanner": "scanner", "scanner/manufacturer": "scanner_manufacturer",
        "scanner/model": "scanner_model", "extension_item/element_name": "xsi_type",
        "xnat_imagescandata_id": "key",
    }, join="scan"),
    **_plain("scan", {"start_date": "start_date"}, "date", "scan"),
    **_plain("scan", {"frames": "frames"}, "number", "scan"),
    **_plain("resource", {
        "file/label": "label", "file/content": "content", "file/format": "format", "file/tags": "tags",
        "file/xnat_abstractresource_id": "id",
    }, join="resource"),
    **_plain("resource", {"file/file_count": "file_count", "file/file_size": "file_size"}, "number", "resource"),
}  # fmt: skip
_IMAGE_SESSION = {
    **_plain("session", _in("session", {
        "UID": "uid", "modality": "modality", "operator": "operator", "session_type": "session_type",
        "study_id": "study_id", "scanner": "scanner", "scanner/manufacturer": "scanner_manufacturer",
        "scanner/model": "scanner_model", "dcmAccessionNumber": "dcm_accession_number",
        "dcmPatientId": "dcm_patient_id", "dcmPatientName": "dcm_patient_name",
        "dcmPatientWeight": "dcm_patient_weight",
    }), join="session"),
    **_plain("session", {"dcmPatientBirthDate": "session.dcm_patient_birth_date"}, "date", "session"),
    **{f"scans/scan/{path}": field for path, field in _SCAN.items()},
}  # fmt: skip
_COIL = {"fieldStrength": "field_strength", "coil": "coil"}

#: The fields a type adds to those of its ancestors.
OWN_FIELDS: Mapping[str, Mapping[str, Field]] = {
    PROJECT: _PROJECT,
    SUBJECT: _SUBJECT,
    EXPERIMENT: _EXPERIMENT,
    SUBJECT_ASSESSOR: _SUBJECT_ASSESSOR,
    IMAGE_SESSION: _IMAGE_SESSION,
    "xnat:mrSessionData": _plain("session", _in("session", _COIL), join="session"),
    "xnat:petSessionData": _plain("session", {"tracer/name": "session.tracer_name"}, join="session"),
    IMAGE_SCAN: _SCAN,
    "xnat:mrScanData": _plain("scan", _COIL, join="scan"),
}
