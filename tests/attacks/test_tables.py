"""Tables that people open in a spreadsheet and machines read: no cell computes, none is lost, none becomes two."""

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as sized
from hypothesis import strategies as st

from img2fair.cbioportal.text import meta_file, one_line, table
from img2fair.errors import Fault
from img2fair.findings import Finding, Judge, Place, Report, Severity
from img2fair.mapping import map_project
from img2fair.model import Held
from img2fair.report.worklist import worklists
from tests.attacks.corpus import FORMULA_STARTS, FORMULAS, NAMES, XSS
from tests.cbioportal.checker import meta, problems
from tests.cbioportal.studies import project, scan, session, study, subject
from tests.mapping.samples import SETTINGS, filled, loaded
from tests.mapping.samples import session as imaging
from tests.sizes import size

CELLS = tuple(
    dict.fromkeys((*FORMULAS, *NAMES[:60], *XSS[::6], "NA", "na", "#a", "#", "", " ", "\ufeff", "a;b", "a,b", "a\tb"))
)
COMPUTED = re.compile(
    "^[\\s\"'\u00a0\u200b\u2060\ufeff\u00ad\u180e\u3000]*[" + re.escape("".join(FORMULA_STARTS)) + "]"
)
"""A cell that a program may compute: blanks and what cannot be seen before it are skipped by some."""
FIELDS = ("key", "message", "cure", "project", "code", "property", "value")


def opened(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True))


@pytest.mark.parametrize("cell", CELLS, ids=ascii)
def test_no_cell_of_a_worklist_computes_in_any_spreadsheet(cell: str) -> None:
    """With the delimiter of any country: a comma, a semicolon or a tab may end a cell, and quotes hold."""
    place = Place("XNAT", cell, cell, cell)
    finding = Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, cell, cell, cure=cell, project=cell, where=(place,))
    for name, text in worklists(Report((finding,), (cell,), (), ((cell, cell),))).items():
        assert re.fullmatch(r"[a-z][A-Za-z0-9_.-]*\.csv", name) and len(name) < 100
        assert text.startswith("\ufeff") and "\0" not in text
        head, line = opened(text)
        assert len(line) == len(head)
        for shown in line:
            assert shown.startswith("'") or not COMPUTED.match(shown), shown
            assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", shown)
        assert all(part.startswith('"') for part in text.splitlines()[1:]), "every cell stands in quotes"


@given(st.text(st.sampled_from(list("=+-@\t\r\n\0 '\";,|#aZ0\u202e\ufeff\u200b\uff1d\ud800")), max_size=12))
@sized(max_examples=size(100, 5000))
def test_no_text_however_made_computes(cell: str) -> None:
    finding = Finding(
        cell, Severity.INFO, Judge.MAPPING, cell, cell, cure=cell, project=cell, message_nl=cell, cure_nl=cell
    )
    for language in ("en", "nl"):
        for text in worklists(Report((finding,), (cell,), ()), language).values():
            head, line = opened(text)
            assert len(line) == len(head)
            assert not [one for one in line if COMPUTED.match(one) and not one.startswith("'")]


@pytest.mark.parametrize(
    "word", ["=1+1", "@SUM(1)", "MR\t=1", "MR\n=1", "MR,=1", '"', "\0", "\ufeff", "-", "=cmd|'/C calc'!A0"]
)
def test_counts_hold_words_of_code_tables_only(word: str) -> None:
    """A modality, part of the body or maker that no table knows is in no line of counts.csv, whatever it is."""
    project_ = replace(filled(), sessions=tuple(
        replace(imaging(number), modality=Held(word), manufacturer=Held(word), field_strength=Held(word), scans=tuple(
            replace(one, modality=Held(word), body_part=Held(word), manufacturer=Held(word))
            for one in imaging(number).scans))
        for number in range(40)))  # fmt: skip
    mapped = map_project(loaded("health-ri-core", "analytics"), SETTINGS, project_)
    (text,) = [text for record in mapped.records for text in record.files.values()]
    head, *lines = opened(text)
    assert head == ["about", "value", "subjects"] and lines
    assert all(len(line) == 3 and re.fullmatch(r"[A-Za-z0-9 ()<>_.-]+", line[1]) for line in lines), lines
    assert not any(COMPUTED.match(cell) for line in lines for cell in line)
    assert {line[0] for line in lines} <= {"sex", "age"}


@pytest.mark.parametrize("cell", CELLS, ids=ascii)
def test_a_table_of_a_study_gives_a_cell_back_or_refuses_it(cell: str) -> None:
    try:
        text = table(["A", "B"], [[cell, "x"], ["y", cell]])
    except Fault as fault:
        assert len(cell.strip()) < 4 or cell not in str(fault)
        return
    assert [line.split("\t") for line in text.split("\n")] == [["A", "B"], [cell, "x"], ["y", cell], [""]]
    assert opened(text, "\t") == [["A", "B"], [cell, "x"], ["y", cell]], "a reader that knows quotes sees the same"


@pytest.mark.parametrize("value", CELLS, ids=ascii)
def test_a_meta_file_has_one_entry_for_each_text(value: str) -> None:
    text = meta_file({"name": value, "pmid": "1"})
    assert text.isascii() and text.count("\n") == len(text.splitlines()) and "\r" not in text
    lines = text.splitlines()
    assert lines[-1] == "pmid: 1" and len(lines) == (2 if one_line(value) else len(lines))
    assert not re.search("[<>]", text)


@st.composite
def hostile_studies(draw: st.DrawFn) -> tuple[dict[str, str], int]:
    """A study made of hostile texts, and how many patients it has."""
    text = st.sampled_from(CELLS)
    ids = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    subjects = [subject(id_, draw(text) or "-", sex=draw(text), group=draw(text)) for id_ in ids]
    sessions = [
        session(f"{draw(text)}{number}", id_, day, scan(draw(text) or None, type=draw(text), body_part=draw(text),
                manufacturer=draw(text)), scan(), study_instance_uid=draw(text), age=50.0, modality=draw(text))
        for number, (id_, day) in enumerate((id_, day) for id_ in ids for day in ("2020-01-01", None))
    ]  # fmt: skip
    name = draw(text)
    made = project(subjects, sessions, name=name, description=draw(text))
    return dict(study(made, name="A name", description="What it is").files), len(ids)


@given(hostile_studies())
@sized(max_examples=size(8, 1000))
def test_random_hostile_studies_are_what_the_portal_loads(made: tuple[dict[str, str], int]) -> None:
    files, patients = made
    assert not problems(files)
    assert meta(files["meta_study.txt"])["name"] == "A name"
    ids = [line.split("\t")[0] for line in files["data_clinical_patient.txt"].splitlines() if not line.startswith("#")][
        1:
    ]
    assert len(set(map(str.casefold, ids))) == patients
    for path, text in files.items():
        for line in text.splitlines():
            assert not re.match(r"[=+@\t]|-[^-\d]", line), (path, line)
        if path.startswith("data_"):
            cells = [cell for line in text.splitlines() for cell in line.split("\t")]
            assert not [cell for cell in cells if COMPUTED.match(cell) and not re.fullmatch(r"-?\d+", cell)]
