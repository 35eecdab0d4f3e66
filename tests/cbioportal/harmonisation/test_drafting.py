"""Drafts: every field stands in one, none shows a word of few people, each reads back, and a steward's words stay."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.cbioportal.harmonisation import draft, read_decisions, refuse_undecided, tables_of, undecided
from img2fair.clinical.decisions import Decide, Decisions, Kind, Level
from img2fair.clinical.oncotree import own_tree
from img2fair.clinical.outcome import FieldSeen, TableSeen
from img2fair.errors import UsageFault
from img2fair.model import Project
from img2fair.privacy.survey import survey
from img2fair.privacy.survey_tables import tables_seen
from tests.privacy.clinical_projects import (
    PROJECT,
    assessment,
    cohort,
    form,
    guard_of,
    label_of,
    project,
    session,
    subject,
    table,
)
from tests.sizes import size

Seen = tuple[tuple[FieldSeen, ...], tuple[TableSeen, ...]]


def looked_at(made: Project, earlier: Decisions | None = None) -> Seen:
    guard = guard_of(made)
    tables = tables_seen(made, guard)
    return survey(made, guard, tables_of(tables, earlier), 5), tables


def drafted(made: Project) -> str:
    return draft(*looked_at(made), PROJECT, own_tree())


def read(folder: Path, text: str) -> Decisions:
    file = folder / "mapping.yaml"
    file.write_bytes(text.encode())
    return read_decisions(file, PROJECT)


def again(folder: Path, made: Project, text: str) -> str:
    """Return a second draft over a file."""
    earlier = read(folder, text)
    return draft(*looked_at(made, earlier), PROJECT, own_tree(), earlier, text)


def full(number: int = 12) -> Project:
    """Return a project with a field of each kind, alike for all but what a draft must not show."""
    names = [f"original_glcm_F{place}" for place in range(30)] + [f"diagnostics_{place}" for place in range(4)]
    rows = [
        f"{label_of(of)},2020-01-05,{','.join(str(of * 1.5 + place) for place in range(34))}" for of in range(number)
    ]
    text = "\n".join([f"participant,visit date,{','.join(names)}", *rows])
    subjects = [
        subject(
            of,
            sex="FM"[of % 2],
            age=40.0 + of,
            variables={
                "stage": "Stage II" if of % 2 else "iii",
                "diagnosis": "Glioblastoma multiforme",
                "remark": f"rare {of}",
                "code": f"K{of:04}",
                "weight (lb)": 100 + of,
            },
            forms=(form("Intake", {"diagnosed/day": -of, "arm": "A", "who": {"else": of % 2 == 0}}),),
        )
        for of in range(number)
    ]
    sessions = [
        session(of, visit, f"202{visit}-01-01", variables={"quality": "good"},
                assessments=(assessment("clin:visit", f"A{of}{visit}", visit * 300, {"response": "PR"}),))
        for of in range(number) for visit in range(3)
    ]  # fmt: skip
    return project(subjects, sessions, [table("radiomics.csv", text)])


def test_a_draft_reads_back_and_nothing_but_sex_and_age_is_decided_to_leave(tmp_path: Path) -> None:
    read_back = read(tmp_path, drafted(full()))
    decided = {field.path: field for field in read_back.fields}
    assert {path for path, field in decided.items() if field.decide is Decide.EXPORT} == {
        "subjects.sex",
        "subjects.age",
    }
    assert {path for path, field in decided.items() if field.decide is Decide.DROP} == {
        "subjects.variables.remark", "subjects.variables.code", "tables.radiomics.csv.diagnostics_*"}  # fmt: skip
    stage = decided["subjects.variables.stage"]
    assert stage.attribute is not None
    assert (stage.attribute.id, stage.kind) == ("AJCC_PATHOLOGIC_TUMOR_STAGE", Kind.STAGE)
    diagnosis = decided["subjects.variables.diagnosis"]
    assert (diagnosis.kind, set(diagnosis.values.values())) == (Kind.ONCOTREE, {"?"})
    response = decided["sessions.assessments.clin:visit.response"]
    assert response.attribute is not None
    assert (response.attribute.level, response.event) == (Level.EVENT, "STATUS")
    (assay,) = read_back.assays
    assert (assay.sources, assay.assay, assay.decide) == (
        ("tables.radiomics.csv.original_*",), "RADIOMICS", Decide.UNDECIDED)  # fmt: skip
    (keys,) = read_back.tables
    assert (keys.subject, keys.day) == ("participant", "visit date")


def test_a_draft_tells_diagnoses_candidates_and_what_can_be_day_0() -> None:
    text = drafted(full())
    assert re.search(r'^      Glioblastoma multiforme: "\?"  # GB ', text, re.MULTILINE)
    assert "#   - {field: subjects.forms.intake.diagnosed/day, is: diagnosis}" in text
    assert not re.search(r"^baseline:", text, re.MULTILINE), "day 0 changes when the steward says so"


def test_every_field_is_open_or_decided(tmp_path: Path) -> None:
    made = full()
    seen, _ = looked_at(made)
    text = drafted(made)
    open_ = undecided(read(tmp_path, text), seen)
    assert {one.path for one in open_} >= {"subjects.variables.stage", "assays.radiomics_original"}
    decided = text.replace('decide: "?"', "decide: drop")
    assert undecided(read(tmp_path, decided), seen) == ()
    refuse_undecided(read(tmp_path, decided), seen)
    with pytest.raises(UsageFault) as caught:
        refuse_undecided(read(tmp_path, text), seen)
    assert "subjects.variables.stage" in str(caught.value)
    assert f"{tmp_path}/mapping.yaml:" in caught.value.where


def test_no_word_of_few_people_stands_in_a_draft() -> None:
    names = ["stage", "sex", "diagnosis", "kind", "vital_status", "reader", "weight", "age"]
    made = cohort(24, **{name: [f"Canary{place}" for place in range(6)] * 4 for name in names})
    text = drafted(made)
    assert "Canary" not in text
    assert "ZWARTEVEEN" not in drafted(cohort(9, kind=[label_of(0)] * 9, **{label_of(1): ["a"] * 9})).upper()


def test_a_second_draft_changes_nothing(tmp_path: Path) -> None:
    text = drafted(full())
    assert again(tmp_path, full(), text) == text


def fields_of(*names: str) -> Project:
    return cohort(12, **{name: ["II", "III"] * 6 for name in names})


def test_new_fields_are_added_and_what_the_steward_wrote_stays(tmp_path: Path) -> None:
    text = (
        "# mine\n" + drafted(fields_of("stage")).replace('decide: "?"', "decide:   export   # sure")
        + "\n# the end, mine\n"
    )  # fmt: skip
    more = again(tmp_path, fields_of("stage", "grade"), text)
    before = next(place for place, sign in enumerate(more) if place == len(text) or sign != text[place])
    assert more.endswith(text[before:]), "all that was there is there, in one piece before and one after"
    assert more[before:].lstrip().startswith("subjects.variables.grade:")
    assert {field.path for field in read(tmp_path, more).fields} == {
        "subjects.variables.stage",
        "subjects.variables.grade",
    }
    assert again(tmp_path, fields_of("stage", "grade"), more) == more


def test_fields_that_are_gone_are_marked_and_come_back(tmp_path: Path) -> None:
    text = drafted(fields_of("stage", "grade"))
    less = again(tmp_path, fields_of("stage"), text)
    assert less.replace("  # not in the snapshot any more\n", "") == text
    lines = less.splitlines()
    assert lines[lines.index("  subjects.variables.grade:") - 1] == "  # not in the snapshot any more"
    assert again(tmp_path, fields_of("stage"), less) == less
    assert again(tmp_path, fields_of("stage", "grade"), less) == text


def test_new_values_are_added(tmp_path: Path) -> None:
    first = cohort(12, arm=["Arm A"] * 12)
    text = drafted(first).replace('Arm A: "?"', "Arm A: Standard")
    later = cohort(12, arm=["Arm A"] * 6 + ["Arm B"] * 6)
    more = again(tmp_path, later, text)
    assert more.replace('      Arm B: "?"\n', "") == text
    field = read(tmp_path, more).of("subjects.variables.arm")
    assert field is not None
    assert sorted(str(value) for value in field.values.values()) == ["?", "Standard"]
    assert again(tmp_path, later, more) == more


HEAD = f"schema: img2fair/harmonisation\nversion: 1\nproject: {PROJECT}\n"
STYLES = {
    "nothing but a head": HEAD,
    "no end of line": HEAD.rstrip("\n"),
    "an empty part": HEAD + "fields:\n",
    "an empty part in braces": HEAD + "fields: {}  # none yet\n",
    "fields in braces, each in a line": HEAD + "fields:\n  subjects.sex: {decide: drop}\n",
    "deeper lines": HEAD + "fields:\n        subjects.sex:\n            decide: drop\n",
    "one blank": HEAD + "fields:\n subjects.sex:\n  decide: drop\nassays:\n",
    "lines of Windows": HEAD.replace("\n", "\r\n") + "fields:\r\n  subjects.sex: {decide: drop}\r\n",
    "another order": "fields:\n  subjects.sex: {decide: drop}  # gone\n    # mine\n" + HEAD,
    "a folded text": HEAD
    + "fields:\n  subjects.sex:\n    decide: drop\n    description: >-\n      a\n      b\n\n\n# end\n",
}


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES)
def test_fields_are_added_to_whatever_a_file_looks_like(text: str, tmp_path: Path) -> None:
    made = full()
    more = again(tmp_path, made, text)
    read_back = read(tmp_path, more)
    seen, _ = looked_at(made)
    assert not [one for one in undecided(read_back, seen) if not one.line], "every field stands there"
    kept = [line for line in text.replace("{}", "").splitlines() if line.strip()]
    left = iter(more.splitlines())
    assert all(any(line == other for other in left) for line in kept), "in its order"
    assert again(tmp_path, made, more) == more


def test_a_part_in_braces_is_not_torn_apart(tmp_path: Path) -> None:
    text = HEAD + "fields: {subjects.sex: {decide: drop}}\n"
    with pytest.raises(UsageFault, match="not written key by key"):
        again(tmp_path, fields_of("stage"), text)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=14) | st.sampled_from(
    [
        "yes",
        "null",
        "a: b",
        "#x",
        "- y",
        "{z}",
        "'q'",
        '"',
        "a #b",
        "1.5",
        "naam",
        "stage",
        "OS months",
        "x:",
        "&a",
        "!t",
    ]
)


@settings(max_examples=size(40, 2000))
@given(st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=3), max_size=5))
def test_any_draft_reads_back_and_is_stable(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, list[str]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    made = cohort(10, **{name: (values * 10)[:10] for name, values in said.items()})
    text = drafted(made)
    seen, _ = looked_at(made)
    decisions = read(folder, text)
    assert {field.path for field in decisions.fields} == {field.path for field in seen}
    assert again(folder, made, text) == text
    assert drafted(made) == text


@settings(max_examples=size(30, 500))
@given(st.lists(st.sampled_from(["stage", "grade", "arm", "a: b", "note"]), max_size=4, unique=True),
       st.lists(st.sampled_from(["stage", "grade", "arm", "a: b", "note"]), max_size=5, unique=True))  # fmt: skip
def test_snapshot_after_snapshot_the_file_grows(
    tmp_path_factory: pytest.TempPathFactory, first: Sequence[str], then: Sequence[str]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = drafted(fields_of(*first))
    more = again(folder, fields_of(*then), text)
    paths = {field.path for field in read(folder, more).fields}
    assert paths == {f"subjects.variables.{name}" for name in {*first, *then}}
    assert again(folder, fields_of(*then), more) == more
