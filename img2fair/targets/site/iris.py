"""Internal IRIs to the site's own, and back (design.md D4).

A record's internal IRI is its key; on the site it is ``<base>/<kind>/<slug>``. For what stays: ``targets/iris.py``.
"""

from collections.abc import Iterable

from pyoxigraph import Triple

from img2fair.targets.iris import renamed
from img2fair.targets.site.entries import Entry

APART = "urn:img2fair:itself:"
"""Put before a site IRI that a publisher wrote out, so that it is not taken for the translation of a key."""


class Translation:
    """The tables of a site: keys to site IRIs, and site IRIs to keys.

    Publishers may also write the address of a record of the site themselves. ``apart`` and ``together`` are exact
    inverses even then; ``inward`` is not, and documents.py notes what it would get wrong.
    """

    def __init__(self, base: str, entries: Iterable[Entry]) -> None:
        self._outward = {entry.key: f"{base}/{entry.kind}/{entry.slug}" for entry in entries}
        self._inward = {there: key for key, there in self._outward.items()}
        written = {there: APART + there for there in self._inward if there not in self._outward}
        self._apart = self._outward | written
        self._together = {there: key for key, there in self._apart.items()}

    def site(self, key: str) -> str:
        """Return the site IRI of a record."""
        return self._outward[key]

    def outward(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in the site's IRIs."""
        return renamed(triples, self._outward)

    def inward(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in internal IRIs."""
        return renamed(triples, self._inward)

    def apart(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in the site's IRIs, those that were the site's before marked as such."""
        return renamed(triples, self._apart)

    def together(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the triples in internal IRIs and the marks taken off: the inverse of ``apart``."""
        return renamed(triples, self._together)
