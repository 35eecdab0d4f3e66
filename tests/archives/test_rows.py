"""Projects as they are made of rows and items that no archive should give: never a crash, never a wrong number."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from img2fair.archives.choice import Choice
from img2fair.archives.xnat import columns
from img2fair.archives.xnat.assembly import project_of
from img2fair.archives.xnat.project import answers_of_cell, forms, people_of_item
from img2fair.archives.xnat.reader import Material
from img2fair.archives.xnat.scans import Row, by_session
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.model import Held, ImagingSession, Project, Visibility
from img2fair.model.held import unseal
from img2fair.model.snapshot_file import project_line
from tests.archives.reading import read

KEYS = columns.keys(columns.SESSIONS)
SIZE, SCAN = "xnat:imagescandata/file/file_size", "xnat:imagescandata/id"
BASE = {
    "id": "E1",
    "label": "l",
    "project": "P",
    "subject_id": "S1",
    "date": "2020-05-01",
    SCAN: "1",
    "xnat:imagescandata/modality": "CT",
    "xnat:imagescandata/file/label": "DICOM",
    "xnat:imagescandata/file/file_count": "2",
    SIZE: "10",
}


def row(**more: str) -> Row:
    return tuple({**BASE, **more}.get(key, "") for key in KEYS)


def subject(**more: str) -> Row:
    said = {"id": "S1", "project": "P", "label": "a", "gender": "F", "age": "40", **more}
    return tuple(said.get(key, "") for key in columns.keys(columns.SUBJECTS))


def project(own: Sequence[Row] = (), shared: Sequence[Row] = (), subjects: Sequence[Row] = (), **said: str) -> Project:
    names = [name.lower() for name in columns.DESCRIPTION if name not in columns.DATES.values()]
    description = {**dict.fromkeys((*names, *columns.DATES), ""), "id": "P", **said}
    material = Material(description, subjects=subjects, own=by_session(own), shared=by_session(shared))
    return project_of("P", Visibility.PUBLIC, material, {}, Choice(), full=False)


def session(*rows: Row) -> ImagingSession:
    (found,) = project(rows).sessions
    return found


def sizes(found: ImagingSession) -> list[Held[int] | None]:
    return [one.bytes for scan in found.scans for one in scan.resources]


def test_of_one_subject_listed_twice_only_what_agrees_is_known() -> None:
    found = project(subjects=[subject(), subject(gender="M"), subject(), subject(id="S2")]).subjects
    assert [unseal(one.id) for one in found] == ["S1", "S2"]
    assert found[0].sex is None
    assert found[0].age == Held(40.0)
    assert found[1].sex == Held("F")


def test_a_session_listed_as_own_and_as_shared_counts_once() -> None:
    (found,) = project([row()], [row()]).sessions
    assert not found.shared
    assert [scan.count for scan in found.scans] == [1]
    assert sizes(found) == [Held(10)]


def test_a_row_that_stands_twice_counts_once_and_two_catalogues_twice() -> None:
    assert sizes(session(row(), row())) == [Held(10)]
    assert sizes(session(row(), row(**{SIZE: "5"}))) == [Held(15)]


def test_the_order_of_rows_makes_no_difference() -> None:
    rows = [row(**{SCAN: str(n), "label": f"l{n}", "xnat:imagescandata/type": "t"}) for n in range(4)]
    assert project(rows) == project(rows[::-1])


def test_what_rows_of_one_session_say_differently_is_unknown() -> None:
    found = session(row(), row(**{"date": "2021-01-01", "xnat:imagescandata/modality": "MR", SIZE: "5"}))
    assert found.date is None
    assert found.scans[0].modality is None


@pytest.mark.parametrize("written", ["NaN", "inf", "-1", "", "many", "1e999"])
def test_a_size_that_is_none_is_unknown_and_so_is_the_sum(written: str) -> None:
    assert sizes(session(row(), row(**{SCAN: "2", SIZE: written}))) == [None]


ITEMS: list[dict[str, Any]] = [
    {},
    {"children": None},
    {"children": "x"},
    {"children": ["x", 1, None]},
    {"children": [{"field": "PI", "items": None}]},
    {"children": [{"field": "PI", "items": ["x", {"data_fields": "y"}, {}]}]},
    {"children": [{"field": "PI", "items": [{"data_fields": {"lastname": ["a"]}}]}]},
]


@pytest.mark.parametrize("item", ITEMS, ids=repr)
def test_children_of_another_shape_are_no_children(item: dict[str, Any]) -> None:
    assert people_of_item(item).pi is None


@pytest.mark.parametrize("cell", ["[]", "1", '"x"', "{", "<html>", "null"])
def test_answers_that_are_no_object_are_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        answers_of_cell(cell)


def test_a_form_without_answers_is_none() -> None:
    assert [form.uuid for form in forms({"b": {"x": 1}, "a": {}, "c": None, "d": [1]}, {})] == ["b"]


def test_the_same_rows_make_the_same_bytes() -> None:
    assert project_line(project([row()])) == project_line(project([row()]))


def test_two_answers_on_who_may_see_a_project_are_none(content: ArchiveContent, tmp_path: Path) -> None:
    small = content.only("icdc_glioma")
    twice = small.with_project("icdc_glioma", accessibility="protected").projects
    with DemoArchive(ArchiveContent(projects=(*small.projects, *twice), users=content.users)) as archive:
        header, projects = read(archive, tmp_path / "s.jsonl")
    assert not projects
    assert [withheld.visibility for withheld in header.withheld] == [Visibility.UNKNOWN]
