"""The harmonisation report: what it says of a cohort made by hand, what it hides, and the ways out and back."""

import csv
import re
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.assets import find_folder
from img2fair.clinical.decisions import Attribute, Decide, Decisions, FieldDecision, Kind, Level
from img2fair.clinical.hiding import number, parts, share
from img2fair.clinical.oncotree import candidates, own_tree
from img2fair.clinical.outcome import Came, Conflict
from img2fair.clinical.report import CORE, HarmonisationReport, Hidden, Matter, Novelty, Share, ValueRow, Verdict
from img2fair.clinical.report_making import Beside, make_report
from img2fair.codes import read_table
from img2fair.errors import UsageFault
from img2fair.findings import Severity
from img2fair.privacy.cohort.release import release_cohort
from img2fair.privacy.cohort.terms import Terms
from img2fair.report.harmonisation import from_json, to_html, to_json, to_tsv
from img2fair.report.harmonisation.screens import screen
from img2fair.report.harmonisation.words import WORDS
from tests.privacy import clinical_projects
from tests.report.findings import EVIL
from tests.report.harmonised import DIAGNOSIS, STAGE, beside, cohort, decisions, fields, finding, report
from tests.sizes import size

FEW, WITHHELD, NEARLY = Hidden.FEW, Hidden.WITHHELD, Hidden.NEARLY


def test_what_stops_comes_first_and_then_what_concerns_most() -> None:
    made = report()
    assert made.verdict is Verdict.BLOCKED and made.open == 8
    assert [(one.matter, one.path, one.patients) for one in made.first] == [
        (Matter.FIELD, "sessions.assessments.clin:visit.ecog", 83),
        (Matter.DIAGNOSIS, DIAGNOSIS, 64),
        (Matter.VALUE, STAGE, 12),
        (Matter.RANGE, "subjects.demographics.weight", 9),
        (Matter.CONFLICT, "", 7),
    ]
    assert made.first[1].what == ("Glioblastoma multiforme",) and made.first[0].line == 70


def test_a_violation_stops_and_a_warning_does_not() -> None:
    decided = replace(cohort(), fields=fields()[4:5], conflicts={})
    plain = replace(decisions(), fields=decisions().fields[:6])
    all_decided = partial(beside, seen=())
    ready = make_report(decided, plain, all_decided())
    assert ready.verdict is Verdict.READY and ready.first == () and ready.findings[0].code == "I2F-E005"
    stopped = make_report(decided, plain, all_decided(findings=(finding(Severity.VIOLATION),)))
    assert stopped.verdict is Verdict.BLOCKED and stopped.first[0].said[0].startswith("3 patients")
    lost = make_report(replace(decided, conflicts={Conflict.SEX: 2}), plain, all_decided())
    assert lost.verdict is Verdict.GAPS and lost.first[0].patients is FEW


def test_attributes_are_told_with_what_is_new() -> None:
    rows = {row.path: row for row in report().attributes}
    assert rows[STAGE].novelty is Novelty.RENAMED and rows["subjects.demographics.weight"].novelty is Novelty.STANDARD
    assert (
        rows["subjects.variables.arm"].novelty is Novelty.NEW and rows["subjects.forms.intake.remark"].novelty is None
    )
    assert rows["subjects.variables.os_status"].patients == Share(NEARLY, 100)
    assert rows[STAGE].values == (
        ValueRow("stadium II", "Stage II", Came.READ, 48),
        ValueRow("IIIb", "Stage IIIB", Came.READ, WITHHELD),
        ValueRow("", "Stage IV", Came.READ, FEW),
        ValueRow("pT2N0M0", None, Came.UNMAPPED, 12),
        ValueRow("onbekend", None, Came.MISSING, 7),
    )


def test_the_core_ten_tell_how_many_patients_have_each() -> None:
    core = dict(report().core)
    assert tuple(core) == CORE
    assert core["ONCOTREE_CODE"] == core["CANCER_TYPE"] == Share(75, 100)
    assert core["STAGE_OR_GRADE"] == Share(100, 100) and core["PRIMARY_SITE"] == Share(0, 100)
    given = beside(given=("ONCOTREE_CODE", "CANCER_TYPE"))
    assert dict(make_report(cohort(), decisions(), given).core)["CANCER_TYPE"] == Share(75, 100)
    uncoded = replace(cohort(), fields=fields()[2:])
    assert dict(make_report(uncoded, decisions(), given).core)["CANCER_TYPE"] == Share(100, 100)


def test_diagnoses_have_candidates_and_what_the_portal_knows() -> None:
    glioma, astrocytoma, hidden = report().diagnoses
    assert [one.code for one in glioma.candidates] == ["GB", "HGGNOS"] and glioma.decided == ""
    assert (astrocytoma.decided, astrocytoma.known) == ("ASTR", True)
    assert (hidden.term, hidden.patients, hidden.candidates) == ("", FEW, ())


