"""What a project has of each source field, for the draft of a harmonisation file: counts, and words of many patients.

A value is shown where so many patients have it, it is short, the guard finds nothing in it, and its field's name does
not say that it tells of people. Of measures only the range is told that leaves the outermost patients out.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from img2fair.clinical.decisions import Decide, FieldDecision, Kind, TableKeys
from img2fair.clinical.outcome import FieldSeen, TableSeen
from img2fair.clinical.reading import is_missing, read, reads
from img2fair.model import ImagingSubject, Project
from img2fair.model.held import unseal
from img2fair.privacy.counts import OLDEST
from img2fair.privacy.guard import Guard
from img2fair.privacy.of_people import names_somebody, of_people
from img2fair.privacy.policy import Screen
from img2fair.privacy.source_tables import Named, rows_of
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


def survey(project: Project, guard: Guard, tables: Sequence[TableKeys], least: int) -> tuple[FieldSeen, ...]:
    """Return every source field of a project, in the order of paths.

    :param tables: how rows of files find their people; a file that is not named here says nothing.
    :param least: the fewest patients of a value that is shown.
    """
    sources = Sources(project, guard, tables)
    fields: dict[str, _Field] = defaultdict(_Field)
    for subject in project.subjects:
        said: dict[str, list[Saying]] = defaultdict(list)
        for saying in (*_own(subject, sources), *sources.of_subject(subject)):
            said[saying.path].append(saying)
        for path, sayings in said.items():
            fields[path].add(sayings)
    return tuple(fields[path].seen(path, len(project.subjects), guard, least) for path in sorted(fields))


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


def tables_seen(project: Project, guard: Guard) -> tuple[TableSeen, ...]:
    """Return the CSV and JSON files of a project by name, and which columns name its subjects, sessions and days."""
    sources = Sources(project, guard)
    named = Named(project)
    files: dict[str, _File] = defaultdict(_File)
    for table in project.tables:
        rows = [{sources.shown(name): value for name, value in row.items()} for row in rows_of(table)]
        files[sources.shown(unseal(table.name))].add(rows, named)
    return tuple(files[file].seen(file) for file in sorted(files))


_DAY_NAMES = re.compile(r"(?:(?:visit|scan|exam\w*|session|study|acq\w*)[ _.-]?)?(?:date|datum|day|dag)")


class _File:
    """Files of one name while their columns are counted."""

    def __init__(self) -> None:
        self.copies = 0
        self.rows = 0
        self.columns: Counter[str] = Counter()
        self.subjects: Counter[str] = Counter()
        self.sessions: Counter[str] = Counter()

    def add(self, rows: Sequence[Mapping[str, object]], named: Named) -> None:
        """Count the columns of one file."""
        self.copies += 1
        self.rows += len(rows)
        for row in rows:
            for name, value in row.items():
                self.columns[name] += 1
                if isinstance(value, (str, int)):
                    self.subjects[name] += named.subject(value) is not None
                    self.sessions[name] += named.session(value) is not None

    def seen(self, file: str) -> TableSeen:
        """Return what a draft tells of the file: a column that names people does so in half of its rows and more."""
        subject, session = self._most(self.subjects), self._most(self.sessions)
        return TableSeen(
            file=file,
            copies=self.copies,
            rows=self.rows,
            found=self.subjects[subject] if subject else self.sessions[session],
            columns=tuple(self.columns),
            subject=subject,
            session=session if session != subject else "",
            day=next((name for name in self.columns if _DAY_NAMES.fullmatch(name.lower())), ""),
        )

    def _most(self, counted: Counter[str]) -> str:
        names = [name for name in self.columns if counted[name] and 2 * counted[name] >= self.columns[name]]
        return max(names, key=lambda name: counted[name], default="")
