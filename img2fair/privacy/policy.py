"""Which fields of an archive a mapping may name, of what kind each is, and where a steward mends it.

This is the allow-list of design.md D7: what is not listed cannot be released. The mapping language takes its known
names from here, so a mapping that names anything else is refused when it is loaded. ``NEVER`` holds the names people
try and why each stays inside.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a value is released."""

    TEXT = "text"
    """Words that somebody wrote for the catalogue: title, description, keywords, names of investigators."""
    CODE = "code"
    """A coded value such as a DICOM modality; it leaves through a code table."""
    MOMENT = "moment"
    """When a record of the archive was made or changed."""
    ACQUIRED = "acquired"
    """A date of acquisition: released only where the config says that dates are not shifted (D12)."""
    TOTAL = "total"
    """A total of the dataset: exact from min_count subjects up, withheld below (D11)."""
    SPLIT = "split"
    """A part of the people, by sex: rounded to 5 and suppressed below min_count (D11)."""
    AGES = "ages"
    """An end of the usual ages, already chosen so that min_count people stand behind it (privacy/counts.py)."""
    SHARE = "share"
    """A percentage in steps of 5, already without those that tell of too few (privacy/quality.py); as a total."""
    COUNTED = "counted"
    """Numbers of people by value, already without those that tell of too few (privacy/breakdown.py)."""


class Screen(StrEnum):
    """What a text is looked through for before it leaves (privacy/guard.py)."""

    PROSE = "prose"
    """Everything: labels and names of patients, and whatever identifies by its form."""
    PERSON = "person"
    """Names and institutions of people who publish: whatever identifies by its form, but a name."""
    SETTING = "setting"
    """What the config says of one project: labels and names of its patients."""
    IDENTIFIER = "identifier"
    """An identifier or address of a publication or person: labels and names of patients, and ``hits.IN_ADDRESSES``."""


@dataclass(frozen=True, slots=True)
class Field:
    """A name of the mapping language that stands for archive data.

    ``where`` tells a steward the place in the archive to fill it; ``part`` is the part of a harvest that brings it.
    ``coarse`` figures are told to one digit where the figure concerns too few people, instead of being withheld.
    """

    path: str
    kind: Kind
    part: str
    where: str
    meaning: str
    many: bool = False
    coarse: bool = False
    screen: Screen = Screen.PROSE


_DETAILS = "XNAT: project page > Edit Details > "
_PEOPLE = "XNAT: project page > Edit Details > Investigators > "
_SCANS = "XNAT: project page > session > Scans (their DICOM headers, fields or file catalogues)"
_QUALITY = "XNAT: project page > session > Scans > Quality"
_SUBJECTS = "XNAT: project page > subject > Edit > Demographics"
_FORMS = "XNAT: Tools > Custom Forms > Manage Custom Forms"


def _person(path: str, many: bool = False) -> tuple[Field, ...]:
    rows = (
        ("title", "Title", "form of address"),
        ("firstname", "First name", "first name"),
        ("lastname", "Last name", "last name"),
        ("name", "First name and Last name", "title, first and last name as XNAT shows them"),
        ("institution", "Institution", "institution"),
        ("orcid", "ID (an ORCID)", "ORCID as an IRI"),
    )
    return tuple(
        Field(
            f"{path}.{name}",
            Kind.TEXT,
            "people",
            _PEOPLE + label,
            meaning,
            many,
            screen=Screen.IDENTIFIER if name == "orcid" else Screen.PERSON,
        )
        for name, label, meaning in rows
    )


def _identifier(path: str, where: str, meaning: str) -> Field:
    return Field(path, Kind.TEXT, "people", where, meaning, many=True, screen=Screen.IDENTIFIER)


