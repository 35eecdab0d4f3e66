"""One description of a project satisfies DCAT-AP, HealthDCAT-AP for every access right, and Health-RI Core at once."""

from dataclasses import replace
from functools import cache

import pytest
from rdflib import Graph

from img2fair.mapping import Mapped, Settings, map_project, map_site
from tests.mapping.official import DCAT_AP, HEALTH_RI, as_graph, healthdcat_ap, judged, needs_reference
from tests.mapping.samples import HEALTH, SITE, empty, filled, loaded

RIGHTS = ("public", "restricted", "non-public")


def described(names: tuple[str, ...], right: str) -> list[Mapped]:
    mapping = loaded(*names)
    settings = Settings(
        SITE, HEALTH | {"access_rights": right}, {"LUNG": {"dates": "true"}}, timezone="Europe/Amsterdam"
    )
    return [map_site(mapping, settings), map_project(mapping, settings, filled())]


@cache
def whole(right: str) -> Graph:
    mapped = described(("healthdcat-ap", "analytics"), right)
    assert [finding.message for one in mapped for finding in one.findings] == []
    return as_graph(mapped)


@needs_reference
@pytest.mark.parametrize("right", RIGHTS)
def test_one_graph_satisfies_all_official_files(right: str) -> None:
    assert {
        "DCAT-AP 3.0.1": judged(whole(right), DCAT_AP, vocabularies=True),
        "HealthDCAT-AP R8": judged(whole(right), healthdcat_ap(right), vocabularies=True),
        "Health-RI Core 2.0.2": judged(whole(right), HEALTH_RI, vocabularies=False),
    } == {"DCAT-AP 3.0.1": [], "HealthDCAT-AP R8": [], "Health-RI Core 2.0.2": []}


@needs_reference
def test_the_set_of_another_right_refuses_it() -> None:
    found = judged(whole("public"), healthdcat_ap("non-public"), vocabularies=True)
    assert {path.rpartition("/")[2] for _, path, *_ in found} == {"accessRights"}


@needs_reference
@pytest.mark.parametrize("right", RIGHTS)
def test_all_that_release_8_misses_in_an_empty_project_is_told_with_a_place(right: str) -> None:
    mapping, settings = loaded("healthdcat-ap"), Settings(SITE, {"access_rights": right})
    mapped = map_project(mapping, settings, replace(empty(), sessions=filled().sessions))
    refused = {(focus, path) for focus, path, *_ in judged(as_graph([mapped]), healthdcat_ap(right), vocabularies=True)}
    told = {(finding.focus, finding.property): finding for finding in mapped.findings}
    assert {"hdab", "healthCategory"} <= {path.rpartition("#")[2] for _, path in refused}
    assert refused <= set(told)
    assert all(finding.where for finding in told.values())
    elsewhere = {one[1] for one in refused if "img2fair.yaml: defaults." not in " ".join(map(str, told[one].where))}
    assert elsewhere <= {"http://purl.org/dc/terms/title"}, "the config can say all but a title"


def test_nobody_stands_in_for_a_body_that_was_not_named() -> None:
    mapping = loaded("healthdcat-ap")
    settings = Settings(SITE, {key: value for key, value in HEALTH.items() if "hdab" not in key})
    record = map_project(mapping, settings, filled()).records[0]
    assert not [triple for triple in record.triples if "hdab" in triple.predicate.value or "#hdab" in str(triple)]
