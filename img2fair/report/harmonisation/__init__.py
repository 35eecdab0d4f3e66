"""The harmonisation report of a study: a page for its steward, JSON and TSV to work with; no rows of patients."""

from img2fair.report.harmonisation.json_form import from_json, to_json
from img2fair.report.harmonisation.page import to_html
from img2fair.report.harmonisation.rows import to_tsv

__all__ = ["from_json", "to_html", "to_json", "to_tsv"]
