"""What identifies by its form: known cases, made-up texts by the thousand, real scanner strings, hostile texts."""

import csv
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import TypedDict, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from img2fair.privacy.formats import formats_in
from img2fair.privacy.hits import DATE, RECORD, RULES_OF_HITS, UID, Hit
from tests.privacy.made_up import FORMS, harmless, planted
from tests.sizes import size

IDC = Path(__file__).parents[3] / "shared" / "reference" / "idc-subset"
MANY = size(1_500, 10_000)
needs_idc = pytest.mark.skipif(not IDC.is_dir(), reason="the subset of the Imaging Data Commons is not here")


class Cases(TypedDict):
    """Texts by rule, marked, and texts without a hit."""

    found: dict[str, list[str]]
    harmless: list[str]


CASES = cast(Cases, YAML(typ="safe").load(Path("tests/cases/formats.yaml").read_text(encoding="utf-8")))


def marked(text: str, hits: tuple[Hit, ...]) -> str:
    """A text with its hits between ‹ and ›."""
    parts, at = [], 0
    for hit in hits:
        parts += [text[at : hit.start], "‹", text[hit.start : hit.end], "›"]
        at = hit.end
    return "".join(parts) + text[at:]


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, cases in CASES["found"].items() for case in cases])
def test_what_identifies_is_found_at_its_place(rule: str, case: str) -> None:
    text = re.sub("[‹›]", "", case)
    hits = formats_in(text)
    assert {hit.rule for hit in hits} == {rule}
    assert marked(text, hits) == case


@pytest.mark.parametrize("text", CASES["harmless"])
@pytest.mark.parametrize("around", ["{}", "Zie {} en verder.", "({})", "a, {}; b", "{}\n"])
def test_what_identifies_nobody_is_not_found(text: str, around: str) -> None:
    assert formats_in(around.format(text)) == ()


def test_made_up_texts_are_found_by_the_rule_of_what_is_planted() -> None:
    """Recall of at least 99.5 % over all rules and of each."""
    made: Counter[str] = Counter()
    missed: list[str] = []
    for one in planted(MANY, seed=6):
        made[one.rule] += 1
        hits = formats_in(one.text)
        if not any(hit.rule == one.rule and hit.start < one.end and one.start < hit.end for hit in hits):
            missed.append(f"{one.rule} ({one.form}): {one.text!r}")
    assert set(made) == set(FORMS)
    assert sum(made.values()) == MANY
    for rule in made:
        of_rule = [text for text in missed if text.startswith(f"{rule} ")]
        assert len(of_rule) <= 0.005 * made[rule], of_rule


def test_made_up_descriptions_with_other_figures_are_let_out() -> None:
    wrong = [(text, hits) for text in harmless(MANY, seed=7) if (hits := formats_in(text))]
    assert len(wrong) <= 0.01 * MANY, wrong[:20]


def test_a_planted_thing_is_found_among_harmless_figures() -> None:
    """What is known to be harmless hides nothing beside it."""
    around = list(harmless(size(300, 3_000), seed=8))
    missed = [
        (one, text)
        for one, text in zip(planted(len(around), seed=9), around, strict=True)
        if one.rule not in {hit.rule for hit in formats_in(f"{text}. {one.text[one.start : one.end]}")}
        and one.rule in {hit.rule for hit in formats_in(one.text[one.start : one.end])}
    ]
    assert len(missed) <= 0.005 * len(around), missed[:20]


