"""How good the acquired scans are, as raters say: shares of the rated scans, as far as they may be told.

Source: XNAT's scan quality labels; ``usable``, ``questionable`` and ``unusable`` are those that every XNAT starts with.
A site's own labels are free text and count as not rated.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from img2fair.model import Held, ScanProfile
from img2fair.model.held import unseal
from img2fair.privacy.counts import STEP, behind
from img2fair.privacy.scanned import Scan, Spread

RATINGS = ("usable", "questionable", "unusable")


@dataclass(frozen=True, slots=True)
class Quality:
    """How many scans are rated, and what percentage of them is of each rating.

    ``shares`` are by rating and rounded to 5; none is there where one would tell of too few subjects. ``subjects`` is
    of how few subjects the figures tell.
    """

    rated: Held[int]
    shares: Mapping[str, Held[int]]
    subjects: int


def quality(acquired: Iterable[Scan], everyone: Collection[str], min_count: int) -> Quality:
    """Return how acquired scans are rated.

    The number of all scans less that of the rated ones tells of those who have others, so where these are few, both
    numbers may not stand side by side (docs/decisions/006-few-subjects.md).
    """
    ratings = {rating: Spread() for rating in RATINGS}
    others = Spread()
    for subject, profile in acquired:
        one = ratings.get(_rating(profile), others)
        one.scans += profile.count
        one.subjects.add(subject)
    rated = Spread(sum(one.scans for one in ratings.values()), set().union(*(one.subjects for one in ratings.values())))
    tell = [_behind(one, everyone, min_count) for one in (rated, others) if one.subjects]
    return Quality(Held(rated.scans), _shares(ratings, everyone, min_count), min(tell) if rated.scans else 0)


def _rating(profile: ScanProfile) -> str:
    return unseal(profile.quality).strip().casefold() if profile.quality is not None else ""


def _behind(one: Spread, everyone: Collection[str], min_count: int) -> int:
    return behind(one.scans, one.subjects, everyone, min_count)


def _shares(ratings: Mapping[str, Spread], everyone: Collection[str], min_count: int) -> dict[str, Held[int]]:
    """Return the shares, or none where one would tell of few people: together they are 100, so one tells of the others.

    A share that rounds to nothing does not tell how many people have such scans, as long as it can be many scans.
    """
    whole = sum(one.scans for one in ratings.values())
    if not whole:
        return {}
    shares = {rating: round(100 * one.scans / whole / STEP) * STEP for rating, one in ratings.items()}
    vague = whole * STEP >= 200 * (min_count - 1)
    told = all(
        (vague and not shares[rating]) or _behind(one, everyone, min_count) >= min_count
        for rating, one in ratings.items()
        if one.scans
    )
    return {rating: Held(share) for rating, share in shares.items()} if told else {}
