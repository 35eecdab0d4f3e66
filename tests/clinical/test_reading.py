"""What source texts mean: cases by kind, the steward's table, and what must hold for any text."""

from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.clinical import grades, sexes, sides, stages, survival, yes_no
from img2fair.clinical.decisions import Kind, Unlisted
from img2fair.clinical.outcome import Came, Read
from img2fair.clinical.reading import folded, is_missing, read, reads
from tests.clinical.cases import cases, decision

CAME = {
    "missing": Came.MISSING,
    "unmapped": Came.UNMAPPED,
    "unreadable": Came.UNREADABLE,
    "out of range": Came.OUT_OF_RANGE,
}
OF_WORDS = [
    (Kind(kind), str(text), str(target))
    for kind, targets in cases("words").items()
    for target, texts in targets.items()
    for text in texts
]
OF_NUMBERS = [
    ({name: value for name, value in case.items() if name != "reads"}, text, target)
    for case in cases("numbers")
    for text, target in case["reads"].items()
]
CANONICAL = {
    Kind.SEX: sexes.WORDS,
    Kind.SURVIVAL: survival.WORDS,
    Kind.YES_NO: yes_no.WORDS,
    Kind.STAGE: stages.WORDS,
    Kind.GRADE: grades.WORDS,
    Kind.SIDE: sides.WORDS,
}
NUMBERS = (Kind.NUMBER, Kind.AGE, Kind.DAY, Kind.MONTHS)

words = st.sampled_from([text for _, text, _ in OF_WORDS] + [text for _, text, _ in OF_NUMBERS])
texts = (
    st.text(max_size=40)
    | words
    | st.tuples(words, words).map(" ".join)
    | st.from_regex(r"[<>]?-?[0-9.,']{1,20} ?[a-z]{0,6}")
)
values = texts | st.integers() | st.floats() | st.booleans()


def expected(target: str) -> Read:
    return Read(None, CAME[target]) if target in CAME else Read(target)


def test_there_are_enough_cases() -> None:
    assert len(OF_WORDS) + len(OF_NUMBERS) >= 250


@pytest.mark.parametrize(("kind", "text", "target"), OF_WORDS)
def test_a_word_is_read(kind: Kind, text: str, target: str) -> None:
    assert read(decision(kind), text) == expected(target)
    assert reads(kind, text) == (target not in CAME)


@pytest.mark.parametrize(("said", "text", "target"), OF_NUMBERS)
def test_a_number_is_read(said: dict[str, str], text: str, target: str) -> None:
    assert read(decision(Kind(said["kind"]), **{k: v for k, v in said.items() if k != "kind"}), text) == expected(
        target
    )


@pytest.mark.parametrize(
    ("kind", "value", "target"),
    [
        (Kind.YES_NO, True, "TRUE"),
        (Kind.YES_NO, False, "FALSE"),
        (Kind.YES_NO, 1, "unmapped"),
        (Kind.NUMBER, True, "unreadable"),
        (Kind.NUMBER, 980.0, "980"),
        (Kind.NUMBER, 12, "12"),
        (Kind.NUMBER, 20190402, "unreadable"),
        (Kind.NUMBER, float("inf"), "unreadable"),
        (Kind.NUMBER, float("nan"), "missing"),
        (Kind.NUMBER, 10**300, "unreadable"),
        (Kind.NUMBER, 1e-7, "0.0000001"),
        (Kind.AGE, 45.9, "45"),
        (Kind.SEX, 1, "unmapped"),
        (Kind.GRADE, 2, "G2"),
        (Kind.STAGE, 2, "unmapped"),
        (Kind.DAY, -3, "-3"),
    ],
)  # fmt: skip
def test_a_value_that_is_no_text_is_read(kind: Kind, value: float | int | bool, target: str) -> None:
    assert read(decision(kind), value) == expected(target)


