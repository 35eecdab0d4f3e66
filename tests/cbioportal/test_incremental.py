"""A folder for an incremental load: what the importer takes of it, and what it would leave behind."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from img2fair.cbioportal.incremental import incremental, read_study
from img2fair.cbioportal.study import write_study
from img2fair.clinical.cohort import Cohort
from img2fair.errors import UsageFault
from tests.cbioportal.checker import meta, rows
from tests.cbioportal.cohorts import cohort, made
from tests.cbioportal.test_build import LINKS


def told(before: Any, after: Any) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in incremental(after, before.files).findings]


@pytest.mark.parametrize("strategy", ["subject", "session"])
def test_only_what_the_importer_takes(strategy: str) -> None:
    study = made(samples=strategy, **LINKS)
    files = incremental(study).files
    for path, text in files.items():
        if path.startswith("meta_"):
            said = meta(text)
            assert said["genetic_alteration_type"] in ("CLINICAL", "GENERIC_ASSAY")
            assert said["data_filename"] in files
    assert not [path for path in files if "resource" in path or "study" in path]
    assert {path for path in files if path.startswith("case_lists/")} == {
        path for path in study.files if path.startswith("case_lists/")
    }
    assert all(text == study.files[path] for path, text in files.items() if "timeline" not in path)


def test_all_events_in_one_file_because_the_importer_forgets_those_of_another() -> None:
    study = made(samples="session", **LINKS)
    files = incremental(study).files
    assert [path for path in files if "timeline" in path] == ["meta_timeline.txt", "data_timeline.txt"]
    told = rows(files["data_timeline.txt"])
    apart = [row for path, text in study.files.items() if path.startswith("data_timeline") for row in rows(text)]
    assert len(told) == len(apart)
    assert [row["PATIENT_ID"] for row in told] == sorted(row["PATIENT_ID"] for row in told)
    for row in apart:
        (found,) = (one for one in told if row.items() <= one.items())
        assert all(not value or name in row or name.startswith("STYLE_") for name, value in found.items())
    assert all(row["STYLE_SHAPE"] and row["STYLE_COLOR"] for row in told), "a style in every row"


def test_nothing_is_told_where_nothing_changed() -> None:
    assert told(made(**LINKS), made(**LINKS)) == []


def test_people_who_are_gone_stay_in_the_portal() -> None:
    fewer = Cohort(cohort().patients[1:])
    assert ("I2F-E053", "1 rows of the earlier export are gone from data_clinical_patient.txt") in told(
        made(), made(fewer)
    )
    assert [message for code, message in told(made(), made(fewer)) if code == "I2F-E053"] == [
        "1 rows of the earlier export are gone from data_clinical_patient.txt",
        "1 rows of the earlier export are gone from data_clinical_sample.txt",
        "1 rows of the earlier export are gone from timeline",
        "1 rows of the earlier export are gone from data_generic_assay_radiomics_mr_t1c_tumor.txt",
    ]


def test_links_come_with_a_full_load_only() -> None:
    after = made(**LINKS | {"access_request": "https://catalogue.example.org/other"})
    assert told(made(**LINKS), after) == [
        ("I2F-E054", "data_resource_study.txt differs from the earlier export"),
        ("I2F-E054", "study_tags.json differs from the earlier export"),
    ]


def test_a_case_list_that_the_portal_has_not_would_stop_the_importer() -> None:
    before, after = made(Cohort(cohort().patients[1:])), made()
    new = {path for path in after.files if path.startswith("case_lists/")} - set(before.files)
    assert new == {"case_lists/cases_segmentation.txt"}
    found = incremental(after, before.files)
    assert not new & set(found.files)
    assert "case_lists/cases_segmentation.txt differs from the earlier export" in [
        one.message for one in found.findings
    ]


def test_a_study_that_joins_another_is_loaded_as_a_whole() -> None:
    with pytest.raises(UsageFault, match="cannot be loaded in part"):
        incremental(replace(made(), joined=True))


def test_the_earlier_export_is_read_from_its_folder(tmp_path: Path) -> None:
    study = made(**LINKS)
    write_study(tmp_path / "study", study)
    assert read_study(tmp_path / "study") == study.files
