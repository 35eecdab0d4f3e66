"""Findings in Dutch, what would do instead, and a code for every constraint of the shipped shapes."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import SH
from ruamel.yaml import YAML

from img2fair.assets import find_folder
from img2fair.findings import MANDATORY, REFUSED, WITHHELD, Finding, Judge, Place, Severity
from img2fair.model import Origin, Source
from img2fair.pipeline import all_rules
from img2fair.report.examples import EXAMPLES
from img2fair.report.text import to_text
from img2fair.shacl import Profile, load_profile, merge, validate_graph, validate_groups
from img2fair.shacl.rules import COMPONENTS, OTHER, RULES, UNJUDGED
from img2fair.shacl.shapes import OWN
from tests.shacl.cases import CASES, changed, group, lgg
from tests.shacl.test_findings import SEEN, check

DUTCH: dict[str, list[str]] = YAML(typ="safe").load(CASES / "dutch.yaml")
ENGLISH = re.compile(
    r"\b(the|has|not|where|with|which|must|wanted|give|choose|describe|write|name|missing|empty|from|a|an|for|its)\b",
    re.IGNORECASE,
)
"""Words of English sentences that Dutch has not."""
SHIPPED = sorted(find_folder("shapes").glob("*.ttl"))
PARAMETERS = {
    "minCount": "MinCount",
    "maxCount": "MaxCount",
    "datatype": "Datatype",
    "nodeKind": "NodeKind",
    "class": "Class",
    "node": "Node",
    "in": "In",
    "hasValue": "HasValue",
    "pattern": "Pattern",
    "minLength": "MinLength",
    "maxLength": "MaxLength",
    "uniqueLang": "UniqueLang",
    "languageIn": "LanguageIn",
    "minInclusive": "MinInclusive",
    "minExclusive": "MinExclusive",
    "maxInclusive": "MaxInclusive",
    "maxExclusive": "MaxExclusive",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "equals": "Equals",
    "disjoint": "Disjoint",
    "or": "Or",
    "and": "And",
    "not": "Not",
    "xone": "Xone",
    "closed": "Closed",
    "property": "Property",
    "qualifiedMinCount": "QualifiedMinCount",
    "qualifiedMaxCount": "QualifiedMaxCount",
}
"""Parameter → component: https://www.w3.org/TR/shacl/#core-components."""
NO_CONSTRAINT = set(
    "name message description severity order group path targetClass targetNode targetSubjectsOf targetObjectsOf "
    "alternativePath inversePath flags ignoredProperties qualifiedValueShape deactivated".split()
)


def told(case: dict[str, Any]) -> str:
    records = group(changed(lgg(), case["change"]), case.get("origins"), case.get("gaps"))
    return to_text(check(records, case.get("profile", "health-ri-core")), language="nl")


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case["name"])
def test_finding_in_dutch(case: dict[str, Any]) -> None:
    records = group(changed(lgg(), case["change"]), case.get("origins"), case.get("gaps"))
    report = check(records, case.get("profile", "health-ri-core"))
    assert [finding.said("nl") for finding in report.findings] == DUTCH[case["name"]]


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case["name"])
def test_nothing_english_is_left_in_dutch(case: dict[str, Any]) -> None:
    lines = [re.sub(r"'[^']*'|<[^>]*>|https?:\S+", "", line) for line in told(case).splitlines()]
    ours = [line for line in lines if not line.startswith(("   = toegestaan", "  --> ", "   | regel"))]
    assert [line for line in ours if ENGLISH.search(line)] == []


def test_every_code_is_explained_in_both_languages() -> None:
    for code, text in all_rules().items():
        assert text.code == code and text.dutch is not None
        for english, dutch in zip(text.said("en"), text.said("nl"), strict=True):
            assert english and dutch and english != dutch, code
            assert not re.search(r"\b(the|which|with|that)\b", dutch), code
            assert not re.search(r"\b(het|een|niet|voor)\b", english), code
    assert set(EXAMPLES) <= set(all_rules())
    assert all(example.wrong != example.mended for example in EXAMPLES.values())


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_constraint_of_the_shipped_shapes_leads_to_a_code(file: Path) -> None:
    graph = load_profile("shipped", shapes=[file]).shapes().graph
    terms = {str(term).removeprefix(str(SH)) for term in graph.predicates() if str(term).startswith(str(SH))}
    unknown = terms - NO_CONSTRAINT - PARAMETERS.keys()
    assert not unknown, "a parameter of SHACL that this test does not know"
    codes = {COMPONENTS[PARAMETERS[term]] for term in terms & PARAMETERS.keys()}
    assert codes <= set(RULES)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_constraint_without_a_code_of_its_own_has_words_of_its_own(file: Path) -> None:
    shapes = load_profile("shipped", shapes=[file]).shapes()
    own = [term for term, component in PARAMETERS.items() if COMPONENTS[component] == OTHER and term != "property"]
    for shape in {subject for term in own for subject in shapes.graph.subjects(SH[term])}:
        if str(shape).startswith(OWN):
            info = shapes.infos[str(shape)]
            assert info.message and info.hint, shape


