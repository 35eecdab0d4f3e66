"""What a target holds, what is to change there, and what came of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import Triple


class Action(StrEnum):
    """What is to be done with a record at a target."""

    CREATE = "create"
    ADOPT = "adopt"
    FINISH = "finish"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    KEEP_THEIRS = "keep theirs"
    UNCHANGED = "unchanged"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    LEFT_OUT = "left out"

    @property
    def writes(self) -> bool:
        """Tell whether this action changes the target."""
        return self in WRITTEN or self is Action.WITHDRAW


WRITTEN = (Action.CREATE, Action.ADOPT, Action.FINISH, Action.UPDATE)
"""What leaves a record at the target as it is wanted."""


class State(StrEnum):
    """In what state a target shows a record."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Published:
    """One record as a target holds it, its IRIs translated back to our internal ones.

    ``triples`` are those we own (without ``#record``); ``digest`` is what ``#record`` says we wrote, so that
    ``digest != rdf.digest(triples)`` means somebody else edited it; ``actual`` is that digest of the triples where the
    target has made it already. ``issued`` is the record's first publication.
    """

    key: str
    kind: str
    slug: str
    parent: str | None
    project: str | None
    triples: tuple[Triple, ...]
    digest: str
    issued: str
    modified: str
    state: State = State.PUBLISHED
    actual: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A record in our catalogue that carries no key of ours: another tool or a person made it.

    ``at`` is its IRI at the target, ``parent`` the key of the record above where that is ours, else that one's IRI;
    ``identifiers`` its dct:identifier values; ``issued`` sorts the oldest first; ``triples`` are in the target's IRIs.
    """

    at: str
    kind: str
    parent: str
    title: str
    identifiers: frozenset[str]
    issued: str
    triples: tuple[Triple, ...]
    state: State = State.PUBLISHED


@dataclass(frozen=True, slots=True)
class Observed:
    """What a target holds under our catalogue, by key.

    ``lacks`` are the kinds of records that the target does not take; ``given`` those of which it has its own, which are
    used as they are (the catalogue that a config names); ``strangers`` records there that are not ours (yet).
    """

    target: str
    records: Mapping[str, Published]
    lacks: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    strangers: tuple[Stranger, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody else changed in a record at the target since we wrote it, as N-Triples lines.

    Not ``known`` where what we wrote is no longer known here and differs from what is wanted now.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """What is to happen with one record: complete, so that ``apply`` needs nothing else.

    ``nquads`` is the whole desired record (internal IRIs, ``#record`` included) for create and update, empty
    otherwise; ``observed_digest`` is that of what the record really held. ``added`` and ``removed`` are N-Triples
    lines for people; ``files`` are texts to be shown beside the record, by path. The withdrawal of a record takes its
    children and files with it. ``at`` is the IRI at the target of a record of another tool, to be adopted or withdrawn
    as its duplicate; ``edit`` what somebody else did to the record.
    """

    key: str
    kind: str
    action: Action
    reason: str
    slug: str = ""
    project: str | None = None
    parent: str | None = None
    relation: str | None = None
    title: str = ""
    visibility: str = ""
    nquads: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    observed_digest: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """By what a target will judge what it is sent, asked before anything is.

    :param shapes: its schemas, all together, as N-Triples; ``source``: where they were read.
    :param sent: what it would be sent for each record, by key, in internal IRIs.
    """

    shapes: str
    source: str
    sent: Mapping[str, tuple[Triple, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes for one target and archive, bound to the state they were decided from.

    ``observed_digest`` identifies what the target held, ``config_digest`` the config and mapping, ``snapshot_digest``
    the harvest (empty: not bound to them); ``archive`` is the base of the keys it speaks for, so that plans of several
    archives do not stale each other.
    """

    target: str
    changes: tuple[Change, ...]
    observed_digest: str
    made: str
    archive: str = ""
    config_digest: str = ""
    snapshot_digest: str = ""
    schema: str = "img2fair/plan"
    version: int = 2

    def __repr__(self) -> str:
        return f"<Plan for {self.target}: {_told(self.counts())}>"

    def counts(self) -> dict[str, int]:
        """Return how many records there are for each action."""
        found = Counter(change.action.value for change in self.changes)
        return {action.value: found[action.value] for action in Action}

    def as_json(self, failed: int = 0) -> dict[str, int]:
        """Return the counts as the command line's ``--json`` prints them."""
        counts = {name.replace(" ", "_"): count for name, count in self.counts().items()}
        return {**counts, "failed": failed}

    @property
    def pending(self) -> tuple[Change, ...]:
        """The changes that write."""
        return tuple(change for change in self.changes if change.action.writes)


class Verdict(StrEnum):
    """What came of one change."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that a target's own schemas refuse: the property's IRI, what is wrong, and the value (if it is one)."""

    property: str
    message: str
    value: str | None = None
    severity: str = "violation"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one change, with the target's own answer and what its schemas refused.

    ``reason`` and ``date`` (xsd:dateTime) are those of a withdrawal; ``proof`` is what a guest was told afterwards.
    """

    key: str
    action: Action
    verdict: Verdict
    answer: str = ""
    refusals: tuple[Refusal, ...] = ()
    reason: str = ""
    date: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether a harvester without a log-in finds a dataset, and why it does not; ``at`` is its IRI at the target."""

    harvester: str
    key: str
    at: str
    seen: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a plan; ``plan`` is the plan's digest.

    ``stopped`` says what ended the work early, in a fault's words, and ``code`` is that fault's exit code; what had not
    been begun then has no outcome. ``sights`` are what harvesters find afterwards, ``announced`` who was told of it.
    """

    target: str
    outcomes: tuple[Outcome, ...]
    finished: str
    plan: str = ""
    stopped: str = ""
    code: int = 0
    sights: tuple[Sight, ...] = ()
    announced: str = ""
    schema: str = "img2fair/receipt"
    version: int = 2

    def __repr__(self) -> str:
        return f"<Receipt of {self.target}: {_told(self.counts())}{'; stopped' if self.stopped else ''}>"

    def counts(self) -> dict[str, int]:
        """Return how many changes were done, failed and were skipped."""
        found = Counter(outcome.verdict.value for outcome in self.outcomes)
        return {verdict.value: found[verdict.value] for verdict in Verdict}

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The outcomes that failed."""
        return tuple(outcome for outcome in self.outcomes if outcome.verdict is Verdict.FAILED)


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items() if number) or "nothing"
