"""The objects of an XNAT archive as frozen values; an empty text or ``None`` is what the archive does not know.

Names follow XNAT's schema (``xnat.xsd``), written in Python's way: ``xnat:imageScanData/bodyPartExamined`` is
``Scan.body_part_examined``. Whatever the server can answer is a field here, so a test can rewrite all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | Mapping[str, Json] | None"

#: What a DICOM header calls an acquisition here; every other modality of the demo is derived from one.
DERIVED_MODALITIES = frozenset({"SEG", "SR", "RTSTRUCT", "PR", "KO", "REG", "RWV", "ANN", "FUSION"})


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file that can be read: ``text``, or a DICOM header with the values of ``header`` by tag (``00080060``).

    The value of a sequence is its one item, which has values by tag again.
    """

    name: str
    text: str = ""
    header: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A catalogue of files (``xnat:resourceCatalog``); its counts are ``None`` where it was never refreshed.

    ``files`` are those that can be read here; there may be fewer than ``file_count`` says.
    """

    id: str
    label: str
    file_count: int | None = None
    file_size: int | None = None
    content: str = ""
    format: str = ""
    tags: str = ""
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One DICOM series (``xnat:imageScanData``); ``key`` is its ``xnat_imagescandata_id``."""

    id: str
    key: int
    xsi_type: str
    uid: str = ""
    type: str = ""
    series_description: str = ""
    modality: str = ""
    body_part_examined: str = ""
    protocol_name: str = ""
    quality: str = ""
    condition: str = ""
    note: str = ""
    documentation: str = ""
    operator: str = ""
    start_date: str = ""
    start_time: str = ""
    scanner: str = ""
    scanner_manufacturer: str = ""
    scanner_model: str = ""
    field_strength: str = ""
    coil: str = ""
    frames: int | None = None
    resources: tuple[Resource, ...] = ()

    @property
    def is_acquisition(self) -> bool:
        """Whether the scan was acquired rather than derived from other images."""
        return self.modality not in DERIVED_MODALITIES


@dataclass(frozen=True, kw_only=True)
class Share:
    """A subject or session shown in another project than its own, under that project's label."""

    project: str
    label: str


@dataclass(frozen=True, kw_only=True)
class CustomVariable:
    """A custom variable of XNAT before 1.8.4 (``fields/field``)."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """What all experiments have (``xnat:experimentData``); ``last_modified`` also moves when a scan is edited."""

    id: str
    label: str
    xsi_type: str
    date: str = ""
    time: str = ""
    note: str = ""
    visit: str = ""
    visit_id: str = ""
    protocol: str = ""
    acquisition_site: str = ""
    insert_date: str = ""
    insert_user: str = ""
    last_modified: str = ""
    fields: tuple[CustomVariable, ...] = ()
    shares: tuple[Share, ...] = ()
    custom_fields: Mapping[str, Json] = field(default_factory=dict)
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Assessor(Experiment):
    """Derived data of a session (``xnat:imageAssessorData``): quality control, regions, volumes, radiomics.

    ``parameters`` are its own values, by path; they are typed, as an item's values are.
    """

    parameters: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SubjectAssessor(Experiment):
    """An experiment on a subject without images (``xnat:subjectAssessorData``): a form, a survey, a visit."""

    age: float | None = None
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Session(Experiment):
    """One DICOM study (``xnat:imageSessionData``)."""

    uid: str = ""
    modality: str = ""
    session_type: str = ""
    study_id: str = ""
    operator: str = ""
    scanner: str = ""
    scanner_manufacturer: str = ""
    scanner_model: str = ""
    dcm_accession_number: str = ""
    dcm_patient_id: str = ""
    dcm_patient_name: str = ""
    dcm_patient_birth_date: str = ""
    dcm_patient_weight: str = ""
    field_strength: str = ""
    coil: str = ""
    tracer_name: str = ""
    age: float | None = None
    scans: tuple[Scan, ...] = ()
    assessors: tuple[Assessor, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A person, animal or phantom (``xnat:subjectData``) with its demographics."""

    id: str
    label: str
    group: str = ""
    src: str = ""
    gender: str = ""
    handedness: str = ""
    age: str = ""
    dob: str = ""
    yob: str = ""
    education: str = ""
    education_desc: str = ""
    race: str = ""
    ethnicity: str = ""
    ses: str = ""
    weight: str = ""
    height: str = ""
    gestational_age: str = ""
    post_menstrual_age: str = ""
    birth_weight: str = ""
    insert_date: str = ""
    insert_user: str = ""
    last_modified: str = ""
    fields: tuple[CustomVariable, ...] = ()
    shares: tuple[Share, ...] = ()
    custom_fields: Mapping[str, Json] = field(default_factory=dict)
    resources: tuple[Resource, ...] = ()
    sessions: tuple[Session, ...] = ()
    subject_assessors: tuple[SubjectAssessor, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Investigator:
    """A person, or an institution in a person's place (``xnat:investigatorData``)."""

    lastname: str
    firstname: str = ""
    title: str = ""
    institution: str = ""
    department: str = ""
    email: str = ""
    phone: str = ""
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A publication of a project (``xnat:publicationResource``)."""

    title: str = ""
    citation: str = ""
    doi: str = ""
    pubmed: str = ""
    uri: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where bundled metadata came from and under which licence; shown as attribution, not part of XNAT."""

    doi: str
    licence: str
    licence_url: str


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project (``xnat:projectData``) with everything it owns.

    ``accessibility`` is ``public``, ``protected`` or ``private``; ``custom_fields`` holds the answers to custom forms
    under each form's UUID.
    """

    id: str
    name: str
    accessibility: str = "public"
    secondary_id: str = ""
    description: str = ""
    keywords: str = ""
    note: str = ""
    pi: Investigator | None = None
    investigators: tuple[Investigator, ...] = ()
    aliases: tuple[str, ...] = ()
    publications: tuple[Publication, ...] = ()
    insert_date: str = ""
    insert_user: str = ""
    last_modified: str = ""
    fields: tuple[CustomVariable, ...] = ()
    custom_fields: Mapping[str, Json] = field(default_factory=dict)
    resources: tuple[Resource, ...] = ()
    sources: tuple[Source, ...] = ()
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomForm:
    """A form.io form for a type of object, of ``projects`` or of the whole site when there are none."""

    uuid: str
    title: str
    display_order: int
    created: str
    contents: Mapping[str, Json]
    projects: tuple[str, ...] = ()
    datatype: str = "xnat:projectData"


@dataclass(frozen=True, kw_only=True)
class User:
    """An account; ``roles`` maps a project's ID to Owners, Members or Collaborators, ``site_roles`` hold everywhere."""

    uid: int
    login: str
    password: str
    roles: Mapping[str, str] = field(default_factory=dict)
    site_roles: tuple[str, ...] = ()
