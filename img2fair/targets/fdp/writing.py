"""Changes to a FAIR Data Point, one record at a time.

A new record is a draft. The drafts of a family (a dataset with its distributions) are published when the next family
begins, the innermost first, catalogues at the very end: so a harvester never sees a dataset without its distributions,
and what a crash leaves are drafts, which the next run finds by their key and finishes.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Triple

from img2fair.errors import RemoteFault
from img2fair.model import Action, Change, Outcome, Verdict
from img2fair.rdf import digest, to_text
from img2fair.targets.fdp.bodies import Desired, body, new_text, whole_text
from img2fair.targets.fdp.connection import JSON, Answer, LostAnswer
from img2fair.targets.fdp.foreseeing import publisher_there
from img2fair.targets.fdp.graphs import Frame, without_link
from img2fair.targets.fdp.inventory import Held, Inventory, Reader, planned
from img2fair.targets.fdp.offer import RecordType
from img2fair.targets.fdp.refusals import in_words, refusals
from img2fair.targets.fdp.stock import publisher_of

log = logging.getLogger(__name__)

TRIES = 3

MAY_NOT_CREATE = (
    "the account may not create records here; an administrator of the FAIR Data Point can give it the right to create "
    "in {parent} (its settings, Members)"
)
MAY_NOT_DELETE = (
    "it is still shown: only an administrator of the FAIR Data Point may delete; ask one to delete {iri}, or to give "
    "the account the role ADMIN"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record goes: the record above it, that one's type, and the type the record itself has there."""

    parent: str
    above: RecordType
    type: RecordType


