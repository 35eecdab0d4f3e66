"""Health-RI's form for XNAT: a rule reads each of its questions, and answers are published as people mean them."""

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from img2fair.assets import find_folder
from img2fair.mapping import Mapped, Settings, map_project
from img2fair.mapping.known import HEALTH_RI_FORM
from img2fair.rdf import expand, shorten
from tests.mapping.official import DCAT_AP, HEALTH_RI, as_graph, judged, needs_reference
from tests.mapping.samples import DEFAULTS, HEALTH, SITE, filled, form, loaded, text_of

IRI = "https://xnat.example.org/data/projects/LUNG"
EU = "http://publications.europa.eu/resource/authority"
ROLE = "https://standards.iso.org/iso/19115/resources/Codelists/gml/CI_RoleCode.xml#processor"
UNREAD = {"distribution"}
"""Questions that no rule reads, for a reason that health-ri-core.yaml tells."""

AGENT = {
    "name": ["Example Lung Group"],
    "identifier": ["https://ror.org/018906e22"],
    "mbox": "lung-desk@example.org",
    "homepage": "https://example.org/lungs",
}
PERIOD = {"start_date": "2019-01-01T00:00:00Z", "end_date": "2020-01-01T00:00:00Z"}
ANSWERS: dict[str, Any] = {
    "identifier": "doi:10.34894/ZLOYOJ",
    "access_rights": f"{EU}/access-right/RESTRICTED",
    "applicable_legislation": ["http://data.europa.eu/eli/reg/2022/868/oj"],
    "theme": [f"{EU}/data-theme/HEAL", f"{EU}/data-theme/TECH"],
    "contact_point": {
        "formatted_name": "Lung desk",
        "email": "mailto:lung-desk@example.org",
        "contact_page": "https://example.org/contact",
    },
    "dataGrid": [AGENT],
    "creator_grid": [AGENT],
    "publisher": AGENT | {"publisher_type": "https://example.org/type", "publisher_note": "Lung research"},
    "health_theme": ["http://www.wikidata.org/entity/Q128581"],
    "coding_system": ["https://example.org/codes"],
    "code_values": ["https://example.org/codes/1"],
    "minimum_typical_age": 18,
    "maximum_typical_age": 90,
    "number_of_records": 900,
    "number_of_unique_individuals": 800,
    "population_coverage": "People with lungs",
    "release_date": "2024-05-01T00:00:00+02:00",
    "modification_date": "2024-06-01T00:00:00+02:00",
    "temporal": PERIOD,
    "temporal_coverage": PERIOD,
    "temporal_resolution": "P1D",
    "frequency": f"{EU}/frequency/ANNUAL",
    "retentionPeriod": PERIOD,
    "retention_period": PERIOD,
    "geographical_coverage": [f"{EU}/country/NLD"],
    "language": [f"{EU}/language/NLD"],
    "conforms_to": ["https://example.org/standard"],
    "legal_basis": ["https://w3id.org/dpv#Consent"],
    "personal_data": ["https://w3id.org/dpv/pd#Age"],
    "purpose": ["https://w3id.org/dpv#AcademicResearch"],
    "documentation": ["https://example.org/how"],
    "is_referenced_by": ["https://doi.org/10.1000/paper"],
    "version": "2",
    "version_notes": ["Better.", "More of it."],
    "has_version": ["https://example.org/lungs/1"],
    "type": [f"{EU}/dataset-type/STATISTICAL"],
    "status": f"{EU}/dataset-status/COMPLETED",
    "other_identifier": [{"notation": "NCT01234567", "schema_agency": "ClinicalTrials.gov"}],
    "qualified_attribution": [{"role": ROLE, "agent": AGENT}],
    "qualified_relation": [{"relation": ["https://example.org/other"], "had_role": ["https://example.org/role"]}],
    "source": ["https://example.org/from"],
    "in_series": ["https://example.org/series/lungs"],
    "distribution": ["https://example.org/distribution"],
    "analytics": ["https://example.org/figures"],
    "sample": ["https://example.org/sample"],
    "quality_annotation": [{"target": IRI, "body": "https://example.org/report"}],
}
REST = {"byte_size": 1, "format": "ZIP"}
CONFIG = DEFAULTS | {"series": HEALTH["series"], "sample": REST, "figures": REST | {"format": "CSV"}}


def mapped(*without: str, **answers: Any) -> Mapped:
    """The filled project of few known figures, with the form answered but for some questions."""
    project = replace(filled(), forms=(form(**({k: v for k, v in ANSWERS.items() if k not in without} | answers)),))
    return map_project(loaded("health-ri-core"), Settings(SITE, CONFIG, timezone="Europe/Amsterdam"), project)


def read(one: Mapped) -> set[str]:
    """The answers that a triple came from, and what was looked for in vain."""
    sources = {source.path for record in one.records for origin in record.origins.values() for source in origin.sources}
    return sources | {path for record in one.records for gap in record.gaps for path in gap.tried}


