"""Which numbers of a report are hidden: few people, and what few people would follow from.

``privacy.counts`` decides of what the world is told; a report is its steward's own, and tells numbers as they are.
"""

from collections.abc import Sequence

from img2fair.clinical.report import Hidden, Number, Share


def number(count: int, least: int) -> Number:
    """Return a number that stands alone."""
    return Hidden.FEW if 0 < count < least else count


def parts(counts: Sequence[int | None], least: int) -> tuple[Number, ...]:
    """Return numbers that together make a known one: where one alone is few, the next smallest is withheld too.

    :param counts: ``None`` for one that is few already.
    """
    told = [Hidden.FEW if count is None else number(count, least) for count in counts]
    if sum(one is Hidden.FEW for one in told) == 1:
        others = [(one, place) for place, one in enumerate(told) if isinstance(one, int) and one]
        if others:
            told[min(others)[1]] = Hidden.WITHHELD
    return tuple(told)


def share(count: int, of: int, least: int, *, within: int | None = None) -> Share:
    """Return how many of all have something; neither those who have it nor those who lack it may be few.

    :param within: those who could have it, where they are fewer than all and told as well.
    """
    lacking = [of - count, *([within - count] if within is not None else [])]
    if any(0 < one < least for one in lacking) and count >= least:
        return Share(Hidden.NEARLY, number(of, least))
    return Share(number(count, least), number(of, least))