def own_shapes(folder: Path, body: str) -> Path:
    """A shapes file of a user's, on datasets."""
    file = folder / "own.ttl"
    prefixes = "".join(
        f"@prefix {name}: <{iri}> .\n"
        for name, iri in (
            ("sh", "http://www.w3.org/ns/shacl#"),
            ("dcat", "http://www.w3.org/ns/dcat#"),
            ("dct", "http://purl.org/dc/terms/"),
        )
    )
    file.write_text(prefixes + f"<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ {body} ] .\n")
    return file


def on_dataset(triples: list[ox.Triple], profile: Profile) -> list[Finding]:
    """The findings on the dataset; the shapes look at nothing else."""
    report = validate_groups([group(triples)], [profile])
    return [finding for finding in report.findings if finding.code != UNJUDGED]


def test_values_that_contradict_each_other(tmp_path: Path) -> None:
    body = 'sh:path dct:issued ; sh:lessThanOrEquals dct:modified ; sh:name "date of issue"@en, "publicatiedatum"@nl ; '
    body += 'sh:message "The issue is not after the last change."@en, "De publicatie is niet na de wijziging."@nl'
    profile = load_profile("own", shapes=[own_shapes(tmp_path, body)])
    change = [
        ["x:lgg", "dct:issued", '"2025-01-01T00:00:00Z"^^xsd:dateTime'],
        ["x:lgg", "dct:modified", '"2024-01-01T00:00:00Z"^^xsd:dateTime'],
    ]
    (found,) = on_dataset(changed(lgg(), change), profile)
    assert found.code == "I2F-S011"
    assert found.message == (
        "the date of issue of dataset 'Glioma LGG', '2025-01-01T00:00:00Z', contradicts another value: "
        "The issue is not after the last change"
    )
    assert found.message_nl == (
        "publicatiedatum '2025-01-01T00:00:00Z' van dataset 'Glioma LGG' is in strijd met een andere waarde: "
        "De publicatie is niet na de wijziging"
    )


def test_too_few_of_a_kind_are_not_called_none(tmp_path: Path) -> None:
    body = 'sh:path dct:title ; sh:minCount 2 ; sh:name "title" ; sh:message "Two titles."'
    profile = load_profile("own", shapes=[own_shapes(tmp_path, body)])
    (found,) = on_dataset(lgg(), profile)
    assert found.message == "dataset 'Glioma LGG' lacks a title: Two titles"


def test_one_of_two_properties_that_is_missing_is_named(tmp_path: Path) -> None:
    body = "sh:path [ sh:alternativePath ( dct:valid dct:date ) ] ; sh:minCount 1 ; "
    body += 'sh:name "validity or date"@en, "geldigheid of datum"@nl ; sh:message "One of the two."'
    profile = load_profile("own", shapes=[own_shapes(tmp_path, body)])
    (found,) = on_dataset(lgg(), profile)
    assert (found.code, found.property) == ("I2F-S001", "")
    assert found.message == "dataset 'Glioma LGG' has no validity or date"
    assert found.message_nl == "dataset 'Glioma LGG' heeft geen geldigheid of datum"


AR = "http://publications.europa.eu/resource/authority/access-right/"


def options(change: list[list[str]], name: str) -> Finding:
    (found,) = check(group(changed(lgg(), change)), name).findings
    return found


def test_a_wrong_term_is_told_with_the_nearest_of_the_list_first() -> None:
    found = options([["x:lgg", "dct:accessRights", f"<{AR}RESTRICT>"]], "health-ri-core")
    assert found.allowed[0][0] == f"{AR}RESTRICTED"
    assert found.allowed_count == len(found.allowed) == 3


def test_a_wrong_term_is_told_with_the_nearest_of_the_table_first() -> None:
    languages = "http://publications.europa.eu/resource/authority/language"
    found = options([["x:lgg", "dct:language", f"<{languages}/english>"]], "dcat-ap")
    assert found.allowed[0] == (f"{languages}/ENG", "English")
    assert len(found.allowed) == 8 and found.allowed_count > 20


