"""Resources: links to the images, one kind for each modality, and links of the whole study.

A resource without a link would be an empty tab, so none is defined. What outlines an image (SEG, SR, RTSTRUCT, ANN) has
no tab: it is no modality of a session, and the viewer loads it with the images.
"""

from collections.abc import Iterable, Sequence

from img2fair.cbioportal.about import About
from img2fair.cbioportal.clinical import modalities_of
from img2fair.cbioportal.modalities import word
from img2fair.cbioportal.samples import SESSION
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.text import table
from img2fair.clinical.cohort import Cohort, Patient, Visit
from img2fair.codes import CodeTable

RECORD = "CATALOGUE_RECORD"
"""Resource ids are upper case: the importer makes them so in the definition and then looks for the very same."""

Rows = list[tuple[str, ...]]

HEADER = ("RESOURCE_ID", "RESOURCE_TYPE", "DISPLAY_NAME", "DESCRIPTION", "OPEN_BY_DEFAULT", "PRIORITY")
COLUMNS = {
    "PATIENT": ("PATIENT_ID", "RESOURCE_ID", "URL"),
    "SAMPLE": ("PATIENT_ID", "SAMPLE_ID", "RESOURCE_ID", "URL"),
    "STUDY": ("RESOURCE_ID", "URL"),
}


def resource_files(cohort: Cohort, about: About, settings: StudySettings, names: CodeTable) -> dict[str, str]:
    """Return the tables of resources by kind: DEFINITION, PATIENT or SAMPLE, STUDY; none of which is empty.

    Where a sample stands for a session, its links are the sample's, so that each opens its own.
    """
    kind = "SAMPLE" if settings.samples == SESSION else "PATIENT"
    study = _of_study(about, settings)
    links = viewer_links(cohort, settings)
    used = [code for code in modalities_of(cohort) if any(row[-2] == resource_id(code) for row in links)]
    definitions = [(id_, "STUDY", title, told) for id_, title, told, _ in study]
    definitions += [_definition(code, kind, names) for code in used]
    files = {
        kind: table(COLUMNS[kind], links) if links else "",
        "STUDY": table(COLUMNS["STUDY"], [(row[0], row[3]) for row in study]) if study else "",
    }
    if not definitions:
        return {}
    numbered = [(*row, "false", str(place)) for place, row in enumerate(definitions, start=1)]
    return {"DEFINITION": table(HEADER, numbered), **{name: text for name, text in files.items() if text}}


def resource_id(code: str) -> str:
    """Return the resource of a modality."""
    return f"VIEWER_{code}"


def viewer_links(cohort: Cohort, settings: StudySettings) -> Rows:
    """Return the address of each session in each of its modalities, each once and sorted.

    :returns: patient, sample where it stands for a session, resource, address.
    """
    by_sample = settings.samples == SESSION
    found = {
        (*_whose(patient, visit, by_sample), resource_id(code), address)
        for patient in cohort.patients
        for visit in patient.visits
        if visit.sample or not by_sample
        for code in visit.modalities
        if (address := settings.viewer_url(code, visit.link)) is not None
    }
    return sorted(found)


def _whose(patient: Patient, visit: Visit, by_sample: bool) -> tuple[str, ...]:
    return (patient.id, visit.sample) if by_sample else (patient.id,)


def _definition(code: str, kind: str, names: CodeTable) -> tuple[str, str, str, str]:
    """Return a row of the definitions. Nothing opens by itself: the viewer may ask for a log-in or refuse a frame."""
    spoken = word(code, names)
    title = spoken if code == "SM" else f"{spoken} images"
    return resource_id(code), kind, title, f"Imaging sessions with {spoken}"


def _of_study(about: About, settings: StudySettings) -> Sequence[tuple[str, str, str, str]]:
    """Return id, title, description and address of what the whole study links to.

    An address stands once: StudyResourceValidator compares by it alone, whatever resource it is of.
    """
    rows: Iterable[tuple[str, str, str, str]] = (
        (RECORD, "Catalogue record", "What the data are and how to ask for them", settings.record_url),
        ("XNAT_PROJECT", "Project in XNAT", "The imaging archive, for those who have access", about.project_page),
        ("ACCESS_REQUEST", "Request access", "Where to ask for the images", settings.access_request),
        ("LICENCE", "Licence", "What may be done with the data", settings.licence),
        ("PROTOCOL", "Study protocol", "How the data were made", settings.protocol),
    )
    return list({row[3]: row for row in reversed(list(rows)) if row[3]}.values())[::-1]
