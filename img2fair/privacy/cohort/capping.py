"""All ages of one patient, capped together: one that is told beside a capped one would undo it."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from img2fair.clinical.cohort import Event, Sample
from img2fair.privacy.cohort.ages import CAPPED, Told
from img2fair.privacy.cohort.plan import Plan
from img2fair.privacy.counts import OLDEST

_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


def cap(value: str, old: bool) -> str:
    """Return an age as it may be told: also a band such as ``90-95`` is capped."""
    return CAPPED if old or any(float(number) >= OLDEST for number in _NUMBERS.findall(value)) else value


class Capping:
    """Caps the ages among a patient's values; ``capped`` tells whether there was one to cap.

    :param old: whether the patient is 90 or older on the last day that the study has of it.
    """

    def __init__(self, plan: Plan, old: bool) -> None:
        self.old = old
        self.capped = False
        self._ages = frozenset(rule.attribute.id for rule in plan.rules if rule.is_age)

    def values(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return values with their ages capped."""
        return {name: self._one(value) if name in self._ages else value for name, value in values.items()}

    def samples(self, samples: Iterable[Sample]) -> tuple[Sample, ...]:
        """Return samples with the ages among their values capped."""
        return tuple(dataclasses.replace(one, values=self.values(one.values)) for one in samples)

    def events(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """Return events with the ages among their cells capped."""
        return tuple(dataclasses.replace(one, cells=self.values(one.cells)) for one in events)

    def _one(self, value: str) -> str:
        told = cap(value, self.old)
        self.capped = self.capped or told == CAPPED
        return told


def stated(plan: Plan, values: Iterable[Mapping[str, str]], events: Sequence[Event]) -> Iterator[Told]:
    """Yield the ages that values and events would tell: those of values as of day 0, of events as of their day."""
    ages = {rule.attribute.id for rule in plan.rules if rule.is_age}
    if not ages:
        return
    for day, told in [*((0, one) for one in values), *((event.day, event.cells) for event in events)]:
        for name in ages.intersection(told):
            yield from (Told(float(number), day) for number in _NUMBERS.findall(told[name]))
