"""The export as a whole, by its command: what is written, what is not, and what stays as it was."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from img2fair.cli import run
from img2fair.model import Header, Project, Visibility
from img2fair.model.snapshot_file import write_snapshot
from tests.cbioportal.checker import meta, problems, rows
from tests.privacy.clinical_projects import PROJECT, assessment, project, session, subject
from tests.servers.cbioportal import CbioportalService

PEOPLE = 12
DECIDED = """
schema: img2fair/harmonisation
version: 1
project: BRAIN1
fields:
  subjects.sex: {decide: export, to: SEX, as: sex}
  subjects.variables.arm: {decide: export, to: ARM, values: {A: Arm A, B: Arm B}}
"""


def brain(*, people: int = PEOPLE, arm: Callable[[int], str] = lambda one: "AB"[one % 2], **fields: Any) -> Project:
    subjects = [subject(one, sex="MF"[one % 2], variables={"arm": arm(one)}) for one in range(people)]
    made = project(subjects, [session(one, 1, f"2020-01-{one + 1:02}") for one in range(people)])
    return made if not fields else Project(**{**{name: getattr(made, name) for name in made.__slots__}, **fields})


class Room:
    """A folder with a config, a harmonisation file and a snapshot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config({"mapping": "brain1.yaml"})
        (folder / "brain1.yaml").write_text(DECIDED, "utf-8")
        self.harvest(brain())

    def config(self, entry: Mapping[str, object], **more: object) -> None:
        said = {"archive": {"url": "https://xnat.example.org"}, "cbioportal": {**more, "projects": {PROJECT: entry}}}
        (self.folder / "img2fair.yaml").write_text(json.dumps(said), "utf-8")

    def harvest(self, made: Project, *depth: str) -> None:
        time = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        header = Header("https://xnat.example.org", "XNAT 1.9", "r", time, "user", depth=depth or ("clinical",))
        write_snapshot(self.folder / "s.jsonl", [made], lambda: header)

    def export(self, *more: str) -> int:
        return run(["export", "cbioportal", "s.jsonl", "--project", PROJECT, "-o", "study", *more])

    def files(self, name: str = "study") -> dict[str, str]:
        folder = self.folder / name
        found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
        return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.chdir(tmp_path)
    return Room(tmp_path)


def test_a_study_and_its_report_beside_it(room: Room) -> None:
    assert room.export() == 0
    files = room.files()
    assert not problems(files)
    assert {row["ARM"] for row in rows(files["data_clinical_patient.txt"])} == {"Arm A", "Arm B"}
    assert sorted(room.files("study.report")) == [
        "harmonisation.html", "harmonisation.json", "harmonisation.nl.html", "harmonisation.tsv",
        "ledger.json", "study.html", "study.nl.html", "to-mend.tsv",
    ]  # fmt: skip
    assert (room.folder / "study.report").stat().st_mode & 0o777 == 0o700
    assert not [path for path in files if "ledger" in path]
    told = json.loads(room.files("study.report")["harmonisation.json"])
    assert told["verdict"] == "ready"
    assert json.loads((room.folder / ".img2fair" / "studies" / f"{PROJECT}.json").read_text())["patients"] == PEOPLE


