"""Which projects are for the catalogue: every verdict has a reason, and what opts in is not shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.archives.choice import Choice
from img2fair.model import Visibility

PUBLIC, PROTECTED = Visibility.PUBLIC, Visibility.PROTECTED
FAIR = Choice(include_keywords=("FAIR",))

BY_ID = [
    ("nothing is said", Choice(), "A", PUBLIC, ""),
    ("on the list", Choice(include=("A", "B")), "A", PUBLIC, ""),
    ("not on the list", Choice(include=("A", "B")), "C", PUBLIC, "includes only other projects"),
    ("a glob", Choice(include=("LUNG_*",)), "LUNG_7", PUBLIC, ""),
    ("capitals matter", Choice(include=("lung*",)), "LUNG_7", PUBLIC, "includes only other projects"),
    ("denied", Choice(exclude=("TEST*",)), "TEST1", PUBLIC, "excludes 'TEST*'"),
    ("denied although listed", Choice(include=("*",), exclude=("A",)), "A", PUBLIC, "excludes 'A'"),
    ("only public ones", Choice(access=(PUBLIC,)), "A", PROTECTED, "leaves out projects that are protected"),
]


@pytest.mark.parametrize(("choice", "id_", "access", "reason"), [c[1:] for c in BY_ID], ids=[c[0] for c in BY_ID])
def test_by_id(choice: Choice, id_: str, access: Visibility, reason: str) -> None:
    told = choice.against_id(id_, access)
    assert reason in told
    assert bool(told) == bool(reason)


BY_KEYWORD = [
    ("commas", FAIR, "lung, fair, copd", ""),
    ("blanks", FAIR, "lung fair copd", ""),
    ("semicolons", FAIR, "lung;FAIR", ""),
    ("part of a word", FAIR, "unfair fairness", "lacks the keyword 'FAIR'"),
    ("none at all", FAIR, "", "lacks the keyword 'FAIR'"),
    ("one of two", Choice(include_keywords=("a", "b")), "b", ""),
    ("a keyword of two words", Choice(include_keywords=("open data",)), "lung, open data", ""),
    ("opted out", Choice(exclude_keywords=("nofair",)), "lung NoFair", "has the keyword 'nofair'"),
    ("out goes before in", Choice(("fair",), ("nofair",)), "fair, nofair", "has the keyword 'nofair'"),
]


@pytest.mark.parametrize(("choice", "keywords", "reason"), [c[1:] for c in BY_KEYWORD], ids=[c[0] for c in BY_KEYWORD])
def test_by_keyword(choice: Choice, keywords: str, reason: str) -> None:
    told = choice.against_keywords(keywords)
    assert reason in told
    assert bool(told) == bool(reason)


SHOWN = [
    ("fair, lung", "lung"),
    ("lung, fair", "lung"),
    ("lung, fair, copd", "lung, copd"),
    ("lung FAIR copd", "lung copd"),
    ("fair", ""),
    ("unfair, fairness", "unfair, fairness"),
    ("fair fair", ""),
    ("", ""),
]


@pytest.mark.parametrize(("keywords", "shown"), SHOWN)
def test_the_opt_in_keyword_is_not_shown(keywords: str, shown: str) -> None:
    assert FAIR.without_opt_in(keywords) == shown


@given(
    words=st.lists(st.sampled_from(["lung", "COPD", "fair", "FAIR", "unfair", "x"]), max_size=6),
    by=st.sampled_from([", ", " ", ";", ","]),
)
def test_nothing_but_the_opt_in_keyword_is_lost(words: list[str], by: str) -> None:
    kept = [word for word in words if word.casefold() != "fair"]
    shown = FAIR.without_opt_in(by.join(words))
    assert shown.replace(",", " ").replace(";", " ").split() == kept
