"""What of a person enters a study: id, sex, age, days. Nothing else does."""

import dataclasses
import datetime as dt
import re
import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from img2fair.assets import find_file
from img2fair.cbioportal import StudySettings
from img2fair.clinical.decisions import (
    AssayDecision,
    Attribute,
    Baseline,
    Decide,
    Decisions,
    FieldDecision,
    Kind,
    Level,
    Pick,
    TableKeys,
)
from img2fair.codes import read_table
from img2fair.errors import UsageFault
from img2fair.model import (
    Assessment,
    Assessor,
    Form,
    Held,
    HeldText,
    ImagingSession,
    Person,
    Project,
    Publication,
    Resource,
    Table,
    Variable,
)
from img2fair.privacy import Gazetteer, Guard, Review, is_blank
from img2fair.privacy.cohort import PrivacyStop, Terms, is_patient_id, pseudonym, release_cohort
from img2fair.privacy.cohort.telling_labels import telling
from img2fair.privacy.guard import fingerprint_of
from img2fair.privacy.leaving import screen
from img2fair.privacy.sources import Sources
from tests.cbioportal.checker import meta, patients, problems, rows, samples
from tests.cbioportal.studies import HEADER, KEY, OHIF, make_study, project, scan, session, study, subject


def one(*, sessions: list[ImagingSession], **fields: Any) -> dict[str, str]:
    """Return the row of a project's only patient."""
    (row,) = rows(study(project([subject("S1", **fields)], sessions)).files["data_clinical_patient.txt"])
    return row


@pytest.mark.parametrize(
    ("sex", "told"),
    [("male", "Male"), ("F", "Female"), (" Other ", "Other"), ("unknown", "NA"), ("0000", "NA"), (None, "NA")],
)
def test_sex(sex: str | None, told: str) -> None:
    fields: dict[str, Any] = {} if sex is None else {"sex": sex}
    assert one(sessions=[session("E1", "S1", "2020-01-01")], **fields)["SEX"] == told


@pytest.mark.parametrize(
    ("stated", "own", "told"),
    [
        ({"2020-01-01": 67.0}, None, "67"),
        ({"2020-01-01": 67.9}, None, "67"),
        ({"2020-01-01": None, "2020-01-11": 67.0}, None, "67"),  # ten days earlier is still the same year, as a rule
        ({"2020-01-01": None, "2030-01-01": 67.0}, None, "57"),
        ({"2020-01-01": None}, 30.0, "30"),
        ({"2020-01-01": 40.0}, 30.0, "40"),
        ({"2020-01-01": 0.4}, None, "0"),
        ({"2020-01-01": 89.0}, None, "89"),
        ({"2020-01-01": 90.0}, None, ">89"),
        ({"2020-01-01": 103.0}, None, ">89"),
        ({"2020-01-01": 155.0}, None, "NA"),
        ({"2020-01-01": None, "2090-01-01": 60.0}, None, "NA"),
        ({"2020-01-01": 88.0, "2023-01-01": None}, None, ">89"),  # the days would tell that somebody is 91
        ({"2020-01-01": 88.0, "2021-01-01": None}, None, "88"),
        ({"2020-01-01": None}, None, "NA"),
    ],
)
def test_age(stated: dict[str, float | None], own: float | None, told: str) -> None:
    sessions = [session(f"E{day}", "S1", day, **({} if age is None else {"age": age})) for day, age in stated.items()]
    fields: dict[str, Any] = {} if own is None else {"age": own}
    assert one(sessions=sessions, **fields)["AGE"] == told


def test_days_count_from_the_first_session_of_each_patient() -> None:
    sessions = [
        session("E3", "S1", None),
        session("E2", "S1", "2021-03-01"),
        session("E1", "S1", "2020-03-01"),
        session("E4", "S2", "1999-12-31"),
        session("E5", "S2", "1999-12-31"),
    ]
    made = study(project([subject("S1"), subject("S2"), subject("S3")], sessions))
    events = rows(made.files["data_timeline_imaging.txt"])
    found = {
        tuple((e["SESSION"], e["START_DATE"]) for e in events if e["PATIENT_ID"] == id_) for id_ in patients(made.files)
    }
    assert found == {(("1", "0"), ("2", "365")), (("1", "0"), ("2", "0")), ()}
    told = {
        row["IMAGING_FOLLOWUP_DAYS"]: row["IMAGING_SESSIONS"] for row in rows(made.files["data_clinical_patient.txt"])
    }
    assert told == {"365": "3", "0": "2", "NA": "0"}
    assert [finding.code for finding in made.findings if finding.severity == "warning"] == ["I2F-E001"]
    assert not problems(made.files)


