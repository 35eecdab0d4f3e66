"""What the demo's people bring into a study: enough to show, traps, and ids that cBioPortal's public studies know."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from img2fair.archives import ArchiveSettings, Depth, Login
from img2fair.assets import find_file, find_folder
from img2fair.cbioportal import Study, StudySettings, find_project
from img2fair.cbioportal.harmonisation import draft, read_decisions, tables_of, undecided
from img2fair.clinical.decisions import Decisions
from img2fair.clinical.outcome import Conflict
from img2fair.codes import CodeTable, read_table
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, Subject, SubjectAssessor
from img2fair.demo.content import persons as story
from img2fair.demo.content.course import TREATMENT, VISIT
from img2fair.demo.content.measures import MEASURED, RADIOMICS, VOLUMES
from img2fair.model import Project, Snapshot
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import harvest_to
from img2fair.privacy import Gazetteer
from img2fair.privacy.cohort import Terms, release_cohort
from img2fair.privacy.guard import Guard
from img2fair.privacy.survey import survey
from img2fair.privacy.survey_tables import tables_seen
from tests.canaries.identities import identifying
from tests.cbioportal.studies import KEY, make_study

PROJECT = "pseudo_phi_dicom_data"
PUBLIC = YAML(typ="safe").load(Path(__file__).parents[1].joinpath("cases", "public_tcga.yaml"))
K = 5
"""The fewest patients of a category that may be told (``cbioportal.min_cell``)."""


@pytest.fixture(scope="module")
def subjects(content: ArchiveContent) -> tuple[Subject, ...]:
    return content.project(PROJECT).subjects


@pytest.fixture(scope="module")
def snapshot(content: ArchiveContent, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The project as ``harvest --clinical`` reads it."""
    path = tmp_path_factory.mktemp("clinical") / "snapshot.jsonl"
    with DemoArchive(content) as archive:
        depth = Depth(clinical=True, tables=("*.csv",))
        login = Login("demo", "demo")
        settings = ArchiveSettings(archive.url, "https://xnat.example.org", login, only=(PROJECT,), depth=depth)
        harvest_to(path, "xnat", settings, lambda *_: None)
    return read_snapshot(path)


@pytest.fixture(scope="module")
def project(snapshot: Snapshot) -> Project:
    return find_project(snapshot, PROJECT)


@pytest.fixture(scope="module")
def decisions() -> Decisions:
    return read_decisions(find_folder("templates") / "demo" / "harmonisation.yaml", PROJECT)


@pytest.fixture(scope="module")
def study(snapshot: Snapshot, project: Project, decisions: Decisions) -> Study:
    return make_study(project, snapshot.header, StudySettings(PROJECT), KEY, decisions)


@pytest.fixture(scope="module")
def people(subjects: tuple[Subject, ...]) -> list[story.Person]:
    return list(story.people(subjects))


def variables(subject: Subject) -> dict[str, str]:
    return {one.name: one.value for one in subject.fields}


def born(subject: Subject) -> dt.date:
    return dt.date.fromisoformat(subject.dob)


def first(subject: Subject) -> dt.date:
    return min(dt.date.fromisoformat(session.date) for session in subject.sessions)


@pytest.mark.parametrize("project", PUBLIC)
def test_public_studies_of_tcga_know_every_patient(project: str, content: ArchiveContent) -> None:
    """The table tells where each barcode was read: in the case lists of that public study, as its primary tumour."""
    known = PUBLIC[project]["patients"].split()
    labels = [subject.label for subject in content.project(project).subjects]
    assert len(set(known)) == len(known)
    assert set(labels) <= set(known)
    assert len(labels) == {"tcga_brca": 120, "tcga_kich": 113}[project]


def test_nothing_is_invented_of_real_people(content: ArchiveContent) -> None:
    for project in (project for project in content.projects if project.id != PROJECT):
        for subject in project.subjects:
            told = (subject.race, subject.weight, subject.height, subject.dob, subject.ethnicity, subject.group)
            assert not any(told)
            assert not subject.subject_assessors
            assert not subject.custom_fields
            assert set(variables(subject)) <= {"species"}
            assert not [one for s in subject.sessions for one in s.assessors if one.xsi_type == VOLUMES]


