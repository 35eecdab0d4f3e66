"""What is to change at a target: records and report against what the target holds (design.md D4 to D6).

deciding        what becomes of each record, and the plan
adoption        records of other tools: which are ours to take over, which are duplicates
edits           what somebody else changed since we wrote
binding         what a plan was decided from, so that a stale one is known
catalog_record  what ``#record`` says
blocking        which records findings keep back
files           plans and receipts on disk
"""

from img2fair.farewell import Evidence
from img2fair.plan.binding import bound_to
from img2fair.plan.blocking import blocked_keys
from img2fair.plan.catalog_record import is_record
from img2fair.plan.deciding import EDITED, HELD_BACK, MOVED, NO_CHOICES, Choices, make_plan
from img2fair.plan.files import plan_digest, read_plans, write_plans, write_receipts

__all__ = [
    "EDITED",
    "HELD_BACK",
    "MOVED",
    "NO_CHOICES",
    "Choices",
    "Evidence",
    "blocked_keys",
    "bound_to",
    "is_record",
    "make_plan",
    "plan_digest",
    "read_plans",
    "write_plans",
    "write_receipts",
]