def test_without_any_date_there_is_no_timeline() -> None:
    made = study(project([subject("S1")], [session("E1", "S1", None)]))
    assert not [path for path in made.files if "timeline" in path]
    assert not problems(made.files)


def test_a_session_of_somebody_else_is_left_out_and_told() -> None:
    made = study(project([subject("S1")], [session("E1", "S1", "2020-01-01"), session("E2", "S9", "2020-01-01")]))
    assert (made.patients, made.sessions) == (1, 1)
    assert [finding.code for finding in made.findings if finding.severity == "warning"] == ["I2F-E002"]


def test_modalities_are_codes_of_the_table() -> None:
    scans = [scan("CT", 2, body_part="CHEST", frames=10), scan("pt", body_part="My Clinic"), scan("SEG"), scan("Jan")]
    made = study(project([subject("S1")], [session("E1", "S1", "2020-01-01", *scans), session("E2", "S1", None)]))
    (row,) = rows(made.files["data_clinical_patient.txt"])
    assert (row["IMAGING_MODALITIES"], row["HAS_CT"], row["HAS_SEGMENTATION"]) == ("CT;MR;PT", "TRUE", "TRUE")
    (event,) = rows(made.files["data_timeline_imaging.txt"])
    assert (event["DIAGNOSTIC_TYPE"], event["MODALITIES"], event["SERIES_COUNT"]) == ("PET/CT", "CT;PT", "4")
    assert (event["BODY_PARTS"], event.get("IMAGE_COUNT", ""), event["SEGMENTATIONS"]) == ("Chest", "", "1")
    assert "I2F-E003" in {finding.code for finding in made.findings}


def test_a_pseudonym_is_a_keyed_hash() -> None:
    mine, other_key, other_scope = (
        pseudonym(KEY, "a", "S1"),
        pseudonym(b"\0" * 32, "a", "S1"),
        pseudonym(KEY, "b", "S1"),
    )
    assert len({mine, other_key, other_scope, pseudonym(KEY, "a", "S2")}) == 4
    assert mine == pseudonym(KEY, "a", "S1")
    assert re.fullmatch(r"P-[0-9a-f]{20}", mine)
    assert pseudonym(KEY, "a", "\ud800") != pseudonym(KEY, "a", "?")


def test_the_order_of_rows_tells_nothing_of_the_archive() -> None:
    """Sorted by pseudonym: who came first into the archive is not to be seen, and nobody joins rows without the key."""
    subjects = [subject(f"XNAT_S{number:05}") for number in range(40)]
    sessions = [session(f"E{number}", f"XNAT_S{number:05}", "2020-01-01") for number in range(40)]
    mine, theirs = study(project(subjects, sessions)), study(project(subjects, sessions), key=b"\1" * 32)
    assert [pseudonym(KEY, "https://xnat.example.org\0P1", f"XNAT_S{n:05}") for n in range(40)] != patients(mine.files)
    assert not set(patients(mine.files)) & set(patients(theirs.files))


@pytest.mark.parametrize(
    "label",
    ["", "NA", "na", "-1", ".x", "a b", "a\tb", "é", "x" * 51, "May",
     "May-12", "12-may", "TCGA-AO", "TCGA-AO-A03M-01A", "TCGA_1", "a/b", "a'b", "=1+1", "#a", "\u0661"],
)  # fmt: skip
def test_labels_that_are_no_ids(label: str) -> None:
    made = project([subject("S1", "good"), subject("S2", label or "\0")], [session("E1", "S1", "2020-01-01")])
    if not label:
        made = dataclasses.replace(
            made, subjects=(made.subjects[0], dataclasses.replace(made.subjects[1], label=Held("")))
        )
    with pytest.raises(UsageFault, match=r"1 of 2 subject labels .* belongs to subject 2 ") as caught:
        study(made, patient_id="label")
    assert len(label) < 3 or label not in str(caught.value)


