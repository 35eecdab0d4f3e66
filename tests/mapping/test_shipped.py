"""The shipped mappings: they load, say the same twice, and conform to the official shapes of their profiles."""

from dataclasses import replace
from typing import Any

import pytest

from img2fair.assets import find_folder
from img2fair.mapping import Mapped, Settings, load_mapping, map_project, map_site
from img2fair.model import Form, Project
from img2fair.rdf import to_text
from tests.mapping.official import DCAT_AP, FDP, HEALTH_RI, as_graph, judged, needs_reference
from tests.mapping.samples import HEALTH, SETTINGS, SITE, empty, filled, form, loaded

FOLDER = find_folder("mappings")
SHIPPED = ("dcat-ap", "health-ri-core", "healthdcat-ap", "fdp-default")
LAYERS = ("analytics", "eucaim")
EVERY = [*((name,) for name in SHIPPED), *((name, layer) for name in SHIPPED[1:3] for layer in LAYERS)]

AGENT = {
    "name": ["Example Lung Group"],
    "identifier": ["https://ror.org/018906e22"],
    "mbox": "lung-desk@example.org",
    "homepage": "https://example.org/lungs",
    "publisher_type": "",
    "publisher_note": "",
}
FORM = form(
    title="Lungs of the north",
    description="CT and PET of lungs.",
    identifier="https://doi.org/10.34894/ZLOYOJ",
    keyword=["lung", "north"],
    access_rights="http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC",
    applicable_legislation=["http://data.europa.eu/eli/reg/2025/327/oj"],
    theme=["http://publications.europa.eu/resource/authority/data-theme/HEAL"],
    contact_point={"formatted_name": "Lung desk", "email": "mailto:lung-desk@example.org", "contact_page": ""},
    creator_grid=[AGENT, AGENT | {"name": ["Ada Fictional"], "identifier": ["https://orcid.org/0000-0002-1825-0097"]}],
    publisher=AGENT | {"publisher_note": "Lung research"},
    release_date="2024-05-01T00:00:00+02:00",
    modification_date="",
    is_referenced_by=[],
    minimum_typical_age=18,
    maximum_typical_age=None,
    license="https://creativecommons.org/licenses/by/3.0/",
    rights="https://example.org/terms",
)


def mapped_with(name: str, project: Project) -> list[Mapped]:
    mapping = loaded(name)
    return [map_site(mapping, SETTINGS), map_project(mapping, SETTINGS, project)]


def test_every_file_is_known_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*SHIPPED, *LAYERS}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: str(path.name))
def test_an_editor_finds_the_schema_and_a_steward_an_introduction(path: Any) -> None:
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=mapping.schema.json"
    assert second.startswith("# ")
    assert second.endswith(".") or len(second) > 80


@pytest.mark.parametrize("names", EVERY, ids="+".join)
def test_a_mapping_loads_without_warnings_and_same_input_gives_same_bytes(names: tuple[str, ...]) -> None:
    settings = Settings(SITE, HEALTH, timezone="Europe/Amsterdam")
    texts = []
    for _ in range(2):
        mapping = load_mapping(names)
        assert mapping.warnings == ()
        mapped = [map_site(mapping, settings), map_project(mapping, settings, replace(filled(), forms=(FORM,)))]
        texts.append([to_text(record.triples) for one in mapped for record in one.records])
    assert texts[0] == texts[1]


@pytest.mark.parametrize("names", EVERY, ids="+".join)
def test_supporting_nodes_have_addresses_of_their_own(names: tuple[str, ...]) -> None:
    mapping = loaded(*names)
    settings = Settings(SITE, HEALTH, timezone="Europe/Amsterdam")
    for record in map_project(mapping, settings, replace(filled(), forms=(FORM,))).records:
        assert not [triple for triple in record.triples if str(triple.subject).startswith("_:")]
        assert set(record.origins) == set(record.triples)


@needs_reference
@pytest.mark.parametrize("name", ["dcat-ap", "health-ri-core"])
@pytest.mark.parametrize("forms", [(), (FORM,)], ids=["config", "form"])
def test_a_filled_project_conforms_to_dcat_ap(name: str, forms: tuple[Form, ...]) -> None:
    graph = as_graph(mapped_with(name, replace(filled(), forms=forms)))
    assert judged(graph, DCAT_AP, vocabularies=True) == []


@needs_reference
def test_the_shapes_of_dcat_ap_do_judge() -> None:
    mapping = loaded("dcat-ap")
    graph = as_graph(
        [map_site(mapping, Settings({"url": "https://xnat.example.org"}, {})), map_project(mapping, SETTINGS, empty())]
    )
    found = {path.rpartition("/")[2] for _, path, *_ in judged(graph, DCAT_AP[:1], vocabularies=False)}
    assert {"title", "description", "publisher"} <= found


@needs_reference
@pytest.mark.parametrize("forms", [(), (FORM,)], ids=["config", "form"])
def test_a_filled_project_conforms_to_health_ri(forms: tuple[Form, ...]) -> None:
    results = mapped_with("health-ri-core", replace(filled(), forms=forms))
    assert judged(as_graph(results), HEALTH_RI, vocabularies=False) == []
    assert [finding.message for one in results for finding in one.findings] == []


@needs_reference
def test_what_the_shapes_of_health_ri_miss_in_an_empty_project_is_told_by_the_mapping() -> None:
    results = mapped_with("health-ri-core", empty(sessions=filled().sessions))
    found = {(focus, path) for focus, path, *_ in judged(as_graph(results), HEALTH_RI, vocabularies=False)}
    told = {(finding.focus, finding.property) for one in results for finding in one.findings}
    assert found
    assert found <= told


@needs_reference
@pytest.mark.parametrize("forms", [(), (FORM,)], ids=["config", "form"])
def test_a_filled_project_conforms_to_a_stock_fair_data_point(forms: tuple[Form, ...]) -> None:
    mapping = loaded("fdp-default")
    sample = HEALTH["sample"] | {"media_type": "application/zip"}
    settings = Settings(SITE, HEALTH | {"catalog": {"version": "1"}, "sample": sample}, timezone="Europe/Amsterdam")
    results = [map_site(mapping, settings), map_project(mapping, settings, replace(filled(), forms=forms))]
    assert judged(as_graph(results), FDP, vocabularies=False) == []
    assert [finding.message for one in results for finding in one.findings] == []


@needs_reference
def test_what_a_stock_fair_data_point_misses_is_told_by_the_mapping() -> None:
    mapping = loaded("fdp-default")
    settings = Settings({"url": "https://xnat.example.org", "type": "table"}, {})
    results = [map_site(mapping, settings), map_project(mapping, settings, empty(sessions=filled().sessions))]
    found = {(focus, path) for focus, path, *_ in judged(as_graph(results), FDP, vocabularies=False)}
    told = {(finding.focus, finding.property) for one in results for finding in one.findings}
    assert {path.rpartition("/")[2].rpartition("#")[2] for _, path in found} >= {"title", "publisher", "version"}
    assert found <= told
