"""From a snapshot to a folder: the demo's projects, the command, and what can be wrong with either."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.archives import ArchiveSettings, Login
from img2fair.cbioportal import RULES, Study, StudySettings, find_project, read_key
from img2fair.cbioportal import study as study_module
from img2fair.cli import run as run_img2fair
from img2fair.cli.export import command
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.errors import Exit, Fault, UsageFault
from img2fair.exporting import Order, Output, export
from img2fair.model import Snapshot
from img2fair.model.snapshot_file import read_snapshot, write_snapshot
from img2fair.pipeline import harvest_to
from tests.cbioportal.checker import meta, patients, problems, rows, samples
from tests.cbioportal.studies import HEADER, KEY, OHIF, make_study, project, session, study, subject

SLIM = "https://viewer.example.org/slim/studies/{study_instance_uid}"
EXPORTABLE = (
    "b_mode_and_ceus_liver", "cmb_pca", "covid_19_ar", "icdc_glioma", "pseudo_phi_dicom_data",
    "qin_prostate_repeatability", "soft_tissue_sarcoma", "tcga_brca", "tcga_kich",
)  # fmt: skip


@pytest.fixture(scope="module")
def snapshot_file(content: ArchiveContent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo archive, harvested by its own user."""
    path = tmp_path_factory.mktemp("snapshot") / "snapshot.jsonl"
    with DemoArchive(content) as archive:
        settings = ArchiveSettings(archive.url, "https://xnat.example.org", Login("demo", "demo"))
        harvest_to(path, "xnat", settings, lambda *_: None)
    yield path


@pytest.fixture(scope="module")
def snapshot(snapshot_file: Path) -> Snapshot:
    return read_snapshot(snapshot_file)


def made(snapshot: Snapshot, settings: StudySettings) -> Study:
    key = KEY if settings.patient_id == "hash" else None
    return make_study(find_project(snapshot, settings.project), snapshot.header, settings, key)


def export_study(snapshot: Snapshot, settings: StudySettings, key: Path, folder: Path) -> Study:
    return export(snapshot, Order(settings, key, work=folder.parent / "work"), Output(folder)).study


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", EXPORTABLE)
@pytest.mark.parametrize("viewer", [False, True])
def test_every_project_of_the_demo_makes_a_study(
    name: str, viewer: bool, snapshot: Snapshot, content: ArchiveContent
) -> None:
    viewers = {"default": OHIF, "SM": SLIM} if viewer else {}
    written = made(snapshot, StudySettings(name, viewers=viewers, study_uids=True))
    assert not problems(written.files)
    text = "\n".join(written.files.values())
    for person in content.project(name).subjects:
        assert not re.search(rf"(?<![\w.-]){re.escape(person.label)}(?![\w-])", text)
        assert person.id not in text
        for visit in person.sessions:
            assert visit.label not in text
            assert (visit.uid in text) == viewer
            assert str(visit.date) not in text
    assert not re.search(r"(?<![\d.])(19|20)\d\d-\d\d-\d\d", text), "a date"


def test_the_barcodes_of_tcga_where_the_config_keeps_labels(snapshot: Snapshot) -> None:
    settings = StudySettings(
        "tcga_brca", patient_id="label", cancer_type="brca", catalogue="https://catalogue.example.org",
        study_uids=True, viewers={"default": OHIF, "SM": SLIM},
    )  # fmt: skip
    files = made(snapshot, settings).files
    assert not problems(files)
    assert len(patients(files)) == 120
    assert all(re.fullmatch(r"TCGA-\w\w-\w{4}", id_) for id_ in patients(files))
    assert all(re.fullmatch(r"TCGA-\w\w-\w{4}-01", id_) for id_ in samples(files))
    record = "https://catalogue.example.org/dataset/tcga_brca"
    assert record in meta(files["meta_study.txt"])["description"]
    assert json.loads(files["study_tags.json"])["Catalogue record"] == record
    assert rows(files["data_resource_study.txt"]) == [
        {"RESOURCE_ID": "CATALOGUE_RECORD", "URL": record},
        {"RESOURCE_ID": "XNAT_PROJECT", "URL": "https://xnat.example.org/data/projects/tcga_brca?format=html"},
    ]
    links = {row["RESOURCE_ID"]: row["URL"].split("/")[3] for row in rows(files["data_resource_patient.txt"])}
    assert links == {"VIEWER_MR": links["VIEWER_MR"], "VIEWER_MG": links["VIEWER_MR"], "VIEWER_SM": "slim"} | links
    assert {row["ONCOTREE_CODE"] for row in rows(files["data_clinical_sample.txt"])} == {"BRCA"}


