"""The types of XNAT's schema that the archive knows, and how they derive from each other (XNAT's xnat.xsd)."""

from collections.abc import Mapping
from functools import cache

from img2fair.demo.content import Assessor, Experiment, Session, SubjectAssessor

EXPERIMENT = "xnat:experimentData"
SUBJECT_ASSESSOR = "xnat:subjectAssessorData"
IMAGE_SESSION = "xnat:imageSessionData"
DERIVED = "xnat:derivedData"
IMAGE_ASSESSOR = "xnat:imageAssessorData"
IMAGE_SCAN = "xnat:imageScanData"
SUBJECT = "xnat:subjectData"
PROJECT = "xnat:projectData"
RESOURCE = "xnat:resourceCatalog"

#: What stands between ``xnat:`` and ``SessionData`` (``ScanData``) in the names of the concrete types.
SESSION_STEMS = (
    "mr", "ct", "pet", "petmr", "us", "mg", "cr", "dx", "nm", "sm", "xa", "rf", "xc", "es", "op", "opt", "io", "ecg",
    "eps", "hd", "gm", "gmv", "esv", "xcv", "xa3D", "dx3DCraniofacial", "rt", "sr", "rg", "eeg", "meg", "otherDicom",
)  # fmt: skip
SCAN_STEMS = (*SESSION_STEMS, "sc", "seg", "mrs", "rtImage", "voiceAudio")
#: Types of assessors; the later ones come with plugins.
IMAGE_ASSESSORS = (
    "xnat:qcManualAssessorData", "xnat:qcAssessmentData", "icr:roiCollectionData", "xnat:volumetricRegionList",
    "radm:radiomicsData", "clin:organVolumesData",
)  # fmt: skip
SUBJECT_ASSESSORS = ("clin:visitData", "clin:treatmentData")

BASES = {
    EXPERIMENT: "",
    SUBJECT_ASSESSOR: EXPERIMENT,
    IMAGE_SESSION: SUBJECT_ASSESSOR,
    DERIVED: EXPERIMENT,
    IMAGE_ASSESSOR: DERIVED,
    IMAGE_SCAN: "",
    SUBJECT: "",
    PROJECT: "",
    **{f"xnat:{stem}SessionData": IMAGE_SESSION for stem in SESSION_STEMS},
    **{f"xnat:{stem}ScanData": IMAGE_SCAN for stem in SCAN_STEMS},
    **dict.fromkeys(IMAGE_ASSESSORS, IMAGE_ASSESSOR),
    **dict.fromkeys(SUBJECT_ASSESSORS, SUBJECT_ASSESSOR),
}
_CANONICAL = {name.lower(): name for name in BASES}


def canonical(name: str) -> str | None:
    """Return a type's name in the schema's spelling, or nothing for an unknown type."""
    return _CANONICAL.get(name.lower())


@cache
def lineage(name: str) -> tuple[str, ...]:
    """Return a type and its ancestors, nearest first."""
    found = []
    while name:
        found.append(name)
        name = BASES.get(name, "")
    return tuple(found)


@cache
def is_a(name: str, ancestor: str) -> bool:
    """Whether a type is another one or derives from it."""
    return ancestor in lineage(name)


def experiment_is_a(experiment: Experiment, ancestor: str) -> bool:
    """Whether an experiment is of a type; one of a type unknown here is what its Python class says."""
    return is_a(experiment.xsi_type, ancestor) or is_a(_ROOTS[type(experiment)], ancestor)


_ROOTS: Mapping[type[Experiment], str] = {
    Session: IMAGE_SESSION,
    Assessor: IMAGE_ASSESSOR,
    SubjectAssessor: SUBJECT_ASSESSOR,
}
