"""What is to change at a target: records and report against what the target holds (design.md D4 to D6).

deciding        what becomes of each record, and the plan
adoption        records of other tools: which are ours to take over, which are duplicates
copies          what is withdrawn of those
edits           what somebody else changed since we wrote
binding         what a plan was decided from, so that a stale one is known
catalog_record  what ``#record`` says
blocking        which records findings keep back
files           plans and receipts on disk
"""

from img2fair.farewell import Evidence
from img2fair.plan.adoption import DUPLICATE, one_spelling, project_named
from img2fair.plan.binding import bound_to
from img2fair.plan.blocking import blocked_keys
from img2fair.plan.catalog_record import is_record
from img2fair.plan.copies import copies_of
from img2fair.plan.deciding import EDITED, HELD_BACK, MOVED, NO_CHOICES, Choices, is_held_back, make_plan, vanishing
from img2fair.plan.files import plan_digest, read_plans, write_plans, write_receipts

__all__ = [
    "DUPLICATE",
    "EDITED",
    "HELD_BACK",
    "MOVED",
    "NO_CHOICES",
    "Choices",
    "Evidence",
    "blocked_keys",
    "bound_to",
    "copies_of",
    "is_held_back",
    "is_record",
    "make_plan",
    "one_spelling",
    "plan_digest",
    "project_named",
    "read_plans",
    "vanishing",
    "write_plans",
    "write_receipts",
]
