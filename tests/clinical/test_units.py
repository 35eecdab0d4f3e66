"""Units, and how numbers are written out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.clinical.decisions import Kind
from img2fair.clinical.numbers import plain
from img2fair.clinical.reading import read
from img2fair.clinical.units import is_unit, times
from tests.clinical.cases import decision


@pytest.mark.parametrize(
    ("source", "target", "many"),
    [
        ("kg", "kg", "1"),
        ("lb", "kg", "0.45359237"),
        ("M", "cm", "100"),
        ("days", "months", "0.03285420944558521560574948665"),
        ("years", "days", "365.25"),
        ("cm³", "mm3", "1000"),
        ("µg/l", "ng/ml", "1"),
        ("cGy", "Gy", "0.01"),
        ("widgets", "Widgets", "1"),
        ("kg", "cm", None),
        ("widgets", "kg", None),
    ],
)
def test_a_unit_is_so_many_of_another(source: str, target: str, many: str | None) -> None:
    assert times(source, target) == (None if many is None else Decimal(many))


def test_units_are_known_by_their_names() -> None:
    assert is_unit("kg") and is_unit("jaar") and not is_unit("contrast")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=8))
def test_a_number_is_written_to_four_digits_and_never_becomes_nothing(figure: Decimal) -> None:
    told = Decimal(plain(figure))
    assert abs(told - figure) <= Decimal("0.00005")
    assert bool(told) == bool(figure)
    assert plain(told) == plain(figure)


@given(st.floats(min_value=0.5, max_value=300), st.sampled_from(["kg", "lb", "g"]))
def test_a_unit_behind_a_number_says_the_same_as_the_decision(figure: float, unit: str) -> None:
    said = f"{figure:.3f}"
    behind = read(decision(Kind.NUMBER, to="kg"), f"{said} {unit}")
    assert behind == read(decision(Kind.NUMBER, to="kg", unit=unit), said) and behind.value is not None
