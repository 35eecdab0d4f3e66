"""Who made a dataset and does not want to be named is not named; the institution is, and a mapping can use it."""

from dataclasses import replace
from typing import Any

import pytest

from img2fair.mapping import Settings, map_project
from img2fair.model import Form, Held, Person, Project, Record, Visibility
from img2fair.model.held import unseal
from img2fair.privacy import ALL_NAMED, Contributors, named_people
from tests.mapping.samples import DEFAULTS, SETTINGS, filled, form, held, loaded, text_of

NOBODY = Contributors(names=False)


def person(first: str | None, last: str | None, institution: str | None = "Lung centre", **more: Any) -> Person:
    return Person(held(last), held(first), institution=held(institution), **{k: held(v) for k, v in more.items()})


def named(one: Person, *opt_out: str) -> bool:
    project = Project("P", Visibility.PUBLIC, pi=one)
    found = named_people(project, Contributors(opt_out=opt_out)).pi
    return found is not None and found.lastname is not None


@pytest.mark.parametrize(
    "listed",
    [
        "Piet Jansen", "piet jansen", "JANSEN PIET", "Jansen, Piet", "Jansen, P.", "P. Jansen", "PJ Jansen", "Jansen",
        "Dr. Piet Jansen", "Prof. P.J. Jansen, MD", "Piet  de Jansen", "Píet Jánsen", "Jansen^Piet", "Piet Jan Jansen",
        "P Jansen", "Jansen P", "Piet Jansen-Smit",
    ],
)  # fmt: skip
def test_a_name_on_the_list_in_any_spelling(listed: str) -> None:
    assert not named(person("Piet", "Jansen"), listed)
    assert named(person("Anna", "Smit"), "Piet Jansen")


@pytest.mark.parametrize(
    ("first", "last", "listed"),
    [
        ("P.", "Jansen", "Piet Jansen"),
        (None, "Jansen", "Piet Jansen"),
        (None, "Piet Jansen", "Jansen, P."),
        ("Piet Jansen", None, "Piet Jansen"),
        ("PIET", "JANSEN", "Piet Jansen"),
        ("Jürgen", "Müller", "Mueller, Juergen"),
        ("Søren", "Kjær", "Soren Kjaer"),
        ("Anna", "van der Berg", "Berg, A. van der"),
        ("Li", "Wu", "Wu Li"),
        ("明", "李", "李明"),
        ("Mary", "O'Brien", "OBrien, Mary O'Brien"),
    ],
)
def test_names_as_they_are_written(first: str | None, last: str | None, listed: str) -> None:
    assert not named(person(first, last), listed)


@pytest.mark.parametrize(
    ("first", "last", "listed"),
    [
        ("Piet", "Bakker", "Piet Jansen"),
        ("Anna", "Jansen", "Piet Jansen"),
        ("Anna", "Jansen", "P. Jansen"),
        ("A.", "Jansen", "Piet Jansen"),
        ("Anna", "van der Berg", "Kees van der Meer"),
        ("Piet", "Jansen", "Dr. de"),
        ("Piet", "Jansen", " "),
    ],
)
def test_others_stay_named(first: str, last: str, listed: str) -> None:
    assert named(person(first, last), listed)


