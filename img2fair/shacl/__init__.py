"""Profiles and their shapes: what a record must say, and every violation in words a steward can act on.

    profile = load_profile("health-ri-core")
    report = validate_groups([(dataset, distribution), …], [profile])

The judge is pyshacl or, where the extra ``fast`` is installed and there is no doubt, a faster engine that finds the
same. rdflib stands at this room's edge only. Import it only where something is validated.

    profile.py  shapes.py  sources.py  repairs.py  vocabulary.py   what is demanded
    judge.py  engine.py  reference.py  fast.py  doubts.py          who finds what is not kept
    records.py  files.py  access.py                                what is judged
    causes.py  telling.py  words.py  places.py                     what is said of it
"""

from img2fair.shacl.engine import ENGINES
from img2fair.shacl.files import validate_graph
from img2fair.shacl.merging import merge
from img2fair.shacl.profile import Profile, list_profiles, load_profile, load_profile_text
from img2fair.shacl.records import process_pool, validate_groups
from img2fair.shacl.rules import RULES

__all__ = [
    "ENGINES",
    "RULES",
    "Profile",
    "list_profiles",
    "load_profile",
    "load_profile_text",
    "merge",
    "process_pool",
    "validate_graph",
    "validate_groups",
]
