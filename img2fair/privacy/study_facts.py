"""What the world may be told of a study's people: totals and splits by the rules for small numbers (design.md D11)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from img2fair.clinical.cohort import Cohort, Patient
from img2fair.clinical.decisions import AssayDecision, Attribute, Datatype, Decide, Decisions
from img2fair.clinical.study_facts import AboutStudy, AttributeTold, Part, ProfileTold, StudyFacts
from img2fair.privacy.ages import told_bands
from img2fair.privacy.counts import behind, few, rounded
from img2fair.privacy.overlapping import told_values

SESSIONS = ((1, "1"), (2, "2"), (4, "3-4"), (9, "5-9"))
"""Most sessions of a band, and its name; beyond there is one more."""
FOLLOW_UP = ((0, "0"), (90, "1-90"), (365, "91-365"), (1095, "366-1095"))
"""Most days from the first to the last session of a band, and its name."""
SEX = Attribute("SEX", "Sex", "")
AGE = Attribute("AGE", "Age", "", datatype=Datatype.NUMBER)

_BARCODE = "TCGA-"


def study_facts(cohort: Cohort, decisions: Decisions, about: AboutStudy, min_count: int = 10) -> StudyFacts:
    """Return what may be told of a study.

    :param decisions: what became of the source fields; the attributes and profiles of the study follow from it.
    :param min_count: the fewest people of whom a figure may tell (config: ``privacy.min_count``).
    """
    people = len(cohort.patients)
    told = _Telling(people, min_count)
    spans = [patient.last_day - patient.first_day for patient in cohort.patients
             if patient.first_day is not None and patient.last_day is not None]  # fmt: skip
    return StudyFacts(
        about=about,
        patients=people if people >= min_count or not people else None,
        sessions=_sessions(cohort.patients, min_count),
        modalities=told.values((code, patient) for patient in cohort.patients
                               for visit in patient.visits for code in visit.modalities),
        body_parts=told.values((part, patient) for patient in cohort.patients
                               for visit in patient.visits for part in visit.body_parts),
        sessions_per_patient=told.bands((len(one.visits) for one in cohort.patients if one.visits), SESSIONS, "10+"),
        follow_up=told.bands(spans, FOLLOW_UP, "1096+"),
        followed=any(spans),
        baselines=_baselines(cohort.patients),
        attributes=_attributes(cohort, decisions, told),
        events=told.values((event.type, patient) for patient in cohort.patients for event in patient.events),
        profiles=tuple(_profiles(cohort, decisions.assays)),
        segmented=any(visit.drawn for patient in cohort.patients for visit in patient.visits),
        genomic=_genomic(cohort, about),
        oncotree=decisions.oncotree,
    )  # fmt: skip


class _Telling:
    """Which figures of so many people may be told."""

    def __init__(self, people: int, min_count: int) -> None:
        self._people = people
        self._least = min_count

    def values(self, pairs: Iterable[tuple[str, Patient]]) -> tuple[Part, ...]:
        """Return about how many patients have each value, of which one can have several; the most frequent first."""
        having: dict[str, set[str]] = {}
        for value, patient in pairs:
            having.setdefault(value, set()).add(patient.id)
        numbers = self.having(having)
        parts = [Part(value, numbers.get(value)) for value in sorted(having)]
        return tuple(sorted(parts, key=lambda part: -(part.patients or 0)))

    def having(self, having: Mapping[str, set[str]]) -> dict[str, int | None]:
        """Return about how many have each value, of those that may be told."""
        if self._people < self._least:
            return {}
        told = told_values(having, self._people, self._least)
        return {value: rounded(size, self._least) for value, size in told.items()}

    def bands(self, numbers: Iterable[int], bands: Sequence[tuple[int, str]], beyond: str) -> tuple[Part, ...]:
        """Return about how many patients have a number in each band, in their order."""
        found = Counter(next((name for most, name in bands if number <= most), beyond) for number in numbers)
        if self._people < self._least:
            return ()
        told = told_bands(found, self._people, self._least)
        return tuple(Part(name, told[name]) for name in (*(name for _, name in bands), beyond) if name in told)


def _sessions(patients: Sequence[Patient], min_count: int) -> int | None:
    """Return the exact number of sessions, unless it tells of few people (privacy.counts.behind)."""
    figure = sum(len(patient.visits) for patient in patients)
    having = [patient.id for patient in patients if patient.visits]
    everyone = [patient.id for patient in patients]
    if 0 < len(everyone) < min_count or few(behind(figure, having, everyone, min_count), min_count):
        return None
    return figure


def _baselines(patients: Iterable[Patient]) -> tuple[str, ...]:
    found = Counter(patient.baseline for patient in patients)
    return tuple(sorted(found, key=lambda name: (-found[name], name)))


def _attributes(cohort: Cohort, decisions: Decisions, told: _Telling) -> tuple[AttributeTold, ...]:
    """Return the attributes that somebody has, sex and age first, then in the order of the harmonisation file."""
    having: dict[str, set[str]] = {}
    for patient in cohort.patients:
        for name in _ids(patient):
            having.setdefault(name, set()).add(patient.id)
    numbers = told.having(having)
    named = {one.attribute.id: one.attribute for one in decisions.fields
             if one.decide is Decide.EXPORT and one.attribute is not None}  # fmt: skip
    named = {"SEX": SEX, "AGE": AGE} | named
    return tuple(
        AttributeTold(one.id, one.name, one.level.value, one.datatype.value, numbers.get(one.id), one.unit)
        for one in named.values()
        if one.id in having
    )


def _ids(patient: Patient) -> set[str]:
    found = {*patient.values, *(name for sample in patient.samples for name in sample.values)}
    found |= {name for visit in patient.visits for name in visit.values}
    return found | ({"SEX"} if patient.sex else set()) | ({"AGE"} if patient.age else set())


def _profiles(cohort: Cohort, assays: Iterable[AssayDecision]) -> Iterable[ProfileTold]:
    for assay in assays:
        entities = {entity for patient in cohort.patients for sample in patient.samples
                    for entity in sample.measures.get(assay.profile, ())}  # fmt: skip
        if entities:
            yield ProfileTold(assay.profile, assay.name or assay.profile, assay.assay, len(entities))


def _genomic(cohort: Cohort, about: AboutStudy) -> Literal["", "tcga", "table"]:
    if about.samples == "table":
        return "table"
    ids = [patient.id for patient in cohort.patients]
    return "tcga" if about.ids == "label" and ids and all(one.startswith(_BARCODE) for one in ids) else ""
