"""Privacy: what leaves the archive, and only through here."""

from img2fair.privacy.breakdown import Naming, breakdown
from img2fair.privacy.contributors import ALL_NAMED, Contributors, named_people
from img2fair.privacy.facts import Facts, facts
from img2fair.privacy.gate import NotReleasable, Rule, is_blank, release, release_answer
from img2fair.privacy.gazetteer import Gazetteer, Met, met
from img2fair.privacy.guard import Blocked, Guard, Review
from img2fair.privacy.labelled import FormatFacts
from img2fair.privacy.policy import BY_PATH, FIELDS, NEVER, Field, Kind, Screen, field_of
from img2fair.privacy.quality import RATINGS

__all__ = [
    "ALL_NAMED",
    "BY_PATH",
    "FIELDS",
    "NEVER",
    "RATINGS",
    "Blocked",
    "Contributors",
    "Facts",
    "Field",
    "FormatFacts",
    "Gazetteer",
    "Guard",
    "Kind",
    "Met",
    "Naming",
    "NotReleasable",
    "Review",
    "Rule",
    "Screen",
    "breakdown",
    "facts",
    "field_of",
    "is_blank",
    "met",
    "named_people",
    "release",
    "release_answer",
]