def test_every_question_is_read_or_told_why_not() -> None:
    runs = [
        mapped("dataGrid", "temporal_coverage", "retention_period"),
        mapped("creator_grid", "temporal", "retentionPeriod"),
        without_images(),
    ]
    found = {path.removeprefix("form.") for one in runs for path in read(one) if path.startswith("form.")}
    leaves = {key for key in HEALTH_RI_FORM if not any(k.startswith(f"{key}.") for k in found)}
    assert leaves - found == UNREAD
    text = (find_folder("mappings") / "health-ri-core.yaml").read_text(encoding="utf-8")
    assert all(f'"{key}" is not' in text for key in UNREAD)


def without_images() -> Mapped:
    """A project without subjects or sessions: its figures are those of the form."""
    project = replace(filled(), subjects=(), sessions=(), forms=(form(**ANSWERS),))
    return map_project(loaded("health-ri-core"), Settings(SITE, CONFIG, timezone="Europe/Amsterdam"), project)


def test_the_answers_stand_for_all_questions() -> None:
    assert {key.partition(".")[0] for key in HEALTH_RI_FORM} == set(ANSWERS)


PUBLISHED = [
    ("", "dct:identifier", "https://doi.org/10.34894/zloyoj"),
    ("", "dct:accessRights", "ar:RESTRICTED"),
    ("#identifier-other-1", "skos:notation", "NCT01234567"),
    ("#identifier-other-1", "adms:schemaAgency", "ClinicalTrials.gov"),
    ("#identifier", "skos:notation", "LUNG"),
    ("", "dcat:temporalResolution", "P1D"),
    ("", "dct:accrualPeriodicity", f"{EU}/frequency/ANNUAL"),
    ("", "dcat:hasVersion", "https://example.org/lungs/1"),
    ("", "adms:versionNotes", "Better. More of it."),
    ("", "adms:status", f"{EU}/dataset-status/COMPLETED"),
    ("#attribution-1", "dcat:hadRole", ROLE),
    ("#attribution-1", "prov:agent", f"{IRI}#attribution-1-agent"),
    ("#attribution-1-agent", "foaf:mbox", "mailto:lung-desk@example.org"),
    ("#relation-1", "dct:relation", "https://example.org/other"),
    ("#relation-1", "dcat:hadRole", "https://example.org/role"),
    ("", "dct:relation", "https://example.org/from"),
    ("", "dcat:inSeries", "https://example.org/series/lungs"),
    ("https://example.org/series/lungs", "dct:title", "Lungs of all years"),
    ("https://example.org/series/lungs", "rdf:type", "dcat:DatasetSeries"),
    ("", "healthdcatap:analytics", f"{IRI}#figures-1"),
    ("#figures-1", "dcat:accessURL", "https://example.org/figures"),
    ("#figures-1", "dct:format", f"{EU}/file-type/CSV"),
    ("", "adms:sample", f"{IRI}#sample-1"),
    ("#sample-1", "dcat:accessURL", "https://example.org/sample"),
    ("#quality-1", "http://www.w3.org/ns/oa#hasBody", "https://example.org/report"),
    ("#quality-1", "http://www.w3.org/ns/oa#hasTarget", IRI),
    ("", "healthdcatap:populationCoverage", "People with lungs"),
    ("", "healthdcatap:hasCodeValues", "https://example.org/codes/1"),
    ("#retention", "dcat:endDate", "2020-01-01T00:00:00Z"),
]


@pytest.mark.parametrize(("node", "predicate", "value"), PUBLISHED, ids=lambda text: str(text)[-40:])
def test_an_answer_is_published(node: str, predicate: str, value: str) -> None:
    subject = node if node.startswith("https:") else IRI + node
    found = {t.object for t in ALL.records[0].triples if t.subject == ox.NamedNode(subject)
             and t.predicate == ox.NamedNode(expand(predicate))}  # fmt: skip
    assert expand(value) in {text_of(term) for term in found}


ALL = mapped()


def test_a_series_of_which_nobody_tells_the_title_is_told() -> None:
    one = mapped(in_series=["https://example.org/series/unknown"])
    assert {(f.focus, f.property.rpartition("/")[2]) for f in one.findings} == {
        ("https://example.org/series/unknown", "title"),
        ("https://example.org/series/unknown", "description"),
    }


@needs_reference
def test_a_form_with_every_answer_conforms() -> None:
    assert [finding.message for finding in ALL.findings] == []
    graph = as_graph([ALL])
    assert judged(graph, HEALTH_RI, vocabularies=False) == []
    # DCAT-AP wants what a qualified relation leads to described; a form has only its address.
    elsewhere = {"https://example.org/other"}
    assert {value for _, _, value, _ in judged(graph, DCAT_AP, vocabularies=True)} <= elsewhere


def test_a_qualified_relation_that_is_an_address_alone_is_a_relation() -> None:
    dataset, *_ = mapped(qualified_relation=["https://example.org/other"]).records
    found = {
        (shorten(t.predicate.value), t.object.value) for t in dataset.triples if isinstance(t.object, ox.NamedNode)
    }
    assert ("dct:relation", "https://example.org/other") in found
    assert "dcat:qualifiedRelation" not in {name for name, _ in found}
