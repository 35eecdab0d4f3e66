"""Numbers of images for generic assays: radiomics, volumes, quality control, by session.

What leaves is a number that is written here, under the last part of the source's name.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from img2fair.clinical.dateless import DAY, dated
from img2fair.clinical.decisions import ANY, AssayDecision, Pick, fits
from img2fair.errors import UsageFault
from img2fair.privacy.cohort.choosing import nearest
from img2fair.privacy.cohort.plan import Plan
from img2fair.privacy.sources import Saying, Value

_FIGURE = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_EXACT = 1e15
"""Whole numbers below it are told to the last digit."""

Measures = dict[str, dict[str, str]]
"""Profile → entity → number."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was measured at one session, or on one occasion without one.

    :param day: in days since the first dated session.
    """

    session: str
    day: int | None
    numbers: Mapping[str, str]


class Entities:
    """The names of what is measured, by profile: each stands for one source."""

    def __init__(self, plan: Plan, tables: Iterable[str]) -> None:
        self._plan = plan
        self._tables = tuple(f"tables.{name}." for name in tables)
        self._sources: dict[tuple[str, str], str] = {}
        self._named: dict[tuple[str, str], str | None] = {}

    def of(self, path: str, assay: AssayDecision) -> str | None:
        """Return what a source is called in a profile; ``None`` for a name that is not told, or the day of something.

        :raises UsageFault: another source is called the same.
        """
        if (assay.profile, path) not in self._named:
            place = next((head for source in assay.sources if fits(source, path) and (head := _head(source))), "")
            self._named[assay.profile, path] = self._name(path, place)
        name = self._named[assay.profile, path]
        if name is None:
            return None
        first = self._sources.setdefault((assay.profile, name), path)
        if first != path:
            raise UsageFault(
                f"two sources of the profile {assay.profile} would be the entity {name}: {first} and {path}",
                where=f"assays.{assay.profile}.from",
                cure="make two profiles of them",
            )
        return name

    def _name(self, path: str, place: str) -> str | None:
        head = next((table for table in self._tables if path.startswith(table)), "")
        rest = path[len(head) :] if head else path.split(".", 2 if ".variables." in path else 3)[-1]
        said = path[len(place) :] if place else rest.rpartition("/")[2]
        if path.endswith(DAY) or "~" in said:
            return None
        return re.sub(r"[^A-Za-z0-9_.-]+", "_", said).strip("_") or None


def _head(pattern: str) -> str:
    """Return the parts of names that a pattern writes out before its first ``*``; empty where it writes out none."""
    written = pattern.partition(ANY)[0] if ANY in pattern else ""
    return written[: written.rfind("/") + 1]


def taken(sayings: Iterable[Saying], plan: Plan, entities: Entities) -> dict[str, list[Taken]]:
    """Return what was measured of a patient, by profile and in the order in which it is said.

    A number that is told twice with different values on one occasion is left out.
    """
    found: dict[str, dict[tuple[str, str], dict[str, set[str]]]] = defaultdict(lambda: defaultdict(dict))
    days: dict[tuple[str, str], int | None] = {}
    for saying in sayings:
        for assay in plan.profiles(saying.path):
            number, name = as_figure(saying.value), entities.of(saying.path, assay)
            if number is not None and name is not None:
                key = (saying.session or "", "" if saying.session else saying.occasion)
                days.setdefault(key, saying.day)
                found[assay.profile][key].setdefault(name, set()).add(number)
    return {
        profile: [
            Taken(key[0], days[key], {name: min(told) for name, told in numbers.items() if len(told) == 1})
            for key, numbers in groups.items()
        ]
        for profile, groups in found.items()
    }


def of_session(found: Mapping[str, Sequence[Taken]], session: str) -> Measures:
    """Return what was measured at one session."""
    told = {
        profile: dict(sorted(one.numbers.items()))
        for profile, several in found.items()
        for one in several
        if one.session == session and one.numbers
    }
    return dict(sorted(told.items()))


def of_subject(found: Mapping[str, Sequence[Taken]], assays: Iterable[AssayDecision], zero: int) -> Measures:
    """Return the measures of the one session that each profile's own rule takes: never an average of several."""
    told: Measures = {}
    for assay in sorted(assays, key=lambda assay: assay.profile):
        one = _picked(assay.pick, [one for one in found.get(assay.profile, ()) if one.numbers], zero)
        if one is not None:
            told[assay.profile] = dict(sorted(one.numbers.items()))
    return told


def _picked(pick: Pick, several: Sequence[Taken], zero: int) -> Taken | None:
    if len(several) < 2:
        return several[0] if several else None
    dated_ones = {one.day for one in several if one.day is not None}
    if pick is Pick.ONLY or not dated_ones:
        return None
    day = nearest(pick, dated_ones, zero)
    return min((one for one in several if one.day == day), key=lambda one: one.session)


def as_figure(value: Value) -> str | None:
    """Return a number as it is told; ``None`` for what is none, is not finite, or reads as a date."""
    if isinstance(value, bool):
        return None
    text = str(value).strip()
    text = text.replace(",", ".") if _COMMA.fullmatch(text) else text
    if not _FIGURE.fullmatch(text) or dated(text) is not None:
        return None
    figure = float(text)
    if not math.isfinite(figure):
        return None
    return str(int(figure)) if figure.is_integer() and abs(figure) < _EXACT else f"{figure:.9g}"
