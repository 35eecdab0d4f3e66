"""The gate: the allow-list, what may be said of few people, and which text the guard keeps in."""

import datetime as dt
from typing import Any

import pytest

from img2fair.model import Held
from img2fair.privacy import (
    FIELDS,
    NEVER,
    Gazetteer,
    Guard,
    Kind,
    NotReleasable,
    Rule,
    field_of,
    is_blank,
    release,
    release_answer,
)
from img2fair.privacy.counts import rounded
from img2fair.privacy.hits import LABEL, Hit
from img2fair.privacy.policy import Screen


def rule(path: str, **more: Any) -> Rule:
    return Rule(path, "test.yaml:1:1", Guard(), **more)


@pytest.mark.parametrize("path", [*NEVER, "subjects.id", "project", "forms.x", "scans.quality", ""])
def test_what_is_not_listed_is_never_released(path: str) -> None:
    with pytest.raises(NotReleasable) as caught:
        release(Held("Jansen"), rule(path, people=1000))
    assert "Jansen" not in str(caught.value)


def test_nothing_on_the_allow_list_names_a_person_of_the_data() -> None:
    assert not [field.path for field in FIELDS if field.path in NEVER]
    assert not [field.path for field in FIELDS if "email" in field.path or "label" in field.path.split(".")[0]]


def test_text_of_the_project_passes() -> None:
    assert release(Held("A title"), rule("project.name")) == "A title"
    assert release(None, rule("project.name")) is None
    assert release(Held("x"), rule("form.anything.at_all")) == "x"


POLICY: dict[Kind, set[str]] = {
    Kind.TOTAL: {
        "subjects.count", "subjects.people", "sessions.count", "scans.count", "scans.derived", "scans.segmented",
        "scans.rated", "scans.files", "scans.bytes", "resources.files", "resources.bytes", "resources.scans",
    },
    Kind.SPLIT: {"subjects.female", "subjects.male"},
    Kind.AGES: {"subjects.age_min", "subjects.age_max"},
    Kind.ACQUIRED: {"sessions.first", "sessions.last"},
    Kind.SHARE: {"scans.usable_share", "scans.questionable_share", "scans.unusable_share"},
    Kind.COUNTED: {"counts.csv", "counts.sha256"},
    Kind.MOMENT: {"project.inserted", "project.modified"},
    Kind.CODE: {
        "scans.modalities", "scans.derived_modalities", "scans.body_parts", "scans.manufacturers",
        "scans.field_strengths", "resources.label",
    },
}  # fmt: skip
"""What the allow-list says of all that is no plain text, written a second time: a change of it is made twice."""
PEOPLE_WHO_PUBLISH = {
    f"project.{who}.{name}" for who in ("pi", "investigators")
    for name in ("title", "firstname", "lastname", "name", "institution")
}  # fmt: skip
ADDRESSES = {
    "project.pi.orcid", "project.investigators.orcid", "project.publications.doi", "project.publications.uri",
}  # fmt: skip
SEVERAL = ("project.aliases", "project.investigators.", "project.publications.", "resources.", "variables.")
"""What a project has several of, beside codes."""


def test_every_field_is_of_the_kind_and_screened_as_decided() -> None:
    kinds = {path: kind for kind, paths in POLICY.items() for path in paths}
    assert kinds.keys() | PEOPLE_WHO_PUBLISH | ADDRESSES <= {field.path for field in FIELDS}
    for field in FIELDS:
        assert field.kind is kinds.get(field.path, Kind.TEXT), field.path
        person, address = field.path in PEOPLE_WHO_PUBLISH, field.path in ADDRESSES
        assert field.screen is (Screen.PERSON if person else Screen.IDENTIFIER if address else Screen.PROSE), field.path
        assert field.coarse is (field.path == "resources.bytes"), field.path
        assert field.many is (field.kind is Kind.CODE or field.path.startswith(SEVERAL)), field.path
    form = field_of("form.anything")
    assert form is not None
    assert (form.kind, form.screen) == (Kind.TEXT, Screen.PROSE)
    assert field_of("forms.anything") is None


def test_what_is_never_released_says_why() -> None:
    with pytest.raises(NotReleasable, match="a subject label can name a patient") as caught:
        release(Held("Jansen"), rule("subjects.label"))
    assert caught.value.where == "test.yaml:1:1"
    with pytest.raises(NotReleasable, match="not on the allow-list"):
        release(None, rule("subjects.nonsense"))


@pytest.mark.parametrize("value", [{"a": "b"}, ["a"], ("a",), {}, []])
def test_members_are_released_one_by_one(value: Any) -> None:
    with pytest.raises(NotReleasable, match="one by one"):
        release(Held(value), rule("form.x"))


CONCERNED = [
    (None, 12345, 12345), (0, 12345, 12345), (1, None, 10000), (9, None, 10000), (10, 12345, 12345),
    (11, 12345, 12345),
]  # fmt: skip


@pytest.mark.parametrize(("concerned", "exact", "coarse"), CONCERNED)
def test_a_figure_counts_the_subjects_it_tells_of(concerned: int | None, exact: int | None, coarse: int) -> None:
    told = {"people": 10, "concerned": concerned}
    assert release(Held(12345), rule("scans.files", **told)) == exact
    assert release(Held(12345), rule("scans.usable_share", **told)) == exact
    assert release(Held(12345), rule("resources.bytes", **told)) == coarse
    assert release(Held(12345), rule("subjects.age_min", **told)) == 12345, "an age stands for many already"
    assert release(Held(12345), rule("resources.bytes", people=9, concerned=concerned)) is None


