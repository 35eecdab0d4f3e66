"""Imaging in a genomic study: its own files stay to the byte, its values win, and what cannot be joined is refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from img2fair.cbioportal.merge import merge, study_id
from img2fair.cbioportal.merged_folder import Merged, writing_merged
from img2fair.cbioportal.study import Study
from img2fair.errors import UsageFault
from tests.cbioportal.checker import meta, rows
from tests.cbioportal.cohorts import made
from tests.cbioportal.test_build import LINKS

GENOMIC: dict[str, str] = {
    "meta_study.txt": "type_of_cancer: difg\ncancer_study_identifier: gbm_x_2020\nname: GBM\ndescription: Genomes\n",
    "meta_clinical_patient.txt": "cancer_study_identifier: gbm_x_2020\ngenetic_alteration_type: CLINICAL\n"
    "datatype: PATIENT_ATTRIBUTES\ndata_filename: data_people.txt\n",
    "data_people.txt": '#Patient\tSex\tStage\tOS\n#Patient\tSex\tStage at "entry"\tMonths\n#STRING\tSTRING\tSTRING\t'
    "NUMBER\n#1\t1\t1\t1\nPATIENT_ID\tSEX\tSTAGE\tOS_MONTHS\nP-1\tMale\t[Not Available]\t12.50\nP-9\tNA\tStage I\t3\n",
    "meta_clinical_sample.txt": "cancer_study_identifier: gbm_x_2020\ngenetic_alteration_type: CLINICAL\n"
    "datatype: SAMPLE_ATTRIBUTES\ndata_filename: data_clinical_sample.txt\n",
    "data_clinical_sample.txt": "#Patient\tSample\tCancer Type\tCT\n#Patient\tSample\tCancer Type\tWhether CT\n"
    "#STRING\tSTRING\tSTRING\tBOOLEAN\n#1\t1\t1\t1\nPATIENT_ID\tSAMPLE_ID\tCANCER_TYPE\tHAS_CT\n"
    "P-1\tP-1-01\tGlioma\tFALSE\nP-9\tP-9-01\tGlioma\tNA\n",
    "meta_mutations.txt": "cancer_study_identifier: gbm_x_2020\ngenetic_alteration_type: MUTATION_EXTENDED\n"
    "datatype: MAF\nstable_id: mutations\nprofile_name: caf\u00e9\ndata_filename: data_mutations.maf\n",
    "data_mutations.maf": "Hugo_Symbol\tTumor_Sample_Barcode\r\nIDH1\tP-1-01\r\n",
    "data_cna.txt": '\ufeffHugo_Symbol\tP-1-01\nEGFR\t"2"\n',
    "case_lists/cases_all.txt": "cancer_study_identifier: gbm_x_2020\nstable_id: gbm_x_2020_all\ncase_list_name: All\n"
    "case_list_description: All\ncase_list_ids:\tP-1-01\tP-9-01\n",
    "case_lists/cases_sequenced.txt": "cancer_study_identifier: gbm_x_2020\nstable_id: gbm_x_2020_sequenced\n"
    "case_list_name: Seq\ncase_list_description: Seq\ncase_list_ids: P-1-01",
    "notes/README": "hands off\n",
}
TIMELINE: dict[str, str] = {
    "meta_timeline_status.txt": "cancer_study_identifier: gbm_x_2020\ngenetic_alteration_type: CLINICAL\n"
    "datatype: TIMELINE\ndata_filename: data_timeline_status.txt\n",
    "data_timeline_status.txt": "PATIENT_ID\tSTART_DATE\tEVENT_TYPE\tSTYLE_COLOR\nP-9\t5\tSTATUS\t#112233\n",
}
RESOURCES: dict[str, str] = {
    "meta_resource_definition.txt": "cancer_study_identifier: gbm_x_2020\nresource_type: DEFINITION\n"
    "data_filename: data_defs.txt\n",
    "data_defs.txt": "RESOURCE_ID\tRESOURCE_TYPE\tDISPLAY_NAME\nREPORT\tPATIENT\tReport\nVIEWER_CT\tSAMPLE\tTheirs\n",
    "meta_resource_patient.txt": "cancer_study_identifier: gbm_x_2020\nresource_type: PATIENT\n"
    "data_filename: data_links.txt\n",
    "data_links.txt": "PATIENT_ID\tRESOURCE_ID\tURL\nP-9\tREPORT\thttps://r.example.org/9\n",
}


def folder(tmp_path: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        target = tmp_path / "genomic" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("latin-1" if path == "meta_mutations.txt" else "utf-8"))
    return tmp_path / "genomic"


def imaging(**entries: Any) -> Study:
    return made(study_id="gbm_x_2020", **{"samples": "subject"} | entries)


def messages(merged: Merged) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in merged.findings]


def table(merged: Merged, path: str) -> list[dict[str, str]]:
    return rows(merged.write[path])


def test_what_is_genomic_stays_to_the_byte(tmp_path: Path) -> None:
    existing = folder(tmp_path, GENOMIC)
    before = {path: (existing / path).read_bytes() for path in GENOMIC}
    merged = merge(existing, imaging(**LINKS))
    assert {path for path in GENOMIC if path not in merged.write} == {
        "meta_clinical_patient.txt", "meta_clinical_sample.txt", "meta_mutations.txt", "data_mutations.maf",
        "data_cna.txt", "case_lists/cases_sequenced.txt", "notes/README",
    }  # fmt: skip
    with writing_merged(tmp_path / "merged", existing, merged):
        pass
    for path in merged.keep:
        assert (tmp_path / "merged" / path).read_bytes() == before[path]
        assert (tmp_path / "merged" / path).samefile(existing / path), "a link, not a copy"
    assert {path: (existing / path).read_bytes() for path in GENOMIC} == before, "the study itself is only read"
    with writing_merged(tmp_path / "merged", existing, merged):
        pass
    with pytest.raises(UsageFault, match="img2fair wrote this study itself"):
        merge(tmp_path / "merged", imaging())
    inside = writing_merged(existing / "new", existing, merged)
    with pytest.raises(UsageFault, match="would lie in the one"), inside:
        pass


def test_values_of_the_study_win_and_ours_fill_what_it_lacks(tmp_path: Path) -> None:
    merged = merge(folder(tmp_path, GENOMIC), imaging())
    people = {row["PATIENT_ID"]: row for row in table(merged, "data_people.txt")}
    assert list(people) == ["P-1", "P-9", "P-2", "P-3"]
    assert [people["P-1"][name] for name in ("SEX", "STAGE", "OS_MONTHS", "IMAGING_MODALITIES")] == [
        "Male", "Stage II", "12.50", "CT;MR"]  # fmt: skip
    assert [people["P-9"][name] for name in ("SEX", "STAGE", "IMAGING_SESSIONS")] == ["NA", "Stage I", "NA"]
    assert "HAS_CT" not in people["P-1"], "it stands in their table of samples"
    head = merged.write["data_people.txt"].split("\n")[:4]
    assert head[1].startswith('#Patient\tSex\tStage at "entry"\tMonths\tAge in whole years')
    told = messages(merged)
    assert ("I2F-E055", "1 values of SEX differ; the study's own stay") in told
    assert ("I2F-E056", "the study has HAS_CT already; it stays as it is") in told
    assert ("I2F-E057", "2 rows of data_people.txt are new in the study") in told
    assert not [message for code, message in told if "OS_MONTHS" in message], "12.5 is 12.50"
    samples = {row["SAMPLE_ID"]: row for row in table(merged, "data_clinical_sample.txt")}
    assert [samples[id_]["CANCER_TYPE"] for id_ in ("P-1-01", "P-9-01", "P-2-01")] == ["Glioma", "Glioma", "NA"]
    assert samples["P-1-01"]["ONCOTREE_CODE"] == "GB"


def test_what_the_study_says_of_itself_stays_but_for_tags(tmp_path: Path) -> None:
    existing = folder(tmp_path, GENOMIC)
    merged = merge(existing, imaging())
    assert merged.write["meta_study.txt"] == GENOMIC["meta_study.txt"] + "tags_file: study_tags.json\n"
    assert "study_tags.json" in merged.write
    (existing / "meta_study.txt").write_text(GENOMIC["meta_study.txt"] + "tags_file: theirs.yaml\n")
    merged = merge(existing, imaging())
    assert "meta_study.txt" not in merged.write
    assert "study_tags.json" not in merged.write
    assert ("I2F-E056", "the study has tags already; it stays as it is") in messages(merged)
    assert study_id(existing) == merged.id == "gbm_x_2020"


def test_new_samples_join_the_list_of_all_samples(tmp_path: Path) -> None:
    merged = merge(folder(tmp_path, GENOMIC), imaging())
    assert merged.write["case_lists/cases_all.txt"].endswith("case_list_ids:\tP-1-01\tP-9-01\tP-2-01\tP-3-01\n")
    assert meta(merged.write["case_lists/cases_mr.txt"])["case_list_ids"] == "P-1-01\tP-2-01"


def test_new_ones_may_be_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="2 rows are not in the study") as caught:
        merge(folder(tmp_path, GENOMIC), imaging(), add=False)
    assert "P-2" not in str(caught.value)


def test_a_study_without_patients_gets_them_all(tmp_path: Path) -> None:
    fewer = {path: text for path, text in GENOMIC.items() if "patient" not in path and path != "data_people.txt"}
    merged = merge(folder(tmp_path, fewer), imaging())
    people = table(merged, "data_clinical_patient.txt")
    assert [(row["PATIENT_ID"], row["SEX"]) for row in people] == [
        ("P-1", "Female"), ("P-9", "NA"), ("P-2", "Male"), ("P-3", "NA")]  # fmt: skip
    assert "meta_clinical_patient.txt" in merged.write
    assert merged.write["data_clinical_patient.txt"].startswith("#Patient Identifier\tSex\t")


def test_timelines_of_one_name_are_joined_and_days_are_doubted(tmp_path: Path) -> None:
    merged = merge(folder(tmp_path, GENOMIC | TIMELINE), imaging())
    assert merged.write["data_timeline_status.txt"] == (
        "PATIENT_ID\tSTART_DATE\tSTOP_DATE\tEVENT_TYPE\tSTYLE_COLOR\tCURATED_CANCER_STATUS\n"
        "P-9\t5\t\tSTATUS\t#112233\t\n"
        "P-1\t200\t\tSTATUS\t#7f7f7f\tstable\\_disease \\[a\\]\n"
    )
    assert "meta_timeline_imaging.txt" in merged.write
    assert [message for code, message in messages(merged) if code == "I2F-E058"] == [
        "the imaging's day 0 is the diagnosis, or else first imaging session: the study's own days must count from "
        "the same day"
    ]


def test_resources_are_joined_and_the_studys_own_keep_their_ids(tmp_path: Path) -> None:
    merged = merge(folder(tmp_path, GENOMIC | RESOURCES), imaging(**LINKS))
    definitions = {row["RESOURCE_ID"]: row for row in table(merged, "data_defs.txt")}
    assert definitions["VIEWER_CT"]["DISPLAY_NAME"] == "Theirs"
    assert all(row["OPEN_BY_DEFAULT"] in ("true", "false") and row["PRIORITY"] for row in definitions.values())
    links = table(merged, "data_links.txt")
    assert links[0] == {"PATIENT_ID": "P-9", "RESOURCE_ID": "REPORT", "URL": "https://r.example.org/9"}
    assert {row["RESOURCE_ID"] for row in links} == {"REPORT", "VIEWER_MR"}, "theirs is of samples"
    assert "data_resource_patient.txt" not in merged.write
    assert "data_resource_study.txt" in merged.write


def test_crlf_stays_in_a_table_that_is_joined(tmp_path: Path) -> None:
    crlf = GENOMIC | {"data_people.txt": GENOMIC["data_people.txt"].replace("\n", "\r\n")}
    text = merge(folder(tmp_path, crlf), imaging()).write["data_people.txt"]
    assert text.count("\r\n") == text.count("\n") == 9


@pytest.mark.parametrize(
    ("path", "text", "told", "where"),
    [
        ("data_people.txt", "\ufeff#A\n", "begins with a byte order mark", "data_people.txt:1"),
        ("data_people.txt", GENOMIC["data_people.txt"] + "P-10\tMale\n", "line 8 has 2 cells", "data_people.txt:8"),
        ("data_people.txt", GENOMIC["data_people.txt"] + "\n", "line 8 is blank", "data_people.txt:8"),
        ("data_people.txt", "#A\n#B\n#C\nPATIENT_ID\n", "has 3 lines that begin with #", "data_people.txt:1"),
        ("data_people.txt", "#A\n#B\n#C\n#1\nID\n", "has no column PATIENT_ID", "data_people.txt:5"),
        ("data_people.txt", "", "no line with the names", "data_people.txt:1"),
        ("data_clinical_sample.txt", GENOMIC["data_clinical_sample.txt"].replace("P-9\tP-9-01", "P-9\tP-2-01"),
         "is of another patient", "data_clinical_sample.txt:7"),
        ("meta_study.txt", "name: x\n", "holds no study", ""),
        ("meta_study.txt", GENOMIC["meta_study.txt"].replace("gbm_x_2020", "other"), "the study there is other", ""),
        ("meta_clinical_sample.txt", "cancer_study_identifier: gbm_x_2020\n", "no table of samples", ""),
        ("data_generic_assay_radiomics_mr_t1c_tumor.txt", "x\n", "a file of this name", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused(tmp_path: Path, path: str, text: str, told: str, where: str) -> None:
    existing = folder(tmp_path, GENOMIC | {path: text})
    with pytest.raises(UsageFault, match=told) as caught:
        merge(existing, imaging())
    assert caught.value.where.startswith(where or str(existing))


def test_a_table_that_is_not_utf_8_is_refused_by_its_line(tmp_path: Path) -> None:
    existing = folder(tmp_path, GENOMIC)
    (existing / "data_people.txt").write_bytes(GENOMIC["data_people.txt"].encode() + b"P-8\tMale\t\xe9\t1\n")
    with pytest.raises(UsageFault, match="line 8 is not UTF-8"):
        merge(existing, imaging())


def test_profiles_and_lists_that_the_study_has_stay(tmp_path: Path) -> None:
    theirs = {
        "meta_rad.txt": "cancer_study_identifier: gbm_x_2020\nstable_id: radiomics_mr_t1c_tumor\n",
        "case_lists/x.txt": "cancer_study_identifier: gbm_x_2020\nstable_id: gbm_x_2020_mr\ncase_list_ids: P-1-01\n",
    }
    merged = merge(folder(tmp_path, GENOMIC | theirs), imaging())
    assert "meta_generic_assay_radiomics_mr_t1c_tumor.txt" not in merged.write
    assert "case_lists/cases_mr.txt" not in merged.write
    kept = [message for code, message in messages(merged) if code == "I2F-E056"]
    assert "the study has radiomics_mr_t1c_tumor already; it stays as it is" in kept
    assert "the study has gbm_x_2020_mr already; it stays as it is" in kept


def test_the_same_input_gives_the_same_files(tmp_path: Path) -> None:
    existing = folder(tmp_path, GENOMIC | TIMELINE | RESOURCES)
    assert merge(existing, imaging(**LINKS)) == merge(existing, imaging(**LINKS))


def test_no_links_of_a_resource_that_the_study_defines_for_something_else(tmp_path: Path) -> None:
    """Also where it has no table of patients' links: ours stands beside, and is looked through all the same."""
    theirs = {path: text for path, text in RESOURCES.items() if "patient" not in path and "links" not in path}
    merged = merge(folder(tmp_path, GENOMIC | theirs), imaging(**LINKS))
    assert {row["RESOURCE_ID"] for row in table(merged, "data_resource_patient.txt")} == {"VIEWER_MR"}
    defined = {row["RESOURCE_ID"]: row["RESOURCE_TYPE"] for row in table(merged, "data_defs.txt")}
    assert (defined["VIEWER_CT"], defined["VIEWER_MR"]) == ("SAMPLE", "PATIENT")
    with writing_merged(tmp_path / "merged", tmp_path / "genomic", merged) as found:
        assert "I2F-E084" not in {one.code for one in found}
    assert (tmp_path / "merged" / "data_defs.txt").is_file()


