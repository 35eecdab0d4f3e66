"""The types of XNAT's schema that the archive knows, and how they derive from each other (XNAT's xnat.xsd)."""

EXPERIMENT = "xnat:experimentData"
SUBJECT_ASSESSOR = "xnat:subjectAssessorData"
IMAGE_SESSION = "xnat:imageSessionData"
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

BASES = {
    EXPERIMENT: "",
    SUBJECT_ASSESSOR: EXPERIMENT,
    IMAGE_SESSION: SUBJECT_ASSESSOR,
    IMAGE_SCAN: "",
    SUBJECT: "",
    PROJECT: "",
    **{f"xnat:{stem}SessionData": IMAGE_SESSION for stem in SESSION_STEMS},
    **{f"xnat:{stem}ScanData": IMAGE_SCAN for stem in SCAN_STEMS},
}
_CANONICAL = {name.lower(): name for name in BASES}


def canonical(name: str) -> str | None:
    """Return a type's name in the schema's spelling, or nothing for an unknown type."""
    return _CANONICAL.get(name.lower())


def lineage(name: str) -> tuple[str, ...]:
    """Return a type and its ancestors, nearest first."""
    found = []
    while name:
        found.append(name)
        name = BASES.get(name, "")
    return tuple(found)


def is_a(name: str, ancestor: str) -> bool:
    """Whether a type is another one or derives from it."""
    return ancestor in lineage(name)
