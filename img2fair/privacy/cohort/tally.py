"""What came of each source field of a project, counted while its people are released.

A source value is told only where the file lists it, or where enough patients have it and the guard finds nothing in it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from img2fair.clinical.decisions import Decide, FieldDecision, Kind
from img2fair.clinical.outcome import Came, FieldTold, Read, ValueTold
from img2fair.clinical.reading import folded
from img2fair.privacy.cohort.plan import Plan, Rule
from img2fair.privacy.guard import Guard
from img2fair.privacy.of_people import names_somebody
from img2fair.privacy.policy import Screen
from img2fair.privacy.sources import Saying, Value

_FIGURES = frozenset({Kind.NUMBER, Kind.AGE, Kind.DAY, Kind.MONTHS})
"""Kinds whose values are told by what came of them, never singly."""
_WORST = (Came.READ, Came.UNMAPPED, Came.OUT_OF_RANGE, Came.UNREADABLE, Came.MISSING)
"""What is told of a patient with several values: the first of these that one of them came to."""
_MOST = 200
"""Values of one field that are told."""
_LONGEST = 60
"""Characters of a value that can be a word of a list; a longer one is somebody's sentence."""


@dataclass(slots=True)
class _Field:
    filled: int = 0
    patients: int = 0
    conflicts: int = 0
    came: Counter[Came] = field(default_factory=Counter)
    distinct: set[Value] = field(default_factory=set)
    values: Counter[tuple[str, str | None, Came]] = field(default_factory=Counter)


class Tally:
    """Counts of one project's fields."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._fields = [_Field() for _ in plan.rules]
        self._inside: Counter[str] = Counter()

    def note(self, rule: Rule, found: Sequence[tuple[Saying, Read]], *, kept: bool, conflict: bool = False) -> None:
        """Note what a patient's values of a field came to, and whether the study has one."""
        if not found:
            return
        one = self._fields[rule.number]
        one.filled += 1
        one.patients += kept
        one.conflicts += conflict
        came = {read.came for _, read in found}
        one.came[next(each for each in _WORST if each in came)] += 1
        one.distinct.update(saying.value for saying, _ in found)
        if rule.decision.kind in _FIGURES:
            one.values.update({("", None, each) for each in came})
        else:
            one.values.update({(str(saying.value), read.value, read.came) for saying, read in found})

    def note_inside(self, path: str) -> None:
        """Note that a patient has a value of a field, or of fields of one pattern, that stays inside."""
        self._inside[path] += 1

    def told(self, of: int, guard: Guard, least: int) -> tuple[FieldTold, ...]:
        """Return what came of each field that the file names, in its order.

        :param of: patients of the study.
        """
        rules = {rule.decision.path: rule for rule in self._plan.rules}
        return tuple(
            self._exported(rules[one.path], of, guard, least)
            if one.path in rules
            else FieldTold(one.path, one.decide, of=of, filled=self._inside[one.path], line=one.line)
            for one in self._plan.fields
        )

    def _exported(self, rule: Rule, of: int, guard: Guard, least: int) -> FieldTold:
        one, decision, attribute = self._fields[rule.number], rule.decision, rule.attribute
        return FieldTold(
            decision.path,
            Decide.EXPORT,
            attribute=attribute.id,
            level=attribute.level.value,
            datatype=attribute.datatype.value,
            unit=attribute.unit,
            kind=decision.kind.value,
            of=of,
            filled=one.filled,
            distinct=len(one.distinct),
            patients=one.patients,
            came={came: one.came[came] for came in Came if one.came[came]},
            values=tuple(_values(decision, one.values, guard, least)),
            conflicts=one.conflicts,
            line=decision.line,
        )


def _values(
    decision: FieldDecision, values: Mapping[tuple[str, str | None, Came], int], guard: Guard, least: int
) -> Iterator[ValueTold]:
    """Yield the values that may be told, most patients first, then what became of the others together."""
    hidden: Counter[tuple[str | None, Came]] = Counter()
    shown = []
    for (source, target, came), patients in values.items():
        if source and _may_be_told(source, patients, decision, guard, least):
            shown.append((patients, source, target, came))
        else:
            hidden[target, came] += patients
    shown.sort(key=lambda one: (-one[0], one[1]))
    for patients, source, target, came in shown[:_MOST]:
        yield ValueTold(source, target, came, patients if patients >= least else None)
    for (target, came), patients in sorted(hidden.items(), key=lambda one: (one[0][0] or "", one[0][1])):
        yield ValueTold("", target, came, patients if patients >= least else None)


def _may_be_told(source: str, patients: int, decision: FieldDecision, guard: Guard, least: int) -> bool:
    if folded(source) in decision.values:
        return True
    if patients < least or len(source) > _LONGEST or not source.isprintable() or names_somebody(source):
        return False
    return guard.lets_out(source, decision.path, "", Screen.PROSE)
