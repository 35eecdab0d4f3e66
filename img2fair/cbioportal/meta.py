"""The meta files: what the study is, and what each table is."""

import json

from img2fair import __version__
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.text import escaped, meta_file, shortened

MOST_NAME, MOST_DESCRIPTION, MOST_GROUPS = 255, 1024, 200
TAGS = "study_tags.json"
"""JSON is YAML too, which is what the importer reads tags as."""


def study_meta(settings: StudySettings, name: str, about: str, facts: str) -> str:
    """Return meta_study.txt.

    :param about: what the study is about; shortened where the whole would be too long.
    :param facts: our own sentences on how to read it; never shortened.
    """
    room = MOST_DESCRIPTION - len(escaped(facts)) - 1
    return meta_file(
        {
            "type_of_cancer": settings.cancer_type,
            "cancer_study_identifier": settings.study,
            "name": shortened(name, MOST_NAME),
            "description": f"{shortened(about, room)} {facts}",
            "groups": shortened(settings.groups, MOST_GROUPS),
            "tags_file": TAGS,
        }
    )


def facts(settings: StudySettings, archive: str, patients: int, sessions: int) -> str:
    """Return how to read a study, in sentences for its description."""
    ids = "the archive's subject labels" if settings.patient_id == "label" else "pseudonyms"
    record = f" Catalogue record: {settings.record_url}" if settings.record_url else ""
    return (
        f"Patients: {patients}, imaging sessions: {sessions}, from project {settings.project} at {archive}. "
        f"Day 0 is each patient's first imaging session, not the diagnosis. Patient ids are {ids}; "
        f"the one sample per patient stands for the imaging.{record}"
    )


def tags(settings: StudySettings, archive: str) -> str:
    """Return the study's tags, which the portal shows beside its name."""
    told = {
        "Catalogue record": settings.record_url,
        "Imaging archive": archive,
        "Imaging project": settings.project,
        "Day 0": "first imaging session",
        "Patient ids": "subject labels" if settings.patient_id == "label" else "pseudonyms (keyed hash)",
        "Made with": f"img2fair {__version__}",
    }
    return json.dumps({key: value for key, value in told.items() if value}, indent=1) + "\n"


def clinical_meta(study: str, datatype: str, file: str) -> str:
    """Return the meta file of a clinical table; ``datatype`` PATIENT_ATTRIBUTES, SAMPLE_ATTRIBUTES or TIMELINE."""
    return meta_file(
        {
            "cancer_study_identifier": study,
            "genetic_alteration_type": "CLINICAL",
            "datatype": datatype,
            "data_filename": file,
        }
    )


def resource_meta(study: str, kind: str, file: str) -> str:
    """Return the meta file of a table of resources; ``kind`` DEFINITION, PATIENT or STUDY."""
    return meta_file({"cancer_study_identifier": study, "resource_type": kind, "data_filename": file})
