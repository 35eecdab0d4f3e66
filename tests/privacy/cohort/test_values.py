"""Values, events, measures and day 0: what a harmonisation file decides is what leaves, and nothing else does."""

import dataclasses
from typing import Any

import pytest

from img2fair.clinical.cohort import Cohort, Event, Patient
from img2fair.clinical.decisions import (
    AssayDecision,
    Baseline,
    Datatype,
    Decide,
    Decisions,
    FieldDecision,
    Kind,
    Level,
    Pick,
    TableKeys,
)
from img2fair.clinical.outcome import Came, Conflict, ValueTold
from img2fair.errors import UsageFault
from img2fair.model import Assessor, Form, Held, ImagingSession, ImagingSubject, Project
from img2fair.privacy import Gazetteer, Guard
from img2fair.privacy.cohort import release_cohort
from tests.cbioportal.studies import project, scan, session
from tests.privacy.cohort.cohorts import AGE, SEX, decided, field, person, scanned, table, terms, visit

STAGES = {"ii": "Stage II", "iii": "Stage III"}


def released(
    decisions: Decisions, subjects: list[ImagingSubject], sessions: list[ImagingSession] | None = None, **entries: Any
) -> Cohort:
    made = project(subjects, sessions or [session("E1", "S1", "2020-01-01")])
    return release_cohort(made, terms(decisions=decisions, **entries))


def only(cohort: Cohort) -> Patient:
    (patient,) = cohort.patients
    return patient


def test_a_field_leaves_by_its_table_and_no_other_does() -> None:
    one = person("S1", stage="ii", other="Secret")
    patient = only(released(decided(field("subjects.variables.stage", "STAGE", values=STAGES)), [one]))
    assert patient.values == {"STAGE": "Stage II"}


def test_a_value_without_a_row_is_left_out_and_told() -> None:
    cohort = released(
        decided(field("subjects.variables.stage", "STAGE", values=STAGES)), [person("S1", stage="Secret")]
    )
    told = cohort.fields[2]
    assert only(cohort).values == {}
    assert (told.came, told.filled, told.patients) == ({Came.UNMAPPED: 1}, 1, 0)
    assert told.values == (ValueTold("", None, Came.UNMAPPED, None),)


def test_a_dropped_or_undecided_field_stays() -> None:
    fields = [
        FieldDecision("subjects.variables.a", Decide.DROP),
        FieldDecision("subjects.variables.b", Decide.UNDECIDED),
    ]
    cohort = released(decided(*fields), [person("S1", a="x", b="y", c="z")])
    assert only(cohort).values == {}
    assert [(told.decide, told.filled) for told in cohort.fields[2:]] == [(Decide.DROP, 1), (Decide.UNDECIDED, 1)]
    assert cohort.ledger.actions["value not exported: of no decision"] == 1
    assert cohort.ledger.actions["field not exported: dropped by the steward"] == 1


def test_the_path_s_own_decision_wins_over_a_pattern() -> None:
    fields = [
        FieldDecision("subjects.variables.*", Decide.DROP),
        field("subjects.variables.stage", "STAGE", values=STAGES),
    ]
    assert only(released(decided(*fields), [person("S1", stage="iii", note="x")])).values == {"STAGE": "Stage III"}


@pytest.mark.parametrize(
    ("pick", "told"),
    [(Pick.ONLY, None), (Pick.FIRST, "1"), (Pick.LAST, "4"), (Pick.BASELINE, "2")],
)
def test_which_of_several_values_counts(pick: Pick, told: str | None) -> None:
    path = "subjects.assessments.clin:visitData.ecog"
    several = (visit({"ecog": "1"}, -400), visit({"ecog": "2"}, 5, "A2"), visit({"ecog": "4"}, 300, "A3"))
    cohort = released(decided(field(path, "ECOG", Kind.NUMBER, pick=pick)), [person("S1", seen=several)])
    assert only(cohort).values == ({} if told is None else {"ECOG": told})
    assert cohort.fields[2].conflicts == (told is None)


