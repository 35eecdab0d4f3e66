"""How many people there are of each sex, age band, modality …, as far as it may be told (design.md D11).

Sex and ages are partitions: each person is in one part, so a part that is withheld must not follow from the total less
the others. A person can have several modalities, so there only the rest of the people follows from a number.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from img2fair.model import Count, Held, HeldText
from img2fair.model.held import unseal
from img2fair.privacy.counts import OLDEST, STEP, complementary, rounded
from img2fair.privacy.scanned import Spread

PARTITIONS = ("sex", "age")
ABOUT = (*PARTITIONS, "modality", "body_part", "manufacturer", "field_strength")
"""What the people are counted by, in the order they are told."""
CODED = ABOUT[2:]
"""Those whose values the archive has, each by the field that a mapping names it by."""

Naming = Callable[[str, HeldText], str | None]
"""What a value is called in public, by what it is about; ``None`` for one that no code table knows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The subjects that are alike in one thing: what the archive says of them, and who they are."""

    about: str
    value: HeldText
    subjects: Held[frozenset[str]]


def cells(
    everyone: set[str], sexes: Mapping[str, str], ages: Mapping[str, float], spreads: Mapping[str, Mapping[str, Spread]]
) -> tuple[Cell, ...]:
    """Return the people of a project by what is known of them.

    :param sexes: by subject; ``ages`` too.
    :param spreads: by what they are about (``CODED``): values, and the subjects that have them.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, sex in sorted(sexes.items(), key=itemgetter(1)):
        found["sex", sex].add(subject)
    for subject, age in sorted(ages.items(), key=lambda one: (one[1], one[0])):
        found["age", band(age)].add(subject)
    for about, values in spreads.items():
        for value, one in values.items():
            found[about, value] = one.subjects & everyone
    return tuple(Cell(about, Held(value), Held(frozenset(who))) for (about, value), who in found.items())


def band(age: float) -> str:
    """Return the band of years an age is in, such as ``40-44``; from 90 up there is one."""
    lower = int(age) // STEP * STEP
    return f"{OLDEST}+" if lower >= OLDEST else f"{lower}-{lower + STEP - 1}"


def breakdown(people: int | None, found: Sequence[Cell], min_count: int, named: Naming) -> tuple[Count, ...]:
    """Return how many people there are of each value, rounded to 5; nothing where they are fewer than ``min_count``.

    A part of sex or age that is withheld has no count, whether it is small, empty or withheld for the sake of another:
    to tell these apart would tell the small one. Of all else, a value that fewer than ``min_count`` have is told
    without its number, and one that all but a few have is left out.

    :param people: how many subjects there are; ``None`` where that is not known.
    """
    if people is None or people < min_count:
        return ()
    parts: dict[str, dict[str, set[str]]] = {about: defaultdict(set) for about in ABOUT}
    for cell in found:
        name = unseal(cell.value) if cell.about in PARTITIONS else named(cell.about, cell.value)
        if name:
            parts[cell.about][name] |= unseal(cell.subjects)
    return tuple(count for about in ABOUT for count in _told(about, parts[about], people, min_count))


def _told(about: str, parts: Mapping[str, set[str]], people: int, min_count: int) -> Iterator[Count]:
    sizes = {value: len(who) for value, who in parts.items()}
    if about in PARTITIONS:
        unknown = people - sum(sizes.values())
        for value, size in zip(sizes, complementary((*sizes.values(), unknown), min_count), strict=False):
            if size:
                yield Count(about, value, rounded(size, min_count))
        return
    for value in sorted(sizes, key=_place):
        size, rest = sizes[value], people - sizes[value]
        if 0 < size < min_count:
            yield Count(about, value, None)
        elif size and (rest == 0 or rest >= min_count):
            yield Count(about, value, rounded(size, min_count))


def _place(value: str) -> tuple[float, str]:
    """Return where a value stands: figures by size, then words by the alphabet."""
    try:
        return float(value), value
    except ValueError:
        return float("inf"), value
