"""Dates in values become days, birth dates go, all else stays as it was."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.archives.xnat.deep.dateless import variable
from img2fair.archives.xnat.deep.items import flattened
from img2fair.clinical.dateless import DAY, dated, of_birth, without_dates
from img2fair.model import Held, Variable

BASE = dt.date(2020, 6, 7)
DAYS = st.dates(dt.date(1850, 1, 1), dt.date(2150, 12, 31))
FORMS = st.sampled_from(
    ["%Y-%m-%d", "%Y%m%d", "%Y-%m-%d 10:34:45.892", "%Y-%m-%dT10:34:45+02:00", "%Y-%m-%dT10:34Z", " %Y-%m-%d "]
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text("abc é-:/1", max_size=6))
NAMES = st.text("abcxyz_", min_size=1, max_size=5).filter(lambda name: not of_birth(name))
NESTED: st.SearchStrategy[Any] = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=12
)


@given(DAYS, FORMS)
def test_a_date_becomes_a_day_whatever_its_form(day: dt.date, form: str) -> None:
    written = day.strftime(form).replace(day.strftime("%Y"), f"{day.year:04}")
    assert dated(written) == day
    found = without_dates({"a": written, "b": {"c": [written, "x"]}}, BASE)
    days = (day - BASE).days
    assert found == {"a" + DAY: days, "b": {"c": ["x"], "c" + DAY: [days]}}
    assert not re.search(
        f"{day.year:04}-?{day.month:02}-?{day.day:02}", json.dumps(without_dates({"a": written}, BASE))
    )
    assert without_dates({"a": written}, None) == {}


@given(st.dictionaries(NAMES, NESTED, max_size=4))
def test_what_is_no_date_stays(values: dict[str, Any]) -> None:
    def pruned(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: pruned(one) for name, one in value.items() if one is not None}
        return [pruned(one) for one in value if one is not None] if isinstance(value, list) else value

    assert without_dates(values, BASE) == pruned(values)


@pytest.mark.parametrize(
    "written",
    ["2020-02-31", "1234", "20201301", "99999999", "10:34:45", "2020-06", "1.2020-06-07", "2020-06-07 or so",
     "\u0662\u0660\u0662\u0660-06-07", 20200607, None, True, ""],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(written: object) -> None:
    assert dated(written) is None


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("dob", True), ("DOB", True), ("patient_dob", True), ("yob", True), ("birthdate", True), ("birth_date", True),
        ("dateOfBirth", True), ("Date of birth", True), ("yearOfBirth", True), ("birth-year", True), ("a/dob", True),
        ("birth_weight", False), ("birthplace", False), ("doberman", False), ("jobs", False), ("age", False),
    ],
)  # fmt: skip
def test_names_of_birth_dates(name: str, born: bool) -> None:
    assert of_birth(name) is born
    assert (without_dates({name: 1950}, BASE) == {}) is born


def test_variables() -> None:
    assert variable("seen", "2020-06-17", BASE) == Variable(Held("seen/day"), Held("10"))
    assert variable("seen", "2020-06-17", None) is None
    assert variable("a", "R&amp;D", BASE) == Variable(Held("a"), Held("R&D"))
    for name, value in (("", "x"), ("a", ""), ("a", None), ("dob", "1950"), ("a", ["x"])):
        assert variable(name, value, BASE) is None


CHILDREN = st.recursive(
    st.fixed_dictionaries({"data_fields": st.dictionaries(NAMES, PLAIN, max_size=3)}),
    lambda inner: st.fixed_dictionaries(
        {
            "data_fields": st.dictionaries(NAMES, PLAIN, max_size=3),
            "children": st.lists(
                st.fixed_dictionaries({"field": NAMES, "items": st.lists(inner, max_size=3)}), max_size=2
            ),
        }
    ),
    max_leaves=8,
)


def _leaves(item: dict[str, Any]) -> list[Any]:
    own = [value for value in item["data_fields"].values() if value not in (None, "")]
    return own + [leaf for child in item.get("children", ()) for one in child["items"] for leaf in _leaves(one)]


@given(CHILDREN)
def test_flattening_loses_and_invents_nothing(item: dict[str, Any]) -> None:
    assert sorted(map(repr, flattened(item).values())) == sorted(map(repr, _leaves(item)))


@pytest.mark.parametrize("item", [{}, {"data_fields": []}, {"data_fields": {}, "children": [None, {"items": "x"}, 3]}])
def test_an_item_of_another_shape_says_nothing(item: dict[str, Any]) -> None:
    assert flattened(item) == {}
