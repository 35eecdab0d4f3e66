"""Answers that form.io made of our form, from the archive to a judged record.

tests/cases/forms/answers.json is what formio.js 4.14.3, the library of XNAT, handed over when every question had been
answered in a browser, after XNAT's page had taken the empty ones out.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode

from img2fair.archives import ArchiveSettings
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, CustomForm
from img2fair.findings import Severity
from img2fair.forms import form_json, read_form
from img2fair.forms.choices import choices_of
from img2fair.forms.questions import LISTS, Panel, Question, Rows
from img2fair.mapping import Settings, load_mapping
from img2fair.model import Snapshot
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import Mapped, harvest_to, map_snapshot, validate
from img2fair.shacl import load_profile

ANSWERS: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[1] / "cases" / "forms" / "answers.json").read_text(encoding="utf-8")
)
PROJECT = "tcga_kich"
UUID = "0b54a6f2-6c2e-4b8f-9a46-2c1d7f0e9a11"
SERIES = {"iri": "https://example.org/series/kidney", "title": "Kidneys", "description": "One data set a year."}
FILE = {"format": "ZIP", "byte_size": 1000}
DESK = {"name": "Desk", "email": "desk@example.org"}
HOSPITAL = {"name": "Hospital", "identifier": "https://ror.org/018906e22", "email": "a@example.org",
            "homepage": "https://example.org"}  # fmt: skip
DEFAULTS = {"publisher": HOSPITAL, "contact_point": DESK, "license": "CC BY 4.0", "rights": "https://example.org/terms",
            "series": [SERIES], "sample": FILE, "figures": FILE | {"format": "CSV"}, "hdab": HOSPITAL,
            "catalog": {"title": "Catalogue", "description": "All of it."}}  # fmt: skip
COUNTED = {"number_of_records", "number_of_unique_individuals"}
"""What the archive counts goes first."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, content: ArchiveContent) -> Snapshot:
    """One project, its form answered."""
    return harvested(tmp_path_factory.mktemp("forms"), content, {UUID: ANSWERS})


def harvested(folder: Path, content: ArchiveContent, said: dict[str, Any]) -> Snapshot:
    """A harvest of one project with these answers to our form."""
    form = CustomForm(uuid=UUID, title="Ours", display_order=10, created="2026-01-01 00:00:00.0",
                      contents=as_json(form_json()), projects=(PROJECT,))  # fmt: skip
    (project,) = (one for one in content.projects if one.id == PROJECT)
    with DemoArchive(replace(content, projects=(replace(project, custom_fields=said),), forms=(form,))) as archive:
        harvest_to(folder / "snapshot.jsonl", "xnat", ArchiveSettings(archive.url))
    return read_snapshot(folder / "snapshot.jsonl")


def as_json(made: object) -> Any:
    """What is left of a value when it was JSON."""
    return json.loads(json.dumps(made))


def mapped(snapshot: Snapshot, *names: str) -> Mapped:
    site = Settings.of_header(snapshot.header).site | {"name": "XNAT", "description": "An archive."}
    settings = Settings(site, DEFAULTS, forms=snapshot.header.forms, timezone="Europe/Amsterdam")
    return map_snapshot(snapshot, load_mapping(names), settings)


@pytest.mark.parametrize("name", ["dcat-ap", "health-ri-core", "healthdcat-ap"])
def test_a_project_with_every_answer_conforms(snapshot: Snapshot, name: str) -> None:
    report = validate(mapped(snapshot, name), [load_profile(name)])
    told = [finding.message for finding in report.findings if finding.severity > Severity.INFO]
    assert told == []
    assert report.checked


def read(one: Mapped) -> set[str]:
    """The answers that triples came from, as the form's keys: without the numbers of rows and values."""
    sources = {source.path for record in one.records for origin in record.origins.values() for source in origin.sources}
    return {
        re.sub(r"\[\d+\]|\.\d+(?=\.|$)", "", path).removeprefix("form.") for path in sources if path.startswith("form.")
    }


def test_every_answer_is_told_in_the_catalogue(snapshot: Snapshot) -> None:
    layers = [("dcat-ap",), ("health-ri-core",), ("healthdcat-ap", "eucaim")]
    told = set().union(*(read(mapped(snapshot, *names)) for names in layers))
    assert set(read_form().keys()) - told == COUNTED


def test_the_archive_s_reader_finds_every_question(snapshot: Snapshot) -> None:
    (form,) = snapshot.header.forms
    asked = {question.key for question in form.fields}
    groups = {part.rows for part in read_form().parts if isinstance(part, Rows)}
    assert asked == {*read_form().keys(), *groups, *read_form().kept}


def answers() -> Iterator[tuple[Question, Any]]:
    """Each question, and each answer of it."""
    for part in read_form().parts:
        if isinstance(part, Panel):
            yield from ((question, found(ANSWERS, question.key)) for question in part.questions)
        else:
            yield from ((question, found(row, question.key)) for row in ANSWERS[part.rows] for question in part.fields)


def found(answers: Any, key: str) -> Any:
    for name in key.split("."):
        answers = answers.get(name) if answers else None
    return answers


def test_answers_are_of_the_shape_and_the_choices_that_the_form_says() -> None:
    for question, answer in answers():
        if answer is None:
            assert question.key in ("mbox", "homepage")  # of the second creator
            continue
        assert isinstance(answer, list) == (question.kind in LISTS), question.key
        if question.choices:
            known = {choice["value"] for choice in choices_of(question, "nl")}
            said = answer if isinstance(answer, list) else [str(answer).lower() if answer is False else answer]
            assert known >= set(said), question.key


def test_answers_of_health_ri_s_form_for_personal_data_fit_healthdcat_ap(
    tmp_path: Path, content: ArchiveContent
) -> None:
    """Health-RI's form asks for https://w3c.github.io/dpv/2.0/pd#…, which the profile does not take."""
    said = {UUID: {"personal_data": ["https://w3c.github.io/dpv/2.0/pd#MedicalHealth"]}}
    one = mapped(harvested(tmp_path, content, said), "healthdcat-ap")
    values = {triple.object for record in one.records for triple in record.triples}
    assert NamedNode("https://w3id.org/dpv/dpv-pd#MedicalHealth") in values
