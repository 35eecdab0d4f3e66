"""``explain`` answers for every triple and gap of every record, and for what no rule exists for."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from img2fair import assets
from img2fair.archives import ArchiveSettings, Login
from img2fair.demo.archive import DemoArchive
from img2fair.errors import UsageFault
from img2fair.mapping import Mapping, MappingFault, load_mapping, map_project, map_site
from img2fair.model import Record
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import harvest_to, map_snapshot
from img2fair.rdf import expand
from img2fair.report.explanation import Explained, explain, to_dict, to_text
from tests.mapping.samples import SETTINGS, empty, filled, form
from tests.mapping.test_properties import ANSWERS, IDS, TEXTS, project
from tests.sizes import size

LAYERS = ("eucaim", "analytics")
SHIPPED: list[tuple[str, ...]] = [(name,) for name in assets.names("mappings", ".yaml") if name not in LAYERS]
SHIPPED += [("health-ri-core", layer) for layer in LAYERS if layer in assets.names("mappings", ".yaml")]


@cache
def loaded(names: tuple[str, ...]) -> Mapping:
    return load_mapping(names)


def records(names: tuple[str, ...] = ("health-ri-core",), **answers: Any) -> tuple[Record, ...]:
    mapping = loaded(names)
    one = replace(filled(), forms=(form(**answers),) if answers else ())
    return (*map_site(mapping, SETTINGS).records, *map_project(mapping, SETTINGS, one).records)


def family(found: tuple[Record, ...], name: str) -> list[Record]:
    (head,) = [one for one in found if one.key == name]
    return [head, *(one for one in found if one.parent == head.key and head.kind == "dataset")]


def check_all(found: tuple[Record, ...]) -> None:
    """Each triple and each gap has its answer: a rule, where it is from, and what became of it."""
    for head in found:
        told = explain(found, head.key)
        members = family(found, head.key)
        values = [entry for entry in told if entry.value is not None]
        assert len(values) == sum(len(member.triples) for member in members)
        assert len(told) - len(values) == sum(len(member.gaps) for member in members)
        for entry in told:
            assert entry.rule.count(":") == 2
            assert entry.value is None or entry.sources or "constant" in entry.steps or "node" in entry.steps
        lines = to_text(told).splitlines()
        assert sum(f"    {entry.property} = {entry.value}" in lines for entry in values) == len(values)
        assert {f"rule {entry.rule}" in "\n".join(lines) for entry in told} <= {True}
        assert len(json.loads(json.dumps(to_dict(told)))["explanations"]) == len(told)


@pytest.mark.parametrize("names", SHIPPED, ids="+".join)
def test_every_triple_and_gap_of_the_shipped_mappings_is_explained(names: tuple[str, ...]) -> None:
    check_all(records(names, theme="https://x.org/t", creator_grid=[{"name": "A"}], publisher={"name": "B"}))
    check_all(map_project(loaded(names), SETTINGS, empty()).records)


def test_every_triple_and_gap_of_the_demo_archive_is_explained(archive: DemoArchive, tmp_path: Path) -> None:
    asked = ArchiveSettings(archive.url, "https://xnat.example.org", Login("demo", "demo"))
    harvest_to(tmp_path / "s.jsonl", "xnat", asked, lambda *_: None)
    snapshot = read_snapshot(tmp_path / "s.jsonl")
    requests = {one.number: f"{one.method} {one.path}" for one in snapshot.header.requests}
    for names in (("health-ri-core",), ("healthdcat-ap",)):
        found = map_snapshot(snapshot, loaded(names), SETTINGS).records
        assert len(found) > 10
        check_all(found)
        told = [entry for one in found for entry in explain(found, one.key, None, requests)]
        asked_for = [source.asked for entry in told for source in entry.sources if source.request is not None]
        assert asked_for
        assert all(asked_for)


@settings(max_examples=size(15, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=5, max_size=5), ANSWERS, IDS, st.sampled_from(SHIPPED))
def test_whatever_people_typed_is_explained(
    texts: list[str], answers: dict[str, Any], identifier: str, names: tuple[str, ...]
) -> None:
    check_all(map_project(loaded(names), SETTINGS, project(texts, answers, identifier)).records)


def only(found: tuple[Explained, ...]) -> Explained:
    (one,) = found
    return one


def test_a_value_has_its_rule_source_request_and_steps() -> None:
    dataset = next(entry for entry in explain(records(), "LUNG", "dct:title", {3: "GET /data/projects/LUNG"}))
    assert dataset.value == '"Lungs & more"@en'
    assert [(one.path, one.request, one.asked) for one in dataset.sources] == [
        ("project.name", 3, "GET /data/projects/LUNG")
    ]
    assert dataset.steps == ("plain_text", "language en")
    assert "from project.name (request 3: GET /data/projects/LUNG)" in to_text([dataset])
    assert "from project.name (request 3)" in to_text(explain(records(), "LUNG", "dct:title"))


def test_values_of_one_reason_stand_together_above_it() -> None:
    keywords = to_text([one for one in explain(records(), "LUNG", "dcat:keyword") if "project.keywords" in str(one)])
    assert keywords.splitlines()[1:4] == [
        '    dcat:keyword = "lung"@en',
        '    dcat:keyword = "COPD"@en',
        "        from project.keywords (request 3)",
    ]
    assert keywords.count("rule ") == 1


def test_an_override_is_told() -> None:
    found = explain(records(), "LUNG", "healthdcatap:numberOfRecords")
    assert only(found).overrides == ""
    keyword = explain(records(), "LUNG", "dcat:keyword")[0]
    assert keyword.rule.startswith("health-ri-core.yaml:")
    assert keyword.overrides.startswith("dcat-ap.yaml:")
    assert f"rule {keyword.rule}, in place of {keyword.overrides}" in to_text([keyword])


def test_a_missing_value_says_what_was_tried_and_where_to_fill_it() -> None:
    found = explain(records(), "LUNG", "healthdcatap:populationCoverage")
    entry = only(tuple(one for one in found if "form.population_coverage" in one.tried))
    assert entry.value is None
    assert any(place.link.startswith("https://xnat.example.org/data/projects/LUNG") for place in entry.fill)
    text = to_text([entry])
    assert "tried form.population_coverage" in text
    assert "fill XNAT: project LUNG > Custom form" in text


def test_a_property_of_a_node_that_was_not_made_says_what_was_tried() -> None:
    site = replace(SETTINGS, defaults={})
    made = map_project(loaded(("health-ri-core",)), site, filled()).records
    entries = [one for one in explain(made, "LUNG", "vcard:hasEmail") if one.subject == "#contact"]
    assert entries == []  # nothing is there to be 'it': the contact itself is what is missing
    contact = only(explain(made, "LUNG", "dcat:contactPoint"))
    assert {"form.contact_point", "defaults.contact_point"} <= set(contact.tried)
    assert contact.required
    bare = map_project(loaded(("health-ri-core",)), SETTINGS, empty()).records
    day = only(tuple(one for one in explain(bare, "EMPTY", "dcat:startDate") if one.subject == "#period"))
    assert {"form.temporal.start_date", "sessions.first"} <= set(day.tried)


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("dct:mediator", "dataset: {fields: {dct:mediator: {from: [form.mediator, defaults.mediator], as: iri}}}"),
        (
            "healthdcatap:numberOfRecords",
            "dataset: {fields: {healthdcatap:numberOfRecords: {from: [form.number_of_records, "
            "defaults.number_of_records], as: nonNegativeInteger}}}",
        ),
        ("vcard:note", "dataset: {fields: {vcard:note: {from: [form.note, defaults.note], as: iri}}}"),
        (
            "dcat:spatialResolutionInMeters",
            "dataset: {fields: {dcat:spatialResolutionInMeters: {from: [form.spatial_resolution_in_meters, "
            "defaults.spatial_resolution_in_meters], as: decimal}}}",
        ),
        ("https://ex.org/a-b/newThing", 'dataset: {fields: {"https://ex.org/a-b/newThing": '
         "{from: [form.new_thing, defaults.new_thing], as: iri}}}"),
    ],
)  # fmt: skip
def test_a_property_without_a_rule_comes_with_one_that_loads(name: str, example: str, tmp_path: Path) -> None:
    found = records(("dcat-ap",))
    entry = only(explain([one for one in found if one.kind == "dataset"], "LUNG", name))
    assert (entry.value, entry.rule, entry.example) == (None, "", example)
    assert example in to_text([entry])
    (tmp_path / "site.yaml").write_text(f"mapping: 1\nextends: dcat-ap\n{example}\n", "utf-8")
    mapping = load_mapping("site.yaml", beside=tmp_path)
    assert expand(name) in {one.predicate.value for one in mapping.kinds["dataset"].fields}


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (("mapping.yaml",), "add this rule to mapping.yaml, under dataset: fields:"),
        (("health-ri-core", "own/rules.yml"), "add this rule to own/rules.yml, under dataset: fields:"),
        ((), "write mapping.yaml beside img2fair.yaml, which names it: mapping: mapping.yaml"),
        (("dcat-ap",), "write mapping.yaml beside img2fair.yaml, which names it: mapping: mapping.yaml"),
        (("dcat-ap", "analytics"), "which names it: mapping: [dcat-ap, analytics, mapping.yaml]"),
    ],
)
def test_a_property_without_a_rule_says_which_file_gets_it_and_where_its_value_goes(
    mapping: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    text = to_text(explain(records(), "LUNG", "dct:mediator"), mapping)
    assert said in text
    assert "img2fair.yaml, under projects: LUNG: (or under defaults:, for all)\n            mediator: https://…" in text
    assert "in other projects too" in text
    if "write" in said:
        lines = text.splitlines()
        start = lines.index("            mapping: 1")
        (tmp_path / "mapping.yaml").write_text("\n".join(line.strip() for line in lines[start : start + 3]), "utf-8")
        made = load_mapping((*mapping, "mapping.yaml") if len(mapping) > 1 else "mapping.yaml", beside=tmp_path)
        assert expand("dct:mediator") in {one.predicate.value for one in made.kinds["dataset"].fields}


def test_the_entry_of_the_project_is_named_unless_most_projects_lack_the_value() -> None:
    made = map_project(loaded(("health-ri-core",)), SETTINGS, filled()).records
    (gap,) = (one for one in explain(made, "LUNG", "dct:provenance"))
    keys = [place.field for place in gap.fill if place.system == "img2fair.yaml"]
    assert keys == ["projects.LUNG.provenance", "defaults.provenance"]
    assert "fill img2fair.yaml: defaults.provenance  (for all projects)" in to_text([gap])
    others = map_project(loaded(("health-ri-core",)), SETTINGS, empty()).records
    (gap,) = explain((*made, *others), "LUNG", "dct:provenance")
    assert [place.field for place in gap.fill][-2:] == ["defaults.provenance", "projects.LUNG.provenance"]


def test_an_example_for_the_service_reads_the_config(tmp_path: Path) -> None:
    found = records()
    service = next(one for one in found if one.kind == "data-service")
    entry = only(explain(found, service.key, "dct:mediator"))
    assert "defaults.data_service.mediator" in entry.example
    (tmp_path / "site.yaml").write_text(f"mapping: 1\nextends: dcat-ap\n{entry.example}\n", "utf-8")
    try:
        load_mapping("site.yaml", beside=tmp_path)
    except MappingFault as fault:
        pytest.fail(str(fault))


def test_a_slip_of_the_pen_is_answered_with_the_property_that_was_meant() -> None:
    entry = only(explain(records(), "LUNG", "dct:licence"))
    assert entry.near == "dct:license"
    assert "did you mean dct:license?" in to_text([entry])


@pytest.mark.parametrize("name", ["licence", "dctt:license", "", "a b", "javascript:x"])
def test_what_is_no_property_is_said(name: str) -> None:
    if name:
        with pytest.raises(UsageFault, match="is not a property"):
            explain(records(), "LUNG", name)
    with pytest.raises(UsageFault, match="did you mean 'LUNG'"):
        explain(records(), "LUNGS")


def test_the_text_is_grouped_by_record_and_node() -> None:
    lines = to_text(explain(records(), "LUNG")).splitlines()
    heads = [number for number, line in enumerate(lines) if line and not line.startswith(" ")]
    assert [lines[number].split()[0] for number in heads] == ["dataset", "distribution", "distribution"]
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        of_record = lines[start:end]
        nodes = [line.strip() for line in of_record if line.startswith("  ") and not line.startswith("   ")]
        assert len(nodes) == len(set(nodes))
    assert {"  #publisher", "  #contact", "  #creator-1"} <= set(lines[: heads[1]])
