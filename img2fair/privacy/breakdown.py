"""How many people there are of each sex, age band, modality …, as far as it may be told (design.md D11).

Sex and ages are partitions: each person is in one part, so a part that is withheld must not follow from the total less
the others. A person can have several modalities, so there only the rest of the people follows from a number. Only who
was in an MR scanner has a field strength, so there the rest of these follows too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from img2fair.model import Count, Held, HeldText
from img2fair.model.held import unseal
from img2fair.privacy.ages import band, told_bands
from img2fair.privacy.counts import partition, rounded, tellable
from img2fair.privacy.overlapping import told_values
from img2fair.privacy.scanned import Spread, magnetic_in

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


def breakdown(people: int | None, found: Sequence[Cell], min_count: int, named: Naming) -> tuple[Count, ...]:
    """Return how many people there are of each value, rounded to 5; nothing where they are fewer than ``min_count``.

    A value whose number may not be told has no count, whether few have it or few lack it, and a part of sex or age also
    where it is empty or withheld for the sake of another: to tell these apart would tell the small ones.

    :param people: how many subjects there are; ``None`` where that is not known.
    """
    if people is None or people < min_count:
        return ()
    parts: dict[str, dict[str, set[str]]] = {about: defaultdict(set) for about in ABOUT}
    for cell in found:
        name = unseal(cell.value) if cell.about in PARTITIONS else named(cell.about, cell.value)
        if name:
            parts[cell.about][name] |= unseal(cell.subjects)
    magnetic = magnetic_in({unseal(one.value): unseal(one.subjects) for one in found if one.about == "modality"})
    wholes = dict.fromkeys(CODED, people)
    if tellable(len(magnetic), people, min_count):
        wholes["field_strength"] = len(magnetic)
    else:
        parts["field_strength"] = {}
    sizes = {about: {name: len(who) for name, who in parts[about].items()} for about in PARTITIONS}
    return (
        *_counts("sex", _told_sexes(sizes["sex"], people, min_count)),
        *_counts("age", told_bands(sizes["age"], people, min_count)),
        *(count for about in CODED for count in _counts(about, _told(parts[about], wholes[about], min_count))),
    )


def _counts(about: str, told: Mapping[str, int]) -> Iterator[Count]:
    return (Count(about, value, number) for value, number in told.items())


def _told_sexes(sizes: Mapping[str, int], people: int, min_count: int) -> dict[str, int]:
    unknown = people - sum(sizes.values())
    told = zip(sizes, partition((*sizes.values(), unknown), min_count), strict=False)
    return {sex: number for sex, size in told if size and (number := rounded(size, min_count))}


def _told(parts: Mapping[str, set[str]], whole: int, min_count: int) -> dict[str, int]:
    told = sorted(told_values(parts, whole, min_count).items(), key=lambda one: _place(one[0]))
    return {value: number for value, size in told if (number := rounded(size, min_count))}


def _place(value: str) -> tuple[float, str]:
    """Return where a value stands: figures by size, then words by the alphabet."""
    try:
        return float(value), value
    except ValueError:
        return float("inf"), value
