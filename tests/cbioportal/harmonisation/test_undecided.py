"""What is open is named, in the file and in the snapshot; a project without a file gives sex and age."""

from dataclasses import replace

import pytest

from img2fair.cbioportal.harmonisation import Open, built_in, refuse_undecided, undecided
from img2fair.cbioportal.rules_harmonisation import RULES, findings_of_open_fields, findings_of_unseen
from img2fair.clinical.decisions import AssayDecision, Baseline, Decide, Decisions, FieldDecision, Kind, Unlisted
from img2fair.clinical.outcome import FieldSeen
from img2fair.errors import UsageFault
from img2fair.findings import Severity

ARM = FieldDecision("subjects.variables.arm", Decide.EXPORT, values={"a": "A"}, line=7)


def seen(path: str, *values: str) -> FieldSeen:
    return FieldSeen(path, 20, 20, len(values), tuple((value, 10) for value in values))


def decisions(*fields: FieldDecision) -> Decisions:
    return Decisions("P", fields, file="P.yaml")


def test_what_is_open() -> None:
    open_value = replace(ARM, values={"a": "?"})
    assert undecided(decisions(ARM), [seen(ARM.path, "A")]) == ()
    assert undecided(decisions(open_value), [seen(ARM.path, "A")]) == (Open(ARM.path, "a", 7, written=True),)
    assert undecided(decisions(ARM), [seen(ARM.path, "A", "B")]) == (Open(ARM.path, "B", 7),)
    assert undecided(decisions(ARM), [seen(ARM.path, "unknown")]) == ()
    assert undecided(decisions(replace(ARM, unlisted=Unlisted.MISSING)), [seen(ARM.path, "B")]) == ()
    assert undecided(decisions(), [seen(ARM.path, "B")]) == (Open(ARM.path),)
    assert undecided(decisions(replace(ARM, decide=Decide.DROP)), [seen(ARM.path, "B")]) == ()
    assert undecided(decisions(replace(ARM, decide=Decide.UNDECIDED)), []) == (Open(ARM.path, "", 7),)
    rare = replace(seen(ARM.path, "A"), unread=3)
    assert undecided(decisions(ARM), [rare]) == (Open(ARM.path, line=7, unshown=3),)
    assert undecided(decisions(replace(ARM, decide=Decide.DROP)), [rare]) == ()


def test_values_of_the_file_are_named_and_the_archives_counted() -> None:
    with pytest.raises(UsageFault) as caught:
        refuse_undecided(decisions(ARM), [replace(seen(ARM.path, "A", "B", "C"), unread=3)], 7)
    new, rare = "2 values that nobody has decided on", "3 values of fewer than 7 patients, or not for showing"
    assert caught.value.what == f"5 fields or values have no decision: {ARM.path}: {new}, {rare}"
    assert "P.private-values.yaml" in caught.value.cure and "unlisted: missing" in caught.value.cure
    assert "the report beside the study names them" in caught.value.cure
    with pytest.raises(UsageFault) as caught:
        refuse_undecided(decisions(replace(ARM, values=dict.fromkeys("bcdefghij", "?"))), [])
    assert "'f', …, 'j'" in caught.value.what and "'g'" not in caught.value.what


def test_what_a_pattern_an_assay_or_a_day_takes_up_is_decided() -> None:
    paths = ["tables.a.csv.x1", "subjects.variables.d/day", "subjects.assessments.a.b"]
    made = Decisions(
        "P",
        (FieldDecision("subjects.assessments.*", Decide.DROP),),
        (AssayDecision("a", Decide.EXPORT, ("tables.a.csv.x*",)),),
        baseline=Baseline((("subjects.variables.d/day", "diagnosis"),)),
    )
    assert undecided(made, map(seen, paths)) == ()
    assert len(undecided(replace(made, fields=(), assays=(), baseline=Baseline()), map(seen, paths))) == 3


def test_the_fault_names_twelve() -> None:
    with pytest.raises(UsageFault) as caught:
        refuse_undecided(decisions(ARM), [seen(f"subjects.variables.v{place:02}") for place in range(15)])
    assert "v11 and 3 more" in str(caught.value)
    assert "v12" not in str(caught.value)


def test_without_a_file_sex_and_age_leave_and_the_rest_is_a_finding() -> None:
    made = built_in("P")
    assert [(field.path, field.kind) for field in made.fields] == [
        ("subjects.sex", Kind.SEX), ("subjects.age", Kind.AGE)]  # fmt: skip
    assert [field.attribute.id for field in made.fields if field.attribute] == ["SEX", "AGE"]
    assert findings_of_open_fields(made, [seen("subjects.sex", "F"), seen("subjects.age")], "k") == ()
    (finding,) = findings_of_open_fields(made, [seen(ARM.path, "B")], "k")
    assert (finding.code, finding.severity, finding.project) == ("I2F-E020", Severity.WARNING, "P")
    assert ARM.path in finding.message
    assert ARM.path in finding.message_nl
    assert finding.cure == RULES["I2F-E020"].cure


def test_a_day_that_nobody_has_stops_the_export() -> None:
    day = "subjects.variables.diagnosed/day"
    event = replace(ARM, day="subjects.variables.gone/day")
    from_it = replace(decisions(event), baseline=Baseline(((day, "diagnosis"),)))
    (gone,) = findings_of_unseen(from_it, [seen(day)], "k")
    assert (gone.code, gone.severity) == ("I2F-E022", Severity.WARNING), "events that are gone need no day"
    assert ARM.path in gone.message and findings_of_unseen(decisions(ARM), [seen(ARM.path)], "k") == ()
    (found,) = findings_of_unseen(from_it, [seen(ARM.path), seen(day)], "k")
    assert "subjects.variables.gone/day" in found.message and found.severity is Severity.VIOLATION
    slip, _ = findings_of_unseen(from_it, [seen("subjects.variables.diagnosis/day")], "k")
    assert "(did you mean 'subjects.variables.diagnosis/day'?)" in slip.message and slip.message_nl != slip.message
