"""Where an entry of img2catalog's config goes in ours, and why some go nowhere."""

from collections.abc import Mapping

AS_IT_IS: Mapping[str, str] = {
    "access_rights": "access_rights", "license": "license", "frequency": "frequency", "status": "dataset_status",
    "type": "type", "health_theme": "health_theme", "personal_data": "personal_data", "purpose": "purpose",
    "legal_basis": "legal_basis", "code_values": "code_values", "coding_system": "coding_system",
    "quality_annotation": "quality_annotation", "qualified_attribution": "qualified_attribution",
    "retention_period": "retention", "sample": "sample", "analytics": "figures", "description": "description",
}  # fmt: skip
"""Entry of [dataset] → the one of ``defaults`` that the mapping health-ri-core reads."""

_OF_ONE = "it would be said of every project; what is one project's own belongs into XNAT's form, or projects: {ID: …}"
AGENT = {
    "name": "name", "identifier": "identifier", "mbox": "email", "homepage": "homepage",
    "publisher_type": "publisher_type", "publisher_note": "publisher_note",
}  # fmt: skip
"""Entry of an agent → ours."""
OF_NOBODY = (
    "img2catalog wrote it onto every investigator, as if all were one person. It is not taken over: {}. Investigators "
    "are named as XNAT names them; say of each what is theirs: defaults: people: {{NAME: {{orcid: …, email: …}}}}"
)
ONE_CREATOR = (
    "img2catalog wrote it onto every investigator; now it is the creator where neither the form names one nor XNAT "
    "anybody with an ORCID (mapping.yaml). Health-RI asks an identifier of each creator; to name all investigators "
    "give them ORCIDs, in XNAT or in defaults: people:, then take dct:creator out of mapping.yaml."
)
LACKING = (
    "img2catalog had no value for it that could be taken over, and records are held back without it ({}): say one here"
)
LOG_INS = (
    "a log-in stands in no config: set XNAT_USER and XNAT_PASS, FDP_USER and FDP_PASS (or …_FILE), and take it out of "
    "the old file"
)
NOT_READ = "img2catalog itself did nothing with it"
NO_PLACE: Mapping[str, str] = {
    **dict.fromkeys(("title", "identifier", "number_of_records", "number_of_unique_individuals",
                     "minimum_typical_age", "maximum_typical_age", "population_coverage", "is_referenced_by",
                     "other_identifier", "qualified_relation", "source", "documentation"), _OF_ONE),
    "keyword": "img2catalog ended with an error where it was set; keywords are those of XNAT and of the form",
    "conforms_to": "what files conform to is told by what they are (DICOM), and by the form",
    "in_series": "a series needs a title and a description: write defaults: series: [{iri: …, title: …, "
                 "description: …}]",
    "distribution": "its records became unreadable by it; distributions are made of what the archive holds",
    **dict.fromkeys(("issued", "modified"), "img2catalog dropped it; ours are the dates of the data in the archive"),
    "uri": "a record keeps the address that it has",
}  # fmt: skip
