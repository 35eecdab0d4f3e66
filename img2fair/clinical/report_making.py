"""A harmonisation report from what came of a cohort; pure: same input, same report."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from img2fair.clinical.cohort import Cohort, Patient
from img2fair.clinical.decisions import Decide, Decisions, Kind
from img2fair.clinical.hiding import number, parts, share
from img2fair.clinical.oncotree import Candidate
from img2fair.clinical.open_decisions import open_decisions, worded
from img2fair.clinical.outcome import Came, FieldSeen, FieldTold
from img2fair.clinical.report import (
    CORE,
    STAGES,
    AttributeRow,
    Decision,
    Diagnosis,
    HarmonisationReport,
    Hidden,
    Imaging,
    Match,
    Novelty,
    Number,
    Proposed,
    Share,
    Since,
    SmallCells,
    ValueRow,
    Verdict,
)
from img2fair.clinical.undecided import undecided
from img2fair.findings import Finding, Severity

FIRST = 5
"""So many decisions are told at the top."""
BAND = 10
"""Years of an age band in combinations that tell a person apart."""
ONCOTREE, STATUS = "ONCOTREE_CODE", "OS_STATUS"


def _nothing(_term: str) -> Sequence[Candidate]:
    return ()


def _unasked(_code: str) -> bool | None:
    return None


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report tells beside the cohort and the decisions.

    :param study: the study's id; ``least`` the fewest patients that a number tells of.
    :param seen: the source fields of the project, for how many patients have one that is not decided.
    :param given: attributes that the export gives every patient by itself, such as those of a single cancer type.
    :param propose: OncoTree candidates of a source term, best first; ``known``: whether the portal knows a code.
    :param standard: ids that others use; ``matches``: public studies with the same ids.
    :param viewer: whether a viewer is configured; ``unlinked``: sessions without a link to it.
    :param made_of: digests and versions by name, with ``snapshot`` and ``mapping`` among them.
    """

    study: str
    least: int = 5
    findings: tuple[Finding, ...] = ()
    seen: tuple[FieldSeen, ...] = ()
    given: Collection[str] = ()
    propose: Callable[[str], Sequence[Candidate]] = _nothing
    known: Callable[[str], bool | None] = _unasked
    standard: Collection[str] = ()
    matches: tuple[Match, ...] = ()
    viewer: bool = False
    unlinked: int = 0
    made_of: Mapping[str, str] = field(default_factory=dict)


def make_report(
    cohort: Cohort, decisions: Decisions, beside: Beside, before: HarmonisationReport | None = None
) -> HarmonisationReport:
    """Return the report of a harmonisation.

    :param before: that of the last time, for what has changed.
    """
    least = beside.least
    people = len(cohort.patients)
    if any(one.attribute == ONCOTREE and one.decide is Decide.EXPORT for one in cohort.fields):
        beside = replace(beside, given=())  # who has no code of the file's is not told to have the study's
    untimed = sum(patient.dies_untimed for patient in cohort.patients)
    open_ = open_decisions(cohort, decisions, beside.seen, beside.findings, least)
    made = HarmonisationReport(
        project=decisions.project,
        study=beside.study,
        verdict=_verdict(open_),
        patients=number(people, least),
        least=least,
        file=PurePath(decisions.file).name,
        oncotree=decisions.oncotree,
        first=open_[:FIRST],
        open=len(open_),
        attributes=(
            *(_row(told, beside, untimed) for told in cohort.fields),
            *_unnamed(cohort.fields, decisions, beside),
        ),
        core=tuple((name, _having(name, cohort.patients, beside)) for name in CORE),
        conflicts={kind.value: number(many, least) for kind, many in sorted(cohort.conflicts.items()) if many},
        diagnoses=tuple(_diagnoses(cohort.fields, beside)),
        matches=beside.matches,
        ledger=_told(cohort.ledger.actions, least),
        left_out=_told(cohort.left_out, least),
        small=_small(cohort, least),
        imaging=_imaging(cohort, beside),
        findings=tuple(worded(one) for one in beside.findings if one.severity is not Severity.VIOLATION),
        made_of=dict(sorted(beside.made_of.items())),
    )
    return _compared(made, before)


