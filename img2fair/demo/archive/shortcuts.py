"""The short names of columns, per list (XNAT's XMLPathShortcuts)."""

from collections.abc import Mapping

from img2fair.demo.archive.fields import DEMOGRAPHICS
from img2fair.demo.archive.schema import EXPERIMENT, IMAGE_SCAN, IMAGE_SESSION, PROJECT, SUBJECT, SUBJECT_ASSESSOR


def _paths(type_name: str, names: Mapping[str, str]) -> dict[str, str]:
    return {short: f"{type_name}/{path}" for short, path in names.items()}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_META = {
    "insert_date": "meta/insert_date", "insert_user": "meta/insert_user/login", "last_modified": "meta/last_modified",
}  # fmt: skip

PROJECTS = _paths(PROJECT, {
    **_same("ID", "secondary_ID", "name", "description", "keywords", "note"),
    "alias": "aliases/alias/alias", "pi_firstname": "PI/firstname", "pi_lastname": "PI/lastname", **_META,
})  # fmt: skip

PROJECTS_STRICTLY = {name: path for name, path in PROJECTS.items() if name not in _META}
"""Without the dates, of which XNAT's table for projects has no short names."""

SUBJECTS = {
    **_paths(SUBJECT, {
        **_same("ID", "project", "label", "group", "src"),
        "pi_firstname": "investigator/firstname", "pi_lastname": "investigator/lastname", **_META,
    }),
    **{
        name: f"{SUBJECT}/{DEMOGRAPHICS}/{name}"
        for name in (
            "dob", "yob", "age", "gender", "handedness", "ses", "education", "educationDesc", "race", "ethnicity",
            "weight", "height", "gestational_age", "post_menstrual_age", "birth_weight",
        )
    },
}  # fmt: skip

EXPERIMENTS = {
    **_paths(EXPERIMENT, {
        **_same("ID", "project", "label", "date", "time", "note", "visit", "visit_id", "protocol"),
        "pi_firstname": "investigator/firstname", "pi_lastname": "investigator/lastname",
        "xsiType": "extension_item/element_name", **_META,
    }),
    **_paths(SUBJECT_ASSESSOR, _same("subject_ID", "age")),
    **_paths(SUBJECT, {"subject_label": "label", "subject_project": "project"}),
    **_paths(IMAGE_SESSION, {
        "session_ID": "ID", "session_label": "label", "session_project": "project",
        **_same("UID", "modality", "scanner", "operator", "session_type", "dcmAccessionNumber", "dcmPatientId",
                "dcmPatientName"),
        "studyInstanceUID": "UID",
    }),
    **_paths("xnat:mrSessionData", _same("fieldStrength", "coil")),
    **_paths("xnat:petSessionData", {"tracer_name": "tracer/name"}),
}  # fmt: skip

ASSESSORS = {
    name: path for name, path in EXPERIMENTS.items() if name in {
        "ID", "visit_id", "date", "time", "note", "pi_firstname", "pi_lastname", "project", "label", "session_ID",
        "session_label", "session_project", "insert_date", "insert_user", "last_modified", "xsiType",
    }
}  # fmt: skip

SCANS = {
    **_paths(IMAGE_SCAN, {
        **_same("ID", "UID", "type", "note", "quality", "condition", "series_description", "documentation", "scanner",
                "modality", "frames", "xnat_imagescandata_id"),
        "xsiType": "extension_item/element_name",
    }),
    **_paths("xnat:mrScanData", _same("fieldStrength", "coil")),
}  # fmt: skip
