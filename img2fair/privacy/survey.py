"""What a project has of each source field, for the draft of a harmonisation file: counts, and words of many patients.

A value is shown where so many patients have it, it is short, the guard finds nothing in it, and its field's name does
not say that it tells of people. Of measures only the range is told that leaves the outermost patients out.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from img2fair.clinical.dateless import DAY
from img2fair.clinical.decisions import Decide, Decisions, FieldDecision, Kind, TableKeys
from img2fair.clinical.outcome import Came, FieldSeen, RareValues
from img2fair.clinical.reading import folded, is_missing, read, reads
from img2fair.model import ImagingSubject, Project
from img2fair.model.held import unseal
from img2fair.privacy.counts import OLDEST
from img2fair.privacy.guard import Guard
from img2fair.privacy.of_people import names_somebody, of_people
from img2fair.privacy.policy import Screen
from img2fair.privacy.sources import Saying, Sources, Value

SEX, AGE = "subjects.sex", "subjects.age"
VALUE = "a source value"
"""The field that a guard is told when it looks at a value."""

_CLOSED = (Kind.SEX, Kind.SURVIVAL, Kind.YES_NO, Kind.STAGE, Kind.GRADE, Kind.SIDE)
"""Kinds with few words of their own: what they read of rare values tells of nobody more than that there are some."""
_SPANS = (Kind.AGE, Kind.DAY, Kind.MONTHS)
_KINDS = (*_CLOSED, Kind.NUMBER, *_SPANS)
_SAMPLED = 300
"""After so many different values of a field, a kind that read less than half of them is asked no more, and ages, days
and months are taken to be what all others are, if nine tenths are so far."""
_LONGEST, _MOST_WORDS = 60, 8
_MOST_SHOWN = 60
"""Values of one field that are shown; a field of more is no list of words."""
_MOST_CODES = 10
"""A field of so few different values may hold codes, which are shown as words are."""
_CODE = re.compile("[0-9]|99|999")
_UNREAD = (Came.UNMAPPED, Came.UNREADABLE)
_MOST_RARE, _MOST_STOPPED = 200, 20
"""Words of few patients that the steward gets of one field; so many that the guard stops, and it is free text."""


def survey(
    project: Project, guard: Guard, tables: Sequence[TableKeys], least: int, decisions: Decisions | None = None
) -> tuple[FieldSeen, ...]:
    """Return every source field of a project, in the order of paths.

    :param tables: how rows of files find their people; a file that is not named here says nothing.
    :param least: the fewest patients of a value that is shown.
    :param decisions: by which it is counted how many of the values that are not shown nobody has decided on.
    """
    return Survey(project, guard, tables, least).seen(decisions)


class Survey:
    """The source fields of a project, counted once; see :func:`survey`."""

    def __init__(self, project: Project, guard: Guard, tables: Sequence[TableKeys], least: int) -> None:
        self._of, self._guard, self._least = len(project.subjects), guard, least
        self._fields: dict[str, _Field] = defaultdict(_Field)
        sources = Sources(project, guard, tables)
        for subject in project.subjects:
            said: dict[str, list[Saying]] = defaultdict(list)
            for saying in (*_own(subject, sources), *sources.of_subject(subject)):
                said[saying.path].append(saying)
            for path, sayings in said.items():
                self._fields[path].add(sayings)

    def seen(self, decisions: Decisions | None = None) -> tuple[FieldSeen, ...]:
        """Return every source field, in the order of paths."""
        told = (
            (self._fields[path].seen(path, self._of, self._guard, self._least), decisions and decisions.of(path))
            for path in sorted(self._fields)
        )
        return tuple(replace(one, unread=len(self._unread(one, own))) if own else one for one, own in told)

    def for_the_steward(self, decisions: Decisions) -> tuple[RareValues, ...]:
        """Return the words of few patients that are to be decided on: for a file of the steward's alone, no report.

        What the guard finds something in, what is long, and fields whose name tells of people stay inside here too.

        :param decisions: the harmonisation file; fields that it drops have nothing to be decided.
        """
        found = []
        for one in self.seen():
            own = decisions.of(one.path)
            if own is not None and own.decide is not Decide.DROP and (values := self._unread(one, own)):
                kept = [] if one.of_people else self._released(values)
                found.append(RareValues(one.path, tuple(kept), len(values) - len(kept)))
        return tuple(found)

    def _unread(self, seen: FieldSeen, own: FieldDecision) -> list[str]:
        """Return the values that are not shown, and that their decision neither lists nor reads, each spelling once."""
        if own.decide is Decide.DROP or seen.path.endswith(DAY):
            return []
        shown = {folded(text) for text, _ in seen.values}
        values = (value for _, value in self._fields[seen.path].patients)
        found = {folded(_as_text(one)): _as_text(one) for one in values if read(own, one).came in _UNREAD}
        return sorted(text for key, text in found.items() if key not in shown)

    def _released(self, values: Iterable[str]) -> list[str]:
        """Return the values that the guard lets out, so many at most."""
        kept: list[str] = []
        stopped = 0
        for text in values:
            plain = text.isprintable() and not _is_long(text) and not names_somebody(text)
            if plain and self._guard.lets_out(text, VALUE, "", Screen.PROSE):
                kept.append(text)
            else:
                stopped += 1
            if len(kept) >= _MOST_RARE or stopped >= _MOST_STOPPED:
                break
        return kept


def _own(subject: ImagingSubject, sources: Sources) -> Iterable[Saying]:
    """Yield sex and age, which have a place of their own; the age of a session stands for the subject's."""
    if subject.sex is not None:
        yield Saying(SEX, unseal(subject.sex))
    told = [session.age for session in sources.sessions.get(unseal(subject.id), ()) if session.age is not None]
    age = subject.age if subject.age is not None else next(iter(told), None)
    if age is not None:
        yield Saying(AGE, int(unseal(age)))


