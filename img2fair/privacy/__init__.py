"""Privacy: what leaves the archive, and only through here."""

from img2fair.privacy.breakdown import Naming, breakdown
from img2fair.privacy.facts import Facts, facts
from img2fair.privacy.gate import NotReleasable, Rule, is_blank, release, release_answer
from img2fair.privacy.labelled import FormatFacts
from img2fair.privacy.policy import BY_PATH, FIELDS, NEVER, Field, Kind, field_of
from img2fair.privacy.quality import RATINGS

__all__ = [
    "BY_PATH",
    "FIELDS",
    "NEVER",
    "RATINGS",
    "Facts",
    "Field",
    "FormatFacts",
    "Kind",
    "Naming",
    "NotReleasable",
    "Rule",
    "breakdown",
    "facts",
    "field_of",
    "is_blank",
    "release",
    "release_answer",
]
