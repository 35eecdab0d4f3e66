"""What becomes of each record at a target: records and report against what the target holds (design.md D5, D6).

The target is the state: each record carries a catalog record (``#record``) with its key, its first publication, its
last change and a digest of what we own. So the same input gives an empty plan, and an edit by somebody else is told
from ours.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, Triple

from img2fair import rdf
from img2fair.errors import SafetyStop, UsageFault
from img2fair.farewell import PRIVATE, Evidence, Farewell, break_circuit, farewells
from img2fair.model import WRITTEN, Action, Change, Edit, Observed, Plan, Published, Record, State, Stranger
from img2fair.plan.adoption import ADOPTED, Adoptions, adoptions
from img2fair.plan.binding import actual, bound_to
from img2fair.plan.catalog_record import catalog_record
from img2fair.plan.copies import copies
from img2fair.plan.edits import Written, edit_of

HELD_BACK = "held back: "
"""How the reason of a change begins that waits because of a safety stop."""
_VANISHES = f"{HELD_BACK}it would be withdrawn"

EDITED = "somebody else edited it at the target"
MOVED = "it belongs to another record now"
OVERWRITTEN = "somebody else edited it at the target; it is written over, as was told"

_ORDER = (
    Action.WITHDRAW,
    Action.UPDATE,
    Action.ADOPT,
    Action.FINISH,
    Action.CREATE,
    Action.KEEP_THEIRS,
    Action.BLOCKED,
    Action.UNKNOWN,
    Action.LEFT_OUT,
    Action.UNCHANGED,
)
"""Withdrawals come first and creations last, so that a crash can only leave less public than wanted, never more."""


def _nothing_written(key: str) -> None:  # noqa: ARG001 - nobody remembers what was written
    return None


@dataclass(frozen=True, slots=True)
class Choices:
    """What an operator says of one run, beyond the config.

    ``ours`` are keys and project ids of records whose edits at the target are written over (``all``: every one);
    ``withdrawals`` the number of datasets that may vanish though nobody said that they are private; ``written`` tells
    what was last written of a record from here.
    """

    ours: frozenset[str] = frozenset()
    withdrawals: int | None = None
    written: Written = _nothing_written

    def overwrites(self, record: Record) -> bool:
        """Tell whether an edit of this record is to be written over."""
        return bool(self.ours & {"all", record.key, record.project or record.key})


NO_CHOICES: Choices = Choices()


def make_plan(
    observed: Observed,
    records: Sequence[Record],
    blocked: Mapping[str, str],
    evidence: Evidence,
    now: str,
    choices: Choices = NO_CHOICES,
) -> Plan:
    """Return what has to change at a target.

    :param records: the desired records, parents before children.
    :param blocked: keys not to be written, with the reason.
    :param now: the time of the plan, ISO 8601 with zone; stands on ``#record`` of what changes.
    :raises SafetyStop: more datasets than a tenth would vanish though nobody said that they are private. Where others
        are private, their withdrawal does not wait: the plan holds that alone, and the next one stops.
    :raises UsageFault: a record is not under the archive's address, so that it could never be withdrawn.
    """
    _refuse_foreign_keys(records, evidence)
    wanting = _Wanting(observed, dict(blocked), adoptions(observed, records, evidence), choices, now)
    changes = [wanting.change(record) for record in records]
    leave = farewells(observed, {record.key: record.parent for record in records}, evidence)
    changes += _unwanted(observed, leave)
    changes += copies(observed, wanting.adopted, changes, evidence)
    try:
        break_circuit(observed, leave, evidence, choices.withdrawals)
    except SafetyStop as stop:
        changes = _private_only(changes, stop)
    taken = [change.at for change in changes if change.at]
    return Plan(observed.target, _ordered(changes), bound_to(observed, evidence.archive, taken), now, evidence.archive)


def _private_only(changes: Sequence[Change], stop: SafetyStop) -> list[Change]:
    """Return the changes with all but the withdrawal of private projects held back.

    :raises SafetyStop: there is none of these.
    """
    if not any(change.reason == PRIVATE for change in changes):
        raise stop
    return [_held_back(change, stop) if change.action.writes and change.reason != PRIVATE else change
            for change in changes]  # fmt: skip


def _held_back(change: Change, stop: SafetyStop) -> Change:
    number = len(stop.vanishing)
    what = _VANISHES if change.action is Action.WITHDRAW else f"{HELD_BACK}{number} datasets would be withdrawn"
    reason = f"{what}; --confirm-withdrawals {number}, if all {number} are to go"
    return replace(change, action=Action.UNKNOWN, reason=reason, nquads="", added=(), removed=(), at="")


def is_held_back(plan: Plan) -> bool:
    """Tell whether a safety stop keeps back a part of a plan."""
    return any(change.reason.startswith(HELD_BACK) for change in plan.changes)


def vanishing(plan: Plan) -> tuple[str, ...]:
    """Return the projects whose datasets a safety stop keeps from being withdrawn by a plan."""
    return tuple(sorted(change.project or change.key for change in plan.changes
                        if change.kind == "dataset" and change.reason.startswith(_VANISHES)))  # fmt: skip


def _refuse_foreign_keys(records: Iterable[Record], evidence: Evidence) -> None:
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


class _Wanting:
    """Decides about the records that are to be there, parents before children."""

    def __init__(
        self, observed: Observed, blocked: dict[str, str], adopted: Adoptions, choices: Choices, now: str
    ) -> None:
        self.observed = observed
        self.adopted = adopted
        self._blocked = blocked
        self._choices = choices
        self._now = now
        self._standing = {key for key, held in observed.records.items() if held.state is State.PUBLISHED}

    def change(self, record: Record) -> Change:
        """Return the change for a record that is to be there."""
        if record.kind == "distribution" and record.parent in self._blocked:
            self._blocked.setdefault(record.key, "the dataset it belongs to is blocked")
        held, desired = self.observed.records.get(record.key), set(record.triples)
        digest = rdf.digest(desired)
        stranger = self.adopted.taken.get(record.key)
        action, reason = self._elsewhere(record) or self._verdict(record, held, digest, stranger)
        if action in WRITTEN or record.kind in self.observed.given:
            self._standing.add(record.key)
        change = Change(
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
            observed_digest=actual(held) if held else rdf.digest(stranger.triples) if stranger else "",
            at=stranger.at if stranger and action is Action.ADOPT else "",
        )
        return self._filled(change, record, held, digest, desired, stranger)

    def _filled(
        self, change: Change, record: Record, held: Published | None, digest: str, desired: set[Triple],
        stranger: Stranger | None,
    ) -> Change:  # fmt: skip
        """Return the change with what is to be written, and with what people want to see of it."""
        if change.action is Action.UNCHANGED:
            return change
        there = _there(record, held, stranger)
        change = replace(
            change,
            added=tuple(rdf.canonical(desired - there)),
            removed=tuple(rdf.canonical(there - desired)),
            edit=self._edit(change, held, desired),
        )
        if change.action not in WRITTEN:
            return change
        whole = [*record.triples, *catalog_record(record, digest, held.issued if held else self._now, self._now)]
        files = {f"{record.slug}/{name}": text for name, text in record.files.items()}
        return replace(change, nquads=rdf.to_text(whole, "nquads"), files=files)

    def _edit(self, change: Change, held: Published | None, desired: Collection[Triple]) -> Edit | None:
        edited = held is not None and change.reason in (EDITED, OVERWRITTEN)
        return edit_of(held, desired, self._choices.written) if held is not None and edited else None

    def _elsewhere(self, record: Record) -> tuple[Action, str] | None:
        """Decide about a record that this target has in its own way, or not at all."""
        if record.kind in self.observed.lacks:
            return Action.LEFT_OUT, f"this target takes no {record.kind}"
        if record.kind in self.observed.given and record.key not in self.observed.records:
            return Action.UNCHANGED, "the one that the config names is used as it is"
        return None

    def _verdict(
        self, record: Record, held: Published | None, digest: str, stranger: Stranger | None
    ) -> tuple[Action, str]:
        """Decide what is to be done with a record that is to be there, and why."""
        if record.key in self._blocked:
            return Action.BLOCKED, self._blocked[record.key]
        if record.parent and record.parent not in self._standing:
            return Action.BLOCKED, "the record above it is not published"
        if held is None:
            return (Action.ADOPT, ADOPTED) if stranger else (Action.CREATE, "new in the archive")
        told = self._choices.overwrites(record)
        if held.state is State.WITHDRAWN and (told or not held.triples or actual(held) == held.digest):
            return Action.CREATE, "it may be shown again; it keeps its address"
        if actual(held) not in (held.digest, digest):
            return (Action.UPDATE, OVERWRITTEN) if told else (Action.KEEP_THEIRS, EDITED)
        return _next_step(record, held, digest)


def _next_step(record: Record, held: Published, digest: str) -> tuple[Action, str]:
    """Decide about a record that nobody but us has edited."""
    if held.state is State.DRAFT:
        return Action.FINISH, "half made: it was created and not published"
    if held.parent != record.parent:
        return Action.UPDATE, MOVED
    if held.digest == digest:
        return Action.UNCHANGED, ""
    return Action.UPDATE, "the archive, the mapping or the config changed"


def _there(record: Record, held: Published | None, stranger: Stranger | None) -> set[Triple]:
    """Return what the target shows of a record now, in internal IRIs."""
    if held is not None:
        return set(held.triples) if held.state is not State.WITHDRAWN else set()
    return {rdf.with_node(triple, stranger.at, record.iri) for triple in stranger.triples} if stranger else set()


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
            observed_digest=actual(held),
        )
        for key, held in shown
        if held.parent not in leaving
    ]


def _title(record: Record) -> str:
    titles = (t.object for t in record.triples if t.subject == record.iri and t.predicate == rdf.iri("dct:title"))
    return next((title.value for title in titles if isinstance(title, Literal)), "")
