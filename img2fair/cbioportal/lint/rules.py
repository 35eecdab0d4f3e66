"""All rules of the lint by code."""

from img2fair.cbioportal.lint.rules_files import RULES_FILES
from img2fair.cbioportal.lint.rules_rows import RULES_ROWS
from img2fair.findings import RuleText

RULES_LINT: dict[str, RuleText] = {rule.code: rule for rule in (*RULES_FILES, *RULES_ROWS)}