def test_main_categories_are_large_enough_and_some_cells_are_small(
    people: list[story.Person], subjects: tuple[Subject, ...]
) -> None:
    sites = Counter(person.illness.site for person in people)
    assert {site for site, count in sites.items() if count >= K} == {"breast", "prostate", "lung"}
    assert {sites["eye"], sites["brain"]} == {1}
    assert min(Counter(subject.group for subject in subjects).values()) >= K
    assert min(Counter(variables(subject)["arm"] for subject in subjects).values()) >= K


@pytest.mark.parametrize(
    ("variable", "spellings"),
    [
        ("diagnosis", {"IDC", "Ductaal carcinoom", "Lung adenocarcinoma", "prostaatcarcinoom", "onbekend"}),
        ("stage", {"Stage II", "stage 2", "IIA", "iii", "Stadium IV", "onbekend", "n/a", "-", "999"}),
        ("vital_status", {"alive", "levend", "in leven", "overleden", "dead", "lost to follow-up"}),
    ],
)
def test_one_thing_is_said_in_several_ways(variable: str, spellings: set[str], subjects: tuple[Subject, ...]) -> None:
    said = [variables(subject).get(variable, "") for subject in subjects]
    assert spellings <= set(said)
    assert len(set(said)) < len(said)


def test_codes_stand_for_some_and_agree_with_the_words(people: list[story.Person]) -> None:
    told = [(person, {one.name: one.value for one in story.variables(person)}) for person in people]
    coded = [(person, said) for person, said in told if "icd_o_morphology" in said]
    assert K <= len(coded) < len(people)
    assert all(said["icd_o_topography"] == person.illness.topography for person, said in coded)
    only_coded = [said for _, said in told if "diagnosis" not in said]
    assert only_coded
    assert all("icd_o_morphology" in said for said in only_coded)


def test_the_traps_are_there(people: list[story.Person], subjects: tuple[Subject, ...]) -> None:
    old = subjects[story.LIVED_PAST_89]
    assert (first(old) - born(old)).days > 90 * story.YEAR
    unborn = subjects[story.SCANNED_BEFORE_BIRTH]
    assert born(unborn) > first(unborn)
    other = subjects[story.TWO_AGES]
    assert abs((first(other) - born(other)).days / story.YEAR - (other.sessions[0].age or 0)) > 1
    form = story.answers(people[story.TWO_SEXES])
    assert form is not None
    assert (subjects[story.TWO_SEXES].gender, form["sex_at_birth"]) == ("male", "vrouw")
    late = variables(subjects[story.SCANNED_AFTER_DEATH])
    assert late["vital_status"] == "overleden"
    assert dt.date.fromisoformat(late["date_of_last_contact"]) < first(subjects[story.SCANNED_AFTER_DEATH])
    for place in story.FOLLOWED_PAST_89:
        age = subjects[place].sessions[0].age
        assert age is not None
        assert age < 90 <= age + (people[place].last - people[place].first).days / story.YEAR


def test_a_label_tells_a_date_and_remarks_a_name(subjects: tuple[Subject, ...]) -> None:
    sessions = [session for subject in subjects for session in subject.sessions]
    assert [one.label for one in sessions if one.date.replace("-", "") in one.label] == ["Pseudo-PHI-013_20030704"]
    answers = [str(answer) for subject in subjects for answer in subject.custom_fields.values()]
    assert sum(story.INVENTED_NAME in one and story.INVENTED_PHONE in one for one in answers) > 3


def test_what_happened_is_told_by_day(content: ArchiveContent, people: list[story.Person]) -> None:
    by_type: dict[str, list[SubjectAssessor]] = {VISIT: [], TREATMENT: []}
    for seen in content.subject_assessors.values():
        by_type[seen.assessor.xsi_type].append(seen.assessor)
    assert Counter(Counter(one.label.rpartition("_")[0] for one in by_type[VISIT]).values())[3] > 20
    assert {one.parameters["ecog"] for one in by_type[VISIT]} >= {0, 1, 2, 9}
    stops = [one.parameters.get("stop") for one in by_type[TREATMENT]]
    assert any(stops)
    assert not all(stops)
    assert all(
        str(one.parameters["start"]) < str(stop) for one, stop in zip(by_type[TREATMENT], stops, strict=True) if stop
    )
    drugs = {drug for person in people for drug in person.illness.drugs}
    assert {one.parameters["drug"] for one in by_type[TREATMENT]} <= drugs