def test_the_table_is_looked_at_first() -> None:
    table = decision(Kind.SEX, values={"1": "Male", "2": "Female", "male": "Other", "9": None, "x": "?", "y": " "})
    assert [read(table, value).value for value in ("1", 2, 1.0, "MALE", "f")] == [
        "Male",
        "Female",
        "Male",
        "Other",
        "Female",
    ]
    assert read(table, "2.0") == Read("Female") and read(table, "2.5") == Read(None, Came.UNMAPPED)
    assert read(table, "9") == read(table, "y") == Read(None, Came.MISSING)
    assert read(table, "X") == Read(None, Came.UNMAPPED)
    assert read(decision(Kind.TABLE, values={"true": "Ja"}), True) == Read("Ja")
    assert read(decision(Kind.TABLE, values={"unknown": "Unknown"}), "UNKNOWN") == Read("Unknown")


def test_what_is_not_listed_is_missing_where_the_steward_says_so() -> None:
    for kind, text in ((Kind.TABLE, "glioma"), (Kind.SEX, "1"), (Kind.NUMBER, "high"), (Kind.ONCOTREE, "GBM")):
        assert read(decision(kind, unlisted=Unlisted.MISSING), text) == Read(None, Came.MISSING)
    assert read(decision(Kind.TABLE, values={"a": "?"}, unlisted=Unlisted.MISSING), "a") == Read(None, Came.MISSING)
    assert read(decision(Kind.NUMBER, most=5, unlisted=Unlisted.MISSING), "6") == Read(None, Came.OUT_OF_RANGE)


@pytest.mark.parametrize(("target", "told"), [("GB", "GB"), ("MDS/MPN", None), ("gb", None), ("Glioblastoma", None)])
def test_a_code_of_oncotree_comes_from_the_table_and_has_its_form(target: str, told: str | None) -> None:
    assert read(decision(Kind.ONCOTREE, values={"glioblastoma": target}), "Glioblastoma").value == told


@given(kind=st.sampled_from(list(Kind)), value=values)
def test_no_word_of_the_archive_comes_out(kind: Kind, value: str | float | bool) -> None:
    found = read(decision(kind), value)
    assert (found.value is None) == (found.came is not Came.READ)
    if found.value is not None:
        if kind in NUMBERS:
            assert found.value.lstrip("<>").lstrip("-").replace(".", "", 1).isdigit() and found.value.isascii()
            assert "." not in found.value or found.value[-1] not in "0."
        else:
            assert found.value in CANONICAL[kind]


@given(kind=st.sampled_from([kind for kind in Kind if kind is not Kind.MONTHS]), value=values)
def test_reading_a_target_again_changes_nothing(kind: Kind, value: str | float | bool) -> None:
    found = read(decision(kind), value)
    assert found.value is None or read(decision(kind), found.value) == found


@pytest.mark.parametrize("kind", CANONICAL)
def test_every_canonical_word_reads_as_itself(kind: Kind) -> None:
    assert [read(decision(kind), word).value for word in CANONICAL[kind]] == list(CANONICAL[kind])


@given(kind=st.sampled_from(list(Kind)), text=texts)
def test_how_a_text_is_spelt_makes_no_difference(kind: Kind, text: str) -> None:
    found = read(decision(kind), text)
    for form in ("NFC", "NFD"):
        assert read(decision(kind), normalize(form, text)) == found
    assert read(decision(kind), f"  {text}_ ") == found
    assert read(decision(kind), folded(text)) == found
    if text.isascii():
        assert read(decision(kind), text.upper()) == found


@given(kind=st.sampled_from(list(Kind)), value=values)
def test_reads_tells_what_read_reads(kind: Kind, value: str | float | bool) -> None:
    if kind is not Kind.NUMBER:  # a unit needs an attribute's beside it
        assert reads(kind, value) == (read(decision(kind), value).value is not None)


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    assert folded(folded(text)) == folded(text) == folded(normalize("NFD", text))
    assert is_missing(text) == is_missing(folded(text))


@given(
    st.dates(date(1850, 1, 1), date(2150, 12, 31)),
    st.sampled_from(["%Y%m%d", "%d%m%Y", "%m%d%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d%H%M%S", "%d/%m/%Y"]),
    st.booleans(),
)
def test_no_date_leaves_as_a_number(day: date, form: str, number: bool) -> None:
    text = f"{day:{form}}"
    value: str | int = int(text) if number and text.isdigit() else text
    assert all(read(decision(kind), value).value is None for kind in (Kind.NUMBER, Kind.DAY, Kind.AGE, Kind.MONTHS))
