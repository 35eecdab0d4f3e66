"""Changes to a FAIR Data Point, one record at a time, by several threads for different families.

A new record is a draft until it is shown (publishing.py). Before a record is replaced it is looked at again: what
somebody else did to it since the plan was made is never written over unseen.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Triple

from img2fair.errors import RemoteFault, UsageFault
from img2fair.model import Action, Change, Outcome, Verdict
from img2fair.rdf import digest, from_text
from img2fair.targets.asking import Answer
from img2fair.targets.fdp.bodies import Desired, body, new_text, whole_text
from img2fair.targets.fdp.book import Book
from img2fair.targets.fdp.connection import LostAnswer
from img2fair.targets.fdp.foreseeing import publisher_there
from img2fair.targets.fdp.graphs import Frame, links, said
from img2fair.targets.fdp.holdings import Held, Inventory, planned
from img2fair.targets.fdp.inventory import Reader
from img2fair.targets.fdp.letters import LOST, are_lost
from img2fair.targets.fdp.locks import Gate
from img2fair.targets.fdp.offer import RecordType
from img2fair.targets.fdp.publishing import Drafts
from img2fair.targets.fdp.refusals import in_words, refusals
from img2fair.targets.fdp.stock import publisher_of
from img2fair.targets.fdp.strangers import CHANGED, not_as_planned
from img2fair.targets.fdp.unlinking import unlink
from img2fair.targets.fdp.withdrawing import MAY_NOT_CHANGE, MAY_NOT_DELETE, Withdrawals

log = logging.getLogger(__name__)

TRIES = 8
"""How often a record is sent whose answer is lost, each time after a look whether it is there."""

GIVEN = "the catalogue that the config names is used as it is; its description is not ours"
GONE = "it does not answer: it is gone, or a record below it is half made"
MAY_NOT_CREATE = (
    "the account may not create records here; an administrator of the FAIR Data Point can give it the right to create "
    "in {parent} (its settings, Members)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record goes: the record above it, that one's type, and the type the record itself has there."""

    parent: str
    above: RecordType
    type: RecordType


