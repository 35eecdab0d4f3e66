"""What is there while changes are made, kept by all threads together."""

from img2fair.targets.fdp.holdings import Held, Inventory


class Book:
    """Our records by key, their IRIs by key and keys by IRI; and what was made below which record.

    Entries are put in and taken out one at a time, which threads may do beside each other.
    """

    def __init__(self, inventory: Inventory) -> None:
        self.held = inventory.named
        self.iris = inventory.outward
        self.keys = {iri: key for key, iri in self.iris.items()}
        self.made: dict[str, list[str]] = {}

    def enter(self, key: str, held: Held) -> None:
        """Take in a record that is there now."""
        self.held[key] = held
        self.iris[key] = held.iri
        self.keys[held.iri] = key
        self.made.setdefault(held.parent, []).append(held.iri)

    def forget(self, iri: str) -> None:
        """Strike out a record that is gone, and what hung on it."""
        for key, held in list(self.held.items()):
            if held.iri == iri:
                self._strike(key)
            elif held.parent == iri:
                self.forget(held.iri)

    def leave(self, held: Held) -> None:
        """No longer ask that the record above lists this one: something else is wrong with it, and said."""
        made = self.made.get(held.parent, [])
        if held.iri in made:
            made.remove(held.iri)

    def _strike(self, key: str) -> None:
        held = self.held.pop(key, None)
        self.iris.pop(key, None)
        if held is not None:
            self.keys.pop(held.iri, None)
            self.leave(held)
