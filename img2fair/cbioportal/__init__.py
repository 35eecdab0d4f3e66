"""cBioPortal: a project of a snapshot becomes a study folder that the portal's importer loads.

File formats: https://docs.cbioportal.org/file-formats/; what they leave unsaid was read in the importer
(cBioPortal/cbioportal-core). What may leave the archive is decided in privacy/cohort; here are plain values only.
"""

from img2fair.cbioportal import rules, rules_harmonisation, rules_oncotree, rules_privacy
from img2fair.cbioportal.builder import find_project
from img2fair.cbioportal.key import read_key
from img2fair.cbioportal.lint.rules import RULES_LINT
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.study import MARKER, Study, write_study

RULES = {**rules.RULES, **rules_oncotree.RULES, **rules_harmonisation.RULES, **rules_privacy.RULES, **RULES_LINT}
"""What each finding of an export means."""

__all__ = [
    "MARKER",
    "RULES",
    "Study",
    "StudySettings",
    "find_project",
    "read_key",
    "write_study",
]
