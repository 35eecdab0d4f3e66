"""Custom forms as XNAT defines them: questions, what they are about, in which projects; nothing odd ends a harvest."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.archives.xnat.form_definitions import DEEPEST, defined
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.faults import Fault
from img2fair.model import FormDefinition, Held
from img2fair.model.held import unseal
from img2fair.model.snapshot_file import read_snapshot
from tests.archives.reading import read

UUID = "4b0c9d5e-2f1a-4c37-9d0e-6a5b8c7d1e2f"
PROJECTS = ("A", "B", "C")


def asked(key: str, kind: str = "textfield", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "input": True, "label": key.upper(), **more}


def layout(kind: str, **more: Any) -> dict[str, Any]:
    return {"key": kind, "type": kind, "input": False, "label": "Not a question", **more}


def use(entity: str, status: str | None = "enabled") -> dict[str, Any]:
    return {"entityId": entity, "idCustomVariableFormAppliesTo": "1_1", "status": status}


def definition(*components: Any, **changes: Any) -> dict[str, Any]:
    contents = {"title": "Visit", "display": "form", "components": list(components)}
    return {
        "formId": "1",
        "formUUID": UUID,
        "path": "datatype/xnat:subjectData",
        "scope": "Site",
        "appliesToList": [use("Site")],
        "contents": json.dumps(contents),
    } | changes


def one(*components: Any, **changes: Any) -> FormDefinition:
    found = defined([definition(*components, **changes)], PROJECTS)
    assert found.unread == ()
    return found.forms[0]


def keys(*components: Any) -> list[tuple[str, str]]:
    return [(question.key, question.type) for question in one(*components).fields]


def test_a_form_is_read_with_its_questions() -> None:
    made = one(asked("smoking", "select"), asked("year", "number", label="Year &amp; month"))
    assert (made.uuid, made.title, made.about, made.projects) == (UUID, Held("Visit"), "xnat:subjectData", ())
    assert [(one.key, one.label, one.type) for one in made.fields] == [
        ("smoking", Held("SMOKING"), "select"),
        ("year", Held("Year & month"), "number"),
    ]


LEAF = asked("a")
NESTED: list[tuple[str, Any, list[tuple[str, str]]]] = [
    ("container", asked("c", "container", components=[LEAF]), [("c", "container"), ("c.a", "textfield")]),
    ("data grid", asked("g", "datagrid", components=[LEAF]), [("g", "datagrid"), ("g.a", "textfield")]),
    ("edit grid", asked("g", "editgrid", components=[LEAF]), [("g", "editgrid"), ("g.a", "textfield")]),
    ("grid without columns", asked("g", "datagrid"), [("g", "datagrid")]),
    ("panel", layout("panel", components=[LEAF]), [("a", "textfield")]),
    ("panel that says it is an input", asked("p", "panel", components=[LEAF]), [("a", "textfield")]),
    ("fieldset", layout("fieldset", components=[asked("x.y", "email")]), [("x.y", "email")]),
    ("columns", layout("columns", columns=[{"components": [LEAF]}, {"components": [asked("b")]}]),
     [("a", "textfield"), ("b", "textfield")]),
    ("table", layout("table", numRows=1, rows=[[{"components": [LEAF]}, {"components": []}]]), [("a", "textfield")]),
    ("tabs", layout("tabs", components=[{"label": "T", "key": "t", "components": [LEAF]}]), [("a", "textfield")]),
    ("columns in a grid in a container",
     asked("c", "container", components=[
         asked("g", "datagrid", components=[layout("columns", columns=[{"components": [LEAF]}])])]),
     [("c", "container"), ("c.g", "datagrid"), ("c.g.a", "textfield")]),
    ("rows of a text area", asked("t", "textarea", rows=3), [("t", "textarea")]),
    ("address", asked("home", "address", components=[LEAF]), [("home", "address")]),
    ("survey", asked("s", "survey", questions=[{"label": "Q", "value": "q"}]), [("s", "survey")]),
    ("button", asked("submit", "button"), []),
    ("content", layout("content", html="<b>Read this</b>"), []),
    ("the same key twice", layout("panel", components=[LEAF, asked("a", "number")]), [("a", "textfield")]),
]  # fmt: skip


@pytest.mark.parametrize(("component", "found"), [case[1:] for case in NESTED], ids=[case[0] for case in NESTED])
def test_components_within_components(component: Any, found: list[tuple[str, str]]) -> None:
    assert keys(component) == found


def test_the_pages_of_a_wizard_are_no_questions() -> None:
    contents = {"title": "W", "display": "wizard", "components": [layout("panel", components=[LEAF])] * 2}
    assert [one.key for one in one(contents=contents).fields] == ["a"]


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("datatype/xnat:projectData", "xnat:projectData"),
        ("datatype/xnat:mrSessionData/protoocol/P1/visit/V1", "xnat:mrSessionData"),
        ("elsewhere", ""),
        (None, ""),
    ],
)
def test_what_a_form_is_about(path: str | None, about: str) -> None:
    assert one(LEAF, path=path).about == about


@pytest.mark.parametrize(
    ("scope", "uses", "projects"),
    [
        ("Site", [use("Site")], ()),
        ("Site", [use("Site", None)], ()),
        ("Site", [use("Site"), use("B", "optedout")], ("A", "C")),
        ("Site", [use("Site"), use("ELSEWHERE", "optedout")], ()),
        ("Site", [use("Site"), use("A", "optedout"), use("B", "optedout"), use("C", "optedout")], None),
        ("Site", [use("Site", "disabled")], None),
        ("Site", [use("Site", "disabled"), use("C")], ("C",)),
        ("Project", [use("B"), use("A")], ("A", "B")),
        ("Project", [use("B", "disabled"), use("A")], ("A",)),
        ("Project", [use("NOT READ")], None),
        ("Project", [use("A"), use("NOT READ")], ("A",)),
        ("Project", [use("Site")], None),
        ("Project", [], None),
    ],
)
def test_where_a_form_is_asked(scope: str, uses: list[Any], projects: tuple[str, ...] | None) -> None:
    found = defined([definition(LEAF, scope=scope, appliesToList=uses)], PROJECTS)
    assert [form.projects for form in found.forms] == ([] if projects is None else [projects])
    assert found.titles == {UUID: "Visit"}, "its answers are read all the same"
    assert found.unread == ()


def deep(levels: int) -> Any:
    component: Any = LEAF
    for _ in range(levels):
        component = layout("panel", components=[component])
    return component


MALFORMED: list[tuple[str, Any]] = [
    ("no object", "x"),
    ("no UUID", definition(LEAF, formUUID=None)),
    ("no contents", definition(LEAF, contents=None)),
    ("contents that are no JSON", definition(LEAF, contents="{")),
    ("contents that are a list", definition(LEAF, contents="[]")),
    ("contents nested without end", definition(LEAF, contents="[" * 100_000)),
    ("no components", definition(contents="{}")),
    ("components that are none", definition("x")),
    ("a question without a key", definition({**LEAF, "key": " "})),
    ("a key that is no text", definition({**LEAF, "key": 5})),
    ("components without end", definition(deep(DEEPEST + 2))),
    ("applies to nobody knows whom", definition(LEAF, appliesToList="Site")),
    ("applies to a list of words", definition(LEAF, appliesToList=["Site"])),
]


@pytest.mark.parametrize("odd", [case[1] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_a_malformed_definition_is_left_out_and_said(odd: Any) -> None:
    found = defined([definition(LEAF, formUUID="before"), odd, definition(LEAF, formUUID="after")], PROJECTS)
    assert [form.uuid for form in found.forms] == ["before", "after"]
    (reason,) = found.unread
    assert "another shape" in reason
    assert UUID in reason or "number 2" in reason


def test_a_uuid_of_other_characters_is_not_said() -> None:
    found = defined([definition(LEAF, formUUID="Ann Miller", contents=None)], PROJECTS)
    assert found.unread == ("the definition of form number 1 is of another shape than XNAT's",)


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("key", "type", "components", "columns", "rows", "label", "input")), inner)
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3), JSON, JSON)
def test_no_definition_ends_a_harvest(components: Sequence[Any], uses: Any, path: Any) -> None:
    found = defined([definition(*components, appliesToList=uses, path=path), definition(*components)], PROJECTS)
    assert len(found.unread) + len(found.forms) >= 1
    assert all(question.key.strip() for form in found.forms for question in form.fields)


def test_the_header_has_the_forms_without_a_further_request(archive: DemoArchive, tmp_path: Path) -> None:
    header, _ = read(archive, tmp_path / "s.jsonl", only=("tcga_brca", "pseudo_phi_dicom_data"))
    own, visit = header.forms
    assert (own.about, own.projects) == ("xnat:projectData", ("tcga_brca",))
    assert {"title", "contact_point.email", "creator_grid", "creator_grid.mbox"} <= {one.key for one in own.fields}
    assert (visit.about, visit.projects) == ("xnat:subjectData", ("pseudo_phi_dicom_data",))
    assert [(one.key, one.label and unseal(one.label), one.type) for one in visit.fields] == [
        ("smoking", "Smoking", "select"),
        ("sex_at_birth", "Sex at birth", "textfield"),
        ("ecog", "ECOG performance status", "number"),
        ("remark", "Remark", "textarea"),
        ("history", "Earlier findings", "datagrid"),
        ("history.finding", "Finding", "textfield"),
        ("history.year", "Year", "number"),
    ]
    assert sum("customforms" in record.path for record in archive.requests) == 1
    assert read_snapshot(tmp_path / "s.jsonl").header.forms == header.forms


def test_forms_of_projects_that_are_not_read_are_not_told_of(archive: DemoArchive, tmp_path: Path) -> None:
    private, form = "breast_diagnosis", archive.content.forms[0]
    archive.content = replace(archive.content, forms=(replace(form, projects=(private, "tcga_brca")),))
    header, _ = read(archive, tmp_path / "s.jsonl")
    assert [form.projects for form in header.forms] == [("tcga_brca",)]


@pytest.mark.parametrize(
    ("status", "unread"),
    [(404, []), (403, [("", "forms", "the archive does not show them to this account")])],
)
def test_an_archive_without_forms_and_one_that_hides_them(
    archive: DemoArchive, tmp_path: Path, status: int, unread: list[tuple[str, str, str]]
) -> None:
    archive.faults.add(Fault(path="/xapi/customforms", kind="status", status=status))
    header, _ = read(archive, tmp_path / "s.jsonl", only=("tcga_kich",))
    assert (header.forms, header.complete) == ((), True)
    assert [(one.project, one.part, one.reason) for one in header.unread] == unread
