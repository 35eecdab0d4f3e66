"""Which decision holds for a source path, and what its values are read as: a harmonisation file made ready to use."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from img2fair.clinical.dateless import DAY
from img2fair.clinical.decisions import (
    AssayDecision,
    Attribute,
    Datatype,
    Decide,
    Decisions,
    FieldDecision,
    Kind,
    Level,
    fits,
)
from img2fair.clinical.outcome import Came, Read
from img2fair.clinical.reading import read
from img2fair.privacy.cohort.terms import PrivacyStop
from img2fair.privacy.of_people import of_people
from img2fair.privacy.sources import Saying, Value

SEX, AGE = "subjects.sex", "subjects.age"
_LONGEST_DAYS = 55_000
"""Days that a life has, and some more: what is beyond is no offset of days."""
_DAYS = re.compile(r"[+-]?\d{1,7}")
_AGED = re.compile(r"(?:^|_)(?:(?:PATIENT|PT|SUBJECT|SCAN|DX)?AGE|AGEAT\w*|AGEYE?A?RS?|LEEFTIJD|ALTER)(?:_|$)")
_BIRTH = re.compile(
    r"(?<![a-z])(?:d\.?o\.?b|y\.?o\.?b|born|geboren)(?![a-z])|birth[^a-z]*(?:da(?:te|y)|year|month|dt)|(?:date|year|month|"
    r"days?)[^a-z]*(?:of|to|from|since|after)[^a-z]*birth|geb(?:oorte)?[^a-z]*(?:datum|dat|dag|maand|jaar)(?![a-z])|"
    r"geburts?[^a-z]*(?:datum|tag|monat|jahr)|naissance|nacimiento|nascita"
)
"""Names of what tells when somebody was born, in the languages of our archives."""
_COUNTED = frozenset({Kind.NUMBER, Kind.DAY, Kind.MONTHS})
_ELAPSED = re.compile(r"_(MONTHS|DAYS?)$")

BUILT_IN = (
    FieldDecision(SEX, Decide.EXPORT, Attribute("SEX", "Sex", "Sex"), Kind.SEX),
    FieldDecision(AGE, Decide.EXPORT, Attribute("AGE", "Age", "Age", datatype=Datatype.NUMBER), Kind.AGE),
)
"""What is exported without a harmonisation file."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A field that is exported: its decision and its place among the rules.

    :param is_age: whether its values are ages, by kind or by the attribute's id.
    :param per_day: days of one unit, where its values tell how long after day 0 something was.
    """

    number: int
    decision: FieldDecision
    attribute: Attribute
    is_age: bool
    per_day: float | None

    def days(self, value: str) -> float | None:
        """Return how many days after day 0 a value tells of; ``None`` where it tells of none."""
        if self.per_day is None:
            return None
        try:
            return float(value.lstrip("<>")) * self.per_day
        except ValueError:
            return None


MONTH = 30.4375
"""Days of a month: a year of 365.25 days has twelve."""


class Plan:
    """The decisions of a harmonisation file by path.

    :param decisions: without a file sex and age are exported, and nothing else.
    """

    def __init__(self, decisions: Decisions) -> None:
        if not (decisions.file or decisions.fields):
            decisions = replace(decisions, fields=BUILT_IN)
        exported = [one for one in decisions.fields if one.decide is Decide.EXPORT]
        self.fields = decisions.fields
        self.rules = tuple(_rule(n, one, one.attribute) for n, one in enumerate(exported) if one.attribute is not None)
        self._read_here = {path for path, _ in decisions.baseline.fields} | {
            path for one in exported for path in (one.day, one.until) if path
        }
        self.assays = tuple(one for one in decisions.assays if one.decide is Decide.EXPORT)
        self.decision = lru_cache(maxsize=None)(decisions.of)
        self.profiles = lru_cache(maxsize=None)(self._profiles)
        self._by_path = {rule.decision.path: rule for rule in self.rules}
        self._read = lru_cache(maxsize=100_000)(self._reading)
        self.patient = self._of(Level.PATIENT)
        self.sample = self._of(Level.SAMPLE)
        self.event = self._of(Level.EVENT)

    def rule(self, path: str) -> Rule | None:
        """Return the rule by which a source path is exported; ``None`` where it is not."""
        decision = self.decision(path)
        return None if decision is None else self._by_path.get(decision.path)

    def read(self, rule: Rule, saying: Saying, zero: int) -> Read:
        """Return what a value is read as.

        :param zero: day 0, in days since the first dated session: days are counted from it.
        """
        value = saying.value
        if saying.path.endswith(DAY):
            days = as_days(value)
            if days is None:
                return Read(None, Came.UNREADABLE)
            value = days - zero
            if abs(value) > _LONGEST_DAYS or (value < 0 and rule.decision.kind is Kind.MONTHS):
                return Read(None, Came.OUT_OF_RANGE)
        return self._read(rule.number, type(value).__name__, value)

    def is_read(self, path: str) -> bool:
        """Tell whether a path is read for the day of something, though it is no attribute itself."""
        return path in self._read_here

    def _profiles(self, path: str) -> tuple[AssayDecision, ...]:
        """Return the profiles that a source path is of; none for what stays inside by its decision or name."""
        decision = self.decision(path)
        if (decision is not None and decision.decide is Decide.DROP) or of_people(path):
            return ()
        return tuple(one for one in self.assays if any(fits(source, path) for source in one.sources))

    def _reading(self, number: int, _type: str, value: Value) -> Read:
        rule = self.rules[number]
        found = read(rule.decision, value)
        if rule.decision.kind is Kind.DAY and found.value is not None:
            days = as_days(found.value)
            if days is None or abs(days) > _LONGEST_DAYS:
                return Read(None, Came.OUT_OF_RANGE)
        if rule.is_age and rule.decision.kind is Kind.NUMBER and found.value is not None:
            return replace(found, value=found.value.partition(".")[0])  # a fraction of a year would tell the birthday
        return found

    def refuse_births(self) -> None:
        """Stop where a field of numbers or days says by its name that it tells of a birth, or is somebody's number.

        :raises PrivacyStop: with the field.
        """
        paths = [(rule.decision.path, rule.attribute.id) for rule in self.rules if rule.decision.kind in _COUNTED]
        for path, id_ in (*paths, *((path, "") for path in sorted(self._read_here))):
            born = _BIRTH.search(f"{path.partition('.')[2]} {id_}".lower())
            if born or (of_people(path) and id_):
                what = "tells of a birth" if born else "is a number of somebody"
                raise PrivacyStop(f"a field {what} by its name", where=path, cure="drop it; of births ages leave alone")

    def _of(self, level: Level) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.attribute.level is level)


def as_days(value: Value) -> int | None:
    """Return a number of days as the harvest writes it: a whole number, or a text of one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = str(value).strip()
    return int(text) if _DAYS.fullmatch(text) else None


def _rule(number: int, decision: FieldDecision, attribute: Attribute) -> Rule:
    elapsed = _ELAPSED.search(attribute.id)
    per_day: float | None = None
    if decision.kind is Kind.MONTHS or (elapsed and elapsed[1] == "MONTHS"):
        per_day = MONTH
    elif decision.kind is Kind.DAY or elapsed or decision.path.endswith(DAY):
        per_day = 1
    is_age = decision.kind is Kind.AGE or _AGED.search(attribute.id) is not None
    return Rule(number, decision, attribute, is_age, per_day)