def test_links_conflicts_and_ledger_are_counted_without_small_numbers() -> None:
    made = report()
    assert (made.imaging.sessions, made.imaging.unlinked, made.imaging.undated) == (134, 11, FEW)
    assert made.conflicts == {"sex": FEW, "after death": 7}
    assert made.ledger["age capped"] is FEW and made.ledger["pseudonym"] == 100
    assert made.small.categories == (), "no value of the study is of few, though a source's word is"


def test_what_has_changed_is_told() -> None:
    before = beside(made_of={"snapshot": "x"}, seen=())
    first = make_report(replace(cohort(90), fields=fields()[:4]), decisions(), before)
    since = report(before=first).since
    assert since is not None and since.gained == ("TRIAL_ARM_OF_OURS",) and since.lost == ()
    assert since.opened == ("sessions.assessments.clin:visit.ecog",) and since.patients == (90, 100)
    assert not since.same_snapshot and report(before=report()).since.same_snapshot  # type: ignore[union-attr]


def test_json_leads_back() -> None:
    made = report(before=report())
    assert from_json(to_json(made)) == made and to_json(made) == to_json(report(before=report()))


@pytest.mark.parametrize("text", ["", "{}", "[1]", "{" * 9000, '{"schema": "img2fair/report"}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(UsageFault, match="no harmonisation report"):
        from_json(text, "a.json")
    with pytest.raises(UsageFault, match="version 1"):
        from_json(to_json(replace(report(), version=2)))


def test_the_table_has_a_row_for_each_value() -> None:
    rows = list(csv.DictReader(to_tsv(report()).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    stage = [
        (row["source_value"], row["target_value"], row["came"], row["patients"]) for row in rows if row["path"] == STAGE
    ]
    assert {(row["kind"], row["novelty"], row["filled"]) for row in rows if row["path"] == STAGE} == {
        ("stage", "renamed", "100")}  # fmt: skip
    assert stage[1:3] == [("IIIb", "Stage IIIB", "read", "withheld"), ("(not shown)", "Stage IV", "read", "<5")]
    assert {row["path"] for row in rows} == {row.path for row in report().attributes}


@pytest.mark.parametrize(
    ("value", "cell"), [("=1+1", "'=1+1"), ("-5", "-5"), ("@x", "'@x"), ("a\tb\nc", "a b c"), ("-cmd", "'-cmd")]
)
def test_no_cell_is_a_formula_or_breaks_a_row(value: str, cell: str) -> None:
    row = replace(report().attributes[0], values=(ValueRow(value, None, Came.READ, 9),))
    text = to_tsv(replace(report(), attributes=(row,)))
    column = text.split("\n")[0].split("\t").index("source_value")
    assert text.splitlines()[1].split("\t")[column] == cell and text.count("\n") == 2


SCREENS = [
    ("subjects.sex", "XNAT: subject page > Edit > Gender", "XNAT: subjectpagina > Edit > Gender"),
    ("sessions.visit", "XNAT: session page > Edit > Visit", "XNAT: sessiepagina > Edit > Visit"),
    ("subjects.variables.a.b", "XNAT: subject page > Custom Variables > field a.b",
     "XNAT: subjectpagina > Custom Variables > veld a.b"),
    ("subjects.forms.intake.ecog/day", 'XNAT: subject page > Custom form "intake" > field ecog/day',
     'XNAT: subjectpagina > Eigen formulier "intake" > veld ecog/day'),
    ("tables.data.csv.age.at.dx", "XNAT: project page > Manage Files > data.csv > column age.at.dx",
     "XNAT: projectpagina > Manage Files > data.csv > kolom age.at.dx"),
    ("nonsense", "None", "None"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "english", "dutch"), SCREENS)
def test_a_path_leads_to_its_screen(path: str, english: str, dutch: str) -> None:
    assert (str(screen(path, "en")), str(screen(path, "nl"))) == (english, dutch)


def test_every_phrase_is_in_two_languages_with_the_same_slots() -> None:
    for name, (english, dutch) in WORDS.texts.items():
        slots = [sorted(set(re.findall(r"\{(\w+)\}", text))) for text in (english, dutch)]
        assert slots[0] == slots[1] and english and dutch, name
    for matter in Matter:
        assert matter is Matter.FINDING or {matter.value, f"{matter.value} how"} <= WORDS.texts.keys()
    assert all(kind.value in WORDS for kind in Conflict)


def test_a_page_in_dutch_says_no_english_phrase() -> None:
    text = to_html(report(before=report()), title="x", language="nl")
    shown = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    english = [en for en, nl in WORDS.texts.values() if en != nl and len(en) > 6 and "{" not in en]
    assert len(english) > 40 and [phrase for phrase in english if f">{phrase}<" in shown] == []


def test_links_of_the_page_lead_somewhere() -> None:
    text = to_html(report(before=report()), title="x")
    ids = re.findall(r' id="([^"]+)"', text)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids) and len(ids) == len(set(ids))
    assert not re.search(r'(?:href|src)="(?!#|data:,)', text)


COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=8)


@given(COUNTS, st.integers(2, 12))
def test_no_small_part_follows_from_the_others(counts: list[int | None], least: int) -> None:
    told = parts(counts, least)
    assert not any(isinstance(one, int) and 0 < one < least for one in told)
    shown = [one for one in told if isinstance(one, int) and one]
    assert sum(isinstance(one, Hidden) for one in told) != 1 or not shown


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(2, 12))
def test_no_small_rest_follows_from_a_share(one: int, two: int, three: int, least: int) -> None:
    count, within, of = sorted((one, two, three))
    told = share(count, of, least, within=within)
    if isinstance(told.number, int):
        assert not 0 < told.number < least
        assert not 0 < of - count < least or count < least
    assert told.of == number(of, least)


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20) | st.just(EVIL)


