"""A whole export into a study that is there: what stops it, and what is looked at before anything is written."""

from pathlib import Path
from typing import Any

import pytest

from img2fair.cbioportal import StudySettings
from img2fair.errors import UsageFault
from img2fair.exporting import Exported, Order, Output, export
from img2fair.model import Snapshot
from tests.cbioportal.checker import meta
from tests.cbioportal.cohorts import made
from tests.cbioportal.studies import HEADER, project, session, subject
from tests.cbioportal.test_merge import GENOMIC, TIMELINE, folder

PEOPLE = project(
    [subject("A", sex="F"), subject("B", sex="M")],
    [session("E1", "A", "2020-01-01"), session("E2", "B", "2020-01-01")],
)
TABLE = "subject\tpatient_id\tsample_id\nA\tP-1\tP-1-01\nB\tP-9\tP-9-01\n"
WHOLE = {path: text for path, text in GENOMIC.items() if path != "meta_mutations.txt"}


def exported(tmp_path: Path, table: str = TABLE, **places: Path) -> Exported:
    for name in ("keys", "config"):
        (tmp_path / name).mkdir(exist_ok=True)
    settings: dict[str, Any] = {"study_id": "gbm_x_2020", "samples": "table" if table else "subject"}
    sample_table = tmp_path / "config" / "samples.tsv"
    sample_table.write_text(table, encoding="utf-8")
    order = Order(
        StudySettings("P1", **settings), tmp_path / "keys" / "key", tmp_path / "work", sample_table=sample_table
    )
    output = Output(tmp_path / "study", **places)
    return export(Snapshot(HEADER, lambda: iter([PEOPLE])), order, output)


def messages(study: Exported) -> list[str]:
    return [found.message for found in study.findings]


def test_imaging_that_has_all_samples_of_its_table_has_a_list_in_the_study(tmp_path: Path) -> None:
    assert exported(tmp_path, into=folder(tmp_path, GENOMIC)).written
    lists = tmp_path / "study" / "case_lists"
    assert meta((lists / "cases_mr.txt").read_text())["case_list_ids"] == "P-1-01\tP-9-01"
    assert not (lists / "cases_imaging.txt").exists(), "it would be equal"


def test_what_the_whole_has_is_not_told_as_missing_from_the_imaging(tmp_path: Path) -> None:
    told = messages(exported(tmp_path, into=folder(tmp_path, GENOMIC)))
    assert [one for one in told if "DFS_STATUS and DFS_MONTHS" in one] == [
        "data_people.txt: DFS_STATUS and DFS_MONTHS are not there, so there is no survival to show"
    ]


def test_a_merged_study_that_would_not_load_does_not_take_the_place_of_the_one_before(tmp_path: Path) -> None:
    existing = folder(tmp_path, WHOLE)
    assert exported(tmp_path, into=existing).written
    before = (tmp_path / "study" / "data_people.txt").read_bytes()
    study = exported(tmp_path, into=existing, table=TABLE.replace("P-1\tP-1-01", "p-1\tp-1-01"))
    assert not study.written, "two samples are one for a database that does not look at case"
    assert (tmp_path / "study" / "data_people.txt").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == set(), "nothing is left over"


def test_what_is_wrong_with_the_study_itself_is_told_and_does_not_stop(tmp_path: Path) -> None:
    broken = TIMELINE["data_timeline_status.txt"].replace("\t5\t", "\tx\t")
    study = exported(tmp_path, into=folder(tmp_path, GENOMIC | TIMELINE | {"data_timeline_status.txt": broken}))
    assert study.written
    assert "meta_mutations.txt: is not UTF-8" in messages(study)


def test_imaging_of_other_people_joins_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="no patient of the imaging is in the study"):
        exported(tmp_path, into=folder(tmp_path, GENOMIC), table="")


def test_a_merged_study_is_not_loaded_in_part(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="cannot be loaded in part"):
        exported(tmp_path, into=folder(tmp_path, GENOMIC), incremental=tmp_path / "part")
    assert not (tmp_path / "part").exists()


def test_the_study_before_is_read_for_an_incremental_folder_alone(tmp_path: Path) -> None:
    """A merged one holds genomic files of any size and encoding."""
    assert exported(tmp_path, into=folder(tmp_path, GENOMIC)).written
    assert b"\xe9" in (tmp_path / "study" / "meta_mutations.txt").read_bytes()
    assert exported(tmp_path, into=tmp_path / "genomic").written


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"report": "study/report"}, "the report would lie in the study"),
        ({"report": "study"}, "the report would lie in the study"),
        ({"incremental": "study/part"}, "the incremental folder would lie in the study"),
        ({"incremental": "study"}, "the incremental folder would lie in the study"),
        ({"incremental": "part", "report": "part/report"}, "the report would lie in the incremental folder"),
        ({"report": "."}, "the study would lie in the report"),
        ({"into": "study/genomic"}, "the study that it joins would lie in the study"),
    ],
)
def test_what_is_written_lies_apart(tmp_path: Path, place: dict[str, str], told: str) -> None:
    with pytest.raises(UsageFault, match=told):
        exported(tmp_path, TABLE, **{name: tmp_path / path for name, path in place.items()})
    assert not (tmp_path / "study").exists()


def test_nothing_takes_its_place_where_the_report_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("something else")
    with pytest.raises(UsageFault, match="something else here"):
        exported(tmp_path, table="", incremental=tmp_path / "part", report=tmp_path / "report")
    assert not (tmp_path / "study").exists(), "a study without its ledger"
    assert not (tmp_path / "part").exists()
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_all_that_were_imaged_are_a_list_where_the_study_has_others_too() -> None:
    """Alone they are all samples, of which the portal makes the list itself."""
    name = "case_lists/cases_imaging.txt"
    assert name not in made().files
    listed = meta(made(samples="table").files[name])
    assert (listed["stable_id"], listed["case_list_ids"]) == ("brain1_imaging", "P-1-01\tP-2-01\tP-3-01")
