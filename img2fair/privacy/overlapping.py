"""Values of which a person can have several, such as modalities: whose number of people may be told, beside what."""

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import chain

from img2fair.privacy.counts import STEP, few, tellable

Having = Mapping[str, Collection[str]]
"""Who has each value: subjects by value."""


def told_values(having: Having, whole: int, min_count: int) -> dict[str, int]:
    """Return how many people have each value, of those that may be told.

    Neither those who have a value nor those who lack it may be few; nor those with none of the values that are told, or
    with several: who knows that everybody has a value could tell them by the sum. The smallest goes until this is so.
    Where everybody has one value alone, what is not told has to leave room for other numbers; else only a value that
    half of the people have is told.

    :param whole: how many people can have a value.
    """
    sizes = {value: len(who) for value, who in having.items() if who}
    told = {value: having[value] for value, size in sizes.items() if tellable(size, whole, min_count)}
    if sum(sizes.values()) == whole == len(set().union(*having.values())):
        untold = [size for value, size in sizes.items() if value not in told]
        if untold and not _roomy(untold, min_count):
            told = {value: who for value, who in told.items() if 2 * len(who) >= whole}
    while told and _few_besides(told, whole, min_count):
        del told[min(told, key=lambda value: (len(told[value]), value))]
    return {value: len(who) for value, who in told.items()}


def _roomy(untold: Collection[int], min_count: int) -> bool:
    """Tell whether small numbers, with this sum, leave each free to be anything from 1 up to ``min_count`` - 1."""
    most, others = min_count - 1, len(untold) - 1
    return most + others <= sum(untold) <= 1 + most * others


def _few_besides(told: Having, whole: int, min_count: int) -> bool:
    """Tell whether few people have none of these values, or few have more than one."""
    times = Counter(chain.from_iterable(told.values()))
    several = sum(number > 1 for number in times.values())
    return few(whole - len(times), min_count) or few(several, min_count)


def crowded(figure: int, having: Having, told: Collection[str], people: int, room: int | None = None) -> bool:
    """Tell whether an exact total of things narrows how many people have a value whose number is not told.

    Each thing has one value, so the total is at least the sum of the people of each value. It may stand beside them
    where it leaves room for anything that those that are not told could be.

    :param told: the values whose numbers are told.
    :param room: what is enough for a value that fewer people have; without it, it takes room for all people.
    """
    sizes = {value: len(who) for value, who in having.items() if who}
    # A number that is told is rounded: by it there may be up to STEP - 1 more people than there are.
    seen = sum(min(size + STEP - 1, people) for value, size in sizes.items() if value in told)
    hidden = [size for value, size in sizes.items() if value not in told]
    return bool(hidden) and figure < seen + sum(room if room and size < room else people for size in hidden)
