"""What a mapping sees of the images, of the people counted, and of the questions of the archive's forms."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.mapping import Mapped, Settings, load_mapping, map_project
from img2fair.mapping.problems import MappingFault
from img2fair.model import Count, FormDefinition, FormField, Held, ImagingSession, Project, Record, ScanProfile
from tests.mapping.samples import SETTINGS, filled, form, held, text_of

HEAD = """mapping: 1
tables:
  modality: {CT: dcm:CT, MR: dcm:MR}
  body_part: dicom-bodypart.sssom.tsv
  manufacturer: {SIEMENS: "https://x.org/siemens", Siemens Healthineers: "https://x.org/siemens"}
dataset:
  iri: "{{ site.url }}/{{ project.id }}"
  type: dcat:Dataset
  fields:
"""


def mapped(fields: str, folder: Path, project: Project, settings: Settings = SETTINGS) -> Mapped:
    text = HEAD + "".join(f"    {line}\n" for line in fields.strip().splitlines())
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return map_project(load_mapping("site.yaml", beside=folder), settings, project)


def texts(record: Record, last: str) -> list[str]:
    return [text_of(triple.object) for triple in record.triples if triple.predicate.value.endswith(last)]


def imaged(number: int, maker: str, strength: str, quality: str) -> ImagingSession:
    scans = (
        ScanProfile(2, Held("MR"), body_part=Held("CHEST"), manufacturer=Held(maker), quality=Held(quality)),
        ScanProfile(1, Held("SEG")),
    )
    ids = Held(f"E{number}"), Held("l"), Held(f"S{number}")
    return ImagingSession(*ids, scans=scans, field_strength=Held(strength), age=held(40.0 + number % 2 * 5))


def imaging() -> Project:
    """40 women; a raw word of one scanner and one body part must not come out as counts."""
    makers, strengths = ("SIEMENS", "Siemens Healthineers", "Ann Miller's scanner"), ("1.5", "15000", "3T")
    sessions = [imaged(n, makers[n % 2], strengths[n % 2 + (n < 20)], "usable") for n in range(39)]
    return replace(filled(), sessions=(*sessions, imaged(39, makers[2], "odd", "usable")))


FIELDS = """
dcat:keyword: {each: scans.field_strengths, from: "{{ it }} T"}
dct:extent: {from: "{{ scans.rated }} {{ scans.usable_share }} {{ scans.questionable_share }} {{ scans.segmented }}"}
dct:description: {from: counts.csv}
"""


def test_imaging_facts_and_counts_are_there(tmp_path: Path) -> None:
    (dataset,) = mapped(FIELDS, tmp_path, imaging()).records
    assert texts(dataset, "keyword") == ["1.5 T", "3 T"]
    assert texts(dataset, "extent") == ["80 100 0 40"]
    assert dataset.counts == (
        Count("sex", "female", 40),
        Count("age", "40-44", 20),
        Count("age", "45-49", 20),
        Count("modality", "MR", 40),
        Count("body_part", "Chest", 40),
        Count("field_strength", "1.5", 30),
    ), "one was in a scanner of unknown strength, so the smaller number stays in"
    (table,) = texts(dataset, "description")
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[0] == ["about", "value", "subjects"]
    assert rows[1:] == [[one.about, one.value, str(one.subjects)] for one in dataset.counts]
    assert "Miller" not in table + repr(dataset.counts)
    origin = next(o for t, o in dataset.origins.items() if t.predicate.value.endswith("description"))
    assert [source.path for source in origin.sources] == ["counts.csv"]


def test_makers_of_one_name_are_counted_together_and_few_are_not_counted(tmp_path: Path) -> None:
    some = imaging()
    sessions = tuple(
        replace(session, scans=(replace(session.scans[0], modality=Held("CT")),)) if n < 4 else session
        for n, session in enumerate(some.sessions)
    )
    (dataset,) = mapped(FIELDS, tmp_path, replace(some, sessions=sessions)).records
    assert not [one for one in dataset.counts if one.about == "modality"], "four have a CT, and four no MR"
    assert "modality" not in texts(dataset, "description")[0]
    makers = [imaged(n, "SIEMENS" if n % 2 else "Siemens Healthineers", "3", "usable") for n in range(40)]
    (dataset,) = mapped(FIELDS, tmp_path, replace(some, sessions=tuple(makers))).records
    assert [one for one in dataset.counts if one.about == "manufacturer"] == [Count("manufacturer", "SIEMENS", 40)]


def test_nothing_is_counted_of_few_or_of_animals(tmp_path: Path) -> None:
    some = imaging()
    few = replace(some, subjects=some.subjects[:9], sessions=some.sessions[:9])
    for project in (few, replace(some, keywords=Held("canine")), replace(some, unread=frozenset({"subjects"}))):
        (dataset,) = mapped(FIELDS, tmp_path, project).records
        assert dataset.counts == ()
        assert texts(dataset, "description") == []


def test_only_the_dataset_of_a_shipped_mapping_has_counts() -> None:
    dataset, *distributions = map_project(load_mapping("health-ri-core"), SETTINGS, filled()).records
    assert {one.about for one in dataset.counts} == {"sex", "modality", "body_part"}, "five of each age are too few"
    assert Count("modality", "Computed Tomography", 40) in dataset.counts
    assert distributions
    assert all(record.counts == () for record in distributions)


def definition(
    about: str, *fields: FormField, title: str | None = "Visit", projects: Sequence[str] = ()
) -> FormDefinition:
    return FormDefinition("u", held(title), about, tuple(projects), fields)


def question(key: str, kind: str = "textfield", label: str | None = "Label") -> FormField:
    return FormField(key, held(label), kind)


VARIABLES = """
dcat:keyword:
  each: variables
  from: "{{ it.name }}|{{ it.title }}|{{ it.datatype }}|{{ it.about }}|{{ it.form }}"
