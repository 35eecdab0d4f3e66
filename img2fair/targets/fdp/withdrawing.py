"""Withdrawals: a record is deleted, or says from now on that it was withdrawn; and a guest is asked what he still sees.

Only an administrator may delete, and nobody can make a published record a draft again. So where the account is none,
``withdraw: mark`` replaces all that a record and those below it say by constants (marking.py).
"""

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.model import Change, Outcome, Verdict
from img2fair.rdf import digest, from_text, iri
from img2fair.targets.asking import Asking
from img2fair.targets.fdp.bodies import body, whole_text
from img2fair.targets.fdp.book import Book
from img2fair.targets.fdp.graphs import Frame
from img2fair.targets.fdp.guest import Guest
from img2fair.targets.fdp.holdings import Held
from img2fair.targets.fdp.inventory import Reader
from img2fair.targets.fdp.locks import Gate
from img2fair.targets.fdp.marking import mark_change, marked, people_of
from img2fair.targets.fdp.pages import own_triples
from img2fair.targets.fdp.refusals import in_words
from img2fair.targets.fdp.strangers import not_as_planned
from img2fair.targets.fdp.unlinking import unlink

MARK = "mark"
NOWHERE = "a guest finds it nowhere: not at its address, not in what is above it, not by search"
A_DRAFT = "a guest is shown nothing: it is a draft"
NOTHING_ELSE = "a guest is shown that it was withdrawn, and nothing else"
MAY_NOT_DELETE = (
    "it is still shown: only an administrator of the FAIR Data Point may delete; ask one to delete {iri}, or to give "
    "the account the role ADMIN, or set 'withdraw: mark'"
)
MAY_NOT_CHANGE = (
    "the account may not change it; an administrator of the FAIR Data Point can make it a data steward of {iri} (its "
    "settings, Members)"
)


