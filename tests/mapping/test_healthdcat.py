"""What HealthDCAT-AP asks for beyond Health-RI: bodies that can be reached, variables, personal data, provenance."""

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from img2fair.findings import Severity
from img2fair.mapping import Mapped, Settings, map_project
from img2fair.model import FormDefinition, FormField, Held, Project
from img2fair.rdf import PREFIXES
from tests.mapping.official import as_graph, healthdcat_ap, judged, needs_reference
from tests.mapping.samples import HDEU, HEALTH, SITE, filled, form, held, loaded, text_of

IRI = "https://xnat.example.org/data/projects/LUNG"
HEALTH_NS = PREFIXES["healthdcatap"]
DCT = PREFIXES["dct"]
CSVW = "http://www.w3.org/ns/csvw#"
PD = "https://w3id.org/dpv/dpv-pd#"


def asked(key: str, kind: str) -> FormField:
    return FormField(key, Held(f"Label of {key}"), kind)


FORMS = (
    FormDefinition(
        "a", Held("Clinic"), "xnat:subjectData", (), (asked("smoker", "checkbox"), asked("stage", "select"))
    ),
    FormDefinition("b", Held("Visit"), "xnat:imageSessionData", (), (asked("weight", "number"),)),
    FormDefinition("c", Held("Of the project"), "xnat:projectData", (), (asked("title", "textfield"),)),
)


def mapped(defaults: dict[str, Any], project: Project, forms: tuple[FormDefinition, ...] = ()) -> Mapped:
    settings = Settings(SITE, defaults, {"LUNG": {"dates": "true"}}, timezone="Europe/Amsterdam", forms=forms)
    return map_project(loaded("healthdcat-ap"), settings, project)


def values(one: Mapped, predicate: str, subject: str = IRI) -> list[str]:
    """The values of a property, IRIs and literals alike, in order."""
    node, name = ox.NamedNode(subject), ox.NamedNode(predicate)
    return [text_of(t.object) for t in one.records[0].triples if (t.subject, t.predicate) == (node, name)]


def missing(one: Mapped) -> set[str]:
    return {finding.property.rpartition("/")[2].rpartition("#")[2] for finding in one.findings}


def test_questions_about_people_sessions_and_scans_are_variables_those_of_the_project_are_not() -> None:
    one = mapped(HEALTH, filled(), FORMS)
    assert values(one, f"{HEALTH_NS}hasStructuredData") == ["true"]
    assert values(one, f"{CSVW}table", f"{IRI}#variables") == [f"{IRI}#variables-subject", f"{IRI}#variables-session"]
    columns = values(one, f"{CSVW}column", f"{IRI}#variables-subject")
    assert [values(one, f"{CSVW}name", column) for column in columns] == [["smoker"], ["stage"]]
    assert [values(one, f"{CSVW}datatype", column) for column in columns] == [["boolean"], ["string"]]
    assert values(one, f"{DCT}description", columns[0]) == ["Label of smoker (Clinic)"]


def test_images_alone_are_no_structured_data() -> None:
    one = mapped(HEALTH, filled())
    assert values(one, f"{HEALTH_NS}hasStructuredData") == ["false"]
    assert not values(one, f"{HEALTH_NS}hasVariables")


@needs_reference
def test_variables_conform() -> None:
    graph = as_graph([mapped(HEALTH | {"access_rights": "restricted"}, filled(), FORMS)])
    assert judged(graph, healthdcat_ap("restricted"), vocabularies=True) == []


@pytest.mark.parametrize("role", ["publisher", "hdab", "hdabCoordinator", "custodian"])
def test_a_body_can_be_reached(role: str) -> None:
    namespace = {"publisher": DCT, "custodian": "http://data.europa.eu/930/"}.get(role, HEALTH_NS)
    one = mapped(HEALTH, filled())
    (body,) = values(one, f"{namespace}{role}")
    (contact,) = values(one, f"{PREFIXES['cv']}contactPoint", body)
    assert values(one, f"{PREFIXES['cv']}email", contact) in (["info@example.org"], ["access@example.org"])
    assert values(one, f"{PREFIXES['rdf']}type", contact) == [f"{PREFIXES['cv']}ContactPoint"]