def test_day_zero_is_a_field_s_day_and_everything_moves_with_it() -> None:
    one = person("S1", {"diagnosed/day": "-100", "died/day": "265", "vital": "dead"}, age=60.0)
    fields = [
        field("subjects.variables.died/day", "OS_MONTHS", Kind.MONTHS),
        field("subjects.variables.vital", "OS_STATUS", Kind.SURVIVAL),
        field("sessions.assessments.clin:readData.status", "STATUS", level=Level.EVENT, event="status",
              values={"pd": "Progression"}),
    ]  # fmt: skip
    baseline = Baseline((("subjects.variables.diagnosed/day", "diagnosis"),))
    read = visit({"status": "PD"}, 10, type_="clin:readData")
    sessions = [scanned("E1", "S1", "2020-01-01", seen=(read,)), scanned("E2", "S1", "2020-03-01")]
    cohort = released(decided(*fields, baseline=baseline), [one], sessions)
    patient = only(cohort)
    assert patient.baseline == "diagnosis"
    assert [visit.day for visit in patient.visits] == [100, 160]
    assert patient.events == (Event(110, None, "STATUS", {"STATUS": "Progression"}),)
    assert patient.values == {"OS_MONTHS": "11.99", "OS_STATUS": "1:DECEASED"}
    assert (patient.age, [visit.age for visit in patient.visits]) == ("60", ["60", "60"])
    assert cohort.ledger.patients[0]["day 0"] == "diagnosis"


def test_survival_that_ends_before_day_zero_is_out_of_range() -> None:
    fields = decided(field("subjects.variables.died/day", "OS_MONTHS", Kind.MONTHS))
    cohort = released(fields, [person("S1", {"died/day": "-3"})])
    assert only(cohort).values == {}
    assert cohort.fields[2].came == {Came.OUT_OF_RANGE: 1}
    assert cohort.conflicts[Conflict.AFTER_DEATH] == 1


@pytest.mark.parametrize(
    ("said", "sessions", "name"),
    [
        ({}, ["2020-01-01"], "first imaging session"),
        ({}, [None], "no dated session"),
        ({"a/day": "5"}, ["2020-01-01"], "first"),
        ({"b/day": "5"}, ["2020-01-01"], "second"),
        ({"a/day": "5", "b/day": "7"}, ["2020-01-01"], "first"),
        ({"a/day": "soon", "b/day": "7"}, ["2020-01-01"], "second"),
    ],
)
def test_what_day_zero_is(said: dict[str, str], sessions: list[str | None], name: str) -> None:
    baseline = Baseline((("subjects.variables.a/day", "first"), ("subjects.variables.b/day", "second")))
    made = [session(f"E{n}", "S1", day) for n, day in enumerate(sessions)]
    assert only(released(decided(baseline=baseline), [person("S1", said)], made)).baseline == name


def test_a_field_with_several_days_is_no_day_zero() -> None:
    path = "subjects.assessments.clin:visitData.when/day"
    several = (visit({"when/day": 3}), visit({"when/day": 9}, 1, "A2"))
    decisions = decided(baseline=Baseline(((path, "diagnosis"),)))
    cohort = released(decisions, [person("S1", seen=several)])
    assert only(cohort).baseline == "first imaging session"
    assert cohort.conflicts[Conflict.BASELINE] == 1
    last = dataclasses.replace(decisions, fields=(*decisions.fields, FieldDecision(path, Decide.DROP, pick=Pick.LAST)))
    assert only(released(last, [person("S1", seen=several)])).visits[0].day == -9


def test_fields_of_one_occasion_are_one_event() -> None:
    of = "subjects.assessments.clin:visitData"
    fields = [
        field(f"{of}.drug", "AGENT", level=Level.EVENT, event="TREATMENT", until=f"{of}.end/day",
              values={"tmz": "Temozolomide"}),
        field(f"{of}.dose", "DOSE", Kind.NUMBER, Level.EVENT, event="TREATMENT", until=f"{of}.end/day"),
    ]  # fmt: skip
    seen = (
        visit({"drug": "TMZ", "dose": 150, "end/day": 40}, 30),
        visit({"drug": "TMZ", "dose": 75, "end/day": 10}, 60, "A2"),
        visit({"drug": "TMZ"}, None, "A3"),
        visit({"drug": "Secret"}, 70, "A4"),
    )
    cohort = released(decided(*fields), [person("S1", seen=seen)])
    assert only(cohort).events == (
        Event(30, 40, "TREATMENT", {"AGENT": "Temozolomide", "DOSE": "150"}),
        Event(60, None, "TREATMENT", {"AGENT": "Temozolomide", "DOSE": "75"}),
    )
    assert cohort.left_out["undated event"] == 1
    assert cohort.left_out["end of event before its day"] == 1


