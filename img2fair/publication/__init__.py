"""A run as a config says: which archives, mapping, profiles and targets the steps of the flow get.

settings      what the config says, as the rooms take it
preparing     harvest, map, validate and plan
access        who may see a project now
carrying_out  plans carried out, and withdrawals at once
memory        what the work folder remembers
codes         the exit code

The work folder keeps the file of each step: snapshot.jsonl, records/, report.json and .html (for several archives in a
folder each), plan.json and receipt.json. It may be deleted without harm; the target is the state.
"""

from img2fair.publication.access import FRESH, access_now
from img2fair.publication.carrying_out import apply_all, withdraw
from img2fair.publication.codes import outcome_code, publication_code, strongest
from img2fair.publication.preparing import PlannedFiles, Prepared, Trouble, plans_from_files, prepare, prepare_all
from img2fair.publication.refused import tell_refusals
from img2fair.publication.settings import (
    export_order,
    load_mapping_of,
    mapping_settings,
    study_settings,
    target_of,
)

__all__ = [
    "FRESH",
    "PlannedFiles",
    "Prepared",
    "Trouble",
    "access_now",
    "apply_all",
    "export_order",
    "load_mapping_of",
    "mapping_settings",
    "outcome_code",
    "plans_from_files",
    "prepare",
    "prepare_all",
    "publication_code",
    "strongest",
    "study_settings",
    "target_of",
    "tell_refusals",
    "withdraw",
]