def test_a_missing_term_is_told_with_what_the_hint_advises_first() -> None:
    found = options([["x:lgg", "dcat:theme"]], "health-ri-core")
    assert found.code == "I2F-S001" and found.allowed[0][1] == "Health" and found.allowed_count > 8


def test_where_any_value_would_do_none_is_named() -> None:
    found = options([["x:lgg", "dcat:keyword"]], "health-ri-core")
    assert (found.allowed, found.allowed_count) == ((), 0)


def test_what_a_rule_tried_is_known_with_its_requests() -> None:
    gaps = {"x:lgg dcat:theme": ["m.yaml:41:9", "form.theme", "defaults.theme"]}
    (found,) = check(group(changed(lgg(), [["x:lgg", "dcat:theme"]]), None, gaps)).findings
    assert found.tried() == ("form.theme", "defaults.theme")
    assert found.origin is not None and MANDATORY in found.origin.steps


def test_all_rules_of_a_property_tried_in_vain_are_told() -> None:
    gaps = {"x:lgg dcat:theme": ["m.yaml:41:9", "form.theme"]}
    record, *others = group(changed(lgg(), [["x:lgg", "dcat:theme"]]), None, gaps)
    second = replace(record.gaps[0], rule="m.yaml:42:9", tried=("form.topic", "form.theme"), required=False)
    (found,) = check((replace(record, gaps=(*record.gaps, second)), *others)).findings
    assert (found.mapping, found.tried()) == ("m.yaml:41:9", ("form.theme", "form.topic"))
    assert [place.field for place in found.where] == ["field 'theme'", "field 'topic'"]


def test_labels_of_the_form_name_the_place() -> None:
    gaps = {"x:lgg dcat:theme": ["m.yaml:41:9", "form.theme"]}
    records = group(changed(lgg(), [["x:lgg", "dcat:theme"]]), None, gaps)
    named = tuple(
        replace(record, labels={"form.theme": ("HRI dataset", "Theme")}, archive="xnat", page="https://x.org/p/lgg")
        for record in records
    )
    (found,) = check(named).findings
    assert found.where == (
        Place("XNAT", 'project lgg > Custom form "HRI dataset"', 'field "Theme"', "https://x.org/p/lgg"),
    )


def test_no_rule_of_a_mapping_is_asked_for_what_ties_records_together() -> None:
    alone = group(lgg(), {"dct:title": ["m.yaml:31:5", "project.name"]})[:1]
    found = [one for one in check(alone, "dcat-ap").findings if one.property.endswith("#distribution")]
    assert found and all("no rule" not in one.cure for one in found)


def test_merged_findings_keep_what_both_judges_know() -> None:
    gaps = {"x:lgg dcat:theme": ["m.yaml:41:9", "form.theme"]}
    report = check(group(changed(lgg(), [["x:lgg", "dcat:theme"]]), None, gaps))
    (shown,) = report.findings
    steps = (MANDATORY, f"{WITHHELD}project.description")
    origin = Origin("m.yaml:41:9", (Source("form.theme", 3), Source("project.description", 1)), steps)
    mapping = Finding(
        "I2F-M001", Severity.VIOLATION, Judge.MAPPING, shown.key, "empty", focus=shown.focus, property=shown.property,
        mapping="m.yaml:41:9", origin=origin, where=(Place("img2fair.yaml", "", "defaults.theme"),),
    )  # fmt: skip
    refused = replace(mapping, code="I2F-M004", severity=Severity.WARNING, origin=None)
    merged = merge(report, [mapping, refused])
    one, other = merged.findings
    assert (one.code, other.code) == ("I2F-S001", "I2F-M004")
    assert one.message == shown.message and one.where == (*shown.where, *mapping.where) and one.allowed == shown.allowed
    assert one.origin is not None and one.tried() == ("form.theme", "project.description")
    assert one.origin.sources[0].request == 3
    assert one.origin.steps == (*steps, f"{REFUSED}I2F-M004")


def test_a_file_is_the_place_to_mend() -> None:
    report = validate_graph(changed(lgg(), [["x:lgg", "dcat:theme"]]), [load_profile("dcat-ap")], source="a/lgg.ttl")
    themes = [finding for finding in report.findings if finding.property.endswith("theme")]
    assert themes and all(finding.where == (Place("file", "", "a/lgg.ttl"),) for finding in report.findings)
    assert all(finding.message_nl and finding.cure_nl for finding in report.findings)
