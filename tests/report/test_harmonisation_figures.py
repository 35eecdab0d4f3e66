"""The figures and the verdict of a harmonisation report are those of the study and of the export."""

from dataclasses import replace

import pytest

from img2fair.cbioportal.harmonisation import refuse_undecided
from img2fair.clinical.cohort import Cohort
from img2fair.clinical.decisions import Decide
from img2fair.clinical.outcome import Came, FieldSeen
from img2fair.clinical.report import Matter, Share, Verdict
from img2fair.clinical.report_making import make_report
from img2fair.errors import UsageFault
from img2fair.report.harmonisation import to_html
from tests.report.harmonised import beside, cohort, decisions, fields, patient, told

NEW = FieldSeen("subjects.variables.new", 100, 70, 2, (("a", 60),))


def test_what_the_export_refuses_is_no_mere_gap() -> None:
    """The verdict says the same as the export: what stops the one stops the other."""
    decided = replace(cohort(), fields=fields()[4:5], conflicts={})
    plain = replace(decisions(), fields=decisions().fields[:6])
    new = make_report(decided, plain, beside(seen=(NEW,)))
    assert new.verdict is Verdict.BLOCKED
    assert [(one.matter, one.path, one.patients) for one in new.first] == [(Matter.FIELD, NEW.path, 70)]
    assert [row.path for row in new.attributes if row.decide == "?"] == [NEW.path]
    stage = replace(plain.fields[0], values={"pt2n0m0": "?"})
    value = make_report(replace(decided, fields=fields()[:1]), replace(plain, fields=(stage,)), beside(seen=()))
    assert value.verdict is Verdict.BLOCKED and value.first[0].stops and value.first[0].what == ("pT2N0M0",)
    assay = replace(plain, assays=tuple(replace(one, decide=Decide.UNDECIDED) for one in plain.assays))
    open_ = make_report(decided, assay, beside(seen=())).first[0]
    assert (open_.matter, open_.path, open_.stops) == (Matter.FIELD, "assays.radiomics_mr_t1c", True)
    for made in (new, value):
        with pytest.raises(UsageFault):
            refuse_undecided(plain if made is new else replace(plain, fields=(stage,)), (NEW,) if made is new else ())
    assert make_report(decided, plain, beside(seen=())).verdict is Verdict.READY


def test_of_rare_values_the_page_says_where_to_look() -> None:
    rare = replace(fields()[1], values=fields()[1].values[2:])
    made = make_report(replace(cohort(), fields=(rare,)), decisions(), beside())
    text = to_html(made, title="x")
    assert (
        "so they are not shown: --draft writes them to a file for you alone" in text
        and "candidates stand below" not in text
    )


def test_small_groups_are_of_what_the_study_tells() -> None:
    rare = replace(patient(1000), values={"OS_STATUS": "1:DECEASED", "OS_MONTHS": "1"}, sex="Other")
    made = make_report(replace(cohort(), patients=(*cohort().patients, rare)), decisions(), beside())
    assert made.small.categories == (("OS_STATUS", 1),), "numbers are no groups, nor is what no field of the file tells"


def test_a_status_that_the_study_leaves_out_is_not_counted() -> None:
    """The builder leaves out the status of who died nobody knows when; the report counts as the study has it."""
    status = "subjects.variables.os_status"
    dead = [patient(number, values={"OS_STATUS": "1:DECEASED"}) for number in range(9)]
    timed = [patient(number) for number in range(9, 30)]
    row = told(status, kind="survival", of=30, filled=30, patients=30, came={Came.READ: 30})
    made = make_report(Cohort((*dead, *timed), fields=(row,)), decisions(), beside(seen=()))
    assert dict(made.core)["OS_STATUS"] == dict(made.core)["OS_MONTHS"] == Share(21, 30)
    assert {one.path: one.patients for one in made.attributes} == {status: Share(21, 30)}