def test_labels_with_a_hospital_number_only_by_the_configs_word(snapshot: Snapshot) -> None:
    assert all(id_.startswith("P-") for id_ in patients(made(snapshot, StudySettings("tcga_brca")).files))


def test_the_same_snapshot_and_key_give_the_same_bytes(snapshot: Snapshot, tmp_path: Path) -> None:
    key_file, settings = tmp_path / "key", StudySettings("cmb_pca", viewers={"default": OHIF}, study_uids=True)
    export_study(snapshot, settings, key_file, tmp_path / "one")
    first = contents(tmp_path / "one")
    export_study(snapshot, settings, key_file, tmp_path / "two")
    export_study(snapshot, settings, key_file, tmp_path / "one")
    assert first == contents(tmp_path / "one") == contents(tmp_path / "two")
    key_file.unlink()
    export_study(snapshot, settings, key_file, tmp_path / "one")
    assert contents(tmp_path / "one")["data_clinical_patient.txt"] != first["data_clinical_patient.txt"]
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["key", "one", "one.report", "two", "two.report", "work"], "nothing is left behind"


def run(*arguments: object) -> int:
    """Run the command; a fault comes through as it is."""
    code = command.main(["cbioportal", *map(str, arguments)], prog_name="export", standalone_mode=False)
    return int(code or 0)


def test_the_command(
    snapshot_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(snapshot_file, "--project", "tcga_kich", "-o", "study", "--json") == 0
    told = capsys.readouterr()
    assert (tmp_path / "study").stat().st_mode & 0o777 == 0o700, "rows are people"
    summary = json.loads(told.out)
    assert (summary["study"], summary["patients"], summary["samples"], summary["sessions"]) == (
        "tcga_kich",
        113,
        113,
        128,
    )
    assert {found["code"] for found in summary["findings"]} >= {"I2F-E004", "I2F-E005"}
    assert "exported tcga_kich: 113 patients, 113 samples, 128 imaging sessions" in told.err
    assert sorted(contents(tmp_path / "study")) == sorted([*summary["files"], ".img2fair-study"])
    key = tmp_path / "cbioportal.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.read_bytes().strip() not in b"".join(contents(tmp_path / "study").values())


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("breast_diagnosis", Exit.PRIVACY, "is not in the snapshot: private projects"),
        ("tcga_brac", Exit.USAGE, "has no project 'tcga_brac'"),
    ],
)
def test_a_project_that_is_not_there(
    name: str, code: Exit, told: str, snapshot_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Fault, match=told) as caught:
        run(snapshot_file, "--project", name, "-o", "study")
    assert caught.value.code == code
    assert "tcga_brca" in str(caught.value) or code == Exit.PRIVACY
    assert not list(tmp_path.iterdir())


def written(tmp_path: Path, *, unread: frozenset[str] = frozenset(), empty: bool = False) -> Path:
    one = project([subject("S1", "Jansen^Piet")], [] if empty else [session("E1", "S1", "2020-01-01")])
    write_snapshot(tmp_path / "s.jsonl", [replace(one, unread=unread)], lambda: HEADER)
    return tmp_path / "s.jsonl"


@pytest.mark.parametrize(
    ("unread", "empty", "told"),
    [
        (frozenset[str](), True, "project P1 has no imaging sessions"),
        (frozenset({"sessions"}), True, "did not give the sessions of project P1"),
        (frozenset({"subjects"}), False, "did not give the subjects of project P1"),
    ],
)
def test_a_project_without_sessions(
    unread: frozenset[str], empty: bool, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = written(tmp_path, unread=unread, empty=empty)
    with pytest.raises(UsageFault, match=told):
        run(file, "--project", "P1", "-o", "study")
    assert list(tmp_path.iterdir()) == [file]


def test_labels_that_are_no_ids_write_nothing(tmp_path: Path) -> None:
    settings = StudySettings("P1", patient_id="label")
    with pytest.raises(UsageFault, match="1 of 1 subject labels") as caught:
        export_study(read_snapshot(written(tmp_path)), settings, tmp_path / "key", tmp_path / "study")
    assert "Jansen" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["s.jsonl"]


def test_a_folder_in_use_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageFault, match="something else here"):
        run(written(tmp_path), "--project", "P1", "-o", "study")
    assert contents(tmp_path / "study") == {"thesis.txt": b"years of work"}