def _verdict(open_: Collection[Decision]) -> Verdict:
    if any(one.stops for one in open_):
        return Verdict.BLOCKED
    return Verdict.GAPS if open_ else Verdict.READY


def _told(counts: Mapping[str, int], least: int) -> dict[str, Number]:
    return {name: number(many, least) for name, many in sorted(counts.items()) if many}


def _row(told: FieldTold, beside: Beside, untimed: int) -> AttributeRow:
    """Return what came of a field.

    :param untimed: the deceased of whom nobody says when: the study leaves their status out.
    """
    least = beside.least
    left_out = untimed if told.attribute == STATUS and told.decide is Decide.EXPORT else 0
    came = [kind for kind in Came if told.came.get(kind)]
    numbers = parts([told.came[kind] for kind in came], least)
    return AttributeRow(
        path=told.path,
        decide=told.decide.value,
        attribute=told.attribute,
        level=told.level,
        datatype=told.datatype,
        unit=told.unit,
        kind=told.kind,
        novelty=_novelty(told, beside.standard),
        filled=share(told.filled, told.of, least),
        distinct=told.distinct,
        patients=share(max(0, told.patients - left_out), told.of, least, within=told.filled),
        came=dict(zip(came, numbers, strict=True)),
        values=tuple(_values(told, least)),
        conflicts=number(told.conflicts, least),
        line=told.line,
    )


def _unnamed(fields: Sequence[FieldTold], decisions: Decisions, beside: Beside) -> Iterator[AttributeRow]:
    """Yield the fields of the project that the harmonisation file does not name, and nothing takes up."""
    named = {one.path for one in fields}
    open_ = {one.path for one in undecided(decisions, beside.seen) if one.is_field} - named
    for one in beside.seen:
        if one.path in open_:
            filled = share(one.filled, one.of, beside.least)
            yield AttributeRow(one.path, Decide.UNDECIDED.value, filled=filled, distinct=one.distinct)


def _novelty(told: FieldTold, standard: Collection[str]) -> Novelty | None:
    if told.decide is not Decide.EXPORT or not told.attribute:
        return None
    if told.attribute not in standard:
        return Novelty.NEW
    source = told.path.rpartition(".")[2].rpartition("/")[2]
    same = _letters(source) == _letters(told.attribute)
    return Novelty.STANDARD if same else Novelty.RENAMED


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _values(told: FieldTold, least: int) -> Iterator[ValueRow]:
    """Yield the values; numbers of those of which the same came add up to one that is told."""
    rows: list[tuple[int, ValueRow]] = []
    for came in Came:
        group = [(place, one) for place, one in enumerate(told.values) if one.came is came]
        numbers = parts([one.patients for _, one in group], least)
        for (place, one), many in zip(group, numbers, strict=True):
            shown = one.source if many is not Hidden.FEW else ""
            rows.append((place, ValueRow(shown, one.target, one.came, many)))
    yield from (row for _, row in sorted(rows, key=lambda row: row[0]))


def _having(name: str, patients: Sequence[Patient], beside: Beside) -> Share:
    wanted = {"STAGE_OR_GRADE": set(STAGES), "CANCER_TYPE": {"CANCER_TYPE", ONCOTREE},
              "CANCER_TYPE_DETAILED": {"CANCER_TYPE_DETAILED", ONCOTREE}}.get(name, {name})  # fmt: skip
    given = bool(wanted.intersection(beside.given))
    having = sum(given or bool(wanted & _ids(patient)) for patient in patients)
    return share(having, len(patients), beside.least)


def _ids(patient: Patient) -> set[str]:
    return {name for name, _ in _cells(patient)} | ({"AGE"} if patient.age else set())