@pytest.mark.parametrize(
    ("said", "published"),
    [
        (f"{HDEU}/publisher-type/non-gov-org", [f"{HDEU}/publisher-type/non-gov-org"]),
        (f"{HDEU.replace('data.health', 'acceptance.data.health')}/publisher-type/x", [f"{HDEU}/publisher-type/x"]),
        ("http://13.81.34.152:1101/resource/authority/publisher-type/x", [f"{HDEU}/publisher-type/x"]),
        ("http://purl.org/adms/publishertype/NationalAuthority", []),
    ],
)
def test_the_type_of_a_publisher_is_of_the_table_of_health(said: str, published: list[str]) -> None:
    project = replace(filled(), forms=(form(publisher={"name": ["X"], "publisher_type": said}),))
    one = mapped(HEALTH, project)
    assert values(one, f"{DCT}type", f"{IRI}#publisher") == published
    assert values(one, f"{HEALTH_NS}publishertype", f"{IRI}#publisher") == [said]


@pytest.mark.parametrize(
    ("answers", "published"),
    [
        ({}, ["MedicalHealth", "Age", "Gender"]),
        ({"personal_data": ["https://w3id.org/dpv/pd#Genetic", "Age"]}, ["Genetic", "Age"]),
        ({"personal_data": ["https://w3id.org/dpv/pd#Scar"]}, ["Scar"]),
    ],
    ids=["what is told of the people", "DPV 2 and words", "what the table lacks"],
)
def test_personal_data_are_said_in_the_namespace_that_release_8_takes(
    answers: dict[str, Any], published: list[str]
) -> None:
    one = mapped(HEALTH, replace(filled(), forms=(form(**answers),)))
    assert values(one, f"{PREFIXES['dpv']}hasPersonalData") == [f"{PD}{name}" for name in published]


def test_animals_have_no_personal_data() -> None:
    one = mapped(HEALTH, replace(filled(), keywords=Held("canine, glioma")))
    assert not values(one, f"{PREFIXES['dpv']}hasPersonalData")
    assert not values(one, f"{HEALTH_NS}populationCoverage")


@pytest.mark.parametrize(
    ("right", "demanded"),
    [
        ("public", set()),
        ("restricted", set()),
        ("NON_PUBLIC", {"type", "provenance"}),
        ("non-public", {"type", "provenance"}),
    ],
)
def test_a_dataset_that_is_not_public_owes_its_type_and_provenance(right: str, demanded: set[str]) -> None:
    defaults = {key: value for key, value in HEALTH.items() if key not in ("type", "provenance")}
    said = f"{PREFIXES['ar']}{right}" if right.isupper() else right
    assert missing(mapped(defaults | {"access_rights": said}, filled())) == demanded


def test_few_people_are_not_described() -> None:
    few = replace(filled(), subjects=filled().subjects[:4], sessions=filled().sessions[:4])
    one = mapped(HEALTH, few)
    for name in ("populationCoverage", "numberOfUniqueIndividuals", "numberOfRecords", "minTypicalAge"):
        assert not values(one, HEALTH_NS + name)
    assert not values(one, f"{PREFIXES['dpv']}hasPersonalData")


def test_the_population_in_a_sentence() -> None:
    subjects = tuple(replace(one, sex=held("MF"[n % 2])) for n, one in enumerate(filled().subjects))
    one = mapped(HEALTH, replace(filled(), subjects=subjects))
    said = values(one, f"{HEALTH_NS}populationCoverage")
    assert said == ["40 people, aged 45 to 74 years, about 20 female, about 20 male"]


def test_code_values_are_texts_here_and_addresses_for_health_ri() -> None:
    project = replace(filled(), forms=(form(code_values=["http://snomed.info/id/12738006"]),))
    terms = {
        name: [
            type(triple.object)
            for triple in map_project(loaded(name), Settings(SITE, HEALTH), project).records[0].triples
            if triple.predicate.value == f"{HEALTH_NS}hasCodeValues"
        ]
        for name in ("healthdcat-ap", "health-ri-core")
    }
    assert terms == {"healthdcat-ap": [ox.Literal], "health-ri-core": [ox.NamedNode]}


def test_what_nobody_said_is_a_violation() -> None:
    found = mapped({}, filled()).findings
    mandatory = {finding.property for finding in found if finding.severity is Severity.VIOLATION}
    assert {f"{HEALTH_NS}hdab", f"{HEALTH_NS}healthCategory", f"{DCT}publisher"} <= mandatory
