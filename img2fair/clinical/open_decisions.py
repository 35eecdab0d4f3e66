"""What a steward has still to decide or mend, by the patients that it is about."""

from collections.abc import Iterator, Sequence

from img2fair.clinical.cohort import Cohort
from img2fair.clinical.decisions import Decide, Decisions, Kind
from img2fair.clinical.hiding import number
from img2fair.clinical.outcome import Came, FieldSeen, FieldTold
from img2fair.clinical.report import Decision, Matter
from img2fair.clinical.undecided import Open, undecided
from img2fair.findings import Finding, Severity

NAMED = 6
"""So many values are named in one decision."""
_Counted = tuple[Decision, int]
"""A decision, and exactly how many patients it is about, by which it is put in order."""


def open_decisions(
    cohort: Cohort, decisions: Decisions, seen: Sequence[FieldSeen], findings: Sequence[Finding], least: int
) -> tuple[Decision, ...]:
    """Return what is open: first what stops the export, then by patients, most first.

    :param seen: the source fields of the project, for how many patients have one that is not decided.
    :param findings: those of the study; only violations are to be decided on.
    """
    nobody = undecided(decisions, seen)
    found: list[_Counted] = [(worded(one, stops=True), 0) for one in findings if one.severity is Severity.VIOLATION]
    found += _undecided(nobody, cohort.fields, seen, least)
    for told in cohort.fields:
        found += _of_field(told, [one for one in nobody if one.path == told.path and not one.is_field], least)
    for kind, many in cohort.conflicts.items():
        if many:
            found.append((Decision(Matter.CONFLICT, what=(kind.value,), patients=number(many, least)), many))
    found.sort(key=lambda one: (not one[0].stops, -one[1], one[0].matter.value, one[0].path, one[0].what))
    return tuple(decision for decision, _ in found)


def worded(finding: Finding, *, stops: bool = False) -> Decision:
    """Return a finding as a decision in its own words."""
    said, cure = (finding.said("en"), finding.said("nl")), (finding.cured("en"), finding.cured("nl"))
    return Decision(Matter.FINDING, said=said, cure=cure, code=finding.code, stops=stops)


def _undecided(
    nobody: Sequence[Open], fields: Sequence[FieldTold], seen: Sequence[FieldSeen], least: int
) -> Iterator[_Counted]:
    """Yield the fields and assays without a decision."""
    filled = {one.path: one.filled for one in fields} | {one.path: one.filled for one in seen}
    lines = {one.path: one.line for one in nobody if one.is_field}
    lines |= {one.path: one.line for one in fields if one.decide is Decide.UNDECIDED}
    for path in sorted(lines):
        many = filled.get(path, 0)
        yield Decision(Matter.FIELD, path, patients=number(many, least), line=lines[path], stops=True), many


def _of_field(told: FieldTold, without: Sequence[Open], least: int) -> Iterator[_Counted]:
    """Yield what is lost of a field's values.

    :param without: its values without a target, which stop the export.
    """
    if told.decide is not Decide.EXPORT:
        return
    unmapped = Matter.DIAGNOSIS if told.kind == Kind.ONCOTREE.value else Matter.VALUE
    matters = ((unmapped, Came.UNMAPPED), (Matter.RANGE, Came.OUT_OF_RANGE), (Matter.UNREADABLE, Came.UNREADABLE))
    for matter, came in matters:
        many = told.came.get(came, 0)
        stops = bool(without) and came is not Came.OUT_OF_RANGE
        if many or (stops and matter is unmapped and Came.UNREADABLE not in told.came):
            shown = [one.source for one in told.values if one.came is came and (one.patients or 0) >= least]
            what = tuple(source for source in shown if source)[:NAMED]
            yield Decision(matter, told.path, what, number(many, least), told.line, stops=stops), many
    if told.conflicts:
        yield Decision(Matter.SEVERAL, told.path, (), number(told.conflicts, least), told.line), told.conflicts
