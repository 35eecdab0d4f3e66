"""The lint of a study: a good one and mutations of it, and texts that are not repeated."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.cbioportal.lint import EXPECTED, lint, lint_folder
from img2fair.cbioportal.lint.problems import PROBLEMS
from img2fair.cbioportal.rules_lint import RULES_LINT
from img2fair.errors import UsageFault
from img2fair.findings import Severity
from tests.cbioportal.lint_cases import Case, cases, good_study, told
from tests.sizes import size

CASES = cases()
GOOD = good_study()
PATIENTS = "data_clinical_patient.txt"


def write(files: dict[str, str], folder: Path) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


def test_a_good_study_has_no_findings() -> None:
    assert not lint(GOOD)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_each_mutation_is_found_where_it_is(case: Case) -> None:
    assert told(lint(case.files)) == case.found


def test_there_are_mutations_for_every_rule() -> None:
    found = {line.partition(" ")[0] for case in CASES for line in case.found}
    assert {f"I2F-{code}" for code in found} == set(RULES_LINT)
    assert len({case.why for case in CASES}) == len(CASES) >= 120


@pytest.mark.parametrize("case", CASES[:: size(12, 1)], ids=lambda case: case.why)
def test_a_folder_is_judged_as_its_files_are(case: Case, tmp_path: Path) -> None:
    assert told(lint_folder(write(case.files, tmp_path))) == told(lint(case.files))


def test_every_problem_belongs_to_a_rule() -> None:
    assert {problem.code for problem in PROBLEMS.values()} == set(RULES_LINT)
    assert {problem.code for problem in PROBLEMS.values()} >= EXPECTED
    for problem in PROBLEMS.values():
        assert re.findall(r"{\w+}", problem.english) == re.findall(r"{\w+}", problem.dutch)
        assert problem.code not in EXPECTED or problem.severity is Severity.WARNING


def test_rows_alike_are_one_finding_in_two_languages() -> None:
    head, _, rows = GOOD[PATIENTS].partition("P-1")
    wide = ["P-1" + rows.split("\n")[0]]
    people = [f"X-{number}" + wide[0].removeprefix("P-1").replace("\t61\t", "\tadult\t") for number in range(2500)]
    found = [one for one in lint({**GOOD, PATIENTS: head + "\n".join(people) + "\n"}) if one.code == "I2F-E077"]
    assert [one.message for one in found] == [
        f"{PATIENTS}, line 6, column AGE: a value is not a number (and 2499 more)"
    ]
    assert found[0].said("nl") == f"{PATIENTS}, regel 6, kolom AGE: een waarde is geen getal (en nog 2499)"
    assert found[0].cured("nl") != found[0].cure
    assert (found[0].where[0].screen, found[0].where[0].field) == (PATIENTS, "line 6, column AGE")


def test_findings_tell_what_they_are_about() -> None:
    broken = {path: text for path, text in GOOD.items() if path != "meta_study.txt"}
    (found,) = lint(broken, key="https://xnat.example.org/P1", project="P1")
    assert (found.key, found.project) == ("https://xnat.example.org/P1", "P1")


def test_molecular_data_that_join_are_not_opened(tmp_path: Path) -> None:
    meta = (
        "cancer_study_identifier: img_example_2026\ngenetic_alteration_type: MUTATION_EXTENDED\ndatatype: MAF\n"
        "stable_id: mutations\nshow_profile_in_analysis_tab: true\nprofile_name: M\nprofile_description: M\n"
        "data_filename: data_mutations.txt\n"
    )
    files = {**GOOD, "meta_mutations.txt": meta}
    assert told(lint(files)) == ["E065 meta_mutations.txt 8"]
    assert not lint(files, ["data_mutations.txt"])
    folder = write(files, tmp_path)
    (folder / "data_mutations.txt").write_bytes(b"\xff not ours")
    assert not lint_folder(folder)


def test_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    folder = write(GOOD, tmp_path)
    path = folder / PATIENTS
    path.write_bytes(path.read_bytes().replace(b"Arm A", b"Arm \xe9"))
    assert told(lint_folder(folder)) == [f"E060 {PATIENTS}"]


def test_half_a_character_is_no_utf_8() -> None:
    assert told(lint({**GOOD, PATIENTS: GOOD[PATIENTS].replace("Arm A", "Arm \ud800")})) == [f"E060 {PATIENTS}"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        lint_folder(tmp_path / "nowhere")


CANARY = "Zonnebloemlaan"
MARKS = st.text(st.sampled_from("\t\n\r\"'#:|<>,;=-_.\\[]() 0aZé\u2028\ud800\x00"), max_size=6)


@given(st.sampled_from(sorted(GOOD)), st.integers(0, 3000), MARKS, MARKS)
def test_whatever_stands_in_a_file_is_judged_and_not_repeated(path: str, at: int, before: str, after: str) -> None:
    text = GOOD[path]
    at %= len(text) + 1
    for found in lint({**GOOD, path: f"{text[:at]}{before}{CANARY}{after}{text[at:]}"}):
        if path not in (PATIENTS, "data_clinical_sample.txt") and "column" not in found.message:
            assert CANARY not in found.message + found.said("nl")


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.none() | st.text(max_size=60), max_size=4))
def test_no_study_is_so_broken_that_it_is_not_judged(changes: dict[str, str | None]) -> None:
    files = {path: changes.get(path, text) for path, text in GOOD.items()}
    lint({path: text for path, text in files.items() if text is not None})
