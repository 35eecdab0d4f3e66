"""Harmonisation files: what is right is read, what is wrong is told at once with its place."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from img2fair.cbioportal.harmonisation import HarmonisationFault, read_decisions
from img2fair.clinical.decisions import (
    AssayDecision,
    Baseline,
    Datatype,
    Decide,
    Kind,
    Level,
    Pick,
    TableKeys,
    Unlisted,
)
from img2fair.errors import Exit

CASES = Path(__file__).parents[2] / "cases" / "harmonisation"
HEAD = "schema: img2fair/harmonisation\nversion: 1\nproject: BRAIN1\n"


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((CASES / f"{name}.yaml").read_text("utf-8"))
    return found


def text_of(case: dict[str, Any]) -> str:
    if "whole" in case:
        return str(case["whole"])
    fields = "".join(f"  {line}\n" for line in case.get("fields", "").splitlines())
    rest = str(case.get("rest", ""))
    return HEAD + (f"fields:\n{fields}" if fields else "") + rest


def fault_of(folder: Path, text: str) -> HarmonisationFault:
    file = folder / "F"
    file.write_text(text, "utf-8")
    with pytest.raises(HarmonisationFault) as caught:
        read_decisions(file, "BRAIN1")
    return caught.value


@pytest.mark.parametrize("case", cases("broken"), ids=lambda case: str(case["name"]))
def test_what_is_wrong_is_told_with_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    fault = fault_of(tmp_path, text_of(case))
    assert fault.code is Exit.USAGE
    told = str(fault).replace(f"{tmp_path}/", "")
    for words in case["says"]:
        assert words in told, told
    assert all(error.startswith(f"{tmp_path}/F:") for error in fault.errors)


def test_there_are_enough_cases() -> None:
    assert len(cases("broken")) >= 40


def test_all_errors_are_told_at_once_the_first_twenty(tmp_path: Path) -> None:
    fields = "".join(f"  subjects.variables.a{place}: {{decide: maybe}}\n" for place in range(30))
    fault = fault_of(tmp_path, f"{HEAD}fields:\n{fields}")
    assert len(fault.errors) == 30
    assert str(fault).count("none of its words") == 20
    assert "and 10 more" in str(fault)
    assert [error.split(":")[1] for error in fault.errors] == [str(line) for line in range(5, 35)]


WHOLE = """# mine
schema: img2fair/harmonisation
version: 1
project: BRAIN1
oncotree: oncotree_2025_10_03
baseline:
  - {field: subjects.variables.diagnosed/day, is: diagnosis}
tables:
  participants.csv: {subject: participant, day: ""}
fields:
  subjects.sex: {decide: export, to: SEX}
  subjects.variables.weight:
    decide: export
    to: WEIGHT
    from_unit: lb
    least: 20
    most: 300.5
    decimals: 1
    pick: last
  subjects.variables.arm:
    decide: export
    to: ARM
    name: Study arm
    description: Which treatment was drawn
    priority: 30
    unlisted: missing
    values:
      Arm A: Standard
      "ARM  B": Intensive
      withdrawn: NA
      other: "?"
      0: ~
  subjects.variables.note: {decide: drop}
  subjects.assessments.x:*: {decide: drop}
  sessions.assessments.clin:visit.response:
    {decide: export, to: RESPONSE, level: event, event: STATUS, day: sessions.variables.seen/day,
     until: sessions.variables.gone/day, values: {PR: Partial}}
  subjects.variables.open: {decide: "?"}
assays:
  radiomics_t1:
    decide: export
    from: [tables.radiomics.csv.original_*]
    prefix: RADIOMICS_T1
    about: version 3.0.1, bin width 25
"""


def test_what_is_right_is_read(tmp_path: Path) -> None:
    file = tmp_path / "BRAIN1.yaml"
    file.write_text(WHOLE)
    read = read_decisions(file, "BRAIN1")
    assert (read.project, read.oncotree, read.file) == ("BRAIN1", "oncotree_2025_10_03", str(file))
    assert read.digest == hashlib.sha256(WHOLE.encode()).hexdigest()
    assert read.baseline == Baseline((("subjects.variables.diagnosed/day", "diagnosis"),))
    assert read.tables == (TableKeys("participants.csv", "participant"),)
    sex, weight, arm, note, pattern, response, left = read.fields
    assert sex.attribute is not None
    assert (sex.line, sex.kind, sex.attribute.datatype, sex.attribute.level) == (
        11, Kind.SEX, Datatype.STRING, Level.PATIENT)  # fmt: skip
    assert (weight.unit, weight.least, weight.most, weight.decimals, weight.pick) == ("lb", 20, 300.5, 1, Pick.LAST)
    assert weight.kind is Kind.NUMBER
    assert arm.attribute is not None
    assert (arm.attribute.name, arm.attribute.description, arm.attribute.priority) == (
        "Study arm", "Which treatment was drawn", 30)  # fmt: skip
    assert list(arm.values.values()) == ["Standard", "Intensive", None, "?", None]
    assert arm.unlisted is Unlisted.MISSING
    assert note.decide is pattern.decide is Decide.DROP
    assert read.of("subjects.assessments.x:y.z") is pattern
    assert (response.event, response.day, response.until) == (
        "STATUS", "sessions.variables.seen/day", "sessions.variables.gone/day")  # fmt: skip
    assert (left.decide, left.attribute) == (Decide.UNDECIDED, None)
    assert read.assays == (
        AssayDecision("radiomics_t1", Decide.EXPORT, ("tables.radiomics.csv.original_*",), prefix="RADIOMICS_T1",
                      about="version 3.0.1, bin width 25", line=WHOLE.splitlines().index("  radiomics_t1:") + 1),
    )  # fmt: skip


def test_what_is_open_may_share_a_target(tmp_path: Path) -> None:
    file = tmp_path / "F"
    fields = "  subjects.sex: {decide: export, to: SEX}\n  subjects.variables.sex: {decide: '?', to: SEX}\n"
    file.write_text(f"{HEAD}fields:\n{fields}")
    assert len(read_decisions(file, "BRAIN1").fields) == 2


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    assert "too large" in str(fault_of(tmp_path, "# " + "x" * 2_000_001))


@given(st.text(max_size=200) | st.binary(max_size=100).map(lambda raw: raw.decode("latin-1")))
def test_whatever_stands_in_a_file_it_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes((HEAD + "fields:\n  subjects.sex: " + text).encode("utf-8", "surrogatepass"))
    try:
        assert read_decisions(file, "BRAIN1").project == "BRAIN1"
    except HarmonisationFault as fault:
        assert fault.errors