def test_an_event_takes_the_day_that_its_decision_names() -> None:
    form = Form("u", Held("Surgery"), Held({"kind": "gtr", "when/day": -7}))
    fields = [
        field("subjects.forms.surgery.kind", "KIND", level=Level.EVENT, event="SURGERY", values={"gtr": "Total"},
              day="subjects.forms.surgery.when/day")
    ]  # fmt: skip
    assert only(released(decided(*fields), [person("S1", asked=(form,))])).events == (
        Event(-7, None, "SURGERY", {"KIND": "Total"}),
    )


ASSAY = AssayDecision("volumes_mr", Decide.EXPORT, ("tables.volumes.csv.*",), "VOLUMES", prefix="VOLUMES_MR")
VOLUMES = "subject,session,day,tumour (ml),original_glcm_Contrast,code,mrn\n" \
          "S1,E1,2020-01-01,12.50,1e-7,20190402,n/a\nS1,E2,2020-02-01,14,3,7,nan\n"  # fmt: skip
KEYS = TableKeys("volumes.csv", "subject", "session", "day")


def with_volumes(text: str = VOLUMES) -> Project:
    made = project([person("S1")], [session("E1", "S1", "2020-01-01"), session("E2", "S1", "2020-02-01")])
    return dataclasses.replace(made, tables=(table("volumes.csv", text),))


def test_measures_are_numbers_by_session() -> None:
    decisions = decided(assays=(ASSAY,), tables=(KEYS,))
    patient = only(release_cohort(with_volumes(), terms(decisions=decisions)))
    first = {"tumour_ml": "12.5", "original_glcm_Contrast": "1e-07"}
    second = {"tumour_ml": "14", "original_glcm_Contrast": "3", "code": "7"}
    assert [visit.measures for visit in patient.visits] == [
        {"volumes_mr": dict(sorted(first.items()))},
        {"volumes_mr": dict(sorted(second.items()))},
    ]
    assert patient.samples[0].measures["volumes_mr"] == first
    last = dataclasses.replace(ASSAY, pick=Pick.LAST)
    picked = release_cohort(with_volumes(), terms(decisions=dataclasses.replace(decisions, assays=(last,))))
    assert only(picked).samples[0].measures["volumes_mr"] == second


def test_with_sessions_as_samples_each_has_its_own() -> None:
    decisions = decided(
        field("sessions.variables.dose", "DOSE", Kind.NUMBER, Level.SAMPLE),
        field("subjects.variables.code", "ONCOTREE_CODE", Kind.ONCOTREE, Level.SAMPLE, values={"gbm": "GB"}),
        assays=(ASSAY,), tables=(KEYS,),
    )  # fmt: skip
    made = dataclasses.replace(
        with_volumes(),
        subjects=(person("S1", code="GBM"),),
        sessions=(
            scanned("E1", "S1", "2020-01-01", said={"dose": "1,5"}),
            scanned("E2", "S1", "2020-02-01", said={"dose": "3"}),
        ),
    )
    patient = only(release_cohort(made, terms(decisions=decisions, strategy="session")))
    assert [(one.id, one.visits, one.values["DOSE"], one.values["ONCOTREE_CODE"]) for one in patient.samples] == [
        (f"{patient.id}-E01", (1,), "1.5", "GB"),
        (f"{patient.id}-E02", (2,), "3", "GB"),
    ]
    assert [visit.sample for visit in patient.visits] == [one.id for one in patient.samples]
    assert patient.samples[1].measures["volumes_mr"]["tumour_ml"] == "14"
    subject = only(release_cohort(made, terms(decisions=decisions)))
    assert subject.samples[0].values == {"ONCOTREE_CODE": "GB"}


def test_two_sources_of_one_entity_are_refused() -> None:
    text = "subject,session,a/x,b/x\nS1,E1,1,2\n"
    with pytest.raises(UsageFault, match="would be the entity x"):
        release_cohort(with_volumes(text), terms(decisions=decided(assays=(ASSAY,), tables=(KEYS,))))


