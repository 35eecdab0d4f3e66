"""The kinds of meta files, and the entries of each (cbioportal_common.py: META_FIELD_MAP, get_meta_file_type)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a meta file describes."""

    STUDY = "study"
    CANCER_TYPES = "cancer types"
    PATIENTS = "patients"
    SAMPLES = "samples"
    TIMELINE = "timeline"
    NUMBERS = "LIMIT-VALUE"
    BINARY = "BINARY"
    CATEGORIES = "CATEGORICAL"
    DEFINITIONS = "DEFINITION"
    OF_SAMPLES = "SAMPLE"
    OF_PATIENTS = "PATIENT"
    OF_STUDY = "STUDY"
    CASE_LIST = "case list"
    GENOMIC = "genomic"
    """Any kind that is not ours: such files join a study, and are not judged here."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries that a kind of file must and may have."""

    must: frozenset[str]
    may: frozenset[str] = frozenset()


ASSAYS = (Kind.NUMBERS, Kind.BINARY, Kind.CATEGORIES)
LINKS = (Kind.OF_SAMPLES, Kind.OF_PATIENTS, Kind.OF_STUDY)
ONCE = (Kind.CANCER_TYPES, Kind.PATIENTS, Kind.SAMPLES, Kind.DEFINITIONS, *LINKS)
"""Kinds of which a study has one file at most (``validateData.validate_study``, ``process_study_directory``)."""

_TYPED = {"genetic_alteration_type", "datatype", "data_filename"}
_CLINICAL = Entries(frozenset({*_TYPED, "cancer_study_identifier"}))
_RESOURCE = Entries(frozenset({"cancer_study_identifier", "resource_type", "data_filename"}))
_ASSAY = {*_CLINICAL.must, "generic_assay_type", "stable_id", "profile_name", "profile_description",
          "show_profile_in_analysis_tab"}  # fmt: skip
_PROPERTIES = {"generic_entity_meta_properties", "patient_level"}

ENTRIES: Mapping[Kind, Entries] = {
    Kind.STUDY: Entries(
        frozenset({"cancer_study_identifier", "type_of_cancer", "name", "description"}),
        frozenset({"citation", "pmid", "groups", "add_global_case_list", "tags_file", "reference_genome"}),
    ),
    Kind.CANCER_TYPES: Entries(frozenset(_TYPED)),
    **dict.fromkeys((Kind.PATIENTS, Kind.SAMPLES, Kind.TIMELINE), _CLINICAL),
    **dict.fromkeys((Kind.BINARY, Kind.CATEGORIES), Entries(frozenset(_ASSAY), frozenset(_PROPERTIES))),
    Kind.NUMBERS: Entries(frozenset(_ASSAY), frozenset({*_PROPERTIES, "pivot_threshold_value", "value_sort_order"})),
    **dict.fromkeys((Kind.DEFINITIONS, *LINKS), _RESOURCE),
    Kind.CASE_LIST: Entries(
        frozenset({"cancer_study_identifier", "stable_id", "case_list_name", "case_list_description", "case_list_ids"}),
        frozenset({"case_list_category"}),
    ),
}

LENGTHS: Mapping[Kind, Mapping[str, int]] = {
    Kind.STUDY: {"cancer_study_identifier": 255, "type_of_cancer": 63, "name": 255, "description": 1024,
                 "citation": 200, "pmid": 1024, "groups": 200},
    **{kind: {"stable_id": 255, "profile_name": 255, "generic_assay_type": 255} for kind in ASSAYS},
    Kind.CASE_LIST: {"stable_id": 255, "case_list_name": 255},
}  # fmt: skip
"""``meta_study_attribute_size_dict`` of parse_metadata_file; the others are the widths of cgds.sql."""

_CLINICAL_KINDS = {
    "PATIENT_ATTRIBUTES": Kind.PATIENTS,
    "SAMPLE_ATTRIBUTES": Kind.SAMPLES,
    "TIMELINE": Kind.TIMELINE,
}
_RESOURCES = {kind.value: kind for kind in (Kind.DEFINITIONS, *LINKS)}
_GENOMIC = frozenset(
    """COPY_NUMBER_ALTERATION GENESET_SCORE GENE_PANEL_MATRIX GISTIC_GENES_AMP GISTIC_GENES_DEL METHYLATION
    MRNA_EXPRESSION MUTATION_EXTENDED MUTATION_UNCALLED MUTSIG PROTEIN_LEVEL STRUCTURAL_VARIANT""".split()
)


def kind_of(entries: Mapping[str, str]) -> Kind | None:
    """Return the kind of a meta file by its entries, or ``None`` where it tells none that is known."""
    altered, datatype = entries.get("genetic_alteration_type"), entries.get("datatype")
    if altered is not None and datatype is not None:
        return _typed(altered, datatype)
    if "type_of_cancer" in entries:
        return Kind.STUDY if "cancer_study_identifier" in entries else Kind.CANCER_TYPES
    if "cancer_study_identifier" in entries:
        return _RESOURCES.get(entries.get("resource_type", ""))
    return None


def _typed(altered: str, datatype: str) -> Kind | None:
    if altered == "CLINICAL":
        return _CLINICAL_KINDS.get(datatype)
    if altered == "GENERIC_ASSAY":
        return next((kind for kind in ASSAYS if kind.value == datatype), None)
    if (altered, datatype) == ("CANCER_TYPE", "CANCER_TYPE"):
        return Kind.CANCER_TYPES
    return Kind.GENOMIC if altered in _GENOMIC else None
