"""What keeps a text in: it holds a label or name of a patient of its project, or what identifies by its form.

A text that is kept in is remembered by field, rule and a masked span, never by what it says. Somebody who has looked at
it can let it out with a review, which is bound to the very text by a fingerprint and ends on a day.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.privacy.formats import formats_in
from img2fair.privacy.gazetteer import NOBODY, Gazetteer
from img2fair.privacy.hits import EMAIL, IN_ADDRESSES, PERSON, Hit
from img2fair.privacy.mailboxes import is_mailbox, is_of_a_role
from img2fair.privacy.markup import Unmarked
from img2fair.privacy.policy import FORM, Screen

MASK = "***"
_SHOWN = 5
"""Spans of one text that are told."""


@dataclass(frozen=True, slots=True)
class Review:
    """A text that somebody has looked at and found harmless.

    :param value: the text's fingerprint, as the finding about it tells.
    :param until: the last day on which it counts.
    """

    project: str
    field: str
    value: str
    by: str
    why: str
    until: dt.date


@dataclass(frozen=True, slots=True)
class Span:
    """A masked span: by which rule (``hits.RULES_OF_HITS``), its first character, at which it begins (from 1)."""

    rule: str
    masked: str
    place: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """A text that was kept in.

    :param path: its field; ``at``: the rule of the mapping that named it.
    :param review: a review of this field that does not hold: it has ended, or is of another text.
    """

    path: str
    at: str
    spans: tuple[Span, ...]
    more: int
    fingerprint: str
    review: Review | None = None


class Guard:
    """Looks at the texts of one project before they leave.

    ``kept_in`` are the paths of which it has kept a text in; ``mailboxes`` those where this was one person's address.

    :param today: the day on which reviews are looked at; without it none holds.
    """

    def __init__(
        self,
        gazetteer: Gazetteer = NOBODY,
        project: str = "",
        reviews: Iterable[Review] = (),
        today: dt.date | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self.project = project
        self._reviews = tuple(review for review in reviews if review.project == project)
        self._today = today
        self._seen: dict[tuple[str, str, bool], bool] = {}
        self._blocked: dict[tuple[str, str], Blocked] = {}
        self.kept_in: set[str] = set()
        self.mailboxes: dict[str, None] = {}

    @property
    def blocked(self) -> tuple[Blocked, ...]:
        """What was kept in so far, each text of a field once."""
        return tuple(self._blocked.values())

    def lets_out(self, text: str, path: str, at: str, screen: Screen, *, temporal: bool = False) -> bool:
        """Tell whether a text of a field may leave; remember it where it may not.

        :param temporal: whether a date is asked for: then a text that is a date and nothing else may leave.
        """
        key = path, text, temporal
        if key not in self._seen:
            self._seen[key] = self._judged(text, path, at, screen, temporal)
        if not self._seen[key]:
            self.kept_in.add(path)
        return self._seen[key]

    def is_reviewed(self, path: str, text: str) -> bool:
        """Tell whether somebody has looked at a text of a field, and let it out until a day that is still to come."""
        reviews = [review for review in self._reviews if review.field == path]
        fingerprint = fingerprint_of(self.project, path, text) if reviews else ""
        return any(review.value == fingerprint and self._holds(review) for review in reviews)

    def _judged(self, text: str, path: str, at: str, screen: Screen, temporal: bool) -> bool:
        hits = [] if temporal and is_moment(text) else self._hits(text, screen)
        if path.startswith(FORM) and _is_mere_mailbox(text, hits):
            return self._mailbox(text, path)
        if not hits:
            return True
        fingerprint = fingerprint_of(self.project, path, text)
        reviews = [review for review in self._reviews if review.field == path]
        if self.is_reviewed(path, text):
            return True
        of_this = [review for review in reviews if review.value == fingerprint]
        spans = tuple(Span(hit.rule, text[hit.start] + MASK, hit.start + 1) for hit in hits[:_SHOWN])
        blocked = Blocked(path, at, spans, len(hits) - len(spans), fingerprint, next(iter(of_this or reviews), None))
        self._blocked.setdefault((path, fingerprint), blocked)
        return False

    def _mailbox(self, address: str, path: str) -> bool:
        """Let out an answer that is surely a role's mailbox; any other stays in, without a word against the record."""
        of_a_role = is_of_a_role(address)
        if not of_a_role:
            self.mailboxes[path] = None
        return of_a_role

    def _holds(self, review: Review) -> bool:
        return self._today is not None and self._today <= review.until

    def _hits(self, text: str, screen: Screen) -> list[Hit]:
        found = self._found(text, screen)
        if "<" in text or "&" in text:
            unmarked = Unmarked(text)
            found |= {*unmarked.placed(self._found(unmarked.text, screen))}
        return sorted(found, key=lambda hit: (hit.start, -hit.end, hit.rule))

    def _found(self, text: str, screen: Screen) -> set[Hit]:
        match screen:
            case Screen.PROSE:
                return {*self._gazetteer.found(text), *formats_in(text)}
            case Screen.PERSON:
                return {hit for hit in formats_in(text) if hit.rule != PERSON}
            case Screen.SETTING:
                return {*self._gazetteer.found(text)}
            case Screen.IDENTIFIER:
                return {*self._gazetteer.found(text), *(hit for hit in formats_in(text) if hit.rule in IN_ADDRESSES)}


def _is_mere_mailbox(text: str, hits: Iterable[Hit]) -> bool:
    """Tell whether a text is an e-mail address, nothing else, and tells of nobody by a label, name or number in it."""
    return is_mailbox(text) and all(hit.rule == EMAIL for hit in hits) and not formats_in(text.partition("@")[0])


def is_moment(text: str) -> bool:
    """Tell whether a text is a date, or a date and time, as ISO 8601 writes them, and nothing else."""
    try:
        dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def fingerprint_of(project: str, path: str, text: str) -> str:
    """Return what binds a review to a text: 20 hexadecimal digits that take long to guess a short text from.

    scrypt (RFC 7914) with the field as salt, so that the same name in two fields has two fingerprints.
    """
    salt = f"img2fair review\0{project}\0{path}".encode("utf-8", "surrogatepass")
    made = hashlib.scrypt(text.encode("utf-8", "surrogatepass"), salt=salt, n=1 << 14, r=8, p=1, dklen=10)
    return made.hex()