def test_a_source_value_is_told_where_enough_have_it_or_the_steward_wrote_it() -> None:
    fields = decided(field("subjects.variables.stage", "STAGE", Kind.STAGE, values={"two": "Stage II"}))
    said = ["two"] + ["IIIb"] * 5 + ["IV"] * 4 + ["Jansen, Piet"] * 5 + ["see MRN 1234567"] * 6
    subjects = [person(f"S{n}", stage=stage) for n, stage in enumerate(said)]
    made = project(subjects, [session("E1", "S1", "2020-01-01")])
    guard = Guard(Gazetteer.of(made, ["Piet Jansen"]), "P1")
    (told,) = release_cohort(made, terms(decisions=fields, guard=guard)).fields[2:]
    assert {(one.source, one.target, one.patients) for one in told.values} == {
        ("two", "Stage II", None), ("IIIb", "Stage IIIB", 5), ("", "Stage IV", None), ("", None, 11),
    }  # fmt: skip
    assert (told.of, told.filled, told.patients, told.distinct) == (21, 21, 10, 5)


def test_contradictions_are_counted() -> None:
    fields = [
        field("subjects.variables.gender", "GENDER", Kind.SEX),
        field("subjects.variables.os/day", "OS_MONTHS", Kind.MONTHS),
    ]
    subjects = [person("S1", {"os/day": "10"}, sex="male", age=30.0, gender="F")]
    sessions = [
        session("E1", "S1", "2020-01-01", scan(frames=9), age_days=20_000),
        session("E2", "S1", "2020-01-01", scan(frames=9), age=54.0),
        session("E3", "S1", "1950-01-01"),
        session("E4", "S2", "1950-01-01"),
        session("E5", "S1", "2020-01-02", study_instance_uid="1.2.3"),
        session("E6", "S1", "2020-01-03", study_instance_uid="1.2.3"),
    ]
    cohort = released(decided(*fields), subjects, sessions)
    assert cohort.conflicts == {
        Conflict.SEX: 1, Conflict.AGE: 1, Conflict.BEFORE_BIRTH: 1, Conflict.SURVIVAL: 1, Conflict.DUPLICATE: 2,
        Conflict.STRANGER: 1,
    }  # fmt: skip


def test_a_visit_tells_maker_strength_and_outlines_by_our_tables() -> None:
    made = session("E1", "S1", "2020-01-01", scan("MR", manufacturer="SIEMENS"), scan("SEG"), field_strength="15000")
    made = dataclasses.replace(made, assessors=(Assessor(Held("icr:roiCollectionData"), 2), Assessor(Held("x:qc"), 1)))
    (seen,) = only(released(decided(), [person("S1")], [made])).visits
    assert (seen.manufacturer, seen.field_strength, seen.drawn) == ("Siemens Healthineers", "1.5", 3)


def test_without_a_file_sex_and_age_leave() -> None:
    patient = only(released(Decisions(""), [person("S1", sex="F", age=40.0, stage="ii")]))
    assert (patient.sex, patient.age, patient.values) == ("Female", "40", {})
    dropped = Decisions("P1", fields=(dataclasses.replace(SEX, decide=Decide.DROP), AGE), file="x")
    assert only(released(dropped, [person("S1", sex="F", age=40.0)])).sex is None


def test_another_field_can_be_the_age() -> None:
    decisions = Decisions("P1", fields=(field("subjects.variables.years", "AGE", Kind.AGE),), file="x")
    assert only(released(decisions, [person("S1", age=10.0, years="40")])).age == "40"
    assert only(released(decisions, [person("S1", age=10.0, years="91")])).age == ">89"


def test_words_of_an_event_are_all_told_and_numbers_must_agree() -> None:
    of = "subjects.forms.f"
    form = Form("u", Held("F"), Held({"a": ["x", "y"], "n": [1, 2]}))
    fields = [
        field(f"{of}.a", "A", level=Level.EVENT, event="LAB", day=f"{of}.d/day", values={"x": "X", "y": "Y"}),
        field(f"{of}.n", "N", Kind.NUMBER, Level.EVENT, event="LAB", day=f"{of}.d/day"),
    ]
    form = dataclasses.replace(form, answers=Held({"a": ["x", "y"], "n": [1, 2], "d/day": 4}))
    cohort = released(decided(*fields), [person("S1", asked=(form,))])
    assert only(cohort).events == (Event(4, None, "LAB", {"A": "X;Y"}),)
    assert cohort.fields[3].conflicts == 1
    assert fields[0].attribute is not None
    assert fields[0].attribute.datatype is Datatype.STRING
