"""Which of several values of one patient, sample or event counts."""

from collections.abc import Sequence

from img2fair.clinical.decisions import Pick


def chosen(pick: Pick, found: Sequence[tuple[str, int | None]], zero: int) -> tuple[str | None, bool]:
    """Return the value that counts, and whether there is none because they contradict each other.

    :param found: values with their days; a value of no day counts only where all are the same.
    :param zero: day 0 on the same count of days.
    """
    different = {value for value, _ in found}
    if len(different) < 2:
        return next(iter(different), None), False
    days = {day for _, day in found if day is not None}
    if pick is Pick.ONLY or not days:
        return None, True
    day = nearest(pick, days, zero)
    picked = {value for value, on in found if on == day}
    return (picked.pop(), False) if len(picked) == 1 else (None, True)


def nearest(pick: Pick, days: set[int], zero: int) -> int:
    """Return the day that counts: the first, the last, or the one nearest to day 0 (of two, the earlier)."""
    match pick:
        case Pick.FIRST:
            return min(days)
        case Pick.LAST:
            return max(days)
        case Pick.ONLY | Pick.BASELINE:
            return min(days, key=lambda day: (abs(day - zero), day))
