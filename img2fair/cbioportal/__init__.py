"""cBioPortal: a project of a snapshot becomes a study folder that the portal's importer loads.

File formats: https://docs.cbioportal.org/file-formats/; what they leave unsaid was read in the importer
(cBioPortal/cbioportal-core). What may leave the archive is decided in privacy/export.py; here are plain values only.
"""

from img2fair.cbioportal.builder import find_project, make_study
from img2fair.cbioportal.export import export_study
from img2fair.cbioportal.key import read_key
from img2fair.cbioportal.rules import RULES
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.study import MARKER, Study, write_study

__all__ = [
    "MARKER",
    "RULES",
    "Study",
    "StudySettings",
    "export_study",
    "find_project",
    "make_study",
    "read_key",
    "write_study",
]
