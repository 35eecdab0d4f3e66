"""The files of a study, to the letter; and what decides whether one is there."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from img2fair import __version__
from img2fair.cbioportal.about import About
from img2fair.cbioportal.baseline import sentence
from img2fair.cbioportal.builder import build
from img2fair.cbioportal.samples import oncotree_codes
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.tags import spdx
from img2fair.cbioportal.viewers import own_viewer, with_own_viewer
from img2fair.clinical.cohort import Cohort, Patient, Sample
from img2fair.clinical.decisions import Baseline, Decisions, Level
from img2fair.clinical.oncotree import PortalType
from img2fair.codes import CodeTable, read_table
from img2fair.errors import UsageFault
from tests.cbioportal.checker import meta, rows
from tests.cbioportal.cohorts import ABOUT, DECISIONS, TREE, VIEWER, cohort, field, made, visit

CASES = Path(__file__).parents[1] / "cases" / "studies"
LINKS: dict[str, Any] = {
    "viewers": {"default": VIEWER},
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "catalogue": "https://catalogue.example.org",
    "access_request": "https://catalogue.example.org/ask",
    "citation": "Jansen et al. Radiology 2025",
    "pmid": "123,456",
    "groups": "GLIOMA",
}


def golden(name: str) -> dict[str, str]:
    said: dict[str, str] = YAML(typ="safe").load(CASES / f"{name}.yaml")
    return {path: text.replace("{version}", __version__) for path, text in said.items()}


@pytest.mark.parametrize("strategy", ["subject", "session"])
def test_every_file_to_the_letter(strategy: str) -> None:
    files = made(samples=strategy, **LINKS).files
    expected = golden(strategy)
    assert list(files) == list(expected)
    for path, text in files.items():
        assert text == expected[path], path


def columns(files: Any, kind: str) -> list[str]:
    return list(rows(files[f"data_clinical_{kind}.txt"])[0])


def test_a_column_of_which_nothing_is_known_is_left_out() -> None:
    plain = Cohort((Patient("P-1", None, None, (visit(1, 0, body_parts=()),), (Sample("P-1-01", (1,)),)),))
    files = made(plain).files
    assert columns(files, "patient") == [
        "PATIENT_ID", "SEX", "AGE", "IMAGING_MODALITIES", "IMAGING_SESSIONS", "FIRST_IMAGING_DAY",
        "IMAGING_FOLLOWUP_DAYS", "HAS_SEGMENTATION", "HAS_MR",
    ]  # fmt: skip
    assert columns(files, "sample") == ["PATIENT_ID", "SAMPLE_ID"]
    assert "BODY_PARTS" not in files["data_timeline_imaging.txt"]
    assert not [path for path in files if "radiomics" in path or path.startswith("case_lists/")]


def test_a_single_cancer_type_is_each_samples_unless_a_field_tells_it() -> None:
    plain, single = Decisions("BRAIN1"), StudySettings("BRAIN1", cancer_type="gb")
    told = [row.get("ONCOTREE_CODE") for row in sample_rows(build(cohort(), ABOUT, single, plain, TREE).files)]
    assert told == ["GB", "GB", "GB"]
    assert oncotree_codes(cohort(), plain, "hcc") == ["GB", "HCC"]
    decided = build(cohort(), ABOUT, single, DECISIONS, TREE).files
    assert [row["ONCOTREE_CODE"] for row in sample_rows(decided)] == ["GB", "NA", "NA"]
    assert [row["CANCER_TYPE"] for row in sample_rows(decided)] == ["Diffuse Glioma", "NA", "NA"]


def sample_rows(files: Any) -> list[dict[str, str]]:
    return rows(files["data_clinical_sample.txt"])


def test_a_cancer_type_that_the_portal_lacks() -> None:
    settings, known = StudySettings("BRAIN1", cancer_type="gb"), {"brain": PortalType("CNS/Brain", "tissue")}
    files = build(cohort(), ABOUT, settings, DECISIONS, TREE, known).files
    assert files["data_cancer_type.txt"] == "difg\tDiffuse Glioma\tGray\tbrain\ngb\tGlioblastoma\tGray\tdifg\n"
    assert files["meta_cancer_type.txt"] == (
        "genetic_alteration_type: CANCER_TYPE\ndatatype: CANCER_TYPE\ndata_filename: data_cancer_type.txt\n"
    )
    for portal in (None, known | {"gb": PortalType("Glioblastoma")}):
        assert "data_cancer_type.txt" not in build(cohort(), ABOUT, settings, DECISIONS, TREE, portal).files


@pytest.mark.parametrize(
    ("public", "groups", "expected", "told"),
    [(True, "", "PUBLIC", False), (True, "LAB", "LAB", False), (False, "LAB", "LAB", False), (False, "", None, True)],
)
def test_who_may_see_it(public: bool, groups: str, expected: str | None, told: bool) -> None:
    study = made(about=replace(ABOUT, public=public), groups=groups)
    assert meta(study.files["meta_study.txt"]).get("groups") == expected
    assert ("I2F-E050" in {found.code for found in study.findings}) == told


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"first imaging session"}, "Day 0 is each patient's first imaging session, not the diagnosis."),
        ({"diagnosis"}, "Day 0 is each patient's diagnosis."),
        ({"treatment start", "diagnosis"}, "Day 0 is each patient's diagnosis, or else treatment start."),
        ({"treatment start", "first imaging session"},
         "Day 0 is each patient's treatment start, or else first imaging session, not the diagnosis."),
    ],
)  # fmt: skip
def test_day_0_in_words(seen: set[str], expected: str) -> None:
    decisions = Decisions("P1", baseline=Baseline((("a/day", "diagnosis"), ("b/day", "treatment start"))))
    people = tuple(Patient(f"P-{name}", None, None, (), baseline=name) for name in sorted(seen))
    assert sentence(Cohort(people), decisions) == expected


@pytest.mark.parametrize(
    "id_", ["PATIENT_ID", "SAMPLE_ID", "IMAGING_SESSIONS", "HAS_CT", "HAS_SEGMENTATION", "DAY_0", "FIRST_IMAGING_DAY"]
)
def test_a_field_cannot_take_a_column_of_ours(id_: str) -> None:
    decisions = Decisions("BRAIN1", (replace(field("subjects.variables.x", id_), line=7),), file="BRAIN1.yaml")
    with pytest.raises(UsageFault, match=f"{id_} is a column that img2fair fills") as caught:
        build(cohort(), ABOUT, StudySettings("BRAIN1"), decisions)
    assert caught.value.where == "BRAIN1.yaml:7"


def test_a_sessions_columns_are_taken_where_samples_are_sessions() -> None:
    decisions = Decisions("BRAIN1", (field("sessions.variables.x", "FIELD_STRENGTH", Level.SAMPLE),))
    build(cohort(), ABOUT, StudySettings("BRAIN1"), decisions)
    with pytest.raises(UsageFault, match="FIELD_STRENGTH"):
        build(cohort("session"), ABOUT, StudySettings("BRAIN1", samples="session"), decisions)


def test_a_word_that_breaks_the_table_is_refused_by_its_column() -> None:
    people = cohort().patients
    broken = replace(people[0], values={"STAGE": 'Stage "II"'})
    with pytest.raises(UsageFault, match="a cell holds a tab") as caught:
        made(Cohort((broken, *people[1:])))
    assert caught.value.where == "column STAGE"
    assert "II" not in str(caught.value)


def test_patients_without_a_sample_are_left_out_and_told() -> None:
    people = cohort("session").patients
    study = made(Cohort((*people, Patient("P-4", "Male", "50", ()))), samples="session")
    assert "P-4" not in "".join(study.files.values())
    told = "fewer than 5 patients have no sample and were left out"
    assert ("I2F-E052", told) in [(f.code, f.message) for f in study.findings]
    with pytest.raises(UsageFault, match="no patient of project BRAIN1 has a sample"):
        made(Cohort((Patient("P-4", "Male", "50", ()),)))


def test_long_addresses_leave_room_for_what_it_is_about() -> None:
    long = "https://example.org/" + "x" * 400
    study = made(about=replace(ABOUT, text="About é. " * 200), licence=long, record=long)
    description = meta(study.files["meta_study.txt"])["description"]
    assert 900 < len(description) <= 1024
    assert description.startswith("About \\u00e9.")
    assert "OncoTree (oncotree_2025_10_03)." in description


def test_pages_of_xnat_only_of_xnat_and_over_https() -> None:
    assert About("a b", "https://x.example.org/", "n").project_page == (
        "https://x.example.org/data/projects/a%20b?format=html"
    )
    assert About("P", "https://x.example.org", "n", kind="dicomweb").project_page == ""
    assert About("P", "http://x.example.org", "n").session_page("E1") == ""
    assert "XNAT" not in made(about=replace(ABOUT, kind="table"), **LINKS).files["data_timeline_imaging.txt"].split(
        "\n"
    )[0].split("\t")
    assert "XNAT_E1" not in "".join(made().files.values()), "no id of the archive without a viewer"


def test_the_archives_own_viewer_without_labels() -> None:
    template = (
        "https://x.example.org/VIEWER/?subjectId={subject}&projectId={project}&experimentId={session}"
        "&experimentLabel={label}"
    )
    expected = "https://x.example.org/VIEWER/?subjectId={subject_id}&projectId={project}&experimentId={session_id}"
    assert own_viewer(template) == expected
    settings = StudySettings("P1", viewers={"default": expected})
    assert with_own_viewer(settings, {"viewer": template}) is settings


@pytest.fixture(scope="module")
def licences() -> CodeTable:
    return read_table(Path(__file__).parents[2] / "mappings" / "codes" / "licence.sssom.tsv")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/3.0", "CC-BY-NC-SA-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"),
        ("https://spdx.org/licenses/MIT", "MIT"),
        ("https://www.example.org/terms", ""),
        ("", ""),
    ],
)
def test_spdx_identifiers(address: str, expected: str, licences: CodeTable) -> None:
    assert spdx(address, licences) == expected


def test_the_same_cohort_gives_the_same_bytes() -> None:
    assert made(samples="session", **LINKS).files == made(samples="session", **LINKS).files


def test_without_a_tree_there_are_codes_and_no_version() -> None:
    files = build(cohort(), ABOUT, StudySettings("BRAIN1"), replace(DECISIONS, oncotree="")).files
    assert "OncoTree" not in files["meta_study.txt"]
    assert columns(files, "sample") == ["PATIENT_ID", "SAMPLE_ID", "ONCOTREE_CODE", "CONTRAST"]