"""


def variables(folder: Path, *forms: FormDefinition) -> list[str]:
    (dataset,) = mapped(VARIABLES, folder, filled(), replace(SETTINGS, forms=forms)).records
    return texts(dataset, "keyword")


@pytest.mark.parametrize(
    ("kind", "datatype"),
    [
        ("textfield", "string"), ("select", "string"), ("number", "decimal"), ("xnatNumber", "decimal"),
        ("currency", "decimal"), ("checkbox", "boolean"), ("selectboxes", "string"), ("datetime", "dateTime"),
        ("day", "date"), ("xnatdate", "date"), ("time", "string"), ("", "string"),
    ],
)  # fmt: skip
def test_datatypes_of_variables(kind: str, datatype: str, tmp_path: Path) -> None:
    form_of = definition("xnat:subjectData", question("a", kind))
    assert variables(tmp_path, form_of) == [f"a|Label|{datatype}|subject|Visit"]


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ("xnat:subjectData", ["a|Label|string|subject|Visit"]),
        ("xnat:mrSessionData", ["a|Label|string|session|Visit"]),
        ("xnat:imageSessionData", ["a|Label|string|session|Visit"]),
        ("xnat:ctScanData", ["a|Label|string|scan|Visit"]),
        ("xnat:projectData", []),
        ("xnat:qcAssessmentData", []),
        ("", []),
    ],
)
def test_variables_are_questions_about_subjects_sessions_and_scans(
    about: str, found: list[str], tmp_path: Path
) -> None:
    assert variables(tmp_path, definition(about, question("a"))) == found


def test_variables_of_other_projects_and_groups_of_variables_are_none(tmp_path: Path) -> None:
    grid = (question("visits", "datagrid"), question("visits.day", "day"), question("arm"))
    assert variables(tmp_path, definition("xnat:subjectData", *grid, projects=("LUNG", "X"))) == [
        "visits.day|Label|date|subject|Visit",
        "arm|Label|string|subject|Visit",
    ]
    assert variables(tmp_path, definition("xnat:subjectData", *grid, projects=("X",))) == []
    assert variables(tmp_path) == []


def test_a_record_knows_what_people_call_the_questions_it_was_made_of(tmp_path: Path) -> None:
    own = definition(
        "xnat:projectData",
        question("title", label="Title of the set"),
        question("license", label="Licence"),
        question("theme", label=None),
        question("unused"),
        title="Data set",
    )
    later = definition("xnat:projectData", question("title", label="Another"), title="Second")
    of_subjects = definition("xnat:subjectData", question("license", label="Wrong"), title="Wrong")
    elsewhere = definition("xnat:projectData", question("title", label="Wrong"), projects=("X",))
    fields = """
dct:title: {from: form.title}
dct:license: {from: form.license, as: iri, required: true}
dcat:theme: {from: form.theme}
"""
    settings = replace(SETTINGS, forms=(of_subjects, elsewhere, own, later))
    found = mapped(fields, tmp_path, replace(filled(), forms=(form(title="T"),)), settings)
    (dataset,) = found.records
    assert dict(dataset.labels) == {
        "form.license": ("Data set", "Licence"),
        "form.title": ("Data set", "Title of the set"),
    }
    (missing,) = [one for one in found.findings if one.code == "I2F-M001"]
    assert missing.where[0].field == 'field "Licence"'


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("variables.label", "known: about, datatype, form, name, title"),
        ("counts", "known: csv"),
        ("counts.table", "known: csv"),
        ("scans.field_strength", "scans.field_strengths"),
        ("scans.quality", "scans.usable_share"),
        ("sessions.field_strength", "scans.field_strengths"),
    ],
)
def test_wrong_names_are_told_at_load_time(name: str, error: str, tmp_path: Path) -> None:
    with pytest.raises(MappingFault) as caught:
        mapped(f"dct:title: {{from: {name}}}", tmp_path, filled())
    assert error in str(caught.value)
