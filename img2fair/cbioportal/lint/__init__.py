"""Checks of a study before it is loaded: the validator's rules, and what the importer stumbles over beyond them.

The validator passes studies that the importer then refuses, drops parts of or garbles. Both were read: validateData.py
and cbioportal_common.py of cbioportal-core 1.0.9, 1.0.17 and 7, the importer's Java classes, and the widths of the
database of cBioPortal 6 (cgds.sql). Where versions differ, the strictest counts. What needs the portal itself (which
cancer types it knows) is not checked here.
"""

from img2fair.cbioportal.lint.folder import lint, lint_folder
from img2fair.cbioportal.lint.problems import EXPECTED

__all__ = ["EXPECTED", "lint", "lint_folder"]
