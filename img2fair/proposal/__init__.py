"""A config that is proposed to an operator: what ``init`` finds out and ``migrate`` takes over.

Proposal    the tree of img2fair.yaml, and why, entry by entry        config_text    the file, with comments
"""

from img2fair.proposal.proposed import Proposal
from img2fair.proposal.text import config_text

__all__ = ["Proposal", "config_text"]
