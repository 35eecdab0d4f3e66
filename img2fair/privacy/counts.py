"""Small numbers (design.md D11): what may be said of few people. Stateless: same input, same output."""

from collections.abc import Iterable, Sequence

STEP = 5
"""Splits are rounded to multiples of this; ages are given in steps of as many years."""
OLDEST = 90
"""Ages from here up are one band (HIPAA safe harbour, 45 CFR 164.514(b)(2)(i)(C))."""


def rounded(count: int, min_count: int) -> int | None:
    """Return a part of the people rounded to 5, but no less than ``min_count``; ``None`` below it."""
    return max(round(count / STEP) * STEP, min_count) if count >= min_count else None


def about(figure: int) -> int:
    """Return a figure to one significant digit: 12345 is about 10000."""
    return round(figure, 1 - len(str(abs(figure))))


def complementary(parts: Sequence[int], min_count: int) -> tuple[int | None, ...]:
    """Return the parts of one whole with the small ones suppressed, and others if the rest would give them away.

    An empty part may be shown: it counts nobody. The published total less the shown parts tells what the suppressed
    ones are together. So as long as only one is suppressed, or all together are fewer than ``min_count``, the smallest
    shown part that is not empty goes too.
    """
    shown = [count if count == 0 or count >= min_count else None for count in parts]
    while _tells(parts, shown, min_count) and (others := [at for at, count in enumerate(shown) if count]):
        shown[min(others, key=lambda at: (parts[at], at))] = None
    return tuple(shown)


def _tells(parts: Sequence[int], shown: Sequence[int | None], min_count: int) -> bool:
    hidden = [part for part, seen in zip(parts, shown, strict=True) if seen is None]
    return len(hidden) == 1 or 0 < sum(hidden) < min_count


def usual_ages(ages: Iterable[float], min_count: int) -> tuple[int, int] | None:
    """Return an age range, in steps of 5 years, that leaves at least ``min_count`` people at either end.

    The lower end is the step below the ``min_count``-th youngest, the upper end the last year of the step of the
    ``min_count``-th oldest, so neither end speaks of fewer people. ``None`` where fewer than twice that are known.
    The upper end is never told above 89: older people are counted in, not pointed at.
    """
    known = sorted(age for age in ages if 0 <= age <= 120)
    if len(known) < 2 * min_count:
        return None
    lower = int(min(known[min_count - 1], OLDEST - 1)) // STEP * STEP
    upper = int(min(known[-min_count], OLDEST - 1)) // STEP * STEP + STEP - 1
    return lower, upper
