"""What is to change at a target: records and report against what the target holds (design.md D5, D6).

The target is the state: each record carries a catalog record (``#record``) with its key, its first publication, its
last change and a digest of what we own. So the same input gives an empty plan, and an edit by somebody else is told
from ours.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pyoxigraph import Literal, NamedNode, Triple

from img2fair import __version__, rdf
from img2fair.errors import SafetyStop, UsageFault
from img2fair.files import write_text
from img2fair.findings import Report
from img2fair.model import Action, Change, Header, Observed, Plan, Published, Receipt, Record, State

_PLANS: TypeAdapter[tuple[Plan, ...]] = TypeAdapter(tuple[Plan, ...])
_RECEIPTS: TypeAdapter[tuple[Receipt, ...]] = TypeAdapter(tuple[Receipt, ...])

_ORDER = (
    Action.WITHDRAW,
    Action.UPDATE,
    Action.CREATE,
    Action.KEEP_THEIRS,
    Action.BLOCKED,
    Action.UNKNOWN,
    Action.UNCHANGED,
)
"""Withdrawals come first and creations last, so that a crash can only leave less public than wanted, never more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a harvest can testify of projects that have no record.

    ``archive`` is the base of the keys it can speak for; ``private`` are ids the archive said to be private;
    ``unclear`` ids it failed to say anything sure about; ``read`` ids it read; ``whole`` that everything it wanted was
    read, without a limit, so that an id that is nowhere is gone.
    """

    archive: str
    private: frozenset[str]
    unclear: frozenset[str]
    read: frozenset[str]
    whole: bool

    @classmethod
    def of(cls, header: Header, read: Iterable[str]) -> "Evidence":
        """Return the evidence of a harvest."""
        return cls(
            archive=header.archive,
            private=frozenset(w.project for w in header.withheld if w.visibility.value == "private"),
            unclear=frozenset(
                [w.project for w in header.withheld if w.visibility.value != "private"]
                + [unread.project for unread in header.unread if unread.part == ""]
            ),
            read=frozenset(read),
            whole=header.complete and not header.only,
        )


def blocked_keys(report: Report, block_on: str) -> dict[str, str]:
    """Return the keys of records that findings keep from being written, each with the first of them."""
    blocked: dict[str, str] = {}
    for key in dict.fromkeys(finding.key for finding in report.findings):
        bad = [f for f in report.of(key) if block_on != "never" and f.severity.rank <= _rank(block_on)]
        if bad:
            more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
            blocked[key] = f"{bad[0].code}: {bad[0].message}{more}"
    return blocked


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
    :raises SafetyStop: more records than a tenth would vanish because their projects are gone.
    """
    changes: list[Change] = []
    standing = {key for key, held in observed.records.items() if held.state is State.PUBLISHED}
    for record in records:
        change = _wanted(record, observed.records.get(record.key), blocked, standing, now)
        if change.action in (Action.CREATE, Action.UPDATE):
            standing.add(record.key)
        changes.append(change)
    changes.extend(_unwanted(observed, {record.key for record in records}, evidence))
    _break_circuit(changes, observed)
    ordered = sorted(changes, key=lambda change: _ORDER.index(change.action))
    return Plan(observed.target, tuple(ordered), observed.digest, now)


def _wanted(record: Record, held: Published | None, blocked: Mapping[str, str], standing: set[str], now: str) -> Change:
    """Return the change for a record that is to be there."""
    desired = set(record.triples)
    digest = rdf.digest(desired)
    theirs = set(held.triples) if held and held.state is State.PUBLISHED else set()
    action, reason = _verdict(record, held, digest, blocked, standing)
    writes = action in (Action.CREATE, Action.UPDATE)
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
    )


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
    if rdf.digest(held.triples) != held.digest:
        return Action.KEEP_THEIRS, "somebody else edited it at the target"
    if held.digest == digest:
        return Action.UNCHANGED, ""
    return Action.UPDATE, "the archive, the mapping or the config changed"


def _unwanted(observed: Observed, desired: set[str], evidence: Evidence) -> list[Change]:
    """Return the changes for records shown and not wanted; a parent's withdrawal takes its children."""
    changes: list[Change] = []
    leaving: set[str | None] = set()
    for key, held in observed.records.items():
        ours = key.startswith(evidence.archive)
        if not ours or key in desired or held.state is State.WITHDRAWN or held.parent in leaving:
            continue
        action, reason = _farewell(held, evidence)
        if action is Action.WITHDRAW:
            leaving.add(key)
        changes.append(
            Change(
                key,
                held.kind,
                action,
                reason,
                slug=held.slug,
                project=held.project,
                parent=held.parent,
                observed_digest=held.digest,
            )
        )
    return [change for change in changes if change.parent not in leaving]


def _farewell(held: Published, evidence: Evidence) -> tuple[Action, str]:
    """Decide about a record nobody wants: not seen is not gone."""
    if held.project in evidence.private:
        return Action.WITHDRAW, "the archive says that the project is private"
    if held.project in evidence.unclear:
        return Action.UNKNOWN, "the archive could not be read for this project; it is left as it is"
    if held.project in evidence.read or (held.project is None and evidence.whole):
        return Action.WITHDRAW, "the mapping no longer makes it from what the archive holds"
    if evidence.whole:
        return Action.WITHDRAW, GONE
    return Action.UNKNOWN, "this harvest did not cover the project; it is left as it is"


GONE = "the archive no longer shows the project"


def _break_circuit(changes: Sequence[Change], observed: Observed) -> None:
    gone = [change for change in changes if change.action is Action.WITHDRAW and change.reason == GONE]
    shown = sum(held.kind == "dataset" and held.state is State.PUBLISHED for held in observed.records.values())
    limit = max(1, shown // 10)
    if len(gone) > limit:
        raise SafetyStop(
            f"{len(gone)} of {shown} datasets would be withdrawn because the archive no longer shows their projects",
            where=f"target '{observed.target}'; the limit is {limit}",
            cure="check the archive and the account's rights; withdraw single ones with: img2fair withdraw ID",
        )


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


def _rank(block_on: str) -> int:
    return {"violation": 0, "warning": 1, "info": 2}[block_on]


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
