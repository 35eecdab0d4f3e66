"""Resources: links to the images, one kind for each modality, and to the catalogue record of the whole study."""

from collections.abc import Sequence

from img2fair.cbioportal.clinical import modalities_of
from img2fair.cbioportal.modalities import word
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.text import table
from img2fair.clinical.cohort import Cohort
from img2fair.codes import CodeTable

RECORD = "CATALOGUE_RECORD"
"""Resource ids are upper case: the importer makes them so in the definition and then looks for the very same."""

Rows = list[tuple[str, str, str]]

_HEADER = ("RESOURCE_ID", "RESOURCE_TYPE", "DISPLAY_NAME", "DESCRIPTION", "OPEN_BY_DEFAULT", "PRIORITY")


def resource_files(cohort: Cohort, settings: StudySettings, names: CodeTable) -> dict[str, str]:
    """Return the tables of resources by kind: DEFINITION, PATIENT, STUDY; none of which is empty."""
    links = patient_links(cohort, settings)
    used = [code for code in modalities_of(cohort) if any(row[1] == resource_id(code) for row in links)]
    definitions = [_definition(code, names, place) for place, code in enumerate(used, start=2)]
    files = {}
    if settings.record_url:
        definitions.insert(0, _record_definition())
        files["STUDY"] = table(("RESOURCE_ID", "URL"), [(RECORD, settings.record_url)])
    if links:
        files["PATIENT"] = table(("PATIENT_ID", "RESOURCE_ID", "URL"), links)
    return {"DEFINITION": table(_HEADER, definitions), **files} if files else {}


def resource_id(code: str) -> str:
    """Return the resource of a modality."""
    return f"VIEWER_{code}"


def patient_links(cohort: Cohort, settings: StudySettings) -> Rows:
    """Return patient, resource and address of each session in each of its modalities, each once and sorted."""
    found = {
        (patient.id, resource_id(code), address)
        for patient in cohort.patients
        for visit in patient.visits
        for code in visit.modalities
        if (address := settings.viewer_url(code, visit.link)) is not None
    }
    return sorted(found)


def _definition(code: str, names: CodeTable, place: int) -> Sequence[str]:
    """Return a row of the definitions. Nothing opens by itself: the viewer may ask for a log-in or refuse a frame."""
    spoken = word(code, names)
    title = spoken if code == "SM" else f"{spoken} images"
    return (resource_id(code), "PATIENT", title, f"Imaging sessions with {spoken}", "false", str(place))


def _record_definition() -> Sequence[str]:
    return (RECORD, "STUDY", "Catalogue record", "What the data are and how to ask for them", "false", "1")
