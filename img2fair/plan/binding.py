"""What a plan was decided from at its target, as one digest: a plan whose target has changed since is stale."""

import hashlib
from collections.abc import Iterable

from img2fair.farewell import covers
from img2fair.model import Observed, Published, Stranger
from img2fair.rdf import digest


def bound_to(observed: Observed, archive: str, taken: Iterable[str] = ()) -> str:
    """Return the digest of what a target holds of one archive.

    :param archive: the base of the archive's keys; records of other archives do not count, theirs is another plan.
    :param taken: the IRIs of other tools' records that the plan adopts or withdraws; all others do not count.
    """
    wanted = set(taken)
    lines = [_of_ours(held) for key, held in observed.records.items() if covers(archive, key)]
    lines += [_of_stranger(stranger) for stranger in observed.strangers if stranger.at in wanted]
    lines += [f"lacks {kind}" for kind in observed.lacks] + [f"given {kind}" for kind in observed.given]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def actual(held: Published) -> str:
    """Return the digest of what a record really holds; ``held.digest`` is that of what we wrote."""
    return held.actual or digest(held.triples)


def _of_ours(held: Published) -> str:
    return f"{held.key} {held.slug} {held.parent} {held.state.value} {held.digest} {actual(held)}"


def _of_stranger(stranger: Stranger) -> str:
    return f"{stranger.at} {stranger.state.value} {digest(stranger.triples)}"