def test_images_have_numbers_of_their_own(content: ArchiveContent, subjects: tuple[Subject, ...]) -> None:
    sessions = {session.label: session for subject in subjects for session in subject.sessions}
    measured = {label for label, session in sessions.items() if session.modality in MEASURED}
    volumes = [one for label in measured for one in sessions[label].assessors if one.xsi_type == VOLUMES]
    assert len(volumes) == len(measured) > K
    assert all(len(one.parameters) >= K for one in volumes)
    files = {file.name: file.text for one in content.project(PROJECT).resources for file in one.files}
    header, *rows = files[RADIOMICS].splitlines()
    assert {row.partition(",")[0] for row in rows} == measured
    assert sum(name.startswith("original_") for name in header.split(",")) > 20
    assert sum(name.startswith("diagnostics_") for name in header.split(",")) >= K


def test_the_demos_harmonisation_decides_every_field(project: Project, decisions: Decisions) -> None:
    files = tables_seen(project, _guard(project))
    seen = survey(project, _guard(project), tables_of(files, decisions), K)
    assert len(seen) > 60
    assert undecided(decisions, seen) == ()
    paths = {field.path for field in seen}
    assert {field.path for field in decisions.fields if "*" not in field.path} <= paths


def test_a_draft_of_the_demo_reads_back_and_leaves_the_rest_to_its_steward(project: Project, tmp_path: Path) -> None:
    files = tables_seen(project, _guard(project))
    seen = survey(project, _guard(project), tables_of(files), K)
    made = tmp_path / "draft.yaml"
    made.write_text(draft(seen, files, PROJECT, least=K), encoding="utf-8")
    drafted = read_decisions(made, PROJECT)
    assert undecided(drafted, seen)
    assert not _leaks(made.read_text(encoding="utf-8"))


def test_a_leak_would_show(content: ArchiveContent) -> None:
    table = next(resource for resource in content.project(PROJECT).resources if resource.label == "radiomics")
    assert _leaks(table.files[0].text)
    assert _leaks(f"Spoke to {story.INVENTED_NAME}")


def test_the_demos_people_make_a_study_that_tells_of_nobody(study: Study) -> None:
    assert study.patients == 42
    for path, text in study.files.items():
        assert not _leaks(text), path
    patients = study.files["data_clinical_patient.txt"].splitlines()[4:]
    at = {name: number for number, name in enumerate(patients[0].split("\t"))}
    rows = [line.split("\t") for line in patients[1:]]
    assert sum(row[at["AGE"]] == ">89" for row in rows) == 1 + len(story.FOLLOWED_PAST_89)
    assert {row[at["SEX"]] for row in rows} == {"Male", "Female", "NA"}
    assert {row[at["OS_STATUS"]] for row in rows} == {"0:LIVING", "1:DECEASED", "NA"}
    codes = Counter(line.split("\t")[2] for line in study.files["data_clinical_sample.txt"].splitlines()[5:])
    assert codes == {"LUAD": 11, "PRAD": 12, "IDC": 12, "UM": 1, "GB": 1, "NA": 5}


def test_what_cannot_be_true_is_found(project: Project, decisions: Decisions) -> None:
    """A scan before birth is not: the harvest keeps no age below zero, and so no sign of the birth."""
    terms = Terms(KEY, PROJECT, _codes("modality"), _codes("bodypart"), decisions=decisions, guard=_guard(project))
    cohort = release_cohort(project, terms)
    assert cohort.conflicts == {Conflict.SEX: 1, Conflict.AGE: 1, Conflict.AFTER_DEATH: 1}


def test_it_has_every_kind_of_file(study: Study) -> None:
    wanted = "imaging status treatment quality_control".split()
    assert {f"data_timeline_{name}.txt" for name in wanted} <= set(study.files)
    data = [path for path in study.files if path.startswith("data_")]
    for profile in ("radiomics_lesion", "volumes_organs"):
        assert [path for path in data if path.endswith(f"{profile}.txt")]


def _codes(name: str) -> CodeTable:
    return read_table(find_file("mappings", f"codes/dicom-{name}", ".sssom.tsv"))


def _guard(project: Project) -> Guard:
    return Guard(Gazetteer.of(project), PROJECT)


def _leaks(text: str) -> list[str]:
    told = (*story.INVENTED_NAME.split(), story.INVENTED_PHONE)
    return [one for one in told if one in text] + identifying().findall(text)
