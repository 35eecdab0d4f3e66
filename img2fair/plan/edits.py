"""What somebody else changed in a record since we wrote it: the third side of a three-way difference.

A record says only the digest of what we wrote. What that was is known where it is what we want now, or where this
machine still has it (``written``); otherwise the edit is known to be one, and not which.
"""

from collections.abc import Callable, Collection, Iterable

from pyoxigraph import Triple

from img2fair.model import Edit, Published
from img2fair.rdf import canonical, digest

Written = Callable[[str], Collection[Triple] | None]
"""From a record's key to what was last written of it here, if that is still known."""


def edit_of(held: Published, desired: Collection[Triple], written: Written) -> Edit:
    """Return what was changed in a record since we wrote it.

    :param desired: what is wanted of it now.
    """
    base = _base(held, desired, written)
    if base is None:
        return Edit(known=False)
    theirs, ours = set(held.triples), set(base)
    return Edit(added=tuple(canonical(theirs - ours)), removed=tuple(canonical(ours - theirs)))


def _base(held: Published, desired: Collection[Triple], written: Written) -> Iterable[Triple] | None:
    """Return what we wrote: the candidate whose digest the record carries."""
    candidates = (desired, written(held.key))
    return next((found for found in candidates if found is not None and digest(found) == held.digest), None)
