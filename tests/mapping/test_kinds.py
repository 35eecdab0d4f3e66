"""Records for archives that are no XNAT, and kinds of records that are made only where a rule says so."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from img2fair.mapping import Mapped, MappingFault, Settings, load_mapping, map_project, map_site
from img2fair.places import Ground, places
from tests.mapping.samples import DEFAULTS, SITE, filled, loaded, text_of

OTHERS = ("dicomweb", "dicom_folder", "table")
OF_XNAT = ("format=html", "XNAT", "/xapi/", "file-type/ZIP", "application/zip")
ACCESS = {"access_url": "https://example.org/access", "format": "https://example.org/format"}


def mapped(name: str, kind: str, **more: Any) -> list[Mapped]:
    site = {key: value for key, value in SITE.items() if key != "name"} | {"type": kind, "name": "Example"}
    settings = Settings(site, DEFAULTS | more)
    mapping = loaded(name)
    return [map_site(mapping, settings), map_project(mapping, settings, filled())]


def texts(found: list[Mapped]) -> str:
    triples = (triple for one in found for record in one.records for triple in record.triples)
    return "\n".join(text_of(triple.object) for triple in triples)


def kinds(found: list[Mapped]) -> list[str]:
    return [record.kind for one in found for record in one.records]


@pytest.mark.parametrize("name", ["dcat-ap", "health-ri-core", "healthdcat-ap", "fdp-default"])
def test_what_only_an_xnat_has_is_said_of_an_xnat_only(name: str) -> None:
    of_xnat = mapped(name, "xnat")
    assert all(mark in texts(of_xnat) for mark in OF_XNAT)
    assert texts(of_xnat) == texts([*_without_a_kind(name)]), "a site of no kind is an XNAT"
    for kind in OTHERS:
        found = mapped(name, kind, **ACCESS)
        assert not [mark for mark in OF_XNAT if mark in texts(found)]
        assert kinds(found) == [one for one in kinds(of_xnat) if one != "data-service"]
        assert "https://example.org/access" in texts(found)
        assert "https://example.org/format" in texts(found)


def _without_a_kind(name: str) -> list[Mapped]:
    mapping, settings = loaded(name), Settings(SITE | {"name": "Example"}, DEFAULTS)
    return [map_site(mapping, settings), map_project(mapping, settings, filled())]


def test_an_address_that_nobody_says_is_missing_and_told_so() -> None:
    (finding, *_) = mapped("dcat-ap", "dicom_folder")[1].findings
    assert finding.code == "I2F-M001"
    assert "dcat:accessURL" in finding.message
    assert "img2fair.yaml: defaults.access_url" in map(str, finding.where)
    assert not [place for place in finding.where if "site.type" in str(place)], "nobody mends that by another kind"
    assert places(["site.type"], Ground()) == ()


def test_a_server_whose_address_the_config_tells_is_a_data_service() -> None:
    found = mapped("health-ri-core", "dicomweb", data_service={"endpoint_url": "https://example.org/dicom-web"})
    assert "data-service" in kinds(found)
    assert "https://example.org/dicom-web" in texts(found)
    assert "Data service of Example" in texts(found)


KIND = """mapping: 1
dataset:
  when: {when}
  iri: "{{{{ site.url }}}}/{{{{ project.id }}}}"
  type: dcat:Dataset
distribution:
  iri: "{{{{ dataset.iri }}}}/{{{{ resource.slug }}}}"
  type: dcat:Distribution
"""


@pytest.mark.parametrize(
    ("when", "made"),
    [
        ("project.accessibility == 'public'", True),
        ("project.accessibility == 'protected'", False),
        ("form.nothing", False),
        ("project.name + 1", False),
        ("0", False),
    ],
)
def test_a_record_is_made_where_its_rule_says_so_and_with_it_those_below(when: str, made: bool, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(KIND.format(when=f'"{when}"'))
    mapping = load_mapping("site.yaml", beside=tmp_path)
    found = map_project(mapping, Settings(SITE, DEFAULTS), replace(filled(), forms=()))
    assert [record.kind for record in found.records] == (["dataset", *["distribution"] * 2] if made else [])


NEVER = ("sessions.site", "sessions.visit", "sessions.assessors", "sessions.assessors.type", "subjects.variables.name",
         "sessions.age_days", "scans.series_instance_uid", "project.tables.text", "project.evidence")  # fmt: skip


@pytest.mark.parametrize("path", NEVER)
def test_what_is_read_of_single_people_is_refused_with_a_reason(path: str, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(
        f"mapping: 1\nextends: dcat-ap\ndataset: {{fields: {{dct:source: {{from: {path}}}}}}}\n"
    )
    with pytest.raises(MappingFault) as caught:
        load_mapping("site.yaml", beside=tmp_path)
    (error,) = caught.value.errors
    assert f"'{path}' is never published: " in error
