"""The mapping language: what is said of broken mappings, and what rules make of values."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from img2fair.cli import run
from img2fair.errors import UsageFault
from img2fair.mapping import MappingFault, Settings, form_titles, load_mapping, map_project, map_site
from img2fair.model import FormDefinition, FormField, Header, Held
from img2fair.model.snapshot_file import write_snapshot
from img2fair.rdf import shorten
from tests.mapping import broken, valued
from tests.mapping.samples import filled, text_of


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


def test_anchors_and_merge_keys_work(tmp_path: Path) -> None:
    fields = """dct:title: &rule {from: project.id}
dct:description: {<<: *rule, lang: en}
dcat:keyword: [*rule, {<<: [*rule, {lang: nl}]}]
"""
    assert valued.lines(valued.run(fields, {}, tmp_path)) == [
        '. dct:title "LUNG"',
        '. dct:description "LUNG"@en',
        '. dcat:keyword "LUNG"',
        '. dcat:keyword "LUNG"@nl',
    ]


def test_aliases_of_aliases_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    rows = [f"  t{n}: &t{n} [{', '.join([f'*t{n - 1}'] * 9)}]" for n in range(1, 12)]
    text = "mapping: 1\nextends: dcat-ap\ntables:\n  t0: &t0 {a: b}\n" + "\n".join(rows) + "\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(MappingFault, match="aliases that contain themselves or each other"):
        load_mapping("site.yaml", beside=tmp_path)


def test_a_time_zone_must_exist() -> None:
    with pytest.raises(UsageFault, match="unknown time zone 'Mars/Base'"):
        Settings({}, {}, timezone="Mars/Base")


def test_the_site_must_have_an_address() -> None:
    with pytest.raises(UsageFault, match="the IRI of the catalog is empty"):
        map_site(load_mapping("dcat-ap"), Settings({}, {}))


def test_a_mistake_in_a_code_table_is_told_with_the_tables_line(tmp_path: Path) -> None:
    table = "subject_label\tpredicate_id\tobject_id\nCT\tskos:exactMatch\tDCMM:CT\n"
    (tmp_path / "mine.sssom.tsv").write_text(table, encoding="utf-8")
    (tmp_path / "site.yaml").write_text("mapping: 1\nextends: dcat-ap\ntables: {modality: mine.sssom.tsv}\n")
    with pytest.raises(MappingFault) as caught:
        load_mapping("site.yaml", beside=tmp_path)
    assert caught.value.errors == (
        "site.yaml:3:20: tables/modality: mine.sssom.tsv:2: prefix 'DCMM' is not in the table's curie_map",
    )


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MappingFault, match="cannot be read: not UTF-8"):
        load_mapping("site.yaml", beside=tmp_path)


TABLE = (
    "subject_label\tpredicate_id\tobject_id\tobject_label\n"
    "CT\tskos:exactMatch\tdcm:CT\tExact\n"
    "CT\tskos:broadMatch\tdcm:XX\tBroad\n"
    "PT\tskos:closeMatch\tdcm:PT\tClose\n"
)


@pytest.mark.parametrize(
    ("lookup", "made"),
    [
        ("t", ["dcm:CT"]),
        ("{table: t}", ["dcm:CT"]),
        ("{table: t, match: exact}", ["dcm:CT"]),
        ("{table: t, match: [exact, close]}", ["dcm:CT", "dcm:PT"]),
        ("{table: t, match: [broad, exact]}", ["dcm:XX"]),
        ("{table: t, match: narrow}", []),
    ],
)
def test_rows_of_other_predicates_count_where_a_rule_says_so(lookup: str, made: list[str], tmp_path: Path) -> None:
    (tmp_path / "t.sssom.tsv").write_text(TABLE, encoding="utf-8")
    head = 'mapping: 1\ntables: {t: t.sssom.tsv}\ndataset:\n  iri: "{{ site.url }}/{{ project.id }}"\n'
    rule = f"{{each: scans.modalities, from: it, lookup: {lookup}, on_miss: drop}}"
    (tmp_path / "site.yaml").write_text(f"{head}  type: dcat:Dataset\n  fields: {{dct:subject: {rule}}}\n", "utf-8")
    mapped = map_project(load_mapping("site.yaml", beside=tmp_path), valued.SETTINGS, filled())
    assert [shorten(text_of(one.object)) for one in mapped.records[0].triples[1:]] == made


def test_a_match_that_is_none_is_told(tmp_path: Path) -> None:
    rule = "{from: form.theme, lookup: {table: modality, match: [exactly], tables: x}}"
    text = f"mapping: 1\nextends: dcat-ap\ndataset:\n  fields:\n    dct:subject: {rule}\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(MappingFault) as caught:
        load_mapping("site.yaml", beside=tmp_path)
    assert caught.value.errors == (
        "site.yaml:5:71: dct:subject: match: 'exactly' is none of exact, close, broad, narrow, related",
        "site.yaml:5:81: dct:subject/lookup: unknown key 'tables' (did you mean 'table'?)",
    )


FORMS = (
    FormDefinition("1", Held("Our form"), "xnat:projectData", (), (FormField("protocol_text", Held("Protocol")),)),
    FormDefinition("2", Held("Patients"), "xnat:subjectData", (), (FormField("smoker", Held("Smokes?")),)),
    FormDefinition("3", None, "xnat:projectData", (), (FormField("grid.row", None), FormField("protocol_text", None))),
)


def test_the_keys_of_the_archives_own_forms_are_known_with_the_form_they_stand_in(tmp_path: Path) -> None:
    assert form_titles(FORMS) == {"protocol_text": "Our form", "grid.row": ""}
    keys = ("protocol_text", "grid", "protocoltext", "smoker")
    rules = ", ".join(f"dct:p{number}: {{from: form.{key}}}" for number, key in enumerate(keys))
    text = f"mapping: 1\nextends: dcat-ap\ndataset:\n  fields: {{{rules}}}\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    warnings = load_mapping("site.yaml", beside=tmp_path, form_keys=form_titles(FORMS)).warnings
    assert [one.split("'")[1] for one in warnings] == ["form.protocoltext", "form.smoker"]
    assert warnings[0].endswith(" ('form.protocol_text' is asked in the form 'Our form')")
    assert "did you mean 'protocol_text'?" in warnings[0]


def test_check_takes_several_files_a_snapshot_and_a_mapping_to_lay_them_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    header = Header(
        "https://xnat.example.org", "XNAT", "run", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "guest", forms=FORMS
    )
    write_snapshot(Path("s.jsonl"), (), lambda: header)
    Path("layer.yaml").write_text("mapping: 1\ndataset: {fields: {dct:a: {from: form.protocol_text}}}\n")
    Path("wrong.yaml").write_text("mapping: 1\nextends: dcat-ap\ndataset: {fields: {dct:a: {from: forn.x}}}\n")
    assert run(["mapping", "check", "layer.yaml"]) == 2
    capsys.readouterr()
    assert run(["mapping", "check", "layer.yaml", "--over", "dcat-ap", "--json"]) == 0
    assert "unknown form key" in json.loads(capsys.readouterr().out)["warnings"][0]
    assert run(["mapping", "check", "layer.yaml", "--over", "dcat-ap", "--snapshot", "s.jsonl", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"errors": [], "warnings": []}
    assert run(["mapping", "check", "dcat-ap", "wrong.yaml", "layer.yaml", "--json"]) == 2
    assert [one.split(":")[0] for one in json.loads(capsys.readouterr().out)["errors"]] == ["wrong.yaml", "layer.yaml"]