def test_a_write_that_fails_leaves_the_old_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot, settings = read_snapshot(written(tmp_path)), StudySettings("P1")
    export_study(snapshot, settings, tmp_path / "key", tmp_path / "study")
    before = contents(tmp_path / "study")
    count = 0

    def full(path: Path, text: str) -> None:
        nonlocal count
        count += 1
        if count == 5:
            raise OSError(28, "No space left on device")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    monkeypatch.setattr(study_module, "write_text", full)
    with pytest.raises(Fault, match="No space left") as caught:
        export_study(snapshot, StudySettings("P1", name="other"), tmp_path / "key", tmp_path / "study")
    assert caught.value.code == Exit.UNAVAILABLE
    assert contents(tmp_path / "study") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key", "s.jsonl", "study", "study.report", "work"]


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    key = read_key(tmp_path / "work" / "key", tmp_path / "study")
    assert len(key) == 32
    assert read_key(tmp_path / "work" / "key", tmp_path / "study") == key
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["key"]
    (tmp_path / "work" / "key").chmod(0o644)
    with pytest.raises(UsageFault, match="others may read the key"):
        read_key(tmp_path / "work" / "key", tmp_path / "study")
    (tmp_path / "work" / "key").chmod(0o600)
    (tmp_path / "work" / "key").write_text(key.hex()[:10])
    with pytest.raises(UsageFault, match="damaged") as caught:
        read_key(tmp_path / "work" / "key", tmp_path / "study")
    assert key.hex()[:10] not in str(caught.value)
    with pytest.raises(UsageFault, match="would lie in the study"):
        read_key(tmp_path / "study" / "work" / "key", tmp_path / "study")


def test_texts_of_the_config_come_before_the_archives() -> None:
    one = project([subject("S1")], [session("E1", "S1", "2020-01-01")], name="Title <b>", description="long " * 400)
    about = meta(study(one).files["meta_study.txt"])
    assert about["name"] == "Title \\u2039b\\u203a"
    assert len(about["description"]) <= 1024
    assert "Day 0 is each patient's first imaging session" in about["description"]
    about = meta(study(one, name="É", description="Ours.", study_id="x_1", groups="LAB;WARD").files["meta_study.txt"])
    assert (about["name"], about["groups"], about["cancer_study_identifier"]) == ("\\u00c9", "LAB;WARD", "x_1")
    assert about["description"].startswith(
        "Ours. Patients: 1, imaging sessions: 1, from project P1 at https://xnat.example.org."
    )


def test_sessions_that_a_viewer_cannot_open_are_told() -> None:
    sessions = [session("E1", "S1", "2020-01-01", study_instance_uid="1.2.3"), session("E2", "S1", "2020-01-02")]
    made = study(project([subject("S1")], sessions), viewers={"default": OHIF})
    assert ("I2F-E006", "1 imaging sessions have no link to the viewer") in [(f.code, f.message) for f in made.findings]
    assert len(rows(made.files["data_resource_patient.txt"])) == 1
    assert [row["VIEWER"] for row in rows(made.files["data_timeline_imaging.txt"])] == [
        "[Open the images](https://viewer.example.org/viewer?StudyInstanceUIDs=1.2.3:blank)",
        "",
    ]


def test_every_finding_has_an_explanation() -> None:
    assert all(re.fullmatch(r"I2F-E0\d\d", code) and rule.code == code for code, rule in RULES.items())
    assert {f"I2F-E{number:03}" for number in (*range(1, 7), *range(50, 60))} <= set(RULES)
    assert all(rule.why and rule.cure and rule.title for rule in RULES.values())


def test_the_config_says_how(snapshot_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "img2fair.yaml"
    config.write_text(
        "archive: {url: https://xnat.example.org}\n"
        "cbioportal:\n"
        "  catalogue: https://catalogue.example.org\n"
        "  projects:\n"
        f"    tcga_brca: {{patient_id: label, cancer_type: brca, study_uids: true, viewer: '{OHIF}'}}\n"
        "    pseudo_phi_dicom_data: {patient_id: label}\n"
    )
    out = tmp_path / "study"
    arguments = ["export", "cbioportal", str(snapshot_file), "-c", str(config), "-o", str(out), "--project"]
    assert run_img2fair([*arguments, "tcga_brca"]) == 0
    files = {path: text.decode() for path, text in contents(out).items() if path != ".img2fair-study"}
    assert not problems(files)
    assert all(id_.startswith("TCGA-") for id_ in patients(files))
    assert "VIEWER_MR" in files["data_resource_patient.txt"]
    assert "https://catalogue.example.org/dataset/tcga_brca" in files["data_resource_study.txt"]
    assert not (tmp_path / "cbioportal.key").exists(), "labels need no key"
    config.write_text(config.read_text().replace("patient_id: label", "patient_ids: label", 1))
    assert run_img2fair([*arguments, "tcga_brca"]) == 2
    assert "did you mean 'patient_id'?" in capsys.readouterr().err
    assert run_img2fair(["rule", "I2F-E005"]) == 0
