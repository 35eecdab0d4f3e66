"""Drafts made visible, the innermost first, and a look whether a record still lists what hangs on it.

A new record is a draft until its family (a dataset with its distributions) is whole; so a harvester never sees a
dataset without its distributions, and what a crash leaves are drafts, which the next run finds by their key.
"""

import json
import logging
from collections.abc import Iterable, Sequence

from img2fair.errors import RemoteFault
from img2fair.rdf import to_text
from img2fair.targets.asking import JSON
from img2fair.targets.fdp.book import Book
from img2fair.targets.fdp.graphs import Frame, as_stored
from img2fair.targets.fdp.holdings import Held
from img2fair.targets.fdp.inventory import Reader
from img2fair.targets.fdp.locks import Gate
from img2fair.targets.fdp.refusals import in_words

log = logging.getLogger(__name__)


class Drafts:
    """What was written and waits to be published."""

    def __init__(self, reader: Reader, book: Book, gate: Gate) -> None:
        self._reader = reader
        self._book = book
        self._gate = gate
        self._waiting: dict[str, Held] = {}
        self._asked = False

    def add(self, key: str, held: Held) -> None:
        """Have a record published in its turn."""
        self._waiting[key] = held

    def show(self, keys: Sequence[str]) -> dict[str, str]:
        """Publish those of these records that wait, the last first; return why one could not be, by key."""
        self._asked = True
        return self._published([key for key in keys if key in self._waiting]) | self._listed(keys)

    def finish(self) -> None:
        """Publish what waits still, catalogues last; nothing where somebody else said what is to be shown.

        What that one did not name may not be shown: its project was closed in the meantime.

        :raises RemoteFault: records are drafts still.
        """
        stuck: dict[str, str] = {}
        if not self._asked:
            keys = sorted(self._waiting, key=lambda key: self._waiting[key].type.kind != "catalog")
            stuck = self._published(keys)
        for parent in list(self._book.made):
            stuck |= self._complete(parent)
        if stuck:
            raise RemoteFault(
                f"{len(stuck)} records are drafts still, or not listed: {next(iter(stuck.values()))}",
                where=self._reader.offer.base,
                cure="run again: drafts of ours are finished then",
            )

    def relink(self, iris: Iterable[str]) -> dict[str, str]:
        """Write records again as they are, so that the one above lists them; return why not, by IRI.

        The server puts a child's link into its parent with every PUT of the child (AbstractMetadataService.update).
        """
        wrong: dict[str, str] = {}
        for iri in iris:
            kind = self._reader.offer.of(iri)
            present = self._reader.graph(iri) if kind else None
            if kind is None or present is None:
                wrong[iri] = "it does not answer any more"
                continue
            text = to_text(as_stored(present, Frame(iri, kind, self._reader.offer.base)), "turtle")
            with self._gate.beside_others():
                answer = self._reader.connection.send("PUT", self._reader.offer.path(iri), text)
            log.info("%s was not listed by the record above; written again: %s", iri, answer.status)
            if answer.status not in (200, 204):
                wrong[iri] = in_words(answer)
        return wrong

    def _published(self, keys: Sequence[str]) -> dict[str, str]:
        found = {}
        for key in reversed(keys):
            held = self._waiting.pop(key)
            trouble = self._publish(held.iri)
            if trouble:
                found[key] = f"{held.iri}: {trouble}"
                self._book.leave(held)
            held.published = not trouble
        return found

    def _publish(self, iri: str) -> str:
        path = f"{self._reader.offer.path(iri)}/meta/state"
        with self._gate.beside_others():
            answer = self._reader.connection.send("PUT", path, json.dumps({"current": "PUBLISHED"}), JSON)
        return "" if answer.status == 200 or "already published" in answer.text else in_words(answer)

    def _listed(self, keys: Iterable[str]) -> dict[str, str]:
        """Look after the children of these records that were written."""
        found: dict[str, str] = {}
        for key in keys:
            iri = self._book.iris.get(key)
            if iri in self._book.made:
                found |= self._complete(iri)
        return found

    def _complete(self, parent: str) -> dict[str, str]:
        """Put back the links to children that a record has lost; return why not, by the children's keys."""
        made = self._book.made.pop(parent, [])
        states = self._reader.states(parent) if made else None
        if states is None:
            return {}
        wrong = self.relink(child for child in dict.fromkeys(made) if child not in states)
        return {self._book.keys[child]: f"{child}: {why}" for child, why in wrong.items() if child in self._book.keys}