def _diagnoses(fields: Sequence[FieldTold], beside: Beside) -> Iterator[Diagnosis]:
    for told in fields:
        if told.kind != Kind.ONCOTREE.value and told.attribute != ONCOTREE:
            continue
        for row in _values(told, beside.least):
            decided = row.target or ""
            found = tuple(_proposed(one, beside) for one in beside.propose(row.source)) if row.source else ()
            yield Diagnosis(row.source, row.patients, decided, found, beside.known(decided) if decided else None)


def _proposed(one: Candidate, beside: Beside) -> Proposed:
    known = beside.known(one.code)
    return Proposed(one.code, one.name, one.match.value, one.version, one.note, one.ambiguous, known)


def _small(cohort: Cohort, least: int) -> SmallCells:
    names = {
        told.attribute
        for told in cohort.fields
        if told.decide is Decide.EXPORT and told.attribute and told.datatype != "NUMBER"
    }
    told = (_cells(one) | {cell for event in one.events for cell in event.cells.items()} for one in cohort.patients)
    cells = Counter(cell for patient in told for cell in patient if cell[0] in names)
    few = Counter(name for (name, _), many in cells.items() if many < least)
    alike = Counter((patient.sex, _band(patient.age), _diagnosis(patient)) for patient in cohort.patients)
    return SmallCells(tuple(sorted(few.items())), sum(many < least for many in alike.values()))


def _cells(patient: Patient) -> set[tuple[str, str]]:
    """Return attribute and value of all that the study tells of a patient, each once however many samples have it."""
    own = {("SEX", patient.sex)} if patient.sex else set()
    samples = (one.values for one in patient.samples)
    told = own | {cell for values in (patient.values, *samples) for cell in values.items()}
    return {cell for cell in told if cell[0] != STATUS} if patient.dies_untimed else told


def _band(age: str | None) -> int | None:
    digits = "".join(letter for letter in age or "" if letter.isdecimal())
    return int(digits) // BAND if digits else None


def _diagnosis(patient: Patient) -> str:
    return "/".join(sorted({sample.values.get(ONCOTREE, "") for sample in patient.samples} - {""}))


def _imaging(cohort: Cohort, beside: Beside) -> Imaging:
    least = beside.least
    left = Counter(cohort.left_out)
    return Imaging(
        sessions=number(sum(len(patient.visits) for patient in cohort.patients), least),
        viewer=beside.viewer,
        unlinked=number(beside.unlinked, least),
        without_sessions=number(sum(not patient.visits for patient in cohort.patients), least),
        unmapped=number(left["modality"], least),
        undated=number(left["undated"], least),
        strangers=number(left["strangers"], least),
    )


def _compared(now: HarmonisationReport, before: HarmonisationReport | None) -> HarmonisationReport:
    """Return a report with what has changed since the one before."""
    if before is None:
        return now
    mine, theirs = _exported(now), _exported(before)
    open_now, open_then = _undecided(now), _undecided(before)
    since = Since(
        gained=tuple(sorted(mine - theirs)),
        lost=tuple(sorted(theirs - mine)),
        decided=tuple(sorted(open_then - open_now)),
        opened=tuple(sorted(open_now - open_then)),
        patients=(before.patients, now.patients),
        verdict=(before.verdict.value, now.verdict.value),
        same_snapshot=_same("snapshot", now, before),
        same_mapping=_same("mapping", now, before),
    )
    return replace(now, since=since)


def _exported(report: HarmonisationReport) -> set[str]:
    return {row.attribute for row in report.attributes if row.decide == Decide.EXPORT.value and row.attribute}


def _undecided(report: HarmonisationReport) -> set[str]:
    return {row.path for row in report.attributes if row.decide == Decide.UNDECIDED.value}


def _same(name: str, now: HarmonisationReport, before: HarmonisationReport) -> bool:
    return now.made_of.get(name, "") == before.made_of.get(name, "?")
