"""Worklists as CSV."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.findings import CONFIG_FILE, Finding, Judge, Place, Report, Severity
from img2fair.report.worklist import HEADINGS, WORDS, file_of, guarded, owners, tasks, worklists
from tests.report.catalogue import judged
from tests.report.findings import gaps

STEERS = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_each_project_has_a_list_and_the_operator_one() -> None:
    made = judged(7)
    lists = worklists(made)
    projects = {finding.project for finding in made.findings}
    assert len(lists) == len(projects) + 1 and "operator.csv" in lists
    for name, text in lists.items():
        head, *lines = rows(text)
        assert head == [WORDS.say("en", heading) for heading in HEADINGS] and lines
        if name != "operator.csv":
            assert len({line[1] for line in lines}) == 1
    stewards = sum(len(rows(text)) - 1 for name, text in lists.items() if name != "operator.csv")
    assert stewards == len(made.findings)


def test_a_task_tells_each_owner_the_own_places() -> None:
    made = judged(1)
    spatial = next(finding for finding in made.findings if len(finding.where) == 2)
    assert owners(spatial) == ("steward", "operator")
    mine = {task.who: task.where for task in tasks(replace(made, findings=(spatial,)))}
    assert mine["operator"] == "img2fair.yaml: defaults.spatial" and mine["steward"].startswith("XNAT: project P0000")


def test_the_operator_gets_the_entry_of_the_project_unless_most_projects_lack_it() -> None:
    def where(*projects: str) -> set[str]:
        made = gaps(*projects)
        found = tuple(
            replace(one, where=(Place(CONFIG_FILE, "", f"projects.{one.project}.theme"), *one.where))
            for one in made.findings
        )
        return {task.where for task in tasks(replace(made, findings=found)) if task.who == "operator"}

    assert where("LGG") == {"img2fair.yaml: projects.LGG.theme; img2fair.yaml: defaults.theme"}
    assert where("LGG", "BRATS") == {"img2fair.yaml: defaults.theme"}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"mapping": "m.yaml:1:2"}, "mapping: m.yaml:1:2"),
        ({"mapping": None, "focus": "https://x.org/a"}, "https://x.org/a"),
        ({"mapping": None, "focus": "", "key": "k"}, "k"),
        ({"mapping": None, "focus": "", "key": ""}, "mapping: img2fair.yaml"),
    ],
)
def test_every_task_has_a_place(changed: dict[str, str | None], where: str) -> None:
    found = replace(gaps("LGG").findings[0], where=(), who="operator", **changed)  # type: ignore[arg-type]
    (task,) = tasks(Report((found,), (found.key,), ()))
    assert task.where == where


def test_the_worst_comes_first_and_in_dutch_where_wanted() -> None:
    found = tasks(judged(3), "nl")
    ranks = [Severity(task.severity).rank for task in found]
    assert ranks == sorted(ranks) and found[0].what.endswith("heeft geen beschrijving")
    assert rows(worklists(judged(3), "nl")["operator.csv"])[0][0] == "Niveau"


def test_places_are_in_the_language_of_the_list() -> None:
    made = gaps("LGG")
    english, dutch = ({task.who: task.where for task in tasks(made, language)} for language in ("en", "nl"))
    assert english["steward"] == 'XNAT: project LGG > Custom form "HRI dataset" > field "Theme"'
    assert dutch["steward"] == 'XNAT: project LGG > Eigen formulier "HRI dataset" > veld "Theme"'
    assert dutch["operator"] == english["operator"] == "img2fair.yaml: defaults.theme"


@pytest.mark.parametrize(
    ("project", "name"),
    [("lgg", "project-lgg.csv"), ("", "other-records.csv"), ("../../x", "project-______x-"), ("LGG", "project-LGG-"),
     ("a b", "project-a_b-"), ("x" * 300, "project-" + "x" * 60 + "-")],
)  # fmt: skip
def test_file_names_are_plain(project: str, name: str) -> None:
    finding = Finding("I2F-S001", Severity.WARNING, Judge.SHAPES, "k", "m", project=project)
    (task,) = tasks(Report((finding,), ("k",), ()))
    assert file_of(task).startswith(name) and file_of(task).endswith(".csv") and "/" not in file_of(task)


def test_projects_that_differ_in_case_alone_have_two_files() -> None:
    names = {
        file_of(task)
        for project in ("lgg", "LGG", "Lgg", "l.gg", "l gg", "l_gg")
        for task in tasks(Report((Finding("C", Severity.INFO, Judge.SHAPES, "k", "m", project=project),), ("k",), ()))
    }
    assert len({name.lower() for name in names}) == 6


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([*STEERS, " =", "'=", '"@', "\u202e=", "＝", ""]))
def test_no_cell_is_a_formula_and_all_can_be_read_back(message: str, place: str, start: str) -> None:
    one, other = start + place, start + message
    finding = Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, one, other, cure=one, project=other,
                      where=(Place("XNAT", one, other, one),))  # fmt: skip
    for text in worklists(Report((finding,), (finding.key,), ())).values():
        head, *lines = rows(text)
        assert len(lines) == 1 and all(len(line) == len(head) for line in lines)
        assert not any(cell.startswith(STEERS) for cell in lines[0])


def test_a_guarded_cell_keeps_its_words() -> None:
    assert guarded("=HYPERLINK(1)") == "'=HYPERLINK(1)" and guarded("a = b\nc") == "a = b c"
