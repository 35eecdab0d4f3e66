"""By what the start page narrows its list: modality, body part, access, licence and number of subjects."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from img2fair.targets.site.graph import Context
from img2fair.targets.site.labels import Labels
from img2fair.targets.site.show import Shown, number
from img2fair.targets.site.views import DatasetView

NAMES = ("modality", "body_part", "access", "licence", "size")
BANDS = (50, 200, 1000)
"""Where one band of numbers of subjects ends and the next begins."""
NOT_STATED = "not stated"
AT_ONCE = 6
"""How many choices of a facet are shown before one asks for the rest."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose: ``key`` names it in links, whatever the language; ``number`` datasets have it."""

    key: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Facet:
    """What one can choose by, the commonest first; of sizes the smallest first."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def first(self) -> tuple[Choice, ...]:
        """The choices shown at once: all of them, if only one or two more would be hidden."""
        return self.choices if len(self.choices) <= AT_ONCE + 2 else self.choices[:AT_ONCE]

    @property
    def rest(self) -> tuple[Choice, ...]:
        """The choices shown when asked for."""
        return self.choices[len(self.first) :]


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of a list of datasets, and where each dataset stands in them."""

    all: tuple[Facet, ...]
    places: Mapping[str, Mapping[str, str]]
    """By page of a dataset and name of a facet: the places of its choices there, parted by spaces."""


def facets(views: Sequence[DatasetView], english: Labels, context: Context) -> Facets:
    """Return by what a list can be narrowed; a facet in which all datasets are alike is left out.

    :param english: the labels that choices are known by in links.
    """
    found = []
    places: dict[str, dict[str, str]] = {view.heading.page: {} for view in views}
    for name in NAMES:
        had = {view.heading.page: dict(_values(name, view, english, context)) for view in views}
        facet = _facet(name, had.values())
        if len(facet.choices) < 2 or {choice.key for choice in facet.choices} == {NOT_STATED}:
            continue
        found.append(facet)
        at = {choice.key: str(place) for place, choice in enumerate(facet.choices)}
        for page, values in had.items():
            places[page][name] = " ".join(at[key] for key in values)
    return Facets(tuple(found), places)


def _facet(name: str, had: Iterable[Mapping[str, str]]) -> Facet:
    labels: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for values in had:
        labels |= values
        numbers.update(values.keys())

    def rank(key: str) -> tuple[bool, int, str, str]:
        often = int(key.partition("-")[0]) if name == "size" and key != NOT_STATED else -numbers[key]
        return key == NOT_STATED, often, labels[key].casefold(), key

    return Facet(name, tuple(Choice(key, labels[key], numbers[key]) for key in sorted(labels, key=rank)))


def _values(name: str, view: DatasetView, english: Labels, context: Context) -> Iterator[tuple[str, str]]:
    """Yield the choices that a dataset stands for: key and label; one of them at least."""
    shown = {"modality": view.modalities, "body_part": view.body_parts, "access": view.access,
             "licence": view.licences}.get(name, ())  # fmt: skip
    if name == "size" and view.people is not None:
        yield _band(view.people, context)
    elif shown:
        yield from ((_key(value, english), value.text) for value in shown)
    else:
        yield NOT_STATED, context.say(NOT_STATED)


def _key(value: Shown, english: Labels) -> str:
    address = value.hint or value.text
    return english.of_value(address) or address


def _band(people: int, context: Context) -> tuple[str, str]:
    least = max((end for end in BANDS if end <= people), default=0)
    end = next((end for end in BANDS if end > people), None)
    if end is None:
        return f"{least}-", context.say("at least", least=number(str(least)))
    if not least:
        return f"{least}-{end - 1}", context.say("fewer than", most=number(str(end)))
    return f"{least}-{end - 1}", context.say("between", least=least, most=number(str(end - 1)))
