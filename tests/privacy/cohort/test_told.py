"""What is told of a study's people: few in a cell, contradictions, the ledger; and where the key may lie."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.cbioportal.key import read_key
from img2fair.cbioportal.rules_privacy import RULES, alone, findings, small_cells
from img2fair.clinical.cohort import Cohort, Event, Patient
from img2fair.clinical.decisions import Decide, Kind
from img2fair.clinical.outcome import Conflict, FieldTold
from img2fair.errors import UsageFault
from img2fair.findings import Severity
from img2fair.privacy.cohort import pseudonym, release_cohort
from tests.cbioportal.studies import KEY, project, scan, session
from tests.privacy.cohort.cohorts import decided, field, person, terms

DECISIONS = decided(
    field("subjects.group", "ARM", values={"a": "Arm A", "b": "Arm B"}),
    field("subjects.variables.weight", "WEIGHT", Kind.NUMBER),
)


def cohort(arms: str) -> Cohort:
    subjects = [person(f"S{n}", sex="F", age=50.0, group=arm, weight=str(n)) for n, arm in enumerate(arms)]
    return release_cohort(project(subjects, []), terms(decisions=DECISIONS))


def test_few_patients_in_a_category_are_told_and_numbers_are_no_categories() -> None:
    made = cohort("aaaaabbbb")
    assert small_cells(made, 5) == (("ARM", "Arm B", 4),)
    told = [one for one in findings(made, "P1", "x/P1", 5) if one.code == "I2F-E030"]
    assert [(one.message, one.severity) for one in told] == [
        ("ARM: fewer than 5 patients have the value Arm B", Severity.WARNING)
    ]
    assert told[0].message_nl
    assert small_cells(cohort("aaaaabbbbb"), 5) == ()


def test_rare_words_of_events_and_high_ages_are_small_cells_too() -> None:
    def patient(number: int, agent: str, age: str) -> Patient:
        event = Event(0, None, "TREATMENT", {"AGENT": agent, "LINE": "1"})
        return Patient(f"P{number}", "Female", age, (), events=(event, event))

    fields = tuple(
        FieldTold("x", Decide.EXPORT, attribute=name, datatype=kind)
        for name, kind in (("AGENT", "STRING"), ("LINE", ""))
    )
    people = [patient(n, "Cisplatin", "60") for n in range(5)]
    made = Cohort((*people, patient(5, "Cisplatin;Tebentafusp", ">89")), fields=fields)
    assert small_cells(made, 5) == (("AGE", ">89", 1), ("AGENT", "Tebentafusp", 1))


def test_who_is_alone_with_sex_age_and_diagnosis() -> None:
    def patient(id_: str, sex: str | None, age: str | None, code: str = "GB") -> Patient:
        return Patient(id_, sex, age, (), values={"DIAGNOSIS": code})

    assert alone(Cohort((patient("1", "Male", "50"), patient("2", "Male", "59")))) == 0
    assert alone(Cohort((patient("1", "Male", "49"), patient("2", "Male", "50")))) == 2
    assert alone(Cohort((patient("1", "Male", "50"), patient("2", "Male", "50", "AASTR")))) == 2
    assert alone(Cohort((patient("1", None, None, ""),))) == 0


def test_everything_that_was_left_out_or_contradicts_has_a_finding() -> None:
    every = Cohort(
        (),
        left_out={"undated event": 1, "unjoined": 2, "of several samples": 3, "measures of no session": 4},
        conflicts=dict.fromkeys(Conflict, 7),
    )
    told = findings(every, "P1", "x/P1", 5)
    assert {one.code for one in told} == set(RULES) - {"I2F-E030", "I2F-E031", "I2F-E032", "I2F-E033"}
    assert "7 times" in next(one.message for one in told if one.code == "I2F-E036")
    assert all(one.cure and one.cure_nl and one.message_nl != one.message for one in told)


def test_values_that_were_not_read_are_told_by_field() -> None:
    subjects = [person("S1", group="zzz"), person("S2", group="a")]
    made = release_cohort(project(subjects, []), terms(decisions=DECISIONS))
    assert [one.message for one in findings(made, "P1", "x", 1)] == [
        "subjects.group: values of fewer than 5 patients could not be read"
    ]


def test_the_ledger_counts_what_was_done_and_names_nobody() -> None:
    subjects = [person("XNAT_S1", sex="F", age=92.0, label="JANSEN"), person("XNAT_S2", age=40.0, label="PIETERS")]
    sessions = [session("E1", "XNAT_S1", "2020-01-01", scan(type="Jansen T1"), study_instance_uid="1.2.3")]
    ledger = release_cohort(project(subjects, sessions), terms(decisions=DECISIONS)).ledger
    assert ledger.actions == {
        "age capped": 1,
        "date to offset: session": 1,
        "not exported: series description": 1,
        "not exported: session id": 1,
        "not exported: session label (an accession number, often)": 1,
        "not exported: study UID": 1,
        "not exported: subject id": 2,
        "not exported: subject label": 2,
        "pseudonym": 2,
    }
    assert sorted(row["age"] for row in ledger.patients) == ["capped", "whole years"]
    assert not any(word in repr(ledger) for word in ("JANSEN", "Jansen", "PIETERS", "XNAT_", "2020", "1.2.3"))


@given(st.binary(min_size=32, max_size=32), st.text(), st.text(max_size=20))
def test_pseudonyms_are_stable_and_another_in_each_project_and_with_each_key(key: bytes, scope: str, id_: str) -> None:
    mine = pseudonym(key, scope, id_)
    assert mine == pseudonym(key, scope, id_)
    assert mine not in (pseudonym(key, f"{scope}x", id_), pseudonym(bytes([key[0] ^ 1, *key[1:]]), scope, id_))


def test_the_same_project_is_the_same_cohort() -> None:
    assert repr(cohort("aabb")) == repr(cohort("aabb"))
    reordered = release_cohort(
        project([person("S2", group="a"), person("S1", group="b")], []), terms(decisions=DECISIONS)
    )
    ordered = release_cohort(
        project([person("S1", group="b"), person("S2", group="a")], []), terms(decisions=DECISIONS)
    )
    assert reordered.patients == ordered.patients
    assert pseudonym(KEY, "x", "S1") in {patient.id for patient in ordered.patients}


@pytest.mark.parametrize("place", ["study/key", "study.report/key", "work/key", "work/deep/key", "study/../study/key"])
def test_the_key_lies_apart_from_study_report_and_work(tmp_path: Path, place: str) -> None:
    with pytest.raises(UsageFault, match="would lie in the"):
        read_key(tmp_path / place, tmp_path / "study", {"work folder": tmp_path / "work"})
    assert not (tmp_path / place).exists()


def test_a_key_that_lies_apart_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key"
    assert len(read_key(path, tmp_path / "study", {"work folder": tmp_path / "work"})) == 32
    assert path.stat().st_mode & 0o777 == 0o600
