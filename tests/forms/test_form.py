"""The form: its keys against those of mappings and of Health-RI's form, its JSON against form.io and XNAT."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from img2fair.assets import find_folder
from img2fair.cli import img2fair
from img2fair.forms import FORM_TITLES, form_json, form_text, read_form
from img2fair.forms.questions import LISTS, Panel, Question, Rows
from img2fair.mapping.known import HEALTH_RI_FORM

LANGUAGES = ("en", "nl")
FORM = read_form()
KEYS = set(FORM.keys())
OTHER_KEYS = {*FORM.other_keys(), *FORM.kept}
ROWS = {part.rows for part in FORM.parts if isinstance(part, Rows)}


def read_by_mappings() -> set[str]:
    """The form keys that the shipped mappings name."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(find_folder("mappings").glob("*.yaml")))
    code = "\n".join(line.partition(" #")[0] for line in texts.splitlines() if not line.lstrip().startswith("#"))
    return set(re.findall(r"\bform\.(\w+(?:\.\w+)*)", code))


def test_every_key_that_mappings_read_is_in_the_form() -> None:
    groups = {key.rpartition(".")[0] for key in KEYS} | ROWS
    read = read_by_mappings()
    assert len(read) > 60
    assert read - KEYS - groups - OTHER_KEYS == set()


def columns() -> Iterator[tuple[str, Question]]:
    for part in FORM.parts:
        if isinstance(part, Panel):
            yield from ((question.key, question) for question in part.questions)
        else:
            yield from ((f"{part.rows}.{question.key}", question) for question in part.fields)


def test_every_key_of_health_ri_s_form_is_in_ours() -> None:
    """Some of HEALTH_RI_FORM are spellings of its earlier forms, which the mappings read too."""
    groups = {key.rpartition(".")[0] for key in KEYS}
    earlier = {key for key in HEALTH_RI_FORM if key.partition(".")[0] in {"creator_grid", "temporal_coverage",
                                                                           "retention_period"}}  # fmt: skip
    assert HEALTH_RI_FORM - earlier - KEYS - groups - ROWS - set(FORM.kept) == set()


SHAPES_OF_HEALTH_RI = {
    "list": "applicable_legislation theme dataGrid.name dataGrid.identifier publisher.name publisher.identifier "
    "health_theme coding_system code_values geographical_coverage language conforms_to legal_basis personal_data "
    "purpose documentation is_referenced_by version_notes type source in_series analytics sample "
    "qualified_attribution.agent.name",
    "one": "identifier access_rights contact_point.formatted_name contact_point.email contact_point.contact_page "
    "dataGrid.mbox dataGrid.homepage publisher.mbox publisher.homepage publisher.publisher_type "
    "publisher.publisher_note minimum_typical_age maximum_typical_age number_of_records number_of_unique_individuals "
    "population_coverage release_date modification_date temporal.start_date temporal.end_date temporal_resolution "
    "frequency retentionPeriod.start_date retentionPeriod.end_date version status other_identifier.notation "
    "other_identifier.schema_agency qualified_attribution.role qualified_attribution.agent.identifier "
    "qualified_attribution.agent.mbox qualified_attribution.agent.homepage quality_annotation.target "
    "quality_annotation.body",
}
"""Facts of img2catalog's ext/xnat_custom_forms/health-ri-v2.0.2-dataset.json: tags and multiple fields give lists."""


@pytest.mark.parametrize(("shape", "keys"), SHAPES_OF_HEALTH_RI.items())
def test_answers_have_the_shape_of_health_ri_s(shape: str, keys: str) -> None:
    asked = dict(columns())
    wrong = [key for key in keys.split() if (asked[key].kind in LISTS) != (shape == "list")]
    assert wrong == []


