"""Withdrawals of what other tools show of our projects."""

from collections.abc import Sequence

from img2fair.farewell import GONE, PRIVATE, Evidence
from img2fair.model import WRITTEN, Action, Change, Observed, Stranger
from img2fair.plan.adoption import DUPLICATE, Adoptions, left_below, shown_though_private
from img2fair.rdf import digest


def copies(observed: Observed, adopted: Adoptions, changes: Sequence[Change], evidence: Evidence) -> list[Change]:
    """Return the withdrawals of further copies: only where the record they are copies of stands, or may not be shown.

    A copy of a record that is blocked stays: it may be all that is shown of the project.
    """
    standing = {change.key for change in changes if change.action in (*WRITTEN, Action.UNCHANGED, Action.KEEP_THEIRS)}
    further = {name: one for name, one in adopted.copies.items() if name.partition("#duplicate-")[0] in standing}
    private = shown_though_private(observed, evidence)
    left = left_below(observed, evidence, standing)
    return [_copy(name, one, reason) for found, reason in ((further, DUPLICATE), (private, PRIVATE), (left, GONE))
            for name, one in found.items()]  # fmt: skip


def copies_of(project: str, observed: Observed, archive: str, addresses: Sequence[str], reason: str) -> list[Change]:
    """Return the withdrawals of what other tools show of a project."""
    none: frozenset[str] = frozenset()
    evidence = Evidence(archive, frozenset({project}), none, none, none, False, none, tuple(addresses))
    return [_copy(name, one, reason) for name, one in shown_though_private(observed, evidence).items()]


def _copy(name: str, stranger: Stranger, reason: str) -> Change:
    return Change(
        key=name,
        kind=stranger.kind,
        action=Action.WITHDRAW,
        reason=reason,
        parent=stranger.parent,
        title=stranger.title,
        observed_digest=digest(stranger.triples),
        at=stranger.at,
    )
