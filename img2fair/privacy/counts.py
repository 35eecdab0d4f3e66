"""Small numbers (design.md D11): what may be said of few people. Stateless: same input, same output.

What "bounded tighter than min_count" means is written in docs/decisions/013-counts-of-people.md.
"""

from collections.abc import Collection, Sequence

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


def few(count: int, min_count: int) -> bool:
    """Tell whether there are some people, but fewer than may be counted."""
    return 0 < count < min_count


def tellable(part: int, whole: int, min_count: int) -> bool:
    """Tell whether neither a part of the people nor the rest are few."""
    return not few(part, min_count) and not few(whole - part, min_count)


def partition(parts: Sequence[int], min_count: int) -> tuple[int | None, ...]:
    """Return the parts of one whole if none of them is few, else ``None`` for each.

    For partitions of two or three parts: beside a small part, the total less a shown one would narrow the others.
    """
    return (None,) * len(parts) if any(few(part, min_count) for part in parts) else tuple(parts)


def behind(figure: int, having: Collection[str], everyone: Collection[str], min_count: int) -> int:
    """Return of how few people an exact total of things tells: of those who have any, or of those who have none.

    There are no more people with a thing than things. So a total below the number of people says that some have none,
    and little more than ``min_count`` people leave few that could; else a total does not tell who has none.
    """
    people = len(everyone)
    lacking = people - len(set(having).intersection(everyone))
    if few(lacking, min_count) and not figure >= people >= 2 * min_count - 1:
        return lacking
    return len(having)
