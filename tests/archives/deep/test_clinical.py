"""What an export needs of people: complete by lists or by objects alike, without a date, a name or an invented none."""

import datetime as dt
import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter

from img2fair.archives.xnat.deep import ClinicalExtras, SessionSeed, assessments, read_clinical
from img2fair.archives.xnat.deep.asking import Asker
from img2fair.archives.xnat.deep.forms import Where, read_answers
from img2fair.errors import RemoteFault
from img2fair.model import Held, Variable
from img2fair.model.held import unseal
from tests.archives.deep.little_archive import (
    ACCESSION,
    ANSWERS,
    BORN,
    FORM,
    SECRET_FILE,
    SUBJECT,
    TYPED,
    USER,
    VISITED,
    LittleArchive,
    serving,
    told,
)

SUBJECTS = {"S1": "p-1", "S2": "p-2"}
SEEDS = (
    SessionSeed("E1", "S1", "e-1", dt.date(2020, 6, 7)),
    SessionSeed("E2", "S1", "e-2", dt.date(2020, 6, 27)),
    SessionSeed("E3", "S2", "e-3", None),
)


def read(archive: LittleArchive, *globs: str) -> ClinicalExtras:
    return read_clinical(archive.client(), "P", SUBJECTS, SEEDS, {FORM: "Intake"}, globs)


def dumped(extras: ClinicalExtras) -> str:
    return TypeAdapter(ClinicalExtras).dump_json(extras).decode()


def pairs(said: tuple[Variable, ...]) -> dict[str, str]:
    return {unseal(one.name): unseal(one.value) for one in said}


@pytest.fixture(scope="module")
def whole() -> ClinicalExtras:
    with serving(LittleArchive()) as archive:
        return read(archive, "labs*.csv")


def test_subjects(whole: ClinicalExtras) -> None:
    first, second = whole.subjects["S1"], whole.subjects["S2"]
    assert pairs(first.demographics) == {"handedness": "right", "weight": "70", "education": "12"}
    assert pairs(first.variables) == {"arm": "A", "seen/day": "10"}
    assert pairs(second.demographics) == {"ses": "3"}
    assert (second.variables, second.forms, second.assessments) == ((), (), ())


def test_sessions(whole: ClinicalExtras) -> None:
    days = (dt.date(2020, 6, 7) - dt.date.fromisoformat(BORN)).days
    assert [whole.sessions[id_].age_days for id_ in ("E1", "E2", "E3")] == [Held(days), Held(days + 20), None]
    assert pairs(whole.sessions["E1"].variables) == {"contrast": "no", "read_on/day": "10"}
    assert pairs(whole.sessions["E3"].variables) == {"contrast": "yes"}


def test_forms(whole: ClinicalExtras) -> None:
    (form,) = whole.subjects["S1"].forms
    assert (form.uuid, form.title) == (FORM, Held("Intake"))
    assert unseal(form.answers) == {"smoker": "yes", "visit": {"on/day": 10, "score": 3}}
    assert whole.sessions["E2"].forms == (form,)
    assert whole.sessions["E1"].forms == ()


def test_assessments(whole: ClinicalExtras) -> None:
    (survey,) = whole.subjects["S1"].assessments
    base = (dt.date.fromisoformat(TYPED) - dt.date(2020, 6, 7)).days
    assert (survey.type, survey.id, survey.day) == (Held("clin:visitData"), Held("A1"), Held(10))
    assert unseal(survey.values) == {
        "score": 27, "ratio": 0.5, "remark": "calm", "onset/day": base, "drugs/drug/1/name": "a",
        "drugs/drug/1/dose": 2, "drugs/drug/1/since/day": base, "drugs/drug/2/name": "b", "fields/mood": "good",
        "fields/last_fall/day": base,
    }  # fmt: skip
    (checked,), (shared,) = whole.sessions["E1"].assessments, whole.sessions["E3"].assessments
    assert (unseal(checked.values), checked.day) == ({"pass": "1"}, Held(10))
    assert (unseal(shared.values), shared.day) == ({"pass": "0"}, None)
    assert whole.sessions["E2"].assessments == ()


