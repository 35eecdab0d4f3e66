"""What is to change at a target: records and report against what the target holds (design.md D5, D6).

The target is the state: each record carries a catalog record (``#record``) with its key, its first publication, its
last change and a digest of what we own. So the same input gives an empty plan, and an edit by somebody else is told
from ours.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pyoxigraph import Literal, NamedNode, Triple

from img2fair import __version__, rdf
from img2fair.errors import SafetyStop, UsageFault
from img2fair.farewell import PRIVATE, Farewell, break_circuit, farewells
from img2fair.farewell import Evidence as Evidence
from img2fair.files import write_text
from img2fair.findings import Finding, Report
from img2fair.model import Action, Change, Observed, Plan, Published, Receipt, Record, State

_PLANS: TypeAdapter[tuple[Plan, ...]] = TypeAdapter(tuple[Plan, ...])
_RECEIPTS: TypeAdapter[tuple[Receipt, ...]] = TypeAdapter(tuple[Receipt, ...])

HELD_BACK = "held back: "
"""How the reason of a change begins that waits because of a safety stop."""

_ORDER = (
    Action.WITHDRAW,
    Action.UPDATE,
    Action.FINISH,
    Action.CREATE,
    Action.KEEP_THEIRS,
    Action.BLOCKED,
    Action.UNKNOWN,
    Action.LEFT_OUT,
    Action.UNCHANGED,
)
"""Withdrawals come first and creations last, so that a crash can only leave less public than wanted, never more."""


WRITTEN = (Action.CREATE, Action.FINISH, Action.UPDATE)
"""What leaves a record at the target as it is wanted."""


def blocked_keys(report: Report, block_on: str) -> dict[str, str]:
    """Return the keys of records that findings keep from being written, each with the first of them, privacy's first.

    What the privacy gate kept in keeps its record back whatever ``block_on`` says.
    """
    found: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=lambda finding: not finding.keeps_in()):
        if finding.keeps_in() or finding.severity.rank <= _rank(block_on):
            found.setdefault(finding.key, []).append(finding)
    return {key: f"{bad[0].code}: {bad[0].message}{_more(bad)}" for key, bad in found.items()}


def make_plan(
    observed: Observed,
    records: Sequence[Record],
    blocked: Mapping[str, str],
    evidence: Evidence,
    now: str,
) -> Plan:
    """Return what has to change at a target.

    :param records: the desired records, parents before children.
    :param blocked: keys not to be written, with the reason.
    :param now: the time of the plan, ISO 8601 with zone; stands on ``#record`` of what changes.
    :raises SafetyStop: more datasets than a tenth would vanish though nobody said that they are private. Where others
        are private, their withdrawal does not wait: the plan holds that alone, and the next one stops.
    :raises UsageFault: a record is not under the archive's address, so that it could never be withdrawn.
    """
    _refuse_strangers(records, evidence)
    changes: list[Change] = []
    standing = {key for key, held in observed.records.items() if held.state is State.PUBLISHED}
    held_back = dict(blocked)
    for record in records:
        if record.kind == "distribution" and record.parent in held_back:
            held_back.setdefault(record.key, "the dataset it belongs to is blocked")
        change = _wanted(record, observed, held_back, standing, now)
        if change.action in WRITTEN or record.kind in observed.given:
            standing.add(record.key)
        changes.append(change)
    leave = farewells(observed, {record.key: record.parent for record in records}, evidence)
    changes += _unwanted(observed, leave)
    try:
        break_circuit(observed, leave, evidence)
    except SafetyStop as stop:
        changes = _private_only(changes, stop)
    return Plan(observed.target, _ordered(changes), observed.digest, now)


def _private_only(changes: Sequence[Change], stop: SafetyStop) -> list[Change]:
    """Return the changes with all but the withdrawal of private projects held back.

    :raises SafetyStop: there is none of these.
    """
    if not any(change.reason == PRIVATE for change in changes):
        raise stop
    return [_held_back(change, stop) if change.action.writes and change.reason != PRIVATE else change
            for change in changes]  # fmt: skip


def _held_back(change: Change, stop: SafetyStop) -> Change:
    reason = f"{HELD_BACK}{stop.what}"
    return replace(change, action=Action.UNKNOWN, reason=reason, nquads="", added=(), removed=())


def _refuse_strangers(records: Iterable[Record], evidence: Evidence) -> None:
    strange = next((record.key for record in records if not evidence.covers(record.key)), None)
    if strange is not None:
        raise UsageFault(
            f"the IRI of a record is not under the archive's, {evidence.archive}, so it could never be withdrawn",
            where=strange,
            cure="let 'iri' in the mapping begin with {{ site.url }}",
        )


def _ordered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes in the order of work; an update of what moved below a new record waits for that record."""
    late = {change.key for change in changes if change.action is Action.CREATE}
    for change in changes:
        late |= {change.key} if change.action is Action.UPDATE and change.parent in late else set()

    def place(change: Change) -> int:
        return _ORDER.index(Action.CREATE if change.key in late else change.action)

    return tuple(sorted(changes, key=place))