@pytest.mark.parametrize("label", ["P01_20190402_MR", "P-2019-04-02", "02.04.2019", "292821506", "Zwarteveen-2"])
def test_labels_that_tell_of_somebody(label: str) -> None:
    made = project([subject("S1", "GBM-1"), subject("S2", label)], [session("E1", "S1", "2020-01-01")])
    with pytest.raises(PrivacyStop, match="1 of 2 subject labels") as caught:
        study(made, patient_id="label")
    assert label not in str(caught.value)


@pytest.mark.parametrize("label", ["TCGA-AO-A03M", "a", "STS_001", "MSB-00030", "x" * 50])
def test_labels_that_are_ids_are_kept(label: str) -> None:
    made = study(project([subject("S1", label)], [session("E1", "S1", "2020-01-01")]), patient_id="label")
    assert patients(made.files) == [label]
    assert samples(made.files) == [f"{label}-01"]
    assert not problems(made.files)


def test_ids_that_differ_in_case_only_are_one_and_the_same() -> None:
    made = project([subject("S1", "Sts_1"), subject("S2", "sts_1")], [session("E1", "S1", "2020-01-01")])
    with pytest.raises(UsageFault, match=r"subjects 1 and 2 .* the same patient id") as caught:
        study(made, patient_id="label")
    assert "sts_1" not in str(caught.value).casefold()


HOSTILE = st.text(
    st.sampled_from(list("aAZ09._-") + list("\t\n\r\x00\u2028\"'#=+@,;:<>[]()\\é\U0001f600 ")), max_size=12
)


@given(st.text(string.ascii_letters + string.digits + "._-", max_size=64) | HOSTILE)
@example("a-Jan")
def test_a_label_makes_a_good_study_or_is_refused(label: str) -> None:
    made = project([subject("S1", label)] if label else [], [session("E1", "S1", "2020-01-01")])
    if label and is_patient_id(label) and not telling([label]):
        assert not problems(study(made, patient_id="label").files)
    elif label and is_patient_id(label):
        with pytest.raises(PrivacyStop):
            study(made, patient_id="label")
    elif label:
        with pytest.raises(UsageFault):
            study(made, patient_id="label")


@given(st.lists(HOSTILE, min_size=1, max_size=6, unique=True), HOSTILE, HOSTILE, st.booleans())
def test_whatever_the_archive_holds_the_study_is_well_formed(ids: list[str], text: str, uid: str, viewer: bool) -> None:
    """Every text of the archive is hostile; the study is still one that the portal loads, or the gate keeps it in."""
    subjects = [subject(id_, text or "-", sex=text, group=text) for id_ in ids]
    sessions = [
        session(f"{text}{place}", id_, day, scan(text or None, type=text, body_part=text, manufacturer=text),
                scan(), study_instance_uid=uid, age=50.0, modality=text)
        for id_ in ids for place, day in enumerate(("2020-01-01", None))
    ]  # fmt: skip
    made = project(subjects, sessions, name=text, description=text * 200)
    try:
        written = study(made, viewers={"default": OHIF} if viewer else {}, name="\\ é\t" if not text.strip() else "")
    except PrivacyStop:  # the title is a subject's label too
        assert not is_blank(text)
        return
    assert not problems(written.files)
    assert len(patients(written.files)) == len(ids)


@given(st.dates(), st.dates(), st.floats(0, 130), st.floats(0, 130))
def test_days_and_ages_never_tell_that_somebody_is_ninety(
    one_day: dt.date, other: dt.date, age: float, own: float
) -> None:
    sessions = [session("E1", "S1", str(one_day), age=age), session("E2", "S1", str(other))]
    try:
        row = one(sessions=sessions, age=own)
    except PrivacyStop as stop:  # the days alone would tell it
        assert abs((other - one_day).days) >= 32_871 and "90 years" in str(stop)
        return
    assert row["AGE"] in (">89", "NA") or int(row["AGE"]) + int(row["IMAGING_FOLLOWUP_DAYS"]) / 365.25 < 90


def words_of(value: Any, path: str = "") -> dict[str, str]:
    """Return every held text of a project by its place."""
    if isinstance(value, Held):
        return {path: ""}
    if isinstance(value, tuple):
        return {k: v for place, item in enumerate(value) for k, v in words_of(item, f"{path}/{place}").items()}
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {
            k: v for field in fields for k, v in words_of(getattr(value, field.name), f"{path}/{field.name}").items()
        }
    return {}