def test_tables(whole: ClinicalExtras) -> None:
    (table,) = whole.tables
    assert (table.owner, table.resource, table.name) == (Held(""), Held("clinical"), Held("labs.csv"))
    assert table.text == Held("id,hb\n1,7\n")
    assert whole.unread == {"tables"}, "labs_bad.csv is no UTF-8, and that is said"


def test_nothing_of_what_identifies_is_kept(whole: ClinicalExtras) -> None:
    text = dumped(whole)
    for canary in (BORN, VISITED, TYPED, USER, ACCESSION, "dob", "yob", "OTHER", "/data/x", SECRET_FILE):
        assert canary not in text


LISTS = [
    "columns=ID,dob", "xnat:subjectData/fields", "/data/experiments?xsiType=xnat:imageSessionData",
    "/data/projects/P/experiments", "/data/experiments?format=json&columns=ID,label", "sharing/share",
    "imageSessionData&project=P",
    "custom_fields",
    "/data/projects/P/subjects?", "columns=",
]  # fmt: skip


@pytest.mark.parametrize("status", [500, 403])
@pytest.mark.parametrize("fault", LISTS)
def test_whatever_list_fails_the_result_is_the_same(fault: str, status: int, whole: ClinicalExtras) -> None:
    with serving(LittleArchive(faults={fault: status})) as archive:
        assert dumped(read(archive, "labs*.csv")) == dumped(whole)
        assert any(fault in asked for asked in archive.asked), "or this case tests nothing"


def test_lists_save_requests_where_they_are_there(whole: ClinicalExtras) -> None:
    with serving(LittleArchive(form_lists=True)) as rich, serving(LittleArchive(shared_lists=False)) as poor:
        assert dumped(read(rich, "labs*.csv")) == dumped(read(poor, "labs*.csv")) == dumped(whole)
        assert "/xapi/custom-fields/subjects/S1/fields" not in rich.asked
        assert len(rich.asked) < len(poor.asked)


def odd(*rows: Mapping[str, Any]) -> tuple[int, str, bytes]:
    body = {"ResultSet": {"Result": list(rows), "totalRecords": str(len(rows))}}
    return 200, "application/json", json.dumps(body).encode()


NAME, VALUE = f"{SUBJECT}/fields/field/name", f"{SUBJECT}/fields/field/field"
ODD_LISTS = [
    odd(),
    odd({"ID": "S1"}),
    odd({"ID": "S1", NAME: "arm", VALUE: "A"}, {"ID": "S1", NAME: "arm", VALUE: "B"}),
    odd({"ID": "S1", f"{SUBJECT}/custom_fields": "{'smoker'"}, {"ID": "S2", f"{SUBJECT}/custom_fields": "[]"}),
    odd({"ID": "S1", f"{SUBJECT}/custom_fields": ""}, {"ID": "S2", f"{SUBJECT}/custom_fields": ""}),
    (200, "application/json", b""),
    (200, "text/html", b"<html>portal</html>"),
]


@pytest.mark.parametrize("answer", ODD_LISTS, ids=range(len(ODD_LISTS)))
def test_an_odd_list_is_not_believed(answer: tuple[int, str, bytes], whole: ClinicalExtras) -> None:
    with serving(LittleArchive(more={"/data/projects/P/subjects": answer})) as archive:
        assert dumped(read(archive, "labs*.csv")) == dumped(whole)


REFUSED: list[tuple[dict[str, int], set[str]]] = [
    ({"/xapi/custom-fields/subjects": 403}, {"subjects.forms"}),
    ({"/xapi/custom-fields/experiments/E2": 403}, {"sessions.forms"}),
    ({"/xapi/custom-fields/experiments/E2": 404}, {"sessions.forms"}),
    ({"/xapi/custom-fields": 404}, set()),
    ({"/data/experiments/A1": 403}, {"subjects.assessments"}),
    ({"/data/experiments/E3/assessors": 403}, {"sessions.assessments"}),
    ({"columns=ID,dob": 403, "/data/subjects/S2": 403}, {"subjects.demographics"}),
    ({"/data/projects/P/subjects?": 403, "/data/subjects/S": 403}, {"subjects.demographics", "subjects.variables"}),
    ({"imageSessionData": 403, "/data/experiments/E1?": 403}, {"sessions.variables"}),
    ({"/data/projects/P/resources": 403}, {"tables"}),
    ({"/data/experiments/E1,E2": 500, "/data/experiments/E1/resources": 404}, {"tables"}),
]


