"""One patient of a study, made of everything that a project says of a subject."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from img2fair.clinical.cohort import Event, Patient, Visit
from img2fair.clinical.decisions import Kind
from img2fair.clinical.outcome import LOST, Came, Conflict, Read, ToMend
from img2fair.model import ImagingSession, ImagingSubject
from img2fair.model.held import unseal
from img2fair.privacy.cohort import contradictions
from img2fair.privacy.cohort.ages import CAPPED, YEAR, Told, age_on, is_old, middle, told_ages, written
from img2fair.privacy.cohort.capping import Capping, cap, stated
from img2fair.privacy.cohort.day_zero import Zero, day_zero
from img2fair.privacy.cohort.events import days_of, happened
from img2fair.privacy.cohort.identities import Identity
from img2fair.privacy.cohort.measures import Entities
from img2fair.privacy.cohort.number_dates import Known, NumberDates
from img2fair.privacy.cohort.plan import AGE, SEX, Plan, Rule
from img2fair.privacy.cohort.samples import Found, OfSession, Sampled, Sampling, subject_values
from img2fair.privacy.cohort.tally import Tally
from img2fair.privacy.cohort.terms import Terms
from img2fair.privacy.cohort.visits import ordered, visit
from img2fair.privacy.sources import Saying, Sources


@dataclass(slots=True)
class Counts:
    """What is counted over all people: left out, contradictions, and what was done to keep who they are inside."""

    left_out: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[Conflict] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    rows: list[Mapping[str, str | int]] = field(default_factory=list)
    to_mend: list[ToMend] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of one subject, while it is made a patient; days count from its day 0."""

    sessions: tuple[tuple[int | None, ImagingSession], ...]
    said: Mapping[str, Sequence[Saying]]
    found: Found
    zero: Zero
    ages: tuple[Told, ...]

    @property
    def days(self) -> list[float]:
        """The days of the sessions."""
        return [float(day) for day, _ in self.sessions if day is not None]