class Withdrawals:
    """Takes records back.

    :param made: the date of the withdrawals (xsd:dateTime).
    """

    def __init__(self, reader: Reader, book: Book, gate: Gate, made: str) -> None:
        self._reader = reader
        self._offer = reader.offer
        self._settings = reader.connection.settings
        self._book = book
        self._gate = gate
        self._made = made
        self._guest = Guest(self._settings, self._offer)

    def close(self) -> None:
        """Give the guest's connection back."""
        self._guest.close()

    def __call__(self, change: Change) -> Outcome:
        """Withdraw one record with all below it.

        :raises RemoteFault: the server cannot be used any more.
        :raises LoginFault: it refuses the log-in.
        """
        ours = self._book.held.get(change.key)
        held = ours or (self._stranger(change) if change.at else None)
        if isinstance(held, Outcome):
            return held
        if held is None:
            return _outcome(change, Verdict.SKIPPED, "not there")
        done = self._marked(change, held) if self._settings.withdraw == MARK else self._deleted(change, held)
        return replace(done, reason=change.reason, date=self._made) if done.verdict is Verdict.DONE else done

    def _stranger(self, change: Change) -> Held | Outcome | None:
        kind = self._offer.of(change.at)
        if kind is None:
            return None
        present = self._reader.graph(change.at)
        if present is None and not self._reader.is_half_made(change.at):
            return None
        wrong = not_as_planned(change, present or [], Frame(change.at, kind, self._offer.base)) if present else ""
        if wrong:
            return _outcome(change, Verdict.FAILED, wrong)
        above = self._book.iris.get(change.parent or "", change.parent or self._offer.base)
        return Held(change.at, kind, above, True, present or [])

    def _deleted(self, change: Change, held: Held) -> Outcome:
        with self._gate.alone():
            answer = self._reader.connection.send("DELETE", self._offer.path(held.iri))
        if answer.status == 403:
            return _outcome(change, Verdict.FAILED, MAY_NOT_DELETE.format(iri=held.iri))
        if answer.status not in (200, 202, 204, 404):
            return _outcome(change, Verdict.FAILED, in_words(answer))
        self._book.forget(held.iri)
        shown = self._guest.still_shown(held.iri, held.parent)
        if shown and unlink(self._reader, self._gate, held.parent, held.iri):
            shown = self._guest.still_shown(held.iri, held.parent)
        done = _outcome(change, Verdict.FAILED if shown else Verdict.DONE, f"{held.iri} deleted")
        if shown:
            return replace(done, answer=f"{done.answer}, and yet: {shown}", proof=shown)
        return replace(done, proof=NOWHERE)

    def _marked(self, change: Change, held: Held) -> Outcome:
        """Replace what a record says, then what those below it say; each PUT keeps the links."""
        below = [(self._key(child.key, child, change.key), child) for child in self._all(held)]
        every = [(self._key(change.key, held), held), *below]
        before = {one.iri: _texts(one) for _, one in every}
        failed = [words for key, one in every if (words := self._mark(change.reason, key, one))]
        if failed:
            return _outcome(change, Verdict.FAILED, f"it is still shown, or a part of it: {failed[0]}")
        answer = f"{held.iri} says only that it was withdrawn"
        unproven = [words for _, one in every if (words := self._unproven(one, before[one.iri]))]
        if unproven:
            return replace(_outcome(change, Verdict.FAILED, f"{answer}, and yet: {unproven[0]}"), proof=unproven[0])
        return replace(_outcome(change, Verdict.DONE, answer), proof=self._seen(held))

    def _unproven(self, held: Held, before: frozenset[str]) -> str:
        """Return where a guest still reads what a marked record said, in words; empty where he reads it nowhere."""
        seen = self._seen(held)
        if seen not in (NOTHING_ELSE, A_DRAFT):
            return seen
        own = _texts(held)
        texts = {text for text in before if not any(text in one for one in own)}
        return self._guest.still_says(held.iri, held.parent, texts)

    def _all(self, held: Held) -> list[Held]:
        below = list(self._reader.children(held.iri, held.type)) if held.type.relations else []
        return [one for child in below for one in (child, *self._all(child))]

    @staticmethod
    def _key(key: str, held: Held, above: str = "") -> str:
        """Return the key that a withdrawn record keeps; one of another tool, or a further copy, gets one of its own."""
        if key and "#" not in key:
            return key
        return f"{(above or key).partition('#')[0]}/withdrawn/{held.iri.rpartition('/')[2]}"

    def _mark(self, reason: str, key: str, held: Held) -> str:
        """Let a record say that it was withdrawn; return why not, in words."""
        present = self._reader.graph(held.iri)
        if present is None:
            return f"{held.iri} does not answer"
        change = mark_change(key, held.type.kind or "dataset", reason)
        frame = Frame(key, held.type, self._offer.base)
        first = held.about("dct:issued")
        desired = marked(change, self._made, first, held.iri, frame, self._people(held, frame))
        profile = self._settings.profile
        there = Frame(held.iri, held.type, self._offer.base)
        triples = body(desired, frame, change, profile, "")
        text = whole_text(triples, there, {key: held.iri}, held.parent, present)
        with self._gate.alone():
            answer = self._reader.connection.send("PUT", self._offer.path(held.iri), text)
        if answer.status == 403:
            return MAY_NOT_CHANGE.format(iri=held.iri)
        if answer.status not in (200, 204):
            return in_words(answer)
        held.graph, held.actual = self._reader.graph(held.iri) or [], ""
        return ""

    def _people(self, held: Held, frame: Frame) -> list[Triple]:
        """Return publisher and contact of the record two or one above: the catalogue's, never the dataset's own."""
        above = held.parent
        kind = self._offer.of(above)
        while kind is not None and kind.kind not in ("catalog", None):
            above = next((one.parent for one in self._book.held.values() if one.iri == above), self._offer.base)
            kind = self._offer.of(above)
        return people_of(self._reader.graph(above) or (), above, frame)

    def _seen(self, held: Held) -> str:
        """Return what a guest is shown of a marked record."""
        with Asking(self._settings.root) as asking:
            answer = asking.ask(self._offer.path(held.iri))
        if answer.status == 403:
            return A_DRAFT
        frame = Frame(held.iri, held.type, self._offer.base)
        if answer.status == 200:
            ours = digest(own_triples(held.graph, frame))
            if digest(own_triples(from_text(answer.text), frame)) == ours:
                return NOTHING_ELSE
        return f"it is not proven: a guest is answered {answer.status or 'nothing'}"


def _texts(held: Held) -> frozenset[str]:
    """Return the title and the description of a record, in all languages."""
    names = (iri("dct:title"), iri("dct:description"))
    own = (t.object for t in held.graph if t.subject == NamedNode(held.iri) and t.predicate in names)
    return frozenset(term.value for term in own if isinstance(term, Literal))


def _outcome(change: Change, verdict: Verdict, answer: str) -> Outcome:
    return Outcome(change.key, change.action, verdict, answer)