def test_a_field_that_is_new_stops_the_export_and_the_report_tells(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    assert room.export() == 0
    before = room.files()
    (room.folder / "brain1.yaml").write_text(DECIDED.partition("  subjects.variables")[0], "utf-8")
    capsys.readouterr()
    assert room.export() == 2
    said = capsys.readouterr().err
    assert "subjects.variables.arm" in said
    assert str(Path("study.report") / "harmonisation.html") in said
    assert room.files() == before
    assert json.loads(room.files("study.report")["harmonisation.json"])["verdict"] == "blocked"


def test_a_value_that_is_new_stops_the_export(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    room.harvest(brain(arm=lambda one: "Caramel" if one < 6 else "A"))
    assert room.export() == 2
    said = capsys.readouterr().err
    assert "subjects.variables.arm: 1 value that nobody has decided on" in said
    assert "Caramel" not in said, "the archive's words are for the steward's report"
    assert "Caramel" in room.files("study.report")["harmonisation.html"]
    assert not (room.folder / "study").exists()


def test_a_doubt_stops_the_export_and_the_old_study_stays(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    assert room.export() == 0
    before = room.files()
    room.config({"mapping": "brain1.yaml", "name": "Study of ZWARTEVEEN-0003"})
    assert room.export() == 7
    said = capsys.readouterr().err
    assert "ZWARTEVEEN" not in said
    assert room.files() == before


def test_what_the_portal_would_refuse_is_not_written(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    room.config({"mapping": "brain1.yaml", "cancer_type": "nosuchtype"}, oncotree={"source": "tree.json"})
    node = {"code": "BRAIN", "name": "CNS/Brain", "mainType": "", "tissue": "CNS/Brain", "parent": "TISSUE", "level": 1}
    (room.folder / "tree.json").write_text(json.dumps([node]), "utf-8")
    assert room.export() == 3
    assert "violation I2F-E010" in capsys.readouterr().err
    assert not (room.folder / "study").exists()
    assert (room.folder / "study.report" / "harmonisation.html").is_file()


def test_a_snapshot_without_clinical_data_has_nothing_to_decide_on(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    room.harvest(brain(), "full")
    assert room.export() == 2
    assert "harvest --clinical" in capsys.readouterr().err
    assert run(["export", "cbioportal", "s.jsonl", "--project", PROJECT, "-o", "new.yaml", "--draft"]) == 2


def test_a_draft_is_decided_and_exported(room: Room) -> None:
    (room.folder / "brain1.yaml").unlink()
    assert run(["export", "cbioportal", "s.jsonl", "--project", PROJECT, "-o", "brain1.yaml", "--draft", "--json"]) == 0
    file = room.folder / "brain1.yaml"
    assert file.stat().st_mode & 0o777 == 0o600
    drafted = file.read_text("utf-8")
    assert room.export() == 2
    file.write_text(drafted.replace('A: "?"', "A: One").replace('B: "?"', "B: Two").replace('"?"', "export"), "utf-8")
    assert room.export() == 0
    decided = file.read_bytes()
    assert run(["export", "cbioportal", "s.jsonl", "--project", PROJECT, "-o", "brain1.yaml", "--draft"]) == 0
    assert file.read_bytes() == decided


def test_without_a_file_sex_and_age_alone_are_exported(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    room.config({})
    assert room.export() == 0
    assert "subjects.variables.arm" in capsys.readouterr().err, "what nobody has decided on is named"
    assert "ARM" not in rows(room.files()["data_clinical_patient.txt"])[0]


def test_the_portal_is_asked_for_its_cancer_types(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    with CbioportalService() as portal:
        room.config({"mapping": "brain1.yaml", "cancer_type": "gb"}, portal=portal.address)
        assert room.export() == 0
    assert "I2F-E012" in capsys.readouterr().err
    assert meta(room.files()["meta_cancer_type.txt"])["datatype"] == "CANCER_TYPE"
    assert room.export() == 0, "nobody answers now"
    assert "I2F-E014" in capsys.readouterr().err


def test_a_private_project_that_its_owner_exports(room: Room) -> None:
    room.harvest(brain(visibility=Visibility.PRIVATE))
    assert room.export() == 0
    assert "groups" not in meta(room.files()["meta_study.txt"])


def test_an_incremental_folder_tells_what_it_does_not_bring(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    assert room.export() == 0
    room.harvest(brain(people=PEOPLE - 1))
    capsys.readouterr()
    assert room.export("--incremental", "part") == 0
    assert "I2F-E053" in capsys.readouterr().err
    part = room.files("part")
    assert "meta_study.txt" not in part
    assert "data_clinical_patient.txt" in part


def test_the_imaging_joins_a_genomic_study(room: Room) -> None:
    genomic = {
        "meta_study.txt": "type_of_cancer: mixed\ncancer_study_identifier: gbm_x_2020\nname: X\ndescription: X\n",
        "meta_clinical_sample.txt": "cancer_study_identifier: gbm_x_2020\ngenetic_alteration_type: CLINICAL\n"
        "datatype: SAMPLE_ATTRIBUTES\ndata_filename: data_clinical_sample.txt\n",
        "data_clinical_sample.txt": "#P\tS\n#P\tS\n#STRING\tSTRING\n#1\t1\nPATIENT_ID\tSAMPLE_ID\nGX-1\tGX-1-T\n",
        "data_mutations.txt": "Hugo_Symbol\tTumor_Sample_Barcode\r\nIDH1\tGX-1-T\r\n",
    }
    (room.folder / "genomic").mkdir()
    for name, text in genomic.items():
        (room.folder / "genomic" / name).write_bytes(text.encode())
    (room.folder / "join.tsv").write_text("subject\tpatient_id\tsample_id\nZWARTEVEEN-0001\tGX-1\tGX-1-T\n", "utf-8")
    entry = {"mapping": "brain1.yaml", "samples": "table", "sample_table": "join.tsv", "study_id": "gbm_x_2020"}
    room.config(entry)
    assert room.export("--into", "genomic") == 0
    assert (room.folder / "study" / "data_mutations.txt").read_bytes() == genomic["data_mutations.txt"].encode()
    assert rows(room.files()["data_clinical_patient.txt"])[0]["PATIENT_ID"] == "GX-1"
    assert rows(room.files()["data_timeline_imaging.txt"])[0]["PATIENT_ID"] == "GX-1"


def test_what_was_not_written_has_no_page_in_the_catalogue(room: Room) -> None:
    """Its texts have not passed the last look: here a label, as the name of an attribute."""
    named = DECIDED.replace("to: ARM,", "to: ARM, name: Score ZWARTEVEEN-0003,")
    (room.folder / "brain1.yaml").write_text(named.replace("A: Arm A", 'A: "?"'), "utf-8")
    assert room.export() == 2
    assert not list((room.folder / ".img2fair").rglob("*.json"))
    (room.folder / "brain1.yaml").write_text(named, "utf-8")
    assert room.export() == 7
    assert not list((room.folder / ".img2fair").rglob("*.json"))


def test_the_key_lies_in_no_folder_that_is_handed_on(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    for name, more in (("part", ("--incremental", "part")), ("other", ("--into", "other")), ("study.report", ())):
        (room.folder / name).mkdir()
        room.config({"mapping": "brain1.yaml"}, key=f"{name}/key")
        assert room.export(*more) == 2
        assert "the key of the pseudonyms would lie in" in capsys.readouterr().err
        assert not list((room.folder / name).iterdir())


def test_a_day_0_that_is_misspelt_stops_the_export(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = "baseline: [{field: subjects.variables.diagnosd/day, is: diagnosis}]\n"
    (room.folder / "brain1.yaml").write_text(DECIDED + wrong, "utf-8")
    assert room.export() == 3
    assert "I2F-E021" in capsys.readouterr().err
    assert not (room.folder / "study").exists()


def test_regions_of_one_program_are_told_apart(room: Room) -> None:
    values = {f"regions/region/{name}/Volume": 1000.5 for name in ("Left-Hippocampus", "Right-Hippocampus")}
    sessions = [
        session(one, 1, f"2020-01-{one + 1:02}", assessments=(assessment("fs:fsData", f"A{one}", 0, values),))
        for one in range(PEOPLE)
    ]
    room.harvest(brain(sessions=tuple(sessions)))
    assays = """
assays:
  volumes_hippocampus:
    decide: export
    from: ["sessions.assessments.fs:fsData.regions/region/*"]
    assay: VOLUMES
    prefix: VOLUMES_FS
"""
    (room.folder / "brain1.yaml").write_text(DECIDED + assays, "utf-8")
    assert room.export() == 0
    names = [row["ENTITY_STABLE_ID"] for row in rows(room.files()["data_generic_assay_volumes_hippocampus.txt"])]
    assert names == ["VOLUMES_FS_Left-Hippocampus_Volume", "VOLUMES_FS_Right-Hippocampus_Volume"]


UNSHOWN = "subjects.variables.arm: 1 value of fewer than 5 patients, or not for showing"


@pytest.mark.parametrize(
    ("reader", "to", "values"),
    [
        ("table", "ARM", "values: {A: Arm A, B: Arm B}"),
        ("oncotree", "ONCOTREE_CODE", "values: {A: GB, B: UM}"),
        ("sex", "SEX_AT_BIRTH", "values: {A: Male, B: Female}"),
        ("number", "ARM", "type: NUMBER, values: {A: 1, B: 2}"),
    ],
)
def test_a_value_of_one_patient_stops_the_export_however_it_is_read(
    room: Room, capsys: pytest.CaptureFixture[str], reader: str, to: str, values: str
) -> None:
    room.harvest(brain(arm=lambda one: "Zwaluw" if one == 3 else "AB"[one % 2]))
    file = room.folder / "brain1.yaml"
    own = f"  subjects.variables.arm: {{decide: export, to: {to}, as: {reader}, {values}}}\n"
    file.write_text(DECIDED.partition("  subjects.variables")[0] + own, "utf-8")
    assert room.export() == 2
    said = capsys.readouterr().err
    assert UNSHOWN in said and "brain1.private-values.yaml" in said and "unlisted: missing" in said
    assert "Zwaluw" not in said + "".join(room.files("study.report").values())
    assert json.loads(room.files("study.report")["harmonisation.json"])["verdict"] == "blocked"
    file.write_text(file.read_text("utf-8").replace("}}", "}, unlisted: missing}"), "utf-8")
    assert room.export() == 0


def test_a_draft_gives_the_steward_the_values_of_few_patients_in_a_file_of_her_own(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    rare = {3: "Zwaluw", 5: "Merel", 7: "a.b@example.org", 9: "Zwaluw " * 12}
    room.harvest(brain(arm=lambda one: rare.get(one, "AB"[one % 2])))
    drafting = ["export", "cbioportal", "s.jsonl", "--project", PROJECT, "-o", "brain1.yaml", "--draft"]
    assert run(drafting) == 0
    assert "4 values of few patients" in capsys.readouterr().err
    private = room.folder / "brain1.private-values.yaml"
    assert private.stat().st_mode & 0o777 == 0o600
    text = private.read_text("utf-8")
    assert text.startswith("# PRIVATE") and "2 more values are not told here" in text
    assert '    values:\n      Merel: "?"\n      Zwaluw: "?"\n' in text and "example.org" not in text
    file = room.folder / "brain1.yaml"
    assert "Zwaluw" not in file.read_text("utf-8") and "Merel" not in file.read_text("utf-8")
    file.write_text(DECIDED.replace("B: Arm B}", "B: Arm B, Zwaluw: Z, Merel: M}, unlisted: missing"), "utf-8")
    assert room.export() == 0
    assert run(drafting) == 0
    assert "Nothing is left" in private.read_text("utf-8")


def test_a_key_that_is_made_is_told_once(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    assert room.export() == 0
    said = capsys.readouterr().err
    assert "made cbioportal.key: keep it" in said
    assert "no error" in said and "metaImport.py -s study" in said
    assert room.export() == 0
    assert "keep it" not in capsys.readouterr().err


def test_the_steward_is_told_whom_to_look_up_and_no_pseudonym(room: Room) -> None:
    room.harvest(brain(arm=lambda one: "Z" if one == 3 else "AB"[one % 2]))
    assert room.export() == 2
    told = room.files("study.report")["to-mend.tsv"]
    assert told == "subject\tfield\twhat\nXNAT_S00003\tsubjects.variables.arm\tunmapped\n"
    assert "XNAT_S" not in room.files("study.report")["ledger.json"]
    assert "XNAT_S" not in room.files("study.report")["harmonisation.html"]
