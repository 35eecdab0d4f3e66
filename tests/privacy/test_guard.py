"""The guard: which text stays in, what is remembered of it, and when a review lets it out."""

import datetime as dt
import hashlib
from dataclasses import replace

import pytest

from img2fair.model import Held, ImagingSubject, Project, Visibility
from img2fair.privacy import Gazetteer, Guard, Review
from img2fair.privacy.guard import Blocked, Span, fingerprint_of, is_moment
from img2fair.privacy.hits import EMAIL, LABEL, Hit
from img2fair.privacy.policy import Screen

AT = "site.yaml:3:5"
TODAY = dt.date(2026, 11, 22)
NAME, FIELD = "Heading of Zwarteveen", "project.name"
FINGERPRINT = fingerprint_of("P", FIELD, NAME)


class Listed(Gazetteer):
    """Knows the words that it is given, in this order, each by its own rule."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = words
        self.asked: list[str] = []

    def found(self, text: str) -> tuple[Hit, ...]:
        self.asked.append(text)
        at = [(word, text.find(word)) for word in self.words]
        return tuple(Hit(LABEL, place, place + len(word)) for word, place in at if place >= 0)


def guard(*words: str, reviews: tuple[Review, ...] = (), today: dt.date | None = TODAY) -> Guard:
    return Guard(Listed(*words), "P", reviews, today)


def review(**changes: object) -> Review:
    made = Review("P", FIELD, FINGERPRINT, "A. Steward", "a street", TODAY)
    return replace(made, **changes)  # type: ignore[arg-type]


def lets_out(made: Guard, text: str = NAME, path: str = FIELD, screen: Screen = Screen.PROSE) -> bool:
    return made.lets_out(text, path, AT, screen)


def test_a_text_with_a_hit_stays_in_and_one_without_leaves() -> None:
    made = guard("Zwarteveen")
    assert lets_out(made, "Lungs of the north")
    assert list(made.blocked) == []
    assert not lets_out(made)
    assert [one.path for one in made.blocked] == [FIELD]
    assert lets_out(Guard()), "it knows nobody"


def test_what_is_remembered_tells_one_character_and_the_place() -> None:
    made = guard("Zwarteveen", "of")
    assert not lets_out(made)
    assert made.blocked == (
        Blocked(
            FIELD,
            AT,
            (Span(LABEL, "o***", 9), Span(LABEL, "Z***", 12)),
            0,
            FINGERPRINT,
        ),
    )
    assert "warteveen" not in repr(made.blocked)


def test_five_spans_are_told_in_the_order_of_places_and_the_others_counted() -> None:
    words = "abcdefg"
    made = guard(*reversed(words))
    assert not lets_out(made, words)
    one = made.blocked[0]
    assert len(made.blocked) == 1
    assert [(span.masked, span.place) for span in one.spans] == [
        ("a***", 1), ("b***", 2), ("c***", 3), ("d***", 4), ("e***", 5),
    ]  # fmt: skip
    assert one.more == 2
    exactly = guard(*words[:5])
    assert not lets_out(exactly, words)
    assert [(len(blocked.spans), blocked.more) for blocked in exactly.blocked] == [(5, 0)]


def test_the_longer_of_two_spans_at_a_place_is_told_first() -> None:
    made = guard("Zwarte", "Zwarteveen")
    text = "ZwarteveenZ"
    assert not lets_out(made, text)
    assert {span.place for span in made.blocked[0].spans} == {1}
    assert len(made.blocked[0].spans) == 2


def test_a_text_is_looked_at_once_and_blocked_once_a_field() -> None:
    listed = Listed("Zwarteveen")
    made = Guard(listed, "P", (), TODAY)
    for path in (FIELD, FIELD, "project.description"):
        assert not made.lets_out(NAME, path, AT, Screen.PROSE)
        assert not made.lets_out(NAME, path, "other.yaml:1:1", Screen.PROSE)
    assert [one.path for one in made.blocked] == [FIELD, "project.description"]
    assert [one.at for one in made.blocked] == [AT, AT]
    assert listed.asked == [NAME, NAME]
    assert len({one.fingerprint for one in made.blocked}) == 2
    assert not made.lets_out("Zwarteveen", FIELD, AT, Screen.PROSE)
    assert len(made.blocked) == 3


HOLDING = {
    "the right text": ({}, True),
    "until a later day": ({"until": TODAY + dt.timedelta(1)}, True),
    "ended yesterday": ({"until": TODAY - dt.timedelta(1)}, False),
    "another text": ({"value": fingerprint_of("P", FIELD, NAME.lower())}, False),
    "another field": ({"field": "project.description"}, False),
    "another field's fingerprint": ({"value": fingerprint_of("P", "project.description", NAME)}, False),
    "another project": ({"project": "Q"}, False),
    "another project's fingerprint": ({"value": fingerprint_of("Q", FIELD, NAME)}, False),
    "the text itself": ({"value": NAME}, False),
    "nothing": ({"value": ""}, False),
}


@pytest.mark.parametrize(("changes", "holds"), HOLDING.values(), ids=HOLDING)
def test_a_review_holds_for_its_text_its_field_its_project_and_its_time(
    changes: dict[str, object], holds: bool
) -> None:
    made = guard("Zwarteveen", reviews=(review(**changes),))
    assert lets_out(made) is holds
    assert len(made.blocked) == (0 if holds else 1)


def test_without_a_day_no_review_holds() -> None:
    assert not lets_out(guard("Zwarteveen", reviews=(review(),), today=None))


def test_one_review_that_holds_is_enough() -> None:
    ended, other = review(until=dt.date(2020, 1, 1)), review(value="0" * 20)
    assert lets_out(guard("Zwarteveen", reviews=(ended, other, review())))
    assert not lets_out(guard("Zwarteveen", reviews=(ended, other)))


def test_a_review_lets_out_no_other_text_of_the_field() -> None:
    made = guard("Zwarteveen", reviews=(review(),))
    assert lets_out(made)
    assert not lets_out(made, f"{NAME}.")


TOLD: dict[str, tuple[tuple[Review, ...], Review | None]] = {
    "none": ((), None),
    "of another field": ((review(field="form.x"),), None),
    "of another text": ((review(value="0" * 20),), review(value="0" * 20)),
    "ended, before one of another text": (
        (review(value="0" * 20), review(until=dt.date(2020, 1, 1))),
        review(until=dt.date(2020, 1, 1)),
    ),
}


@pytest.mark.parametrize(("reviews", "told"), TOLD.values(), ids=TOLD)
def test_a_review_that_does_not_hold_is_told(reviews: tuple[Review, ...], told: Review | None) -> None:
    made = guard("Zwarteveen", reviews=reviews)
    assert not lets_out(made)
    assert made.blocked[0].review == told


BY_FORM = {
    "an address": ("Write to piet@example.org", {Screen.PROSE, Screen.PERSON, Screen.IDENTIFIER}),
    "a date": ("Scanned on 2020-05-06", {Screen.PROSE, Screen.PERSON}),
    "a UID": ("1.2.840.113619.2.1.99999.1234567", {Screen.PROSE, Screen.PERSON, Screen.IDENTIFIER}),
    "a patient in a query": ("https://x.org/?mrn=1234567", {Screen.PROSE, Screen.PERSON, Screen.IDENTIFIER}),
    "a date in a path": ("https://doi.org/10.1000/2020-05-06", set()),
    "a name": ("JANSEN^PIET", {Screen.PROSE}),
    "a label": ("See Zwarteveen", {Screen.PROSE, Screen.SETTING, Screen.IDENTIFIER}),
    "nothing": ("Lungs of the north", set()),
}


@pytest.mark.parametrize("screen", Screen)
@pytest.mark.parametrize(("text", "stays"), BY_FORM.values(), ids=BY_FORM)
def test_each_screen_looks_for_its_own(text: str, stays: set[Screen], screen: Screen) -> None:
    assert lets_out(guard("Zwarteveen"), text, screen=screen) is (screen not in stays)


def test_by_both_ways_found_is_told_once_each() -> None:
    made = guard("piet@example.org")
    assert not lets_out(made, "piet@example.org")
    assert {span.rule for span in made.blocked[0].spans} == {LABEL, EMAIL}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2020-05-06", True), ("2020-05-06T10:00:00", True), (" 2020-05-06\n", True), ("2020-05-06 10:00:00.0", True),
        ("2020-05-06T10:00:00Z", True), ("on 2020-05-06", False), ("2020-05-06 and later", False), ("", False),
        ("2020-13-40", False), ("06-05-2020", False), ("soon", False),
    ],
)  # fmt: skip
def test_a_moment_is_a_date_and_nothing_else(text: str, is_one: bool) -> None:
    assert is_moment(text) is is_one


def test_a_date_leaves_only_where_a_date_is_asked_for() -> None:
    made = guard()
    day = "2020-05-06"
    assert made.lets_out(day, "form.start", AT, Screen.PROSE, temporal=True)
    assert not made.lets_out(day, "form.start", AT, Screen.PROSE), "what was let out as a date is no word yet"
    assert made.lets_out(day, "form.start", AT, Screen.PROSE, temporal=True)
    assert not made.lets_out(f"on {day}", "form.start", AT, Screen.PROSE, temporal=True)
    assert not guard().lets_out("Ask piet@example.org", "form.start", AT, Screen.PROSE, temporal=True)


MAILBOXES = {
    "a role's": ("form.contact", "data-desk@example.org", True, True),
    "a role's, as an IRI": ("form.contact.mbox", " mailto:info@example.org ", True, True),
    "one person's": ("form.contact", "piet.jansen@example.org", False, True),
    "one person's, last name first": ("form.contact", "jansen.p@example.org", False, True),
    "perhaps one person's": ("form.contact", "piet@example.org", False, True),
    "a citizen's number": ("form.contact", "123456782@example.org", False, False),
    "in words": ("form.contact", "Ask info@example.org", False, False),
    "of no form": ("project.name", "info@example.org", False, False),
    "of a patient": ("form.contact", "zwarteveen@example.org", False, False),
}
"""Field, answer, whether it leaves, and whether nothing is said against the record."""


@pytest.mark.parametrize(("path", "text", "leaves", "quiet"), MAILBOXES.values(), ids=MAILBOXES)
def test_an_answer_that_is_a_mailbox(path: str, text: str, leaves: bool, quiet: bool) -> None:
    made = guard("zwarteveen")
    assert lets_out(made, text, path) is leaves
    assert lets_out(made, text, path) is leaves
    assert made.kept_in == (set() if leaves else {path})
    assert list(made.mailboxes) == ([path] if quiet and not leaves else [])
    assert (made.blocked == ()) is quiet


def test_the_gazetteer_of_a_project_is_asked() -> None:
    project = Project("P", Visibility.PUBLIC, subjects=(ImagingSubject(Held("S00017"), Held("ZWARTEVEEN-0042")),))
    made = Guard(Gazetteer.of(project), "P")
    assert not made.lets_out("The case of Zwarteveen-0042", FIELD, AT, Screen.PROSE)
    assert made.lets_out("The case of somebody", FIELD, AT, Screen.PROSE)


MARKED = {
    "a tag within": ("Call <b>06</b>-12345678.", "0***", 9),
    "an escaped tag": ("Call &lt;i&gt;06&lt;/i&gt;-12345678", "0***", 15),
    "an entity": ("At Zwarte&shy;veen", "Z***", 4),
    "escaped twice": ("At Zwarte&amp;shy;veen", "Z***", 4),
    "a new line": ("Zwarte<br\n/>veen", "Z***", 1),
}


@pytest.mark.parametrize(("text", "masked", "place"), MARKED.values(), ids=MARKED)
def test_what_comes_of_a_text_without_its_markup_is_looked_at(text: str, masked: str, place: int) -> None:
    project = Project("P", Visibility.PUBLIC, subjects=(ImagingSubject(Held("S17"), Held("ZWARTEVEEN")),))
    made = Guard(Gazetteer.of(project), "P")
    assert not lets_out(made, text)
    assert (masked, place) in [(span.masked, span.place) for span in made.blocked[0].spans]
    for harmless in ("<p>CT of lungs &amp; more</p>", "1 < 2 & 3 > 2", "&", "a &b; <c"):
        assert lets_out(made, harmless)


def test_a_fingerprint_takes_long_to_guess_and_is_the_fields_own() -> None:
    """scrypt (RFC 7914) with N = 2^14, r = 8, p = 1: 16 MiB and some hundredths of a second for each guess."""
    made = fingerprint_of("P", FIELD, NAME)
    salt = f"img2fair review\0P\0{FIELD}".encode()
    assert made == hashlib.scrypt(NAME.encode(), salt=salt, n=16384, r=8, p=1, dklen=10).hex()
    assert len({made, fingerprint_of("Q", FIELD, NAME), fingerprint_of("P", "form.x", NAME)}) == 3
    assert fingerprint_of("P", FIELD, "half \ud800") != fingerprint_of("P", FIELD, "half \ud801"), "no text is refused"
