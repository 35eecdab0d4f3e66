"""Numbers that are dates, births or ages in disguise: a field of them stops the export.

A number alone tells nothing: 43557 is a volume, or 2 April 2019 as spreadsheets count. But where the numbers of a
field, by one and the same count, lie near the sessions or births of nearly all their own patients, they are dates.
Counts are days (of spreadsheets, also since 1904; Unix; SAS and Stata; Julian, whole and modified; of the Common Era;
Matlab), seconds and milliseconds (Unix, SAS and Stata, SPSS), years, weeks and months of years, days in six digits, and
the time since birth. Somebody who has looked at a field can let it out with a review (``privacy.guard.Review``).
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from img2fair.clinical.dateless import DAY
from img2fair.clinical.decisions import Kind
from img2fair.clinical.outcome import Read
from img2fair.privacy.cohort.plan import Plan, Rule
from img2fair.privacy.cohort.terms import PrivacyStop
from img2fair.privacy.counts import OLDEST
from img2fair.privacy.guard import Guard, fingerprint_of
from img2fair.privacy.sources import Saying, Value

REVIEWED = "all numbers of this field"
"""The text that a review of a field is of; its field is ``study.`` and the source path."""

_YEAR = 365.2425
_NEAR, _CLOSE = 1096, 31
"""Days within which a date is near a session; of fewer than three patients only what is close says anything."""
_BIRTH = 400
"""Days by which a birth may be missed that an age in whole years tells."""
_FEWEST, _SHARE = 3, 0.9
"""Fewest patients whose numbers show by themselves what they are, and of how many it must hold."""
_MOST = 300
"""Patients of one field that are looked at; more would tell no more."""
_GROWN = 10
"""Years of age from which the time since birth differs from other times."""
_LEAST = 1900
"""Lower numbers are days of no count."""

_ORIGINS = {
    "days of a spreadsheet": dt.date(1899, 12, 30).toordinal(),
    "days since 1904": dt.date(1904, 1, 1).toordinal(),
    "days since 1960": dt.date(1960, 1, 1).toordinal(),
    "days since 1970": dt.date(1970, 1, 1).toordinal(),
    "modified Julian days": dt.date(1858, 11, 17).toordinal(),
    "Julian days": -1_721_425,
    "days of the Common Era": 0,
    "days of Matlab": -366,
}
_SECONDS = {
    f"{unit} since {year}": (dt.date(year, month, day).toordinal(), size)
    for year, month, day in ((1582, 10, 14), (1960, 1, 1), (1970, 1, 1))
    for unit, size in (("seconds", 86_400), ("milliseconds", 86_400_000))
}
_DATES, _YEARS, _BIRTHS, _AGES = "dates", "years of dates", "times since birth", "ages"
_KINDS = frozenset({Kind.NUMBER, Kind.DAY, Kind.MONTHS})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a patient's dates; never shown.

    :param days: of the sessions, as ordinals.
    :param age: in years at the first of them, as exactly as it is known.
    """

    days: Sequence[int]
    age: float | None

    @property
    def birth(self) -> float | None:
        """The day of birth, as far as the age tells it."""
        return None if not self.days or self.age is None else min(self.days) - self.age * _YEAR


@dataclass(slots=True)
class _Field:
    patients: int = 0
    near: Counter[str] = field(default_factory=Counter)
    close: Counter[str] = field(default_factory=Counter)


