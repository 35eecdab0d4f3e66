"""Records of the shipped mappings: origins, gaps, keys, parents, privacy, determinism."""

import datetime as dt
from dataclasses import replace

import pytest
from pyoxigraph import Literal

from img2fair.findings import Severity
from img2fair.mapping import RULES, Mapped, Settings, load_mapping, map_project, map_site, misses_as_findings
from img2fair.model import Held, Person, Project, Record, Visibility
from img2fair.places import Ground, places
from img2fair.rdf import digest, iri, to_text
from tests.mapping.samples import DEFAULTS, REQUESTS, SETTINGS, SITE, empty, filled, form, held, scan, session, text_of

MAPPING = load_mapping("health-ri-core")
BASE = load_mapping("dcat-ap")


def mapped(project: Project, settings: Settings = SETTINGS) -> Mapped:
    return map_project(MAPPING, settings, project)


def values(record: Record, curie: str) -> list[str]:
    return [text_of(triple.object) for triple in record.triples if triple.predicate == iri(curie)]


def test_every_triple_has_its_origin() -> None:
    both = (map_site(MAPPING, SETTINGS), mapped(filled()), mapped(empty()))
    for record in [record for one in both for record in one.records]:
        assert set(record.origins) == set(record.triples)
        assert len(set(record.triples)) == len(record.triples)
        for origin in record.origins.values():
            file, line, column = origin.rule.split(":")
            assert file in ("dcat-ap.yaml", "health-ri-core.yaml")
            assert int(line) > 0
            assert int(column) > 0
            assert origin.sources or origin.steps


def test_an_origin_names_rule_source_request_and_steps() -> None:
    dataset, files, _ = mapped(filled()).records
    by_property = {(t.predicate.value, text_of(t.object)): origin for t, origin in dataset.origins.items()}
    title = by_property[iri("dct:title").value, "Lungs & more"]
    assert [(source.path, source.request) for source in title.sources] == [("project.name", 3)]
    assert title.steps == ("plain_text", "language en")
    chest = by_property[iri("dct:subject").value, "http://snomed.info/id/816094009"]
    assert [(source.path, source.request) for source in chest.sources] == [("scans.body_parts", 6)]
    assert chest.steps == ("lookup body_part", "as iri")
    issued = by_property[iri("dct:issued").value, "2024-07-01T12:00:00+02:00"]
    assert issued.steps == ("time zone Europe/Amsterdam", "as dateTime")
    theme = by_property[iri("dcat:theme").value, "http://publications.europa.eu/resource/authority/data-theme/HEAL"]
    assert (theme.sources, theme.steps) == ((), ("constant",))
    licence = next(o for t, o in files.origins.items() if t.predicate == iri("dct:license"))
    assert [(source.path, source.request) for source in licence.sources] == [("defaults.license", None)]


def test_keys_come_from_the_archive_and_children_know_their_parents() -> None:
    catalog, service = map_site(MAPPING, SETTINGS).records
    with_doi = replace(filled(), forms=(form(identifier="10.34894/ZLOYOJ"),))
    dataset, files, seg = mapped(with_doi).records
    assert catalog.key == "https://xnat.example.org/"
    assert (service.key, service.parent, service.relation) == (
        "https://xnat.example.org/data",
        catalog.key,
        iri("dcat:service"),
    )
    assert dataset.key == "https://xnat.example.org/data/projects/LUNG"
    assert values(dataset, "dct:identifier")[0] == "https://doi.org/10.34894/zloyoj"
    assert (dataset.parent, dataset.relation, dataset.slug) == (catalog.key, iri("dcat:dataset"), "LUNG")
    assert (files.parent, files.relation, files.slug) == (dataset.key, iri("dcat:distribution"), "LUNG-dicom")
    assert seg.key == f"{dataset.key}/distributions/seg"
    assert {record.project for record in (dataset, files, seg)} == {"LUNG"}
    assert catalog.project is None
    assert dataset.mapping == f"health-ri-core {MAPPING.version}"


def test_a_project_id_with_odd_characters_makes_a_valid_key_and_slug() -> None:
    dataset, *_ = mapped(replace(filled(), id="a b/ü")).records
    assert dataset.key == "https://xnat.example.org/data/projects/a%20b%2F%C3%BC"
    assert dataset.slug.startswith("a-b-")


def test_labels_that_differ_in_case_only_get_slugs_of_their_own() -> None:
    project = replace(
        filled(), sessions=(session(1, scan("CT", None, label="NIfTI"), scan("CT", None, label="NIFTI")),)
    )
    _, *files = mapped(project).records
    assert len({record.key for record in files}) == 2
    assert all("/distributions/nifti-" in record.key for record in files)


def test_same_project_same_bytes() -> None:
    first, second = mapped(filled()), map_project(load_mapping("health-ri-core"), SETTINGS, filled())
    assert [to_text(record.triples) for record in first.records] == [
        to_text(record.triples) for record in second.records
    ]
    assert first.findings == second.findings


