"""The meta files: what the study is, and what each table is."""

from img2fair.cbioportal.about import About
from img2fair.cbioportal.baseline import sentence
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.text import escaped, meta_file, shortened
from img2fair.clinical.cohort import Cohort
from img2fair.clinical.decisions import Decisions

MOST_NAME, MOST_DESCRIPTION, MOST_GROUPS, MOST_CITATION = 255, 1024, 200, 200
MOST_FACTS = 700
"""Of the description's length; the rest is for what the study is about."""
TAGS = "study_tags.json"
"""JSON is YAML too, which is what the importer reads tags as."""
PUBLIC = "PUBLIC"
"""The group of everybody who is logged in to the portal."""

_SAMPLES = {
    "subject": "the one sample per patient stands for the imaging",
    "session": "a sample stands for one imaging session",
    "table": "samples are those of the study that the imaging joins",
}


def study_meta(about: About, settings: StudySettings, facts: str) -> str:
    """Return meta_study.txt.

    What the study is about is shortened where the whole would be too long; the facts are not.

    :param facts: our own sentences on how to read it.
    """
    room = MOST_DESCRIPTION - len(escaped(facts)) - 1
    return meta_file(
        {
            "type_of_cancer": settings.cancer_type,
            "cancer_study_identifier": settings.study,
            "name": shortened(about.name, MOST_NAME),
            "description": f"{shortened(about.text or about.name, room)} {facts}",
            "citation": shortened(settings.citation, MOST_CITATION),
            "pmid": settings.pmid,
            "groups": shortened(groups(about, settings), MOST_GROUPS),
            "add_global_case_list": "true",
            "tags_file": TAGS,
            "reference_genome": settings.reference_genome,
        }
    )


def groups(about: About, settings: StudySettings) -> str:
    """Return who may see the study; everybody only where the archive's own project is open to everybody."""
    return settings.groups or (PUBLIC if about.public else "")


def facts(cohort: Cohort, about: About, settings: StudySettings, decisions: Decisions, oncotree: str) -> str:
    """Return how to read a study, in sentences for its description.

    :param oncotree: the version of OncoTree that codes are of.
    """
    sessions = sum(len(patient.visits) for patient in cohort.patients)
    ids = "the archive's subject labels" if settings.patient_id == "label" else "pseudonyms"
    told = [
        f"Patients: {len(cohort.patients)}, imaging sessions: {sessions}, from project {about.project} at "
        f"{about.archive}.",
        sentence(cohort, decisions),
        f"Patient ids are {ids}; {_SAMPLES[settings.samples]}.",
    ]
    told += [f"Cancer types: OncoTree ({oncotree})."] if oncotree else []
    links = (("Licence", settings.licence), ("Catalogue record", settings.record_url), ("Project", about.project_page))
    for name, address in links:  # the tags have them all; here as many as leave room for what the study is about
        more = f"{name}: {address}"
        if address and len(escaped(" ".join([*told, more]))) <= MOST_FACTS:
            told.append(more)
    return " ".join(told)


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
    """Return the meta file of a table of resources; ``kind`` DEFINITION, PATIENT, SAMPLE or STUDY."""
    return meta_file({"cancer_study_identifier": study, "resource_type": kind, "data_filename": file})