@pytest.mark.parametrize("least", [5, 6, 11])
@pytest.mark.parametrize("path", ["subjects.count", "subjects.female", "subjects.age_max", "scans.usable_share"])
def test_the_fewest_are_those_of_the_config(path: str, least: int) -> None:
    assert release(Held(20), rule(path, people=least, min_count=least)) == 20
    assert release(Held(20), rule(path, people=least - 1, min_count=least)) is None
    assert release(Held(20), rule(path, min_count=least)) is None


def test_without_a_word_the_fewest_are_ten() -> None:
    assert rule("subjects.count").min_count == 10
    assert not rule("subjects.count").dates_true
    assert not rule("subjects.count").temporal


class Knows(Gazetteer):
    """Knows the name Zwarteveen, the number 4217, and somebody called True."""

    def found(self, text: str) -> tuple[Hit, ...]:
        return tuple(Hit(LABEL, text.index(word), len(text)) for word in ("Zwarteveen", "4217", "True") if word in text)


def watched(path: str, **more: Any) -> Rule:
    return Rule(path, "test.yaml:1:1", Guard(Knows(), "P"), **more)


KEPT_IN = "Zwarteveen, A."
ANSWERS: list[tuple[Any, Any]] = [
    ("words", "words"), (KEPT_IN, None), ("", None), (" \u200b", None), (None, None), (True, True), (False, False),
    (0, 0), (12, 12), (4217, None), (4217.5, None), (-3, -3), ([], None), ([None, "", "\u2060"], None),
    (["a", "", KEPT_IN, 4217, 3, ["b", ""]], ["a", 3, ["b"]]), ({}, None), ({"a": ""}, None), ({"a": [None, {}]}, None),
    ({"a": KEPT_IN}, Held({"a": KEPT_IN})), ({"a": ["", 0]}, Held({"a": ["", 0]})), ({"a": False}, Held({"a": False})),
    ([{"a": "b"}, {"a": ""}], [Held({"a": "b"})]), (object(), None),
    (12.5, 12.5), ("True", None), (("a", ""), ["a"]), ({"a": ("x",)}, Held({"a": ("x",)})),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "told"), ANSWERS)
def test_an_answer_of_a_form_leaves_by_itself(answer: Any, told: Any) -> None:
    asked = watched("form.x")
    found = release_answer(Held({"x": answer, "y": "another"}), "x", asked)
    assert found == told
    assert type(found) is type(told)
    assert release_answer(Held({"y": answer}), "x", asked) is None


@pytest.mark.parametrize("path", ["project.name", "project.description", "form.x"])
def test_a_text_that_the_guard_keeps_in_does_not_leave(path: str) -> None:
    asked = watched(path)
    assert release(Held("Of lungs"), asked) == "Of lungs"
    assert release(Held(KEPT_IN), asked) is None
    assert [one.path for one in asked.guard.blocked] == [path]
    assert [one.at for one in asked.guard.blocked] == ["test.yaml:1:1"]


def test_figures_are_looked_at_in_answers_only() -> None:
    assert release(Held(4217), watched("scans.files", people=50)) == 4217
    assert release(Held(4217), watched("form.x")) is None
    assert release(Held(True), watched("form.x")) is True


def test_a_date_leaves_where_one_is_asked_for() -> None:
    assert release(Held("2020-05-06"), rule("form.start", temporal=True)) == "2020-05-06"
    assert release(Held("2020-05-06"), rule("form.start")) is None


def test_one_answer_is_released_of_forms_only() -> None:
    with pytest.raises(NotReleasable, match="not of a form"):
        release_answer(Held({"x": "y"}), "x", rule("project.name"))
    with pytest.raises(NotReleasable, match="allow-list"):
        release_answer(Held({"x": "y"}), "x", rule("forms.x"))


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", True), (" \t\n", True), ("\u200b\u2060\ufeff\xad\x00\ud800", True), ("a", False), (" . ", False),
        ("é", False),
    ],
)  # fmt: skip
def test_a_blank_is_what_nobody_can_see(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


TOTALS = [field.path for field in FIELDS if field.kind in (Kind.TOTAL, Kind.AGES)]


@pytest.mark.parametrize("path", TOTALS)
@pytest.mark.parametrize(("people", "shown"), [(None, None), (0, None), (9, None), (10, 42), (500, 42)])
def test_totals_are_exact_from_ten_people_up(path: str, people: int | None, shown: int | None) -> None:
    assert release(Held(42), rule(path, people=people)) == shown


@pytest.mark.parametrize(("count", "shown"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (118, 120)])
def test_splits_are_rounded(count: int, shown: int | None) -> None:
    assert release(Held(count), rule("subjects.female", people=200)) == shown
    assert rounded(count, 10) == shown


def test_dates_only_where_they_are_true() -> None:
    day = Held(dt.date(1940, 1, 1))
    assert release(day, rule("sessions.first")) is None
    assert release(day, rule("sessions.first", dates_true=True)) == dt.date(1940, 1, 1)
