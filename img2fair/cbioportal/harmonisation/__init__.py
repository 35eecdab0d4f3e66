"""The harmonisation file of a project: drafted from what a snapshot has, edited by a steward, read for the export."""

from img2fair.cbioportal.harmonisation.drafting import draft, tables_of
from img2fair.cbioportal.harmonisation.entries import HarmonisationFault
from img2fair.cbioportal.harmonisation.rare import rare_text
from img2fair.cbioportal.harmonisation.reading import read_decisions
from img2fair.cbioportal.harmonisation.undecided import built_in, private_file, refuse_undecided
from img2fair.clinical.undecided import Open, undecided

__all__ = [
    "HarmonisationFault",
    "Open",
    "built_in",
    "draft",
    "private_file",
    "rare_text",
    "read_decisions",
    "refuse_undecided",
    "tables_of",
    "undecided",
]