class Writer:
    """Makes changes, knowing what is there.

    :param made: when the plan was made; the date of withdrawals.
    """

    def __init__(self, reader: Reader, inventory: Inventory, profile: str, made: str = "") -> None:
        self._reader = reader
        self._offer = reader.offer
        self._inventory = inventory
        self._profile = profile
        self._book = Book(inventory)
        self._gate = Gate()
        self._drafts = Drafts(reader, self._book, self._gate)
        self._withdraw = Withdrawals(reader, self._book, self._gate, made)
        self._publishers: dict[str | None, str] = {}
        self._closed: set[str] = set()
        self._garbled = False

    def __call__(self, change: Change) -> Outcome:
        """Make one change and say what came of it; what is wrong with a single record fails that record only.

        :raises RemoteFault: the server cannot be used any more.
        :raises LoginFault: it refuses the log-in.
        """
        if not change.action.writes:
            return _outcome(change, Verdict.SKIPPED, "nothing to do")
        if change.action is Action.WITHDRAW:
            return self._withdraw(change)
        held = self._book.held.get(change.key)
        if change.kind == "catalog" and self._inventory.place and held is None:
            return _outcome(change, Verdict.SKIPPED, GIVEN)
        place = self._place(change)
        if isinstance(place, Outcome):
            return place
        if change.action is Action.ADOPT and held is None:
            return self._adopt(change, place)
        return self._update(change, place, held) if held else self._create(change, place)

    def show(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Publish what was written of these records, the innermost first; return why one could not be, by key.

        Then see that each still lists what was made below it, and put back a link that was lost.
        """
        return self._drafts.show(keys)

    def finish(self) -> None:
        """Publish what nobody showed, where nobody showed anything; see that every link is there.

        :raises RemoteFault: records are drafts still.
        """
        self._drafts.finish()

    def close(self) -> None:
        """Give connections back."""
        self._withdraw.close()

    def _place(self, change: Change) -> Place | Outcome:
        parent, above = self._offer.base, self._offer.root
        if change.parent:
            held = self._book.held.get(change.parent)
            parent = held.iri if held else self._inventory.place
            found = self._offer.of(parent) if parent else None
            if found is None or (not held and change.kind == "distribution"):
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
        text = new_text(self._body(change, place), change.key, self._book.iris, place.parent)
        for _ in range(TRIES):
            try:
                with self._gate.beside_others():
                    answer = self._sent("POST", f"/{place.type.prefix}", text)
            except LostAnswer as lost:
                log.info("%s: %s; looking whether it is there", change.key, lost)
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
        self._book.enter(change.key, held)
        if not held.published:
            self._drafts.add(change.key, held)
        return _outcome(change, Verdict.DONE, f"{held.iri} {answer}")

    def _adopt(self, change: Change, place: Place) -> Outcome:
        """Take over a record of another tool where it stands: never deleted and made anew, or portals lose it."""
        kind = self._offer.of(change.at)
        if kind != place.type:
            answer = f"{change.at} is no {change.kind} of this FAIR Data Point; plan again"
            return _outcome(change, Verdict.FAILED, answer)
        present = self._reader.graph(change.at)
        frame = Frame(change.at, place.type, self._offer.base)
        wrong = not_as_planned(change, present, frame)
        if wrong or present is None:
            return _outcome(change, Verdict.FAILED, wrong)
        above = said(present, change.at, "dct:isPartOf") or place.parent
        shown = self._reader.state(change.at) == "PUBLISHED"
        return self._replace(change, place, Held(change.at, place.type, above, shown, present), present)

    def _update(self, change: Change, place: Place, held: Held) -> Outcome:
        present = self._reader.graph(held.iri)
        if present is None and self._reader.is_half_made(held.iri):
            return self._anew(change, place, held)
        if present is None:
            return _outcome(change, Verdict.FAILED, GONE)
        now = Held(held.iri, place.type, held.parent, held.published, present)
        if now.key != change.key:
            return _outcome(change, Verdict.FAILED, CHANGED)
        is_now = digest(planned(now, self._book.keys, self._offer.base))
        if is_now == now.checksum == digest(set(Desired.of(change).owned)) and held.parent == place.parent:
            return self._stands(change, held, "is as it should be")
        if change.action is not Action.ADOPT and change.observed_digest and is_now != change.observed_digest:
            return _outcome(change, Verdict.FAILED, CHANGED)
        return self._replace(change, place, held, present)

    def _replace(self, change: Change, place: Place, held: Held, present: Sequence[Triple]) -> Outcome:
        frame = Frame(held.iri, place.type, self._offer.base)
        table = {**self._book.iris, change.key: held.iri}
        text = whole_text(self._body(change, place), frame, table, place.parent, present)
        with self._gate.alone() if change.kind == "catalog" else self._gate.beside_others():
            answer = self._sent("PUT", self._offer.path(held.iri), text)
        if answer.status == 403:
            return _outcome(change, Verdict.FAILED, MAY_NOT_CHANGE.format(iri=held.iri))
        if answer.status not in (200, 204):
            return _refused(change, answer)
        if held.parent != place.parent:  # else the old one's deletion would take it along
            unlink(self._reader, self._gate, held.parent, held.iri)
        self._relink(links(present, frame), answer, frame)
        return self._stands(change, replace(held, parent=place.parent), "replaced")

    def _relink(self, wanted: Sequence[Triple], answer: Answer, frame: Frame) -> None:
        """Put back links to children that a PUT lost all the same: another PUT or DELETE came between."""
        if not wanted:
            return
        try:
            stored = from_text(answer.text) if answer.status == 200 else None
        except UsageFault:
            stored = None
        there = set(links(stored if stored is not None else self._reader.graph(frame.node) or (), frame))
        lost = sorted({t.object.value for t in wanted if t not in there})  # type: ignore[union-attr]
        for iri, why in self._drafts.relink(lost).items():
            log.warning("%s no longer lists %s: %s", frame.node, iri, why)

    def _anew(self, change: Change, place: Place, held: Held) -> Outcome:
        """Make a record anew that is listed and does not answer: a crash of the server left it without a state."""
        with self._gate.alone():
            answer = self._reader.connection.send("DELETE", self._offer.path(held.iri))
        if answer.status == 403:
            return _outcome(change, Verdict.FAILED, f"a crash of the server left it unusable; {MAY_NOT_DELETE}".format(
                iri=held.iri))  # fmt: skip
        self._book.forget(held.iri)
        return self._create(change, place)

    def _sent(self, method: str, path: str, text: str) -> Answer:
        """Send a record; say once where the answer, which is the record as it is shown, has lost its letters."""
        answer = self._reader.connection.send(method, path, text)
        if not self._garbled and answer.status in (200, 201) and are_lost(text, answer.text):
            self._garbled = True
            log.warning("%s: %s", self._reader.connection.settings.name, LOST)
        return answer

    def _body(self, change: Change, place: Place) -> list[Triple]:
        desired = Desired.of(change)
        above = self._publishers.get(change.parent)
        if above is None:
            above = publisher_there(change.parent, self._reader, self._inventory)
            self._publishers[change.parent] = above
        self._publishers[change.key] = publisher_of(desired.owned, change.key) or above
        frame = Frame(change.key, place.type, self._offer.base)
        return body(desired, frame, change, self._profile, above)


def _refused(change: Change, answer: Answer) -> Outcome:
    return replace(_outcome(change, Verdict.FAILED, in_words(answer)), refusals=tuple(refusals(answer)))


def _outcome(change: Change, verdict: Verdict, answer: str) -> Outcome:
    return Outcome(change.key, change.action, verdict, answer)
