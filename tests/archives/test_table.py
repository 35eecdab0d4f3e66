"""A table of datasets: what columns become, what is refused, and that nothing is lost or invented."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.archives import ArchiveSettings, Depth, harvest, read_access
from img2fair.archives.choice import Choice
from img2fair.archives.table import TableOptions
from img2fair.errors import UsageFault
from img2fair.model import Form, Header, Held, Person, Project, Visibility, Why
from img2fair.model.snapshot_file import project_line

PUBLIC = TableOptions(Visibility.PUBLIC)


def settings(path: Path, **more: Any) -> ArchiveSettings:
    return replace(ArchiveSettings(str(path), "https://table.example.org", options=PUBLIC), **more)


def read(path: Path, **more: Any) -> tuple[list[Project], Header]:
    begun = harvest("table", settings(path, **more), lambda *_: None)
    return list(begun.projects()), begun.header()


def table(folder: Path, text: str | bytes) -> Path:
    path = folder / "datasets.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def answers(values: dict[str, Any]) -> tuple[Form, ...]:
    return (Form("table", None, Held(values)),)


def test_a_row_is_a_project(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "id,title,description,keywords,secondary_id,pi_lastname,pi_orcid,contact_point.email,theme[],number_of_records\n"
        'BRAIN,Brains,"Two lines,\nof text",brain mr,BR,Vos,0000-0002-1825-0097,desk@example.org,a:b | c:d,12\n'
        "HEART,,,,,,,,,\n",
    )
    (brain, heart), header = read(path)
    assert brain == Project(
        id="BRAIN",
        visibility=Visibility.PUBLIC,
        name=Held("Brains"),
        description=Held("Two lines,\nof text"),
        keywords=Held("brain mr"),
        secondary_id=Held("BR"),
        pi=Person(lastname=Held("Vos"), orcid=Held("0000-0002-1825-0097")),
        forms=answers(
            {"contact_point": {"email": "desk@example.org"}, "theme": ["a:b", "c:d"], "number_of_records": "12"}
        ),
        unread=frozenset({"subjects", "sessions"}),
    )
    assert heart == Project("HEART", Visibility.PUBLIC, unread=frozenset({"subjects", "sessions"}))
    assert header.complete
    assert [(one.project, one.part) for one in header.unread] == [("", "sessions"), ("", "subjects")]
    assert header.requests[0].parts == ("project", "people", "form")


def test_columns_of_img2catalog_are_understood(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "id,instituteName,numberOfUniqueIndividuals,numberOfRecords,minTypicalAge,maxTypicalAge,temporalCoverage\n"
        "A,Hospital A,5041,11052,16,89,01-01-2024 to 31-12-2024\n",
    )
    (project,), _ = read(path)
    assert project.pi == Person(institution=Held("Hospital A"))
    assert project.forms == answers(
        {
            "number_of_unique_individuals": "5041",
            "number_of_records": "11052",
            "minimum_typical_age": "16",
            "maximum_typical_age": "89",
            "temporal": {"start_date": "2024-01-01", "end_date": "2024-12-31"},
        }
    )


@pytest.mark.parametrize(
    "text",
    [
        "id,name,note\nA,x,y\n",
        "id;name;note\r\nA;x;y\r\n",
        "id\tname\tnote\nA\tx\ty",
        "\ufeffid,name,note\nA,x,y\n\n,,\n",
        '"id";"name";"note"\n"A";" x ";"y"\n',
        "name,ID,note\nx,A,y\n",
        "dataset,name,note\nA,x,y\n",
        "id,name,note,\nA,x,y,\n",
        "id,name,note\nA,x,y\n  \n",
    ],
)
def test_ways_to_write_the_same_table(text: str, tmp_path: Path) -> None:
    (project,), _ = read(table(tmp_path, text))
    assert (project.id, project.name) == ("A", Held("x"))
    assert project.forms == answers({"note": "y"})


SECRET = "Jansen"
MISTAKES: Mapping[str, tuple[str | bytes, str, tuple[int, ...]]] = {
    "no header": ("", "no header", (1,)),
    "not UTF-8": (b"id,name\nA,J\xe4nsen\n", "not in UTF-8", (2,)),
    "UTF-16": ("id,name\nA,Jansen\n".encode("utf-16"), "not in UTF-8", (1,)),
    "no id column": ("name,description\nJansen,x\n", "no column 'id'", (1,)),
    "XDS without ids": ("instituteName,modality\nJansen,CT\n", "no column 'id'", (1,)),
    "no id": ("id,name\nA,x\n,Jansen\n", "no id", (3,)),
    "id with a blank": ("id,name\nPiet Jansen,x\n", "letters, digits", (2,)),
    "same id": ("id,name\nA,x\nB,y\nA,Jansen\n", "that of line 2", (4,)),
    "short row": ("id,name\nA,x\nJansen\n", "1 cells, the header 2", (3,)),
    "long row": ("id,name\nA,x,Jansen\n", "3 cells, the header 2", (2,)),
    "open quote": ('id,name\nA,x\nB,"Jansen\nC,z\n', "quote", (3,)),
    "odd visibility": ("id,visibility\nA,Jansen\n", "visibility is one of", (2,)),
    "odd period": ("id,temporalCoverage\nA,Jansen\n", "DD-MM-YYYY", (2,)),
    "no such day": ("id,temporalCoverage\nA,31-02-2024 to 31-12-2024\n", "day", (2,)),
    "column twice": ("id,name,name\nA,Jansen,x\n", "'name' is there twice", (1,)),
    "two names": ("id,name,title\nA,Jansen,x\n", "several columns mean 'name'", (1,)),
    "one and many": ("id,theme,theme[]\nA,Jansen,x\n", "several columns mean 'theme'", (1,)),
    "group and column": ("id,publisher,publisher.name\nA,Jansen,x\n", "a group", (1,)),
    "odd dots": ("id,a..b\nA,Jansen\n", "dot", (1,)),
    "cell below nothing": ("id,name,\nA,x,Jansen\n", "no column name", (2,)),
    "two separators": ("id,name;note\nA,x;Jansen\n", "two ways", (1,)),
    "several": ("id,name\n,x\nA\nB,y\nB,Jansen\n", "no id", (2, 3, 5)),
    "many": ("id,name\n" + "Jansen\n" * 9, "(and 4 more)", (2, 3, 4, 5, 6)),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_mistakes_are_told_with_their_lines_and_without_cells(case: str, tmp_path: Path) -> None:
    text, what, lines = MISTAKES[case]
    path = table(tmp_path, text)
    with pytest.raises(UsageFault) as caught:
        read(path)
    assert what in caught.value.what
    assert caught.value.where == ", ".join(f"{path}:{line}" for line in lines)
    assert SECRET not in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 6


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="No such file"):
        read(tmp_path / "none.csv")


SEEN = "id,access,keywords\nA,public,\nB,Protected,no\nC,private,\nD,,fair mr\nE,unknown,\n"


@pytest.mark.parametrize(
    ("more", "read_ids", "withheld"),
    [
        ({}, "ABD", {"C": Why.ACCESS, "E": Why.ACCESS}),
        ({"options": None}, "AB", {"C": Why.ACCESS, "D": Why.ACCESS, "E": Why.ACCESS}),
        ({"options": TableOptions(Visibility.PRIVATE)}, "AB", {"C": Why.ACCESS, "D": Why.ACCESS, "E": Why.ACCESS}),
        ({"only": ("A", "C")}, "A", {"C": Why.ACCESS}),
        ({"only": ("C",), "depth": Depth(clinical=True)}, "C", {}),
        ({"choice": Choice(exclude=("B",))}, "AD", {"B": Why.CHOICE, "C": Why.ACCESS, "E": Why.ACCESS}),
        (
            {"choice": Choice(include_keywords=("fair",))},
            "D",
            {"A": Why.CHOICE, "B": Why.CHOICE, "C": Why.ACCESS, "E": Why.ACCESS},
        ),
        ({"choice": Choice(exclude_keywords=("no",))}, "AD", {"B": Why.CHOICE, "C": Why.ACCESS, "E": Why.ACCESS}),
    ],
)
def test_who_may_see_a_dataset(more: dict[str, Any], read_ids: str, withheld: dict[str, Why], tmp_path: Path) -> None:
    projects, header = read(table(tmp_path, SEEN), **more)
    assert [project.id for project in projects] == list(read_ids)
    assert {one.project: one.why for one in header.withheld} == withheld


def test_the_keyword_that_opts_in_is_not_published(tmp_path: Path) -> None:
    (project,), _ = read(table(tmp_path, SEEN), choice=Choice(include_keywords=("fair",)))
    assert project.keywords == Held("mr")


def test_access_is_that_of_the_rows(tmp_path: Path) -> None:
    said = read_access("table", settings(table(tmp_path, SEEN)))
    assert "".join(f"{id_}:{said[id_].value} " for id_ in sorted(said)) == (
        "A:public B:protected C:private D:public E:unknown "
    )


def test_a_row_asked_for_and_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="no row 'Z'"):
        read(table(tmp_path, SEEN), only=("Z",))


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
NAME = st.text("abcdefgh_", min_size=1, max_size=6).filter(lambda name: name not in ("id", "access"))


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[str], list[list[str]]]:
    """A separator, the columns after the id, and the cells of some rows."""
    columns = draw(st.lists(NAME, min_size=1, max_size=4, unique=True))
    rows = draw(st.lists(st.lists(CELL, min_size=len(columns), max_size=len(columns)), max_size=4))
    return draw(st.sampled_from(",;\t")), columns, rows


def written(separator: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", *columns])
    writer.writerows([f"P{number}", *cells] for number, cells in enumerate(rows))
    return file.getvalue()


@given(tables())
def test_every_cell_arrives_whole_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, list[str], list[list[str]]]
) -> None:
    separator, columns, rows = made
    path = table(tmp_path_factory.getbasetemp(), written(separator, columns, rows))
    projects, _ = read(path)
    told = [{name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()} for cells in rows]
    assert [project.forms for project in projects] == [answers(cells) if cells else () for cells in told]
    assert [project_line(one) for one in projects] == [project_line(one) for one in read(path)[0]]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = table(tmp_path_factory.getbasetemp(), data)
    try:
        projects, _ = read(path)
    except UsageFault as fault:
        assert str(path) in fault.where
    else:
        assert all(project.id for project in projects)