@pytest.mark.parametrize(("faults", "unread"), REFUSED, ids=[str(case[0]) for case in REFUSED])
def test_what_is_refused_is_unread_and_not_none(faults: dict[str, int], unread: set[str]) -> None:
    with serving(LittleArchive(faults=faults)) as archive:
        assert read(archive, "note.json").unread == unread


@pytest.mark.parametrize(("answered", "asked"), [((), 3), (("S5",), 3), (("S1",), 6), (("S1", "S5"), 6)])
def test_a_list_without_any_answer_is_believed_when_the_first_few_say_so(answered: tuple[str, ...], asked: int) -> None:
    ids = [f"S{n}" for n in range(1, 7)]
    blank = odd(*({"ID": id_, f"{SUBJECT}/custom_fields": ""} for id_ in ids))
    fields = {f"/xapi/custom-fields/subjects/{id_}/fields": ANSWERS if id_ in answered else {} for id_ in ids}
    with serving(LittleArchive(form_lists=True, more={path: told(said) for path, said in fields.items()})) as archive:
        archive.more["/data/projects/P/subjects"] = blank
        where = Where("/data/projects/P/subjects", {}, "xnat:subjectData/custom_fields", "subjects")
        found, whole = read_answers(Asker(archive.client(), "P", "clinical"), where, ids)
        assert whole
        assert len([path for path in archive.asked if "/xapi/" in path]) == asked
    if asked == len(ids):
        assert {id_ for id_, said in found.items() if said} == set(answered)


def test_what_fails_raises_and_names_no_object(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "img2fair.archives")
    with serving(LittleArchive(faults={"/data/experiments/A1": 500})) as archive:
        with pytest.raises(RemoteFault) as caught:
            read(archive)
        assert "/data/experiments/*" in caught.value.where
        assert "A1" not in str(caught.value) + caplog.text


def test_requests_name_neither_objects_nor_files() -> None:
    with serving(LittleArchive()) as archive:
        client = archive.client()
        read_clinical(client, "P", SUBJECTS, SEEDS, {}, ["*"])
        paths = {request.path for request in client.journal.listed()}
        assert "/data/projects/P/resources/*/files/*" in paths
        assert not [path for path in paths if "S1" in path or "E1" in path or "Jansen" in path]
        assert any(SECRET_FILE in asked for asked in archive.asked)


def test_no_file_is_asked_for_without_a_list_of_names() -> None:
    with serving(LittleArchive()) as archive:
        assert read(archive).unread == frozenset()
        assert not [asked for asked in archive.asked if "resources" in asked]


def test_more_assessors_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessments, "MOST", 1)
    with serving(LittleArchive()) as archive:
        found = read(archive)
    assert found.unread == {"sessions.assessments"}
    assert [len(found.sessions[id_].assessments) for id_ in ("E1", "E3")] == [1, 0]


def test_a_project_without_people_costs_nothing() -> None:
    with serving(LittleArchive()) as archive:
        assert read_clinical(archive.client(), "P", {}, (), {}) == ClinicalExtras()
        assert archive.asked == []


@pytest.mark.parametrize(("born", "days"), [("2020-06-08", None), ("1890-01-01", None), ("2020-06-07", 0), ("x", None)])
def test_ages_that_nobody_has_are_unknown(born: str, days: int | None) -> None:
    rows = odd({"ID": "S1", **dict.fromkeys(("handedness", "ses", "education", "educationDesc", "race", "ethnicity",
               "weight", "height", "gestational_age", "post_menstrual_age", "birth_weight"), ""), "dob": born,
               NAME: "", VALUE: ""})  # fmt: skip
    with serving(LittleArchive(more={"/data/projects/P/subjects": rows})) as archive:
        found = read_clinical(archive.client(), "P", {"S1": "a"}, SEEDS[:1], {})
    assert found.sessions["E1"].age_days == (None if days is None else Held(days))
    assert born not in dumped(found) or born == "x"
