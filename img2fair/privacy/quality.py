"""How good the acquired scans are, as raters say: shares of the rated scans, as far as they may be told.

Source: XNAT's scan quality labels; ``usable``, ``questionable`` and ``unusable`` are those that every XNAT starts with.
A site's own labels are free text and count as not rated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from img2fair.model import Held, ScanProfile
from img2fair.model.held import unseal
from img2fair.privacy.counts import STEP
from img2fair.privacy.scanned import Scan, Spread

RATINGS = ("usable", "questionable", "unusable")


@dataclass(frozen=True, slots=True)
class Quality:
    """How many scans are rated, and what percentage of them is of each rating.

    ``shares`` are by rating and rounded to 5; one that would tell of too few subjects is not there. ``subjects`` is
    the number of subjects of whom the figures tell.
    """

    rated: Held[int]
    shares: Mapping[str, Held[int]]
    subjects: int


def quality(acquired: Iterable[Scan], min_count: int) -> Quality:
    """Return how acquired scans are rated.

    The number of all scans less that of the rated ones tells of those who have others, so where these are few, both
    numbers may not stand side by side (docs/decisions/006-few-subjects.md).
    """
    ratings = {rating: Spread() for rating in RATINGS}
    others: set[str] = set()
    for subject, profile in acquired:
        one = ratings.get(_rating(profile))
        if one is None:
            others.add(subject)
        else:
            one.scans += profile.count
            one.subjects.add(subject)
    rated = set().union(*(one.subjects for one in ratings.values()))
    concerned = min((len(subjects) for subjects in (rated, others) if subjects), default=0)
    return Quality(Held(sum(one.scans for one in ratings.values())), _shares(ratings, min_count), concerned)


def _rating(profile: ScanProfile) -> str:
    return unseal(profile.quality).strip().casefold() if profile.quality is not None else ""


def _shares(ratings: Mapping[str, Spread], min_count: int) -> dict[str, Held[int]]:
    """Return the shares that may be told.

    One that rounds to nothing tells of nobody. One of few subjects is withheld, and so is the one of the fewest
    subjects beside it while the rest would give it away: the shares together are 100.
    """
    whole = sum(one.scans for one in ratings.values())
    if not whole:
        return {}
    shares = {rating: round(100 * one.scans / whole / STEP) * STEP for rating, one in ratings.items()}
    hidden = {rating for rating, share in shares.items() if share and len(ratings[rating].subjects) < min_count}
    fewest_first = sorted((one for one in shares if shares[one]), key=lambda one: len(ratings[one].subjects))
    for rating in fewest_first:
        if _follows(hidden, ratings, min_count):
            hidden.add(rating)
    return {rating: Held(share) for rating, share in shares.items() if rating not in hidden}


def _follows(hidden: set[str], ratings: Mapping[str, Spread], min_count: int) -> bool:
    """Tell whether what is hidden follows from the rest: one share alone, or several of few subjects together."""
    together = set().union(*(ratings[rating].subjects for rating in hidden))
    return len(hidden) == 1 or 0 < len(together) < min_count