FIELDS: tuple[Field, ...] = (
    Field("project.secondary_id", Kind.TEXT, "project", _DETAILS + "Running Title", "running title"),
    Field("project.name", Kind.TEXT, "project", _DETAILS + "Project Title", "title"),
    Field("project.description", Kind.TEXT, "project", _DETAILS + "Project Description", "description"),
    Field("project.keywords", Kind.TEXT, "project", _DETAILS + "Keywords", "keywords, one string"),
    Field("project.aliases", Kind.TEXT, "people", _DETAILS + "Aliases", "other ids", many=True),
    Field("project.inserted", Kind.MOMENT, "project", "XNAT: set by itself", "when the project was made"),
    Field("project.modified", Kind.MOMENT, "project", "XNAT: set by itself", "when the project last changed"),
    *_person("project.pi"),
    *_person("project.investigators", many=True),
    Field("project.publications.title", Kind.TEXT, "people", _DETAILS + "Publications", "title", many=True),
    _identifier("project.publications.doi", _DETAILS + "Publications", "DOI"),
    _identifier("project.publications.uri", _DETAILS + "Publications", "address"),
    Field("subjects.count", Kind.TOTAL, "subjects", _SUBJECTS, "number of subjects, shared ones included"),
    Field("subjects.people", Kind.TOTAL, "subjects", _SUBJECTS, "number of subjects, where they are people"),
    Field("subjects.female", Kind.SPLIT, "subjects", _SUBJECTS, "number of female subjects"),
    Field("subjects.male", Kind.SPLIT, "subjects", _SUBJECTS, "number of male subjects"),
    Field("subjects.age_min", Kind.AGES, "sessions", _SUBJECTS, "lower end of the usual ages, years, in steps of 5"),
    Field("subjects.age_max", Kind.AGES, "sessions", _SUBJECTS, "upper end of the usual ages, years, in steps of 5"),
    Field("sessions.count", Kind.TOTAL, "sessions", _SCANS, "number of imaging sessions"),
    Field("sessions.first", Kind.ACQUIRED, "sessions", _SCANS, "date of the first session"),
    Field("sessions.last", Kind.ACQUIRED, "sessions", _SCANS, "date of the last session"),
    Field("scans.count", Kind.TOTAL, "sessions", _SCANS, "number of acquired scans"),
    Field("scans.derived", Kind.TOTAL, "sessions", _SCANS, "number of derived objects: segmentations, reports …"),
    Field("scans.segmented", Kind.TOTAL, "sessions", _SCANS, "number of subjects with a segmentation"),
    Field("scans.rated", Kind.TOTAL, "sessions", _QUALITY, "number of acquired scans whose quality is rated"),
    Field("scans.usable_share", Kind.SHARE, "sessions", _QUALITY, "percent of rated scans, in steps of 5: usable"),
    Field("scans.questionable_share", Kind.SHARE, "sessions", _QUALITY, "the same: questionable"),
    Field("scans.unusable_share", Kind.SHARE, "sessions", _QUALITY, "the same: unusable"),
    Field("scans.files", Kind.TOTAL, "sessions", _SCANS, "number of files"),
    Field("scans.bytes", Kind.TOTAL, "sessions", _SCANS, "size of all files, bytes"),
    Field("scans.modalities", Kind.CODE, "sessions", _SCANS, "DICOM modalities of acquired scans", many=True),
    Field("scans.derived_modalities", Kind.CODE, "sessions", _SCANS, "DICOM modalities of derived objects", many=True),
    Field("scans.body_parts", Kind.CODE, "sessions", _SCANS, "DICOM body parts examined", many=True),
    Field("scans.manufacturers", Kind.CODE, "sessions", _SCANS, "scanner manufacturers", many=True),
    Field("scans.field_strengths", Kind.CODE, "sessions", _SCANS, "field strengths of MR scanners, tesla", many=True),
    Field("resources.label", Kind.CODE, "sessions", _SCANS, "label of the resource", many=True),
    Field("resources.files", Kind.TOTAL, "sessions", _SCANS, "number of files under this label", many=True),
    Field("resources.bytes", Kind.TOTAL, "sessions", _SCANS, "size of the files under this label, bytes", True, True),
    Field("resources.scans", Kind.TOTAL, "sessions", _SCANS, "number of scans with this label", many=True),
    Field("counts.csv", Kind.COUNTED, "subjects", _SUBJECTS, "people by sex, age, modality …: about,value,subjects"),
    Field("counts.sha256", Kind.COUNTED, "subjects", _SUBJECTS, "the SHA-256 of counts.csv, in hexadecimal digits"),
    Field("variables.name", Kind.TEXT, "form", _FORMS, "key of a question that subjects or their data are asked", True),
    Field("variables.title", Kind.TEXT, "form", _FORMS, "the question's label", many=True),
    Field("variables.datatype", Kind.TEXT, "form", _FORMS, "string, decimal, boolean, date or dateTime", many=True),
    Field("variables.about", Kind.TEXT, "form", _FORMS, "what is asked about: subject, session or scan", many=True),
    Field("variables.form", Kind.TEXT, "form", _FORMS, "title of the form", many=True),
)

