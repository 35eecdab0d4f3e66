"""The imaging layer tells what an imaging steward wants to know, and refuses only what contradicts itself."""

import re
from typing import TypedDict, cast

import pytest
from rdflib import SH
from ruamel.yaml import YAML

from img2fair.assets import find_folder
from img2fair.findings import Finding
from img2fair.rdf import expand, from_file
from img2fair.shacl import load_profile, validate_graph
from img2fair.shacl.shapes import OWN
from tests.shacl.cases import CASES, changed


class Case(TypedDict):
    """What is set anew in the good graph, and what is then found."""

    change: list[list[str]]
    expect: list[str]


SEEN = cast(dict[str, Case], YAML(typ="safe").load(CASES / "imaging.yaml"))
HOME = f"{OWN}imaging#"


def found(changes: list[list[str]]) -> list[Finding]:
    """What is found by shapes of the imaging layer; its base, DCAT-AP, has its own tests."""
    graph = changed(from_file(CASES / "good-imaging.ttl"), changes)
    report = validate_graph(graph, [load_profile("imaging")], source="good-imaging.ttl")
    assert report.profiles == ("dcat-ap", "imaging")
    return [finding for finding in report.findings if (finding.shape or "").startswith(HOME)]


def test_a_good_dataset_has_no_finding() -> None:
    assert found([]) == []


@pytest.mark.parametrize("case", SEEN.values(), ids=list(SEEN))
def test_finding(case: Case) -> None:
    told = [
        (f.severity.value, f.code.removeprefix("I2F-"), str(f.shape).removeprefix(HOME)) for f in found(case["change"])
    ]
    assert sorted(map(" ".join, told)) == sorted(case["expect"])


@pytest.mark.parametrize("case", SEEN.values(), ids=list(SEEN))
def test_every_finding_is_told_in_both_languages_and_has_a_cure(case: Case) -> None:
    for finding in found(case["change"]):
        assert finding.message and finding.message_nl and finding.message != finding.message_nl
        assert finding.cure and finding.cure_nl and finding.cure != finding.cure_nl


def test_every_rule_is_broken_by_some_case() -> None:
    graph = load_profile("imaging").shapes().graph
    looked_at = set(graph.subjects(SH.targetClass, None))
    rules = {str(shape) for owner in looked_at for shape in graph.objects(owner, SH.property)}
    rules |= {str(shape) for shape in looked_at if (shape, SH.property, None) not in graph}
    assert {f.shape for case in SEEN.values() for f in found(case["change"])} == rules


def test_only_what_contradicts_itself_is_a_violation() -> None:
    graph = load_profile("imaging").shapes().graph
    pairs = {SH.lessThan, SH.lessThanOrEquals}
    told = {rule for owner in graph.subjects(SH.targetClass, None) for rule in graph.objects(owner, SH.property)}
    grave = {rule for rule in told if (rule, SH.severity, SH.Violation) in graph}
    assert grave
    assert all(pairs & set(graph.predicates(rule, None)) for rule in grave)


@pytest.mark.parametrize(("table", "shape"), [("dicom-modality", "is-modality"), ("dicom-bodypart", "is-body-part")])
def test_every_code_of_our_tables_counts(table: str, shape: str) -> None:
    """What our mapping writes is what our layer asks for."""
    [pattern] = load_profile("imaging").shapes().infos[HOME + shape].expected["pattern"]
    lines = (find_folder("mappings") / "codes" / f"{table}.sssom.tsv").read_text(encoding="utf-8").splitlines()
    head, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    codes = [row[head.index("object_id")] for row in rows]
    prefixes = dict(re.findall(r'^#\s+(\w+): "?([^"]+)"?$', "\n".join(lines), re.MULTILINE))
    assert codes and all(re.search(pattern, expand(code, prefixes)) for code in codes)
