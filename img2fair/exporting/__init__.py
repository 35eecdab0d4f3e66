"""The export to cBioPortal as a flow: a project of a snapshot and a steward's decisions become a study that is checked.

``draft_file`` writes the harmonisation file, ``export`` the study with its report beside it.
"""

from img2fair.exporting.drafting import Drafted, draft_file
from img2fair.exporting.making import Exported, export
from img2fair.exporting.order import Order, Output

__all__ = ["Drafted", "Exported", "Order", "Output", "draft_file", "export"]