BY_PATH = {entry.path: entry for entry in FIELDS}

FORM = "form."
FORM_WHERE = "XNAT: project page > Custom form > field "
"""A form answer is ``form.<key>``; its keys are not known beforehand."""

NEVER: dict[str, str] = {
    "project.pi.email": "e-mail addresses come from the config only: defaults.contact_point.email",
    "project.investigators.email": "e-mail addresses come from the config only: defaults.contact_point.email",
    "project.publications.citation": "free text; use project.publications.doi",
    "subjects.labels": "a subject label can name a patient",
    "subjects.label": "a subject label can name a patient",
    "subjects.dob": "a birth date identifies; use subjects.age_min and subjects.age_max",
    "sessions.labels": "a session label can name a patient",
    "sessions.label": "a session label can name a patient",
    "subjects.demographics": "what is read of single people is for an export only; it is never published",
    "subjects.variables": "what is read of single people is for an export only; it is never published",
    "subjects.forms": "a subject's form speaks of one person; use form.<key> of the project's form",
    "subjects.assessments": "what is read of single people is for an export only; it is never published",
    "subjects.group": "free text; it can name a diagnosis of few people",
    "sessions.age_days": "an age in days identifies; use subjects.age_min and subjects.age_max",
    "sessions.assessments": "what is read of single people is for an export only; it is never published",
    "sessions.assessors": "which derived data few people have would follow; use scans.derived",
    "sessions.field_strength": "scanner data of single sessions are not published; use scans.field_strengths",
    "sessions.forms": "a session's form speaks of one person; use form.<key> of the project's form",
    "sessions.manufacturer": "scanner data of single sessions are not published; use scans.manufacturers",
    "sessions.model": "scanner data of single sessions are not published; use scans.manufacturers",
    "sessions.resources": "files of single sessions are not published; use resources.label",
    "sessions.site": "free text; a place of acquisition and a date point at few people",
    "sessions.study_instance_uid": "a study's UID leads to one person's images",
    "sessions.variables": "what is read of single people is for an export only; it is never published",
    "sessions.visit": "free text; it can hold dates and names",
    "scans.id": "numbers of single scans are not published; use scans.count",
    "scans.quality": "free text of scans is not published; use scans.usable_share",
    "scans.series_instance_uid": "a series' UID leads to one person's images",
    "project.evidence": "counts of header attributes tell which of them hold data; they are for the archive's owner",
    "project.resources": "files of the project itself are not published; use resources.label",
    "project.tables": "the text of files is for an export only; it is never published",
    "scans.types": "free text of scans is not published; use scans.modalities",
    "scans.type": "free text of scans is not published; use scans.modalities",
    "scans.series_description": "free text of scans is not published; use scans.modalities",
}


def field_of(path: str) -> Field | None:
    """Return the field of a path of the mapping language; any ``form.<key>`` is free text of the project's form."""
    if path.startswith(FORM):
        key = path.removeprefix(FORM)
        return Field(path, Kind.TEXT, "form", f"{FORM_WHERE}'{key}'", "answer in the project's custom form")
    return BY_PATH.get(path)
