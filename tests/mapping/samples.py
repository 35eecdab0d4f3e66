"""A filled project, and a config that says all that an archive cannot know."""

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

from img2fair.mapping import Mapping, Settings, load_mapping
from img2fair.model import (
    Form,
    Held,
    ImagingSession,
    ImagingSubject,
    Person,
    Project,
    Publication,
    Resource,
    ScanProfile,
    Visibility,
)

SITE = {
    "url": "https://xnat.example.org/",
    "name": "Example XNAT",
    "description": "Imaging archive of the <b>Example</b> hospital &amp;amp; friends.",
    "language": "en",
    "version": "1.9.2",
}
DESK = {"name": "Data desk", "email": "desk@example.org"}
DEFAULTS: dict[str, Any] = {
    "publisher": {
        "name": "Example hospital",
        "identifier": "https://ror.org/018906e22",
        "email": "info@example.org",
        "homepage": "https://example.org",
    },
    "contact_point": DESK,
    "license": "CC BY 4.0",
    "rights": "https://example.org/terms",
    "language": "http://publications.europa.eu/resource/authority/language/ENG",
    "spatial": "http://publications.europa.eu/resource/authority/country/NLD",
}
HDEU = "https://hdeu-dcat.data.health.europa.eu/resource/authority"
BODY: dict[str, Any] = {
    "name": "Example access body",
    "identifier": "https://example.org/hdab",
    "email": "access@example.org",
    "homepage": "https://example.org/hdab",
}
HEALTH: dict[str, Any] = DEFAULTS | {
    "publisher": DEFAULTS["publisher"] | {"type": f"{HDEU}/publisher-type/non-gov-org", "description": "A hospital."},
    "hdab": BODY,
    "hdab_coordinator": BODY | {"contact_page": "https://example.org/coordination"},
    "custodian": BODY | {"name": "Example custodian"},
    "health_category": f"{HDEU}/healthcategories/RQSH",
    "health_theme": f"{HDEU}/health-theme/CANCER_DISEASE",
    "type": "http://publications.europa.eu/resource/authority/dataset-type/STATISTICAL",
    "provenance": "Made in routine care, then pseudonymised.",
    "was_generated_by": {"label": "Routine care", "type": f"{HDEU}/health-activity/HOSPITAL_RECORDS"},
    "coding_system": f"{HDEU}/coding-system/SNOMED-CT",
    "legal_basis": "https://w3id.org/dpv#Consent",
    "purpose": "https://w3id.org/dpv#AcademicResearch",
    "retention": {"start_date": "2020-01-01", "end_date": "2035-01-01"},
    "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    "quality_annotation": {
        "body": "https://example.org/report",
        "target": "https://xnat.example.org/data/projects/LUNG",
    },
    "sample": {"access_url": "https://example.org/sample", "format": "ZIP", "byte_size": 1000},
    "series": {
        "iri": "https://example.org/series/lungs",
        "title": "Lungs of all years",
        "description": "One data set a year.",
        "contact_point": DESK,
    },
    "analytics": {"address": "https://example.org/catalogue/files"},
}
"""A config that says all that HealthDCAT-AP asks for and no archive knows."""
SETTINGS = Settings(SITE, DEFAULTS, {"LUNG": {"dates": "true"}}, min_count=10, timezone="Europe/Amsterdam")
REQUESTS = {"project": 3, "people": 3, "form": 4, "subjects": 5, "sessions": 6}


@cache
def loaded(*names: str) -> Mapping:
    """A shipped mapping, or several laid over each other, read once."""
    return load_mapping(names)


def held(value: Any) -> Any:
    return None if value is None else Held(value)


def scan(
    modality: str, body_part: str | None, count: int = 2, label: str = "DICOM", size: int | None = 1000
) -> ScanProfile:
    resource = Resource(Held(label), held(10), held(size))
    return ScanProfile(count, modality=Held(modality), body_part=held(body_part), resources=(resource,))


def session(number: int, *scans: ScanProfile) -> ImagingSession:
    return ImagingSession(
        id=Held(f"E{number}"),
        label=Held(f"SECRET-{number}"),
        subject=Held(f"S{number}"),
        date=Held(dt.date(2020, 1, 1) + dt.timedelta(days=number)),
        age=Held(40.0 + number),
        scans=scans or (scan("CT", "CHEST"), scan("PT", "CHEST"), scan("SEG", None, 1, "SEG")),
    )


def text_of(term: object) -> str:
    """The text of a literal, the IRI of a node."""
    return str(getattr(term, "value", ""))


def form(**answers: Any) -> Form:
    return Form("4b0c9d5e", Held("Health-RI dataset"), Held(answers))


def filled() -> Project:
    return Project(
        id="LUNG",
        visibility=Visibility.PUBLIC,
        secondary_id=Held("Lung"),
        name=Held("Lungs &amp;amp; more"),
        description=Held("<p>CT of   lungs.</p>"),
        keywords=Held("lung, COPD; x"),
        inserted=Held(dt.datetime(2024, 7, 1, 12, 0, 0)),  # noqa: DTZ001  (XNAT gives no zone)
        modified=Held(dt.datetime(2024, 12, 1, 12, 0, 0, 500)),  # noqa: DTZ001
        pi=Person(
            lastname=Held("Fictional"),
            firstname=Held("Ada"),
            title=Held("Dr."),
            email=Held("ada.private@example.org"),
            orcid=Held("0000-0002-1825-0097"),
        ),
        publications=(Publication(doi=Held("10.7937/TCIA.2020.py71-5978"), uri=Held("https://doi.org/x")),),
        subjects=tuple(ImagingSubject(Held(f"S{n}"), Held(f"SECRET-{n}"), sex=Held("F")) for n in range(40)),
        sessions=tuple(session(number) for number in range(40)),
        requests=REQUESTS,
    )


def empty(**changes: Any) -> Project:
    return replace(Project(id="EMPTY", visibility=Visibility.PROTECTED), **changes)
