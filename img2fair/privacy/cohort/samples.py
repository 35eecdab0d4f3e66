"""The samples of a patient by each of three strategies: all imaging, one session, or those of a genomic study."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from img2fair.clinical.cohort import Sample
from img2fair.clinical.outcome import Came, Read
from img2fair.privacy.cohort import measures
from img2fair.privacy.cohort.choosing import chosen
from img2fair.privacy.cohort.identities import Identity
from img2fair.privacy.cohort.measures import Measures
from img2fair.privacy.cohort.plan import Plan, Rule
from img2fair.privacy.cohort.tally import Tally
from img2fair.privacy.cohort.terms import Strategy
from img2fair.privacy.sources import Saying

SAMPLE = "-01"
"""Ends a sample's id: of a TCGA barcode it makes the one that portals know the primary tumour by."""

EXAMINATION = "-E"
"""Stands before a session's number in the id of its sample, which no barcode has there."""

Found = Mapping[Rule, Sequence[tuple[Saying, Read]]]
"""What the values of each field that is exported are read as."""


@dataclass(frozen=True, slots=True)
class OfSession:
    """What one session has of its own: the sample it is of (empty: none), values, measures."""

    sample: str
    values: Mapping[str, str] = field(default_factory=dict)
    measures: Measures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sampled:
    """The samples of a patient, and by raw id what each session has."""

    samples: tuple[Sample, ...]
    sessions: Mapping[str, OfSession]

    @property
    def values(self) -> list[Mapping[str, str]]:
        """All values that they tell."""
        return [*(one.values for one in self.samples), *(one.values for one in self.sessions.values())]


class Sampling:
    """Makes the samples of patients by one strategy."""

    def __init__(self, plan: Plan, strategy: Strategy, entities: measures.Entities, tally: Tally) -> None:
        self._plan = plan
        self._strategy = strategy
        self._entities = entities
        self._tally = tally
        self.left_out: Counter[str] = Counter()

    def samples(
        self, identity: Identity, sessions: Sequence[str], sayings: Iterable[Saying], found: Found, zero: int
    ) -> Sampled:
        """Return the samples of a patient.

        :param sessions: the raw ids of the sessions, in the order of their numbers.
        :param zero: day 0, in days since the first dated session.
        """
        taken = measures.taken(sayings, self._plan, self._entities) if self._plan.assays else {}
        of = {
            raw: OfSession(self._name(identity, number), self._own(found, raw, zero), measures.of_session(taken, raw))
            for number, raw in enumerate(sessions, start=1)
        }
        if self._strategy == "session":
            return Sampled(self._by_session(of, found, taken), of)
        values = subject_values(self._plan.sample, found, zero, self._tally)
        measured = measures.of_subject(taken, self._plan.assays, zero)
        if self._strategy == "subject":
            visits = tuple(range(1, len(sessions) + 1))
            return Sampled((Sample(f"{identity.patient}{SAMPLE}", visits, values, measured),), of)
        return Sampled(self._joined(identity, values, measured), of)

    def _name(self, identity: Identity, number: int) -> str:
        match self._strategy:
            case "subject":
                return f"{identity.patient}{SAMPLE}"
            case "session":
                return f"{identity.patient}{EXAMINATION}{number:02}"
            case "table":
                return ""

    def _own(self, found: Found, session: str, zero: int) -> dict[str, str]:
        """Return the values of level sample that a session has: its own; where it is a sample, else the subject's."""
        values: dict[str, str] = {}
        for rule in self._plan.sample:
            read = found.get(rule, ())
            own = [one for one in read if one[0].session == session]
            if not own and self._strategy == "session":
                own = [one for one in read if one[0].session is None]
            value, _ = choose(rule, own, zero)
            if value is not None:
                values.setdefault(rule.attribute.id, value)
        return values

    def _by_session(
        self, of: Mapping[str, OfSession], found: Found, taken: Mapping[str, Sequence[measures.Taken]]
    ) -> tuple[Sample, ...]:
        having = {name for one in of.values() for name in one.values}
        for rule in self._plan.sample:
            self._tally.note(rule, found.get(rule, ()), kept=rule.attribute.id in having)
        self.left_out["measures of no session"] += sum(not one.session for several in taken.values() for one in several)
        return tuple(
            Sample(one.sample, (number,), one.values, one.measures) for number, one in enumerate(of.values(), start=1)
        )

    def _joined(self, identity: Identity, values: dict[str, str], measured: Measures) -> tuple[Sample, ...]:
        """Return the samples of a genomic study; of several nobody says which one a value is of."""
        if len(identity.samples) == 1:
            return (Sample(identity.samples[0], (), values, measured),)
        self.left_out["of several samples"] += bool(values or measured)
        return tuple(Sample(one) for one in identity.samples)


def subject_values(rules: Iterable[Rule], found: Found, zero: int, tally: Tally) -> dict[str, str]:
    """Return a patient's values by attribute, each by its own pick; what came of them is noted."""
    values: dict[str, str] = {}
    for rule in rules:
        read = found.get(rule, ())
        value, conflict = choose(rule, read, zero)
        tally.note(rule, read, kept=value is not None, conflict=conflict)
        if value is not None:
            values.setdefault(rule.attribute.id, value)
    return values


def choose(rule: Rule, read: Sequence[tuple[Saying, Read]], zero: int) -> tuple[str | None, bool]:
    """Return the value of a field that counts, and whether there is none because they contradict each other."""
    told = [(one.value, saying.day) for saying, one in read if one.came is Came.READ and one.value is not None]
    return chosen(rule.decision.pick, told, zero)