def _series() -> list[dict[str, str]]:
    with (IDC / "series.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STRINGS = "SeriesDescription StudyDescription ManufacturerModelName Manufacturer BodyPartExamined Modality".split()


@needs_idc
def test_real_scanner_and_protocol_strings_are_let_out() -> None:
    strings = {
        row[column]
        for row in _series()
        for column in STRINGS
        if row[column] and row["collection_id"] != "pseudo_phi_dicom_data"
    }
    wrong = sorted(text for text in strings if formats_in(text))
    assert len(strings) > 1_000
    assert len(wrong) <= 0.01 * len(strings), wrong


@needs_idc
def test_real_titles_and_descriptions_are_let_out() -> None:
    """All texts of the collections' own records; the only dates are those on which the records were changed."""
    records = json.loads((IDC / "collections.json").read_text(encoding="utf-8"))
    texts = {text for record in records for text in _texts(record)}
    assert len(texts) > 100
    assert {text for text in texts if formats_in(text)} == {record["updated"] for record in records}


def _texts(value: object) -> list[str]:
    match value:
        case dict():
            return [text for part in value.values() for text in _texts(part)]
        case list():
            return [text for part in value for text in _texts(part)]
        case str():
            return [value]
        case _:
            return []


@needs_idc
def test_the_dates_ids_and_uids_of_pseudo_patients_are_found() -> None:
    rows = [row for row in _series() if row["collection_id"] == "pseudo_phi_dicom_data"]
    dates = {row["StudyDate"] for row in rows} - {""}
    numbered = {row["StudyDescription"] for row in rows if re.search(r"\d{7}", row["StudyDescription"])}
    uids = {row["StudyInstanceUID"] for row in _series()}
    ids = {row["PatientID"] for row in rows if row["PatientID"].isdigit()}
    assert len(dates) > 30 and numbered and len(ids) > 20
    assert all([hit.rule for hit in formats_in(f"imaged {date}")] == [DATE] for date in dates)
    assert all([hit.rule for hit in formats_in(text)] == [RECORD] for text in numbered)
    assert all([hit.rule for hit in formats_in(f"study {uid}.")] == [UID] for uid in uids)
    assert all(formats_in(f"patient {number}") for number in ids)


HOSTILE = (
    *(
        "1",
        "1 ",
        "12 ",
        "1.",
        "0",
        "0 ",
        "+3",
        "1-",
        "1/",
        "20200131 ",
        "^",
        "a^",
        "A ^ ",
        "@",
        "a@",
        "a@a.",
        "a.",
        "a-",
    ),
    *(
        " ",
        "\n",
        "\u2009",
        "-",
        '"',
        "(at)",
        "a at ",
        " at a dot ",
        "aaaa",
        "x_",
        "é",
        "e\u0301",
        "\u200b",
        "ﬁ",
        "&amp;",
    ),
    *(
        "patient nr ",
        "pt ",
        "mrn ",
        "age ",
        "age of ",
        "grant no ",
        "nwo the ",
        "v1.",
        "1.2.",
        "2.25.1",
        "https://",
        "a.nl/",
    ),
    *(
        "10.1000/",
        "jan ",
        "1 jan ",
        "jan 1 ",
        "ninety ",
        "honderd",
        "90 years ",
        "1 000 ",
        "nhs ",
        "bsn 1",
        "tel 1",
        "a=1 ",
    ),
)


@pytest.mark.parametrize("pattern", HOSTILE)
def test_the_time_grows_with_the_length_of_a_hostile_text(pattern: str) -> None:
    """Four times the text takes about four times as long; where it took the square it would be sixteen times."""
    short, long = (_spent((pattern * length)[:length]) for length in (size(4_000, 25_000), size(16_000, 100_000)))
    assert long < 10 * short + 0.01


def _spent(text: str) -> float:
    """The least seconds of three tries: others work on this machine."""
    spent = []
    for _ in range(3):
        begun = time.process_time()
        formats_in(text)
        spent.append(time.process_time() - begun)
    return min(spent)


ALPHABET = st.sampled_from(
    [*"0123456789 .,-/+()@^=:aAtTjy\n&;#%", "\u200b", "\u00a0", "é", "e\u0301", "１", "²", "ﬁ", "王"]
)
PIECES = st.sampled_from(
    ["jan", "2020", "31", "patient", "mrn", "age", "92 jaar", "@example.nl", "06-", "&#64;", "ninety"]
)


@given(st.one_of(st.text(), st.lists(ALPHABET | PIECES, max_size=40).map("".join)))
@settings(max_examples=size(400, 5_000), deadline=None)
@example("\ud800 06-12345678 \udfff")
@example("&#0; &#1114112; %40")
def test_any_text_has_hits_in_order_within_it(text: str) -> None:
    hits = formats_in(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(hit.rule in RULES_OF_HITS for hit in hits)
    assert list(hits) == sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.rule))
    assert hits == formats_in(text)


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), max_size=80))
@settings(max_examples=size(200, 2_000), deadline=None)
def test_a_word_of_letters_alone_has_no_hit_but_a_spelt_age(text: str) -> None:
    assert {hit.rule for hit in formats_in(text)} <= {"age"}


@given(st.sampled_from(CASES["found"]["e-mail"] + CASES["found"]["bsn"]), st.text(" \u200b\u00ad\u2060", max_size=3))
@settings(max_examples=size(100, 500), deadline=None)
def test_invisible_characters_around_hide_nothing(case: str, hidden: str) -> None:
    text = re.sub("[‹›]", "", case)
    assert [hit.rule for hit in formats_in(f"{hidden}{text}{hidden}")] == [hit.rule for hit in formats_in(text)]