def test_a_new_title_changes_one_record_only() -> None:
    before = {record.key: digest(record.triples) for record in mapped(filled()).records}
    after = {record.key: digest(record.triples) for record in mapped(replace(filled(), name=Held("New"))).records}
    assert [key for key in before if before[key] != after[key]] == ["https://xnat.example.org/data/projects/LUNG"]


def test_nothing_that_is_not_named_gets_out() -> None:
    result = mapped(filled())
    said = "".join(to_text(record.triples) for record in result.records) + repr(result.findings) + repr(result.misses)
    assert "SECRET" not in said
    assert "ada.private" not in said


def test_few_people_are_not_counted_and_the_finding_says_so() -> None:
    few = replace(filled(), subjects=filled().subjects[:3], sessions=filled().sessions[:3])
    dataset, files, _ = mapped(few).records
    for curie in ("healthdcatap:numberOfRecords", "healthdcatap:numberOfUniqueIndividuals", "dct:extent"):
        assert values(dataset, curie) == []
    assert values(files, "dcat:byteSize") == []
    size = next(one for one in mapped(few).findings if one.property == iri("dcat:byteSize").value)
    told = "dcat:byteSize: mandatory, but empty: tried resources.bytes (withheld for privacy), "
    assert size.message == told + "projects.LUNG.distributions.DICOM.byte_size"


def test_animals_are_no_people() -> None:
    dogs = replace(filled(), keywords=Held("canine, lung"))
    dataset, *_ = mapped(dogs).records
    assert values(dataset, "healthdcatap:numberOfUniqueIndividuals") == []
    human = replace(SETTINGS, projects={"LUNG": {"species": "human"}})
    assert values(mapped(dogs, human).records[0], "healthdcatap:numberOfUniqueIndividuals") == ["40"]


def test_dates_of_acquisition_need_the_config_to_say_that_they_are_true() -> None:
    dataset, *_ = mapped(filled(), replace(SETTINGS, projects={})).records
    assert values(dataset, "dct:temporal") == []
    gap = next(gap for gap in dataset.gaps if gap.predicate == iri("dct:temporal"))
    assert "sessions.first" in gap.tried
    site_wide = replace(SETTINGS, projects={}, defaults=DEFAULTS | {"dates": True})
    assert values(mapped(filled(), site_wide).records[0], "dcat:startDate") == ["2020-01-01T00:00:00+01:00"]


def test_access_rights_follow_form_then_config_then_archive() -> None:
    def rights(project: Project, settings: Settings = SETTINGS) -> list[str]:
        return [value.rpartition("/")[2] for value in values(mapped(project, settings).records[0], "dct:accessRights")]

    login = replace(SETTINGS, defaults=DEFAULTS | {"public_requires_login": True})
    on_site = replace(SETTINGS, site=SITE | {"public_requires_login": True})
    assert rights(filled()) == ["PUBLIC"]
    assert rights(filled(), login) == rights(filled(), on_site) == ["RESTRICTED"]
    assert rights(replace(filled(), visibility=Visibility.PROTECTED)) == ["RESTRICTED"]
    assert rights(filled(), replace(SETTINGS, defaults=DEFAULTS | {"access_rights": "restricted"})) == ["RESTRICTED"]
    assert rights(replace(filled(), forms=(form(access_rights="non_public"),)), login) == ["NON_PUBLIC"]


def test_licences_are_said_by_resource_then_form_then_config_and_never_invented() -> None:
    mixed = replace(SETTINGS, projects={"LUNG": {"distributions": {"SEG": {"license": "CC0"}}, "license": "CC BY 3.0"}})
    _, files, seg = mapped(filled(), mixed).records
    assert values(files, "dct:license") == ["https://creativecommons.org/licenses/by/3.0/"]
    assert values(seg, "dct:license") == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    origin = next(o for t, o in seg.origins.items() if t.predicate == iri("dct:license"))
    assert origin.sources[0].path == "projects.LUNG.distributions.SEG.license"
    none = mapped(filled(), Settings(SITE, {}))
    assert values(none.records[1], "dct:license") == []
    finding = next(one for one in none.findings if one.property == iri("dct:license").value)
    assert finding.code == "I2F-M001"
    assert tuple(map(str, finding.where)) == (
        "img2fair.yaml: projects.LUNG.distributions.DICOM.license",
        "XNAT: project LUNG > Custom form > field 'license'",
        "img2fair.yaml: projects.LUNG.license",
        "img2fair.yaml: defaults.license",
    )


