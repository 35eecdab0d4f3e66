"""Events of the timeline other than imaging: what one assessor, form, row or session says, on its day."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from img2fair.clinical.cohort import Event
from img2fair.clinical.decisions import Datatype
from img2fair.clinical.outcome import Came, Read
from img2fair.privacy.cohort.plan import Plan, Rule, as_days
from img2fair.privacy.cohort.tally import Tally
from img2fair.privacy.sources import Saying

_Key = tuple[str, str, str, str, str]
"""Type, occasion, session, and the paths of the days on which it begins and ends."""


@dataclass(slots=True)
class _Happening:
    day: int | None
    until: int | None
    cells: dict[Rule, set[str]] = field(default_factory=lambda: defaultdict(set))


def happened(
    said: Mapping[str, Sequence[Saying]],
    found: Mapping[Rule, Sequence[tuple[Saying, Read]]],
    zero: int,
    tally: Tally,
    left_out: Counter[str],
) -> tuple[Event, ...]:
    """Return the events of a patient, by day.

    :param said: all that is said of the patient, by path: the days of events are looked up there.
    :param found: what the fields of events are read as.
    :param zero: day 0, in days since the first dated session.
    """
    happenings: dict[_Key, _Happening] = {}
    for rule, values in found.items():
        for saying, read in values:
            if read.came is Came.READ and read.value is not None:
                _happening(happenings, rule, saying, said).cells[rule].add(read.value)
    events = []
    kept: set[Rule] = set()
    broken: set[Rule] = set()
    for (type_, *_), one in happenings.items():
        if one.day is None:
            left_out["undated event"] += 1
            continue
        cells, wrong = _cells(one.cells)
        broken |= wrong
        if cells:
            kept |= {rule for rule in one.cells if rule.attribute.id in cells}
            events.append(_event(type_, one, cells, zero, left_out))
    for rule, values in found.items():
        tally.note(rule, values, kept=rule in kept, conflict=rule in broken)
    events.sort(key=lambda event: (event.day, event.type, sorted(event.cells.items()), event.until or event.day))
    return tuple(events)


def days_of(plan: Plan, events: Sequence[Event]) -> list[float]:
    """Return the days that events tell of: their own, their ends, and those in their cells."""
    rules = {rule.attribute.id: rule for rule in plan.event}
    cells = [rules[name].days(value) for event in events for name, value in event.cells.items()]
    ends = [float(event.until) for event in events if event.until is not None]
    return [*(float(event.day) for event in events), *ends, *(day for day in cells if day is not None)]


def _happening(
    happenings: dict[_Key, _Happening], rule: Rule, saying: Saying, said: Mapping[str, Sequence[Saying]]
) -> _Happening:
    decision = rule.decision
    key = (decision.event.upper(), saying.occasion, saying.session or "", decision.day, decision.until)
    if key not in happenings:
        day = _day(said.get(decision.day, ()), saying) if decision.day else saying.day
        until = _day(said.get(decision.until, ()), saying) if decision.until else None
        happenings[key] = _Happening(day, until)
    return happenings[key]


def _day(days: Sequence[Saying], of: Saying) -> int | None:
    """Return the one day that a path tells for a saying: of its occasion, else of its session, else of the patient."""
    for near in (
        [one for one in days if of.occasion and one.occasion == of.occasion],
        [one for one in days if of.session and one.session == of.session],
        [one for one in days if not one.occasion and not one.session],
    ):
        found = {day for one in near if (day := as_days(one.value)) is not None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _cells(found: Mapping[Rule, set[str]]) -> tuple[dict[str, str], set[Rule]]:
    """Return the cells of an event, and the fields that contradict themselves; several words of one are all told."""
    cells: dict[str, str] = {}
    wrong = set()
    for rule, values in found.items():
        if len(values) == 1 or (rule.attribute.datatype is Datatype.STRING and not rule.is_age):
            cells.setdefault(rule.attribute.id, ";".join(sorted(values)))
        else:
            wrong.add(rule)
    return dict(sorted(cells.items())), wrong


def _event(type_: str, one: _Happening, cells: Mapping[str, str], zero: int, left_out: Counter[str]) -> Event:
    day = (one.day or 0) - zero
    until = None if one.until is None else one.until - zero
    if until is not None and until < day:
        left_out["end of event before its day"] += 1
        until = None
    return Event(day, until, type_, cells)