class People:
    """Makes patients of a project's subjects; what came of everything is counted.

    :param sources: what the project says of them.
    """

    def __init__(self, sources: Sources, plan: Plan, terms: Terms) -> None:
        self._sources = sources
        self._plan = plan
        self._terms = terms
        self.tally = Tally(plan)
        self.counts = Counts()
        self.numbers = NumberDates(plan)
        entities = Entities(plan, [sources.shown(one.file) for one in terms.decisions.tables])
        self._sampling = Sampling(plan, terms.strategy, entities, self.tally)
        self._sampling.left_out = self.counts.left_out

    def patient(self, subject: ImagingSubject, identity: Identity) -> Patient:
        """Return a subject as a patient of the study."""
        seen = self._look(subject)
        zero = seen.zero.day
        events = happened(
            seen.said, {rule: seen.found[rule] for rule in self._plan.event if rule in seen.found}, zero, self.tally,
            self.counts.left_out,
        )  # fmt: skip
        values = subject_values(self._plan.patient, seen.found, zero, self.tally)
        raw = [unseal(session.id) for _, session in seen.sessions]
        sayings = (one for several in seen.said.values() for one in several)
        sampled = self._sampling.samples(identity, raw, sayings, seen.found, zero)
        self._look_for_dates(seen, values, sampled, events)
        capping = Capping(self._plan, self._is_old(seen, values, sampled, events))
        conflicts = self._conflicts(seen, values, events)
        self.counts.conflicts.update(conflicts)
        self.counts.to_mend += _to_mend(unseal(subject.id), conflicts, seen.found)
        patient = Patient(
            id=identity.patient,
            age=self._age(seen, values, capping),
            sex=values.pop("SEX", None),
            visits=self._visits(seen, sampled.sessions, capping),
            samples=capping.samples(sampled.samples),
            baseline=seen.zero.name,
            values=capping.values(values),
            events=capping.events(events),
        )
        self._note(patient, capping)
        return patient

    def _look_for_dates(
        self, seen: _Seen, values: Mapping[str, str], sampled: Sampled, events: Sequence[Event]
    ) -> None:
        """Let all numbers and days be looked at that the study would tell of a patient."""
        days = tuple(unseal(one.date).toordinal() for _, one in seen.sessions if one.date is not None)
        best = seen.ages[0] if seen.ages else None
        age = None if best is None else middle(best.years) + min(-seen.zero.day - best.day, 0) / YEAR
        known = Known(days, age)
        self.numbers.look(seen.found, known)
        self.numbers.look_at_days(seen.said, known)
        self.numbers.look_at_measures((one.measures for one in sampled.samples), known)
        self.numbers.look_at_span([0, *self._days_told(seen, [values, *sampled.values], events)])

    def _days_told(self, seen: _Seen, told: Sequence[Mapping[str, str]], events: Sequence[Event]) -> list[float]:
        """Return all days that the study tells of a patient, from day 0."""
        rules = (*self._plan.patient, *self._plan.sample)
        ends = [rule.days(one[rule.attribute.id]) for rule in rules for one in told if rule.attribute.id in one]
        return [*seen.days, *days_of(self._plan, events), *(end for end in ends if end is not None)]

    def _look(self, subject: ImagingSubject) -> _Seen:
        """Return what is known of a subject, each value read once."""
        said: dict[str, list[Saying]] = defaultdict(list)
        if subject.sex is not None:
            said[SEX].append(Saying(SEX, unseal(subject.sex)))
        for saying in self._sources.of_subject(subject):
            said[saying.path].append(saying)
        raw = unseal(subject.id)
        base = self._sources.bases.get(raw)
        zero = day_zero(said, self._terms.decisions.baseline.fields, self._plan, base is not None)
        sessions = tuple(
            (None if one.date is None or base is None else (unseal(one.date) - base).days - zero.day, one)
            for one in ordered(self._sources.sessions.get(raw, ()))
        )
        return _Seen(sessions, said, self._read(said, zero.day), zero, tuple(told_ages(subject, sessions, -zero.day)))

    def _read(self, said: Mapping[str, Sequence[Saying]], zero: int) -> Found:
        found: dict[Rule, list[tuple[Saying, Read]]] = {}
        inside: set[str] = set()
        for path, several in said.items():
            rule = self._plan.rule(path)
            if rule is not None:
                found.setdefault(rule, []).extend((one, self._plan.read(rule, one, zero)) for one in several)
            elif not (self._plan.profiles(path) or self._plan.is_read(path)):
                decision = self._plan.decision(path)
                why = "of no decision" if decision is None else "dropped by the steward"
                self.counts.actions[f"value not exported: {why}"] += len(several)
                inside |= {decision.path} if decision is not None else set()
        for path in inside:
            self.tally.note_inside(path)
        return found

    def _is_old(self, seen: _Seen, values: Mapping[str, str], sampled: Sampled, events: Sequence[Event]) -> bool:
        """Tell whether anything that the study would tell of a patient comes to 90 years and more."""
        told = [values, *sampled.values]
        ages = [*seen.ages, *stated(self._plan, told, events)]
        last = max(self._days_told(seen, told, events), default=0)
        best = seen.ages[0] if seen.ages else None
        days = [0, *(day for day, _ in seen.sessions if day is not None)]
        shown = [(years, day) for day in days if best and (years := age_on(best, day)) is not None]
        return is_old(ages, shown, last)

    def _age(self, seen: _Seen, values: dict[str, str], capping: Capping) -> str | None:
        """Return the age on day 0: by the sessions and the subject, or of the field that is exported as AGE."""
        rule = self._plan.rule(AGE)
        stated_age = values.pop("AGE", None)
        if rule is None:
            return None if stated_age is None else cap(stated_age, capping.old)
        if not seen.ages:
            return None
        years = age_on(seen.ages[0], 0)
        came = Came.OUT_OF_RANGE if years is None else Came.READ
        self.tally.note(rule, [(Saying(AGE, seen.ages[0].years), Read(None, came))], kept=years is not None)
        age = written(years, capping.old)
        if rule.attribute.id != "AGE" and age is not None:
            values[rule.attribute.id] = age
        return age if rule.attribute.id == "AGE" else None

    def _visits(self, seen: _Seen, of: Mapping[str, OfSession], capping: Capping) -> tuple[Visit, ...]:
        known = bool(seen.ages) and self._plan.rule(AGE) is not None and age_on(seen.ages[0], 0) is not None
        visits = []
        for number, (day, session) in enumerate(seen.sessions, start=1):
            one = of[unseal(session.id)]
            age = age_on(seen.ages[0], day) if known and day is not None else None
            visits.append(
                visit(
                    number, day, session, self._terms, self.counts.left_out, age=written(age, capping.old),
                    sample=one.sample, values=capping.values(one.values), measures=one.measures,
                )
            )  # fmt: skip
        return tuple(visits)

    def _conflicts(self, seen: _Seen, values: Mapping[str, str], events: Sequence[Event]) -> list[Conflict]:
        """Return what cannot be true of a patient."""
        sexes = [
            read.value
            for rule, found in seen.found.items()
            if rule.decision.kind is Kind.SEX
            for _, read in found
            if read.value is not None
        ]
        exact = sum(day is not None and one.age_days is not None for day, one in seen.sessions)
        days = [*seen.days, *(float(event.day) for event in events)]
        found = {
            Conflict.SEX: contradictions.of_sexes(sexes),
            Conflict.AGE: contradictions.of_ages(seen.ages, exact),
            Conflict.BEFORE_BIRTH: contradictions.before_birth(seen.sessions),
            Conflict.BASELINE: seen.zero.several,
        }
        of_survival = contradictions.of_survival(seen.said, values, seen.zero.day, days)
        return [*(conflict for conflict, there in found.items() if there), *of_survival]

    def _note(self, patient: Patient, capping: Capping) -> None:
        left, actions = self.counts.left_out, self.counts.actions
        dated = sum(visit.day is not None for visit in patient.visits)
        capped = capping.capped or patient.age == CAPPED
        left["undated"] += len(patient.visits) - dated
        left["sex"] += patient.sex is None
        left["age"] += patient.age is None
        actions["date to offset: session"] += dated
        actions["date to offset: event"] += len(patient.events)
        actions["age capped"] += capped
        self.counts.rows.append(
            {
                "patient": patient.id,
                "day 0": patient.baseline,
                "sessions": len(patient.visits),
                "events": len(patient.events),
                "values": len(patient.values),
                "dates to offsets": dated + len(patient.events),
                "age": "capped" if capped else "none" if patient.age is None else "whole years",
            }
        )


def _to_mend(subject: str, conflicts: Iterable[Conflict], found: Found) -> Iterator[ToMend]:
    """Yield what a steward has to look up of a subject: contradictions, and fields with a value that was not read."""
    for conflict in conflicts:
        yield ToMend(subject, "", conflict.value)
    for rule, several in found.items():
        for came in sorted({read.came.value for _, read in several if read.came in LOST}):
            yield ToMend(subject, rule.decision.path, came)