def test_creators_are_people_else_institutions_else_the_config() -> None:
    def creators(project: Project, settings: Settings = SETTINGS) -> list[str]:
        names = {text_of(t.subject): text_of(t.object) for t in mapped(project, settings).records[0].triples
                 if t.predicate == iri("foaf:name")}  # fmt: skip
        return [name for subject, name in names.items() if "#creator-" in subject]

    lab = (Person(institution=held("Lab")), Person(institution=held("Lab")))
    named = Person(lastname=held("Known"))
    fallback = replace(SETTINGS, defaults=DEFAULTS | {"creator": {"name": "The hospital"}})
    assert creators(replace(filled(), investigators=(named, *lab))) == ["Dr. Ada Fictional", "Known"]
    assert creators(replace(filled(), pi=None, investigators=lab)) == ["Lab"]
    assert creators(replace(filled(), pi=None), fallback) == ["The hospital"]


def test_people_in_the_config_complete_those_of_the_archive() -> None:
    people = {"people": {"Known": {"orcid": "0000-0002-1825-0097", "email": "known@example.org"}}}
    project = replace(filled(), pi=Person(lastname=held("Known")))
    dataset, *_ = mapped(project, replace(SETTINGS, defaults=DEFAULTS | people)).records
    assert "https://orcid.org/0000-0002-1825-0097" in values(dataset, "dct:identifier")
    assert "mailto:known@example.org" in values(dataset, "foaf:mbox")
    missing = next(one for one in mapped(project).findings if one.focus.endswith("#creator-1"))
    assert "img2fair.yaml: defaults.people.Known.orcid" in map(str, missing.where)
    assert "project.pi.name" not in missing.tried(), "a name that only leads to another is not what is missing"
    assert not [place for place in missing.where if "First name" in str(place)]


@pytest.mark.parametrize(
    ("part", "severity"),
    [("project", Severity.VIOLATION), ("form", Severity.VIOLATION), ("subjects", Severity.WARNING)],
)
def test_what_the_archive_did_not_give_is_unknown_and_told(part: str, severity: Severity) -> None:
    findings = mapped(replace(filled(), unread=frozenset({part}))).findings
    found = [finding for finding in findings if finding.code == "I2F-M006"]
    assert [(one.code, one.severity) for one in found] == [("I2F-M006", severity)]
    assert f"part '{part}' of project LUNG" in found[0].message


def test_several_forms_the_first_answer_that_is_not_empty_wins() -> None:
    first = form(title=" ", contact_point={"formatted_name": "", "email": ""}, keyword=["a1"])
    second = form(title="Second", contact_point={"formatted_name": "Desk", "email": "desk@example.org"}, keyword=["b2"])
    dataset, *_ = mapped(replace(filled(), forms=(first, second))).records
    assert values(dataset, "dct:title") == ["Second"]
    assert values(dataset, "vcard:fn") == ["Desk"]
    assert values(dataset, "dcat:keyword")[:1] == ["a1"]


def test_misses_are_told_once_with_their_numbers() -> None:
    odd = replace(filled(), sessions=(session(1, scan("CT", "SKULL BASE", 3), scan("CT", "Miller, Ann", 1)),))
    misses = [*mapped(odd).misses, *mapped(replace(odd, id="OTHER")).misses]
    found = misses_as_findings(misses)
    assert [finding.message for finding in found] == [
        "*** not in table body_part (2 scans in 2 projects)",
        "'SKULL BASE' not in table body_part (6 scans in 2 projects)",
    ]
    assert {finding.code for finding in found} == {"I2F-M002"}
    assert "Miller" not in repr(found) + repr(misses)


def test_the_base_mapping_demands_less() -> None:
    bare = map_project(BASE, Settings(SITE, {}), empty(name=held("Title"), description=held("Words")))
    assert bare.findings == ()
    assert [record.kind for record in bare.records] == ["dataset"]


def test_every_code_is_explained() -> None:
    assert all(code == text.code and text.why.endswith(".") and text.cure.endswith(".") for code, text in RULES.items())


def test_places_name_archive_form_and_config() -> None:
    paths = ("project.name", "form.license", "defaults.license", "project.accessibility", "iri", "project.name")
    assert tuple(map(str, places(paths, Ground("LUNG")))) == (
        "XNAT: project LUNG > Edit Details > Project Title",
        "XNAT: project LUNG > Custom form > field 'license'",
        "img2fair.yaml: defaults.license",
        "XNAT: project LUNG > Access tab > accessibility",
    )
    assert str(places(["project.name"], Ground())[0]) == "XNAT: project page > Edit Details > Project Title"


def test_numbers_of_requests_are_those_of_the_part() -> None:
    dataset, *_ = mapped(filled()).records
    requests = {source.path: source.request for origin in dataset.origins.values() for source in origin.sources}
    assert requests["project.accessibility"] == REQUESTS["project"]
    assert requests["subjects.count"] == REQUESTS["subjects"]
    assert all(isinstance(triple.object, Literal) or text_of(triple.object) for triple in dataset.triples)
    assert dt.datetime.fromisoformat(values(dataset, "dct:modified")[0]).tzinfo is not None