class Writer:
    """Makes changes, knowing what is there."""

    def __init__(self, reader: Reader, inventory: Inventory, profile: str) -> None:
        self._reader = reader
        self._offer = reader.offer
        self._inventory = inventory
        self._profile = profile
        self._held = inventory.named
        self._iris = inventory.outward
        self._publishers: dict[str | None, str] = {}
        self._family: dict[str, str] = {}
        self._catalogs: dict[str, str] = {}
        self._stuck: list[str] = []
        self._closed: set[str] = set()

    def __call__(self, change: Change) -> Outcome:
        """Make one change and say what came of it; what is wrong with a single record fails that record only.

        :raises RemoteFault: the server cannot be used any more.
        :raises LoginFault: it refuses the log-in.
        """
        if not change.action.writes:
            return _outcome(change, Verdict.SKIPPED, "nothing to do")
        if change.action is Action.WITHDRAW:
            return self._withdraw(change)
        if change.parent not in self._family:
            self._publish(self._family)
        if change.kind == "catalog" and self._inventory.place and change.key not in self._held:
            answer = "the catalogue that the config names is used as it is; its description is not ours"
            return _outcome(change, Verdict.SKIPPED, answer)
        place = self._place(change)
        if isinstance(place, Outcome):
            return place
        held = self._held.get(change.key)
        return self._update(change, place, held) if held else self._create(change, place)

    def show(self, keys: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG002
        """Publish what was written of these records, the innermost first; return why one could not be, by key."""
        self._publish(self._family)
        return {}

    def finish(self) -> None:
        """Publish what is left to be published.

        :raises RemoteFault: records are drafts still.
        """
        self._publish(self._family)
        self._publish(self._catalogs)
        if self._stuck:
            raise RemoteFault(
                f"{len(self._stuck)} records are drafts still: {self._stuck[0]}",
                where=self._offer.base,
                cure="run again: drafts of ours are finished then",
            )

    def _place(self, change: Change) -> Place | Outcome:
        parent, above = self._offer.base, self._offer.root
        if change.parent:
            held = self._held.get(change.parent)
            parent = held.iri if held else self._inventory.place
            found = self._offer.of(parent) if parent else None
            if found is None:
                return _outcome(change, Verdict.FAILED, f"the record above it, {change.parent}, is not there")
            above = found
        kind = self._offer.child(above, change.kind, change.relation)
        if kind is None:
            answer = f"left out: this FAIR Data Point takes no {change.kind} below '{above.name}'"
            return _outcome(change, Verdict.SKIPPED, answer)
        return Place(parent, above, kind)

    def _create(self, change: Change, place: Place) -> Outcome:
        if place.parent in self._closed:
            return _outcome(change, Verdict.FAILED, MAY_NOT_CREATE.format(parent=place.parent))
        text = new_text(self._body(change, place), change.key, self._iris, place.parent)
        for _ in range(TRIES):
            try:
                answer = self._reader.connection.send("POST", f"/{place.type.prefix}", text)
            except LostAnswer as lost:
                log.info("%s: %s; looking whether it is there", change.key, lost)
                answer = Answer(500, str(lost), {})
                found = self._reader.find(place.parent, place.above, change.key)
                if found is None:
                    continue
                return self._stands(change, found, "created; its answer was lost and the record found")
            return self._created(change, place, answer)
        raise RemoteFault(
            f"answers to the creation of {change.key} are lost again and again",
            where=f"POST {self._reader.connection.settings.root}/{place.type.prefix}",
            cure="see the server's log, then run again: nothing is created twice",
        )

    def _created(self, change: Change, place: Place, answer: Answer) -> Outcome:
        iri = answer.headers.get("Location", "")
        if answer.status == 201 and iri and self._offer.of(iri) is not None:
            return self._stands(change, Held(iri, place.type, place.parent, False, []), "created")
        if answer.status == 403:
            self._closed.add(place.parent)
            return _outcome(change, Verdict.FAILED, MAY_NOT_CREATE.format(parent=place.parent))
        if answer.status == 201 or answer.status >= 500:
            found = self._reader.find(place.parent, place.above, change.key)
            if found:
                return self._stands(change, found, f"created, although the server answered {answer.status}")
        return _refused(change, answer)

    def _stands(self, change: Change, held: Held, answer: str) -> Outcome:
        """Take in a record that is there now, to be published in its turn."""
        self._held[change.key] = held
        self._iris[change.key] = held.iri
        if not held.published:
            (self._catalogs if change.kind == "catalog" else self._family)[change.key] = held.iri
        return _outcome(change, Verdict.DONE, f"{held.iri} {answer}")

    def _update(self, change: Change, place: Place, held: Held) -> Outcome:
        present = self._reader.graph(held.iri)
        if present is None and self._reader.is_half_made(held.iri):
            return self._anew(change, place, held)
        if present is None:
            return _outcome(change, Verdict.FAILED, "it does not answer: it is gone, or a record below it is half made")
        now = Held(held.iri, place.type, held.parent, held.published, present)
        inward = {iri: key for key, iri in self._iris.items()}
        is_now = digest(planned(now, inward, self._offer.base))
        recorded = now.about("spdx:checksumValue", "record-digest").lower()
        if is_now == recorded == digest(set(Desired.of(change).owned)) and held.parent == place.parent:
            return self._stands(change, held, "is as it should be")
        if change.action is Action.UPDATE and not is_now == recorded == change.observed_digest:
            return _outcome(change, Verdict.FAILED, "somebody changed it since the plan was made; plan again")
        frame = Frame(held.iri, place.type, self._offer.base)
        text = whole_text(self._body(change, place), frame, self._iris, place.parent, present)
        answer = self._reader.connection.send("PUT", self._offer.path(held.iri), text)
        if answer.status == 403:
            cure = "the account may not change it; an administrator of the FAIR Data Point can make it a data steward"
            return _outcome(change, Verdict.FAILED, f"{cure} of {held.iri} (its settings, Members)")
        if answer.status not in (200, 204):
            return _refused(change, answer)
        if held.parent != place.parent:
            self._unlink(held)
        return self._stands(change, held, "replaced")

    def _unlink(self, moved: Held) -> None:
        """Take a record that hangs elsewhere now from the one it hung on: that one's deletion would take it along."""
        old = self._offer.of(moved.parent)
        present = self._reader.graph(moved.parent)
        if old is not None and present is not None:
            frame = Frame(moved.parent, old, self._offer.base)
            text = to_text(without_link(present, frame, moved.iri), "turtle")
            answer = self._reader.connection.send("PUT", self._offer.path(moved.parent), text)
            log.info("%s no longer lists %s: %s", moved.parent, moved.iri, answer.status)

    def _anew(self, change: Change, place: Place, held: Held) -> Outcome:
        """Make a record anew that is listed and does not answer: a crash of the server left it without a state."""
        answer = self._reader.connection.send("DELETE", self._offer.path(held.iri))
        if answer.status == 403:
            return _outcome(change, Verdict.FAILED, f"a crash of the server left it unusable; {MAY_NOT_DELETE}".format(
                iri=held.iri))  # fmt: skip
        del self._held[change.key]
        self._iris.pop(change.key, None)
        return self._create(change, place)

    def _withdraw(self, change: Change) -> Outcome:
        held = self._held.get(change.key)
        if held is None:
            return _outcome(change, Verdict.SKIPPED, "not there")
        answer = self._reader.connection.send("DELETE", self._offer.path(held.iri))
        if answer.status == 403:
            return _outcome(change, Verdict.FAILED, MAY_NOT_DELETE.format(iri=held.iri))
        if answer.status not in (200, 202, 204, 404):
            return _outcome(change, Verdict.FAILED, in_words(answer))
        self._forget(held.iri)
        return _outcome(change, Verdict.DONE, f"{held.iri} deleted")

    def _forget(self, iri: str) -> None:
        for key, held in list(self._held.items()):
            if held.iri == iri:
                del self._held[key]
                self._iris.pop(key, None)
            elif held.parent == iri:
                self._forget(held.iri)

    def _body(self, change: Change, place: Place) -> list[Triple]:
        desired = Desired.of(change)
        above = self._publishers.get(change.parent) or publisher_there(change.parent, self._reader, self._inventory)
        self._publishers[change.key] = publisher_of(desired.owned, change.key) or above
        frame = Frame(change.key, place.type, self._offer.base)
        return body(desired, frame, change, self._profile, above)

    def _publish(self, drafts: dict[str, str]) -> None:
        """Publish drafts (key to IRI), the innermost first since parents came first, and empty the list."""
        body_text = json.dumps({"current": "PUBLISHED"})
        while drafts:
            _, iri = drafts.popitem()
            path = f"{self._offer.path(iri)}/meta/state"
            answer = self._reader.connection.send("PUT", path, body_text, JSON)
            if answer.status != 200 and "already published" not in answer.text:
                self._stuck.append(f"{iri}: {in_words(answer)}")


def _refused(change: Change, answer: Answer) -> Outcome:
    return replace(_outcome(change, Verdict.FAILED, in_words(answer)), refusals=tuple(refusals(answer)))


def _outcome(change: Change, verdict: Verdict, answer: str) -> Outcome:
    return Outcome(change.key, change.action, verdict, answer)