def _wanted(record: Record, observed: Observed, blocked: Mapping[str, str], standing: set[str], now: str) -> Change:
    """Return the change for a record that is to be there."""
    held = observed.records.get(record.key)
    desired = set(record.triples)
    digest = rdf.digest(desired)
    theirs = set(held.triples) if held and held.state is not State.WITHDRAWN else set()
    action, reason = _elsewhere(record, observed) or _verdict(record, held, digest, blocked, standing)
    writes = action in WRITTEN
    first = held.issued if held else now
    return Change(
        key=record.key,
        kind=record.kind,
        action=action,
        reason=reason,
        slug=held.slug if held else record.slug,
        project=record.project,
        parent=record.parent,
        relation=record.relation.value if record.relation else None,
        title=_title(record),
        visibility=record.visibility.value,
        nquads=rdf.to_text([*record.triples, *_record_node(record, digest, first, now)], "nquads") if writes else "",
        added=tuple(rdf.canonical(desired - theirs)) if action is not Action.UNCHANGED else (),
        removed=tuple(rdf.canonical(theirs - desired)) if action is not Action.UNCHANGED else (),
        observed_digest=held.digest if held else "",
        files={f"{record.slug}/{name}": text for name, text in record.files.items()} if writes else {},
    )


def _elsewhere(record: Record, observed: Observed) -> tuple[Action, str] | None:
    """Decide about a record that this target has in its own way, or not at all."""
    if record.kind in observed.lacks:
        return Action.LEFT_OUT, f"this target takes no {record.kind}"
    if record.kind in observed.given and record.key not in observed.records:
        return Action.UNCHANGED, "the one that the config names is used as it is"
    return None


def _verdict(
    record: Record, held: Published | None, digest: str, blocked: Mapping[str, str], standing: set[str]
) -> tuple[Action, str]:
    """Decide what is to be done with a record that is to be there, and why."""
    if record.key in blocked:
        return Action.BLOCKED, blocked[record.key]
    if record.parent and record.parent not in standing:
        return Action.BLOCKED, "the record above it is not published"
    if held is None:
        return Action.CREATE, "new in the archive"
    if held.state is State.WITHDRAWN:
        return Action.CREATE, "it may be shown again; it keeps its address"
    if rdf.digest(held.triples) not in (held.digest, digest):
        return Action.KEEP_THEIRS, "somebody else edited it at the target"
    if held.state is State.DRAFT:
        return Action.FINISH, "half made: it was created and not published"
    if held.parent != record.parent:
        return Action.UPDATE, "it belongs to another record now"
    if held.digest == digest:
        return Action.UNCHANGED, ""
    return Action.UPDATE, "the archive, the mapping or the config changed"


def _unwanted(observed: Observed, leave: Mapping[str, Farewell]) -> list[Change]:
    """Return the changes for records shown and not wanted; a parent's withdrawal takes its children."""
    leaving = {key for key, (action, _) in leave.items() if action is Action.WITHDRAW}
    shown = [(key, observed.records[key]) for key in leave]
    return [
        Change(
            key,
            held.kind,
            *leave[key],
            slug=held.slug,
            project=held.project,
            parent=held.parent,
            observed_digest=held.digest,
        )
        for key, held in shown
        if held.parent not in leaving
    ]


def _record_node(record: Record, digest: str, first: str, now: str) -> list[Triple]:
    """Return the catalog record of a record: what makes the next plan possible."""
    node, check = NamedNode(f"{record.iri.value}#record"), NamedNode(f"{record.iri.value}#record-digest")
    moment = rdf.iri("xsd:dateTime")
    made = f"img2fair {__version__}, mapping {record.mapping}"
    pairs: list[tuple[str, rdf.Term]] = [
        ("rdf:type", rdf.iri("dcat:CatalogRecord")),
        ("foaf:primaryTopic", record.iri),
        ("dct:identifier", Literal(record.key)),
        ("dct:issued", Literal(first, datatype=moment)),
        ("dct:modified", Literal(now, datatype=moment)),
        ("adms:versionNotes", Literal(made, language="en")),
        ("spdx:checksum", check),
    ]
    checksum: list[tuple[str, rdf.Term]] = [
        ("rdf:type", rdf.iri("spdx:Checksum")),
        ("spdx:algorithm", rdf.iri("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", Literal(digest, datatype=rdf.iri("xsd:hexBinary"))),
    ]
    return [Triple(node, rdf.iri(name), term) for name, term in pairs] + [
        Triple(check, rdf.iri(name), term) for name, term in checksum
    ]


def _title(record: Record) -> str:
    titles = (t.object for t in record.triples if t.subject == record.iri and t.predicate == rdf.iri("dct:title"))
    return next((title.value for title in titles if isinstance(title, Literal)), "")


def _more(bad: Sequence[Finding]) -> str:
    return f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""


def _rank(block_on: str) -> int:
    return {"never": -1, "violation": 0, "warning": 1, "info": 2}[block_on]


def observed_digest(records: Iterable[Published]) -> str:
    """Return what identifies the whole state of a target, so that a plan can be bound to it."""
    lines = sorted(f"{r.key} {r.state} {r.digest} {rdf.digest(r.triples)}" for r in records)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write_plans(path: Path, plans: Sequence[Plan]) -> None:
    """Write the plans for all targets as JSON."""
    write_text(path, _PLANS.dump_json(tuple(plans), indent=1).decode() + "\n")


def read_plans(path: Path) -> tuple[Plan, ...]:
    """Return the plans of a file.

    :raises UsageFault: there is none, or it holds no plans of this version.
    """
    try:
        return _PLANS.validate_json(path.read_bytes())
    except OSError as error:
        raise UsageFault(f"cannot read the plan: {error.strerror}", where=str(path), cure="img2fair plan") from None
    except ValidationError:
        raise UsageFault("not a plan of this version of img2fair", where=str(path), cure="img2fair plan") from None


def write_receipts(path: Path, receipts: Sequence[Receipt]) -> None:
    """Write what came of the plans as JSON."""
    write_text(path, _RECEIPTS.dump_json(tuple(receipts), indent=1).decode() + "\n")
