"""The researcher's page of a study: its facts, the questions it offers, and that no small number gets out."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.clinical.cohort import Cohort, Patient, Visit
from img2fair.clinical.decisions import Decisions
from img2fair.clinical.study_facts import AttributeTold, Part, ProfileTold, StudyFacts, from_json, to_json
from img2fair.clinical.study_guide import guide
from img2fair.clinical.study_words import WORDS
from img2fair.errors import UsageFault
from img2fair.privacy.study_facts import study_facts
from img2fair.report.study_page import to_html
from tests.report.findings import EVIL
from tests.report.harmonised import about, cohort, decisions, patient
from tests.sizes import size


def facts(people: int = 100, **more: Any) -> StudyFacts:
    return study_facts(cohort(people), decisions(), about(**more))


def test_the_facts_of_a_study() -> None:
    told = facts()
    assert (told.patients, told.sessions, told.followed, told.segmented) == (100, 134, True, True)
    assert told.modalities == (Part("MR", 80), Part("CT", 20), Part("PT", 20))
    assert told.sessions_per_patient == (Part("1", 65), Part("2", 35))
    assert told.follow_up == (Part("0", 65), Part("1-90", 35))
    assert told.baselines == ("diagnosis", "first imaging session")
    assert [(one.id, one.patients) for one in told.attributes] == [
        ("SEX", 100), ("AGE", 100), ("AJCC_PATHOLOGIC_TUMOR_STAGE", 100), ("ONCOTREE_CODE", 75), ("OS_STATUS", 100),
        ("OS_MONTHS", 100)]  # fmt: skip
    assert told.events == (Part("TREATMENT", 25),)
    assert told.profiles == (ProfileTold("radiomics_mr_t1c", "Radiomics T1c", "RADIOMICS", 2),)
    assert from_json(to_json(told)) == told


def test_of_few_patients_no_number_is_told() -> None:
    told = facts(9)
    assert (told.patients, told.sessions) == (None, None)
    assert {part.patients for part in (*told.modalities, *told.events)} == {None}
    assert {attribute.patients for attribute in told.attributes} == {None}
    assert told.sessions_per_patient == told.follow_up == ()
    text = to_html(told)
    assert "not told" in text and "about" not in re.sub(r"<style>.*?</style>", "", text, flags=re.S).lower()


@pytest.mark.parametrize(("ids", "first", "genomic"), [("label", "TCGA-AB-0001", "tcga"), ("label", "X1", ""),
                                                       ("hash", "TCGA-AB-0001", "")])  # fmt: skip
def test_tcga_barcodes_join_public_studies(ids: str, first: str, genomic: str) -> None:
    one = replace(patient(1), id=first)
    assert study_facts(Cohort((one,)), decisions(), about(ids=ids)).genomic == genomic
    assert study_facts(Cohort((one,)), decisions(), about(samples="table")).genomic == "table"


def test_questions_fit_what_the_study_has() -> None:
    asked = [one.ask for one in chapter(facts(), "ask").questions]
    assert asked == ["Which patients had Magnetic Resonance (MR)?", "Who was imaged at baseline and again later?",
                     "Does survival differ by Tumour stage?", "Does “Radiomics T1c” go together with Age?",
                     "What do the images of one patient look like?"]  # fmt: skip
    bare = replace(facts(viewers=()), followed=False, attributes=(), profiles=(), events=(), modalities=())
    assert [one.ask for one in chapter(bare, "ask").questions] == ["How do I get the data as a table?"]
    assert any("no viewer" in text for text in chapter(bare, "cannot").texts)
    assert any(text.startswith("Survival") for text in chapter(bare, "cannot").texts)


def test_a_mark_between_steps_in_a_name_makes_no_step() -> None:
    odd = replace(facts(), attributes=(AttributeTold("SITE", "a|{b}|c", "patient", "STRING", 50),), profiles=())
    (groups,) = [one for one in chapter(odd, "ask").questions if "differ" in one.ask]
    assert len(groups.steps) == 3 and "a|{b}|c" in groups.steps[0]


def test_day_0_is_named() -> None:
    assert "diagnosis, first imaging session" in chapter(facts(), "day").texts[0]
    first = replace(facts(), baselines=("first imaging session",))
    assert "Day 0 of a patient is the first imaging session." in chapter(first, "day").texts[0]


def test_links_are_web_addresses_only() -> None:
    bad = facts(portal="javascript:1", licence="data:x", access_request="ftp://x", record="", pmid="1,x")
    assert guide(bad, "en").open is None
    assert [link.href for link in chapter(bad, "access").links] == ["https://pubmed.ncbi.nlm.nih.gov/1/"]


def chapter(told: StudyFacts, id_: str, language: str = "en") -> Any:
    return next(one for one in guide(told, language).chapters if one.id == id_)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "img2fair/study-facts", "version": 1}', "\udc80"])
def test_what_holds_no_facts_is_refused(text: str) -> None:
    with pytest.raises(UsageFault, match="no facts"):
        from_json(text, "LGG.json")


def test_another_version_is_refused() -> None:
    with pytest.raises(UsageFault, match="version 1"):
        from_json(to_json(replace(facts(), version=2)))


def test_every_phrase_is_in_two_languages_with_the_same_slots_and_steps() -> None:
    for name, (english, dutch) in WORDS.texts.items():
        slots = [sorted(set(re.findall(r"\{(\w+)\}", text))) for text in (english, dutch)]
        assert slots[0] == slots[1] and english and dutch and english.count("|") == dutch.count("|"), name


def test_a_page_in_dutch_says_no_english_phrase() -> None:
    text = to_html(facts(), "nl")
    english = [en for en, nl in WORDS.texts.values() if en != nl and len(en) > 6 and "{" not in en]
    assert '<html lang="nl">' in text and [phrase for phrase in english if f">{phrase}<" in text] == []


@st.composite
def cohorts(draw: st.DrawFn) -> Cohort:
    """Return a random cohort: any spread of modalities, sessions and attributes."""
    people = draw(st.integers(0, 60))
    codes = draw(
        st.lists(st.sampled_from([("MR",), ("CT",), ("CT", "PT"), ("US",), ()]), min_size=people, max_size=people)
    )
    days = draw(st.lists(st.sampled_from([(0,), (0, 5), (0, 100, 500), (None,), ()]), min_size=people, max_size=people))
    staged = draw(st.lists(st.booleans(), min_size=people, max_size=people))
    return Cohort(tuple(
        Patient(f"P-{n}", "Male", None, tuple(Visit(v, day, codes[n], (), 1, 1, 0) for v, day in enumerate(days[n], 1)),
                values={"OS_STATUS": "0:LIVING"} if staged[n] else {})
        for n in range(people)
    ))  # fmt: skip


@settings(max_examples=size(100, 3000))
@given(cohorts(), st.integers(5, 12))
def test_no_number_of_few_people_is_told(made: Cohort, least: int) -> None:
    told = study_facts(made, decisions(), about(), least)
    people = len(made.patients)
    codes = Counter(code for one in made.patients for code in {c for visit in one.visits for c in visit.modalities})
    staged = sum("OS_STATUS" in one.values for one in made.patients)
    exact = {**codes, "OS_STATUS": staged}
    for part in (*told.modalities, *(Part(one.id, one.patients) for one in told.attributes if one.id == "OS_STATUS")):
        if part.patients is not None:
            assert exact[part.name] >= least and not 0 < people - exact[part.name] < least
            assert part.patients >= least and abs(part.patients - exact[part.name]) < 8
    for part in (*told.sessions_per_patient, *told.follow_up):
        assert part.patients is not None and part.patients >= least
    assert told.patients is None or not 0 < told.patients < least
    assert from_json(to_json(told)) == told


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20) | st.just(EVIL)


def hostile(text: str) -> StudyFacts:
    """Return facts in which every name is this text."""
    made = facts(name=text, citation=text, project=text)
    return replace(
        made, body_parts=(Part(text, 50),), events=(Part(text, 50),), baselines=(text, f"{text}2"), oncotree=text,
        attributes=(AttributeTold("X", text, text, "STRING", 50, text),), profiles=(ProfileTold("x", text, text, 3),),
    )  # fmt: skip


CALM = to_html(hostile("x"))


@settings(max_examples=size(25, 500))
@given(TEXT)
def test_no_name_becomes_markup(text: str) -> None:
    tags = [re.findall(r"<[a-z!/][^\s>]*", page) for page in (to_html(hostile(text)), CALM)]
    assert tags[0] == tags[1]


def test_a_study_without_people_has_a_page() -> None:
    told = study_facts(Cohort(()), Decisions("X"), about())
    assert told.patients == told.sessions == 0 and "What day 0 is" in to_html(told)