def planted(value: Any, path: str = "") -> Any:
    """Return a project with a word of its own in each text."""
    if isinstance(value, Held) and value == Held("MR"):
        return value  # a code of the table, so that there is something to link
    if isinstance(value, Held) and re.search(r"/(subject|subjects/\d/id)$", path):
        return Held("CanarySubject")  # sessions and subjects find each other by it
    if isinstance(value, Held) and re.search(r"answers$|values$", path):
        word = "Canary" + re.sub(r"[^a-z]", "", path)
        return Held({f"{word}Key": f"{word}Word", "inner": {f"{word}Inner": [f"{word}List", f"{word}Other"]}, "n": 7})
    if isinstance(value, Held) and path.endswith("text"):
        return Held("subject,CanaryColumn,n\nCanarySubject,CanaryCell,7\n")
    if isinstance(value, Held) and re.search(r"tables/\d/(owner|name)$", path):
        return Held("CanarySubject" if path.endswith("owner") else "canary.csv")
    if isinstance(value, Held) and not re.search(r"date|age|frames|files|bytes|inserted|modified|answers|/day$", path):
        return Held("Canary" + re.sub(r"[^a-z]", "", path))
    if isinstance(value, tuple):
        return tuple(planted(item, f"{path}/{place}") for place, item in enumerate(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, (type, Held)):
        return dataclasses.replace(
            value,
            **{
                f.name: planted(getattr(value, f.name), f"{path}/{f.name}") for f in dataclasses.fields(value) if f.init
            },
        )
    return value


def full_project(modality: str) -> Project:
    """Return a project in which every text that the model knows is filled."""
    filled: HeldText = Held("x")
    person = Person(*[filled] * len(dataclasses.fields(Person)))
    form = Form("u", filled, Held({"a": "CanaryForm"}))
    everything = scan(modality, type="x", body_part="x", manufacturer="x", model="x", quality="x")
    everything = dataclasses.replace(everything, resources=(Resource(filled, Held(1), Held(1)),))
    asked = Form("u", filled, Held({}))
    seen = Assessment(filled, filled, filled, Held(3), Held({}))
    said: dict[str, Any] = {"variables": (Variable(filled, filled),), "forms": (asked,), "assessments": (seen,)}
    person_of = dataclasses.replace(subject("x", sex="x", group="x"), demographics=said["variables"], **said)
    session_of = session("x", "x", "2020-01-01", everything, modality="x", study_instance_uid="x", site="x", visit="x",
                         manufacturer="x", model="x", field_strength="x")  # fmt: skip
    made = project(
        [person_of],
        [dataclasses.replace(session_of, assessors=(Assessor(filled),), **said)],
        secondary_id="x", name="x", description="x", keywords="x",
    )  # fmt: skip
    return dataclasses.replace(
        made, aliases=(filled,), pi=person, investigators=(person,),
        publications=(Publication(filled, filled, filled, filled),), forms=(form,),
        tables=(Table(filled, filled, filled, filled),),
    )  # fmt: skip


@pytest.mark.parametrize("viewer", [False, True])
def test_only_allowed_texts_leave(viewer: bool) -> None:
    made = planted(full_project("MR" if viewer else "x"))
    assert len(words_of(made)) > 30
    template = "https://v.example.org/?s={subject_id}&e={session_id}"
    written = study(made, viewers={"default": template} if viewer else {})
    text = "\n".join(written.files.values()) + str(written)
    allowed = {"Canaryname", "Canarydescription"}  # ids that read as names are in no link
    assert set(re.findall(r"Canary[A-Za-z]*", text)) == allowed
    assert meta(written.files["meta_study.txt"])["name"] == "Canaryname"
    assert not re.search(r"2020|label of", text)


PLACES = {f"{of}.{what}" for of in ("subjects", "sessions") for what in ("variables", "forms", "assessments")} | {
    "subjects.demographics", "tables"}  # fmt: skip
KEYS = TableKeys("canary.csv", "subject")


def paths(made: Project) -> list[str]:
    """Return the paths of all that a project says of its people."""
    sources = Sources(made, Guard(), (KEYS,))
    said = (saying.path for one in made.subjects for saying in sources.of_subject(one))
    return [*dict.fromkeys(said), "subjects.sex", "subjects.age"]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("strategy", ["subject", "session"])
def test_with_every_field_exported_no_text_of_the_archive_leaves(kind: Kind, level: Level, strategy: Any) -> None:
    made = planted(full_project("MR"))
    known = paths(made)
    assert {re.sub(r"\.[^.]*$", "", path).split(".canary")[0].split(".Canary")[0] for path in known} >= PLACES
    fields = tuple(
        FieldDecision(path, Decide.EXPORT, Attribute(f"A{n}", f"A{n}", f"A{n}", level), kind, event="STATUS",
                      pick=Pick.FIRST)
        for n, path in enumerate(known)
    )  # fmt: skip
    assays = tuple(AssayDecision(f"p{n}", Decide.EXPORT, (path,), prefix="P") for n, path in enumerate(known))
    baseline = Baseline(tuple((path, "a day") for path in known if path.endswith("/day")))
    decisions = Decisions("P1", fields, assays, (KEYS,), baseline, file="P1.yaml")
    table = read_table(find_file("mappings", "codes/dicom-modality", ".sssom.tsv"))
    terms = Terms(KEY, "x", table, table, table, decisions=decisions, strategy=strategy)
    cohort = release_cohort(made, terms)
    assert "Canary" not in repr(cohort.patients) + repr(cohort.ledger)
    assert not [value for told in cohort.fields for value in told.values if "Canary" in value.source]
    numbers = [
        number
        for one in cohort.patients
        for sample in one.samples
        for measured in sample.measures.values()
        for number in measured.values()
    ]
    assert set(numbers) == {"7"}
    written = make_study(made, HEADER, StudySettings("P1", samples=strategy), KEY, terms.decisions)
    assert set(re.findall(r"Canary[A-Za-z]*", "".join(written.files.values()))) == {"Canaryname", "Canarydescription"}


def test_a_target_that_is_a_label_is_stopped_at_last() -> None:
    made = project([subject("S1", "ZWARTEVEEN-0042", group="a")], [session("E1", "S1", "2020-01-01")])
    attribute = Attribute("ARM", "Arm", "Arm")
    field = FieldDecision("subjects.group", Decide.EXPORT, attribute, values={"a": "as Zwarteveen 0042"})
    written = make_study(made, HEADER, StudySettings("P1"), KEY, Decisions("P1", (field,), file="P1.yaml"))
    with pytest.raises(PrivacyStop, match="label"):
        screen(written.files, made, Guard(Gazetteer.of(made), "P1"))


TEXTS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "a label in the title": ({"name": "The case of zwarteveen 0042"}, {}),
    "a number in the description": ({"description": "See MRN 1234567"}, {}),
    "a label in the config's name": ({}, {"name": "Zwarteveen-0042"}),
    "somebody who opted out": ({"description": "With thanks to Jansen, Piet"}, {"opt_out": ("Piet Jansen",)}),
}


@pytest.mark.parametrize(("fields", "entries"), TEXTS.values(), ids=TEXTS)
def test_a_text_that_may_identify_somebody_makes_no_study(fields: dict[str, str], entries: dict[str, Any]) -> None:
    made = project([subject("S1", "ZWARTEVEEN-0042")], [session("E1", "S1", None, scan())], **fields)
    with pytest.raises(PrivacyStop) as caught:
        study(made, **entries)
    assert caught.value.code == 7
    assert not re.search("zwarteveen|1234567|jansen", str(caught.value), re.IGNORECASE)


def test_a_text_that_was_reviewed_stands_in_a_study() -> None:
    text = "See MRN 1234567"
    made = project([subject("S1", "ZWARTEVEEN-0042")], [session("E1", "S1", None, scan())], description=text)
    review = Review("P1", "project.description", fingerprint_of("P1", "project.description", text), "A", "b",
                    dt.date(2026, 1, 1))  # fmt: skip
    assert text in study(made, reviews=(review,)).files["meta_study.txt"]
    with pytest.raises(PrivacyStop):
        study(made, reviews=(dataclasses.replace(review, until=dt.date(2025, 12, 31)),))
