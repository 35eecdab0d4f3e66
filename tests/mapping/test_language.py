"""The mapping language: what is said of broken mappings, and what rules make of values."""

from pathlib import Path
from typing import Any

import pytest

from img2fair.mapping import MappingFault, load_mapping
from tests.mapping import broken, valued


@pytest.mark.parametrize("case", broken.cases(), ids=lambda case: str(case["name"]))
def test_everything_wrong_with_a_mapping_is_told_at_once_with_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(case["mapping"], encoding="utf-8")
    with pytest.raises(MappingFault) as caught:
        load_mapping("site.yaml", beside=tmp_path)
    assert list(caught.value.errors) == case["errors"]
    assert len(str(caught.value).splitlines()) <= 6
    assert caught.value.code == 2


@pytest.mark.parametrize("case", valued.cases(), ids=lambda case: str(case["name"]))
def test_rules_make_triples_findings_and_misses(case: dict[str, Any], tmp_path: Path) -> None:
    mapped = valued.run(case["fields"], case.get("form", {}), tmp_path)
    assert valued.lines(mapped) == case["triples"]
    found = [f"{finding.code} {finding.severity} {finding.message}" for finding in mapped.findings]
    assert found == case.get("findings", [])
    assert [f"{miss.table} {miss.value}" for miss in mapped.misses] == case.get("misses", [])


def test_the_fault_of_many_errors_names_the_command_that_tells_the_rest(tmp_path: Path) -> None:
    fields = "".join(f"    dct:p{number}: {{from: project.nothing}}\n" for number in range(9))
    head = 'mapping: 1\ndataset:\n  iri: "{{ site.url }}/{{ project.id }}"\n  type: dcat:Dataset\n  fields:\n'
    (tmp_path / "site.yaml").write_text(head + fields, encoding="utf-8")
    with pytest.raises(MappingFault) as caught:
        load_mapping("site.yaml", beside=tmp_path)
    assert len(caught.value.errors) == 9
    lines = str(caught.value).splitlines()
    assert lines[0] == "error: the mapping site.yaml has 9 errors"
    assert lines[-1] == "  5 more: img2fair mapping check site.yaml"
    assert len(lines) == 6


def test_a_form_key_nobody_knows_is_a_warning_until_it_is_listed(tmp_path: Path) -> None:
    text = "mapping: 1\nextends: dcat-ap\ndataset: {fields: {dct:title: {from: form.titel}}}\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    mapping = load_mapping("site.yaml", beside=tmp_path)
    assert mapping.warnings == (
        "site.yaml:3:38: dct:title: unknown form key 'form.titel' (did you mean 'title'?); "
        "list it under 'forms:' if a form of yours has it",
    )
    assert load_mapping("site.yaml", beside=tmp_path, form_keys=["titel"]).warnings == ()
    (tmp_path / "site.yaml").write_text(f"{text}forms: [titel]\n", encoding="utf-8")
    assert load_mapping("site.yaml", beside=tmp_path).warnings == ()


@pytest.mark.parametrize(
    "expression",
    ["''.__class__", "project.__class__.__mro__", "site.path", "form.title.upper", "project['_members']"],
)
def test_expressions_reach_nothing_of_python(expression: str, tmp_path: Path) -> None:
    try:
        mapped = valued.run(f'dct:title: {{from: "{expression}"}}\n', {"title": "x"}, tmp_path)
    except MappingFault:
        return
    assert valued.lines(mapped) == []
