"""The columns asked of XNAT's lists, and the keys they come back under.

A column comes back under its shortcut's name, or else under its path in lower case; XNAT's ``XMLPathShortcuts`` and
``QueryOrganizerResource.formatHeaders`` are the source. A row of sessions has its session's columns first, then its
scan's, then its resource's, so that each part is a slice.
"""

from typing import Final

PROJECT: Final = "xnat:projectData/"
SUBJECT: Final = "xnat:subjectData/"
SESSION: Final = "xnat:imageSessionData/"
SCAN: Final = "xnat:imageScanData/"

SESSION_TYPE: Final = "xnat:imageSessionData"
"""Asked for as xsiType, it keeps the rows of all kinds of imaging session together."""
MR_SESSION_TYPE: Final = "xnat:mrSessionData"
ASSESSOR_TYPE: Final = "xnat:imageAssessorData"


def line(text: str) -> str:
    """Return a text as a CSV list has it: on one line. Source: XNAT's XFTTable.toCSV."""
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def keys(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys that columns come back under, in lower case."""
    return tuple(name.lower() for name in columns)


DATES = {"insert_date": f"{PROJECT}meta/insert_date", "last_modified": f"{PROJECT}meta/last_modified"}
"""The list of projects has no short names for these, unlike the others, and would skip them without a word."""
DESCRIPTION = ("ID", "secondary_ID", "name", "description", "keywords", *DATES.values())
PERSON = ("firstname", "lastname", "title", "institution", "department", "email", "ID")
PUBLICATION = ("title", "citation", "doi", "pubmed", "uri")
PI = ("pi_firstname", "pi_lastname", *(f"{PROJECT}PI/{name}" for name in PERSON[2:]))
INVESTIGATOR = tuple(f"{PROJECT}investigators/investigator/{name}" for name in PERSON)
PUBLISHED = tuple(f"{PROJECT}publications/publication/{name}" for name in PUBLICATION)
ALIAS = "alias"
PEOPLE = (*PI, ALIAS, *INVESTIGATOR, *PUBLISHED)
"""Lists within a project: asked together, they come as one row per investigator, alias and publication."""
ANSWERS = f"{PROJECT}custom_fields"
"""All answers to custom forms as one JSON text; not every version gives them in a list."""

SUBJECTS = ("ID", "project", "label", "gender", "age", "yob", "dob", "group", "last_modified")
SUBJECT_SHARED_INTO = f"{SUBJECT}sharing/share/project"
SUBJECT_SHARED_AS = f"{SUBJECT}sharing/share/label"

OF_SESSION = (
    "ID",
    "label",
    "project",
    "subject_ID",
    "date",
    "UID",
    "modality",
    "visit_id",
    "last_modified",
    f"{SESSION}age",
    f"{SESSION}acquisition_site",
    f"{SESSION}scanner/manufacturer",
    f"{SESSION}scanner/model",
)
OF_SCAN = (
    f"{SCAN}id",
    f"{SCAN}modality",
    f"{SCAN}type",
    f"{SCAN}bodyPartExamined",
    f"{SCAN}scanner/manufacturer",
    f"{SCAN}scanner/model",
    f"{SCAN}quality",
    f"{SCAN}frames",
    f"{SCAN}UID",
)
OF_RESOURCE = (f"{SCAN}file/label", f"{SCAN}file/file_count", f"{SCAN}file/file_size")
DEEPER_OF_RESOURCE = (f"{SCAN}file/format", f"{SCAN}file/content")
SESSIONS = (*OF_SESSION, *OF_SCAN, *OF_RESOURCE)
SESSION_SHARED_INTO = f"{SESSION}sharing/share/project"
SESSION_SHARED_AS = f"{SESSION}sharing/share/label"

STRENGTHS = ("ID", "project", "fieldStrength")
"""Field strength belongs to MR sessions alone: asked with the others, it would drop every CT."""
ASSESSORS = ("ID", "project", "xsiType", f"{ASSESSOR_TYPE}/imageSession_ID")
OF_PATIENT = ("ID", "project", "subject_ID")
PATIENT_NAMES = ("dcmPatientName",)
PATIENT_NUMBERS = ("dcmPatientId", "dcmAccessionNumber")
PATIENT = (*PATIENT_NAMES, *PATIENT_NUMBERS)
"""What sessions say of their patients, which is hashed and never kept. It is asked for with the closing list: that has
one row a session, and goes into no file. Source of the names: XNAT's XMLPathShortcuts."""
CLOSING = (*OF_PATIENT, "last_modified", f"{SUBJECT}meta/last_modified")
"""What tells whether anything was edited since the other lists: every session and subject with its last change."""