def test_an_address_of_the_whole_study_stands_once_and_no_tab_is_empty(tmp_path: Path) -> None:
    licence = str(LINKS["licence"])
    theirs = {
        "meta_resource_definition.txt": RESOURCES["meta_resource_definition.txt"],
        "data_defs.txt": "RESOURCE_ID\tRESOURCE_TYPE\tDISPLAY_NAME\nTERMS\tSTUDY\tTerms\n",
        "meta_resource_study.txt": "cancer_study_identifier: gbm_x_2020\nresource_type: STUDY\ndata_filename: d.txt\n",
        "d.txt": f"RESOURCE_ID\tURL\nTERMS\t{licence}\n",
    }
    merged = merge(folder(tmp_path, GENOMIC | theirs), imaging(**LINKS))
    links = table(merged, "d.txt")
    assert [row["RESOURCE_ID"] for row in links if row["URL"] == licence] == ["TERMS"]
    assert {row["RESOURCE_ID"] for row in links} >= {"TERMS", "CATALOGUE_RECORD", "ACCESS_REQUEST"}
    assert "LICENCE" not in {row["RESOURCE_ID"] for row in table(merged, "data_defs.txt")}


@pytest.mark.parametrize("name", ["../data_people.txt", "/etc/data_people.txt", "", "nowhere.txt"])
def test_a_table_outside_the_folder_is_not_read_and_not_written(tmp_path: Path, name: str) -> None:
    meta_file = GENOMIC["meta_clinical_patient.txt"].replace("data_people.txt", name)
    (tmp_path / "data_people.txt").write_text(GENOMIC["data_people.txt"])
    with pytest.raises(UsageFault, match="names a file that is not in the folder"):
        merge(folder(tmp_path, GENOMIC | {"meta_clinical_patient.txt": meta_file}), imaging())