@pytest.mark.parametrize(
    "listed", ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "http://orcid.org/0000000218250097"]
)
@pytest.mark.parametrize("known", ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"])
def test_an_orcid_on_the_list(listed: str, known: str) -> None:
    assert not named(person("Ada", "Fictional", orcid=known), listed)
    assert named(person("Ada", "Fictional", orcid="0000-0001-5109-3700"), listed)


@pytest.mark.parametrize(
    ("keywords", "keyword", "nobody"),
    [
        ("lung, no-names", "no-names", True),
        ("lung;No-Names;x", "no-names", True),
        ("lung|NO-NAMES", "no-names", True),
        ("lung\nno-names\n", "no-names", True),
        ("lung no-names COPD", "no-names", True),
        ("lung,  no names ,x", "No Names", True),
        ("lung, no-names-at-all", "no-names", False),
        ("lung", "", False),
        (None, "no-names", False),
    ],
)
def test_the_keyword_keeps_all_people_unnamed(keywords: str | None, keyword: str, nobody: bool) -> None:
    project = Project("P", Visibility.PUBLIC, keywords=held(keywords), pi=person("Ada", "Fictional"))
    found = named_people(project, Contributors(keyword=keyword)).pi
    assert found is not None
    assert (found.lastname is None) is nobody


def test_an_institution_stays_and_a_person_without_one_goes() -> None:
    people = (person("Ada", "Fictional"), person("Bo", "Bare", None), person("Cy", "Namesake", "Namesake Institute"))
    project = Project("P", Visibility.PUBLIC, pi=people[0], investigators=people)
    found = named_people(project, NOBODY)
    assert [unseal(one.institution) for one in found.investigators if one.institution] == ["Lung centre"]
    assert found.pi == Person(institution=Held("Lung centre"))
    assert named_people(project, ALL_NAMED) is project


GRID: list[dict[str, Any]] = [
    {"name": "Piet Jansen", "identifier": "https://orcid.org/0000-0002-1825-0097"},
    {"name": "Anna Smit", "identifier": "https://orcid.org/0000-0001-5109-3700"},
]


def answers(forms: tuple[Form, ...]) -> dict[str, Any]:
    return dict(unseal(forms[0].answers))


@pytest.mark.parametrize("listed", ["Jansen, P.", "0000-0002-1825-0097"])
def test_entries_of_a_form_that_name_somebody_on_the_list_go(listed: str) -> None:
    answered = form(creator_grid=GRID, contact_point={"formatted_name": "P. Jansen"}, title="Jansen's lungs")
    project = Project("P", Visibility.PUBLIC, forms=(answered,))
    found = answers(named_people(project, Contributors(opt_out=(listed,))).forms)
    assert found["creator_grid"] == GRID[1:]
    assert ("contact_point" in found) is listed.startswith("0000")
    assert found["title"] == "Jansen's lungs", "a text is for the gazetteer"
    assert set(answers(named_people(project, NOBODY).forms)) == {"title"}


def creators(project: Project, said: Contributors, settings: Settings = SETTINGS) -> list[str]:
    dataset: Record = map_project(loaded("dcat-ap"), replace(settings, contributors=said), project).records[0]
    names = {text_of(t.subject): text_of(t.object) for t in dataset.triples if t.predicate.value.endswith("/name")}
    return [name for subject, name in names.items() if "#creator-" in subject]


def test_the_institution_is_the_creator_where_nobody_may_be_named() -> None:
    ada, bo = person("Ada", "Fictional"), person("Bo", "Bare", "Bare bones")
    project = replace(filled(), pi=ada, investigators=(bo,))
    assert creators(project, ALL_NAMED) == ["Ada Fictional", "Bo Bare"]
    assert creators(project, Contributors(opt_out=("Fictional, A.",))) == ["Bo Bare"]
    assert creators(project, NOBODY) == ["Lung centre"], "the other's institution bears the name"
    assert creators(replace(project, keywords=Held("lung;no-names")), ALL_NAMED) == ["Lung centre"]
    config = replace(SETTINGS, defaults=DEFAULTS | {"creator": {"name": "The hospital"}})
    assert creators(replace(filled(), pi=person("Ada", "Fictional", None)), NOBODY, config) == ["The hospital"]


@pytest.mark.parametrize("said", [NOBODY, Contributors(opt_out=("Ada Fictional",))])
def test_an_unnamed_person_is_nowhere_in_the_records(said: Contributors) -> None:
    project = replace(
        filled(),
        pi=person("Ada", "Fictional", orcid="0000-0002-1825-0097", email="ada@example.org"),
        forms=(form(creator_grid=[{"name": "Ada Fictional"}], contact_point={"formatted_name": "A. Fictional"}),),
    )
    settings = replace(SETTINGS, contributors=said)
    for mapping in ("dcat-ap", "health-ri-core"):
        mapped = map_project(loaded(mapping), settings, project)
        written = "\n".join(str(triple) for record in mapped.records for triple in record.triples)
        assert "Lung centre" in written
        assert "Fictional" not in written + repr(mapped.findings)
        assert "0000-0002-1825-0097" not in written
        assert "ada@" not in written