def walk(component: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield component
    within = component.get("components", []) + [
        one for cell in component.get("columns", []) for one in cell["components"]
    ]
    for one in within:
        yield from walk(one)


def made(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(form_text(language))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_what_xnat_takes(language: str) -> None:
    form = made(language)
    assert form["title"] in FORM_TITLES
    assert not set(form["title"]) & set("<>&;")
    assert form["display"] == "form"
    parts = [part for top in form["components"] for part in walk(top)]
    assert all(
        part["key"]
        and part["type"]
        and isinstance(part["input"], bool)
        and "label" in part | {"label": part.get("title")}
        for part in parts
    )
    keys = [part["key"] for top in form["components"] if top["type"] != "datagrid" for part in walk(top)]
    assert len(keys) == len(set(keys))
    assert form_text(language).isascii()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_panel_holds_nothing_that_holds_more(language: str) -> None:
    """XNAT's read-only view looks for the answers of what a layout component holds under that component's key."""
    panels = [top for top in made(language)["components"] if top["type"] == "panel"]
    assert panels
    assert [part["key"] for panel in panels for part in panel["components"] if "components" in part] == []


def test_nothing_is_fetched_from_elsewhere_and_nothing_blocks_an_empty_form() -> None:
    parts = [part for top in made("en")["components"] for part in walk(top)]
    assert {"datetime", "day", "address", "file", "recaptcha"} & {part["type"] for part in parts} == set()
    outside_rows = [part for top in made("en")["components"] if top["type"] != "datagrid" for part in walk(top)]
    assert [part["key"] for part in outside_rows if part.get("validate", {}).get("required")] == []


def without_words(value: Any) -> Any:
    """A form without what people read."""
    words = {"label", "title", "description", "html", "errors", "addAnother", "patternMessage", "placeholder", "custom"}
    if isinstance(value, dict):
        return {name: without_words(part) for name, part in value.items() if name not in words}
    return [without_words(part) for part in value] if isinstance(value, list) else value


def test_languages_differ_in_words_only() -> None:
    english, dutch = made("en"), made("nl")
    assert without_words(english) == without_words(dutch)
    same = [part["key"] for mine, theirs in zip(english["components"], dutch["components"], strict=True)
            for part, other in zip(walk(mine), walk(theirs), strict=True)
            if part.get("description") and part["description"] == other["description"]]  # fmt: skip
    assert same == []


ACCEPTED = {
    "address": (["https://ror.org/018906e22", "http://x.org"], ["www.x.org", "https:// x", ""]),
    "date": (["2024-05-31", "2024-01-15T09:00:00+01:00"], ["31-05-2024", "2024-13-01", "2024-05", "2024-05-32"]),
    "duration": (["P1D", "PT1H30M", "P1Y2M"], ["1 day", "P", "PT", "P1H"]),
}


@pytest.mark.parametrize("name", FORM.patterns)
def test_patterns_take_what_is_meant_and_no_more(name: str) -> None:
    good, bad = ACCEPTED[name]
    pattern = re.compile(FORM.patterns[name])
    assert [text for text in good if not pattern.fullmatch(text)] == []
    assert [text for text in bad if pattern.fullmatch(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_answers_half_is_asked_for_the_rest(language: str) -> None:
    parts = {part["key"]: part for top in made(language)["components"] for part in walk(top)}
    custom = parts["publisher.mbox"]["validate"]["custom"]
    assert '_.get(row, "publisher.name")' in custom
    assert json.dumps(parts["publisher.mbox"]["label"])[1:-1] in custom
    assert "&" not in custom


def test_the_command_writes_the_form_or_the_request(tmp_path: Any) -> None:
    run = CliRunner().invoke(img2fair, ["form", "--language", "nl"])
    assert (run.exit_code, run.stdout) == (0, form_text("nl"))
    path = tmp_path / "request.json"
    CliRunner().invoke(img2fair, ["form", "--request", "--project", "LUNG", "-o", str(path)], standalone_mode=False)
    sent = json.loads(path.read_text(encoding="ascii"))
    assert sent["builder"] == json.loads(json.dumps(form_json()))
    assert sent["submission"]["data"]["xnatProject"] == [{"label": "LUNG", "value": "LUNG"}]


def test_projects_without_a_request_are_refused() -> None:
    run = CliRunner().invoke(img2fair, ["form", "--project", "LUNG"])
    assert run.exit_code != 0
    assert "--project goes with --request" in str(run.exception)