class _Field:
    """One source field while its patients are counted."""

    def __init__(self) -> None:
        self.filled = 0
        self.several = 0
        self.repeated = 0
        self.patients: Counter[tuple[bool, Value]] = Counter()
        self.read: Counter[frozenset[Kind]] = Counter()
        self._kinds: dict[tuple[bool, Value], frozenset[Kind] | None] = {}
        self._asked = list(_KINDS)
        self._taken: frozenset[Kind] = frozenset()
        self._by_kind: Counter[Kind] = Counter()
        self._numbers: dict[tuple[bool, Value], float | None] = {}
        self._lowest: list[float] = []
        self._highest: list[float] = []

    def add(self, sayings: Sequence[Saying]) -> None:
        """Count what is said of one patient."""
        values = {(isinstance(saying.value, bool), saying.value) for saying in sayings}
        self.filled += 1
        self.several += len(values) > 1
        if len(sayings) > 1:
            self.repeated += len({(saying.day, saying.occasion, saying.session) for saying in sayings}) > 1
        self.patients.update(values)
        numbers = [number for value in values if (number := self._number_of(value)) is not None]
        if numbers:
            self._lowest.append(min(numbers))
            self._highest.append(max(numbers))
        told = [kinds for value in values if (kinds := self._kinds_of(value)) is not None]
        if told:
            self.read[frozenset.intersection(*told)] += 1

    def _kinds_of(self, value: tuple[bool, Value]) -> frozenset[Kind] | None:
        """Return the kinds that read a value; ``None`` where it says that nothing is known."""
        if value not in self._kinds:
            known = not (isinstance(value[1], str) and is_missing(value[1]))
            found = frozenset(kind for kind in self._asked if reads(kind, value[1])) | self._taken if known else None
            self._kinds[value] = found
            if len(self._kinds) <= _SAMPLED:
                self._by_kind.update(found or ())
            if len(self._kinds) == _SAMPLED:
                self._ask_less()
        return self._kinds[value]

    def _ask_less(self) -> None:
        self._taken = frozenset(kind for kind in _SPANS if self._by_kind[kind] >= 0.9 * _SAMPLED)
        likely = [kind for kind in self._asked if 2 * self._by_kind[kind] >= _SAMPLED]
        self._asked = [kind for kind in likely if kind not in _SPANS]

    def _number_of(self, value: tuple[bool, Value]) -> float | None:
        if value not in self._numbers:
            self._numbers[value] = _number(value[1])
        return self._numbers[value]

    def _range(self, least: int, most: float) -> tuple[float | None, float | None]:
        """Return the ``least``-th smallest and largest figure, each patient counted once; of too few, nothing."""
        if len(self._lowest) < 2 * least:
            return None, None
        low, high = sorted(self._lowest)[least - 1], sorted(self._highest, reverse=True)[least - 1]
        return min(low, most), min(high, most)

    @cached_property
    def recognised(self) -> Mapping[Kind, int]:
        """Of each kind, how many patients have only values that it reads."""
        counted: Counter[Kind] = Counter()
        for kinds, patients in self.read.items():
            for kind in kinds:
                counted[kind] += patients
        return {kind: counted[kind] for kind in _KINDS if counted[kind]}

    def seen(self, path: str, of: int, guard: Guard, least: int) -> FieldSeen:
        """Return what a draft tells of the field."""
        private = of_people(path)
        telling = {value for value in self.patients if isinstance(value[1], str) and _is_long(value[1])}
        often = sorted(
            (value for value, count in self.patients.items() if count >= least and self._is_word(path, value)),
            key=lambda value: (-self.patients[value], _as_text(value[1])),
        )
        shown: list[tuple[str, int]] = []
        for value in often[:_MOST_SHOWN] if not private else ():
            text = _as_text(value[1])
            if value in telling or not text.isprintable():
                continue
            if not names_somebody(text) and guard.lets_out(text, VALUE, "", Screen.PROSE):
                shown.append((text, self.patients[value]))
            else:
                telling.add(value)
        low, high = (None, None) if private else self._range(least, OLDEST - 1 if path == AGE else math.inf)
        return FieldSeen(
            path=path,
            of=of,
            filled=self.filled,
            distinct=len(self.patients),
            values=tuple(shown),
            hidden=len(self.patients) - len(shown),
            recognised=self.recognised,
            low=low,
            high=high,
            several=self.several,
            repeated=self.repeated,
            telling=len(telling),
            rare=() if private else self._rare({text for text, _ in shown}),
            of_people=private,
        )

    def _is_word(self, path: str, value: tuple[bool, Value]) -> bool:
        """Tell whether a value is one of few: a word, or a code such as 0 and 1; a measure is not."""
        if self._numbers[value] is None:
            return True
        return path != AGE and len(self.patients) <= _MOST_CODES and _CODE.fullmatch(str(value[1])) is not None

    def _rare(self, shown: set[str]) -> tuple[str, ...]:
        """Return the canonical words of the values that are not shown, of the kind that reads most patients."""
        kind = max((kind for kind in _CLOSED if kind in self.recognised), key=self.recognised.__getitem__, default=None)
        if kind is None:
            return ()
        by_itself = FieldDecision("", Decide.EXPORT, kind=kind)
        words = {
            read(by_itself, value[1]).value
            for value, kinds in self._kinds.items()
            if kinds and kind in kinds and _as_text(value[1]) not in shown
        }
        return tuple(sorted(word for word in words if word is not None))


def _as_text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_long(text: str) -> bool:
    return len(text) > _LONGEST or len(text.split()) > _MOST_WORDS


_NUMBER = re.compile(r"[<>]?\s*[+-]?(?:[0-9]{1,15}(?:[.,][0-9]{0,15})?|[.,][0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?")


def _number(value: Value) -> float | None:
    """Return what a value says if it is a number; which is never shown alone."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return float(value.strip("<> ").replace(",", ".")) if _NUMBER.fullmatch(value) else None
    return float(value) if abs(value) < 1e300 else None
