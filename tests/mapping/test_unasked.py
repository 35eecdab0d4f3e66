"""A question that no form of a project asks is no place to fill a value; where the archive does not tell, it may be."""

from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.findings import Finding, Judge
from img2fair.mapping import Settings, map_project
from img2fair.mapping.titles import tells_forms
from img2fair.model import FormDefinition, FormField, Held, Record, Unread
from img2fair.model.record_files import read_records, write_records
from img2fair.report.explanation import explain, to_text
from img2fair.shacl import load_profile, validate_groups
from tests.mapping.samples import SETTINGS, empty, loaded
from tests.mapping.test_evidence import HARVEST as HEADER

ASKS = "XNAT: project EMPTY > Custom form"


def form(key: str, *projects: str, about: str = "xnat:projectData") -> FormDefinition:
    return FormDefinition("u", Held("Form"), about, projects, (FormField(key, None),))


def mapped(*forms: FormDefinition, told: bool = True) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    settings = replace(SETTINGS, forms=forms, forms_told=told)
    found = map_project(loaded("health-ri-core"), settings, empty())
    return found.records, found.findings


CASES = pytest.mark.parametrize(
    ("forms", "told", "named"),
    [
        ((), False, True),
        ((), True, False),
        ((form("description"),), True, True),
        ((form("description", "EMPTY", "LUNG"),), True, True),
        ((form("description", "LUNG"),), True, False),
        ((form("title"),), True, False),
        ((form("description", about="xnat:subjectData"),), True, False),
    ],
)


@CASES
def test_findings_and_explanations_name_a_form_that_is_asked(
    forms: tuple[FormDefinition, ...], told: bool, named: bool, tmp_path: Path
) -> None:
    records, findings = mapped(*forms, told=told)
    (own,) = (one for one in findings if one.judge is Judge.MAPPING and one.property.endswith("/description"))
    profile = load_profile("health-ri-core")
    (seen,) = (
        one for one in validate_groups([records], [profile]).findings
        if one.property.endswith("/description") and one.key == records[0].key
    )  # fmt: skip
    write_records(tmp_path, records)
    kept = read_records(tmp_path)
    text = to_text(explain(kept, "EMPTY", "dct:description"))
    for said in (*(" ".join(map(str, one.where)) for one in (own, seen)), text.partition("fill ")[2]):
        assert (ASKS in said) == named
        assert (
            said.index("Edit Details") < said.index("projects.EMPTY.description") < said.index("defaults.description")
        )
    assert ("no custom form of this project asks form.description" in text) == (not named)
    assert {one.asked for one in kept} == {one.asked for one in records}


def test_who_mends_what_only_the_config_can_tell_is_the_operator() -> None:
    _, findings = mapped()
    only = {one.property.rpartition("/")[2]: one.who for one in findings if one.judge is Judge.MAPPING}
    assert only["description"] == "steward" and only["creator"] == "steward"
    assert all(one.who == ("steward" if any(p.who == "steward" for p in one.where) else "operator")
               for one in findings if one.judge is Judge.MAPPING and one.where)  # fmt: skip


def test_the_forms_of_a_header_are_known_unless_they_were_kept_back() -> None:
    whole = replace(HEADER, kind="xnat", unread=())
    assert tells_forms(whole) and Settings.of_header(whole).forms_told
    for other in (replace(whole, kind="table"), replace(whole, unread=(Unread("", "forms", "not shown"),))):
        assert not tells_forms(other) and not Settings.of_header(other).forms_told
