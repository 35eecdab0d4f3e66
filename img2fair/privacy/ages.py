"""What may be told of ages (design.md D11): people by bands of years, and the range of the usual ages.

Bands and range together could narrow a small band, so a range either follows from the bands that are told, or is told
where no band is (docs/decisions/013-counts-of-people.md).
"""

from collections import Counter
from collections.abc import Collection, Mapping

from img2fair.privacy.counts import OLDEST, STEP, few, rounded

_LAST = OLDEST - STEP
"""The last step that a range tells: older people are counted in, not pointed at."""
NARROWEST = 3 * STEP
"""A range that does not follow from bands is no narrower, so that it says little of the steps at its ends."""


def band(age: float) -> str:
    """Return the band of years an age is in, such as ``40-44``; from 90 up there is one."""
    lower = _step(age)
    return f"{OLDEST}+" if lower >= OLDEST else f"{lower}-{lower + STEP - 1}"


def told_bands(sizes: Mapping[str, int], people: int, min_count: int) -> dict[str, int]:
    """Return the numbers of people by band of ages that may be told, rounded, in the order they came.

    A band that is small is not told, nor the smallest of the others where those who are left, with the people of
    unknown age, would be few. Nothing is told where the bands that are left hold less than half of the people.

    :param people: all of them; who is in no band has an unknown age.
    """
    told = {name: size for name, size in sizes.items() if size >= min_count}
    if few(people - sum(told.values()), min_count) and told:
        del told[min(told, key=lambda name: (told[name], name))]
    shown = {name: number for name, size in told.items() if (number := rounded(size, min_count))}
    return shown if 2 * sum(shown.values()) >= people else {}


def usual_ages(ages: Collection[float], people: int, min_count: int) -> tuple[int, int] | None:
    """Return the range of the usual ages, in steps of 5 years, never above 89; ``None`` where it may not be told.

    Where bands are told it is from the first to the last of them. Else the lower end is the step of the
    ``min_count``-th youngest, the upper end the last year of the step of the ``min_count``-th oldest, so neither end
    speaks of fewer people; they are at least 15 years. That takes enough people of known age between the ends, and of
    unknown age none, many, or a number that could be anything.
    """
    known = sorted(ages)
    unknown = people - len(known)
    bands = told_bands(Counter(map(band, known)), people, min_count)
    if bands:
        steps = [int(name.rstrip("+").split("-")[0]) for name in bands]
        return min(*steps, _LAST), min(max(steps), _LAST) + STEP - 1
    if len(known) < 3 * min_count - 1 or (few(unknown, min_count) and people < 4 * min_count - 2):
        return None
    lower = min(_step(known[min_count - 1]), OLDEST - NARROWEST)
    upper = max(min(_step(known[-min_count]), _LAST) + STEP, lower + NARROWEST)
    return lower, upper - 1


def _step(age: float) -> int:
    return int(age) // STEP * STEP