class NumberDates:
    """Looks at the numbers of each field while its patients are released."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._fields: dict[str, _Field] = {}
        self._long = 0

    def look_at_span(self, days: Iterable[float]) -> None:
        """Look at all days that a study tells of a patient: whoever has a life of 90 years among them is as old."""
        told = [*days]
        self._long += bool(told) and max(told) - min(told) >= OLDEST * _YEAR

    def look(self, found: Mapping[Rule, Sequence[tuple[Saying, Read]]], known: Known) -> None:
        """Look at what the fields that are exported say of a patient."""
        for rule, several in found.items():
            if rule.decision.kind in _KINDS:
                numbers = {one for saying, read in several if (one := _number(saying.value, read.value)) is not None}
                self._note(rule.decision.path, numbers, known, is_age=rule.is_age)

    def look_at_days(self, said: Mapping[str, Sequence[Saying]], known: Known) -> None:
        """Look at the days that are read for day 0 or for the day of an event."""
        for path, several in said.items():
            if self._plan.is_read(path):
                self._note(path, {one for saying in several if (one := _number(saying.value)) is not None}, known)

    def look_at_measures(self, measures: Iterable[Mapping[str, Mapping[str, str]]], known: Known) -> None:
        """Look at the numbers of assays."""
        for profiles in measures:
            for profile, entities in profiles.items():
                for entity, number in entities.items():
                    self._note(f"assays.{profile}.{entity}", {float(number)}, known, is_measured=True)

    def refuse(self, guard: Guard) -> None:
        """Stop where a field's numbers are dates.

        :raises PrivacyStop: with the field and what its numbers are, and none of them; or days span a life.
        """
        for path, one in self._fields.items():
            what = _verdict(one)
            if what and not guard.is_reviewed(f"study.{path}", REVIEWED):
                value = fingerprint_of(guard.project, f"study.{path}", REVIEWED)
                raise PrivacyStop(
                    f"the numbers of a field read as {what}",
                    where=path,
                    cure=f"{_CURES.get(what, _CURE)}; or review it: field study.{path}, value {value}",
                )
        if self._long:
            raise PrivacyStop(
                f"days of {self._long} patients lie {OLDEST} years and more apart: they may count from a birth",
                where="days of sessions, events, and fields that are exported",
                cure="drop the field that counts from the birth, or mend dates in XNAT that are wrong",
            )

    def _note(
        self, path: str, numbers: set[float], known: Known, *, is_age: bool = False, is_measured: bool = False
    ) -> None:
        one = self._fields.setdefault(path, _Field())
        if not numbers or one.patients >= _MOST or not (known.days or known.age is not None):
            return
        one.patients += 1
        offsets = path.endswith(DAY)
        near, close = (
            set.intersection(*({*_likenesses(number, known, reach, offsets=offsets)} for number in numbers))
            for reach in (_NEAR, _CLOSE)
        )
        if is_age or is_measured:  # an age is told as one; a measure may well be of an age's size
            near, close = near - {_AGES}, close - {_AGES}
        one.near.update(near)
        one.close.update(close)


_CURE = "drop it, or write it as a date in XNAT, which becomes days"
_CURES = {
    _AGES: "read it with 'as: age', so that 90 and more is capped",
    _BIRTHS: "drop it; an age leaves in whole years, with 'as: age' and its unit",
    _YEARS: "drop it, or write dates in XNAT, which become days",
}


def _verdict(one: _Field) -> str:
    """Return what the numbers of a field are; empty where they are just numbers."""
    alike = one.near if one.patients >= _FEWEST else one.close
    found = [what for what in sorted(alike) if alike[what] >= _SHARE * one.patients]
    return next((what for what in found if what.startswith(_DATES) or one.patients >= _FEWEST), "")


def _number(value: Value, read: str | None = None) -> float | None:
    """Return the number of a source value, or of what it is read as."""
    if isinstance(value, bool):
        return None
    for text in (str(value)[:40].strip().replace(",", "."), (read or "").lstrip("<>")):
        try:
            number = float(text)
        except ValueError:
            continue
        if math.isfinite(number):
            return number
    return None


def _likenesses(number: float, known: Known, reach: int, *, offsets: bool) -> Iterator[str]:
    """Yield what a number is like, if it is like a date, birth or age of its patient.

    :param offsets: it counts days from the first session.
    """
    yield from _since_birth(number, known, offsets=offsets)
    if offsets or number < _LEAST or not known.days:
        return
    if number.is_integer() and number <= dt.date.fromordinal(max(known.days)).year + 1:
        yield _YEARS
    birth = known.birth
    for what, ordinal, slack in _read_as_date(number):
        by_birth = birth is not None and abs(ordinal - birth) <= _BIRTH + slack
        if by_birth or any(abs(ordinal - day) <= reach + slack for day in known.days):
            yield f"{_DATES} ({what})"


def _since_birth(number: float, known: Known, *, offsets: bool) -> Iterator[str]:
    if known.age is None or known.age < _GROWN:
        return
    if (not offsets or number < 0) and abs(abs(number) - known.age * _YEAR) <= _BIRTH:
        yield _BIRTHS
    if not offsets and abs(abs(number) - known.age * 12) <= _BIRTH / 30:
        yield _BIRTHS
    if not offsets and abs(number - known.age) <= 1:
        yield _AGES


def _read_as_date(number: float) -> Iterator[tuple[str, float, int]]:
    """Yield each count by which a number may be a date, the day as an ordinal, and how far it may be off."""
    yield from ((name, number + origin, 0) for name, origin in _ORIGINS.items())
    if number >= 1e8:
        yield from ((name, number / size + origin, 1) for name, (origin, size) in _SECONDS.items())
    if number < dt.MAXYEAR and number < 2100:
        yield "years", (number - 1) * _YEAR, 366
    if number.is_integer() and 10_000 <= number < 1_000_000:
        yield from _of_six_digits(f"{int(number):06}")


def _of_six_digits(digits: str) -> Iterator[tuple[str, float, int]]:
    year, part = int(digits[:4]), int(digits[4:])
    if _LEAST <= year < 2100 and 1 <= part <= 53:
        yield "months or weeks of years", (year - 1) * _YEAR + min(part * 7 if part > 12 else part * 30, 365), 31
    one, two, three = (int(digits[at : at + 2]) for at in (0, 2, 4))
    for name, (yy, month, day) in {
        "yymmdd": (one, two, three), "ddmmyy": (three, two, one), "mmddyy": (three, one, two),
    }.items():  # fmt: skip
        for century in (1900, 2000):
            try:
                yield name, dt.date(century + yy, month, day).toordinal(), 0
            except ValueError:
                continue
