"""The columns asked of XNAT's lists, and the keys they come back under.

A column comes back under its shortcut's name, or else under its path in lower case; XNAT's ``XMLPathShortcuts`` and
``QueryOrganizerResource.formatHeaders`` are the source.
"""

SCAN = "xnat:imageScanData/"
SESSION = "xnat:imageSessionData/"

SESSION_TYPE = "xnat:imageSessionData"
"""Asked for as xsiType, it keeps the rows of all kinds of imaging session together."""

SUBJECTS = ("ID", "project", "label", "gender", "age", "yob", "dob", "group")
PROJECT_DATES = ("ID", "insert_date", "last_modified")

SESSIONS_AND_SCANS = (
    "ID",
    "label",
    "project",
    "subject_ID",
    "date",
    "UID",
    SESSION + "age",
    "modality",
    SCAN + "id",
    SCAN + "type",
    SCAN + "quality",
    SCAN + "modality",
    SCAN + "bodyPartExamined",
    SCAN + "frames",
    SCAN + "scanner/manufacturer",
    SCAN + "scanner/model",
    SCAN + "file/label",
    SCAN + "file/file_count",
    SCAN + "file/file_size",
)

SHARED_INTO = "xnat:imagesessiondata/sharing/share/project"
"""As a filter: the sessions shared into a project, which ``project=`` does not list."""
