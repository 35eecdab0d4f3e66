"""What the privacy gate kept in, told: of which record, each text by itself, with a review that can be pasted."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from img2fair.config.model import Privacy
from img2fair.mapping import load_mapping, map_project
from img2fair.mapping.blocked import BLOCKED, blocked_as_findings
from img2fair.model import FormDefinition, FormField, Held, ImagingSubject
from img2fair.places import Ground
from img2fair.privacy import Guard
from img2fair.privacy.guard import Blocked
from img2fair.privacy.hits import RECORD
from img2fair.privacy.policy import Screen
from img2fair.report.causes import causes
from img2fair.report.explanation import explain, to_text
from tests.mapping.samples import SETTINGS, filled, form, loaded, text_of

NUMBER = "MRN 1234567"
VIEW = "https://example.org/view/?mrn=1234567"


def blocked(name: str = NUMBER, path: str = "project.name", fingerprint: str = "0" * 20) -> Blocked:
    guard = Guard(project="P")
    assert not guard.lets_out(name, path, "", Screen.PROSE)
    return replace(guard.blocked[0], fingerprint=fingerprint)


@pytest.mark.parametrize("project", ["LUNG", "007", "1e5", "yes", "No", "a: b", "a, b}", "x #1", "'q' \"r\"", "é", "~"])
@pytest.mark.parametrize("path", ["project.name", "form.a, b: c.d", "form.x #y", "form.Naam 'x'"])
@pytest.mark.parametrize("fingerprint", ["01234567890123456789", "123456789e1234567890", "f" * 20])
def test_a_review_can_be_pasted_as_it_is_told(project: str, path: str, fingerprint: str) -> None:
    (finding,) = blocked_as_findings([blocked(path=path, fingerprint=fingerprint)], "https://x.org/P", Ground(project))
    for language, day in (("en", "YYYY-MM-DD"), ("nl", "JJJJ-MM-DD")):
        entry = finding.cured(language).partition("reviewed: ")[2].replace(day, "2027-01-31")
        read = YAML(typ="safe").load(io.StringIO(entry))
        (review,) = Privacy.model_validate({"reviewed": read}).reviewed
        assert (review.project, review.field, review.value) == (project, path, fingerprint)


def test_each_text_is_told_by_itself() -> None:
    """Of the same rule and field of two projects, and of two texts of one field."""
    texts = [blocked(fingerprint=digit * 20) for digit in "12"]
    findings = [*blocked_as_findings(texts, "https://x.org/P", Ground("P")),
                *blocked_as_findings(texts, "https://x.org/Q", Ground("Q"))]  # fmt: skip
    assert len(causes(findings)) == 4


def test_the_key_of_a_question_is_looked_through(tmp_path: Path) -> None:
    question = FormField("patient_nr_1234567", Held("Smoker"))
    asked = FormDefinition("u", Held("Visit"), "xnat:subjectData", (), (question,))
    (tmp_path / "site.yaml").write_text(
        "mapping: 1\nextends: [health-ri-core]\ndataset:\n  fields:\n"
        "    dcat:keyword: {each: variables, from: it.name, lang: en}\n",
        encoding="utf-8",
    )
    mapping = load_mapping("site.yaml", beside=tmp_path)
    mapped = map_project(mapping, replace(SETTINGS, forms=(asked,)), filled())
    assert "1234567" not in repr(mapped)
    assert [finding.message.split(" holds")[0] for finding in mapped.findings if finding.code == BLOCKED] == [
        "variables.name"
    ]


def test_a_label_that_the_config_gives_is_looked_through() -> None:
    patient = ImagingSubject(Held("S99"), Held("ZWARTEVEEN-0042"))
    project = replace(filled(), subjects=(*filled().subjects, patient))

    def labels(label: str) -> tuple[str, list[str]]:
        own = {"distributions": {label: {"access_url": "https://example.org/a"}}}
        mapped = map_project(loaded("health-ri-core"), replace(SETTINGS, projects={"LUNG": own}), project)
        triples = [triple for record in mapped.records for triple in record.triples]
        shown = " ".join(f"{text_of(triple.subject)} {text_of(triple.object)}" for triple in triples)
        return shown, [finding.code for finding in mapped.findings if finding.keeps_in()]

    shown, kept_in = labels("Cohort")
    assert "Cohort" in shown
    assert kept_in == []
    shown, kept_in = labels("of zwarteveen 0042")
    assert "zwarteveen" not in shown.casefold()
    assert kept_in == [BLOCKED]


def test_an_address_that_tells_of_a_patient_stays_in() -> None:
    guard = Guard()
    assert not guard.lets_out(VIEW, "project.publications.uri", "", Screen.IDENTIFIER)
    assert [span.rule for span in guard.blocked[0].spans] == [RECORD]
    assert guard.lets_out(
        "https://doi.org/10.1000/2020-05-06.1234567", "project.publications.uri", "", Screen.IDENTIFIER
    )


@pytest.mark.parametrize("kind", ["dataset", "distribution"])
def test_every_record_that_a_text_could_stand_in_is_kept_back(kind: str, tmp_path: Path) -> None:
    """A mapping that makes no dataset keeps back all that it makes of the project."""
    rule = "  iri: '{{ site.url }}/data/projects/LUNG/{{ resource.slug }}'\n" if kind == "distribution" else (
        "  iri: '{{ site.url }}/data/projects/LUNG'\n"
    )  # fmt: skip
    text = (
        f"mapping: 1\n{kind}:\n{rule}  type: dcat:Resource\n  fields:\n    dct:title: {{from: form.title, lang: en}}\n"
    )
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    project = replace(filled(), forms=(form(title=NUMBER),))
    mapped = map_project(load_mapping("site.yaml", beside=tmp_path), SETTINGS, project)
    assert mapped.records
    assert {finding.key for finding in mapped.findings if finding.keeps_in()} == {r.key for r in mapped.records}


def test_what_a_rule_joins_is_looked_through_as_a_whole(tmp_path: Path) -> None:
    """Neither half of the label tells anything."""
    patient = ImagingSubject(Held("S99"), Held("QXZW-0042"))
    own = replace(filled(), subjects=(patient,), forms=(form(before="QX", number="ZW-0042"),))
    (tmp_path / "site.yaml").write_text(
        "mapping: 1\nextends: health-ri-core\ndataset:\n  fields:\n"
        '    dct:alternative: {from: "{{ form.before }}{{ form.number }}", lang: en}\n',
        encoding="utf-8",
    )
    mapped = map_project(load_mapping("site.yaml", beside=tmp_path), SETTINGS, own)
    assert "QXZW-0042" not in repr(mapped)
    assert [finding.code for finding in mapped.findings if finding.keeps_in()] == [BLOCKED]


def test_explain_says_that_a_text_is_kept_in() -> None:
    project = replace(filled(), description=Held(f"Lungs of {NUMBER}"), forms=())
    mapped = map_project(loaded("health-ri-core"), SETTINGS, project)
    told = to_text(explain(mapped.records, "LUNG", "dct:description"))
    assert "kept in for privacy: project.description" in told
    assert "Project Description" not in told, "it is not empty"
    assert "1234567" not in told
