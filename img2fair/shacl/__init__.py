"""Profiles and their shapes: what a record must say, and every violation in words a steward can act on.

    profile = load_profile("health-ri-core")
    report = validate_groups([(dataset, distribution), …], [profile])

The judge is pyshacl; rdflib stands at this room's edge only. Import it only where something is validated.
"""

from img2fair.shacl.files import validate_graph
from img2fair.shacl.merging import merge
from img2fair.shacl.profile import Profile, list_profiles, load_profile
from img2fair.shacl.records import process_pool, validate_groups
from img2fair.shacl.rules import RULES

__all__ = [
    "RULES",
    "Profile",
    "list_profiles",
    "load_profile",
    "merge",
    "process_pool",
    "validate_graph",
    "validate_groups",
]
