"""What the checks of a study's files mean (``img2fair rule CODE``): I2F-E060 to E091.

Sources: cbioportal-core, scripts/importer/validateData.py and cbioportal_common.py, and the importer's classes in
org.mskcc.cbio.portal (1.0.9 to 7); the database of cBioPortal 6, src/main/resources/db-scripts/cgds.sql. Which rule
comes from where is said in the modules of cbioportal/lint.
"""

from img2fair.cbioportal.lint.rules import RULES_LINT

__all__ = ["RULES_LINT"]