def hostile(text: str, made: HarmonisationReport) -> HarmonisationReport:
    """Return a report in which every text of the archive or the steward is this one."""
    rows = tuple(
        replace(row, path=f"subjects.variables.{text}{place}", attribute=text, unit=text, kind=text, level=text,
                values=tuple(replace(value, source=text, target=text) for value in row.values))
        for place, row in enumerate(made.attributes)
    )  # fmt: skip
    terms = tuple(
        replace(
            one, term=text, decided=text, candidates=tuple(replace(c, name=text, note=text) for c in one.candidates)
        )
        for one in made.diagnoses
    )
    return replace(
        made, project=text, study=text, file=text, oncotree=text, attributes=rows, diagnoses=terms,
        first=tuple(replace(one, path=text, what=(text,), said=(text, text), cure=(text, text)) for one in made.first),
        matches=tuple(replace(one, name=text, study=text, ids=(text,)) for one in made.matches),
        ledger={text: 9}, made_of={text: text},
    )  # fmt: skip


MADE = report()
CALM = {language: to_html(hostile("x", MADE), title="x", language=language) for language in ("en", "nl")}


@settings(max_examples=size(25, 500))
@given(TEXT, st.sampled_from(["en", "nl"]))
def test_no_text_becomes_markup_and_all_leads_back(text: str, language: str) -> None:
    made = hostile(text, MADE)
    page = to_html(made, title=text, language=language)
    tags = [re.findall(r"<[a-z!/][^\s>]*", one) for one in (page, CALM[language])]
    assert tags[0] == tags[1]
    assert from_json(to_json(made)) == made
    assert len({line.count("\t") for line in to_tsv(made).split("\n") if line}) == 1


def test_a_released_cohort_is_reported() -> None:
    """From subjects with values to the report, by the ways that an export takes."""
    terms = [("Glioblastoma multiforme", 20), ("astrocytoma", 9), ("a rare one", 1)]
    made = clinical_projects.cohort(30, dx=[term for term, many in terms for _ in range(many)])
    attribute = Attribute("ONCOTREE_CODE", "OncoTree code", "Code", Level.SAMPLE)
    field = FieldDecision("subjects.variables.dx", Decide.EXPORT, attribute, Kind.ONCOTREE, {"astrocytoma": "ASTR"})
    decided = Decisions(made.id, (field,))
    codes = find_folder("mappings") / "codes"
    modalities, bodies = (read_table(codes / f"{name}.sssom.tsv") for name in ("dicom-modality", "dicom-bodypart"))
    guard = clinical_projects.guard_of(made)
    terms_of = Terms(b"k" * 32, made.id, modalities, bodies, decisions=decided, guard=guard)
    released = release_cohort(made, terms_of)
    told = make_report(released, decided, Beside("study", propose=lambda term: candidates(own_tree(), term)))
    assert told.verdict is Verdict.GAPS and told.first[0].what == ("Glioblastoma multiforme",)
    assert {one.term: one.patients for one in told.diagnoses} == {
        "Glioblastoma multiforme": WITHHELD, "astrocytoma": 9, "": FEW}  # fmt: skip
    (glioma,) = [one for one in told.diagnoses if one.term.startswith("Glio")]
    assert "GB" in {one.code for one in glioma.candidates}
    assert "a rare one" not in to_json(told) + to_tsv(told) + to_html(told, title="x")
