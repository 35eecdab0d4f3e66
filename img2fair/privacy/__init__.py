"""Privacy: what leaves the archive, and only through here."""

from img2fair.privacy.facts import Facts, FormatFacts, facts
from img2fair.privacy.gate import NotReleasable, Rule, is_blank, release, release_answer
from img2fair.privacy.policy import BY_PATH, FIELDS, NEVER, Field, Kind, field_of

__all__ = [
    "BY_PATH",
    "FIELDS",
    "NEVER",
    "Facts",
    "Field",
    "FormatFacts",
    "Kind",
    "NotReleasable",
    "Rule",
    "facts",
    "field_of",
    "is_blank",
    "release",
    "release_answer",
]
